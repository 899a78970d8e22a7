package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/unicode/norm"

	"multitude/internal/locale"
)

//go:generate go run ./gen

// A language is what the rules know of a locale, from CLDR. It is made once
// and never changed.
type language struct {
	letters *runeSet   // nil where CLDR has none for the language
	marks   *runeSet   // punctuation; nil likewise
	months  [][]string // names of the months, January first; nil likewise
	quotes  [4]string  // outer pair, inner pair
	digits  [10]rune   // zero first
	spaced  bool       // words are parted by spaces

	apostrophe rune // a letter that looks like an apostrophe, and is none; 0 where there is none
	cased      bool // the script has capitals

	pairs    pairs
	identity whatlanggo.Lang // -1 where the identifier does not know the language
}

var languages sync.Map // BCP 47 tag → *language

func languageOf(loc locale.Locale) *language {
	if l, ok := languages.Load(loc.Tag); ok {
		return l.(*language)
	}
	l := &language{quotes: loc.Quotes(), digits: loc.Digits(), identity: identified(loc), pairs: pairsOf(loc.Quotes())}
	if s := inherited(exemplars, loc); s != "" {
		l.letters = newRuneSet(s)
	}
	l.apostrophe = apostropheOf(l.letters)
	if s := inherited(punctuation, loc); s != "" {
		l.marks = newRuneSet(s + scriptMarks[loc.Script])
	}
	if s := inherited(months, loc); s != "" {
		for _, m := range strings.Split(s, "|") {
			l.months = append(l.months, strings.Split(m, "/"))
		}
	}
	switch loc.Script {
	case "Hans", "Hant", "Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Bopo", "Java", "Bali", "Lana", "Talu", "Tale", "Yiii":
	default:
		l.spaced = true
	}
	switch loc.Script {
	case "Latn", "Cyrl", "Grek", "Armn", "Cher", "Adlm", "Osge", "Dsrt", "Vith", "Wara":
		l.cased = true
	}
	actual, _ := languages.LoadOrStore(loc.Tag, l)
	return actual.(*language)
}

// apostropheOf is the letter among those of a language that apostrophes are
// typed for (ʻokina, saltillo, modifier apostrophe), or 0.
func apostropheOf(letters *runeSet) rune {
	if letters == nil || letters.has('’') || letters.has('\'') {
		return 0
	}
	for _, l := range []rune{'ʻ', 'ꞌ', 'ʼ'} {
		if letters.has(l) {
			return l
		}
	}
	return 0
}

// inherited is a table's entry for the locale or for the nearest of its parents
// that has one.
func inherited[T comparable](table map[string]T, loc locale.Locale) (entry T) {
	tags := []string{loc.Tag, loc.Language + "-" + loc.Script}
	for _, p := range loc.Parents() {
		tags = append(tags, p.Tag)
	}
	if locale.MustParse(loc.Language).Script == loc.Script {
		tags = append(tags, loc.Language)
	}
	for _, t := range tags {
		if e := table[t]; e != entry {
			return e
		}
	}
	return entry
}

// A runeSet is a set of characters: a bit for each of the basic plane's, the
// rest as ranges.
type runeSet struct {
	pages [256]*[4]uint64
	high  []rune // first and last of ranges beyond the basic plane
}

func newRuneSet(ranges string) *runeSet {
	s := &runeSet{}
	runes := []rune(ranges)
	for i := 0; i+1 < len(runes); i += 2 {
		for r := runes[i]; r <= runes[i+1]; r++ {
			if r > 0xFFFF {
				s.high = append(s.high, r, runes[i+1])
				break
			}
			page := s.pages[r>>8]
			if page == nil {
				page = new([4]uint64)
				s.pages[r>>8] = page
			}
			page[r>>6&3] |= 1 << (r & 63)
		}
	}
	return s
}

func (s *runeSet) has(r rune) bool {
	if r > 0xFFFF {
		for i := 0; i < len(s.high); i += 2 {
			if r >= s.high[i] && r <= s.high[i+1] {
				return true
			}
		}
		return false
	}
	page := s.pages[r>>8]
	return page != nil && page[r>>6&3]&(1<<(r&63)) != 0
}

// knows says whether the set has a character, or all the parts that Unicode
// takes it apart into.
func (s *runeSet) knows(r rune) bool {
	if s.has(r) {
		return true
	}
	parts := norm.NFD.String(string(r))
	return len(parts) > 0 && parts != string(r) && !slices.ContainsFunc([]rune(parts), func(p rune) bool { return !s.has(p) })
}

// words are the words of a text: runs of letters, marks and digits, with the
// apostrophes, hyphens and joiners inside them.
func words(text string) []string {
	var out []string
	start := -1
	for i, r := range text {
		switch {
		case isWordPart(r) || r == '\u200c' || r == '\u200d':
			if start < 0 {
				start = i
			}
			continue
		case start >= 0 && (r == '\'' || r == '’' || r == '-' || r == '‑'):
			// inside a word, if a letter follows
			next := []rune(text[i+len(string(r)) : min(len(text), i+len(string(r))+4)])
			if len(next) > 0 && isLetter(next[0]) {
				continue
			}
		}
		if start >= 0 {
			out = append(out, text[start:i])
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, text[start:])
	}
	return out
}

// Letters are the letters and marks of a language, main and auxiliary, by
// CLDR's lists; none where it has none for the language.
func Letters(loc locale.Locale) []rune {
	var out []rune
	ranges := []rune(inherited(exemplars, loc))
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = append(out, r)
		}
	}
	return out
}
