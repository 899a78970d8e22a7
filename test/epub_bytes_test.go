package test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"multitude/internal/project"
	"multitude/internal/publish"
)

// Two builds of the same texts give the same bytes: also where the fonts, the
// picture of the cover and the order of files might differ from run to run.
func TestEbooksAreReproducible(t *testing.T) {
	p, found, err := project.Find("..")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	r, err := publish.Build(p, publish.Options{Out: t.TempDir(), Tags: []string{"ar", "km"}, Formats: []string{"epub"}})
	if err != nil {
		t.Fatal(err)
	}
	books := ebooks(t)
	for _, tag := range []string{"ar", "km"} {
		one, err := os.ReadFile(books[tag])
		if err != nil {
			t.Fatal(err)
		}
		two, err := os.ReadFile(filepath.Join(r.Out, tag, filepath.Base(books[tag])))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Errorf("%s: two builds differ", tag)
		}
	}
}
