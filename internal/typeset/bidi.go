package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// The bidirectional algorithm, UAX #9. The libraries at hand give runs by
// direction; a line needs the levels themselves, because 2 beside 0 is another
// order than 0 beside 0.

// maxDepth is the deepest level that embeddings can make (BD2).
const maxDepth = 125

// firstStrong asks bidiLevels to find the paragraph level itself (P2, P3).
const firstStrong = -1

// bidiLevels is the embedding level of each rune, as it stands before rule L1,
// and the paragraph level. base is 0, 1 or firstStrong. Characters that rule
// X9 removes get the level of what stands before them.
func bidiLevels(text []rune, base int) (levels []uint8, paragraph uint8) {
	classes := make([]bidi.Class, len(text))
	simple := base != 1
	for i, r := range text {
		classes[i] = classOf(r)
		switch classes[i] {
		case bidi.L, bidi.EN, bidi.ES, bidi.ET, bidi.CS, bidi.ON, bidi.WS, bidi.NSM, bidi.BN, bidi.S:
		default:
			simple = false
		}
	}
	if simple { // nothing in it runs from right to left
		return make([]uint8, len(text)), 0
	}
	return resolveLevels(text, classes, base)
}

// resolveLevels is the algorithm from the classes on; text is needed for the
// brackets of rule N0 alone.
func resolveLevels(text []rune, classes []bidi.Class, base int) ([]uint8, uint8) {
	b := &bidiParagraph{text: text, classes: slices.Clone(classes), original: classes, levels: make([]uint8, len(classes))}
	b.matchIsolates()
	if base == firstStrong {
		b.base = b.strong(0, len(classes))
	} else {
		b.base = uint8(base)
	}
	b.explicit()
	for _, s := range b.sequences() {
		b.weak(s)
		b.brackets(s)
		b.neutral(s)
		b.implicit(s)
	}
	last := b.base
	for i := range b.levels {
		if removed(b.original[i]) {
			b.levels[i] = last
		}
		last = b.levels[i]
	}
	return b.levels, b.base
}

// lineLevels applies rule L1 to the levels of a line, in place: separators,
// and white space before them and at the end of the line, take the paragraph
// level.
func lineLevels(classes []bidi.Class, levels []uint8, base uint8) {
	trailing := true
	for i := len(classes) - 1; i >= 0; i-- {
		switch c := classes[i]; {
		case c == bidi.B || c == bidi.S:
			trailing = true
			levels[i] = base
		case c == bidi.WS || isIsolate(c) || c == bidi.PDI || removed(c):
			if trailing {
				levels[i] = base
			}
		default:
			trailing = false
		}
	}
}

type bidiParagraph struct {
	text     []rune
	classes  []bidi.Class // as the rules change them
	original []bidi.Class
	levels   []uint8
	base     uint8
	matching []int // of an isolate initiator: its PDI, or len; of a PDI: its initiator, or -1
}

func isIsolate(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// removed says whether rule X9 takes the character out.
func removed(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// matchIsolates is BD9.
func (b *bidiParagraph) matchIsolates() {
	b.matching = make([]int, len(b.classes))
	var open []int
	for i, c := range b.original {
		switch {
		case isIsolate(c):
			b.matching[i] = len(b.classes)
			open = append(open, i)
		case c == bidi.PDI:
			b.matching[i] = -1
			if n := len(open); n > 0 {
				b.matching[i] = open[n-1]
				b.matching[open[n-1]] = i
				open = open[:n-1]
			}
		case c == bidi.B:
			open = open[:0]
		}
	}
}

// strong is the level of the first strong character in [from, to) that no
// isolate holds (P2, P3).
func (b *bidiParagraph) strong(from, to int) uint8 {
	for i := from; i < to; i++ {
		switch c := b.original[i]; {
		case c == bidi.L:
			return 0
		case c == bidi.R || c == bidi.AL:
			return 1
		case isIsolate(c):
			i = b.matching[i]
		}
	}
	return 0
}

// explicit is X1 to X8.
func (b *bidiParagraph) explicit() {
	type status struct {
		level    uint8
		override bidi.Class // L, R, or ON for none
		isolate  bool
	}
	stack := []status{{b.base, bidi.ON, false}}
	overflowIsolates, overflowEmbeddings, validIsolates := 0, 0, 0
	next := func(rtl bool) uint8 {
		level := stack[len(stack)-1].level
		if rtl {
			return (level + 1) | 1
		}
		return (level + 2) &^ 1
	}
	for i, c := range b.original {
		top := stack[len(stack)-1]
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO:
			b.levels[i] = top.level
			level := next(c == bidi.RLE || c == bidi.RLO)
			if level <= maxDepth && overflowIsolates == 0 && overflowEmbeddings == 0 {
				override := bidi.ON
				if c == bidi.RLO {
					override = bidi.R
				} else if c == bidi.LRO {
					override = bidi.L
				}
				stack = append(stack, status{level, override, false})
			} else if overflowIsolates == 0 {
				overflowEmbeddings++
			}
		case bidi.RLI, bidi.LRI, bidi.FSI:
			b.levels[i] = top.level
			if top.override != bidi.ON {
				b.classes[i] = top.override
			}
			rtl := c == bidi.RLI
			if c == bidi.FSI {
				rtl = b.strong(i+1, b.matching[i]) == 1
			}
			if level := next(rtl); level <= maxDepth && overflowIsolates == 0 && overflowEmbeddings == 0 {
				validIsolates++
				stack = append(stack, status{level, bidi.ON, true})
			} else {
				overflowIsolates++
			}
		case bidi.PDI:
			switch {
			case overflowIsolates > 0:
				overflowIsolates--
			case validIsolates > 0:
				overflowEmbeddings = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				validIsolates--
			}
			top = stack[len(stack)-1]
			b.levels[i] = top.level
			if top.override != bidi.ON {
				b.classes[i] = top.override
			}
		case bidi.PDF:
			b.levels[i] = top.level
			switch {
			case overflowIsolates > 0:
			case overflowEmbeddings > 0:
				overflowEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		case bidi.B:
			b.levels[i] = b.base
			stack = stack[:1]
			overflowIsolates, overflowEmbeddings, validIsolates = 0, 0, 0
		case bidi.BN:
			b.levels[i] = top.level
		default:
			b.levels[i] = top.level
			if top.override != bidi.ON {
				b.classes[i] = top.override
			}
		}
	}
}

// A sequence is an isolating run sequence (BD13), as the indexes of its
// characters, with the classes before and after it.
type sequence struct {
	at       []int
	level    uint8
	sos, eos bidi.Class
}

func (s *sequence) direction() bidi.Class { return direction(s.level) }

func direction(level uint8) bidi.Class {
	if level&1 == 1 {
		return bidi.R
	}
	return bidi.L
}

// sequences is X10.
func (b *bidiParagraph) sequences() []*sequence {
	// Level runs, without what X9 removes.
	var runs [][]int
	runOf := make([]int, len(b.levels))
	last := -1
	for i := range b.levels {
		if removed(b.original[i]) {
			continue
		}
		if last < 0 || b.levels[i] != b.levels[last] {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], i)
		runOf[i] = len(runs) - 1
		last = i
	}
	var out []*sequence
	for _, run := range runs {
		first := run[0]
		if b.original[first] == bidi.PDI && b.matching[first] >= 0 {
			continue // it goes on from its initiator
		}
		s := &sequence{level: b.levels[first]}
		for {
			s.at = append(s.at, run...)
			end := run[len(run)-1]
			if !isIsolate(b.original[end]) || b.matching[end] == len(b.levels) {
				break
			}
			run = runs[runOf[b.matching[end]]]
		}
		out = append(out, s)
		before, after := b.base, b.base
		for i := first - 1; i >= 0; i-- {
			if !removed(b.original[i]) {
				before = b.levels[i]
				break
			}
		}
		end := s.at[len(s.at)-1]
		if !isIsolate(b.original[end]) {
			for i := end + 1; i < len(b.levels); i++ {
				if !removed(b.original[i]) {
					after = b.levels[i]
					break
				}
			}
		}
		s.sos = direction(max(s.level, before))
		s.eos = direction(max(s.level, after))
	}
	return out
}

// weak is W1 to W7.
func (b *bidiParagraph) weak(s *sequence) {
	c := b.classes
	previous := s.sos
	for _, i := range s.at { // W1
		switch {
		case c[i] == bidi.NSM:
			c[i] = previous
		case isIsolate(c[i]) || c[i] == bidi.PDI:
			previous = bidi.ON
			continue
		}
		previous = c[i]
	}
	strong := s.sos
	for _, i := range s.at { // W2, W3
		switch c[i] {
		case bidi.L, bidi.R, bidi.AL:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.AL {
				c[i] = bidi.AN
			}
		}
	}
	for _, i := range s.at {
		if c[i] == bidi.AL {
			c[i] = bidi.R
		}
	}
	for k := 1; k+1 < len(s.at); k++ { // W4
		i := s.at[k]
		before, after := c[s.at[k-1]], c[s.at[k+1]]
		switch {
		case (c[i] == bidi.ES || c[i] == bidi.CS) && before == bidi.EN && after == bidi.EN:
			c[i] = bidi.EN
		case c[i] == bidi.CS && before == bidi.AN && after == bidi.AN:
			c[i] = bidi.AN
		}
	}
	for k := 0; k < len(s.at); k++ { // W5, W6
		if c[s.at[k]] != bidi.ET {
			continue
		}
		from := k
		for k+1 < len(s.at) && c[s.at[k+1]] == bidi.ET {
			k++
		}
		number := from > 0 && c[s.at[from-1]] == bidi.EN || k+1 < len(s.at) && c[s.at[k+1]] == bidi.EN
		for _, i := range s.at[from : k+1] {
			if number {
				c[i] = bidi.EN
			} else {
				c[i] = bidi.ON
			}
		}
	}
	strong = s.sos
	for _, i := range s.at { // W6, W7
		switch c[i] {
		case bidi.ES, bidi.CS:
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		}
	}
}

// strongClass is the class as rules N0 to N2 see it: numbers count as R.
func strongClass(c bidi.Class) bidi.Class {
	switch c {
	case bidi.EN, bidi.AN, bidi.R:
		return bidi.R
	case bidi.L:
		return bidi.L
	}
	return bidi.ON
}

// brackets is N0.
func (b *bidiParagraph) brackets(s *sequence) {
	if len(b.text) == 0 {
		return
	}
	const depth = 63 // BD16
	type opening struct {
		closing rune
		at      int // in s.at
	}
	var open []opening
	var pairs [][2]int
	for k, i := range s.at {
		if b.classes[i] != bidi.ON {
			continue
		}
		closing, isOpening, isBracket := bracket(b.text[i])
		switch {
		case !isBracket:
		case isOpening:
			if len(open) == depth {
				// BD16: no more pairs are looked for.
				open = nil
				goto found
			}
			open = append(open, opening{closing, k})
		default:
			for n := len(open) - 1; n >= 0; n-- {
				if open[n].closing == closing {
					pairs = append(pairs, [2]int{open[n].at, k})
					open = open[:n]
					break
				}
			}
		}
	}
found:
	slices.SortFunc(pairs, func(x, y [2]int) int { return x[0] - y[0] })
	embedding := s.direction()
	for _, p := range pairs {
		inside := bidi.ON
		for _, i := range s.at[p[0]+1 : p[1]] {
			if c := strongClass(b.classes[i]); c == embedding {
				inside = c
				break
			} else if c != bidi.ON {
				inside = c
			}
		}
		if inside == bidi.ON {
			continue
		}
		if inside != embedding {
			before := s.sos
			for k := p[0] - 1; k >= 0; k-- {
				if c := strongClass(b.classes[s.at[k]]); c != bidi.ON {
					before = c
					break
				}
			}
			if before != inside {
				inside = embedding
			}
		}
		for _, k := range p {
			b.classes[s.at[k]] = inside
			// Marks on a bracket go with it.
			for k++; k < len(s.at) && b.original[s.at[k]] == bidi.NSM; k++ {
				b.classes[s.at[k]] = inside
			}
		}
	}
}

// neutral is N1 and N2.
func (b *bidiParagraph) neutral(s *sequence) {
	isNeutral := func(c bidi.Class) bool {
		return c == bidi.B || c == bidi.S || c == bidi.WS || c == bidi.ON || isIsolate(c) || c == bidi.PDI
	}
	before := s.sos
	for k := 0; k < len(s.at); k++ {
		if !isNeutral(b.classes[s.at[k]]) {
			before = strongClass(b.classes[s.at[k]])
			continue
		}
		from := k
		for k+1 < len(s.at) && isNeutral(b.classes[s.at[k+1]]) {
			k++
		}
		after := s.eos
		if k+1 < len(s.at) {
			after = strongClass(b.classes[s.at[k+1]])
		}
		to := s.direction()
		if before == after {
			to = before
		}
		for _, i := range s.at[from : k+1] {
			b.classes[i] = to
		}
	}
}

// implicit is I1 and I2.
func (b *bidiParagraph) implicit(s *sequence) {
	for _, i := range s.at {
		switch c := b.classes[i]; {
		case b.levels[i]&1 == 0 && c == bidi.R, b.levels[i]&1 == 1 && (c == bidi.L || c == bidi.EN || c == bidi.AN):
			b.levels[i]++
		case b.levels[i]&1 == 0 && (c == bidi.AN || c == bidi.EN):
			b.levels[i] += 2
		}
	}
}

// visualOrder is rule L2: the indexes of runs of equal level from left to
// right, given their levels.
func visualOrder(levels []uint8) []int {
	order := make([]int, len(levels))
	highest, lowestOdd := uint8(0), uint8(255)
	for i, l := range levels {
		order[i] = i
		highest = max(highest, l)
		if l&1 == 1 {
			lowestOdd = min(lowestOdd, l)
		}
	}
	for level := highest; level >= lowestOdd && level > 0; level-- {
		for i := 0; i < len(order); i++ {
			if levels[order[i]] < level {
				continue
			}
			j := i
			for j < len(order) && levels[order[j]] >= level {
				j++
			}
			slices.Reverse(order[i:j])
			i = j
		}
	}
	return order
}
