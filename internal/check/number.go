package check

import (
	"fmt"
	"strings"
	"unicode"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

var numberRules = []Rule{{
	ID:       "numbers",
	Severity: finding.Warning,
	What:     "numbers in figures that differ from the original's, in whatever digits they are written",
	Why:      "a year or an amount that is wrong misleads",
	Example:  "2019 → 2018; ٢٠١٩ is the same as 2019",
	Mend:     "write the number of the original, in the digits of your language",
	unit: func(s *subject) {
		want, got := numbers(doc.PlainText(s.source)), numbers(doc.PlainText(s.spans))
		for _, n := range difference(want, got) {
			s.report("the number "+n+" of the original is missing", "write it in figures, in the digits of your language")
		}
		for _, n := range difference(got, want) {
			// A small number may be one that the original spells out ("fourteen").
			if len(n) > 2 {
				s.report(fmt.Sprintf("the number %s is not in the original", n), "write the numbers of the original and no others")
			}
		}
	},
}}

// numbers are the numbers in figures, in ASCII digits, without separators.
func numbers(text string) []string {
	var out []string
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		if d, ok := digit(r); ok {
			b.WriteByte(d)
			continue
		}
		// A separator stands between digits: 1,000; 1.000; 1 000; ١٬٠٠٠.
		if b.Len() > 0 && i+1 < len(runes) && strings.ContainsRune(".,'’\u00a0\u202f٫٬", r) {
			if _, ok := digit(runes[i+1]); ok {
				continue
			}
		}
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	if b.Len() > 0 {
		out = append(out, b.String())
	}
	return out
}

// digit is the ASCII digit for a decimal digit of any script: Unicode orders
// the ten digits of a script one after the other, zero first.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	n := 0
	for n < 9 && unicode.Is(unicode.Nd, r-rune(n)-1) {
		n++
	}
	// Where blocks of digits touch (mathematical digits), count from the block's start.
	if r >= 0x1D7CE && r <= 0x1D7FF {
		n = int(r-0x1D7CE) % 10
	}
	return byte('0' + n), true
}
