package unit

import (
	"slices"
	"strconv"
	"strings"

	"multitude/internal/doc"
)

// Split cuts a document into units, in the order of the document. Each unit
// that is recognisably one of former keeps its ID and its description; every
// other one gets an ID that neither former nor retired has. Code, and text
// without a letter or a digit, is no unit: there is nothing to translate.
//
// The IDs of former are unique. Its units may come from a catalog, with an ID,
// a text and a description only.
func Split(d *doc.Document, former []Unit, retired ...string) []Unit {
	gone := make([]Unit, len(retired))
	for i, id := range retired {
		gone[i].ID = id
	}
	return Restore(d, former, gone)
}

// Restore is Split for callers who know what the retired units read: one that
// comes back word for word gets its ID back, unless former has it.
func Restore(d *doc.Document, former, retired []Unit) []Unit {
	c := &cutter{}
	c.front(d.Front)
	c.blocks(d.Blocks)
	for _, n := range d.Notes {
		c.notePath(n)
		c.blocks(n.Blocks)
	}
	m := newMatching(c.pieces, former, retired)
	m.match()
	return m.units()
}

// A piece is a unit before it has an ID.
type piece struct {
	Unit
	role    role
	field   string // of front matter: the ID, or for authors its beginning
	anchor  string // of a heading: the author's own, or ""
	label   string // of the first unit of a note
	note    string // label of the note it is in, or ""
	section int    // index of the heading it stands below, or -1
}

type role uint8

const (
	bodyText role = iota
	headingText
	frontText
)

// A cutter walks a document.
type cutter struct {
	pieces []piece
	open   []heading // the headings above, outermost first
	note   string    // label of the note that is being cut
	label  string    // the same, until its first unit
}

type heading struct {
	level int
	piece int
	plain string
}

const authorField = frontPart + ".author-"

func (c *cutter) front(f doc.Front) {
	add := func(field string, t *doc.Text) {
		if translatable(t) {
			c.pieces = append(c.pieces, piece{Unit: newUnit(t), role: frontText, field: field, section: -1})
		}
	}
	add(frontPart+".title", f.Title)
	add(frontPart+".subtitle", f.Subtitle)
	add(frontPart+".date", f.Date)
	for _, a := range f.Authors {
		add(authorField, a)
	}
	add(frontPart+".rights", f.Rights)
}

func newUnit(t *doc.Text) Unit {
	return Unit{Text: t.Markdown, Pos: t.Pos, Source: t}
}

func (c *cutter) notePath(n *doc.Note) {
	c.open, c.note, c.label = nil, n.Label, n.Label
}

func (c *cutter) blocks(blocks []*doc.Block) {
	doc.Walk(blocks, func(b *doc.Block) {
		if b.Kind == doc.Heading {
			for len(c.open) > 0 && c.open[len(c.open)-1].level >= b.Level {
				c.open = c.open[:len(c.open)-1]
			}
		}
		if !translatable(b.Text) {
			return
		}
		p := piece{Unit: newUnit(b.Text), anchor: b.Anchor, note: c.note, label: c.label, section: -1}
		c.label = ""
		for _, h := range c.open {
			p.Path = append(p.Path, h.plain)
			p.section = h.piece
		}
		if b.Kind == doc.Heading {
			p.role = headingText
			c.open = append(c.open, heading{b.Level, len(c.pieces), doc.PlainText(b.Text.Spans)})
		}
		c.pieces = append(c.pieces, p)
	})
}

// units gives every piece that matched nothing an ID of its own, and returns
// them all.
func (m *matching) units() []Unit {
	used := make(ids, len(m.former)+len(m.retired)+len(m.now))
	for _, u := range m.former {
		used[u.ID] = true
	}
	for _, u := range m.retired {
		used[u.ID] = true
	}
	out := make([]Unit, len(m.now))
	for i := range m.now {
		p := &m.now[i]
		if f := m.of[i]; f >= 0 {
			p.ID, p.Description = m.former[f].ID, m.former[f].Description
		} else if m.back[i] != "" {
			p.ID = m.back[i]
		} else {
			p.ID = m.name(p, used)
		}
		out[i] = p.Unit
	}
	return out
}

// name is a new ID for a piece. The section it stands in has its ID already.
func (m *matching) name(p *piece, used ids) string {
	switch {
	case p.role == frontText && p.field != authorField:
		// The field is the identity, whatever it said before.
		used[p.field] = true
		return p.field
	case p.role == frontText:
		n := 1
		for used[authorField+strconv.Itoa(n)] {
			n++
		}
		return used.free(authorField + strconv.Itoa(n))
	case p.label != "":
		return used.free(notePart + "." + part(slug(p.label, 0), false))
	case p.note != "":
		return used.free(notePart + "." + part(slug(p.note, 0), false) + "." + part(lead(p.Source), false))
	}
	last := lead(p.Source)
	if p.role == headingText {
		if last = slug(p.anchor, 0); last == "" {
			last = slug(doc.PlainText(p.Source.Spans), 0)
		}
	}
	switch {
	case p.section >= 0:
		return used.free(m.now[p.section].ID + "." + part(last, false))
	case p.role == headingText:
		return used.free(part(last, true))
	}
	return used.free(textPart + "." + part(last, false))
}

// parent is the ID of the section that an ID names: all but its last part.
func parent(id string) string {
	return id[:max(strings.LastIndexByte(id, '.'), 0)]
}

// lastPart is an ID without the section.
func lastPart(id string) string {
	return id[strings.LastIndexByte(id, '.')+1:]
}

// isField reports whether an ID names a piece of front matter.
func isField(id string) bool {
	return strings.HasPrefix(id, frontPart+".")
}

// withoutRepeated drops units whose ID stood before, as a broken catalog has.
func withoutRepeated(units []Unit) []Unit {
	seen := make(map[string]bool, len(units))
	return slices.DeleteFunc(slices.Clone(units), func(u Unit) bool {
		again := seen[u.ID]
		seen[u.ID] = true
		return again
	})
}
