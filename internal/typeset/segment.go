package typeset

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/language"
)

// opportunities are the places where a line may end, by cluster, ascending.
// The segmenter has been given the paragraph. Where several rules allow a
// break, the strongest is given.
func (s *shaper) opportunities(p *paragraph, graphemes []int) []opportunity {
	const none = breakKind(255)
	n := len(p.runes)
	kinds := make([]breakKind, n+1) // by the rune that the next line would begin with
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
		if line.IsMandatoryBreak {
			allow(end, mandatory)
		} else {
			allow(end, ordinary)
		}
	}
	if n > 0 {
		kinds[n] = mandatory
	}
	var out []opportunity
	for i := range p.clusters {
		end := p.clusters[i].end
		if end > 0 && kinds[end] != none && (i+1 == len(p.clusters) || p.clusters[i+1].start == end) {
			out = append(out, opportunity{i + 1, kinds[end]})
		}
	}
	return out
}

// partable says whether a line may be broken between two characters in need:
// not beside a space, which is a better place or was meant to hold, nor beside
// what joins.
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
	return true
}

// hyphens allows the hyphens that the patterns of a word's language know, and
// those that the author marked with a soft hyphen.
func (s *shaper) hyphens(p *paragraph, allow func(int, breakKind)) {
	isLetter := func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }
	stretch, left := 0, 0
	if len(p.stretches) > 0 {
		left = len([]rune(p.stretches[0].text))
	}
	for i := 0; i < len(p.runes); {
		if p.runes[i] == '\u00ad' && i+1 < len(p.runes) {
			allow(i+1, hyphen)
		}
		if !isLetter(p.runes[i]) {
			i++
			continue
		}
		from := i
		for i < len(p.runes) && isLetter(p.runes[i]) {
			i++
		}
		for from >= left && stretch+1 < len(p.stretches) {
			stretch++
			left += len([]rune(p.stretches[stretch].text))
		}
		word := p.runes[from:i]
		if len(word) < shortestHyphenated || p.stretches[stretch].mono ||
			i < len(p.runes) && p.runes[i] == '\u00ad' || from > 0 && p.runes[from-1] == '\u00ad' ||
			unicode.IsUpper(word[0]) && unicode.IsUpper(word[1]) { // an acronym
			continue
		}
		patterns, err := s.data.hyphenation(hyphenationFiles(p.stretches[stretch].locale)...)
		if err != nil {
			s.err = cmp.Or(s.err, err)
		}
		if patterns != nil {
			patterns.points(word, func(at int) { allow(from+at, hyphen) })
		}
	}
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
