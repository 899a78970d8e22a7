package typeset

import "slices"

// greedy breaks p line by line, each as long as it may be: for code, and for
// headings, whose lines are then balanced. width is that of a line, which may
// be the first of what a mandatory break begins.
func (b *breaker) greedy(p *paragraph, em float64, width func(first bool) float64, glued func(int) bool) []segment {
	return b.fill(p, setting{em: em}, width, glued)
}

// fill is greedy with a setting, whose width does not count.
func (b *breaker) fill(p *paragraph, set setting, width func(first bool) float64, glued func(int) bool) []segment {
	if len(p.clusters) == 0 {
		return nil
	}
	set.width = width(false)
	b.p, b.set = p, set
	b.measure()
	b.prepare(glued, false, true)
	var out []segment
	from, first := 0, true
	for i := 0; i < len(b.breaks); {
		room := width(first)
		fits := -1
		for ; i < len(b.breaks); i++ {
			k := &b.breaks[i]
			if b.width[max(k.end, from)]-b.width[from]+k.hyphen > room+epsilon {
				break
			}
			fits = i
			if k.ends() {
				break
			}
		}
		over := fits < 0
		if over {
			fits = i
		}
		k := &b.breaks[fits]
		out = append(out, segment{from: from, to: k.at, hyphenated: k.kind == hyphen, last: k.ends(), overfull: over})
		from, first = k.at, k.ends()
		i = fits + 1
	}
	return out
}

// balanced breaks p into as few lines as the width allows, all about as long.
func (b *breaker) balanced(p *paragraph, em, width float64, glued func(int) bool) []segment {
	at := func(w float64) []segment {
		return b.fill(p, setting{em: em, rescue: true}, func(bool) float64 { return w }, glued)
	}
	out := at(width)
	if len(out) < 2 {
		return out
	}
	_, part := b.extent(p, em)
	low, high := max(width/float64(len(out)), min(part, width)), width
	for high-low > em/4 {
		middle := (low + high) / 2
		if s := at(middle); len(s) == len(out) && !slices.ContainsFunc(s, func(s segment) bool { return s.overfull }) {
			out, high = s, middle
		} else {
			low = middle
		}
	}
	return out
}

// extent is the widest and the narrowest that p can be set: the length of its
// longest line where it is not broken, and of its longest part that should not
// be.
func (b *breaker) extent(p *paragraph, em float64) (widest, narrowest float64) {
	if len(p.clusters) == 0 {
		return 0, 0
	}
	b.p, b.set = p, setting{em: em}
	b.measure()
	b.prepare(nil, false, false)
	line, part := 0, 0
	for i := range b.breaks {
		k := &b.breaks[i]
		narrowest = max(narrowest, b.width[max(k.end, part)]-b.width[part])
		part = k.at
		if k.ends() {
			widest = max(widest, b.width[max(k.end, line)]-b.width[line])
			line = k.at
		}
	}
	return widest, narrowest
}
