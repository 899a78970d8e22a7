package fonts

import (
	"embed"
	"errors"
	"io/fs"
)

//go:embed all:bundle
var embedded embed.FS

// ErrNoBundle is what a binary says that was built without its fonts.
var ErrNoBundle = errors.New("this binary was built without its fonts and dictionaries\nhint: build it with make, in the repository of multitude")

// BundleFS is the data that is embedded in the binary: faces/, dictionaries/,
// hyphenation/ and notices/. A binary that was built without make has none, and
// the error is ErrNoBundle.
func BundleFS() (fs.FS, error) {
	sub, err := fs.Sub(embedded, "bundle")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(sub, "faces"); err != nil {
		return nil, ErrNoBundle
	}
	return sub, nil
}
