package workbench

import (
	"multitude/internal/catalog"
	"multitude/internal/unit"
)

// A suggestion is a translation of a text that is like the one in hand.
type suggestion struct {
	Text   string
	Source string // what it translates
	Origin string // where it is from
	Same   int    // percent
}

// suggest are translations from memory.
func (k *book) suggest(cat *catalog.Catalog, u unit.Unit) []suggestion {
	return nil
}
