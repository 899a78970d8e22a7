package publish

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/html"
	"multitude/internal/locale"
	"multitude/internal/pdf"
	"multitude/internal/project"
	"multitude/internal/source"
	"multitude/internal/typeset"
	"multitude/internal/unit"
)

// The benchmarks measure the statement of this repository. "cpu-ms" is the
// processor time of the whole process, garbage collection included.

func statement(tb testing.TB) *project.Project {
	tb.Helper()
	p, found, err := project.Find("../..")
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range found {
		tb.Fatal(f)
	}
	return p
}

func perOp(b *testing.B, before time.Duration) {
	b.ReportMetric(float64(cpuTime(b)-before)/1e6/float64(b.N), "cpu-ms/op")
}

// BenchmarkBuildCold is a build of all editions into an empty folder, with
// fonts and dictionaries loaded anew.
func BenchmarkBuildCold(b *testing.B) {
	p := statement(b)
	b.ReportAllocs()
	before := cpuTime(b)
	for b.Loop() {
		buildAll(b, p, b.TempDir())
	}
	perOp(b, before)
}

// BenchmarkBuildUnchanged is a build where nothing has changed.
func BenchmarkBuildUnchanged(b *testing.B) {
	p := statement(b)
	dir := b.TempDir()
	buildAll(b, p, dir)
	b.ReportAllocs()
	before := cpuTime(b)
	for b.Loop() {
		for _, e := range buildAll(b, p, dir).Editions {
			if !e.Current {
				b.Fatalf("%s was built again", e.Locale)
			}
		}
	}
	perOp(b, before)
}

func buildAll(b *testing.B, p *project.Project, dir string) *Report {
	r, err := Build(p, Options{Out: dir})
	if err != nil {
		b.Fatal(err)
	}
	if !r.OK() {
		b.Fatalf("%+v", r.Editions)
	}
	return r
}

// A warmed is what a build has loaded once its first edition is done.
type warmed struct {
	in      *Inputs
	build   *build
	edition *edition.Edition
	shelf   *edition.Shelf
}

func warm(b *testing.B, tag string) warmed {
	b.Helper()
	p := statement(b)
	p.PDF.Layouts = []string{"standard"} // one PDF, so that figures of years can be compared
	in, err := Read(p)
	if err != nil {
		b.Fatal(err)
	}
	library, err := fonts.Open(p.Root, nil)
	if err != nil {
		b.Fatal(err)
	}
	fsys, err := library.Data()
	if err != nil {
		b.Fatal(err)
	}
	data, err := typeset.LoadData(fsys)
	if err != nil {
		b.Fatal(err)
	}
	w := warmed{in: in, build: &build{project: p, in: in, library: library, data: data}}
	w.edition = w.make(b, tag)
	w.shelf = &edition.Shelf{Source: p.Language, Listings: []edition.Listing{{Locale: w.edition.Locale, Endonym: tag}}}
	if _, _, err := w.build.typeset(w.edition); err != nil {
		b.Fatal(err)
	}
	return w
}

func (w warmed) make(b *testing.B, tag string) *edition.Edition {
	cat, found, err := w.in.load(locale.MustParse(tag))
	if err != nil || cat == nil {
		b.Fatal(err, found)
	}
	ed, err := w.in.edition(cat)
	if err != nil {
		b.Fatal(err)
	}
	return ed
}

var benchTags = []string{"en", "es", "ht", "ar", "zh-Hans", "hi", "km"}

// BenchmarkEditionWarm is one edition, page and PDF, in a process that has
// built it before: catalog, edition, layout, PDF, HTML.
func BenchmarkEditionWarm(b *testing.B) {
	for _, tag := range benchTags {
		b.Run(tag, func(b *testing.B) {
			w := warm(b, tag)
			b.ReportAllocs()
			before := cpuTime(b)
			for b.Loop() {
				ed := w.make(b, tag)
				if _, _, err := w.build.typeset(ed); err != nil {
					b.Fatal(err)
				}
				if err := html.Write(discard{}, ed, w.shelf, nil, nil); err != nil {
					b.Fatal(err)
				}
			}
			perOp(b, before)
		})
	}
}

// BenchmarkStage is each stage of an edition by itself.
func BenchmarkStage(b *testing.B) {
	p := statement(b)
	markdown, err := os.ReadFile(filepath.Join(p.Root, "source", "statement.md"))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("source", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			source.Parse("statement.md", markdown)
		}
	})
	b.Run("unit", func(b *testing.B) {
		d, _ := source.Parse("statement.md", markdown)
		former := unit.Split(d, nil)
		b.ReportAllocs()
		for b.Loop() {
			unit.Split(d, former)
		}
	})
	for _, tag := range benchTags {
		w := warm(b, tag)
		b.Run("check/"+tag, func(b *testing.B) {
			cat, _, err := w.in.load(w.edition.Locale)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				w.in.check(cat)
			}
		})
		b.Run("edition/"+tag, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.make(b, tag)
			}
		})
		layout, found, err := w.build.pages(w.build.press(w.edition), w.edition, "standard")
		if err != nil {
			b.Fatal(err, found)
		}
		b.Run("typeset/"+tag, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := w.build.pages(w.build.press(w.edition), w.edition, "standard"); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("pdf/"+tag, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := pdf.Write(discard{}, w.edition, layout); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("html/"+tag, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := html.Write(discard{}, w.edition, w.shelf, nil, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// discard is io.Discard without its ReadFrom, so that writers do what they
// would do for a file.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
