package typeset

import (
	"slices"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// Two texts side by side, for workshops and for people who check a translation:
// each block of the original and of the translation begins at the same height,
// each in a column with its own language and direction.
//
// A person who hears the document meets the original of a block, then its
// translation, each marked with its language. It is not a table: cells would
// hide headings, lists and footnotes from the commands by which one moves
// among them. What both sides share stands once: a heading is one heading of
// two spans, a list one list whose items hold both texts, a note one note.

// Pair sets the original and its translation side by side; see Pages. The
// document is in the translation's language: it speaks to its readers.
func (p *Press) Pair(original, translation *edition.Edition, o Options) (*Layout, []finding.Finding, error) {
	translation = translation.Beside(original)
	t := newTypesetter(translation, p.shaper, o.normal())
	t.headers = 1
	theirs := *t // nothing is set yet, so that no memory is shared but what may be
	theirs.ed = original
	b := &pairing{from: &theirs, to: t}
	t.beside, theirs.beside = b, b

	text := t.part(false)
	b.out = &flow{sink: text}
	b.parent = t.root
	gap := besideGap * t.style.Base
	column := frame{width: (t.frame.width - gap) / 2}
	left, right := column, column
	left.x, right.x = t.frame.x, t.frame.x+column.width+gap
	// The original is read first, and stands where its readers begin.
	if original.Locale.Dir == locale.RTL {
		left, right = right, left
	}
	left.dir, right.dir = original.Locale.Dir, translation.Locale.Dir
	look := look{color: ink}
	b.a = setter{typesetter: &theirs, frame: left, look: look, em: t.style.Base}
	b.b = setter{typesetter: t, frame: right, look: look, em: t.style.Base}

	b.front()
	b.blocks(original.Blocks, translation.Blocks)
	b.lost()
	t.colophon(text)
	text.flush()
	t.assemble(text)
	if t.shaper.err != nil {
		return nil, nil, t.shaper.err
	}
	t.found = append(t.found, theirs.found...)
	t.missing = append(t.missing, theirs.missing...)
	return &Layout{Pages: t.pages, Root: t.root, Outline: t.outline(), Anchors: t.places}, t.findings(), nil
}

const (
	besideGap = 2.4  // em, between the columns
	rowSkip   = 1.05 // em, between rows
	// A row of blocks that is no taller than this part of a page is never
	// parted.
	wholeRow = 0.33
	// Where a taller one is parted, so much of both columns stays together.
	leastPart = 3.4 // em
	// So much may the columns differ in height where they are parted.
	unevenPart = 0.2 // em
)

// A pairing sets blocks of two editions in rows.
type pairing struct {
	from, to *typesetter // the original's, the translation's
	a, b     setter      // the columns, without a flow
	out      *flow
	parent   *Element
	marks    [2][]pendingMark // for the first row to come
	bars     [2][]*bar
}

// in is a pairing for what stands inside a block.
func (p *pairing) in(parent *Element, start float64) *pairing {
	inner := *p
	p.marks = [2][]pendingMark{} // the first row inside has them
	inner.parent = parent
	inner.a.frame = p.a.indent(start, 0)
	inner.b.frame = p.b.indent(start, 0)
	return &inner
}

// row sets what the two functions set beside each other.
func (p *pairing) row(white float64, original, translation func(*setter)) {
	column := func(s setter, side int, set func(*setter)) []box {
		out := &stack{}
		s.flow = &flow{sink: out, marks: p.marks[side], bars: p.bars[side]}
		for _, bar := range p.bars[side] {
			if bar.begun {
				s.gap = white
			}
		}
		s.parent = p.parent
		set(&s)
		s.settle()
		p.marks[side] = nil
		return out.boxes
	}
	before := len(p.parent.Kids)
	left := column(p.a, 0, original)
	right := column(p.b, 1, translation)
	// A note follows both sides.
	slices.SortStableFunc(p.parent.Kids[before:], func(a, b Kid) int { return noteLast(a) - noteLast(b) })
	p.out.space(white)
	boxes := abreast(left, right, wholeRow*p.to.textHeight, p.b.em)
	for i, b := range boxes {
		b.tied = i > 0 && (i == 1 || i == len(boxes)-1)
		p.out.add(b)
	}
	p.out.space(white)
}

func noteLast(k Kid) int {
	if el, ok := k.(*Element); ok && el.Role == "Note" {
		return 1
	}
	return 0
}

// abreast puts two columns beside each other: their first baselines meet, and
// then each has its own leading. Columns that are together no taller than whole
// become one box, others boxes that end where both columns have a line's end at
// about the same height.
func abreast(left, right []box, whole, em float64) []box {
	if len(left) > 0 && len(right) > 0 {
		x, hasX := left[0].baseline()
		y, hasY := right[0].baseline()
		switch {
		case hasX && hasY && x < y:
			left[0].lower(y - x)
		case hasX && hasY && y < x:
			right[0].lower(x - y)
		}
	}
	parted := max(height(left), height(right)) > whole
	var out []box
	for i, j := 0, 0; i < len(left) || j < len(right); {
		var b, other box // of the left, of the right
		var x, y float64 // their heights
		fromLeft, fromRight := i, j
		for i < len(left) || j < len(right) {
			if i < len(left) && (x <= y || j >= len(right)) {
				x = b.take(&left[i], x, i == fromLeft)
				i++
			} else {
				y = other.take(&right[j], y, j == fromRight)
				j++
			}
			if !parted {
				continue
			}
			enough := min(x, y) > leastPart*em || i == len(left) || j == len(right)
			even := max(x-y, y-x) <= unevenPart*em
			if enough && (even || i == len(left) && x <= y || j == len(right) && y <= x) {
				break
			}
		}
		// All of the original's lines come before the translation's: so they are
		// read, also by those who know nothing of the structure tree.
		b.take(&other, 0, true)
		b.height = max(x, y)
		out = append(out, b)
	}
	return out
}

// take puts a box of a column into b, below what the column has there. It
// returns how tall that is then.
func (b *box) take(x *box, used float64, first bool) float64 {
	if first {
		b.before = max(b.before, x.before)
	} else {
		used += x.before
	}
	for _, l := range x.text {
		l.y += used
		b.text = append(b.text, l)
	}
	for _, r := range x.rules {
		r.Y += used
		b.rules = append(b.rules, r)
	}
	for _, p := range x.pictures {
		p.y += used
		b.pictures = append(b.pictures, p)
	}
	b.notes = append(b.notes, x.notes...)
	b.anchors = append(b.anchors, x.anchors...)
	if b.heading == nil {
		b.heading = x.heading
	}
	return used + x.height
}

// front sets what stands above the text: title, subtitle, date, authors, the
// notices, and over the columns the names of the languages.
func (p *pairing) front() {
	t, em := p.to, p.to.style.Base
	p.titles()
	white := bylineGap / 2 * em
	line := func(original, translation edition.Text, lk look) {
		if len(original.Spans) > 0 {
			p.texts("P", white, original, translation, lk, lk, "", nil)
		}
	}
	subtitle := look{step: stepHeading, style: fonts.Bold, color: t.accent, tight: true}
	line(p.from.ed.Subtitle, t.ed.Subtitle, subtitle)
	byline := look{step: stepBody, color: soft, tight: true}
	line(p.from.ed.Date, t.ed.Date, byline)
	for i, a := range p.from.ed.Authors {
		if i < len(t.ed.Authors) && plain(a) != plain(p.from.ed.Title) {
			line(a, t.ed.Authors[i], byline)
		}
	}
	p.out.space(bylineGap * em)
	t.setter(p.out.sink).said(p.out, t.ed.Word("edition.pair-notice", nil))
	p.out.space(looseItemSkip * em)
	s := &stack{}
	t.notice(s)
	for _, b := range s.boxes {
		p.out.add(b)
	}
	p.out.space(sectionSkip * em)
	bold := look{step: stepNote, style: fonts.Bold, color: soft, tight: true}
	p.texts("P", 0, name(p.from.ed), name(t.ed), bold, bold, "", nil)
	p.out.gap = 0
	p.out.space(em / 3)
	p.out.tie = 1
	p.out.add(box{height: hairline * em, tied: true, rules: []Rule{
		{X: p.a.x, Width: p.a.width, Height: hairline * em, Color: t.accent}, {X: p.b.x, Width: p.b.width, Height: hairline * em, Color: t.accent}}})
	p.out.tie = 1
	p.out.space(paragraphSkip * em)
}

// said sets a sentence of the edition's own.
func (s *setter) said(to *flow, word edition.Text) {
	if len(word.Spans) == 0 {
		return
	}
	s.flow = to
	el := s.role(s.parent, "P", word)
	s.text(word, el, s.parent, look{color: soft}, arrangement{column: true, together: true}, "", nil)
}

// name is the language's own name.
func name(ed *edition.Edition) edition.Text {
	return edition.Text{Spans: []doc.Span{{Text: ed.Endonym()}}, Locale: ed.Locale}
}

func (p *pairing) titles() {
	if len(p.from.ed.Title.Spans) == 0 {
		return
	}
	lk := look{step: stepSubtitle + 0.5, style: fonts.Bold, color: ink, tight: true}
	lk.step = min(p.a.reduced(p.from.ed.Title, lk, stepBody), p.b.reduced(p.to.ed.Title, lk, stepBody))
	p.texts("H1", 0, p.from.ed.Title, p.to.ed.Title, lk, lk, "", func(b *box) { b.anchors = append(b.anchors, titleAnchor) })
}

// texts sets two short texts as one element of the role, each in a span of its
// own.
func (p *pairing) texts(role Role, white float64, original, translation edition.Text, la, lb look, unit string, first func(*box)) {
	el := p.parent.Add(role)
	// The space that hangs at the end keeps the texts apart where they are read
	// as one.
	spaced := original
	spaced.Spans = append(slices.Clone(original.Spans), doc.Span{Text: " "})
	x := p.from.role(el, "Span", original)
	y := p.to.role(el, "Span", translation)
	a := arrangement{balanced: true, together: true}
	p.row(white, func(s *setter) {
		s.text(spaced, x, p.parent, la, a, "", nil)
	}, func(s *setter) {
		s.text(translation, y, p.parent, lb, a, unit, first)
	})
}

// languages is the running header: the name of each language over its column.
func (p *pairing) languages(lk look) []Run {
	var page Page
	for _, s := range []*setter{&p.a, &p.b} {
		n := name(s.ed)
		line := s.fitting(plain(n), n.Locale, lk, s.width)
		s.draw(&page, line, s.start(line.width), p.to.headerLine, Header)
	}
	return page.Runs
}

func (p *pairing) blocks(original, translation []*edition.Block) {
	for i := range min(len(original), len(translation)) {
		p.block(original[i], translation[i])
	}
}

func (p *pairing) block(x, y *edition.Block) {
	em := p.b.em
	switch x.Kind {
	case doc.Heading:
		p.heading(x, y)
	case doc.Paragraph:
		p.paragraph(x, y, rowSkip*em)
	case doc.List:
		p.list(x, y)
	case doc.Quote:
		p.quote(x, y)
	case doc.Table:
		p.row(listSkip*em, func(s *setter) { s.table(x) }, func(s *setter) { s.table(y) })
	case doc.Break, doc.Code:
		// It is the same on both sides, and stands once.
		s := p.to.setter(p.out.sink)
		s.flow, s.parent = p.out, p.parent
		s.block(y)
	default:
		p.blocks(x.Children, y.Children)
	}
}

// paragraph sets a paragraph and its translation, and below that its state.
func (p *pairing) paragraph(x, y *edition.Block, white float64) {
	p.row(white, func(s *setter) {
		s.paragraphOf(x, "P", s.look, arrangement{})
	}, func(s *setter) {
		state := y.StateWord()
		if state != "edition.mark-missing" {
			s.paragraphOf(y, "P", s.look, arrangement{})
		}
		s.state(state)
	})
}

// state says how far a block can be relied on.
func (s *setter) state(word string) {
	if word == "" {
		return
	}
	w := s.ed.Word(word, nil)
	color := soft
	if word == "edition.mark-missing" || word == "edition.mark-stale" {
		color = s.accent
	}
	s.space(itemSkip / 3 * s.em)
	el := s.role(s.parent, "P", w)
	s.text(w, el, s.parent, look{step: stepRunning, color: color, tight: true}, arrangement{}, "", nil)
}

func (p *pairing) heading(x, y *edition.Block) {
	t := p.to
	level := min(max(x.Level, 2), 6)
	white := headingSkip
	if level == 2 {
		white = sectionSkip
	}
	anchor := y.ID
	if anchor == "" {
		anchor = y.Anchor
	}
	h := t.enter(y.Text, level, anchor)
	lk := look{step: headingStep(level) * 0.8, style: fonts.Bold, color: ink, tight: true}
	if level <= 3 {
		lk.color = t.accent
	}
	lk.step = min(p.a.reduced(x.Text, lk, stepBody), p.b.reduced(y.Text, lk, stepBody))
	p.texts(headingRole(level), white*p.b.em, x.Text, y.Text, lk, lk, y.ID, func(b *box) {
		b.heading = h
		b.anchors = append(b.anchors, h.anchor)
		if y.Anchor != "" {
			b.anchors = append(b.anchors, y.Anchor)
		}
	})
	p.out.tie = 1
	p.out.gap = 0
	p.out.space(headingAfter * p.b.em)
}

func (p *pairing) list(x, y *edition.Block) {
	em := p.b.em
	el := p.parent.Add("L")
	el.Ordered = "Disc"
	if x.Ordered {
		el.Ordered = "Decimal"
	}
	lk := look{step: p.b.look.step, style: fonts.Bold, color: p.to.accent}
	var items []*Element
	var marks [2][]*textLine
	widest := 0.0
	for i := range x.Children {
		item := el.Add("LI")
		label := p.from.role(item, "Lbl", edition.Text{Locale: p.from.ed.Locale})
		items = append(items, item)
		one := p.from.single(p.a.markText(x, i), p.from.ed.Locale, lk, label.Content(), nil)
		other := p.to.single(p.b.markText(x, i), p.to.ed.Locale, lk, nil, nil)
		marks[0], marks[1] = append(marks[0], one), append(marks[1], other)
		widest = max(widest, one.width, other.width)
	}
	indent := max(listIndent*em, widest+markGap*em)
	p.out.space(listSkip * em)
	for i := range min(len(x.Children), len(y.Children)) {
		inner := p.in(items[i].Add("LBody"), indent)
		inner.a.depth++
		inner.b.depth++
		for side, s := range []*setter{&p.a, &p.b} {
			mark := pendingMark{line: marks[side][i]}
			edge := s.indent(indent-markGap*em-mark.line.width, 0)
			mark.x = edge.start(mark.line.width)
			if side == 1 {
				mark.artifact = Ornament
			}
			inner.marks[side] = append(slices.Clone(inner.marks[side]), mark)
		}
		inner.blocks(x.Children[i].Children, y.Children[i].Children)
		if len(inner.marks[0]) > 0 { // an item without text
			inner.row(0, func(*setter) {}, func(*setter) {})
		}
		p.out.gap = 0
		p.out.space(rowSkip * em)
	}
	p.out.space(rowSkip * em)
}

func (p *pairing) quote(x, y *edition.Block) {
	em := p.b.em
	p.out.space(listSkip * em)
	inner := p.in(p.parent.Add("BlockQuote"), quoteIndent*em)
	for side, s := range []*setter{&p.a, &p.b} {
		width := quoteBar * em
		edge := s.indent(quoteIndent*em/3, 0)
		inner.bars[side] = append(slices.Clone(p.bars[side]), &bar{rule: Rule{X: edge.start(width), Width: width, Color: faint}})
	}
	inner.blocks(x.Children, y.Children)
	p.out.space(listSkip * em)
}

// note sets a note on both sides.
func (p *pairing) note(n *note, parent *Element, marked bool) {
	x, y := p.from.ed.NoteByLabel(n.Label), p.to.ed.NoteByLabel(n.Label)
	if x == nil || y == nil {
		return
	}
	el := parent.Add("Note")
	el.ID = n.anchor()
	label := p.from.role(el, "Lbl", edition.Text{Locale: p.from.ed.Locale})
	lk := look{step: stepNote, color: ink}
	content, link := (*Content)(nil), (*linkSpan)(nil)
	if marked {
		back := label.Add("Link")
		content = back.Content()
		number := p.to.ed.Locale.Number(n.Number)
		link = &linkSpan{element: back, anchor: n.back(), text: p.to.say("edition.note-back", map[string]string{"Number": number})}
		lk.color = p.to.accent
	} else {
		content = label.Content()
	}
	em := p.to.style.size(stepNote)
	one := p.from.single(p.from.ed.Locale.Number(n.Number), p.from.ed.Locale, lk, content, link)
	other := p.to.single(p.to.ed.Locale.Number(n.Number), p.to.ed.Locale, lk, nil, nil)
	// From the columns' own edges, wherever in lists and quotes the mark is.
	all := p.to.beside
	out := &stack{}
	inner := all.in(el, max(noteIndent*em, max(one.width, other.width)+markGap*em))
	inner.out = &flow{sink: out}
	inner.marks = [2][]pendingMark{
		{{line: one, x: all.a.start(one.width)}},
		{{line: other, x: all.b.start(other.width), artifact: Ornament}},
	}
	inner.bars = [2][]*bar{}
	inner.a.look, inner.b.look = look{step: stepNote, color: ink}, look{step: stepNote, color: ink}
	inner.a.em, inner.b.em = em, em
	inner.blocks(x.Blocks, y.Blocks)
	n.take(out.boxes, noteSkip*em)
}

// lost sets the notes whose marks stand on neither side.
func (p *pairing) lost() {
	var lost []*note
	for _, n := range p.to.ed.Notes {
		if m := p.to.notes[n.Label]; !m.claimed {
			m.claimed = true
			p.note(m, p.parent, false)
			lost = append(lost, m)
		}
	}
	if len(lost) > 0 {
		p.out.gap = 0
		p.out.add(box{notes: lost, tied: true})
	}
}
