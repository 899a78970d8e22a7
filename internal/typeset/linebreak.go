package typeset

import (
	"math"
	"slices"

	"multitude/internal/fonts"
)

// Line breaking is the total fit of Knuth and Plass ("Breaking Paragraphs into
// Lines", 1981): of all ways to break a paragraph it takes the one with the
// least sum of demerits. It departs from the paper in three ways.
//
// A justified line may be left short, at a price, so that no gap is ever wider
// than widestGap. Text that is not justified is broken by the same algorithm,
// with the white at the end of a line in the place of stretched spaces. And
// emergency breaks exist only inside what is wider than the line, so that a
// word of 100,000 letters costs no more than as many letters of text.
//
// Candidates live in an active list, from which a start of line goes when the
// line from there has become too long: time is linear in the length of the
// paragraph.

// A setting is what line breaking needs to know beside the paragraph.
type setting struct {
	width   float64
	justify bool
	hyphens bool
	rescue  bool    // without hyphens: words that fit no line have them all the same
	em      float64 // points: the size of the type
}

// A span of clusters that one line shows: [from, to). hyphenated says that a
// hyphen is shown at its end; last that a mandatory break ends it; overfull
// that it is wider than the setting, since nothing in it may be broken.
type segment struct {
	from, to   int
	hyphenated bool
	last       bool
	overfull   bool
}

// Penalties and demerits, as in TeX where TeX has them.
const (
	linePenalty       = 10
	hyphenPenalty     = 120
	dictionaryPenalty = 20
	poorPenalty       = 60
	raggedHyphen      = 400
	emergencyPenalty  = 5000
	doubleHyphen      = 10000 // a hyphen on two lines running
	tripleHyphen      = 1e8
	finalHyphen       = 20000 // on the last line but one
	misfit            = 10000 // lines beside each other, one tight, one loose
	shortLast         = 40000 // a last line, or one before a hard break, of one short word
	shortLine         = 4000  // badness of a justified line left short
)

// The tolerances of the passes: how far spaces may stretch, in their
// stretchability. The last pass knows no bound but widestGap.
var tolerances = [...]float64{1.6, 2.4, math.Inf(1)}

// fitness classes of lines by their adjustment ratio.
const (
	tight = iota
	decent
	loose
	veryLoose
	fitnesses
)

// A node is a break that some best way of breaking so far ends with.
type node struct {
	at       int32 // index into breaker.breaks; -1 is the start
	previous int32 // index into breaker.nodes
	demerits float64
	fitness  int8
	hyphens  int8 // lines running that end with a hyphen
	overfull bool
}

// A breaker breaks paragraphs into lines. It keeps its memory from one to the
// next and belongs to one goroutine.
type breaker struct {
	shaper *shaper
	hyphen map[hyphenKey]float64

	p      *paragraph
	set    setting
	widest float64      // adjustment ratio at which a gap is widestGap
	width  []float64    // of clusters [0,i), in points
	flex   []flex       // of gaps [0,i); gap i is what stands between cluster i and its next
	breaks []breakpoint // those of the pass
	nodes  []node
	active []int32
	best   [fitnesses]int32 // candidates at one break, as indices into trial; -1 is none
	trial  [fitnesses]node
}

type hyphenKey struct {
	face *fonts.Face
	size float64
}

// A breakpoint is an opportunity with what a line that ends there needs to
// know.
type breakpoint struct {
	opportunity
	end    int     // index after the last cluster that shows: spaces before the break hang
	hyphen float64 // width of the hyphen
	trim   float64 // what the last cluster loses at a line's end, in points
	hang   float64 // what of it may hang in the margin besides
}

// ends says whether the line ends because it must.
func (k *breakpoint) ends() bool { return k.kind == mandatory }

// lines breaks p. glued says of a cluster that no line may begin with it; it
// may be nil.
func (b *breaker) lines(p *paragraph, set setting, glued func(cluster int) bool) []segment {
	if len(p.clusters) == 0 {
		return nil
	}
	b.p, b.set = p, set
	b.measure()
	for pass, tolerance := range tolerances {
		final := pass == len(tolerances)-1
		if !final && (!set.justify || pass == 1 && !b.hyphenates()) {
			continue
		}
		b.prepare(glued, pass > 0 && set.hyphens, final)
		if last, ok := b.fit(tolerance, final); ok {
			return b.trace(last)
		}
	}
	return nil // not reached: the final pass always ends
}

func (b *breaker) hyphenates() bool {
	return b.set.hyphens && slices.ContainsFunc(b.p.breaks, func(o opportunity) bool { return o.kind == hyphen || o.kind == poor })
}

// scale is what a font unit of the cluster measures in points.
func (p *paragraph) scale(c *cluster) float64 {
	if c.face == nil {
		return 0
	}
	return p.stretches[c.stretch].size / c.face.UnitsPerEm
}

// measure fills the sums that tell the width of any line in constant time.
func (b *breaker) measure() {
	clusters := b.p.clusters
	n := len(clusters) + 1
	b.width = append(b.width[:0], make([]float64, n)...)
	b.flex = append(b.flex[:0], make([]flex, n)...)
	b.widest = math.Inf(1)
	for i := range clusters {
		c := &clusters[i]
		advance := c.advance * b.p.scale(c)
		f := b.p.flex(clusters, i, advance, b.set.em)
		if f.space > 0 {
			b.widest = min(b.widest, (widestGap*b.set.em-advance)/f.space)
		}
		b.width[i+1] = b.width[i] + advance
		b.flex[i+1] = b.flex[i].plus(f)
	}
	b.widest = max(b.widest, 0)
}

// prepare chooses the breaks that a pass may use.
func (b *breaker) prepare(glued func(int) bool, hyphens, emergencies bool) {
	p := b.p
	b.breaks = b.breaks[:0]
	start := 0 // where the stretch without a break begins
	pending := -1
	for i, o := range p.breaks {
		if o.kind == poor && !hyphens {
			o.kind = emergency
		}
		if o.kind == emergency {
			if pending < 0 {
				pending = i
			}
			continue
		}
		if o.kind == hyphen && !hyphens || o.kind != mandatory && glued != nil && o.at < len(p.clusters) && glued(o.at) {
			continue
		}
		if pending >= 0 {
			part := b.width[b.visible(start, o.at)] - b.width[start]
			if o.kind == hyphen {
				part += b.hyphenWidth(o.at)
			}
			if emergencies && part > b.set.width {
				kind := emergency
				if b.set.rescue && !hyphens && b.hyphenable(start, p.breaks[pending:i+1]) {
					kind = hyphen
				}
				for _, e := range p.breaks[pending:i] {
					if e.kind == kind || kind == emergency && e.kind == poor {
						b.add(e)
					}
				}
			}
			pending = -1
		}
		b.add(o)
		start = o.at
	}
	if n := len(b.breaks); n == 0 || b.breaks[n-1].at != len(p.clusters) {
		b.add(opportunity{len(p.clusters), mandatory})
	}
}

// hyphenable says whether the hyphens among the breaks of a word, the last of
// which ends it, make parts of it that fit a line. start is where it begins.
func (b *breaker) hyphenable(start int, breaks []opportunity) bool {
	end := len(breaks) - 1
	any := false
	for i, o := range breaks {
		if i != end && o.kind != hyphen {
			continue
		}
		part := b.width[b.visible(start, o.at)] - b.width[start]
		if i != end {
			any = true
			part += b.hyphenWidth(o.at)
		}
		if part > b.set.width+epsilon {
			return false
		}
		start = o.at
	}
	return any
}

func (b *breaker) add(o opportunity) {
	k := breakpoint{opportunity: o, end: b.visible(0, o.at)}
	if b.p.eastern && k.end > 0 {
		last := &b.p.clusters[k.end-1]
		k.trim = b.p.trailing(last)
		k.hang = b.p.hanging(last)
	}
	if o.kind == hyphen {
		k.hyphen = b.hyphenWidth(o.at)
	}
	b.breaks = append(b.breaks, k)
}

// visible is to less the spaces that hang at the end of a line [from, to).
func (b *breaker) visible(from, to int) int {
	for to > from && b.p.hangs(&b.p.clusters[to-1]) {
		to--
	}
	return to
}

// hangs says whether the cluster shows nothing at the end of a line.
func (p *paragraph) hangs(c *cluster) bool {
	return c.space || p.separates(c) || p.eastern && c.start < c.end && p.runes[c.start] == '\u3000'
}

// separates says whether the cluster is the hard break that ends a line.
func (p *paragraph) separates(c *cluster) bool {
	return c.start < c.end && p.runes[c.start] == lineSeparator
}

// lineSeparator ends a line that the author broke. Unlike a newline it leaves
// the bidi paragraph whole.
const lineSeparator = '\u2028'

// hyphenWidth is the width of the hyphen that a line ending before cluster at
// shows.
func (b *breaker) hyphenWidth(at int) float64 {
	c := &b.p.clusters[at-1]
	key := hyphenKey{c.face, b.p.stretches[c.stretch].size}
	if w, ok := b.hyphen[key]; ok {
		return w
	}
	line := b.shaper.line(b.p, at-1, at, true)
	last := &line[len(line)-1]
	w := 0.0
	if last.start == last.end {
		w = last.advance * b.p.scale(last)
	}
	if b.hyphen == nil {
		b.hyphen = map[hyphenKey]float64{}
	}
	b.hyphen[key] = w
	return w
}

// fit finds the best way to break within the tolerance; ok is false where
// there is none, which does not happen in the final pass.
func (b *breaker) fit(tolerance float64, final bool) (last int32, ok bool) {
	b.nodes = append(b.nodes[:0], node{at: -1, previous: -1, fitness: decent})
	b.active = append(b.active[:0], 0)
	for i := range b.breaks {
		k := &b.breaks[i]
		for f := range b.best {
			b.best[f] = -1
		}
		var long int32 = -1 // the start that has just gone because the line was too long
		kept := b.active[:0]
		for _, a := range b.active {
			from := b.start(a)
			end := max(k.end, from)
			natural := b.width[end] - b.width[from] + k.hyphen
			room := b.set.width - natural
			var f flex
			if b.p.eastern && end > from {
				room += k.trim + b.p.leading(&b.p.clusters[from])
			}
			if b.set.justify && end > from {
				if room < -epsilon {
					room += k.hang
				}
				f = b.flex[end-1].minus(b.flex[from])
			}
			if room < -f.shrink-epsilon {
				long = a
				continue
			}
			if !k.ends() {
				kept = append(kept, a)
			}
			badness, fitness := b.badness(k, room, f, tolerance, final)
			if badness < 0 {
				continue
			}
			b.consider(a, int32(i), k, badness, fitness)
		}
		b.active = kept
		found := false
		for f := range b.best {
			if b.best[f] >= 0 {
				found = true
				b.nodes = append(b.nodes, b.trial[f])
				b.active = append(b.active, int32(len(b.nodes)-1))
			}
		}
		if found || len(b.active) > 0 {
			continue
		}
		if !final {
			return 0, false
		}
		// Nothing fits: the line sticks out.
		n := b.nodes[long]
		b.nodes = append(b.nodes, node{at: int32(i), previous: long, demerits: n.demerits + 1e12, fitness: decent, overfull: true})
		b.active = append(b.active, int32(len(b.nodes)-1))
	}
	last = -1
	for _, a := range b.active {
		if last < 0 || b.nodes[a].demerits < b.nodes[last].demerits {
			last = a
		}
	}
	return last, true
}

// epsilon is what rounding may add to a line, in points.
const epsilon = 0.01

// start is the first cluster of a line that begins at the node.
func (b *breaker) start(n int32) int {
	if at := b.nodes[n].at; at >= 0 {
		return b.breaks[at].at
	}
	return 0
}

// badness rates a line with that room left; negative is not feasible.
func (b *breaker) badness(k *breakpoint, room float64, f flex, tolerance float64, final bool) (float64, int8) {
	if k.ends() && room >= 0 {
		return 0, decent
	}
	if !b.set.justify {
		short := room / (3 * b.set.em)
		return 100 * short * short, decent
	}
	if room < 0 {
		r := room / max(f.shrink, epsilon)
		if r < -0.5 {
			return -100 * r * r * r, tight
		}
		return -100 * r * r * r, decent
	}
	r := f.ratio(room)
	switch {
	case r <= min(tolerance, b.widest):
		switch {
		case r > 1:
			return 100 * r * r * r, veryLoose
		case r > 0.5:
			return 100 * r * r * r, loose
		}
		return 100 * r * r * r, decent
	case final:
		short := room / b.set.em
		return shortLine + 100*short*short, decent
	}
	return -1, 0
}

// consider adds a line from node a to the break to the candidates.
func (b *breaker) consider(a, i int32, k *breakpoint, badness float64, fitness int8) {
	from := &b.nodes[a]
	d := (linePenalty + badness) * (linePenalty + badness)
	hyphens := int8(0)
	switch k.kind {
	case hyphen:
		penalty := float64(hyphenPenalty)
		if !b.set.justify {
			penalty = raggedHyphen
		}
		d += penalty * penalty
		hyphens = min(from.hyphens+1, 3)
		switch hyphens {
		case 2:
			d += doubleHyphen
		case 3:
			d += tripleHyphen
		}
	case dictionary:
		d += dictionaryPenalty * dictionaryPenalty
	case poor:
		penalty := float64(poorPenalty)
		if !b.set.justify {
			penalty = raggedHyphen
		}
		d += penalty * penalty
	case emergency:
		d += emergencyPenalty * emergencyPenalty
	case mandatory:
		if from.at >= 0 && !b.breaks[from.at].ends() {
			if from.hyphens > 0 {
				d += finalHyphen
			}
			start := b.start(a)
			if b.width[max(k.end, start)]-b.width[start] < b.set.width/8 {
				d += shortLast
			}
		}
	}
	if diff := fitness - from.fitness; from.at >= 0 && (diff > 1 || diff < -1) {
		d += misfit
	}
	d += from.demerits
	if b.best[fitness] < 0 || d < b.trial[fitness].demerits {
		b.best[fitness] = a
		b.trial[fitness] = node{at: i, previous: a, demerits: d, fitness: fitness, hyphens: hyphens}
	}
}

// trace is the lines that lead to the node.
func (b *breaker) trace(n int32) []segment {
	var out []segment
	for ; b.nodes[n].previous >= 0; n = b.nodes[n].previous {
		k := &b.breaks[b.nodes[n].at]
		out = append(out, segment{
			from:       b.start(b.nodes[n].previous),
			to:         k.at,
			hyphenated: k.kind == hyphen,
			last:       k.ends(),
			overfull:   b.nodes[n].overfull,
		})
	}
	slices.Reverse(out)
	return out
}
