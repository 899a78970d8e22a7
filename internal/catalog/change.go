package catalog

import (
	"multitude/internal/unit"
	"multitude/internal/worddiff"
)

// A Change is how the source changed since a stale message was translated.
type Change struct {
	Unit    unit.Unit // as it is now
	Message Message
	State   State
	Former  string         // the wording that the message translates
	Known   bool           // whether Former is known
	Class   worddiff.Class // Meaning where Former is not known
}

// Edit is the class of the edit in a word, or "unknown" where nobody knows the
// former wording.
func (c Change) Edit() string {
	if !c.Known {
		return "unknown"
	}
	return c.Class.String()
}

// Change tells what became of the source of u's message; false where the
// message is not stale.
func (c *Catalog) Change(u unit.Unit) (Change, bool) {
	if c.Freshness(u) != Stale {
		return Change{}, false
	}
	ch := Change{Unit: u, Message: c.Messages[u.ID], State: c.State(u), Class: worddiff.Meaning}
	if c.past != nil {
		if t, ok := c.past().Text(ch.Message.Hash); ok {
			ch.Former, ch.Known, ch.Class = t.Other, true, worddiff.Classify(t.Other, u.Text)
		}
	}
	return ch, true
}

// Changes are the Changes of those units whose messages are stale.
func (c *Catalog) Changes(units []unit.Unit) []Change {
	var all []Change
	for _, u := range units {
		if ch, ok := c.Change(u); ok {
			all = append(all, ch)
		}
	}
	return all
}
