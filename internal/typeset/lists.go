package typeset

import (
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
)

// list sets a list with its marks hanging at the start of the document's
// lines: bullets, or numbers in the locale's digits.
func (s *setter) list(b *edition.Block) {
	el := s.parent.Add("L")
	el.Ordered = "Disc"
	if b.Ordered {
		el.Ordered = "Decimal"
	}
	short := shortItems(b)
	around, between := listSkip*s.em, looseItemSkip*s.em
	if short {
		between = itemSkip * s.em
	}
	if s.depth > 0 && short {
		around = itemSkip * s.em
	}
	s.space(around)
	var items []*Element
	var marks []*textLine
	widest := 0.0
	for i := range b.Children {
		item := el.Add("LI")
		label := item.Add("Lbl")
		lk := look{step: s.look.step, style: fonts.Bold, color: s.accent}
		mark := s.single(s.markText(b, i), s.ed.Locale, lk, label.Content(), nil)
		widest = max(widest, mark.width)
		items, marks = append(items, item), append(marks, mark)
	}
	indent := max(listIndent*s.em, widest+markGap*s.em)
	for i, child := range b.Children {
		if i > 0 {
			s.gap = between
		}
		edge := s.indent(indent-markGap*s.em-marks[i].width, 0)
		s.marks = append(s.marks, pendingMark{line: marks[i], x: edge.start(marks[i].width)})
		inner := s.in(s.indent(indent, 0), items[i].Add("LBody"))
		inner.depth++
		for j, c := range child.Children {
			if j == 0 && c.Kind == doc.Paragraph {
				// The white above it is the list's.
				inner.paragraphOf(c, "P", s.look, inner.running(c.Text.Locale))
				if short {
					s.space(itemSkip * s.em)
				} else {
					s.space(paragraphSkip * s.em)
				}
			} else {
				inner.block(c)
			}
		}
		s.settle()
	}
	s.gap = around
}

// markText is the mark of item i.
func (s *setter) markText(b *edition.Block, i int) string {
	if b.Ordered {
		return s.ed.Locale.Number(b.Start+i) + "."
	}
	if s.depth%2 == 1 {
		return "–"
	}
	return "•"
}

// shortItems says whether every item is a line or two: such a list is set with
// less white between them.
func shortItems(b *edition.Block) bool {
	for _, item := range b.Children {
		n := 0
		for i, c := range item.Children {
			switch {
			case c.Kind == doc.List && i > 0 && shortItems(c):
			case c.Kind == doc.Paragraph && i == 0:
				n = len([]rune(doc.PlainText(c.Text.Spans)))
			default:
				return false
			}
		}
		if n > 130 {
			return false
		}
	}
	return true
}
