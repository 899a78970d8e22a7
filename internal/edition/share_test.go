package edition

import (
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// An edition says which share of its text has been reviewed, in its own digits:
// of words, of what is fresh, and by signatures that hold.
func TestReviewedShare(t *testing.T) {
	d, _ := source.Parse("test.md", []byte("# Ten\n\nOne two three four.\n\nFive six seven.\n\nEight nine.\n"))
	units := unit.Split(d, nil)
	en := locale.MustParse("en")
	for _, c := range []struct {
		tag, want        string
		reviewed         []int // units
		edited, stale    int   // of these; -1: none
		percent, machine int
	}{
		{"es", "0\u00a0%", nil, -1, -1, 0, 4},
		{"es", "10\u00a0%", []int{0}, -1, -1, 10, 3},
		{"fa", "۴۰٪", []int{1}, -1, -1, 40, 3},
		{"zh-Hans", "70%", []int{1, 2}, -1, -1, 70, 2},
		{"es", "40\u00a0%", []int{1, 2}, 2, -1, 40, 2},
		{"es", "30\u00a0%", []int{1, 2}, -1, 1, 30, 2},
		{"ar", "100\u200e%\u200e", []int{0, 1, 2, 3}, -1, -1, 100, 0},
	} {
		cat := &catalog.Catalog{Locale: locale.MustParse(c.tag), Messages: map[string]catalog.Message{}, Reviews: map[string]catalog.Review{}}
		for _, u := range units {
			cat.Messages[u.ID] = catalog.Message{ID: u.ID, Text: "Texto.", Hash: u.Hash()}
		}
		for _, i := range c.reviewed {
			u := units[i]
			cat.Reviews[u.ID] = catalog.Review{State: catalog.Reviewed, Source: u.Hash(), Translation: unit.Hash("", "Texto.")}
			m := cat.Messages[u.ID]
			switch i {
			case c.edited:
				m.Text = "Otro texto."
			case c.stale:
				m.Hash = unit.Hash("", "Something else.")
			}
			cat.Messages[u.ID] = m
		}
		e, err := New(d, units, cat, Settings{Source: en})
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Tally.ReviewedPercent(); got != c.percent || e.Tally.Machine != c.machine {
			t.Errorf("%s: %d %%, %d by machine, want %d %%, %d", c.tag, got, e.Tally.Machine, c.percent, c.machine)
		}
		said := ""
		for _, entry := range e.Colophon {
			for _, v := range entry.Value {
				said += doc.PlainText(v.Spans) + "\n"
			}
		}
		if !strings.Contains(said, c.want) {
			t.Errorf("%s: no %q in\n%s", c.tag, c.want, said)
		}
	}
}

// What has begun is not 0, and what is not whole is not 100.
func TestReviewedPercent(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, 9: 1, 500: 50, 999: 99, 1000: 100} {
		tally := Tally{Words: 1000}
		tally.ByState[catalog.Approved].Words = n
		if got := tally.ReviewedPercent(); got != want {
			t.Errorf("%d of 1000 are %d %%, want %d", n, got, want)
		}
	}
}
