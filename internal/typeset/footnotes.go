package typeset

import (
	"strconv"

	"multitude/internal/edition"
	"multitude/internal/locale"
)

// A note is a footnote on its way to the foot of a page.
type note struct {
	*edition.Note
	claimed bool  // its first mark has been met
	boxes   []box // its lines, and those of the notes that it is the first to refer to
}

// Anchors of our own begin with a character that no unit's ID begins with.
func (n *note) anchor() string { return "_note-" + strconv.Itoa(n.Number) }

// back is the anchor of the note's first mark.
func (n *note) back() string { return "_ref-" + strconv.Itoa(n.Number) }

func (n *note) height() float64 { return height(n.boxes) + n.skip() }

// skip is the white above the note where another stands before it.
func (n *note) skip() float64 {
	if len(n.boxes) == 0 {
		return 0
	}
	return n.boxes[0].before
}

// least is what must stand on the page of the mark: the first lines, as many
// as are tied together.
func (n *note) least() float64 {
	h := n.skip()
	for i := range n.boxes {
		if i > 0 {
			if !n.boxes[i].tied {
				break
			}
			h += n.boxes[i].before
		}
		h += n.boxes[i].height
	}
	return h
}

// lay sets the lines of notes, and their elements at the end of parent.
// marked says that there is a mark to lead back to.
func (t *typesetter) lay(notes []*note, parent *Element, marked bool) {
	for _, n := range notes {
		if t.beside != nil {
			t.beside.note(n, parent, marked)
			continue
		}
		el := parent.Add("Note")
		el.ID = n.anchor()
		el.RTL = t.frame.dir == locale.RTL
		label := el.Add("Lbl")
		number := t.ed.Locale.Number(n.Number)
		lk := look{step: stepNote, color: ink}
		var link *linkSpan
		content := (*Content)(nil)
		if marked {
			back := label.Add("Link")
			content = back.Content()
			link = &linkSpan{element: back, anchor: n.back(), text: t.say("edition.note-back", map[string]string{"Number": number})}
			lk.color = t.accent
		} else {
			content = label.Content()
		}
		out := &stack{}
		em := t.style.size(stepNote)
		line := t.single(number, t.ed.Locale, lk, content, link)
		indent := max(noteIndent*em, line.width+markGap*em)
		f := &flow{sink: out, marks: []pendingMark{{line: line, x: t.frame.start(line.width)}}}
		inner := &setter{typesetter: t, flow: f, frame: t.frame.indent(indent, 0), parent: el, look: look{step: stepNote, color: ink}, em: em}
		inner.blocks(n.Blocks)
		f.settle()
		n.take(out.boxes, noteSkip*em)
	}
}

// take makes the boxes the note's own. skip is the white above it.
func (n *note) take(boxes []box, skip float64) {
	if len(boxes) > 0 {
		first := &boxes[0]
		first.anchors = append(first.anchors, n.anchor())
		first.before = skip
		first.tied = false
	}
	// Notes within notes follow at once, on the same page.
	n.boxes = boxes
	var inside []box
	for i := range n.boxes {
		for _, m := range n.boxes[i].notes {
			if len(m.boxes) > 0 {
				m.boxes[0].tied = true
			}
			inside = append(inside, m.boxes...)
		}
		n.boxes[i].notes = nil
	}
	n.boxes = append(n.boxes, inside...)
}
