package unit

import (
	"cmp"
	"slices"
)

// An index finds texts by the words and word pairs that they hold.
type index struct {
	items map[uint64][]int // the texts that have an item, in ascending order
}

// newIndex lists the texts of some of the profiles.
func newIndex(listed []int, profiles []profile) *index {
	x := &index{items: map[uint64][]int{}}
	for _, f := range listed {
		items := profiles[f].items
		for k, h := range items {
			if k == 0 || h != items[k-1] {
				x.items[h] = append(x.items[h], f)
			}
		}
	}
	return x
}

// candidates are the listed texts that have most in common with p, judged by
// its rarest items. Where an item stands in too many texts, the ones that are
// nearest to expected count.
func (x *index) candidates(p profile, expected int) []int {
	var lists [][]int
	for k, h := range p.items {
		if list := x.items[h]; len(list) > 0 && (k == 0 || h != p.items[k-1]) {
			lists = append(lists, list)
		}
	}
	// Equally rare items stay in the order of their hashes, as good as any:
	// those of all parts of a text have the same chance.
	slices.SortStableFunc(lists, func(a, b []int) int { return len(a) - len(b) })
	hits := map[int]int{}
	for _, list := range lists[:min(len(lists), itemsLookedUp)] {
		if len(list) > textsPerItem {
			at, _ := slices.BinarySearch(list, expected)
			from := min(max(at-textsPerItem/2, 0), len(list)-textsPerItem)
			list = list[from : from+textsPerItem]
		}
		for _, f := range list {
			hits[f]++
		}
	}
	found := make([]int, 0, len(hits))
	for f := range hits {
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b int) int {
		return cmp.Or(hits[b]-hits[a], max(a-expected, expected-a)-max(b-expected, expected-b), a-b)
	})
	return found[:min(len(found), textsCompared)]
}
