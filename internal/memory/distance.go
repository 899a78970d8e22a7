package memory

import "unicode/utf8"

// A pattern is a text that others are compared with, prepared once.
type pattern struct {
	length int // runes
	blocks int // of 64 runes
	ascii  [utf8.RuneSelf][]uint64
	other  map[rune][]uint64
	vp, vn []uint64 // room for the work
}

func newPattern(text []rune) *pattern {
	p := &pattern{length: len(text), blocks: (len(text) + 63) / 64, other: map[rune][]uint64{}}
	p.vp, p.vn = make([]uint64, p.blocks), make([]uint64, p.blocks)
	for i, r := range text {
		bits := p.where(r)
		if bits == nil {
			bits = make([]uint64, p.blocks)
			if r >= 0 && r < utf8.RuneSelf {
				p.ascii[r] = bits
			} else {
				p.other[r] = bits
			}
		}
		bits[i/64] |= 1 << (i % 64)
	}
	return p
}

// where are the places of a rune in the pattern, a bit each; nil is nowhere.
func (p *pattern) where(r rune) []uint64 {
	if r >= 0 && r < utf8.RuneSelf {
		return p.ascii[r]
	}
	return p.other[r]
}

// distance is the Levenshtein distance in runes: the algorithm of Myers (A fast
// bit-vector algorithm for approximate string matching, J. ACM 46(3), 1999) in
// the form that Hyyrö gave it for distances (A bit-vector algorithm for
// computing Levenshtein and Damerau edit distances, 2003), 64 rows at a time.
func (p *pattern) distance(text []rune) int {
	if p.length == 0 {
		return len(text)
	}
	for b := range p.blocks {
		p.vp[b], p.vn[b] = ^uint64(0), 0
	}
	d := p.length
	last := uint64(1) << ((p.length - 1) % 64)
	for _, r := range text {
		where := p.where(r)
		up, down := uint64(1), uint64(0) // what the block above hands on
		for b := range p.blocks {
			x := down
			if where != nil {
				x |= where[b]
			}
			vp, vn := p.vp[b], p.vn[b]
			d0 := (((x & vp) + vp) ^ vp) | x | vn
			hp, hn := vn|^(d0|vp), d0&vp
			if b == p.blocks-1 {
				if hp&last != 0 {
					d++
				}
				if hn&last != 0 {
					d--
				}
			}
			nextUp, nextDown := hp>>63, hn>>63
			hp, hn = hp<<1|up, hn<<1|down
			p.vp[b], p.vn[b] = hn|^(d0|hp), hp&d0
			up, down = nextUp, nextDown
		}
	}
	return d
}
