package check

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/finding"
)

var textRules = []Rule{{
	ID:       "blank",
	Severity: finding.Error,
	What:     "a translation of nothing but spaces or invisible characters",
	Why:      "readers would meet a gap where the original has words",
	Example:  `other = " "`,
	Mend:     `translate it, or write other = "" until you do`,
	unit: func(s *subject) {
		if strings.IndexFunc(s.message.Text, func(r rune) bool { return unicode.IsGraphic(r) && !isSpace(r) }) < 0 {
			s.report("nothing but spaces", `translate it, or write other = "" until you do`)
		}
	},
}, {
	ID:       "outer-space",
	Severity: finding.Warning,
	What:     "a space before or after the translation",
	Why:      "it would show as a gap; often a word was lost there",
	Example:  `other = "Contexto "`,
	Mend:     "take the space out",
	unit: func(s *subject) {
		t := s.message.Text
		trimmed := strings.TrimSpace(t)
		if trimmed == "" || trimmed == t {
			return
		}
		where := "at the end"
		if !strings.HasPrefix(t, trimmed) {
			where = "at the beginning"
		}
		s.report("a space "+where, "take it out")
	},
}, {
	ID:       "control-character",
	Severity: finding.Error,
	What:     "control characters, bidi overrides, replacement characters and noncharacters",
	Why:      "they are invisible and can turn text around or cut it off; U+FFFD says that a letter was lost",
	Example:  "Libert\\u202Ead",
	Mend:     "delete the character, and type the word anew",
	unit: func(s *subject) {
		for i, r := range s.message.Text {
			if name := unwanted(r); name != "" {
				s.report(fmt.Sprintf("%s (U+%04X) after %s", name, r, tail(s.message.Text[:i])), "delete it, and type the word anew")
				return
			}
		}
	},
}, {
	ID:       "not-nfc",
	custom:   true,
	Severity: finding.Warning,
	What:     "letters that are written in parts where Unicode has them as one (Normalization Form C)",
	Why:      "the same word would not be found by search, and may look different from line to line",
	Example:  "e + U+0301 in the place of é",
	Mend:     "type the word anew, or let an editor normalize the file to NFC",
	unit: func(s *subject) {
		if i := norm.NFC.QuickSpanString(s.message.Text); i < len(s.message.Text) && !norm.NFC.IsNormalString(s.message.Text) {
			s.report("not in Unicode's Normalization Form C, after "+tail(s.message.Text[:i]), "type the word anew, or let your editor normalize the file to NFC")
		}
	},
}}

// unwanted names a character that has no place in a translation, or "".
func unwanted(r rune) string {
	switch {
	case r == '\n':
		return "" // part of a hard break
	case r == '\t':
		return "a tab"
	case unicode.IsControl(r):
		return "a control character"
	case r == '\u202D' || r == '\u202E':
		return "a bidi override"
	case r == '\uFEFF':
		return "a byte order mark"
	case r == '\uFFFD':
		return "a replacement character, left where a letter was lost,"
	case r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		return "a noncharacter"
	case r >= 0xE0000 && r <= 0xE007F:
		return "a tag character"
	}
	return ""
}

// tail is the end of a text, to find a place by.
func tail(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return "the beginning"
	}
	return fmt.Sprintf("“%s”", strings.ReplaceAll(string(runes[max(0, len(runes)-20):]), "\n", " "))
}
