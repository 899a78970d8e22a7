package typeset

import (
	"io/fs"
	"testing"

	"multitude/internal/fonts"
)

// testData is the data of the bundle.
func testData(t testing.TB) *Data {
	t.Helper()
	bundle, err := fonts.BundleFS()
	if err != nil {
		t.Fatal(err)
	}
	d, err := LoadData(bundle)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func globFS(t testing.TB, fsys fs.FS, pattern string) []string {
	t.Helper()
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}
