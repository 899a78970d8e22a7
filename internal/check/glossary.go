package check

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
)

var glossaryRules = []Rule{{
	ID:       "term",
	Severity: finding.Warning,
	What:     "a term of the glossary that is not translated by the word that the language has chosen",
	Why:      "one idea under two names is two ideas to a reader",
	Example:  "North Star → estrella polar, where the glossary has Estrella del Norte",
	Mend:     "use the glossary's word, or correct the glossary for all; a form of the word that the check does not know: excuse the finding",
	scope:    func(s *subject) bool { return len(s.terms) > 0 },
	unit: func(s *subject) {
		for _, t := range s.terms {
			words := s.vocabulary.chosen[t]
			if t.Keep || len(words) == 0 {
				continue
			}
			if !slices.ContainsFunc(words, func(w wording) bool { return containsStems(s.bare, w.bare) }) {
				s.report(fmt.Sprintf("“%s” is not “%s” here", t.Text, words[0].text), "use the glossary's word, or correct locales/glossary.toml")
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
	scope:    func(s *subject) bool { return s.vocabulary != nil && len(s.vocabulary.never) > 0 },
	unit: func(s *subject) {
		for _, n := range s.vocabulary.never {
			if containsWord(s.bare, n.bare) {
				cure := "use another word"
				if chosen := s.vocabulary.chosen[n.term]; len(chosen) > 0 {
					cure = fmt.Sprintf("write “%s”", chosen[0].text)
				}
				s.report(fmt.Sprintf("“%s” must not stand for “%s”", n.text, n.term.Text), cure)
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
	scope:    func(s *subject) bool { return len(s.terms) > 0 },
	unit: func(s *subject) {
		for _, t := range s.terms {
			if t.Keep && !strings.Contains(s.text, t.Text) {
				s.report(fmt.Sprintf("“%s” is missing", t.Text), "write it as in the original")
			}
		}
	},
}}

// A vocabulary is what a glossary says in one locale.
type vocabulary struct {
	chosen map[*glossary.Term][]wording
	never  []forbidden
}

// A wording is a word of the glossary, also as it is compared.
type wording struct{ text, bare string }

// A forbidden wording must not stand for its term.
type forbidden struct {
	wording
	term *glossary.Term
}

// vocabularyOf is nil where there is no glossary.
func vocabularyOf(g *glossary.Glossary, loc locale.Locale) *vocabulary {
	if g == nil {
		return nil
	}
	v := &vocabulary{chosen: make(map[*glossary.Term][]wording, len(g.Terms))}
	for i := range g.Terms {
		t := &g.Terms[i]
		for _, w := range t.In(loc) {
			v.chosen[t] = append(v.chosen[t], wording{w, bare(w)})
		}
		for _, w := range t.NeverIn(loc) {
			v.never = append(v.never, forbidden{wording{w, bare(w)}, t})
		}
	}
	return v
}

// termsOf are the terms of a glossary that stand in each original. They are
// looked for once, for all translations.
func (p *Originals) termsOf(g *glossary.Glossary) [][]*glossary.Term {
	if g == nil {
		return nil
	}
	p.reading.Lock()
	defer p.reading.Unlock()
	if p.glossary != g {
		p.glossary, p.terms = g, make([][]*glossary.Term, len(p.units))
		for i := range p.units {
			p.terms[i] = g.In(p.units[i].text)
		}
	}
	return p.terms
}

// containsStems says whether the stems of all words of a term stand in the
// text, in a form that grammar may have given them; both are bare. Endings
// change by case and number, so the last third of a long word is left open;
// small words come and go with grammar.
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

// containsWord says whether a word or a phrase stands in the text by itself;
// both are bare.
func containsWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		letter := func(r rune) bool { return isLetter(r) && !isEastAsian(r) }
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
