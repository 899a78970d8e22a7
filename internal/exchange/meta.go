package exchange

import (
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/unit"
)

// A meta is what a file keeps of a message for the way home. Tools drop what
// they do not know, and then import does without.
type meta struct {
	base           string // hash of the translation
	stale, guessed bool
	state, signed  catalog.State
}

// metaOf is what a file keeps of a message: of one that was read, what its own
// file was made from.
func metaOf(m Message) meta {
	if m.Base != "" {
		return meta{m.Base, m.Freshness == catalog.Stale, m.Guessed, m.State, m.Signed}
	}
	return meta{unit.Hash("", m.Text), m.Freshness == catalog.Stale, m.Guessed, m.State, m.Signed}
}

// String is the meta on one line, in words that mean nothing to any format.
func (m meta) String() string {
	s := "base=" + m.base + " state=" + m.state.String()
	if m.signed > m.state {
		s += " signed=" + m.signed.String()
	}
	if m.stale {
		s += " stale"
	}
	if m.guessed {
		s += " guessed"
	}
	return s
}

// parseMeta reads String's line. What it does not know it passes over.
func parseMeta(s string) (m meta, ok bool) {
	for _, word := range strings.Fields(s) {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "base":
			m.base = value
			ok = strings.HasPrefix(value, "sha1-") && len(value) == len("sha1-")+40
		case "state":
			m.state, _ = catalog.ParseState(value)
		case "signed":
			m.signed, _ = catalog.ParseState(value)
		case "stale":
			m.stale = true
		case "guessed":
			m.guessed = true
		}
	}
	if !ok {
		return meta{}, false
	}
	m.signed = max(m.signed, m.state)
	return m, true
}

// recall gives a message that was read what its meta says.
func (m *Message) recall(k meta) {
	m.Base, m.State, m.Signed, m.Guessed = k.base, k.state, k.signed, k.guessed
	switch {
	case m.Text == "":
		m.Freshness = catalog.Missing
	case k.stale:
		m.Freshness = catalog.Stale
	default:
		m.Freshness = catalog.Fresh
	}
}

// exported is the message as far as the marks of a format go, when its file was
// made.
func (m meta) exported() Message {
	e := Message{Text: "x", Freshness: catalog.Fresh, State: m.state, Signed: m.signed, Guessed: m.guessed}
	switch {
	case m.base == unit.Hash("", ""):
		e.Text, e.Freshness = "", catalog.Missing
	case m.stale:
		e.Freshness = catalog.Stale
	}
	return e
}

// touched says whether the text is another than the one that was exported.
func (m *Message) touched() bool { return m.Base != "" && m.Base != unit.Hash("", m.Text) }
