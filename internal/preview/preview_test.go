package preview

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"multitude/internal/finding"
	"multitude/internal/project"
	"multitude/internal/publish"
)

// statement is the project of this repository.
func statement(tb testing.TB) *Preview {
	tb.Helper()
	return open(tb, "../..")
}

func open(tb testing.TB, dir string) *Preview {
	tb.Helper()
	p, found, err := project.Find(dir)
	if err != nil || p == nil {
		tb.Fatal(err, found)
	}
	v, err := New(p, Options{Log: tb.Logf})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { v.Close() })
	return v
}

// BenchmarkKeystroke is what a pause in typing costs: the page of the site and
// that of the PDF, with a paragraph that has another letter each time.
func BenchmarkKeystroke(b *testing.B) {
	v := statement(b)
	for _, tag := range []string{"es", "ar", "km"} {
		b.Run(tag, func(b *testing.B) {
			s, err := v.sheet(tag)
			if err != nil {
				b.Fatal(err)
			}
			id, text := "", ""
			for _, u := range s.desk.Inputs.Units {
				if m := s.catalog.Messages[u.ID]; len(m.Text) > len(text) {
					id, text = u.ID, m.Text
				}
			}
			s.mu.Unlock()
			n := 0
			var html, page time.Duration
			for b.Loop() {
				n++
				over := map[string]string{id: text + " " + strings.Repeat("a", n%7) + fmt.Sprint(n)}
				t := time.Now()
				if _, err := v.HTML(tag, over); err != nil {
					b.Fatal(err)
				}
				html += time.Since(t)
				t = time.Now()
				if _, err := v.Page(tag, id, over); err != nil {
					b.Fatal(err)
				}
				page += time.Since(t)
			}
			b.ReportMetric(float64(html)/1e6/float64(b.N), "html-ms")
			b.ReportMetric(float64(page)/1e6/float64(b.N), "page-ms")
		})
	}
}

// A draft shows the texts that nobody has saved, on both pages, and leaves what
// is saved as it is.
func TestDraft(t *testing.T) {
	v := statement(t)
	const unit = "vision.freedom-to-stay"
	saved, err := v.HTML("es", nil)
	if err != nil {
		t.Fatal(err)
	}
	before, err := v.Page("es", unit, nil)
	if err != nil {
		t.Fatal(err)
	}
	draft := map[string]string{unit: "**Quedarse:** " + strings.Repeat("palabra ", 300)}
	html, err := v.HTML("es", draft)
	if err != nil || !strings.Contains(string(html), "palabra palabra") {
		t.Errorf("the page has no draft (%v)", err)
	}
	after, err := v.Page("es", unit, draft)
	if err != nil {
		t.Fatal(err)
	}
	if after.Box.Height <= before.Box.Height && !after.Continued {
		t.Errorf("the paragraph stands in %+v, and in %+v with ten times its words", before.Box, after.Box)
	}
	for _, p := range []*Page{before, after} {
		if b := p.Box; b.X < 0 || b.Y < 0 || b.Width < 100 || b.Height < 10 || b.X+b.Width > p.Width || b.Y+b.Height > p.Height {
			t.Errorf("the box %+v is not on the page of %v × %v", b, p.Width, p.Height)
		}
		if bytes.Contains(p.SVG, []byte("<script")) || bytes.Contains(p.SVG, []byte("style=")) || bytes.Contains(p.SVG, []byte("href=\"http")) {
			t.Error("the picture has what a policy refuses")
		}
		if err := xml.Unmarshal(p.SVG, new(struct{})); err != nil {
			t.Error(err)
		}
	}
	if again, err := v.HTML("es", nil); err != nil || !bytes.Equal(again, saved) {
		t.Errorf("the page that is saved is another one (%v)", err)
	}
	if empty, err := v.HTML("es", map[string]string{unit: ""}); err != nil || !bytes.Contains(empty, []byte("Freedom to Stay")) {
		t.Errorf("an empty text does not show the original (%v)", err)
	}
	if hostile, err := v.HTML("es", map[string]string{unit: "<script>alert(1)</script>"}); err != nil || bytes.Contains(hostile, []byte("alert(1)</script>")) {
		t.Errorf("a draft runs (%v)", err)
	}
	h := v.Handler(HandlerOptions{Overrides: func(r *http.Request, tag string) map[string]string {
		if tag != "es" || !r.URL.Query().Has("draft") {
			return nil
		}
		return draft
	}})
	for query, want := range map[string]bool{"": false, "?draft": true} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/es/index.html"+query, nil))
		if got := strings.Contains(w.Body.String(), "palabra palabra"); got != want || w.Code != http.StatusOK {
			t.Errorf("%q: status %d, shows the draft: %v", query, w.Code, got)
		}
	}
	if _, err := v.Page("es", "no.such", nil); !errors.Is(err, ErrNoUnit) {
		t.Errorf("a paragraph that is not there: %v", err)
	}
	if _, err := v.HTML("xx", nil); !errors.Is(err, ErrNoLocale) {
		t.Errorf("a language that is not there: %v", err)
	}
}

// The panel says what check says, no less and no more.
func TestFindingsAreThoseOfCheck(t *testing.T) {
	v := newFolder(t).view
	for _, tag := range []string{"en", "es"} {
		got, err := v.Findings(tag)
		if err != nil {
			t.Fatal(err)
		}
		all, err := publish.Check(v.project, []string{tag})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(all, func(f finding.Finding) bool { return f.Locale != "" && f.Locale != tag })
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%s: %d findings, and check has %d:\n%v\n%v", tag, len(got), len(want), got, want)
		}
	}
}
