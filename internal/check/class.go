package check

import "unicode"

// A class is what the rules ask of a character, found by one look-up: bits that
// stand for Unicode's categories and properties.
type class uint32

const (
	classLetter    class = 1 << iota // L
	classMark                        // M
	classDigit                       // Nd
	classSpace                       // White_Space
	classSentence                    // Sentence_Terminal
	classTerminal                    // Terminal_Punctuation
	classBracket                     // Ps, Pe, Pi, Pf
	classFormat                      // Cf
	classControl                     // Cc
	classPrivate                     // Co
	classFiller                      // of other categories, and seen by nobody
	classWide                        // full-width and half-width forms
	classNumber                      // N
	classSeparator                   // Z
	classLatin                       // letters of scripts whose letters look like each other's
	classCyrillic
	classGreek
	classArmenian
	classCherokee
)

// classConfusable are the scripts whose letters look like each other's.
const classConfusable = classLatin | classCyrillic | classGreek | classArmenian | classCherokee

var classTables = []struct {
	class class
	table *unicode.RangeTable
}{
	{classLetter, unicode.L}, {classMark, unicode.M}, {classDigit, unicode.Nd}, {classSpace, unicode.White_Space},
	{classSentence, unicode.Sentence_Terminal}, {classTerminal, unicode.Terminal_Punctuation},
	{classBracket, unicode.Ps}, {classBracket, unicode.Pe}, {classBracket, unicode.Pi}, {classBracket, unicode.Pf},
	{classFormat, unicode.Cf}, {classControl, unicode.Cc}, {classPrivate, unicode.Co},
	{classFiller, span16(0x034F, 0x034F, 0x115F, 0x1160, 0x3164, 0x3164, 0xFFA0, 0xFFA0)},
	{classWide, span16(0xFF01, 0xFFEF)}, {classNumber, unicode.N}, {classSeparator, unicode.Z},
	{classLatin, unicode.Latin}, {classLatin, span16(0xB5, 0xB5)}, {classCyrillic, unicode.Cyrillic}, {classGreek, unicode.Greek},
	{classArmenian, unicode.Armenian}, {classCherokee, unicode.Cherokee},
}

// span16 is a table of ranges: first and last, one after the other.
func span16(ends ...uint16) *unicode.RangeTable {
	t := &unicode.RangeTable{}
	for i := 0; i < len(ends); i += 2 {
		t.R16 = append(t.R16, unicode.Range16{Lo: ends[i], Hi: ends[i+1], Stride: 1})
	}
	return t
}

// classes are those of the basic plane, where nearly all text is.
var classes = func() *[0x10000]class {
	t := new([0x10000]class)
	for _, p := range classTables {
		fill(t, p.table, func(c *class) { *c |= p.class })
	}
	return t
}()

// fill calls f for each place of a table that a character of the set has.
func fill[T any](t *[0x10000]T, set *unicode.RangeTable, f func(*T)) {
	for _, r := range set.R16 {
		for c := uint32(r.Lo); c <= uint32(r.Hi); c += uint32(r.Stride) {
			f(&t[c])
		}
	}
}

func classOf(r rune) class {
	if uint32(r) < uint32(len(classes)) {
		return classes[r]
	}
	var c class
	for _, p := range classTables {
		if unicode.Is(p.table, r) {
			c |= p.class
		}
	}
	return c
}

func isLetter(r rune) bool        { return classOf(r)&classLetter != 0 }
func isDigit(r rune) bool         { return classOf(r)&classDigit != 0 }
func isSpace(r rune) bool         { return classOf(r)&classSpace != 0 }
func isLetterOrDigit(r rune) bool { return classOf(r)&(classLetter|classDigit) != 0 }

// isWordPart says whether words are made of the character: letters, marks and
// digits.
func isWordPart(r rune) bool { return classOf(r)&(classLetter|classMark|classDigit) != 0 }

// classesIn are those of all characters of a text.
func classesIn(text string) class {
	var all class
	for _, r := range text {
		all |= classOf(r)
	}
	return all
}
