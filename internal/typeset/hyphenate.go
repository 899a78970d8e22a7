package typeset

import (
	"fmt"
	"slices"
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
	case "nb", "nn":
		return []string{"no"}
	}
	return []string{l.Language}
}

const (
	shortestHyphenated = 6   // letters: a word that is shorter is left whole
	longestHyphenated  = 100 // letters: a word that is longer is none
)

// patterns are those of one language, after Liang: F. M. Liang, Word
// Hy-phen-a-tion by Com-put-er, 1983.
type patterns struct {
	nodes       []patternNode // a trie; the first is its root
	first       [128]int32    // the root's children by their letters, where these are of ASCII
	levels      []byte
	exceptions  map[string][]int // word → offsets of its hyphens, in letters
	left, right int              // the least number of letters before and after a hyphen
	apostrophes bool             // the patterns know the apostrophe as a letter
}

// A patternNode is a beginning of patterns.
type patternNode struct {
	letter  rune  // its last letter
	child   int32 // first node that has a letter more, or 0
	sibling int32 // next node with another last letter, or 0
	levels  int32 // where the levels of the pattern that ends here begin
	count   uint8 // how many they are: one before each letter and one after the last; 0 where none ends
}

// parsePatterns reads a file of the bundle: a line with the least number of
// letters before and after a hyphen; patterns as TeX writes them; a line "=";
// exceptions.
func parsePatterns(text string) (*patterns, error) {
	p := &patterns{nodes: make([]patternNode, 1), exceptions: map[string][]int{}}
	head, text, _ := strings.Cut(text, "\n")
	if _, err := fmt.Sscanf(head, "%d %d", &p.left, &p.right); err != nil || p.left < 1 || p.right < 1 {
		return nil, fmt.Errorf("the first line is %q, and not how many letters may stand before and after a hyphen", head)
	}
	rules, exceptions, _ := strings.Cut(text, "\n=\n")
	for line := range strings.FieldsSeq(rules) {
		p.add(line)
	}
	p.apostrophes = p.child(0, '\'') != 0 || slices.ContainsFunc(p.nodes, func(n patternNode) bool { return n.letter == '\'' })
	for word := range strings.FieldsSeq(exceptions) {
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
	return p, nil
}

// add adds a pattern such as ".ab3ov".
func (p *patterns) add(pattern string) {
	node, from := int32(0), len(p.levels)
	p.levels = append(p.levels, 0)
	for _, r := range pattern {
		if r >= '0' && r <= '9' {
			p.levels[len(p.levels)-1] = byte(r - '0')
			continue
		}
		next := p.child(node, r)
		if next == 0 {
			next = int32(len(p.nodes))
			p.nodes = append(p.nodes, patternNode{letter: r, sibling: p.nodes[node].child})
			p.nodes[node].child = next
		}
		if node == 0 && uint32(r) < uint32(len(p.first)) {
			p.first[r] = next
		}
		node = next
		p.levels = append(p.levels, 0)
	}
	if n := len(p.levels) - from; n <= longestHyphenated {
		p.nodes[node].levels, p.nodes[node].count = int32(from), uint8(n)
	}
}

// child is the node that has one letter more, or 0.
func (p *patterns) child(node int32, letter rune) int32 {
	if node == 0 && uint32(letter) < uint32(len(p.first)) {
		return p.first[letter]
	}
	for c := p.nodes[node].child; c != 0; c = p.nodes[c].sibling {
		if p.nodes[c].letter == letter {
			return c
		}
	}
	return 0
}

// points calls with each offset, in runes, at which the word may be hyphenated,
// ascending.
func (p *patterns) points(word []rune, point func(at int)) {
	n := len(word)
	if n < shortestHyphenated || n > longestHyphenated {
		return
	}
	var space [longestHyphenated + 2]rune
	bounded := space[:n+2]
	bounded[0], bounded[n+1] = '.', '.'
	for i, r := range word {
		if r == '’' {
			r = '\''
		}
		bounded[i+1] = unicode.ToLower(r)
	}
	if len(p.exceptions) > 0 {
		if at, ok := p.exceptions[string(bounded[1:n+1])]; ok {
			for _, i := range at {
				if i >= p.left && i <= n-p.right {
					point(i)
				}
			}
			return
		}
	}
	var levels [longestHyphenated + 3]byte // before each of bounded, and after the last
	for i := range bounded {
		node := int32(0)
		for _, r := range bounded[i:] {
			if node = p.child(node, r); node == 0 {
				break
			}
			from := p.nodes[node].levels
			for k, level := range p.levels[from : from+int32(p.nodes[node].count)] {
				levels[i+k] = max(levels[i+k], level)
			}
		}
	}
	for i := p.left; i <= n-p.right; i++ {
		if levels[i+1]%2 == 1 { // the dot before the word counts
			point(i)
		}
	}
}
