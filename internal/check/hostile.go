package check

import (
	"fmt"
	"regexp"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// Rules about what nobody writes who means well: no page runs it, but a text
// that has it was not made by a translator, or not by her alone.
var hostileRules = []Rule{{
	ID:       "code-as-text",
	Severity: finding.Warning,
	What:     "code of web pages, scripts or templates that the original does not have",
	Why:      "it does nothing in an edition, but readers would see it, and somebody may have tried to do harm",
	Example:  "Libertad <img src=x onerror=…>",
	Mend:     "delete it; write words",
	scope:    parsed,
	unit: func(s *subject) {
		text := s.text
		code := 0
		for _, o := range s.original.spans {
			if o.Kind == doc.CodeSpan {
				code++
			}
		}
		for _, d := range s.spans {
			// What code must say, the rule code knows.
			if d.Kind == doc.CodeSpan {
				if code--; code < 0 {
					s.report(fmt.Sprintf("code that the original does not have: %s", short(d.Text)), "delete it; write words")
					return
				}
			}
			if d.Link != nil {
				text += "\n" + d.Link.Title
			}
		}
		if !mayBeCode(text) {
			return
		}
		source := s.original.text
		for _, m := range pageCode.FindAllString(text, -1) {
			if !strings.Contains(source, m) {
				s.report(fmt.Sprintf("%s looks like code of a web page or a template", short(m)), "delete it; write words")
				return
			}
		}
	},
}, {
	ID:       "repetition",
	Severity: finding.Warning,
	What:     "one character many times over, or a heap of marks on one letter",
	Why:      "it covers the lines around it, or makes a page that nobody can read",
	Example:  "a letter with twenty accents",
	Mend:     "delete what is too much",
	unit: func(s *subject) {
		const most = 12  // equal characters, or marks, in a row; no language comes near
		const signs = 30 // that are neither letters nor digits, in a row
		var last rune
		equal, marks, other := 0, 0, 0
		source := s.unit.Text
		for _, r := range s.message.Text {
			if r == last {
				equal++
			} else {
				last, equal = r, 1
			}
			c := classOf(r)
			if c&classMark != 0 || r == '\u200D' || r == '\u200C' {
				marks++
			} else {
				marks = 0
			}
			if c&(classLetter|classMark|classNumber|classSeparator) != 0 {
				other = 0
			} else if other++; other > signs {
				s.report(fmt.Sprintf("more than %d signs in a row", signs), "delete what is too much")
				return
			}
			if (equal > most || marks > most) && !strings.Contains(source, strings.Repeat(string(r), most+1)) {
				s.report(fmt.Sprintf("U+%04X more than %d times in a row", r, most), "delete what is too much")
				return
			}
		}
	},
}}

// pageCode is a tag or a comment of HTML, an address that runs a script, an
// event handler, or an expression of a template language.
var pageCode = regexp.MustCompile(`(?i)<[/!?%a-z][^<]*>?|\b(?:javascript|vbscript|data)\s*:\s*\S*[=(,]|\bon[a-z]{3,}\s*=|\{\{[^}]*\}?\}?|\{%|[$#*]\{|&(?:#\d+|#x[0-9a-f]+|[a-z]+);`)

// mayBeCode says whether a text has a character that pageCode needs. It spares
// most texts the regular expression.
func mayBeCode(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '<', '{', '&', '=':
			return true
		case ':':
			before := strings.ToLower(strings.TrimRightFunc(text[:i], isSpace))
			if strings.HasSuffix(before, "script") || strings.HasSuffix(before, "data") {
				return true
			}
		}
	}
	return false
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return fmt.Sprintf("%q…", string(r[:40]))
	}
	return fmt.Sprintf("%q", s)
}
