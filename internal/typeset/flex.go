package typeset

import "math"

// An elasticity says on which sides of a cluster justification may add a little
// white, in scripts that are justified so.
type elasticity uint8

const (
	elasticBefore elasticity = 1 << iota
	elasticAfter
	elasticWithin // the sign itself parts words or syllables, and has the white within
)

// elasticFrom is the first character that has any.
const elasticFrom = 0x0F0B

// elasticityOf is that of a character: Chinese and Japanese on all sides,
// Tibetan after the tsheg, Ethiopic around the two points of the wordspace.
// Scripts whose letters join have none, nor has any whose words have spaces.
func elasticityOf(r rune) elasticity {
	switch {
	case r == 0x0F0B: // tsheg
		return elasticAfter | elasticWithin
	case r == 0x1361: // wordspace
		return elasticBefore | elasticAfter | elasticWithin
	case isIdeograph(r):
		return elasticBefore | elasticAfter
	}
	return 0
}

// A flex is what justification may do in a gap, or in all gaps of a line, in
// points.
type flex struct {
	space   float64 // that spaces may well grow by
	letter  float64 // that gaps at elastic letters may well grow by
	kashida float64 // that strokes between Arabic letters may take
	shrink  float64 // that all may lose
}

func (f flex) plus(g flex) flex {
	return flex{f.space + g.space, f.letter + g.letter, f.kashida + g.kashida, f.shrink + g.shrink}
}

func (f flex) minus(g flex) flex {
	return flex{f.space - g.space, f.letter - g.letter, f.kashida - g.kashida, f.shrink - g.shrink}
}

// ratio is the adjustment ratio at which the spaces of a line fill the room
// that is left: 1 is what they may well grow by. Letters stop at mostElastic;
// strokes are made where spaces would have to grow by more than 1. It is
// infinite where nothing can grow.
func (f flex) ratio(room float64) float64 {
	if room <= epsilon {
		return 0
	}
	if f.kashida > 0 && room > f.space {
		if over := room - f.space; over <= f.kashida {
			return 1 + over/f.kashida/4
		}
		room -= f.kashida
	}
	r := math.Inf(1)
	if all := f.space + f.letter; all > 0 {
		r = room / all
	}
	if f.letter > 0 && r > mostElastic {
		r = math.Inf(1)
		if f.space > 0 {
			r = (room - mostElastic*f.letter) / f.space
		}
	}
	return r
}

// flex is that of the gap after cluster i; advance is the cluster's own, in
// points.
func (p *paragraph) flex(clusters []cluster, i int, advance, em float64) flex {
	c := &clusters[i]
	f := flex{}
	switch {
	case c.space:
		return flex{space: advance * spaceStretch, shrink: advance * spaceShrink}
	case i+1 == len(clusters):
	case c.elastic == elasticBefore|elasticAfter|elasticWithin:
		return flex{space: em * wordspaceStretch}
	case clusters[i+1].elastic&elasticWithin != 0:
	case c.elastic&elasticAfter != 0 && !clusters[i+1].space, clusters[i+1].elastic&elasticBefore != 0:
		f.letter = em * elasticStretch
		f.shrink = p.white(c, &clusters[i+1])
	}
	if c.kashida > 0 {
		f.kashida = float64(c.kashida) * p.scale(c)
	}
	return f
}
