package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/catalog"
	"multitude/internal/finding"
)

// lossRules look for words that went missing.
var lossRules = []Rule{{
	ID:       "emptied",
	Severity: finding.Error,
	What:     "a message that somebody signed and that is empty now",
	Why:      "somebody's work was deleted, perhaps by mistake",
	Example:  `state = "reviewed" in the ledger, and other = "" in the catalog`,
	Mend:     "restore it from git or from a copy; if it was meant, take the entry out of the ledger",
	whole: func(c *catalogue) {
		for i := range c.originals {
			u := c.originals[i].unit
			r, signed := c.catalog.Reviews[u.ID]
			m, ok := c.catalog.Messages[u.ID]
			if signed && r.Translation != "" && r.State > catalog.Machine && (!ok || m.Text == "") {
				if !ok {
					m.ID, m.Pos = u.ID, r.Pos
				}
				c.reportMessage(m, "it was translated and signed, and is empty now", "restore the text from git or from a copy; nothing else has it")
			}
		}
	},
}, {
	ID:       "sentences",
	custom:   true,
	Severity: finding.Warning,
	What:     "far fewer or far more sentences than the original has",
	Why:      "a sentence may have been left out, or added",
	Example:  "five sentences that became two",
	Mend:     "compare sentence by sentence; if your language wants them joined, excuse the finding",
	scope: func(s *subject) bool {
		switch s.locale.Script {
		case "Hans", "Hant", "Jpan", "Mymr":
			return true
		}
		return s.language.spaced // Thai, Lao, Khmer and Tibetan end sentences by custom, not by rule
	},
	unit: func(s *subject) {
		a, b := s.original.sentences, sentences(s.text)
		if a >= 3 && b*2 <= a || b >= 4 && a*2 < b {
			s.report(fmt.Sprintf("%s, the original has %d", count(b, "sentence", "sentences"), a), "see whether a sentence is missing or was added")
		}
	},
}, {
	ID:       "acronym",
	Severity: finding.Warning,
	What:     "an acronym of the original that the translation has not",
	Why:      "readers look for it, and the text may come back to it",
	Example:  "(MASA) left out",
	Mend:     "write it as the original does, or as your language writes it, and excuse the finding then",
	scope:    func(s *subject) bool { return len(s.original.acronyms) > 0 },
	unit: func(s *subject) {
		for _, a := range s.original.acronyms {
			if !strings.Contains(strings.ToUpper(s.text), a) && (s.locale.Script == "Latn" || strings.Contains(s.original.text, "("+a+")")) {
				s.report("the acronym "+a+" is missing", "write it as the original does")
			}
		}
	},
}}

// sentences counts the sentences of a text: marks that end one (Unicode's
// property Sentence_Terminal), before a space or at the end.
func sentences(text string) int {
	n, open := 0, false
	for i, r := range text {
		c := classOf(r)
		if c&classLetter != 0 {
			open = true
		}
		if !open || c&classSentence == 0 || r == littleSection {
			continue
		}
		if r < utf8.RuneSelf {
			next, size := utf8.DecodeRuneInString(text[i+1:])
			if isLetterOrDigit(next) {
				continue // 3.5, U.S.
			}
			// An abbreviation is followed by a small letter, or is one letter long.
			if r == '.' && (abbreviated(text[:i]) || unicode.IsLower(first(text[i+1+size:]))) {
				continue
			}
		}
		n, open = n+1, false
	}
	if open {
		n++
	}
	return n
}

// littleSection is a comma in Burmese. Unicode has it among the marks that end a
// sentence.
const littleSection = '\u104A'

// abbreviated says whether the word at the end is a single capital letter.
func abbreviated(text string) bool {
	last, size := utf8.DecodeLastRuneInString(text)
	return unicode.IsUpper(last) && !before(text, len(text)-size, isLetter)
}

// acronyms are the words of three or more capital letters.
func acronyms(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isLetterOrDigit(r) }) {
		if len(w) >= 3 && len(w) <= 6 && strings.IndexFunc(w, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0 && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	// A text all in capitals has no acronyms.
	if strings.ToUpper(text) == text {
		return nil
	}
	return out
}
