package fonts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// loadPatience is how long reading a strange font may take: a thousand times
// what the largest needs.
const loadPatience = 20 * time.Second

// Load reads the font file that data holds: TrueType or OpenType, the first
// font of a collection. A malformed file is an error that names path, also where
// the parser panics on it, or would never end.
func Load(path string, data []byte, style Style, origin Origin) (*Face, error) {
	var face *Face
	err := Guard(origin, loadPatience, func() error {
		f, err := load(path, data, style, origin)
		face = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: not a font that can be read: %w", path, err)
	}
	return face, nil
}

func load(path string, data []byte, style Style, origin Origin) (*Face, error) {
	if origin.strange() {
		loaders, err := ot.NewLoaders(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if err := unbearable(loaders[0]); err != nil {
			return nil, err
		}
	}
	file, size, rest := slim(data)
	loaders, err := ot.NewLoaders(io.NewSectionReader(file, 0, size))
	if err != nil {
		return nil, err
	}
	f, err := font.NewFont(loaders[0])
	if err != nil {
		return nil, err
	}
	if origin.strange() && floods(f) {
		return nil, fmt.Errorf("a rule of it makes more than %d glyphs of one", maxSequence)
	}
	if origin.strange() && recurses(f) {
		return nil, errors.New("rules of it call each other without end")
	}
	mendDigests(f)
	face := &Face{
		Font:       f,
		glyf:       rest,
		Family:     f.Describe().Family,
		Style:      style,
		Origin:     origin,
		Path:       path,
		UnitsPerEm: float64(f.Upem()),
	}
	if face.UnitsPerEm == 0 {
		return nil, errors.New("its units per em are 0")
	}
	measure := font.NewFace(f)
	extents, _ := measure.FontHExtents()
	face.Ascent, face.Descent = float64(extents.Ascender), -float64(extents.Descender)
	face.CapHeight = float64(measure.LineMetric(font.CapHeight))
	face.XHeight = float64(measure.LineMetric(font.XHeight))
	return face, nil
}
