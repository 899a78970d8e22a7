package edition

import (
	"cmp"

	"multitude/internal/catalog"
	"multitude/internal/doc"
)

// Beside is the translation as it stands beside its original: the same edition,
// whose notes have the numbers that they have in the original, so that a mark
// is the same on both sides, whatever order a translation has brought them in.
func (e *Edition) Beside(original *Edition) *Edition {
	out := *e
	out.Notes = nil
	for _, n := range original.Notes {
		if own := e.NoteByLabel(n.Label); own != nil {
			note := *own
			note.Number = n.Number
			out.Notes = append(out.Notes, &note)
		}
	}
	return &out
}

// Endonym is the language's own name: the catalog's where it gives one, or
// CLDR's, or the tag.
func (e *Edition) Endonym() string {
	if w := e.Word("edition.endonym", nil); w.Locale == e.Locale && len(w.Spans) > 0 {
		return doc.PlainText(w.Spans)
	}
	name, _ := e.Locale.Endonym()
	return cmp.Or(name, e.Locale.Tag)
}

// StateWord is the ID of the word that tells a reader how far the block's text
// can be relied on; "" where there is nothing to tell.
func (b *Block) StateWord() string {
	switch {
	case b.ID == "":
		return ""
	case b.Freshness == catalog.Missing:
		return "edition.mark-missing"
	case b.Freshness == catalog.Stale:
		return "edition.mark-stale"
	case b.Guessed:
		return "edition.mark-guessed"
	case b.State == catalog.Machine:
		return "edition.mark-machine"
	}
	return "edition.state-" + b.State.String()
}
