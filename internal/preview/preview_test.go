package preview

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"multitude/internal/project"
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
	const unit = "values.freedom-to-thrive"
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
				over := map[string]string{id: text + " " + text[:0] + strings.Repeat("a", n%7) + fmt.Sprint(n)}
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

func TestPage(t *testing.T) {
	v := statement(t)
	for _, tag := range []string{"en", "ar", "km", "zh-Hans"} {
		t0 := time.Now()
		h, err := v.HTML(tag, nil)
		if err != nil {
			t.Fatal(err)
		}
		t1 := time.Now()
		p, err := v.Page(tag, "vision.freedom-to-stay", nil)
		if err != nil {
			t.Fatal(err)
		}
		t2 := time.Now()
		f, err := v.Findings(tag)
		t.Log(tag, len(h), p.Number, p.Of, p.Box, len(p.SVG), len(f), err, t1.Sub(t0), t2.Sub(t1), time.Since(t2))
		os.WriteFile(filepath.Join(os.TempDir(), "p-"+tag+".svg"), p.SVG, 0o666)
	}
}
