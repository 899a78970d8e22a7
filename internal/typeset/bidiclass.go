package typeset

import (
	"sort"

	"golang.org/x/text/unicode/bidi"
)

//go:generate go run ./gen zbidi.go

// A classRange is the class of its first character and of all up to the first
// of the next range.
type classRange struct {
	first rune
	class bidi.Class
}

// A pairedBracket is what bidi needs to know of a bracket: the closing one of
// its pair, as its canonical equivalent, and whether it is the opening one.
type pairedBracket struct {
	closing rune
	opens   bool
}

// latinClasses are the classes of the first characters, which most texts are
// full of.
var latinClasses = func() (classes [0x300]bidi.Class) {
	for r := range classes {
		classes[r] = searchClass(rune(r))
	}
	return classes
}()

// classOf is the bidirectional class of a character.
func classOf(r rune) bidi.Class {
	if r >= 0 && int(r) < len(latinClasses) {
		return latinClasses[r]
	}
	return searchClass(r)
}

func searchClass(r rune) bidi.Class {
	i := sort.Search(len(bidiClasses), func(i int) bool { return bidiClasses[i].first > r })
	return bidiClasses[max(i-1, 0)].class
}

// bracket says whether r is a paired bracket, and what its closing one is.
func bracket(r rune) (closing rune, opens, ok bool) {
	if r > ']' && r < '{' || r < '(' || classOf(r) != bidi.ON {
		return 0, false, false // most characters: the map need not be asked
	}
	b, ok := bidiBrackets[r]
	return b.closing, b.opens, ok
}
