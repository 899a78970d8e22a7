// Package catalog keeps the translations: one message file per locale, the
// ledger of who vouched for what, and the history of the source. It is the one
// package that writes to locales/, and it never discards a word.
package catalog

import (
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// State says how far people have vouched for a message.
type State uint8

// The states, lowest first.
const (
	Machine State = iota // no person has checked it
	Translated
	Reviewed
	Approved
)

// Freshness says how a message stands to its unit's present text.
type Freshness uint8

// The freshnesses.
const (
	Missing Freshness = iota // there is no message, or its text is empty
	Stale                    // the source has changed since it was translated
	Fresh
)

// A Message is a unit's text in one locale, as it stands in the message file.
type Message struct {
	ID   string
	Text string // inline Markdown; "" is untranslated
	Hash string // of the source message that Text translates
	Pos  doc.Position
}

// A Review is a ledger entry: who vouched for a message, and for which texts.
type Review struct {
	State       State
	By          string // a pen name, or ""
	On          string // date, ISO 8601
	Note        string
	Source      string // hash of the source message that was signed
	Translation string // hash of the translation that was signed
}

// A Catalog holds all messages of one locale.
type Catalog struct {
	Locale   locale.Locale
	Path     string // of its message file, as the user knows it
	Messages map[string]Message
	Reviews  map[string]Review
	Words    map[string]Message // the "edition.*" messages, which override the edition's own words
}

// Freshness says how the message of u stands.
func (c *Catalog) Freshness(u unit.Unit) Freshness {
	m, ok := c.Messages[u.ID]
	switch {
	case !ok || m.Text == "":
		return Missing
	case m.Hash != u.Hash():
		return Stale
	}
	return Fresh
}

// State is how far people have vouched for the message of u as it reads now.
// An edit made after a signature lowers it to Translated; it never raises one.
func (c *Catalog) State(u unit.Unit) State {
	r, ok := c.Reviews[u.ID]
	if !ok {
		return Machine
	}
	if r.State > Translated && r.Translation != unit.Hash("", c.Messages[u.ID].Text) {
		return Translated
	}
	return r.State
}
