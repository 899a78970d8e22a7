package typeset

import (
	"unicode"

	"github.com/go-text/typesetting/font"
)

// Chinese and Japanese punctuation stands in a square like every character, and
// leaves half of it white: an opening bracket its left half, a stop its right.
// That white is taken away where it makes a hole, as "Requirements for Japanese
// Text Layout" (§3.1) and "Requirements for Chinese Text Layout" (§3.1.6) have
// it: between two signs, at the start of a line and at its end. Within a line
// it may give way when the line is too long. Where it is, the face says: a stop
// in the middle of its square, as in Taiwan and Hong Kong, has none to lose.
// Between ideographs and letters or digits of other scripts stands a quarter of
// an em (JLREQ §3.2.6, CLREQ §3.2.3); not in Korean, which writes spaces.
// Japanese stops and commas may hang in the margin (JLREQ §3.8.2); in China
// that is not the custom.
const (
	leastWhite  = 0.46 // em: what is white at a side, so that half a square can be taken away
	halfSquare  = 0.5  // em
	westernGap  = 0.25 // em, between ideographs and other letters
	whiteShrink = 0.5  // the part of a sign's white that a long line takes at most
)

// eastern finds what the clusters of a paragraph, or of a line of it, give each
// other of their white.
func (s *shaper) eastern(p *paragraph, clusters []cluster) {
	for i := range clusters {
		c := &clusters[i]
		c.advance -= float64(c.after)
		c.after, c.head, c.tail, c.hangable = 0, 0, 0, false
		if c.ideograph {
			s.squares(p, c)
		}
	}
	for i := range len(clusters) - 1 {
		c, next := &clusters[i], &clusters[i+1]
		if c.face == nil || c.space || next.space || c.start == c.end || next.start == next.end {
			continue
		}
		switch em := c.face.UnitsPerEm; {
		case c.tail > 0 && (next.head > 0 || next.tail > 0):
			c.after = -c.tail
		case c.head > 0 && next.head > 0:
			c.after = -next.head
		case c.ideograph != next.ideograph && s.parted(p, c, next):
			c.after = float32(westernGap * em)
		}
		c.advance += float64(c.after)
	}
}

// squares finds the white of a full-width sign.
func (s *shaper) squares(p *paragraph, c *cluster) {
	r := p.runes[c.start]
	if c.face == nil || len(c.glyphs) != 1 || !unicode.IsPunct(r) {
		return
	}
	f := s.fonts[c.face]
	em := c.face.UnitsPerEm
	if f == nil || c.advance < 0.9*em {
		return
	}
	ink, ok := f.ink(c.glyphs[0].ID)
	if !ok {
		return
	}
	left := c.glyphs[0].X + float64(ink.XBearing)
	right := c.advance - left - float64(ink.Width)
	switch {
	case left >= leastWhite*em && right < leastWhite*em:
		c.head = float32(halfSquare * em)
	case right >= leastWhite*em && left < leastWhite*em:
		c.tail = float32(halfSquare * em)
		switch r {
		case '、', '。', '，', '．':
			c.hangable = p.stretches[c.stretch].locale.Language == "ja"
		}
	}
}

// ink is the box of what a glyph shows, in font units; ok is false where the font
// is too broken to tell.
func (f *shapedFace) ink(id font.GID) (box font.GlyphExtents, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return f.face.GlyphExtents(id)
}

// parted says whether a quarter of an em stands between two clusters, of which
// one is an ideograph.
func (s *shaper) parted(p *paragraph, c, next *cluster) bool {
	a, b := p.runes[c.start], p.runes[next.start]
	if c.ideograph {
		a, b = b, a
	}
	l := p.stretches[c.stretch].locale
	if next.ideograph {
		l = p.stretches[next.stretch].locale
	}
	switch l.Script {
	case "Hans", "Hant", "Hani", "Jpan", "Hira", "Kana":
	default:
		return false
	}
	return (unicode.IsLetter(a) || unicode.IsDigit(a)) && isHanLetter(b) && !isHanLetter(a) &&
		!unicode.Is(unicode.Hangul, a) && (p.stretches[c.stretch].rise != 0) == (p.stretches[next.stretch].rise != 0)
}

// isHanLetter says whether the ideograph is a letter and no sign.
func isHanLetter(r rune) bool { return isIdeograph(r) && unicode.IsLetter(r) }

// leading is what the cluster loses at the start of a line, in points.
func (p *paragraph) leading(c *cluster) float64 {
	if p.base%2 == 1 || c.head == 0 {
		return 0
	}
	return float64(c.head) * p.scale(c)
}

// trailing is what it loses at the end of a line, in points.
func (p *paragraph) trailing(c *cluster) float64 {
	if c.tail == 0 && c.after == 0 || p.base%2 == 1 {
		return 0
	}
	return float64(c.tail+c.after) * p.scale(c)
}

// hanging is what of it may hang in the margin after that, in points.
func (p *paragraph) hanging(c *cluster) float64 {
	if !c.hangable || p.base%2 == 1 {
		return 0
	}
	return (c.advance - float64(c.tail+c.after)) * p.scale(c)
}

// white is what the gap between two clusters may lose of the white of a
// full-width sign, in points.
func (p *paragraph) white(c, next *cluster) float64 {
	if c.after != 0 {
		return 0
	}
	w := 0.0
	if c.tail > 0 {
		w += float64(c.tail) * p.scale(c)
	}
	if next.head > 0 {
		w += float64(next.head) * p.scale(next)
	}
	return w * whiteShrink
}
