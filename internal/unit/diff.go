package unit

import "slices"

// ChangeKind says what became of a unit.
type ChangeKind uint8

// The kinds of change.
const (
	Kept    ChangeKind = iota // nothing
	Added                     // it is new
	Edited                    // its text changed; it may have moved, too
	Moved                     // it stands elsewhere among the others
	Removed                   // it is gone
)

// A Change is what became of one unit.
type Change struct {
	Kind   ChangeKind
	Unit   Unit // zero where it was removed
	Former Unit // zero where it was added
}

// Diff compares two lists of units by ID. The changes are in the order of now,
// Kept ones included; a removed unit stands behind the one that it stood
// behind. As few units as possible count as moved.
func Diff(former, now []Unit) []Change {
	place := make(map[string]int, len(former))
	for i, u := range former {
		place[u.ID] = i
	}
	var common []int // places in former, in the order of now
	for _, u := range now {
		if i, ok := place[u.ID]; ok {
			common = append(common, i)
		}
	}
	stays := make([]bool, len(former))
	for _, i := range longestAscent(common) {
		stays[i] = true
	}
	gone := make([]bool, len(former))
	for i := range gone {
		gone[i] = true
	}
	for _, i := range common {
		gone[i] = false
	}
	changes := make([]Change, 0, len(now))
	removed := func(i int) {
		for ; i < len(former) && gone[i]; i++ {
			changes = append(changes, Change{Kind: Removed, Former: former[i]})
		}
	}
	removed(0)
	for _, u := range now {
		i, ok := place[u.ID]
		if !ok {
			changes = append(changes, Change{Kind: Added, Unit: u})
			continue
		}
		c := Change{Unit: u, Former: former[i]}
		switch {
		case u.Text != former[i].Text:
			c.Kind = Edited
		case !stays[i]:
			c.Kind = Moved
		}
		changes = append(changes, c)
		removed(i + 1)
	}
	return changes
}

// longestAscent is the longest ascending subsequence of distinct numbers, by
// patience sorting (Fredman 1975), in n log n steps.
func longestAscent(s []int) []int {
	var tops []int                // indices of s: the least end of an ascent of each length
	before := make([]int, len(s)) // the index before, in the ascent that ends here
	for i, v := range s {
		n, _ := slices.BinarySearchFunc(tops, v, func(top, v int) int { return s[top] - v })
		before[i] = -1
		if n > 0 {
			before[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	ascent := make([]int, len(tops))
	if len(tops) > 0 {
		for i, n := tops[len(tops)-1], len(tops)-1; i >= 0; i, n = before[i], n-1 {
			ascent[n] = s[i]
		}
	}
	return ascent
}
