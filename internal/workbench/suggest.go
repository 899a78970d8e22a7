package workbench

import (
	"sync"

	"multitude/internal/catalog"
	"multitude/internal/memory"
	"multitude/internal/unit"
)

// mostSuggestions is how many translations from memory are shown.
const mostSuggestions = 4

// A suggestion is a translation of a text that is like the one in hand.
type suggestion struct {
	Text   string
	Source string // what it translates
	Origin string // where it is from
	Same   int    // percent
}

// remembered is the translation memory of a book, made when somebody first asks
// for it, and again when a short catalog has changed.
type remembered struct {
	mu     sync.Mutex
	memory *memory.Memory
	stamp  string
}

// suggest are translations from memory: of texts like that of the unit, other
// than what stands there already.
func (k *book) suggest(cat *catalog.Catalog, u unit.Unit) []suggestion {
	m := k.recall()
	if m == nil {
		return nil
	}
	var out []suggestion
	for _, match := range m.For(u, cat.Messages[u.ID].Text, mostSuggestions) {
		out = append(out, suggestion{Text: match.Target, Source: match.Source, Origin: match.Origin, Same: int(100 * match.Score)})
	}
	return out
}

func (k *book) recall() *memory.Memory {
	k.memory.mu.Lock()
	defer k.memory.mu.Unlock()
	stamp := k.desk.stampOf(k.locale.Tag)
	large := len(k.original.in.Units) > quickRead // to read it anew after each save would take long
	if k.memory.memory != nil && (k.memory.stamp == stamp || large) {
		return k.memory.memory
	}
	p := k.desk.project()
	m, _, err := memory.Open(p.LocalesDir(), p.Language, k.locale, p.Memory)
	if err != nil {
		return k.memory.memory
	}
	k.memory.memory, k.memory.stamp = m, stamp
	return m
}
