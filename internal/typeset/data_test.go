package typeset

import (
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
