package typeset

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/language"

	"multitude/internal/locale"
)

// opportunities are the places where a line may end, by cluster, ascending.
// The segmenter has been given the paragraph. Where several rules allow a
// break, the strongest is given.
func (s *shaper) opportunities(p *paragraph, graphemes []int) []opportunity {
	const none = breakKind(255)
	n := len(p.runes)
	kinds := slices.Grow(s.kinds[:0], n+1)[:n+1] // by the rune that the next line would begin with
	s.kinds = kinds
	for i := range kinds {
		kinds[i] = none
	}
	allow := func(at int, k breakKind) { kinds[at] = min(kinds[at], k) }
	for _, g := range graphemes {
		if g > 0 && g < n && partable(p.runes[g-1], p.runes[g]) {
			allow(g, emergency)
		}
	}
	s.hyphens(p, allow)
	s.wordsOf(p, graphemes, allow)
	for it := s.segmenter.LineIterator(); it.Next(); {
		line := it.Line()
		end := line.Offset + len(line.Text)
		switch {
		case line.IsMandatoryBreak:
			allow(end, mandatory)
		case p.runes[end-1] == '\u00ad':
			allow(end, hyphen)
		case partsKorean(p.runes, end), partsDash(p.runes, end), bindsLetters(p) && endsWithLetter(p.runes[:end]):
			allow(end, poor)
		default:
			allow(end, ordinary)
		}
	}
	if n > 0 {
		kinds[n] = mandatory
	}
	out := make([]opportunity, 0, len(p.clusters))
	for i := range p.clusters {
		end := p.clusters[i].end
		if end > 0 && kinds[end] != none && (i+1 == len(p.clusters) || p.clusters[i+1].start == end) {
			out = append(out, opportunity{i + 1, kinds[end]})
		}
	}
	return out
}

// partsKorean says whether a break before text[at] would part a Korean word.
// "Requirements for Hangul Text Layout" (Line Breaking Rules in Hangul) leaves
// it to the author whether lines are broken between words or between syllables.
// Words are easier to read and are kept where the line can bear it; where its
// gaps would be wide, a syllable begins the next, as books have it.
func partsKorean(text []rune, at int) bool {
	if at == 0 || at >= len(text) {
		return false
	}
	before, after := text[at-1], text[at]
	if before < 0x1100 && after < 0x1100 {
		return false
	}
	return (unicode.Is(unicode.Hangul, before) || unicode.Is(unicode.Hangul, after)) &&
		!unicode.IsSpace(before) && before != '\u200b' && !unicode.Is(unicode.Pd, before)
}

// partsDash says whether a break before text[at] would part a dash from what it
// belongs to: one that opens an aside, with a space before it and none behind,
// from the aside; any other from what stands before it. UAX #14 allows both
// (class B2), and Chinese and Japanese do it; typographers elsewhere do not.
func partsDash(text []rune, at int) bool {
	dash := func(i int) bool { return i >= 0 && i < len(text) && (text[i] == '—' || text[i] == '–') }
	space := func(i int) bool { return i < 0 || i >= len(text) || unicode.IsSpace(text[i]) }
	opens := func(i int) bool { return space(i-1) && !space(i+1) }
	switch {
	case dash(at - 1):
		return opens(at-1) && unicode.IsLetter(text[min(at, len(text)-1)])
	case !dash(at) || at == 0 || opens(at):
		return false
	}
	before := text[at-1]
	return !unicode.In(before, unicode.Han, unicode.Hiragana, unicode.Katakana) && (before < 0x3000 || before > 0x303F) && before < 0xFF00
}

// bindsLetters says whether the paragraph is in a language whose typographers
// leave no word of one letter, a preposition or a conjunction, at the end of a
// line.
func bindsLetters(p *paragraph) bool {
	if len(p.stretches) == 0 {
		return false
	}
	switch p.stretches[0].locale.Language {
	case "be", "cs", "dsb", "hsb", "pl", "ru", "sk", "uk":
		return true
	}
	return false
}

// endsWithLetter says whether a line ends with a word of one letter and a space.
func endsWithLetter(line []rune) bool {
	n := len(line)
	return n >= 2 && unicode.IsSpace(line[n-1]) && unicode.IsLetter(line[n-2]) && (n == 2 || !unicode.In(line[n-3], unicode.L, unicode.M, unicode.N, unicode.Pd))
}

// partable says whether a line may be broken between two characters in need:
// not beside a space, which is a better place or was meant to hold, nor beside
// what joins; and no punctuation is parted from its word.
func partable(before, after rune) bool {
	for _, r := range []rune{before, after} {
		switch r {
		case '\u00a0', '\u202f', '\u2060', '\ufeff', '\u200d', '\u2011':
			return false
		}
		if unicode.IsSpace(r) {
			return false
		}
	}
	if unicode.In(after, unicode.Pe, unicode.Pf, unicode.Po) {
		return unicode.IsPunct(before)
	}
	if unicode.In(before, unicode.Ps, unicode.Pi) {
		return unicode.IsPunct(after)
	}
	return true
}

// hyphens allows the hyphens that the patterns of a word's language know, except
// in code and addresses, in acronyms, and in words that have a hyphen already,
// soft or hard.
func (s *shaper) hyphens(p *paragraph, allow func(int, breakKind)) {
	at := 0
	for i := range p.stretches {
		st := &p.stretches[i]
		from := at
		for range st.text {
			at++
		}
		if st.mono {
			continue
		}
		patterns := s.patternsOf(st.locale)
		if patterns == nil {
			continue
		}
		// A word belongs to the stretch that it begins in.
		for from < at && from > 0 && isLetter(p.runes[from]) && isLetter(p.runes[from-1]) {
			from++
		}
		for from < at {
			if unicode.IsSpace(p.runes[from]) {
				from++
				continue
			}
			to := from
			for to < len(p.runes) && !unicode.IsSpace(p.runes[to]) {
				to++
			}
			if !isAddress(p.runes[from:to]) {
				hyphenate(patterns, p.runes, from, to, at, allow)
			}
			from = to
		}
	}
}

// hyphenate allows the hyphens of the words in text[from:to] that begin before
// limit.
func hyphenate(patterns *patterns, text []rune, from, to, limit int, allow func(int, breakKind)) {
	hasHyphen := func(i int) bool {
		return i >= from && i < to && (text[i] == '-' || text[i] == '\u2010' || text[i] == '\u00ad')
	}
	for i := from; i < to && i < limit; {
		if !isLetter(text[i]) {
			i++
			continue
		}
		start := i
		for i < to && (isLetter(text[i]) || patterns.apostrophes && isApostrophe(text[i]) && i+1 < to && isLetter(text[i+1])) {
			i++
		}
		word := text[start:i]
		if len(word) < shortestHyphenated || hasHyphen(start-1) || hasHyphen(i) || unicode.IsUpper(word[0]) && unicode.IsUpper(word[1]) {
			continue
		}
		patterns.points(word, func(at int) { allow(start+at, hyphen) })
	}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// isAddress says whether what stands between spaces is the address of a page, a
// machine or a person: a hyphen in it would be taken for a part of it.
func isAddress(word []rune) bool {
	for i, r := range word {
		switch r {
		case '@', '_', '\\', '#', '=', '~':
			return true
		case ':', '/':
			if i+1 < len(word) && word[i+1] == '/' {
				return true
			}
		case '.':
			if i > 0 && i+1 < len(word) && isLetter(word[i-1]) && isLetter(word[i+1]) {
				return true
			}
		}
	}
	return false
}

// patternsOf are the patterns for a locale, or nil.
func (s *shaper) patternsOf(l locale.Locale) *patterns {
	p, ok := s.patterns[l]
	if !ok {
		var err error
		if p, err = s.data.hyphenation(hyphenationFiles(l)...); err != nil {
			s.err = cmp.Or(s.err, err)
		}
		s.patterns[l] = p
	}
	return p
}

// wordsOf allows breaks between the words of Thai, Lao, Khmer and Burmese,
// which are written without spaces: UAX #14 leaves them to dictionaries (class
// SA).
func (s *shaper) wordsOf(p *paragraph, graphemes []int, allow func(int, breakKind)) {
	for i := 0; i < len(p.runes); {
		script := complexScript(p.runes[i])
		if script == "" {
			i++
			continue
		}
		from := i
		for i < len(p.runes) && complexScript(p.runes[i]) == script {
			i++
		}
		words, err := s.data.dictionary(script)
		if err != nil {
			s.err = cmp.Or(s.err, err)
		}
		if words == nil {
			continue
		}
		words.divide(p.runes[from:i], func(at int) {
			if _, ok := slices.BinarySearch(graphemes, from+at); ok {
				allow(from+at, dictionary)
			}
		})
	}
}

// complexScript is the script of a character of line-break class SA that a
// dictionary knows, or "".
func complexScript(r rune) string {
	if r < 0x0E01 || r > 0x17D3 && r != 0x17D7 && r != 0x17DC && r != 0x17DD && (r < 0xA9E0 || r > 0xAA7F) {
		return ""
	}
	switch language.LookupScript(r) {
	case language.Thai:
		if r < 0x0E4F { // then digits and signs
			return "Thai"
		}
	case language.Lao:
		if r < 0x0ED0 || r > 0x0ED9 {
			return "Laoo"
		}
	case language.Khmer:
		if r < 0x17D4 || r == 0x17D7 || r == 0x17DC || r == 0x17DD {
			return "Khmr"
		}
	case language.Myanmar:
		if unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r >= 0x104C && r <= 0x104F {
			return "Mymr"
		}
	}
	return ""
}
