package publish

import (
	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/unit"
)

// An excerpt has so many blocks of the document before the one that is asked
// for, where no section begins sooner, and after it.
const (
	blocksBefore = 12
	blocksAfter  = 12
)

// Long says whether the document is so long, in bytes, that its pages cannot be
// set again between two words: some eighty pages.
func (d *Desk) Long() bool {
	n := 0
	for i := range d.Inputs.Units {
		if n += len(d.Inputs.Units[i].Text); n > longDocument {
			return true
		}
	}
	return false
}

const longDocument = 200_000

// Excerpt makes the edition of the part of the document in which a unit stands,
// as Edition makes the whole; its cost does not grow with the document. A unit
// that stands in no block, such as the title, has the document's beginning.
func (d *Desk) Excerpt(cat *catalog.Catalog, unitID string, draft bool) (*edition.Edition, error) {
	in := d.Inputs
	at := d.index()[unitID]
	blocks := in.Document.Blocks
	from, to := at, min(at+1+blocksAfter, len(blocks))
	for from > 0 && from > at-blocksBefore && !(blocks[from].Kind == doc.Heading && blocks[from].Level <= 2) {
		from--
	}
	part := *in.Document
	part.Blocks, part.Notes = blocks[from:to], nil
	shown := map[*doc.Text]bool{}
	labels := map[string]bool{}
	// A note may refer to another.
	for note := []*doc.Note(nil); ; {
		part.Notes = note
		clear(shown)
		part.Texts(func(t *doc.Text) {
			shown[t] = true
			for _, s := range t.Spans {
				if s.Kind == doc.NoteRef {
					labels[s.Text] = true
				}
			}
		})
		note = nil
		for _, n := range in.Document.Notes {
			if labels[n.Label] {
				note = append(note, n)
			}
		}
		if len(note) == len(part.Notes) {
			break
		}
	}
	var units []unit.Unit
	for _, u := range in.Units {
		if shown[u.Source] {
			units = append(units, u)
		}
	}
	excerpt := *in
	excerpt.Document, excerpt.Units = &part, units
	return excerpt.editionFrom(cat, draft)
}

// index tells by the ID of a unit at which block of the document it stands; a
// unit of a note at that which refers to the note first.
func (in *Inputs) index() map[string]int {
	ids := make(map[*doc.Text]string, len(in.Units))
	for _, u := range in.Units {
		ids[u.Source] = u.ID
	}
	at := map[string]int{}
	notes := map[string]int{}
	for i, b := range in.Document.Blocks {
		only := doc.Document{Blocks: []*doc.Block{b}}
		only.Texts(func(t *doc.Text) {
			at[ids[t]] = i
			for _, s := range t.Spans {
				if _, known := notes[s.Text]; s.Kind == doc.NoteRef && !known {
					notes[s.Text] = i
				}
			}
		})
	}
	for _, n := range in.Document.Notes {
		only := doc.Document{Notes: []*doc.Note{n}}
		only.Texts(func(t *doc.Text) { at[ids[t]] = notes[n.Label] })
	}
	return at
}
