package typeset

import "multitude/internal/locale"

// A box is what page breaking never divides: a line of text, a picture, a slice
// of a table's row, with all that stands beside it. Places in it count from the
// left edge of the page and from the top of the box.
type box struct {
	before   float64 // white above; none at the head of a page
	height   float64
	tied     bool // no page begins with it if that can be helped
	loose    bool // the tie gives way first, where a chain of ties is longer than a page
	text     []placedLine
	rules    []Rule
	pictures []placedPicture
	notes    []*note // whose first marks are in the text
	anchors  []string
	heading  *heading
	number   *pageNumber
	repeat   []box // the header of the table, shown first where a page begins with this box
}

type placedLine struct {
	*textLine
	x, y     float64 // left end of what shows, baseline
	artifact Artifact
}

type placedPicture struct {
	*picture
	x, y, width, height float64
}

// baseline is that of the box's first line.
func (b *box) baseline() (y float64, ok bool) {
	if len(b.text) == 0 {
		return 0, false
	}
	return b.text[0].y, true
}

// lower moves what the box shows down, and makes the box as much higher.
func (b *box) lower(by float64) {
	b.height += by
	for i := range b.text {
		b.text[i].y += by
	}
	for i := range b.rules {
		b.rules[i].Y += by
	}
	for i := range b.pictures {
		b.pictures[i].y += by
	}
}

// A sink takes boxes, top to bottom.
type sink interface{ add(box) }

// A stack is a sink that keeps them.
type stack struct{ boxes []box }

func (s *stack) add(b box) { s.boxes = append(s.boxes, b) }

// height is that of boxes one below the other; white above the first does not
// count.
func height(boxes []box) float64 {
	h := 0.0
	for i := range boxes {
		h += boxes[i].height
		if i > 0 {
			h += boxes[i].before
		}
	}
	return h
}

// A frame is where text stands between the sides of the text block.
type frame struct {
	x, width float64
	dir      locale.Dir // of the document around: where lists have their marks
}

// indent is the frame less a margin on each side.
func (f frame) indent(start, end float64) frame {
	f.width = max(f.width-start-end, 1)
	if f.dir == locale.RTL {
		f.x += end
	} else {
		f.x += start
	}
	return f
}

// start is the left end of something that wide at the start of the frame.
func (f frame) start(width float64) float64 {
	if f.dir == locale.RTL {
		return f.x + f.width - width
	}
	return f.x
}

// end is the same at its end.
func (f frame) end(width float64) float64 {
	if f.dir == locale.RTL {
		return f.x
	}
	return f.x + f.width - width
}

// A flow hands boxes to a sink, and settles what neighbours have in common:
// white, ties, marks of lists, bars at the side.
type flow struct {
	sink  sink
	gap   float64 // white that is due before the next box
	tie   int     // boxes with text to come that stay with the one before
	marks []pendingMark
	bars  []*bar
}

// A pendingMark is the mark of a list item, which waits for the first line of
// the item's text.
type pendingMark struct {
	line     *textLine
	x        float64
	artifact Artifact // of a mark that is there for the eye alone
}

// A bar runs beside or behind all boxes of a block.
type bar struct {
	rule  Rule // X, Width and Color
	begun bool
}

// space asks for white before the next box. Of several wishes the largest
// counts.
func (f *flow) space(white float64) { f.gap = max(f.gap, white) }

// add hands on a box.
func (f *flow) add(b box) {
	b.before = max(b.before, f.gap)
	f.gap = 0
	if f.tie > 0 {
		// What follows a heading at once, and the lines of a paragraph, part last.
		b.loose = !b.tied && f.tie == 1
		b.tied = true
		if len(b.text)+len(b.pictures) > 0 {
			f.tie--
		}
	}
	// A mark waits for something to stand beside, such as the first line of code
	// after the white above it.
	if len(f.marks) > 0 && (len(b.text)+len(b.pictures) > 0 || b.height == 0) {
		y, ok := b.baseline()
		var lines []placedLine
		for _, m := range f.marks {
			if !ok {
				y = max(y, m.line.ascent)
			}
			b.height = max(b.height, y+m.line.descent)
			lines = append(lines, placedLine{textLine: m.line, x: m.x, y: y, artifact: m.artifact})
		}
		b.text = append(lines, b.text...)
		f.marks = nil
	}
	for _, bar := range f.bars {
		r := bar.rule
		r.Height = b.height
		if bar.begun {
			r.Y = -b.before
			r.Height += b.before
		}
		bar.begun = true
		b.rules = append(b.rules, r)
	}
	f.sink.add(b)
}

// settle gives marks that no text followed a line of their own.
func (f *flow) settle() {
	if len(f.marks) > 0 {
		f.add(box{})
	}
}
