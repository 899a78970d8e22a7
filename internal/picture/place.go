package picture

import (
	"github.com/go-text/typesetting/font"

	"multitude/internal/typeset"
)

// A Box is a rectangle on a page, in points from its upper left corner.
type Box struct{ X, Y, Width, Height float64 }

// How far the letters of a line reach above and below the baseline, in em: what
// a reader takes for the line.
const (
	lineAscent  = 0.92
	lineDescent = 0.3
)

// Place is the box around what a page shows of a unit; false where it shows
// nothing of it.
func Place(page *typeset.Page, unit string) (Box, bool) {
	var b Box
	found := false
	add := func(x, y, right, bottom float64) {
		if found {
			x, y = min(x, b.X), min(y, b.Y)
			right, bottom = max(right, b.X+b.Width), max(bottom, b.Y+b.Height)
		}
		b, found = Box{x, y, right - x, bottom - y}, true
	}
	for i := range page.Runs {
		r := &page.Runs[i]
		if unitOf(r.Content) == unit {
			end := glyphs(r, func(font.GID, float64, float64) {})
			add(r.X, r.Y-lineAscent*r.Size, end, r.Y+lineDescent*r.Size)
		}
	}
	for _, p := range page.Images {
		if unitOf(p.Content) == unit {
			add(p.X, p.Y, p.X+p.Width, p.Y+p.Height)
		}
	}
	return b, found
}

// unitOf is the unit that a piece of content belongs to; "" where it belongs to
// none.
func unitOf(c *typeset.Content) string {
	if c == nil {
		return ""
	}
	for e := c.Element; e != nil; e = e.Parent {
		if e.Unit != "" {
			return e.Unit
		}
	}
	return ""
}
