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

// built is the project of this repository, with all of its editions, built
// once for all tests.
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
	return publish.Build(p, publish.Options{Out: dir})
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

// files are the files of the editions that have the extension, with their tags.
func files(t *testing.T, ext string) map[string]string {
	t.Helper()
	r := editions(t)
	out := map[string]string{}
	for _, e := range r.Editions {
		for _, f := range e.Files {
			if strings.HasSuffix(f, ext) {
				out[e.Locale.Tag] = filepath.Join(r.Out, filepath.FromSlash(f))
			}
		}
	}
	return out
}

func TestTheStatementIsPublishedInSevenLanguages(t *testing.T) {
	want := []string{"ar", "en", "es", "hi", "ht", "km", "zh-Hans"}
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
