package fonts

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// A glyphSet has true for each glyph that is needed, by its ID.
type glyphSet []bool

func (s glyphSet) add(g ot.GID) (grew bool) {
	if int(g) >= len(s) || s[g] {
		return false
	}
	s[g] = true
	return true
}

// shapes are the characters whose glyphs a shaper may ask for to show runes:
// themselves, what they compose to and decompose to, their mirror images, and
// the dotted circle on which a lone mark stands.
func shapes(runes []rune) []rune {
	all := []rune{' ', 0xA0, 0x25CC}
	for _, r := range runes {
		all = append(all, r)
		all = append(all, []rune(norm.NFD.String(string(r)))...)
		all = append(all, []rune(norm.NFC.String(string(r)))...)
		if m := mirrored(r); m != r {
			all = append(all, m)
		}
		if unicode.IsUpper(r) || unicode.IsLower(r) {
			all = append(all, unicode.ToUpper(r), unicode.ToLower(r))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// mirrored is the character whose glyph shows r from right to left
// (Bidi_Mirroring_Glyph): the bracket or the quotation mark of the other side;
// r itself, where there is none.
func mirrored(r rune) rune {
	if p, _ := bidi.LookupRune(r); p.IsBracket() {
		m, _ := utf8.DecodeRuneInString(bidi.ReverseString(string(r)))
		return m
	}
	const others = "<>«»‹›≤≥" // x/text tells of brackets only
	all := []rune(others)
	if i := slices.Index(all, r); i >= 0 {
		return all[i^1]
	}
	return r
}

// closure adds to the set every glyph that GSUB may put in the place of those
// that are in it. It applies all substitutions of the font, whatever feature
// or context they belong to: too many glyphs cost bytes, one too few a word.
func closure(f *font.Font, set glyphSet) {
	for grew := true; grew; {
		grew = false
		for _, l := range f.GSUB.Lookups {
			for _, sub := range l.Subtables {
				if substitute(sub, set) {
					grew = true
				}
			}
		}
	}
}

func substitute(lookup tables.GSUBLookup, set glyphSet) (grew bool) {
	add := func(glyphs ...tables.GlyphID) {
		for _, g := range glyphs {
			grew = set.add(ot.GID(g)) || grew
		}
	}
	each := func(cov tables.Coverage, f func(g ot.GID, index int)) {
		for g, in := range set {
			if !in {
				continue
			}
			if i, ok := cov.Index(tables.GlyphID(g)); ok {
				f(ot.GID(g), i)
			}
		}
	}
	switch l := lookup.(type) {
	case tables.SingleSubs:
		switch d := l.Data.(type) {
		case tables.SingleSubstData1:
			each(d.Coverage, func(g ot.GID, _ int) { add(tables.GlyphID(uint16(int(g) + int(d.DeltaGlyphID)))) })
		case tables.SingleSubstData2:
			each(d.Coverage, func(_ ot.GID, i int) {
				if i < len(d.SubstituteGlyphIDs) {
					add(d.SubstituteGlyphIDs[i])
				}
			})
		}
	case tables.MultipleSubs:
		each(l.Coverage, func(_ ot.GID, i int) {
			if i < len(l.Sequences) {
				add(l.Sequences[i].SubstituteGlyphIDs...)
			}
		})
	case tables.AlternateSubs:
		each(l.Coverage, func(_ ot.GID, i int) {
			if i < len(l.AlternateSets) {
				add(l.AlternateSets[i].AlternateGlyphIDs...)
			}
		})
	case tables.LigatureSubs:
		each(l.Coverage, func(_ ot.GID, i int) {
			if i >= len(l.LigatureSets) {
				return
			}
			for _, lig := range l.LigatureSets[i].Ligatures {
				if !slices.ContainsFunc(lig.ComponentGlyphIDs, func(g tables.GlyphID) bool { return int(g) >= len(set) || !set[g] }) {
					add(lig.LigatureGlyph)
				}
			}
		})
	case tables.ReverseChainSingleSubs:
		each(l.Cov(), func(_ ot.GID, i int) {
			if i < len(l.SubstituteGlyphIDs) {
				add(l.SubstituteGlyphIDs[i])
			}
		})
	}
	// Contextual lookups only say when another lookup of the list is applied.
	return grew
}
