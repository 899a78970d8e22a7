// Package unit cuts a document into units, the smallest pieces that a
// translator translates, and keeps their identity across edits.
package unit

import (
	"crypto/sha1"
	"encoding/hex"

	"multitude/internal/doc"
)

// A Unit is a heading, a paragraph, a list item's paragraph, a table cell, a
// footnote's paragraph or a piece of front matter.
type Unit struct {
	ID          string   // dotted, readable, the same across edits: "vision.freedom-to-thrive"
	Text        string   // inline Markdown
	Description string   // what people wrote for translators, or ""
	Path        []string // the plain text of the headings above, outermost first
	Pos         doc.Position
	Source      *doc.Text // where it stands in the document; nil in units read back from a catalog
	Origins     []string  // IDs of other former units whose words went into this one, by a split or a merge
}

// Hash is the hash of the unit's source message, as the goi18n command computes
// it: it changes with the text and with the description.
func (u Unit) Hash() string { return Hash(u.Description, u.Text) }

// Hash is "sha1-" and the hexadecimal SHA-1 of description and text
// concatenated: goi18n's own formula (goi18n/merge_command.go, hash). It tells
// versions apart; it is no protection against forgery.
func Hash(description, text string) string {
	h := sha1.New()
	h.Write([]byte(description))
	h.Write([]byte(text))
	return "sha1-" + hex.EncodeToString(h.Sum(nil))
}
