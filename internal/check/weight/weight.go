// Package weight measures how long texts are, so that scripts can be compared.
package weight

import "unicode"

// Of is the length of a text in letters, where a character of a script that
// writes syllables or words with one counts for as many Latin ones as it takes
// the place of, measured on the Universal Declaration of Human Rights. Letters,
// marks and digits count.
func Of(text string) float64 {
	n := 0
	for _, r := range text {
		n += int(of(r))
	}
	return float64(n) / unit
}

// unit is the weight of a Latin letter.
const unit = 20

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

// weights are those of the basic plane, where nearly all text is.
var weights = func() *[0x10000]uint8 {
	t := new([0x10000]uint8)
	set := func(table *unicode.RangeTable, w uint8) {
		for _, r := range table.R16 {
			for c := uint32(r.Lo); c <= uint32(r.Hi); c += uint32(r.Stride) {
				t[c] = w
			}
		}
	}
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.M, unicode.Nd} {
		set(table, unit)
	}
	for _, h := range heavier {
		for _, table := range h.tables {
			set(table, h.weight)
		}
	}
	return t
}()

func of(r rune) uint8 {
	if uint32(r) < uint32(len(weights)) {
		return weights[r]
	}
	for _, h := range heavier {
		if unicode.In(r, h.tables...) {
			return h.weight
		}
	}
	if unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
		return unit
	}
	return 0
}
