package typeset

import (
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A styled is a stretch of a paragraph's text with one set of attributes: what
// the shaper is given, in logical order.
type styled struct {
	text    string
	locale  locale.Locale
	style   fonts.Style
	dots    dots
	size    float64 // points
	rise    float64 // points above the baseline, of a note's mark
	mono    bool    // code: in the fixed-width face
	color   Color
	content *Content
	link    *linkSpan // nil outside links and references
}

// A linkSpan is what the stretches of one link have in common.
type linkSpan struct {
	element *Element
	uri     string
	anchor  string
	text    string
}

// A paragraph is text made ready for line breaking: bidi levels resolved (UAX
// #9), itemized, shaped, its break opportunities known (UAX #14, dictionaries,
// hyphenation patterns). It is a value that depends on nothing but its input,
// so that it can be cached.
type paragraph struct {
	stretches []styled
	runes     []rune
	base      uint8 // paragraph embedding level: 0 left-to-right, 1 right-to-left
	items     []item
	clusters  []cluster
	breaks    []opportunity // ascending; the last is the end of the paragraph, mandatory
	eastern   bool          // it has ideographs
}

// A cluster is a shaped cluster in logical order.
type cluster struct {
	start, end int // runes
	stretch    int // index into stretches
	face       *fonts.Face
	level      uint8 // bidi embedding level: odd is right-to-left
	glyphs     []Glyph
	advance    float64 // font units
	space      bool    // a space that justification may stretch and a line end hides
	elastic    elasticity
	ideograph  bool    // a letter or a full-width sign of Chinese or Japanese
	hangable   bool    // a stop or comma that may hang in the margin at a line's end
	head, tail float32 // font units: white of a full-width sign that the start or end of a line takes away
	after      float32 // font units: what advance has for the sake of the next cluster, and not at a line's end; see eastasian.go
	kashida    float32 // font units: how far a stroke after the letter may lengthen it; see kashida.go
	joint      uint8   // how well the stroke stands: 0 is best
	unsafe     bool    // shaping depends on what stands before: a line that begins here is shaped anew
}

// breakKind says what an opportunity does to the line it ends.
type breakKind uint8

const (
	mandatory  breakKind = iota // a hard break, the end
	ordinary                    // UAX #14
	dictionary                  // between words that a dictionary found
	poor                        // UAX #14, and rather not: within a Korean word, before a dash
	hyphen                      // a hyphen is shown
	emergency                   // between grapheme clusters, only where nothing else fits
)

// An opportunity is a place where a line may end: before cluster index at.
// Spaces before it belong to the line that ends.
type opportunity struct {
	at   int
	kind breakKind
}
