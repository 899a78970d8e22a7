package typeset

import "multitude/internal/edition"

// A pair is a label and, beside it, what it labels: in the colophon, and in
// tables that are too wide for the page.

// labelWidth is the width of a column that holds the labels; long ones are
// broken.
func (s *setter) labelWidth(labels []edition.Text, lk look) float64 {
	width, least := 0.0, 0.0
	for _, l := range labels {
		widest, narrowest := s.extents(l, lk)
		width, least = max(width, widest), max(least, narrowest)
	}
	// A hair more, so that rounding breaks no line that fits.
	return min(width+0.1, max(labelColumn*s.em, least+0.1), s.width*0.45)
}

// pair sets a label in a column of that width, and its value beside it.
func (s *setter) pair(width float64, label, value func(*setter)) {
	set := func(f frame, what func(*setter)) []box {
		out := &stack{}
		what(&setter{typesetter: s.typesetter, flow: &flow{sink: out}, frame: f, parent: s.parent, look: s.look, em: s.em})
		return out.boxes
	}
	left := set(s.indent(0, s.width-width), label)
	right := set(s.indent(width+columnGap*s.em, 0), value)
	boxes := side([][]box{left, right})
	for i, b := range boxes {
		b.tied = i > 0 && (i == 1 || i == len(boxes)-1 || i < len(left))
		s.add(b)
	}
	s.space(itemSkip / 2 * s.em)
}
