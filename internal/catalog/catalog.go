// Package catalog keeps the translations: one message file per locale, the
// ledger of who vouched for what, and the history of the source. It is the one
// package that writes to locales/, and it never discards a word.
package catalog

import (
	"slices"

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

var states = [...]string{"machine", "translated", "reviewed", "approved"}

func (s State) String() string { return states[s] }

// ParseState reads the words of the ledger: machine, translated, reviewed,
// approved.
func ParseState(s string) (State, bool) {
	i := slices.Index(states[:], s)
	return State(max(i, 0)), i >= 0
}

func (f Freshness) String() string { return [...]string{"missing", "stale", "fresh"}[f] }

// A Message is a unit's text in one locale, as it stands in the message file.
type Message struct {
	ID    string
	Text  string            // inline Markdown; "" is untranslated
	Hash  string            // of the source message that Text translates
	Forms map[string]string // the plural forms beside Text, which is "other": zero, one, two, few, many; nil in units
	Pos   doc.Position      // of Text
}

// A Review is a ledger entry: who vouched for a message, and for which texts.
type Review struct {
	State       State
	By          string // a pen name, or ""
	On          string // date, ISO 8601
	Note        string
	Origin      string   // of a text that was guessed: from where it was filled in; "" for all others
	Translators []string // who translated it, beside By where that is a translator; Unnamed for those without a name
	Reviewers   []string // who reviewed or approved the text that was signed, beside By
	Source      string   // hash of the source message that was signed
	Translation string   // hash of the translation that was signed
	Pos         doc.Position
}

// A Catalog holds all messages of one locale.
type Catalog struct {
	Locale   locale.Locale
	Path     string // of its message file, as the user knows it
	Messages map[string]Message
	Reviews  map[string]Review
	Excuses  map[string]Excuse  // by the headings of their entries
	Words    map[string]Message // the "edition.*" messages, which override the edition's own words

	past func() *History // what the hashes of former source texts stood for; may be nil
}

// Freshness says how the message of u stands. A message is fresh whose source
// text is still the same, whatever became of the description that people wrote
// beside it; Extract moves its hash along.
func (c *Catalog) Freshness(u unit.Unit) Freshness {
	m, ok := c.Messages[u.ID]
	switch {
	case !ok || m.Text == "":
		return Missing
	case m.Hash != u.Hash() && !c.sameText(m.Hash, u):
		return Stale
	}
	return Fresh
}

// sameText says whether hash stands for the text that u has now.
func (c *Catalog) sameText(hash string, u unit.Unit) bool {
	if hash == "" || c.past == nil {
		return false
	}
	text, ok := c.past().Text(hash)
	return ok && text.Other == u.Text
}

// State is how far people have vouched for the message of u as it reads now. A
// signature above Translated holds for the texts that were signed, source and
// translation: after an edit of either without a new signature it counts as
// Translated. An edit never raises a state.
func (c *Catalog) State(u unit.Unit) State {
	r, ok := c.Reviews[u.ID]
	if !ok {
		return Machine
	}
	if r.State > Translated {
		m := c.Messages[u.ID]
		if r.Translation != unit.Hash("", m.Text) || r.Source != m.Hash && !(c.sameText(r.Source, u) && c.sameText(m.Hash, u)) {
			return Translated
		}
	}
	return r.State
}

// Guess says from where the message of u was filled in, by the tool and not by
// a translator, from a translation of a like text. ok is false once somebody has
// edited or signed it.
func (c *Catalog) Guess(u unit.Unit) (origin string, ok bool) {
	r := c.Reviews[u.ID]
	if r.Origin == "" || r.State > Machine || r.Translation != unit.Hash("", c.Messages[u.ID].Text) {
		return "", false
	}
	return r.Origin, true
}
