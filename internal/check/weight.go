package check

import (
	"unicode"

	"multitude/internal/locale"
)

// Weight is the length of a text in letters, where a character of a script
// that writes syllables or words with one counts for as many Latin ones as it
// takes the place of, measured on the Universal Declaration of Human Rights.
func Weight(text string) float64 {
	n := 0
	for _, r := range text {
		n += int(weightOf(r))
	}
	return float64(n) / weightUnit
}

// expected is how much longer a translation between the two languages usually
// is than its original, by Weight: as the Declaration's translations are beside
// its English.
func expected(from, to locale.Locale) float64 {
	return lengthOf(to) / lengthOf(from)
}

// lengthOf is the usual length of a text in a language, beside the same text in
// English.
func lengthOf(loc locale.Locale) float64 {
	const unknown = 1.1
	if n := inherited(lengths, loc); n != 0 {
		return float64(n) / 100
	}
	return unknown
}

// weightUnit is the weight of a Latin letter.
const weightUnit = 20

// heavier are the scripts whose characters weigh more than a letter.
var heavier = []struct {
	weight uint8
	tables []*unicode.RangeTable
}{
	{66, []*unicode.RangeTable{unicode.Han}},
	{48, []*unicode.RangeTable{unicode.Hangul}},
	{38, []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{32, []*unicode.RangeTable{unicode.Ethiopic, unicode.Yi, unicode.Vai, unicode.Canadian_Aboriginal, unicode.Cherokee}},
	{23, []*unicode.RangeTable{unicode.Hebrew, unicode.Arabic, unicode.Syriac}},
}

// weights are those of the basic plane.
var weights = func() *[0x10000]uint8 {
	t := new([0x10000]uint8)
	for _, letters := range []*unicode.RangeTable{unicode.L, unicode.M, unicode.Nd} {
		fill(t, letters, func(w *uint8) { *w = weightUnit })
	}
	for _, h := range heavier {
		for _, table := range h.tables {
			fill(t, table, func(w *uint8) { *w = h.weight })
		}
	}
	return t
}()

func weightOf(r rune) uint8 {
	if uint32(r) < uint32(len(weights)) {
		return weights[r]
	}
	for _, h := range heavier {
		if unicode.In(r, h.tables...) {
			return h.weight
		}
	}
	if isWordPart(r) {
		return weightUnit
	}
	return 0
}
