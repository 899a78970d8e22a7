package main

import (
	"strings"
	"unicode"

	"multitude/internal/unit"
)

// What became of a text is judged here by another rule than unit's own, which
// compares words and pairs of words wherever they stand: by the alignment of
// the two texts word for word, in their order.

// A pair is a text before and after an edit.
type pair struct{ former, now *unit.Unit }

// sameParagraph is the least share of the words of both texts that an alignment
// must pair, for them to be the same paragraph.
const sameParagraph = 0.5

// A text is the words of a unit, each as a number.
type text struct {
	unit  *unit.Unit
	words []int
	count map[int]int
}

// edited pairs what was edited: units whose text the other side does not have,
// each the one most like the other among all, by alignment.
func edited(former, now []unit.Unit) []pair {
	numbers := map[string]int{}
	left, right := without(former, now, numbers), without(now, former, numbers)
	type best struct {
		at    int
		share float64
	}
	ofLeft, ofRight := make([]best, len(left)), make([]best, len(right))
	for i, a := range left {
		for j, b := range right {
			least := max(sameParagraph, min(ofLeft[i].share, ofRight[j].share))
			all := float64(len(a.words) + len(b.words))
			if 2*float64(common(a, b)) < least*all {
				continue
			}
			share := 2 * float64(aligned(a.words, b.words)) / all
			if share < sameParagraph {
				continue
			}
			if share > ofLeft[i].share {
				ofLeft[i] = best{j, share}
			}
			if share > ofRight[j].share {
				ofRight[j] = best{i, share}
			}
		}
	}
	var pairs []pair
	for i, a := range left {
		if b := ofLeft[i]; b.share > 0 && ofRight[b.at].at == i {
			pairs = append(pairs, pair{a.unit, right[b.at].unit})
		}
	}
	return pairs
}

// without are the units whose text none of others has.
func without(units, others []unit.Unit, numbers map[string]int) (all []text) {
	there := map[string]bool{}
	for _, u := range others {
		there[u.Text] = true
	}
	for i := range units {
		u := &units[i]
		if there[u.Text] {
			continue
		}
		t := text{unit: u, count: map[int]int{}}
		for _, w := range wordsOf(u.Text) {
			n, ok := numbers[w]
			if !ok {
				n = len(numbers)
				numbers[w] = n
			}
			t.words = append(t.words, n)
			t.count[n]++
		}
		if len(t.words) > 0 {
			all = append(all, t)
		}
	}
	return all
}

// wordsOf are the words of a text, without the addresses of its links.
func wordsOf(s string) []string {
	s = targets.ReplaceAllString(s, "] ")
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\'' })
}

// common is how many words two texts share, wherever they stand: no alignment
// pairs more.
func common(a, b text) (n int) {
	if len(b.count) < len(a.count) {
		a, b = b, a
	}
	for w, k := range a.count {
		n += min(k, b.count[w])
	}
	return n
}

// aligned is how many words the best alignment pairs: the length of the longest
// common subsequence.
func aligned(a, b []int) int {
	row := make([]int, len(b)+1)
	for _, w := range a {
		diagonal := 0
		for j, v := range b {
			above := row[j+1]
			if w == v {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}
