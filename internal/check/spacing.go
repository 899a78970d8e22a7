package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/finding"
)

var spacingRules = []Rule{{
	ID:       "double-space",
	Severity: finding.Warning,
	What:     "two spaces in a row",
	Why:      "often a word was deleted between them",
	Example:  "todas  las personas",
	Mend:     "take one out",
	unit: func(s *subject) {
		t := strings.TrimSpace(s.text)
		for i, r := range t {
			if isSpace(r) && after(t, i, isSpace) {
				s.report("two spaces after "+tail(t[:i]), "take one out, or put the missing word between them")
				return
			}
		}
	},
}, {
	ID:       "doubled-word",
	custom:   true,
	Severity: finding.Warning,
	What:     "the same word twice in a row",
	Why:      "mostly a slip; where the language doubles words on purpose, the original may do so too",
	Example:  "para para todas",
	Mend:     "take one out; if it is meant, excuse the finding",
	scope:    spaced,
	unit: func(s *subject) {
		prev := ""
		for w := range strings.FieldsSeq(s.text) {
			if strings.EqualFold(w, prev) && utf8.RuneCountInString(w) > 1 && strings.IndexFunc(w, func(r rune) bool { return classOf(r)&(classLetter|classMark) == 0 }) < 0 {
				s.report(fmt.Sprintf("“%s” twice in a row", w), "take one out; if it is meant, excuse the finding")
				return
			}
			prev = w
		}
	},
}, {
	ID:       "space-before-mark",
	custom:   true,
	Severity: finding.Warning,
	What:     "a space before a comma or a full stop; in French, a space before ; : ! ? » that may break the line, or none",
	Why:      "the mark can be torn off to the beginning of the next line",
	Example:  "justicia , paz; French: « paix »; pourquoi?",
	Mend:     "take the space out; in French write a no-break space (U+202F or U+00A0) there",
	unit: func(s *subject) {
		french := s.locale.Language == "fr" && s.locale.Region != "CA" && s.locale.Region != "CH"
		for i, r := range s.text {
			if classOf(r)&(classTerminal|classBracket) == 0 {
				continue
			}
			switch {
			case french && strings.ContainsRune(";:!?»", r):
				p, _ := utf8.DecodeLastRuneInString(s.text[:i])
				if p == ' ' || i > 0 && (isLetter(p) || p == '»') && !after(s.text, i, func(r rune) bool { return isDigit(r) || r == '/' }) {
					s.report(fmt.Sprintf("%c without a no-break space before it, after %s", r, tail(s.text[:i])), "write a no-break space (U+202F, before : U+00A0)")
					return
				}
			case strings.ContainsRune(",.،؛。，、।", r) && before(s.text, i, func(r rune) bool { return r == ' ' }):
				// A space before a Danda is old custom in print; a stop may begin ".org".
				if r == '।' || after(s.text, i, func(r rune) bool { return isLetterOrDigit(r) || r == '.' }) {
					continue
				}
				s.report(fmt.Sprintf("a space before %c, after %s", r, tail(s.text[:i])), "take it out")
				return
			}
		}
	},
}, {
	ID:       "space-after-mark",
	custom:   true,
	Severity: finding.Warning,
	What:     "no space after a comma or a full stop between two words",
	Why:      "the two words run into one, for the eye and for a screen reader",
	Example:  "justicia,paz",
	Mend:     "put a space after the mark",
	scope:    spaced,
	unit: func(s *subject) {
		for i, r := range s.text {
			if classOf(r)&classTerminal == 0 || !strings.ContainsRune(",;!?،؛؟।։።፣۔", r) || !after(s.text, i, isLetter) || !before(s.text, i, func(r rune) bool {
				return isWordPart(r) || unicode.In(r, unicode.Pf, unicode.Pe)
			}) {
				continue
			}
			if strings.Contains(s.original.text, string(r)) && strings.Contains(s.original.text, around(s.text, i)) {
				continue
			}
			s.report(fmt.Sprintf("no space after %c, after %s", r, tail(s.text[:i])), "put a space there")
			return
		}
	},
}}

// around is the character at offset i with its neighbours.
func around(text string, i int) string {
	_, a := utf8.DecodeLastRuneInString(text[:i])
	_, size := utf8.DecodeRuneInString(text[i:])
	_, b := utf8.DecodeRuneInString(text[i+size:])
	return text[i-a : i+size+b]
}
