package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// syntaxRules look at what Markdown, a template or a mail program would make of
// a message.
var syntaxRules = []Rule{{
	ID:       "link-space",
	Severity: finding.Error,
	What:     "a space between the two brackets of a link",
	Why:      "Markdown does not see a link then: readers meet brackets, and cannot follow it",
	Example:  "[Anexo A] (#appendix)",
	Mend:     "take the space out: [words](target)",
	unit: func(s *subject) {
		if strings.Contains(s.message.Text, "] ") && brokenLink.MatchString(s.message.Text) && !brokenLink.MatchString(s.unit.Text) {
			s.report("a space between ] and (", "take it out: [words](target)")
		}
	},
}, {
	ID:       "block-shape",
	Severity: finding.Warning,
	What:     "a message that begins like a heading, a list, a quotation or a table",
	Why:      "a message is one paragraph: the marks would stand in the text as they are",
	Example:  "# Contexto; - Libertad",
	Mend:     "take the marks out; the original's own form is kept without them",
	unit: func(s *subject) {
		if m := blockMark.FindString(s.message.Text); m != "" && !blockMark.MatchString(s.unit.Text) {
			s.report(fmt.Sprintf("it begins with %q", strings.TrimSpace(m)), "take the mark out: headings and lists keep their form without it")
		}
	},
}, {
	ID:       "markup-order",
	Severity: finding.Warning,
	What:     "bold, emphasis, links and notes in another order than in the original",
	Why:      "the wrong words may stand out, or carry the link",
	Example:  "**Love** and [trust](#trust) → [confianza](#trust) y **amor**",
	Mend:     "see whether the marks stand around the right words; if your language wants this order, excuse the finding",
	scope:    parsed,
	unit: func(s *subject) {
		a, b := sequence(s.original.spans), sequence(s.spans)
		if len(a) < 2 || slices.Equal(a, b) {
			return
		}
		if x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)); slices.Equal(x, y) {
			s.report(fmt.Sprintf("%s, the original has %s", strings.Join(b, ", "), strings.Join(a, ", ")), "see whether the marks stand around the right words")
		}
	},
}, {
	ID:       "placeholder",
	Severity: finding.Error,
	What:     "placeholders in double braces that differ from the original's",
	Why:      "what they stand for would be missing, or shown as braces",
	Example:  "{{.Number}} → {{.Número}}",
	Mend:     "copy the placeholder from the original as it is",
	unit: func(s *subject) {
		if !strings.Contains(s.message.Text, "{{") && !strings.Contains(s.unit.Text, "{{") {
			return
		}
		want, got := placeholder.FindAllString(s.unit.Text, -1), placeholder.FindAllString(s.message.Text, -1)
		for _, p := range difference(want, got) {
			s.report("the placeholder "+p+" is missing or was changed", "write "+p+" as it stands in the original")
		}
		for _, p := range difference(got, want) {
			s.report("the placeholder "+p+", which the original does not have", "take it out")
		}
	},
}, {
	ID:       "plural-forms",
	Severity: finding.Warning,
	What:     "plural forms of the edition's own words that are not those of the language",
	Why:      "numbers would be spoken with the wrong form of the word",
	Example:  "Russian with one and other, but without few and many",
	Mend:     "write the forms that the language has",
	whole: func(c *catalogue) {
		want := pluralForms(c.catalog.Locale)
		if want == nil {
			return
		}
		for _, w := range sortedMessages(c.catalog.Words) {
			if len(w.Forms) == 0 {
				continue
			}
			for _, f := range want {
				if f != "other" && w.Forms[f] == "" {
					c.reportMessage(w, fmt.Sprintf("the form %q is missing", f), fmt.Sprintf("add %s = \"…\" below the message", f))
				}
			}
		}
	},
}, {
	ID:       "address",
	Severity: finding.Error,
	What:     "e-mail addresses and web addresses in the text that differ from the original's",
	Why:      "a letter that is wrong sends the reader elsewhere, or nowhere",
	Example:  "info@example.org → info@exemplo.org",
	Mend:     "copy the address from the original; a web address may be that of another page of the same site, such as the one in your language",
	unit: func(s *subject) {
		missing, added, _ := s.localized(addresses(s.original.text), addresses(s.text))
		for _, a := range missing {
			s.report("the address "+a+" is missing or was changed", "write it as in the original")
		}
		for _, a := range added {
			s.report("the address "+a+", which the original does not have", "take it out, or copy the original's")
		}
	},
}, {
	ID:       "alternative-text",
	Severity: finding.Warning,
	What:     "a picture whose description was lost in the translation",
	Why:      "who cannot see the picture is told nothing",
	Example:  "![Una marcha](march.png) → ![](march.png)",
	Mend:     "say between the square brackets what the picture shows",
	scope:    parsed,
	unit: func(s *subject) {
		want := labels(s.original.spans, doc.Image)
		for i, alt := range labels(s.spans, doc.Image) {
			if strings.TrimSpace(alt) == "" && i < len(want) && want[i] != "" {
				s.report("a picture without a description", fmt.Sprintf("translate “%s” between the square brackets", want[i]))
			}
		}
	},
}}

var (
	brokenLink  = regexp.MustCompile(`\]\s+\((#|https?:|mailto:)`)
	blockMark   = regexp.MustCompile(`^\s*(#{1,6}\s|[-+]\s|>\s|\|)`)
	placeholder = regexp.MustCompile(`\{\{[^{}]*\}\}`)
	address     = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|https?://[^\s)\]>"”»]+|www\.[^\s)\]>"”»]+`)
)

// addresses are the e-mail and web addresses in a text, without the marks that
// end a sentence.
func addresses(text string) []string {
	if !mayHaveAddress(text) {
		return nil
	}
	all := address.FindAllString(text, -1)
	for i := range all {
		all[i] = strings.TrimRight(all[i], ".,;:!?…。،؛")
	}
	return all
}

// mayHaveAddress spares most texts the regular expression.
func mayHaveAddress(text string) bool {
	return strings.Contains(text, "@") || strings.Contains(text, "://") || strings.Contains(text, "www.")
}

// sequence names the marks of a text in their order.
func sequence(spans []doc.Span) []string {
	var out []string
	var last doc.Span
	for _, s := range spans {
		if s.Link != nil && s.Link != last.Link {
			out = append(out, "a link")
		}
		if s.Strong && !last.Strong {
			out = append(out, "bold")
		}
		if s.Emph && !last.Emph {
			out = append(out, "italics")
		}
		switch s.Kind {
		case doc.NoteRef:
			out = append(out, "a note")
		case doc.CodeSpan:
			out = append(out, "code")
		}
		last = s
	}
	return out
}
