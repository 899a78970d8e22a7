// Package edition is the document in one locale: the same tree, in which every
// block knows its language and its state, and the words that an edition says
// of itself. All formats are written from it.
package edition

import (
	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
)

// A Text is inline text in the language in which a reader meets it: the
// edition's own, or the source's where a translation is missing.
type Text struct {
	Spans  []doc.Span
	Locale locale.Locale
	// Of a text of the document; "" and zero for the edition's own words.
	ID        string // unit ID
	Freshness catalog.Freshness
	State     catalog.State
	Guessed   bool // it was filled in from the translation of a like text, and is Machine
}

// An Edition is the document in one locale, finished: no format asks the
// catalog for anything more.
type Edition struct {
	Name     string // base name of the files
	Locale   locale.Locale
	Source   locale.Locale // the language of the original
	Title    Text
	Subtitle Text // no Spans where the document has none
	Date     Text
	Authors  []Text
	Rights   Text
	Issued   string // date of the source, ISO 8601, or ""
	Contact  string
	Blocks   []*Block
	Notes    []*Note // in the order of their first reference
	Notices  []Text  // what the first page must say of this translation; empty where there is nothing to say
	Draft    Text    // heading of the notices
	Running  Text    // the same in the fewest words, for the foot of every page; no Spans where there is nothing to say
	Colophon []Entry

	Translators, Reviewers []string // the names that people signed the translation with
	Tally                  Tally
	Images                 map[string]*Image // by the Source of Image spans; one that is not here could not be read
	Test                   bool              // its letters are no language; see Pseudo
	Accent                 string            // colour of headings and rules, "#rrggbb", readable on white
	Cover                  Text              // the theme's line on the cover; no Spans where it has none
	Logo                   *Image            // the theme's, or nil
	words                  *words
}

// An Image is a picture of the document, read once for all editions.
type Image struct {
	Data          []byte // PNG, JPEG or GIF
	File          string // its name beside the page: unique, the same from run to run
	Width, Height int    // pixels
}

// A Block mirrors doc.Block; Text, and the state of it, are the edition's.
type Block struct {
	Kind      doc.Kind
	ID        string // unit ID, and the anchor of the block; "" for a container
	Text      Text
	Freshness catalog.Freshness
	State     catalog.State
	Guessed   bool
	Children  []*Block
	Level     int
	Anchor    string // of a Heading: the author's own anchor, or ""
	Ordered   bool
	Start     int
	Align     doc.Align
	Code      string
}

// A Note is a footnote. Number is its number in the edition, counted from 1;
// NoteRef spans carry Label.
type Note struct {
	Label  string
	Number int
	Blocks []*Block
}

// An Entry is a line of the colophon: a label and what it says. Where Target
// is not "", the value is a link.
type Entry struct {
	Label  Text
	Value  []Text
	Target string
}

// A Tally counts the units of an edition, and their words in the source.
type Tally struct {
	Units, Words                            int
	Fresh, Stale, Missing                   int // units by freshness
	Machine, Translated, Reviewed, Approved int // translated units by state
	MissingWords, StaleWords                int
	SmallEdits                              int      // of Stale: by edits that cannot change the words of a translation
	ByState                                 [4]Count // what is fresh, by catalog.State
	Guessed                                 Count    // of what is fresh and Machine: filled in from translations of like texts
}

// A Count counts units, and their words in the source.
type Count struct{ Units, Words int }

// ReviewedPercent is the share of the text, by the source's words, that is fresh
// and that somebody has reviewed or approved. It is rounded down: what is not
// whole is not 100; but what has begun is not 0.
func (t Tally) ReviewedPercent() int {
	n := t.ByState[catalog.Reviewed].Words + t.ByState[catalog.Approved].Words
	if n == 0 || t.Words == 0 {
		return 0
	}
	return max(1, 100*n/t.Words)
}

// NoteByLabel finds the note that a NoteRef span names, or nil.
func (e *Edition) NoteByLabel(label string) *Note {
	for _, n := range e.Notes {
		if n.Label == label {
			return n
		}
	}
	return nil
}
