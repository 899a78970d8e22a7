package typeset

import (
	"math"
	"slices"

	"multitude/internal/edition"
)

// Page breaking takes boxes in order and fills page after page. A page ends
// before the last box that is not tied to the one before, so that what fits is
// on the page: widows, orphans, headings and the rows of tables are ties. Where
// a chain of ties is longer than a page, it is cut.
//
// Each box brings the notes that it has the first marks of. All of a note but
// the last on the page, and of that at least its first lines, must fit below
// the box; what does not fit is carried over to the foot of the next page.

// A heading is an entry of the contents and of the outline.
type heading struct {
	text   edition.Text
	title  string // the same without attributes
	level  int
	anchor string
}

// A draft is what a page will show.
type draft struct {
	body    []box // white above the first is dropped
	foot    []box // notes, bottom-aligned
	section *heading
}

// A builder fills pages with boxes. Pages count from 0 in the builder's own
// part of the document.
type builder struct {
	height  float64 // of the text block
	divider float64 // what stands between text and notes
	least   float64 // what carried notes leave to the text of a page
	done    func(draft)

	boxes   []box // of the page, or of the next
	used    float64
	carry   []box // notes from the page before
	section *heading
}

// add is the sink's method.
func (b *builder) add(x box) {
	b.boxes = append(b.boxes, x)
	b.used += b.cost(len(b.boxes) - 1)
	for len(b.boxes) > 0 && !b.fits() {
		at := b.breakpoint()
		if at == len(b.boxes) && len(b.carry) > 0 {
			at = 0 // a page of notes alone
		}
		b.page(at)
	}
}

// cost is what box i takes of the page.
func (b *builder) cost(i int) float64 {
	x := &b.boxes[i]
	switch {
	case i > 0:
		return x.before + x.height
	case len(x.repeat) > 0:
		return height(x.repeat) + x.before + x.height
	}
	return x.height
}

// fits says whether the boxes, and as much of the notes as must, fit the page.
func (b *builder) fits() bool {
	return b.used+b.need() <= b.height+epsilon
}

// need is the least that notes take of the page.
func (b *builder) need() float64 {
	n, any := 0.0, false
	full := false
	if len(b.carry) > 0 {
		carried := b.carried()
		any, full = true, len(carried) < len(b.carry)
		n = height(carried)
	}
	var last *note
	for i := range b.boxes {
		for _, note := range b.boxes[i].notes {
			if last != nil {
				n += last.height()
			}
			last, any = note, true
			if full {
				return math.Inf(1)
			}
		}
	}
	if last != nil {
		n += last.least()
	}
	if any {
		n += b.divider
	}
	return n
}

// carried is what the page takes of the notes from the page before: all, or
// where that would leave no room for text, less.
func (b *builder) carried() []box {
	room := b.height - b.divider - b.least
	return b.carry[:fitting(b.carry, room)]
}

// fitting is how many of the boxes fit the room and may be parted from the
// rest; 0 where none.
func fitting(boxes []box, room float64) int {
	h, n := 0.0, 0
	for i := range boxes {
		if i > 0 {
			h += boxes[i].before
		}
		h += boxes[i].height
		if h > room+epsilon {
			return n
		}
		if i+1 == len(boxes) || !boxes[i+1].tied {
			n = i + 1
		}
	}
	return n
}

// breakpoint is the number of boxes that the page takes, when the last of them
// is too much. A rule alone is no page.
func (b *builder) breakpoint() int {
	n := len(b.boxes) - 1
	least := slices.IndexFunc(b.boxes, func(x box) bool { return len(x.text)+len(x.pictures) > 0 })
	loose := 0
	for k := n; k > max(least, 0); k-- {
		if !b.boxes[k].tied {
			return k
		}
		if b.boxes[k].loose && loose == 0 {
			loose = k
		}
	}
	if loose > 0 {
		return loose
	}
	return max(n, 1)
}

// page ends the page after n boxes.
func (b *builder) page(n int) {
	d := draft{section: b.section}
	if n > 0 {
		if h := b.boxes[0].heading; h != nil && h.level <= 2 {
			d.section = h
		}
		d.body = append(d.body, b.boxes[0].repeat...)
	}
	d.body = append(d.body, b.boxes[:n]...)
	room := b.height - height(d.body) - b.divider
	notes := b.carry
	for i := range b.boxes[:n] {
		for _, note := range b.boxes[i].notes {
			notes = append(notes, note.boxes...)
		}
		if h := b.boxes[i].heading; h != nil && h.level <= 2 {
			b.section = h
		}
	}
	k := fitting(notes, room)
	if k == 0 && n == 0 {
		// A note whose first lines are taller than a page.
		k = max(within(notes, room), min(1, len(notes)))
	}
	d.foot = notes[:k:k]
	b.carry = append([]box(nil), notes[k:]...)
	rest := b.boxes[n:]
	b.boxes = nil
	b.used = 0
	b.done(d)
	for _, x := range rest {
		b.add(x)
	}
}

// within is how many of the boxes fit the room, ties or not.
func within(boxes []box, room float64) int {
	h := 0.0
	for i := range boxes {
		if h += boxes[i].before + boxes[i].height; h > room {
			return i
		}
	}
	return len(boxes)
}

// flush ends the last page, and fills as many more as notes still need.
func (b *builder) flush() {
	if len(b.boxes) > 0 {
		b.page(len(b.boxes))
	}
	for len(b.carry) > 0 {
		b.page(0)
	}
}
