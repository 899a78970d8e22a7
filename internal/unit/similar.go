package unit

import (
	"math"
	"slices"
	"unicode"
)

// A profile is what is compared of a text: its words, and its pairs of
// neighbouring words, as hashes in ascending order, repetitions included.
// Case, punctuation and markup are no part of it.
type profile struct {
	words int
	items []uint64
	short []string // the words of a short text, for a look at their letters
}

// shortText is the number of words below which a text is short: two words in
// it may be all that tells it from others.
const shortText = 8

func profileOf(text string) profile {
	var p profile
	var last uint64
	scan(text, func(word string, script int) {
		h := hashWord(word)
		if p.words++; p.words < shortText {
			p.short = append(p.short, word)
		}
		p.items = append(p.items, h)
		if p.words > 1 {
			p.items = append(p.items, pair(last, h))
		}
		last = h
	})
	slices.Sort(p.items)
	return p
}

// hashWord is FNV-1a, which is the same in every run: sums of weights in the
// order of the hashes then are, too, to the last digit.
func hashWord(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(w) {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	return h
}

func (p profile) isShort() bool { return p.words < shortText }

// pair is the hash of two neighbours; the order matters.
func pair(a, b uint64) uint64 {
	h := (a ^ b<<1 ^ b>>63) * 0x9E3779B97F4A7C15
	return h ^ h>>29
}

// likeLimit and wholeLimit come from an experiment that TestThresholds repeats
// on the statement. Replacing, inserting or deleting any two words of a text
// of eight words or more leaves a Dice coefficient of at least 0.6; two
// sentences or paragraphs that were written apart reach 0.39 at most. A part
// of a text is contained in it by 1, and still by 0.8 if a word of eight was
// changed; of two texts that merely have a long name in common, the shorter is
// contained in the longer by 0.67.
const (
	likeLimit  = 0.5
	wholeLimit = 0.8
)

// A rarity is how often the items of the former texts occur in them.
type rarity struct {
	texts int
	in    map[uint64]int32
}

func rarityOf(texts []profile) rarity {
	r := rarity{len(texts), map[uint64]int32{}}
	for _, p := range texts {
		for i, h := range p.items {
			if i == 0 || h != p.items[i-1] {
				r.in[h]++
			}
		}
	}
	return r
}

// weight is the inverse document frequency of an item (Spärck Jones 1972).
func (r rarity) weight(item uint64) float64 {
	return math.Log(1 + float64(r.texts)/float64(max(r.in[item], 1)))
}

func same(uint64) float64 { return 1 }

// A likeness says how much two texts have in common.
type likeness struct {
	dice  float64 // twice what is common, as a share of both
	whole float64 // what is common, as a share of the smaller one
	ratio float64 // the smaller one, as a share of the larger
}

// compare is the likeness of two profiles: the Dice coefficient (Dice 1945)
// and containment (Broder 1997) of their items, each with its weight.
func compare(a, b profile, weight func(uint64) float64) likeness {
	var common, left, right float64
	i, j := 0, 0
	for i < len(a.items) || j < len(b.items) {
		switch {
		case j == len(b.items) || i < len(a.items) && a.items[i] < b.items[j]:
			left += weight(a.items[i])
			i++
		case i == len(a.items) || b.items[j] < a.items[i]:
			right += weight(b.items[j])
			j++
		default:
			common += weight(a.items[i])
			i++
			j++
		}
	}
	left, right = left+common, right+common
	if left == 0 || right == 0 {
		return likeness{}
	}
	return likeness{2 * common / (left + right), common / min(left, right), min(left, right) / max(left, right)}
}

// recognisable reports whether one text is still the other: edited, or part of
// it after a split, or with it in one after a merge.
func recognisable(a, b profile, r rarity) bool {
	l := compare(a, b, same)
	if l.dice >= likeLimit {
		if !a.isShort() || !b.isShort() {
			return true
		}
		// "Freedom to Stay" and "Freedom to Move" share two words of three,
		// and what they do not share is all that matters: in short texts,
		// words count by how rare they are.
		return compare(a, b, r.weight).dice >= likeLimit || misspelt(a.short, b.short)
	}
	// A part has to be a text of its own, and no mere phrase of a long one.
	const leastPart, leastRatio = 6, 1.0 / 8
	if l.whole >= wholeLimit && l.ratio >= leastRatio && min(a.words, b.words) >= leastPart {
		return true
	}
	return a.isShort() && b.isShort() && misspelt(a.short, b.short)
}

// rewritten reports whether two texts of which one stands where the other stood
// have half of their words in common, in the same order, and how much. It takes
// some words to say so: what short texts share may be all but what matters. The
// second limit keeps apart what shares mere small words.
func rewritten(a, b string, r rarity) (float64, bool) {
	const leastWords, mostWords, rewrittenLimit, rareLimit = 5, 2000, 0.5, 0.35
	x, y := wordsOf(a), wordsOf(b)
	if min(x.words, y.words) < leastWords || max(x.words, y.words) > mostWords {
		return 0, false
	}
	// No order has more in common than none; to look at it takes longer.
	if compare(x, y, same).dice < rewrittenLimit || compare(x, y, r.weight).dice < rareLimit {
		return 0, false
	}
	like := 2 * float64(inOrder(a, b)) / float64(x.words+y.words)
	return like, like >= rewrittenLimit
}

// inOrder is the length of the longest common subsequence of the words.
func inOrder(a, b string) int {
	var x, y []uint64
	scan(a, func(word string, _ int) { x = append(x, hashWord(word)) })
	scan(b, func(word string, _ int) { y = append(y, hashWord(word)) })
	row := make([]int, len(y)+1)
	for _, w := range x {
		diagonal := 0
		for j, v := range y {
			above := row[j+1]
			if w == v {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(y)]
}

// wordsOf is a profile without pairs.
func wordsOf(text string) profile {
	var p profile
	scan(text, func(word string, _ int) {
		p.words++
		p.items = append(p.items, hashWord(word))
	})
	slices.Sort(p.items)
	return p
}

// misspelt reports whether two short texts differ in slips of the pen only.
func misspelt(a, b []string) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !slip([]rune(a[i]), []rune(b[i])) {
			return false
		}
	}
	return true
}

// slip reports whether two words differ by one letter that was left out, added
// or replaced, or by two that were swapped. In words of fewer than six letters
// one letter makes another word (move, love), in a number another number.
func slip(a, b []rune) bool {
	const least = 6
	if min(len(a), len(b)) < least || slices.ContainsFunc(a, unicode.IsNumber) || slices.ContainsFunc(b, unicode.IsNumber) {
		return false
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	return len(a) <= 1 && len(b) <= 1 || swapped
}
