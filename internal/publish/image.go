package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // the formats that
	_ "image/jpeg" // both the web and
	_ "image/png"  // a PDF can show
	"io"
	"os"
	"path"
	"path/filepath"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
)

// maxImage bounds the size of a picture, in bytes: a page should still reach a
// phone.
const maxImage = 20 << 20

// readImages reads every picture that the document shows, once for all
// editions. Paths are relative to the source, and never lead out of the
// project.
func (in *Inputs) readImages() {
	in.images = map[string]*edition.Image{}
	seen := map[string]bool{}
	in.Document.Texts(func(t *doc.Text) {
		for _, s := range t.Spans {
			if s.Kind != doc.Image || seen[s.Source] {
				continue
			}
			seen[s.Source] = true
			img, err := in.readImage(s.Source)
			if err != nil {
				in.Findings = append(in.Findings, finding.Finding{
					Rule: "image", Severity: finding.Error, Pos: t.Pos,
					Message: fmt.Sprintf("the picture %s cannot be shown: %v", s.Source, err),
					Cure:    "give a PNG, JPEG or GIF file of the project, by its path from the source's folder",
				})
				continue
			}
			in.images[s.Source] = img
		}
	})
}

func (in *Inputs) readImage(name string) (*edition.Image, error) {
	root, err := os.OpenRoot(in.Project.Root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	folder, err := filepath.Rel(in.Project.Root, filepath.Dir(in.Project.SourcePath()))
	if err != nil {
		return nil, err
	}
	return readImageFile(root, path.Join(filepath.ToSlash(folder), name))
}

// readImageFile reads a picture by its path below the project's root.
func readImageFile(root *os.Root, name string) (*edition.Image, error) {
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxImage+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxImage {
		return nil, fmt.Errorf("it is larger than %d MB", maxImage>>20)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if errors.Is(err, image.ErrFormat) {
		return nil, errors.New("it is no PNG, JPEG or GIF file")
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &edition.Image{
		Data: data,
		// The hash keeps pictures of one name apart, and a changed one fresh.
		File:  "images/" + path.Base(filepath.ToSlash(name[:len(name)-len(path.Ext(name))])) + "-" + hex.EncodeToString(sum[:4]) + "." + format,
		Width: config.Width, Height: config.Height,
	}, nil
}
