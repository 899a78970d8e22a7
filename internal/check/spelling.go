package check

import (
	"strings"
	"unicode/utf8"

	"multitude/internal/finding"
)

var spellingRules = []Rule{{
	ID: "spelling", Severity: finding.Hint,
	What:    "words that hunspell's dictionary of the language does not know; only with --spell, and where the system has such a dictionary",
	Why:     "a slip of the fingers makes a reader doubt the rest",
	Example: "las persoans en la frontera",
	Mend:    "correct the word; where it is right (a name, a new word), excuse it, or leave it: this is a hint",
	whole:   spelling,
}}

// mostWords is how many unknown words a finding names.
const mostWords = 8

// spelling asks the dictionary once, for all messages. Words that the original
// has too are names, most often.
func spelling(c *catalogue) {
	if c.options.Spell == nil {
		return
	}
	var all strings.Builder
	for _, s := range c.subjects {
		all.WriteString(strings.Join(strings.Fields(s.text), " ") + "\n")
	}
	unknown := c.options.Spell(all.String())
	for _, s := range c.subjects {
		var here []string
		for _, w := range unknown {
			if spelt(w) && hasWord(s.text, w) && !hasWord(s.original.text, w) {
				here = append(here, w)
			}
		}
		if len(here) == 0 {
			continue
		}
		more := ""
		if len(here) > mostWords {
			here, more = here[:mostWords], " …"
		}
		c.reportMessage(s.message, "the dictionary does not know “"+strings.Join(here, "”, “")+"”"+more, "correct what is misspelt; a name or a new word may well be right")
	}
}

// spelt says whether a word is one that dictionaries have: of letters, and not
// all capitals.
func spelt(w string) bool {
	return !strings.ContainsFunc(w, isDigit) && strings.ContainsFunc(w, isLetter) &&
		(strings.ToUpper(w) != w || strings.ToLower(w) == w)
}

// hasWord says whether w stands in the text with no letter beside it.
func hasWord(text, w string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], w)
		if i < 0 {
			return false
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(w):])
		if !isWordPart(before) && !isWordPart(after) {
			return true
		}
		from = at + len(w)
	}
}
