package typeset

import (
	"strings"
	"unicode"

	"multitude/internal/locale"
)

// hyphenationFiles are the names of the patterns for a locale, best first.
func hyphenationFiles(l locale.Locale) []string {
	switch l.Language {
	case "en":
		switch l.Region {
		case "", "US", "CA", "PH", "PR":
			return []string{"en-us"}
		}
		return []string{"en-gb", "en-us"}
	case "de":
		return []string{"de-1996"}
	}
	if l.Script != "Latn" {
		return nil
	}
	return []string{l.Language}
}

// The least number of letters before and after a hyphen: with fewer, readers
// stumble over what saves no space.
const (
	leftMin  = 2
	rightMin = 3
	// A word that is shorter is left whole.
	shortestHyphenated = 6
)

// patterns are Liang's: F. M. Liang, Word Hy-phen-a-tion by Com-put-er, 1983.
type patterns struct {
	levels     map[string][]byte // letters → a level before each, and one after the last
	exceptions map[string][]int  // word → offsets of its hyphens, in letters
	longest    int               // letters of the longest pattern
}

// parsePatterns reads patterns as TeX writes them, a line "=", and exceptions.
func parsePatterns(data []byte) *patterns {
	p := &patterns{levels: map[string][]byte{}, exceptions: map[string][]int{}}
	rules, exceptions, _ := strings.Cut(string(data), "\n=\n")
	for _, line := range strings.Fields(rules) {
		var letters []rune
		levels := []byte{0}
		for _, r := range line {
			if r >= '0' && r <= '9' {
				levels[len(levels)-1] = byte(r - '0')
				continue
			}
			letters = append(letters, r)
			levels = append(levels, 0)
		}
		p.levels[string(letters)] = levels
		p.longest = max(p.longest, len(letters))
	}
	for _, word := range strings.Fields(exceptions) {
		var at []int
		n := 0
		for _, r := range word {
			if r == '-' {
				at = append(at, n)
				continue
			}
			n++
		}
		p.exceptions[strings.ReplaceAll(word, "-", "")] = at
	}
	return p
}

// points calls with each offset, in runes, at which the word may be hyphenated,
// ascending. The word has letters alone.
func (p *patterns) points(word []rune, point func(at int)) {
	const tooLong = 100 // letters: no word of a language, and quadratic work
	n := len(word)
	if n < shortestHyphenated || n > tooLong {
		return
	}
	bounded := make([]rune, 0, n+2)
	bounded = append(bounded, '.')
	for _, r := range word {
		bounded = append(bounded, unicode.ToLower(r))
	}
	bounded = append(bounded, '.')
	if at, ok := p.exceptions[string(bounded[1:n+1])]; ok {
		for _, i := range at {
			if i >= leftMin && i <= n-rightMin {
				point(i)
			}
		}
		return
	}
	levels := make([]byte, len(bounded)+1)
	for i := range bounded {
		for j := i + 1; j <= min(len(bounded), i+p.longest); j++ {
			for k, level := range p.levels[string(bounded[i:j])] {
				levels[i+k] = max(levels[i+k], level)
			}
		}
	}
	for i := leftMin; i <= n-rightMin; i++ {
		if levels[i+1]%2 == 1 { // levels counts the dot before the word
			point(i)
		}
	}
}
