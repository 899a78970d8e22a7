package typeset

import (
	"slices"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// table sets a table as wide as it needs to be, up to the measure. One whose
// columns would be narrower than their words becomes a list, row by row.
func (s *setter) table(b *edition.Block) {
	columns := 0
	for _, row := range b.Children {
		columns = max(columns, len(row.Children))
	}
	if columns == 0 {
		return
	}
	s.space(listSkip * s.em)
	lk := look{step: s.look.step + stepTable, color: ink}
	el := s.parent.Add("Table")
	widths, ok := s.columns(b, columns, lk)
	if ok {
		s.rows(b, widths, el, lk)
	} else {
		s.records(b, el, lk)
	}
	s.space(listSkip * s.em)
}

// cellLook is that of a cell; the header's are bold.
func cellLook(lk look, row int) look {
	if row == 0 {
		lk.style = fonts.Bold
	}
	return lk
}

// columns shares the measure between the columns: each has what its longest
// line needs if there is room, else at least what its longest word does. ok is
// false where even that is too much.
func (s *setter) columns(b *edition.Block, n int, lk look) (widths []float64, ok bool) {
	least := make([]float64, n)
	most := make([]float64, n)
	for i, row := range b.Children {
		for j, cell := range row.Children {
			widest, narrowest := s.extents(cell.Text, cellLook(lk, i))
			// A hair more, so that rounding breaks no line that fits.
			most[j] = max(most[j], widest+0.1)
			least[j] = max(least[j], narrowest+0.1)
		}
	}
	room := s.width - columnGap*s.em*float64(n-1)
	sum := func(v []float64) (t float64) {
		for _, x := range v {
			t += x
		}
		return t
	}
	if sum(most) <= room {
		return most, true
	}
	left := room - sum(least)
	if left < 0 {
		return nil, false
	}
	spread := sum(most) - sum(least)
	for j := range least {
		least[j] += left * (most[j] - least[j]) / spread
	}
	return least, true
}

// extents is the widest and the narrowest that a text can be set.
func (s *setter) extents(text edition.Text, lk look) (widest, narrowest float64) {
	pieces, _ := s.trial(func() ([]piece, []*note) { return s.inline(text, lk, &Element{}) })
	for _, p := range pieces {
		if p.picture != nil {
			w := float64(p.picture.image.Width) * imagePixel
			widest, narrowest = max(widest, w), max(narrowest, min(w, 6*s.em))
			continue
		}
		w, n := s.breaker.extent(p.block.paragraph, s.em)
		widest, narrowest = max(widest, w), max(narrowest, n)
	}
	return widest, narrowest
}

// trial runs f, which is only to be measured: the notes that it claims are
// free again.
func (t *typesetter) trial(f func() ([]piece, []*note)) ([]piece, []*note) {
	pieces, claimed := f()
	for _, n := range claimed {
		n.claimed = false
	}
	return pieces, claimed
}

// rows sets a table row by row. Rows are sliced into boxes, line by line, so
// that one that is taller than a page can go on on the next.
func (s *setter) rows(b *edition.Block, widths []float64, el *Element, lk look) {
	total := columnGap * s.em * float64(len(widths)-1)
	for _, w := range widths {
		total += w
	}
	whole := s.frame
	whole.x, whole.width = s.start(total), total
	var header []box
	for i, row := range b.Children {
		tr := el.Add("TR")
		var cells [][]box
		x := 0.0
		for j, w := range widths {
			cell := &edition.Block{Kind: doc.Cell}
			if j < len(row.Children) {
				cell = row.Children[j]
			}
			f := whole.indent(x, total-x-w)
			x += w + columnGap*s.em
			cells = append(cells, s.cell(cell, b, f, tr, cellLook(lk, i), i, j))
		}
		slices := side(cells)
		pad := cellPad * s.em
		if len(slices) == 0 {
			slices = []box{{}}
		}
		slices[0].lower(pad)
		last := &slices[len(slices)-1]
		last.height += pad
		thick, color := hairline*s.em, faint
		if i == 0 {
			thick, color = 2*thick, s.accent
		}
		last.rules = append(last.rules, Rule{X: whole.x, Y: last.height, Width: total, Height: thick, Color: color})
		last.height += thick
		tall := height(slices) > s.textHeight/3
		for k := range slices {
			slices[k].tied = k > 0 && (!tall || k == 1 || k == len(slices)-1)
			if i > 0 {
				slices[k].repeat = header
			}
			s.add(slices[k])
		}
		if i == 0 {
			// A header that fills a page leaves no room for rows.
			if height(slices) <= s.textHeight/4 {
				header = repeated(slices)
			}
			if len(b.Children) > 1 {
				s.tie = 1
			}
		}
	}
}

// cell sets a cell into boxes of its own.
func (s *setter) cell(cell, table *edition.Block, f frame, tr *Element, lk look, row, column int) []box {
	role := Role("TD")
	if row == 0 && len(cell.Text.Spans) > 0 {
		role = "TH"
	}
	el := s.role(tr, role, cell.Text)
	if role == "TH" {
		el.Scope = "Column"
	}
	if len(cell.Text.Spans) == 0 {
		el.RTL = s.dir == locale.RTL
		return nil
	}
	out := &stack{}
	inner := &setter{typesetter: s.typesetter, flow: &flow{sink: out}, frame: f, parent: el, look: lk, em: s.em}
	align := cell.Align
	if align == doc.AlignDefault && row == 0 && column < len(table.Children[0].Children) {
		align = table.Children[0].Children[column].Align
	}
	inner.text(cell.Text, el, el, lk, arrangement{align: align, column: true}, cell.ID, nil)
	return out.boxes
}

// side puts stacks beside each other: slice k has box k of each.
func side(cells [][]box) []box {
	var out []box
	for _, c := range cells {
		for k := range c {
			if k == len(out) {
				out = append(out, box{})
			}
			o, b := &out[k], &c[k]
			o.before = max(o.before, b.before)
			// The baselines of the first lines meet.
			y, ok := b.baseline()
			if at, has := o.baseline(); ok && has {
				if y < at {
					b.lower(at - y)
				} else if y > at {
					o.lower(y - at)
				}
			}
			o.height = max(o.height, b.height)
			o.text = append(o.text, b.text...)
			o.rules = append(o.rules, b.rules...)
			o.pictures = append(o.pictures, b.pictures...)
			o.notes = append(o.notes, b.notes...)
			o.anchors = append(o.anchors, b.anchors...)
		}
	}
	return out
}

// repeated is boxes as they are shown again: to a reader without eyes they are
// not there.
func repeated(boxes []box) []box {
	out := slices.Clone(boxes)
	for i := range out {
		b := &out[i]
		b.notes, b.anchors, b.heading, b.pictures = nil, nil, nil, nil
		b.text = slices.Clone(b.text)
		for j := range b.text {
			b.text[j].artifact = Header
		}
		b.rules = slices.Clone(b.rules)
	}
	return out
}

// records sets a table that is too wide as a list of its rows: each cell
// behind its header. The structure stays that of a table, so that a screen
// reader still knows which header belongs to which cell; where a header is
// shown again, it is an artifact.
func (s *setter) records(b *edition.Block, el *Element, lk look) {
	header := b.Children[0]
	top := el.Add("TR")
	var heads []*Element
	for _, cell := range header.Children {
		th := s.role(top, "TH", cell.Text)
		th.Scope = "Column"
		heads = append(heads, th)
	}
	if len(b.Children) == 1 {
		for j, cell := range header.Children {
			s.text(cell.Text, heads[j], heads[j], cellLook(lk, 0), arrangement{column: true}, cell.ID, nil)
		}
		return
	}
	var labels []edition.Text
	for _, cell := range header.Children {
		labels = append(labels, cell.Text)
	}
	width := s.labelWidth(labels, cellLook(lk, 0))
	shown := make([]bool, len(heads))
	head := func(j int) func(*setter) {
		return func(s *setter) {
			if j < len(heads) && len(header.Children[j].Text.Spans) > 0 {
				s.recordHead(header.Children[j], heads[j], cellLook(lk, 0), shown[j])
				shown[j] = true
			}
		}
	}
	for i, row := range b.Children[1:] {
		tr := el.Add("TR")
		if i > 0 {
			s.space(itemSkip * s.em)
			s.add(box{height: hairline * s.em, rules: []Rule{{X: s.x, Width: s.width, Height: hairline * s.em, Color: faint}}})
			s.space(itemSkip * s.em)
			s.tie = 1
		}
		for j, cell := range row.Children {
			td := s.role(tr, "TD", cell.Text)
			if len(cell.Text.Spans) > 0 {
				s.pair(width, head(j), func(s *setter) {
					s.text(cell.Text, td, td, lk, arrangement{column: true}, cell.ID, nil)
				})
			}
		}
	}
	// A header over cells that are all empty is still text.
	for j := range heads {
		if !shown[j] && len(header.Children[j].Text.Spans) > 0 {
			s.pair(width, head(j), func(*setter) {})
		}
	}
}

// recordHead sets the header of a cell; again says that it has been set before.
func (s *setter) recordHead(cell *edition.Block, th *Element, lk look, again bool) {
	if !again {
		s.text(cell.Text, th, th, lk, arrangement{column: true}, cell.ID, nil)
		return
	}
	lk.bare = true
	pieces, _ := s.inline(cell.Text, lk, &Element{})
	out := &stack{}
	inner := &setter{typesetter: s.typesetter, flow: &flow{sink: out}, frame: s.frame, look: lk, em: s.em}
	for _, p := range pieces {
		if p.block != nil {
			inner.lineBoxes(p.block, arrangement{column: true}, s.em, cell.ID, nil)
		}
	}
	for _, b := range repeated(out.boxes) {
		s.add(b)
	}
}
