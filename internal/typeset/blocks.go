package typeset

import (
	"fmt"
	"slices"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A setter turns blocks into boxes: it knows where they stand, and as part of
// what.
type setter struct {
	*typesetter
	*flow
	frame
	parent *Element
	look   look
	em     float64 // size of the body here, in points
	depth  int     // of lists
}

// in is a setter for what stands inside a block.
func (s *setter) in(f frame, parent *Element) *setter {
	inner := *s
	inner.frame, inner.parent = f, parent
	return &inner
}

func (s *setter) blocks(blocks []*edition.Block) {
	for _, b := range blocks {
		if s.uneven() {
			return // all of it is set again
		}
		s.block(b)
	}
}

func (s *setter) block(b *edition.Block) {
	switch b.Kind {
	case doc.Heading:
		s.heading(b)
	case doc.Paragraph:
		s.space(paragraphSkip * s.em)
		s.paragraphOf(b, "P", s.look, s.running(b.Text.Locale))
		s.space(paragraphSkip * s.em)
	case doc.List:
		s.list(b)
	case doc.Quote:
		s.quote(b)
	case doc.Table:
		s.table(b)
	case doc.Break:
		s.ornament()
	case doc.Code:
		s.code(b)
	default:
		// An item, a row or a cell outside its container.
		s.blocks(b.Children)
	}
}

// An arrangement says how lines are put between the sides.
type arrangement struct {
	justify  bool
	balanced bool
	together bool // all lines on one page
	align    doc.Align
	column   bool // at the document's side, whatever the direction of the text
}

// running is the arrangement of running text in the locale.
func (s *setter) running(l locale.Locale) arrangement {
	return arrangement{justify: !s.ragged && !s.style.Ragged && !mannerFor(l).ragged && s.width >= leastJustified*s.em}
}

// paragraphOf sets the text of a block as an element of the role, and after it
// the notes that it has the first marks of.
func (s *setter) paragraphOf(b *edition.Block, role Role, lk look, a arrangement) *Element {
	el := s.role(s.parent, role, b.Text)
	s.text(b.Text, el, s.parent, lk, a, b.ID, nil)
	return el
}

// text sets a text that is the content of el; the notes that it claims become
// elements of home. first is called with the first box before it is handed on.
// The result is the height of all lines, in points.
func (s *setter) text(text edition.Text, el, home *Element, lk look, a arrangement, unit string, first func(*box)) (height float64) {
	el.Unit = text.ID
	pieces, claimed := s.inline(text, lk, el)
	s.lay(claimed, home, true)
	if unit != "" {
		before := first
		first = func(b *box) {
			b.anchors = append(b.anchors, unit)
			if before != nil {
				before(b)
			}
		}
	}
	for _, p := range pieces {
		if p.picture != nil {
			s.picture(p.picture, first)
		} else {
			height += s.lineBoxes(p.block, a, s.size(lk.step, text.Locale), unit, first)
		}
		first = nil
	}
	if first != nil {
		b := box{tied: true}
		first(&b)
		s.add(b)
	}
	return height
}

// lineBoxes breaks a block into lines, and hands each on as a box. first is
// called with the first, unit is told in findings.
// em is the size of its type. The result is the height of all lines.
func (s *setter) lineBoxes(b *block, a arrangement, em float64, unit string, first func(*box)) (height float64) {
	lines := s.broken(b, a, em)
	marked := map[int]bool{}
	for i, l := range lines {
		x := box{height: l.ascent + l.descent, text: []placedLine{{textLine: l, x: s.aligned(l, a), y: l.ascent}}}
		x.tied = i > 0 && (a.together || i == 1 || i == len(lines)-1)
		for _, m := range b.marks {
			if !marked[m.stretch] && l.has(m.stretch) {
				marked[m.stretch] = true
				if m.anchor != "" {
					x.notes = append(x.notes, m.note)
					x.anchors = append(x.anchors, m.anchor)
				}
			}
		}
		if i == 0 && first != nil {
			first(&x)
		}
		if l.overfull {
			s.overfull(l, unit)
		}
		s.add(x)
		height += x.height
	}
	return height
}

// broken is a block broken into lines. Where many lines would have to be left
// short, as in languages of long words, none is justified: better an even
// ragged edge than one with dents.
func (s *setter) broken(b *block, a arrangement, em float64) []*textLine {
	if a.balanced {
		return s.lines(b, s.breaker.balanced(b.paragraph, em, s.width, b.glued), s.width, em, false)
	}
	set := setting{width: s.width, justify: a.justify, hyphens: !s.style.Ragged, rescue: true, em: em}
	lines := s.lines(b, s.breaker.lines(b.paragraph, set, b.glued), s.width, em, a.justify)
	if a.justify {
		short := 0
		for _, l := range lines {
			if !l.last && l.width < s.width-1 {
				short++
			}
		}
		s.justified, s.short = s.justified+len(lines), s.short+short
		if short > len(lines)/mostShort {
			set.justify = false
			lines = s.lines(b, s.breaker.lines(b.paragraph, set, b.glued), s.width, em, false)
		}
	}
	return lines
}

// has says whether the line shows a part of the stretch.
func (l *textLine) has(stretch int) bool {
	return slices.ContainsFunc(l.clusters, func(c cluster) bool { return c.stretch == stretch && c.start < c.end })
}

// aligned is the left end of a line in the frame. Text in another direction
// than the document's stands at its own side, but in columns.
func (s *setter) aligned(l *textLine, a arrangement) float64 {
	room := s.width - l.width
	right := l.base%2 == 1
	if a.column {
		right = s.dir == locale.RTL
	}
	switch {
	case a.align == doc.AlignCenter:
		return s.x + room/2
	case (a.align == doc.AlignEnd) != right:
		return s.x + room
	}
	return s.x
}

func (s *setter) heading(b *edition.Block) {
	level := min(max(b.Level, 2), 6)
	white := headingSkip
	if level == 2 {
		white = sectionSkip
	}
	s.space(white * s.em)
	anchor := b.ID
	if anchor == "" {
		anchor = b.Anchor
	}
	h := s.enter(b.Text, level, anchor)
	lk := look{step: headingStep(level), style: fonts.Bold, color: ink, tight: true}
	if s.style.Ragged {
		lk.step = s.reduced(b.Text, lk, stepBody)
	}
	if level <= 3 {
		lk.color = s.accent
	}
	el := s.role(s.parent, headingRole(level), b.Text)
	tall := s.text(b.Text, el, s.parent, lk, arrangement{balanced: true, together: true}, b.ID, func(x *box) {
		x.heading = h
		x.anchors = append(x.anchors, h.anchor)
		if b.Anchor != "" {
			x.anchors = append(x.anchors, b.Anchor)
		}
	})
	if tall > s.textHeight*tallestHeading {
		s.long(b.ID, fmt.Sprintf("the heading takes %.0f %% of the page's height", 100*tall/s.textHeight))
	}
	s.tie = 2
	s.space(headingAfter * s.em)
}

// ornament sets a thematic break.
func (s *setter) ornament() {
	s.space(breakSkip * s.em)
	width := min(ornamentLen*s.em, s.width)
	s.add(box{height: ornament * s.em, rules: []Rule{{X: s.x + (s.width-width)/2, Width: width, Height: ornament * s.em, Color: s.accent}}})
	s.space(breakSkip * s.em)
}

func (s *setter) quote(b *edition.Block) {
	s.space(listSkip * s.em)
	inner := s.in(s.indent(quoteIndent*s.em, quoteIndent*s.em), s.parent.Add("BlockQuote"))
	width := quoteBar * s.em
	edge := s.indent(quoteIndent*s.em/3, 0)
	s.bars = append(s.bars, &bar{rule: Rule{X: edge.start(width), Width: width, Color: faint}})
	inner.blocks(b.Children)
	s.settle()
	s.bars = s.bars[:len(s.bars)-1]
	s.space(listSkip * s.em)
}

// picture sets an image at its own size, or as large as there is room for.
func (s *setter) picture(p *picture, first func(*box)) {
	s.space(figureSkip * s.em)
	width := float64(p.image.Width) * imagePixel
	tall := float64(p.image.Height) * imagePixel
	if f := min(s.width/width, imageHeight*s.textHeight/tall); f < 1 {
		width, tall = width*f, tall*f
	}
	b := box{height: tall, pictures: []placedPicture{{picture: p, x: s.x + (s.width-width)/2, width: width, height: tall}}}
	if first != nil {
		first(&b)
	}
	s.add(b)
	s.space(figureSkip * s.em)
}

// code sets a block of code line by line; what is too long goes on with an
// indent. Code runs from left to right in every language.
func (s *setter) code(b *edition.Block) {
	s.space(listSkip * s.em)
	pad := codePad * s.em
	el := s.parent.Add("P").Add("Code")
	content := el.Content()
	text := strings.ReplaceAll(strings.TrimRight(b.Code, "\n"), "\t", "    ")
	text = strings.ReplaceAll(text, "\n", string(lineSeparator))
	english := locale.MustParse("en")
	lk := look{step: s.look.step + stepCode, color: ink}
	background := &bar{rule: Rule{X: s.x, Width: s.width, Color: wash}}
	s.bars = append(s.bars, background)
	s.add(box{height: pad})
	if text != "" {
		p := s.paragraph([]styled{{text: text, locale: english, size: s.size(lk.step, english), mono: true, color: lk.color, content: content}}, english, lk)
		room := s.width - 2*pad
		hang := codeHang * s.em
		segments := s.breaker.greedy(p.paragraph, s.em, func(first bool) float64 {
			if first {
				return room
			}
			return room - hang
		}, nil)
		lines := s.lines(p, segments, room, s.em, false)
		s.tie = max(s.tie, 1)
		for i, l := range lines {
			x := s.x + pad
			if i > 0 && !segments[i-1].last {
				x += hang
			}
			s.add(box{height: l.ascent + l.descent, text: []placedLine{{textLine: l, x: x, y: l.ascent}}, tied: i == 1 || i == len(lines)-1 && i > 0})
		}
	}
	s.add(box{height: pad, tied: true})
	s.settle()
	s.bars = s.bars[:len(s.bars)-1]
	s.space(listSkip * s.em)
}
