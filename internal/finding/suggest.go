package finding

import (
	"strings"
	"unicode/utf8"
)

// Suggest is the known word that is nearest to the mistyped one, or "" where
// none is near: at most a third of its letters, and one at least, may be
// wrong. Letter case, and the choice among "-", "_", "." and space, count for
// nothing. Of equals, the first wins.
func Suggest(word string, known []string) string {
	w := fold(word)
	best, least := "", max(1, len(w)/3)+1
	for _, k := range known {
		if d := distance(w, fold(k), least); d < least {
			best, least = k, d
		}
	}
	return best
}

func fold(s string) []rune {
	// No key or tag is longer; a bound keeps the work small on any input.
	const most = 100
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most])
	}
	return []rune(strings.Map(func(r rune) rune {
		switch r {
		case '_', '.', ' ':
			return '-'
		}
		return r
	}, strings.ToLower(s)))
}

// distance is the optimal string alignment distance of a and b: how many
// letters must be inserted, left out, replaced, or swapped with their
// neighbour. It gives up, and says limit, where it cannot be less.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
