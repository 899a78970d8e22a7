package test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"multitude/internal/project"
	"multitude/internal/publish"
)

// tested are the locales that the tests look at: with MULTITUDE_TEST=all those
// of the project, else a sample of scripts and directions.
func tested() []string {
	if os.Getenv("MULTITUDE_TEST") == "all" {
		return nil
	}
	return []string{"ar", "en", "es", "hi", "ht", "km", "ur", "zh-Hans"}
}

// built is the project of this repository, with the editions of the tested
// locales, built once for all tests.
var built = sync.OnceValues(func() (*publish.Report, error) {
	p, found, err := project.Find("..")
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		return nil, f
	}
	dir, err := os.MkdirTemp("", "multitude-editions-")
	if err != nil {
		return nil, err
	}
	return publish.Build(p, publish.Options{Out: dir, Tags: tested(), Pair: true})
})

func TestMain(m *testing.M) {
	code := m.Run()
	if r, err := built(); err == nil && r != nil {
		os.RemoveAll(r.Out)
	}
	os.Exit(code)
}

// editions is the finished report; the test fails where an edition could not
// be built.
func editions(t *testing.T) *publish.Report {
	t.Helper()
	r, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Editions {
		if e.Failed {
			t.Errorf("%s was not built: %s", e.Locale, e.Reason)
		}
	}
	for _, f := range r.Findings {
		t.Errorf("finding: %v", f)
	}
	if t.Failed() {
		t.FailNow()
	}
	return r
}

// files are the page or the PDF of each edition, by the extension, with their
// tags.
func files(t *testing.T, ext string) map[string]string {
	t.Helper()
	main, _ := filesAndMore(t, ext)
	return main
}

// more are the other files of the editions that have the extension, such as
// large print, each with its tag.
func more(t *testing.T, ext string) map[string]string {
	t.Helper()
	_, more := filesAndMore(t, ext)
	return more
}

// filesAndMore are the files of the editions that have the extension: by the
// tag the page or the PDF of each, the others' tags by their paths.
func filesAndMore(t *testing.T, ext string) (main, more map[string]string) {
	t.Helper()
	r := editions(t)
	main, more = map[string]string{}, map[string]string{}
	for _, e := range r.Editions {
		for _, f := range e.Files {
			path := filepath.Join(r.Out, filepath.FromSlash(f))
			switch {
			case strings.HasSuffix(f, "/index"+ext) || strings.HasSuffix(f, "values-"+e.Locale.Tag+ext):
				main[e.Locale.Tag] = path
			case strings.HasSuffix(f, ext):
				more[path] = e.Locale.Tag
			}
		}
	}
	return main, more
}

func TestTheStatementIsPublishedInEveryLanguage(t *testing.T) {
	want := tested()
	if want == nil {
		active, err := filepath.Glob("../locales/active.*.toml")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range active {
			tag, _ := strings.CutPrefix(filepath.Base(path), "active.")
			want = append(want, strings.TrimSuffix(tag, ".toml"))
		}
		slices.Sort(want) // fa before fa-AF, as no list of files has them
	}
	for _, ext := range []string{".pdf", ".html"} {
		var tags []string
		for tag := range files(t, ext) {
			tags = append(tags, tag)
		}
		slices.Sort(tags)
		if !slices.Equal(tags, want) {
			t.Errorf("%s editions: %v, want %v", ext, tags, want)
		}
	}
	if _, err := os.Stat(filepath.Join(editions(t).Out, "index.html")); err != nil {
		t.Error(err)
	}
}
