package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/catalog"
	"multitude/internal/check/weight"
	"multitude/internal/finding"
	"multitude/internal/unit"
)

// wordingRules look at the words themselves: whether they are words of the
// language, as many as can be, and the same for the same thing.
var wordingRules = []Rule{{
	ID:       "same-as-source",
	Severity: finding.Warning,
	What:     "a translation that is the original, word for word",
	Why:      "it was forgotten, or copied to be translated later",
	Example:  "Our Vision → Our Vision",
	Mend:     "translate it; if it is a name that stays, excuse the finding",
	scope:    func(s *subject) bool { return s.locale.Language != s.origin.Language && len(s.original.words) >= 2 },
	unit: func(s *subject) {
		begin, originalBegin := unicode.ToLower(firstLetter(s.text)), unicode.ToLower(firstLetter(s.original.text))
		if begin == originalBegin && len(s.text) <= 2*len(s.original.text) && fold(s.text) == s.original.folded {
			s.report("the same as the original", "translate it; if it is a name that stays as it is, excuse the finding")
		}
	},
}, {
	ID:       "stray-source",
	Severity: finding.Warning,
	What:     "several words of the original left untranslated in the middle of the translation",
	Why:      "a reader who does not know the language of the original loses the sentence",
	Example:  "Todas las personas should be able to live",
	Mend:     "translate them; a name may stay: excuse the finding",
	scope:    func(s *subject) bool { return s.locale.Language != s.origin.Language },
	unit: func(s *subject) {
		need := 4
		if s.locale.Script != s.origin.Script {
			need = 3
		}
		if run := common(s.original, s.letterWords(), need); run != nil && !name(run) && fold(s.text) != s.original.folded {
			s.report(fmt.Sprintf("“%s” stands as in the original", strings.Join(run, " ")), "translate it; if it is a name, excuse the finding")
		}
	},
}, {
	ID:       "language",
	Severity: finding.Warning,
	What:     "a text that seems to be in another language than its catalog",
	Why:      "a text was pasted into the wrong file",
	Example:  "a Portuguese paragraph in the Spanish catalog",
	Mend:     "put the text into the right catalog; the guess may be wrong: then excuse the finding",
	unit: func(s *subject) {
		if other := otherLanguage(s.text, s.language, s.originLanguage); other != "" {
			s.report("it seems to be in "+other, "see whether it was pasted into the wrong file; if not, excuse the finding")
		}
	},
}, {
	ID:       "length",
	Severity: finding.Warning,
	What:     "a translation far shorter or far longer than the others of its catalog are, each beside its original; in a catalog that has few, than translations into the language usually are",
	Why:      "a part may be missing, or stand twice",
	Example:  "a paragraph of 600 letters that became 100",
	Mend:     "compare it with the original; if all is there, excuse the finding",
	whole: func(c *catalogue) {
		type pair struct {
			m    catalog.Message
			a, r float64
		}
		var pairs []pair
		var ratios []float64
		for _, s := range c.subjects {
			a, b := s.original.weight, weight.Of(s.text)
			if a < 12 || b == 0 {
				continue
			}
			pairs = append(pairs, pair{s.message, a, b / a})
			if a > 60 {
				ratios = append(ratios, b/a)
			}
		}
		// What is usual is the catalog's own: languages differ by half, and
		// translators by a fifth.
		usual := expected(c.options.Source, c.catalog.Locale)
		if len(ratios) >= 8 {
			slices.Sort(ratios)
			usual = ratios[len(ratios)/2]
		}
		for _, p := range pairs {
			least, most := proportion(p.a)
			if r := p.r / usual; r < least || r > most {
				c.reportMessage(p.m, fmt.Sprintf("%.0f %% of the length that is usual here", 100*r), "see whether a part is missing or stands twice")
			}
		}
	},
}, {
	ID:       "capital",
	Severity: finding.Warning,
	What:     "a text that begins with a small letter where the original and the other messages begin with a capital, or all in capitals",
	Why:      "the beginning may be missing; capitals are hard to read, and some screen readers spell them",
	Example:  "contexto; CONTEXTO",
	Mend:     "begin with a capital; use bold in the place of capitals",
	whole: func(c *catalogue) {
		if !languageOf(c.catalog.Locale).cased {
			return
		}
		var small, loud []catalog.Message
		for _, s := range c.subjects {
			if s.parse != nil {
				continue
			}
			if unicode.IsUpper(firstLetter(s.original.text)) && unicode.IsLower(firstLetter(s.text)) && !leading(s.text) {
				small = append(small, s.message)
			}
			if utf8.RuneCountInString(s.text) > 12 && shouted(s.text) && !shouted(s.original.text) {
				loud = append(loud, s.message)
			}
		}
		// Where many do, it is how this text is written.
		few := max(2, len(c.originals)/25)
		if len(small) <= few {
			for _, m := range small {
				c.reportMessage(m, "it begins with a small letter", "begin with a capital, and see whether the beginning is missing")
			}
		}
		if len(loud) <= few {
			for _, m := range loud {
				c.reportMessage(m, "it is all in capitals", "write it in small letters; bold stands out as well")
			}
		}
	},
}, {
	ID:       "two-translations",
	Severity: finding.Warning,
	What:     "one text of the original that is translated in two ways",
	Why:      "readers take two names for two things",
	Example:  "Immigrant Movement Visioning Process, once Proceso and once Iniciativa",
	Mend:     "use the same translation in both places",
	whole: func(c *catalogue) {
		first := map[string]catalog.Message{}
		for i := range c.originals {
			u := c.originals[i].unit
			m := c.catalog.Messages[u.ID]
			if m.Text == "" {
				continue
			}
			key := c.originals[i].folded
			if before, ok := first[key]; ok && fold(before.Text) != fold(m.Text) {
				c.reportMessage(m, fmt.Sprintf("the same original is translated otherwise in [%s]: %s", before.ID, excerpt(before.Text)), "use the same translation in both places; if they must differ, excuse the finding")
			} else if !ok {
				first[key] = m
			}
		}
	},
}, {
	ID:       "one-translation",
	Severity: finding.Warning,
	What:     "two different texts of the original with one and the same translation",
	Why:      "one was perhaps pasted over the other",
	Example:  "Freedom to Stay and Freedom to Move, both Libertad de moverse",
	Mend:     "translate each; where the language has one word for both, excuse the finding",
	whole: func(c *catalogue) {
		type seen struct {
			m catalog.Message
			u unit.Unit
		}
		first := map[string]seen{}
		for i := range c.originals {
			u := c.originals[i].unit
			m := c.catalog.Messages[u.ID]
			if utf8.RuneCountInString(m.Text) < 12 {
				continue
			}
			key := strings.TrimSpace(m.Text)
			before, ok := first[key]
			if !ok {
				first[key] = seen{m, u}
			} else if fold(before.u.Text) != fold(u.Text) {
				c.reportMessage(m, fmt.Sprintf("[%s] has the same translation, and another original: %s", before.u.ID, excerpt(before.u.Text)), "see whether one was pasted over the other")
			}
		}
	},
}}

// fold is a text as it is compared: letters without case, marks of Markdown and
// white space aside.
func fold(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return isSpace(r) || r == '*' || r == '_'
	}), " ")
}

// letterWords are the words that begin with a letter, those of addresses apart.
func letterWords(text string) []string {
	if mayHaveAddress(text) {
		text = address.ReplaceAllString(text, " 0 ")
	}
	return slices.DeleteFunc(words(text), noLetter)
}

// letterWords are those of the translation.
func (s *subject) letterWords() []string {
	if mayHaveAddress(s.text) {
		return letterWords(s.text)
	}
	if !slices.ContainsFunc(s.words, noLetter) {
		return s.words
	}
	return slices.DeleteFunc(slices.Clone(s.words), noLetter)
}

func noLetter(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return !isLetter(r)
}

// placesOf are the places of words, by their small letters.
func placesOf(words []string) map[string][]int {
	at := make(map[string][]int, len(words))
	for i, w := range words {
		k := strings.ToLower(w)
		at[k] = append(at[k], i)
	}
	return at
}

// common is the first run of at least n words that the original has too, or
// nil.
func common(o *original, b []string, n int) []string {
	a := o.words
	if len(a) < n || len(b) < n {
		return nil
	}
	for j := 0; j+n <= len(b); j++ {
		for _, i := range o.places[strings.ToLower(b[j])] {
			k := 0
			for i+k < len(a) && j+k < len(b) && strings.EqualFold(a[i+k], b[j+k]) {
				k++
			}
			if k >= n {
				return b[j : j+k]
			}
		}
	}
	return nil
}

// name says whether all words but small ones begin with a capital.
func name(run []string) bool {
	for _, w := range run {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && utf8.RuneCountInString(w) > 3 {
			return false
		}
	}
	return true
}

func firstLetter(text string) rune {
	for _, r := range text {
		if isLetter(r) {
			return r
		}
		if isDigit(r) {
			return 0
		}
	}
	return 0
}

// leading says whether a text begins with what belongs before its first word:
// an apostrophe, an article that is written small ('n, ’s), an ellipsis.
func leading(text string) bool {
	return strings.HasPrefix(text, "…") || strings.HasPrefix(text, "'") || strings.HasPrefix(text, "’") || strings.HasPrefix(text, "ʻ") || strings.HasPrefix(text, "ʼ")
}

func shouted(text string) bool {
	upper, lower := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 8 && lower*10 < upper
}

// proportion are the least and the greatest length of a translation, as shares
// of the original's, for an original of a letters: a short one varies more. It
// began with Okapi's 30 to 350 % under 20 letters and 45 to 200 % above, and was
// widened where the Universal Declaration's published translations are longer.
func proportion(a float64) (least, most float64) {
	switch {
	case a < 20:
		return 0.2, 5
	case a < 60:
		return 0.33, 3.2
	case a < 150:
		return 0.42, 2.6
	}
	return 0.5, 2.2
}
