package check

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/finding"
)

var glossaryRules = []Rule{{
	ID:       "term",
	Severity: finding.Warning,
	What:     "a term of the glossary that is not translated by the word that the language has chosen",
	Why:      "one idea under two names is two ideas to a reader",
	Example:  "North Star → estrella polar, where the glossary has Estrella del Norte",
	Mend:     "use the glossary's word, or correct the glossary for all; a form of the word that the check does not know: excuse the finding",
	unit: func(s *subject) {
		for _, t := range s.glossary.In(s.original.text) {
			words := t.In(s.locale)
			if t.Keep || len(words) == 0 {
				continue
			}
			if !containsAny(s.text, words) {
				s.report(fmt.Sprintf("“%s” is not “%s” here", t.Text, words[0]), "use the glossary's word, or correct locales/glossary.toml")
			}
		}
	},
}, {
	ID:       "forbidden-term",
	Severity: finding.Warning,
	What:     "a word that the glossary says must not be used",
	Why:      "it hurts, or says something else",
	Example:  "“ilegal” for an immigrant",
	Mend:     "use the word that the glossary has chosen",
	unit: func(s *subject) {
		if s.glossary == nil {
			return
		}
		for _, t := range s.glossary.Terms {
			for _, w := range t.NeverIn(s.locale) {
				if containsWord(s.text, w) {
					cure := "use another word"
					if chosen := t.In(s.locale); len(chosen) > 0 {
						cure = fmt.Sprintf("write “%s”", chosen[0])
					}
					s.report(fmt.Sprintf("“%s” must not stand for “%s”", w, t.Text), cure)
				}
			}
		}
	},
}, {
	ID:       "kept-term",
	Severity: finding.Warning,
	What:     "a name that the glossary keeps as it is, and that the translation lost or changed",
	Why:      "readers could not find what is named",
	Example:  "Macro Advisory Partners → Socios Macro Asesores",
	Mend:     "write it as in the original",
	unit: func(s *subject) {
		for _, t := range s.glossary.In(s.original.text) {
			if t.Keep && !strings.Contains(s.text, t.Text) {
				s.report(fmt.Sprintf("“%s” is missing", t.Text), "write it as in the original")
			}
		}
	},
}}

// containsAny says whether one of the words stands in the text, in a form that
// grammar may have given it.
func containsAny(text string, words []string) bool {
	text = bare(text)
	for _, w := range words {
		if containsStems(text, bare(w)) {
			return true
		}
	}
	return false
}

// containsStems says whether the stems of all words of a term stand in the
// text. Endings change by case and number, so the last third of a long word is
// left open; small words come and go with grammar.
func containsStems(text, term string) bool {
	if strings.Contains(text, term) {
		return true
	}
	looked := false
	for _, w := range strings.Fields(term) {
		w = strings.Trim(w, ".,;:!?()«»“”‘’'\"")
		runes := []rune(w)
		if len(runes) < 4 {
			continue
		}
		looked = true
		if !strings.Contains(text, string(runes[:max(3, (len(runes)*2+2)/3)])) {
			return false
		}
	}
	return looked
}

// containsWord says whether a word or a phrase stands in the text by itself.
func containsWord(text, word string) bool {
	text, word = bare(text), bare(word)
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		letter := func(r rune) bool { return unicode.IsLetter(r) && !isEastAsian(r) }
		if (i == 0 || !before(text, i, letter)) && (end == len(text) || !letter(first(text[end:]))) {
			return true
		}
		from = end
	}
}

// bare is a text without case, Arabic and Hebrew vowel signs and the marks that
// differ from hand to hand.
func bare(text string) string {
	text = strings.ToLower(norm.NFC.String(text))
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x064B && r <= 0x0652, r == 0x0670, r == 0x0640, r >= 0x0591 && r <= 0x05C7, r == 0x200B, r == 0x200C, r == 0x00AD:
			return -1
		case r == '’' || r == 'ʼ' || r == 'ʻ':
			return '\''
		case r == 0x00A0 || r == 0x202F:
			return ' '
		}
		return r
	}, text)
}
