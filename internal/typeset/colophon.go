package typeset

import (
	"slices"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
)

const aboutAnchor = "_about"

// colophon sets the last section: who made the edition, of what, and whom to
// tell of a mistake. Labels stand beside what they label, or above it.
func (t *typesetter) colophon(to sink) {
	if len(t.ed.Colophon) == 0 {
		return
	}
	out := &stack{}
	s := t.setter(out)
	word := t.ed.Word("edition.about", nil)
	h := t.enter(word, 2, aboutAnchor)
	s.add(box{height: hairline * s.em, rules: []Rule{{X: s.x, Width: s.width, Height: hairline * s.em, Color: t.accent}},
		heading: h, anchors: []string{h.anchor}})
	s.tie = 1
	s.space(headingSkip * s.em)
	el := s.role(s.parent, "H2", word)
	s.text(word, el, s.parent, look{step: stepHeading, style: fonts.Bold, color: t.accent, tight: true},
		arrangement{balanced: true, together: true}, "", nil)
	s.tie = 2
	s.space(headingAfter * s.em)
	list := s.parent.Add("L")
	list.Ordered = "None"
	lk := look{step: stepTable, color: ink}
	bold := lk
	bold.style = fonts.Bold
	var labels []edition.Text
	for _, e := range t.ed.Colophon {
		labels = append(labels, e.Label)
	}
	width := s.labelWidth(labels, bold)
	above := s.rowsApart(width, bold, lk)
	for _, e := range t.ed.Colophon {
		item := list.Add("LI")
		lbl := s.role(item, "Lbl", e.Label)
		body := item.Add("LBody")
		label := func(s *setter) {
			s.text(e.Label, lbl, lbl, bold, arrangement{column: true}, "", nil)
		}
		value := func(s *setter) {
			for _, v := range e.Value {
				p := s.role(body, "P", v)
				s.text(linked(v, e.Target), p, body, lk, arrangement{column: true}, "", nil)
			}
		}
		if !above {
			s.pair(width, label, value)
			continue
		}
		label(s)
		s.tie = 1
		value(s)
		s.space(itemSkip / 2 * s.em)
	}
	// It stays on one page if a page can hold it.
	whole := height(out.boxes) <= t.textHeight
	for i, b := range out.boxes {
		switch {
		case i == 0:
			b.before = sectionSkip * s.em
			b.tied = false
		case whole:
			b.tied = true
		}
		to.add(b)
	}
}

// rowsApart says whether the colophon has texts of several lines that stand so
// far apart, as the script wants it, that programs which read the page by its
// looks would take them for rows of their own, and read the next label in
// between: pdftotext joins lines up to one and a half times their size.
func (s *setter) rowsApart(width float64, label, value look) bool {
	const joined = 1.5
	size := s.size(value.step, s.ed.Locale)
	if ascent, descent := s.strut(s.ed.Locale, size, value.tight); ascent+descent <= joined*size {
		return false
	}
	wraps := func(text edition.Text, lk look, room float64) bool {
		widest, _ := s.extents(text, lk)
		return widest > room
	}
	for _, e := range s.ed.Colophon {
		if wraps(e.Label, label, width) || slices.ContainsFunc(e.Value, func(v edition.Text) bool { return wraps(v, value, s.width-width-columnGap*s.em) }) {
			return true
		}
	}
	return false
}

// linked is the text as a link to the target, where there is one.
func linked(text edition.Text, target string) edition.Text {
	if target == "" {
		return text
	}
	out := edition.Text{Locale: text.Locale}
	link := &doc.Link{Target: target}
	for _, s := range text.Spans {
		s.Link = link
		out.Spans = append(out.Spans, s)
	}
	return out
}
