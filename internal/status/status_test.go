package status

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"multitude/internal/edition"
	"multitude/internal/locale"
)

func report() *Report {
	t := edition.Tally{Units: 10, Words: 101, Fresh: 7, Stale: 2, Missing: 1, StaleWords: 20, MissingWords: 1}
	for i := range t.ByState {
		t.ByState[i] = edition.Count{Units: i + 1, Words: 20}
	}
	return &Report{Name: "vision|`<b>`", Title: "A <b> & more", Extracted: true,
		Source: Progress{Locale: locale.MustParse("en"), Tally: edition.Tally{Words: 101}},
		Locales: []Progress{
			{Locale: locale.MustParse("es"), Endonym: "Español", Tally: t},
			{Locale: locale.MustParse("mam"), Endonym: "[@all](x)\n\u202e<!--", Broken: true},
		}}
}

// The shares of a locale are all words, none of them twice; a catalog that
// cannot be read counts as missing in the whole.
func TestSharesAreTheWhole(t *testing.T) {
	r := report()
	sum, kinds := 0, map[string]int{}
	for _, s := range r.Locales[0].Shares() {
		sum += s.Words
		kinds[s.Kind] += s.Words
	}
	if sum != 101 || kinds["stale"] != 20 || kinds["missing"] != 1 || kinds["approved"] != 20 {
		t.Errorf("%d words: %v", sum, kinds)
	}
	if w := r.Whole(); w.Words != 202 || w.MissingWords != 102 {
		t.Errorf("the whole: %+v", w)
	}
}

// What is not whole is not 100 %, and what can be done stands in an order.
func TestNext(t *testing.T) {
	if got := percent(999, 1000); got != 99 {
		t.Errorf("%d %%", got)
	}
	var got []string
	for _, s := range report().Locales[0].Next() {
		got = append(got, strings.Fields(s.Command)[1])
	}
	if want := "diff check review review review"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	done := Progress{Tally: edition.Tally{Units: 1, Words: 1, Fresh: 1, ByState: [4]edition.Count{3: {Units: 1, Words: 1}}}}
	if steps := done.Next(); len(steps) > 0 {
		t.Errorf("there is nothing to do: %v", steps)
	}
}

// Names bring no markup into a comment, and call nobody.
func TestMarkdownIsInert(t *testing.T) {
	md := report().Markdown()
	for _, bad := range []string{"@all", "[@", "<b>", "<!--", "\u202e", "vision|"} {
		if strings.Contains(md, bad) {
			t.Errorf("%q stands in\n%s", bad, md)
		}
	}
	if lines := regexp.MustCompile(`(?m)^\|.*\|$`).FindAllString(md, -1); len(lines) != 4 {
		t.Errorf("%d rows in\n%s", len(lines), md)
	}
}

// A badge is sound XML with a title that says all, and white can be read on its
// colours.
func TestBadges(t *testing.T) {
	for name, data := range report().Badges() {
		var svg struct {
			Title string `xml:"title"`
			Role  string `xml:"role,attr"`
			Label string `xml:"aria-labelledby,attr"`
			Paths []struct {
				Fill string `xml:"fill,attr"`
			} `xml:"path"`
		}
		if err := xml.Unmarshal(data, &svg); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, data)
		}
		if svg.Role != "img" || svg.Label == "" || !strings.Contains(svg.Title, "read") && !strings.Contains(svg.Title, "% of the words") {
			t.Errorf("%s says %q", name, svg.Title)
		}
	}
	for _, colour := range []string{badgeLabel, badgeWhole, badgeFresh, badgeToDo, badgeBad} {
		c, ok := edition.ParseColor(colour)
		if !ok || edition.Readable(c, edition.WhitePaper) != c {
			t.Errorf("white on %s has less than 7:1", colour)
		}
	}
}
