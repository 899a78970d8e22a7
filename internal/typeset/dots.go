package typeset

// dots says where the dots stand that emphasize Chinese and Japanese.
type dots uint8

const (
	noDots dots = iota
	dotsAbove
	dotsBelow
)

// Measures of an emphasis dot, in em.
const (
	squareTop    = 0.88 // of an ideograph's square, above the baseline
	squareBottom = 0.12 // below it
	dotGap       = 0.07 // square to dot
	widestDot    = 0.40
)

// dot adds an emphasis dot to the ideograph, in the middle. It is a part of the
// character's picture: no character of the text stands for it.
func (s *shaper) dot(p *paragraph, c *cluster, d dots) {
	f := s.fonts[c.face]
	if f == nil || !isHanLetter(p.runes[c.start]) {
		return
	}
	em := c.face.UnitsPerEm
	for _, r := range []rune{'•', '·'} {
		gid, ok := c.face.Glyph(r)
		if !ok {
			continue
		}
		ink, ok := f.ink(gid)
		width, height := float64(ink.Width), float64(-ink.Height)
		if !ok || width <= 0 || height <= 0 || width > widestDot*em {
			continue
		}
		top := float64(ink.YBearing)
		y := (squareTop+dotGap)*em - (top - height)
		if d == dotsBelow {
			y = -(squareBottom+dotGap)*em - top
		}
		g := Glyph{ID: gid, X: (c.advance-width)/2 - float64(ink.XBearing), Y: y}
		c.glyphs = append(c.glyphs[:len(c.glyphs):len(c.glyphs)], g)
		return
	}
}
