package fonts

import (
	"fmt"
	"io"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// Load reads the font file that data holds: TrueType or OpenType, the first
// font of a collection. A malformed file is an error that names path, also
// where the parser panics on it.
func Load(path string, data []byte, style Style, origin Origin) (face *Face, err error) {
	defer func() {
		if r := recover(); r != nil {
			face, err = nil, fmt.Errorf("%s: not a font that can be read: %v", path, r)
		}
	}()
	file, size, rest := slim(data)
	loaders, err := ot.NewLoaders(io.NewSectionReader(file, 0, size))
	if err != nil {
		return nil, fmt.Errorf("%s: not a font that can be read: %w", path, err)
	}
	f, err := font.NewFont(loaders[0])
	if err != nil {
		return nil, fmt.Errorf("%s: not a font that can be read: %w", path, err)
	}
	mendDigests(f)
	face = &Face{
		Font:       f,
		glyf:       rest,
		Family:     f.Describe().Family,
		Style:      style,
		Origin:     origin,
		Path:       path,
		UnitsPerEm: float64(f.Upem()),
	}
	if face.UnitsPerEm == 0 {
		return nil, fmt.Errorf("%s: not a font that can be read: its units per em are 0", path)
	}
	measure := font.NewFace(f)
	extents, _ := measure.FontHExtents()
	face.Ascent, face.Descent = float64(extents.Ascender), -float64(extents.Descender)
	face.CapHeight = float64(measure.LineMetric(font.CapHeight))
	face.XHeight = float64(measure.LineMetric(font.XHeight))
	return face, nil
}
