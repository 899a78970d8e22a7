package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"multitude/internal/finding"
	"multitude/internal/locale"
)

var numberRules = []Rule{{
	ID:       "numbers",
	Severity: finding.Warning,
	What:     "numbers in figures that differ from the original's, in whatever digits they are written",
	Why:      "a year or an amount that is wrong misleads",
	Example:  "2019 → 2018; ٢٠١٩ is the same as 2019",
	Mend:     "write the number of the original, in the digits of your language",
	scope:    func(s *subject) bool { return len(s.original.numbers)+len(s.numbers) > 0 },
	unit: func(s *subject) {
		want, got := s.original.numbers, s.numbers
		if slices.Equal(want, got) {
			return
		}
		missing, added := difference(want, got), difference(got, want)
		for _, n := range missing {
			// A small number may be written in words, or in the language's own
			// numerals; not where another number stands in its place.
			if small(n) && len(added) == 0 {
				continue
			}
			s.report("the number "+n+" of the original is missing", "write it in figures, in the digits of your language")
		}
		for _, n := range added {
			// A small number may be one that the original spells out ("fourteen").
			if len(n) > 2 {
				s.report(fmt.Sprintf("the number %s is not in the original", n), "write the numbers of the original and no others")
			}
		}
	},
}, {
	ID:       "digits",
	custom:   true,
	Severity: finding.Warning,
	What:     "digits of two scripts in one text, or digits of another script than the language's",
	Why:      "it looks like a mistake, and some readers know only one kind",
	Example:  "٢٠١9",
	Mend:     "write all numbers with the same digits",
	scope:    func(s *subject) bool { return s.has&classDigit != 0 },
	unit: func(s *subject) {
		var first rune
		for i, r := range s.text {
			if !isDigit(r) || r >= '０' && r <= '９' {
				continue
			}
			zero := r - rune(value(r))
			if first == 0 {
				first = zero
				if zero != '0' && zero != s.language.digits[0] && !atHome(zero, s.locale) {
					s.report(fmt.Sprintf("the digit %c, which the language does not use, after %s", r, tail(s.text[:i])), fmt.Sprintf("write it with %s", string(s.language.digits[:])))
					return
				}
			}
			if zero != first {
				s.report(fmt.Sprintf("digits of two scripts: %c after %s", r, tail(s.text[:i])), "write all numbers with the same digits")
				return
			}
		}
	},
}, {
	ID:       "month",
	Severity: finding.Warning,
	What:     "a date whose month is not the original's",
	Why:      "a wrong date misleads",
	Example:  "November 2019 → octubre de 2019",
	Mend:     "write the month of the original",
	scope: func(s *subject) bool {
		return s.language.months != nil && s.originLanguage.months != nil && len(s.original.numbers) > 0
	},
	unit: func(s *subject) {
		text := strings.ToLower(s.text)
		for _, m := range monthsOf(s.original.text, s.originLanguage.months) {
			if named(text, s.language.months[m]) || strings.Contains(text, s.locale.Number(m+1)) || strings.Contains(text, fmt.Sprint(m+1)) {
				continue
			}
			for other := range s.language.months {
				if other != m && named(text, s.language.months[other]) {
					s.report(fmt.Sprintf("%s, where the original has %s", s.language.months[other][0], s.originLanguage.months[m][0]), "write "+s.language.months[m][0])
					return
				}
			}
		}
	},
}}

// small says whether a number is one that languages write in words or ordinals:
// up to the days of a month.
func small(n string) bool { return len(n) == 1 || len(n) == 2 && n <= "31" }

// monthsOf are the months, 0 to 11, that a text names beside a number.
func monthsOf(text string, names [][]string) []int {
	var out []int
	for m, n := range names {
		for from := 0; ; {
			i := strings.Index(text[from:], n[0])
			if i < 0 {
				break
			}
			i += from
			from = i + len(n[0])
			near := strings.TrimLeft(text[from:], " ,")
			if near != "" && near[0] >= '0' && near[0] <= '9' {
				out = append(out, m)
				break
			}
			if before(strings.TrimRight(text[:i], " "), len(strings.TrimRight(text[:i], " ")), isDigit) {
				out = append(out, m)
				break
			}
		}
	}
	return out
}

// named says whether a text has one of the names, or nearly: inflected names
// differ at their end.
func named(text string, names []string) bool {
	for _, n := range names {
		n = strings.ToLower(n)
		if runes := []rune(n); len(runes) > 4 {
			n = string(runes[:len(runes)-1])
		}
		if n != "" && strings.Contains(text, n) {
			return true
		}
	}
	return false
}

// value is what a decimal digit counts.
func value(r rune) int {
	d, _ := digit(r)
	return int(d - '0')
}

// atHome says whether digits belong to the script of a locale, by the script's
// block: a Nepali may write Devanagari digits whatever CLDR expects.
func atHome(zero rune, loc locale.Locale) bool {
	switch {
	case zero == 0x0660 || zero == 0x06F0:
		return loc.Script == "Arab" || loc.Script == "Aran" || loc.Script == "Thaa" || loc.Script == "Syrc"
	case zero == 0x1040 || zero == 0x1090:
		return loc.Script == "Mymr"
	}
	table := unicode.Scripts[scriptOf(zero)]
	for _, r := range exampleOf(loc) {
		if table != nil && unicode.Is(table, r) {
			return true
		}
	}
	return false
}

// numbers are the numbers in figures, in ASCII digits, without separators.
func numbers(text string) []string {
	if strings.IndexFunc(text, func(r rune) bool { _, ok := digit(r); return ok }) < 0 {
		return nil
	}
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
	if r < 0x80 || !isDigit(r) {
		return 0, false
	}
	n := 0
	for n < 9 && isDigit(r-rune(n)-1) {
		n++
	}
	// Where blocks of digits touch (mathematical digits), count from the block's start.
	if r >= 0x1D7CE && r <= 0x1D7FF {
		n = int(r-0x1D7CE) % 10
	}
	return byte('0' + n), true
}

// scriptOf is the name of a character's script in package unicode, or "".
func scriptOf(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// exampleOf are letters of the locale's script: the first of its language's.
func exampleOf(loc locale.Locale) []rune {
	runes := []rune(inherited(exemplars, loc))
	return runes[:min(len(runes), 40)]
}
