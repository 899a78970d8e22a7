package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/finding"
)

var punctuationRules = []Rule{{
	ID:       "end-mark",
	custom:   true,
	Severity: finding.Warning,
	What:     "a text that does not end as the original does: with a full stop, a question, an exclamation, a colon, or nothing",
	Why:      "the last words may be missing; a heading needs no full stop",
	Example:  "… for everyone. → … para todo el mundo",
	Mend:     "end it with the mark of your language that says the same",
	scope: func(s *subject) bool {
		switch s.locale.Script {
		case "Thai", "Laoo", "Tibt", "Mong":
			return false // where a space ends a sentence, or every text ends with a mark
		}
		return true
	},
	unit: func(s *subject) {
		a, b := ending(s.original.text, s.origin.Language), ending(s.text, s.locale.Language)
		if a == b || utf8.RuneCountInString(s.original.text) < 20 && a == endNone {
			return
		}
		if a == endNone && b == endStop && !s.sentence() {
			s.report("it ends with a mark, and the original with none", "take the mark at the end out")
			return
		}
		if a == endNone || a == endPause || b == endPause && a == endStop {
			return
		}
		s.report(fmt.Sprintf("it ends with %s, and the original with %s", endNames[b], endNames[a]), "end it as the original does, with the mark of your language")
	},
}, {
	ID:       "quotation-marks",
	custom:   true,
	Severity: finding.Warning,
	What:     "quotation marks that are not those of the language, or typewriter ones",
	Why:      "they look like a mistake in print, and a screen reader may not see a quotation",
	Example:  `"palabra" in the place of “palabra”`,
	Mend:     "use the marks of your language",
	scope:    func(s *subject) bool { return s.has&classBracket != 0 || strings.Contains(s.text, `"`) },
	unit: func(s *subject) {
		q := s.language.quotes
		for i, r := range s.text {
			switch r {
			case '"':
				if !between(s.text, i, isLetter) { // a gershayim, a letter in transcription
					s.reportOf(`"`, "a typewriter quotation mark (\")", fmt.Sprintf("write %s and %s", q[0], q[1]))
					return
				}
			case '«', '»', '“', '”', '„', '「', '」', '『', '』', '‹', '›', '《', '》':
				if !strings.ContainsRune(q[0]+q[1]+q[2]+q[3], r) && (s.language.marks == nil || !s.language.marks.has(r)) {
					s.reportOf(string(r), fmt.Sprintf("the quotation mark %c, which the language does not use", r), fmt.Sprintf("write %s and %s, inside them %s and %s", q[0], q[1], q[2], q[3]))
					return
				}
			}
		}
	},
}, {
	ID:       "unpaired",
	Severity: finding.Warning,
	What:     "brackets and quotation marks that open and do not close, or the other way round",
	Why:      "readers cannot tell where the aside or the quotation ends",
	Example:  "(al menos hoy",
	Mend:     "add the missing one, or take the other out",
	scope:    func(s *subject) bool { return s.has&classBracket != 0 && !s.original.unpaired },
	unit: func(s *subject) {
		if r := unpaired(s.text, s.language.pairs); r != 0 {
			s.report(fmt.Sprintf("%c has no partner", r), "add the missing one, or take this one out")
		}
	},
}, {
	ID:       "ellipsis",
	Severity: finding.Warning,
	What:     "three full stops in the place of an ellipsis",
	Why:      "they can be torn apart at the end of a line, and a screen reader says three times dot",
	Example:  "... in the place of …",
	Mend:     "write …",
	unit: func(s *subject) {
		if i := strings.Index(s.text, "..."); i >= 0 && !strings.Contains(s.original.text, "...") {
			s.report("three full stops after "+tail(s.text[:i]), "write … (one character)")
		}
	},
}, {
	ID:       "dash",
	custom:   true,
	Severity: finding.Warning,
	What:     "two hyphens, or a hyphen between spaces, where a dash is meant",
	Why:      "it looks like a mistake in print",
	Example:  "justicia -- hoy; justicia - hoy",
	Mend:     "write – or —, as your language does",
	unit: func(s *subject) {
		for _, d := range []string{"--", " - "} {
			if i := strings.Index(s.text, d); i > 0 && !strings.Contains(s.original.text, d) {
				s.report(fmt.Sprintf("%q in the place of a dash", strings.TrimSpace(d)), "write – or —, as your language does")
				return
			}
		}
	},
}, {
	ID:       "foreign-mark",
	custom:   true,
	Severity: finding.Warning,
	What:     "a comma, a full stop, a question mark of another script",
	Why:      "it looks wrong, stands on the wrong side in a right-to-left line, and sentences are not seen to end",
	Example:  "an Arabic text with , in the place of ،",
	Mend:     "type the mark with the keyboard of your language",
	scope:    func(s *subject) bool { return s.language.marks != nil && s.has&classTerminal != 0 },
	unit: func(s *subject) {
		marks := s.language.marks
		var said []rune
		for i, r := range s.text {
			if classOf(r)&classTerminal == 0 || marks.has(r) || within(s.text, i, r) || slices.Contains(said, r) {
				continue
			}
			// What an English name or an address in the text brings along.
			if r < 0x80 && beside(s.text, i, latinOrDigit) {
				continue
			}
			if r < 0x80 && s.locale.Script != "Arab" && s.locale.Script != "Grek" && s.locale.Script != "Ethi" && s.locale.Script != "Mymr" {
				continue // CLDR's sets leave common marks out for many languages
			}
			s.reportOf(string(r), fmt.Sprintf("%c (U+%04X), which the language does not use, after %s", r, r, tail(s.text[:i])), "type the mark that your language uses")
			said = append(said, r)
		}
	},
}, {
	ID:       "width",
	custom:   true,
	Severity: finding.Warning,
	What:     "full-width letters and digits, half-width kana; in Chinese and Japanese, half-width commas and full stops",
	Why:      "they tear gaps into the line, and search does not find them",
	Example:  "２０１９; 正义,和平",
	Mend:     "type letters and digits in half width, the marks of Chinese and Japanese in full width",
	unit: func(s *subject) {
		east := s.locale.Script == "Hans" || s.locale.Script == "Hant" || s.locale.Script == "Jpan"
		if !east && s.has&classWide == 0 {
			return
		}
		for i, r := range s.text {
			switch {
			case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
				s.report(fmt.Sprintf("%c in full width", r), "type it in half width")
				return
			case r >= '｡' && r <= 'ﾟ':
				s.report(fmt.Sprintf("%c in half width", r), "type it in full width")
				return
			case !east && r >= '！' && r <= '～':
				s.report(fmt.Sprintf("%c in full width", r), "type it in half width")
				return
			case east && strings.ContainsRune(",;:!?", r) && before(s.text, i, isEastAsian):
				s.report(fmt.Sprintf("%c in half width after %s", r, tail(s.text[:i])), "type the full-width mark of your language")
				return
			}
		}
	},
}, {
	ID:       "inverted-marks",
	Severity: finding.Warning,
	What:     "a Spanish question or exclamation without its opening mark",
	Why:      "readers, and screen readers, learn too late how to read the sentence",
	Example:  "Quiénes somos? in the place of ¿Quiénes somos?",
	Mend:     "write ¿ or ¡ where the question or exclamation begins",
	scope:    func(s *subject) bool { return s.locale.Language == "es" || s.locale.Language == "ast" },
	unit: func(s *subject) {
		for _, m := range [][2]string{{"¿", "?"}, {"¡", "!"}} {
			if a, b := strings.Count(s.text, m[0]), strings.Count(s.text, m[1]); a != b {
				s.report(fmt.Sprintf("%s %s and %s %s", count(a, "mark", "marks"), m[0], count(b, "mark", "marks"), m[1]), fmt.Sprintf("write %s where it begins and %s where it ends", m[0], m[1]))
				return
			}
		}
	},
}, {
	ID:       "apostrophe",
	custom:   true,
	Severity: finding.Warning,
	What:     "an apostrophe in a word where the language has a letter of its own (ʻokina, saltillo, modifier apostrophe)",
	Why:      "the word is another one for a search, and breaks at the wrong place",
	Example:  "Hawai'i in the place of Hawaiʻi",
	Mend:     "type the letter: ʻ (U+02BB), ꞌ (U+A78C) or ʼ (U+02BC)",
	scope:    func(s *subject) bool { return s.language.apostrophe != 0 },
	unit: func(s *subject) {
		letter := s.language.apostrophe
		for i, r := range s.text {
			if (r == '\'' || r == '’' || r == '‘') && between(s.text, i, isLetter) {
				s.report(fmt.Sprintf("%c inside a word, after %s", r, tail(s.text[:i])), fmt.Sprintf("type the letter %c (U+%04X)", letter, letter))
				return
			}
		}
	},
}}

// How a text ends.
const (
	endNone = iota
	endStop
	endQuestion
	endExclamation
	endColon
	endPause // a comma or a semicolon
)

var endNames = [...]string{"no mark", "a full stop", "a question mark", "an exclamation mark", "a colon", "a pause"}

// ending says how a text ends, closing quotation marks and brackets aside.
func ending(text, language string) int {
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return isSpace(r) || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi, unicode.Cf) || r == '"' || r == '\''
	})
	r, _ := utf8.DecodeLastRuneInString(text)
	switch r {
	case '?', '？', '؟', '፧', '՞', '⁇', '⸮', '꘏':
		return endQuestion
	case '!', '！', '՜', '߹':
		return endExclamation
	case ':', '：', '፥', '፦', '៖', '∶':
		if language == "hy" {
			return endStop // typed in the place of ։
		}
		return endColon
	case '—', '–':
		if language == "my" {
			return endColon // with which it leads over to a list
		}
	case littleSection:
		return endPause
	case ';', '\u037e':
		if language == "el" {
			return endQuestion
		}
		return endPause
	case '…':
		return endStop
	}
	switch {
	case language == "hy" && (r == '.' || r == '․' || r == '՝'):
		return endColon // Armenian has ։ for the full stop, and these for what English parts by a colon
	case classOf(r)&classSentence != 0:
		return endStop
	case classOf(r)&classTerminal != 0:
		return endPause
	}
	return endNone
}

// sentence says whether the original reads as a sentence all the same: it has
// one inside.
func (s *subject) sentence() bool { return sentences(s.original.text) > 1 }

// pairs are the brackets and quotation marks that open and close, by what opens
// and by what closes.
type pairs struct{ closer, opener map[rune]rune }

// english are those of a text that uses the English marks.
var english = pairsOf([4]string{"“", "”", "‘", "’"})

// pairsOf are those of a language with the quotation marks. The closing single
// one is an apostrophe too, and is left out.
func pairsOf(quotes [4]string) pairs {
	p := pairs{map[rune]rune{'(': ')', '（': '）', '[': ']', '「': '」', '『': '』', '《': '》', '〈': '〉', '【': '】', '«': '»', '“': '”', '„': '“'}, map[rune]rune{}}
	q := [2]rune{first(quotes[0]), first(quotes[1])}
	if q[0] != q[1] && q[0] != '"' {
		if q[0] == '”' { // Arabic and Urdu turn the English pair around
			delete(p.closer, '“')
		}
		p.closer[q[0]] = q[1]
	}
	if q[1] == '“' || q[0] == '„' {
		delete(p.closer, '“')
	}
	if q[0] == q[1] || q[0] == '»' || strings.Contains(quotes[2]+quotes[3], "“") && q[1] != '”' {
		delete(p.closer, '“')
		delete(p.closer, '„')
		delete(p.closer, '”')
	}
	for o, c := range p.closer {
		if o != c {
			p.opener[c] = o
		}
	}
	return p
}

// unpaired is a bracket or quotation mark without its partner, or 0. Brackets
// that number a list, as in "a)", need none.
func unpaired(text string, p pairs) rune {
	var open []rune
	for i, r := range text {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == ' ' {
			continue
		}
		if _, both := p.closer[r]; both {
			if o := p.opener[r]; o != 0 && len(open) > 0 && open[len(open)-1] == o {
				open = open[:len(open)-1]
				continue
			}
			open = append(open, r)
			continue
		}
		o, ok := p.opener[r]
		if !ok {
			continue
		}
		if len(open) == 0 || open[len(open)-1] != o {
			if r == ')' && beside(text, i, isLetterOrDigit) && i < 8 {
				continue
			}
			return r
		}
		open = open[:len(open)-1]
	}
	if len(open) > 0 {
		return open[len(open)-1]
	}
	return 0
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// before, after, beside and between look at the characters around the one at
// offset i.
func before(text string, i int, is func(rune) bool) bool {
	r, n := utf8.DecodeLastRuneInString(text[:i])
	return n > 0 && is(r)
}

func after(text string, i int, is func(rune) bool) bool {
	_, size := utf8.DecodeRuneInString(text[i:])
	r, n := utf8.DecodeRuneInString(text[i+size:])
	return n > 0 && is(r)
}

func beside(text string, i int, is func(rune) bool) bool {
	return before(text, i, is) || after(text, i, is)
}

func between(text string, i int, is func(rune) bool) bool {
	return before(text, i, is) && after(text, i, is)
}

func within(text string, i int, r rune) bool {
	return strings.ContainsRune(".:,", r) && between(text, i, isDigit)
}

func latinOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

func isEastAsian(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
