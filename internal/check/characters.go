package check

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode"

	"multitude/internal/finding"
)

var characterRules = []Rule{{
	ID:       "foreign-letter",
	custom:   true,
	Severity: finding.Warning,
	What:     "letters that the language does not use, by CLDR's lists",
	Why:      "a slip of the keyboard, or a letter that only looks like the right one: search does not find the word",
	Example:  "a Cyrillic а in Spanish “pаz”",
	Mend:     "type the word anew; a name from another language may stay: excuse the finding",
	scope:    func(s *subject) bool { return s.language.letters != nil },
	unit: func(s *subject) {
		letters := s.language.letters
		// Latin letters are at home in every text: names, addresses, units.
		latin := s.locale.Script != "Latn"
		for _, w := range s.words {
			var stray []rune
			known := 0
			for _, r := range w {
				switch {
				case !isLetter(r), unicode.Is(unicode.Lm, r), letters.knows(r):
					known++
				case latin && r < 0x250, unicode.Is(unicode.Han, r), unicode.Is(unicode.Hangul, r):
					known++
				default:
					stray = append(stray, r)
				}
			}
			// A word of another language altogether is a name.
			if len(stray) == 0 || s.locale.Script == "Latn" && len(stray) > known || strings.Contains(s.original.text, w) {
				continue
			}
			if unicode.IsUpper([]rune(w)[0]) && s.locale.Script == "Latn" && unicode.Is(unicode.Latin, stray[0]) {
				continue // a name
			}
			s.report(fmt.Sprintf("%c (U+%04X) in “%s”", stray[0], stray[0], w), "type the word anew with the keyboard of your language; if it is a name, excuse the finding")
			return
		}
	},
}, {
	ID:       "mixed-script",
	custom:   true,
	Severity: finding.Warning,
	What:     "a word of letters of two scripts",
	Why:      "one of them only looks like the right letter: the word cannot be found, and a screen reader stumbles",
	Example:  "pаz with a Cyrillic а",
	Mend:     "type the word anew",
	scope:    func(s *subject) bool { return bits.OnesCount32(uint32(s.has&classConfusable)) > 1 },
	unit: func(s *subject) {
		for _, w := range s.words {
			first, script := ' ', class(0)
			for _, r := range w {
				if !isLetter(r) {
					continue
				}
				is := classOf(r) & classConfusable
				if script != 0 && is != 0 && is != script {
					if strings.Contains(s.original.text, w) {
						break
					}
					s.report(fmt.Sprintf("“%s” has letters of two scripts: %c (U+%04X) and %c (U+%04X)", w, first, first, r, r), "type the word anew")
					return
				}
				if is != 0 && script == 0 {
					first, script = r, is
				}
			}
		}
	},
}, {
	ID:       "bidi-balance",
	Severity: finding.Warning,
	What:     "marks of direction that are opened and not closed",
	Why:      "the rest of the paragraph may be shown in the wrong order",
	Example:  "U+2067 without U+2069",
	Mend:     "close it, or delete it: the edition sets directions by itself",
	scope:    func(s *subject) bool { return s.has&classFormat != 0 },
	unit: func(s *subject) {
		isolates, embeddings := 0, 0
		for _, r := range s.message.Text {
			switch {
			case r >= '\u2066' && r <= '\u2068':
				isolates++
			case r == '\u2069':
				isolates--
			case r == '\u202a' || r == '\u202b':
				embeddings++
			case r == '\u202c':
				embeddings--
			}
			if isolates < 0 || embeddings < 0 {
				break
			}
		}
		if isolates != 0 || embeddings != 0 {
			s.report("a mark of direction (U+202A to U+2069) without its partner", "delete it: the edition sets the direction by itself")
		}
	},
}, {
	ID:       "invisible",
	Severity: finding.Warning,
	What:     "joiners, zero-width spaces and soft hyphens where they do nothing or harm",
	Why:      "nobody sees them, but a search for the word does not find it",
	Example:  "a zero-width space inside a Spanish word",
	Mend:     "delete it, and type the word anew",
	scope:    func(s *subject) bool { return s.has&(classFormat|classFiller) != 0 },
	unit: func(s *subject) {
		for i, r := range s.message.Text {
			if why := s.uselessly(i, r); why != "" {
				s.report(fmt.Sprintf("%s (U+%04X) after %s", why, r, tail(s.message.Text[:i])), "delete it; to see it, move through the word with the arrow keys")
				return
			}
		}
	},
}, {
	ID:       "private-use",
	Severity: finding.Warning,
	What:     "private-use characters",
	Why:      "they mean something in one font only; everybody else sees boxes",
	Example:  "U+E000",
	Mend:     "write the character that Unicode has for it",
	scope:    func(s *subject) bool { return s.has&classPrivate != 0 },
	unit: func(s *subject) {
		for i, r := range s.message.Text {
			if classOf(r)&classPrivate != 0 {
				s.report(fmt.Sprintf("a private-use character (U+%04X) after %s", r, tail(s.message.Text[:i])), "write the character that Unicode has for it")
				return
			}
		}
	},
}}

// uselessly names an invisible character that has no use where it stands, or
// "".
func (s *subject) uselessly(i int, r rune) string {
	text := s.message.Text
	joins := func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Adlam, unicode.Mandaic, unicode.Hanifi_Rohingya) || indic(r)
	}
	switch r {
	case '\u200c', '\u200d':
		name := map[rune]string{'\u200c': "a zero-width non-joiner", '\u200d': "a zero-width joiner"}[r]
		if emoji(text, i) {
			return ""
		}
		if !before(text, i, joins) {
			return name
		}
	case '\u200b':
		if s.language.spaced {
			return "a zero-width space"
		}
	case '\u00ad':
		return "a soft hyphen"
	case '\u2060', '\u180e', '\u034f', '\u115f', '\u1160', '\u3164', '\uffa0':
		return "an invisible character"
	}
	return ""
}

// emoji says whether a joiner stands between two pictures.
func emoji(text string, i int) bool {
	picture := func(r rune) bool { return r >= 0x1F000 || r >= 0x2600 && r <= 0x27BF || r == '\ufe0f' }
	return beside(text, i, picture)
}

// indic says whether the character is of a script whose letters join into
// conjuncts.
func indic(r rune) bool {
	return r >= 0x0900 && r <= 0x0DFF || r >= 0x1000 && r <= 0x109F || r >= 0x1780 && r <= 0x17FF || r >= 0x0F00 && r <= 0x0FFF ||
		r >= 0xA8E0 && r <= 0xA9DF || r >= 0x11000 && r <= 0x1193F || r >= 0x1B00 && r <= 0x1BFF
}
