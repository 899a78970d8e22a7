package fonts

import (
	"encoding/binary"
	"fmt"
	stdmath "math"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// What a font may ask for. A small file can promise more than any machine has:
// glyphs made of glyphs made of glyphs, lists whose entries all lead to the same
// place, a rule that makes thousands of glyphs of one.
const (
	leastUnitsPerEm, mostUnitsPerEm = 16, 16384 // OpenType, head table
	maxSubtables                    = 1 << 16   // of GSUB or GPOS
	maxSequence                     = 64        // glyphs that a rule makes of one; as in HarfBuzz
)

// unbearable says what keeps a strange font from being used, before anything of
// it is parsed that could take for ever.
func unbearable(l *ot.Loader) error {
	raw := map[string][]byte{}
	for _, tag := range l.Tables() {
		data, err := l.RawTable(tag)
		if err != nil {
			return fmt.Errorf("its table %s lies outside of the file", tag)
		}
		raw[tag.String()] = data
	}
	be := binary.BigEndian
	head, maxp := raw["head"], raw["maxp"]
	if len(head) < 54 || len(maxp) < 6 {
		return fmt.Errorf("it has no table head or maxp")
	}
	if units := int(be.Uint16(head[18:])); units < leastUnitsPerEm || units > mostUnitsPerEm {
		return fmt.Errorf("it has %d units per em", units)
	}
	for _, tag := range []string{"GSUB", "GPOS"} {
		if n := subtables(raw[tag]); n > maxSubtables {
			return fmt.Errorf("its table %s has %d subtables", tag, n)
		}
	}
	if raw["CFF "] != nil || raw["CFF2"] != nil {
		return nil
	}
	if raw["glyf"] == nil || raw["loca"] == nil {
		if raw["CBDT"] != nil || raw["sbix"] != nil || raw["EBDT"] != nil {
			return nil // pictures; whether a glyph has an outline is found when it is drawn
		}
		return fmt.Errorf("it has no outlines")
	}
	return checkGlyphs(raw["glyf"], raw["loca"], int(be.Uint16(maxp[4:])), be.Uint16(head[50:]) == 1)
}

// subtables is how many subtables the lookups of a GSUB or GPOS table have, all
// in all; 0 where it is damaged.
func subtables(t []byte) (n int) {
	be := binary.BigEndian
	at := func(i int) int {
		if i < 0 || i+2 > len(t) {
			return 0
		}
		return int(be.Uint16(t[i:]))
	}
	list := at(8)
	for i := range at(list) {
		n += at(list + at(list+2+2*i) + 4)
	}
	return n
}

// checkGlyphs looks at the descriptions of glyphs (OpenType, glyf table): that
// each lies inside, that none is made of itself, nor of more points than
// TrueType can have.
func checkGlyphs(glyf, loca []byte, glyphs int, long bool) error {
	be := binary.BigEndian
	width := 2
	if long {
		width = 4
	}
	if len(loca) < width*(glyphs+1) {
		return fmt.Errorf("its table loca is too short for %d glyphs", glyphs)
	}
	description := func(g int) ([]byte, error) {
		at := func(i int) int {
			if long {
				return int(be.Uint32(loca[4*i:]))
			}
			return 2 * int(be.Uint16(loca[2*i:]))
		}
		from, to := at(g), at(g+1)
		if from > to || to > len(glyf) {
			return nil, fmt.Errorf("its glyph %d lies outside of the table glyf", g)
		}
		return glyf[from:to], nil
	}
	const unknown, open = -1, -2
	points := make([]int, glyphs)
	for g := range points {
		points[g] = unknown
	}
	var count func(g, depth int) (int, error)
	count = func(g, depth int) (int, error) {
		if g >= glyphs {
			return 0, nil // drawn as nothing
		}
		switch n := points[g]; {
		case n == open || depth > maxNesting:
			return 0, fmt.Errorf("its glyph %d is made of itself", g)
		case n != unknown:
			return n, nil
		}
		points[g] = open
		d, err := description(g)
		if err != nil {
			return 0, err
		}
		n := 0
		if len(d) >= 10 {
			if contours := int(int16(be.Uint16(d))); contours > 0 && len(d) >= 10+2*contours {
				n = int(be.Uint16(d[8+2*contours:])) + 1
			} else if contours < 0 {
				parts, ok := partsOf(d[10:])
				if !ok {
					return 0, fmt.Errorf("its glyph %d is damaged", g)
				}
				for _, part := range parts {
					k, err := count(part, depth+1)
					if err != nil {
						return 0, err
					}
					if n += k + 1; n > stdmath.MaxUint16 {
						return 0, fmt.Errorf("its glyph %d is made of more than %d points", g, stdmath.MaxUint16)
					}
				}
			}
		}
		points[g] = n
		return n, nil
	}
	for g := range glyphs {
		if _, err := count(g, 0); err != nil {
			return err
		}
	}
	return nil
}

// partsOf are the glyphs that a composite one is made of (OpenType, glyf:
// composite glyph description), whose description d follows its header. ok is
// false where it breaks off.
func partsOf(d []byte) (parts []int, ok bool) {
	const (
		words     = 1 << 0
		scale     = 1 << 3
		more      = 1 << 5
		twoScales = 1 << 6
		matrix    = 1 << 7
	)
	for len(d) >= 4 {
		flags := binary.BigEndian.Uint16(d)
		parts = append(parts, int(binary.BigEndian.Uint16(d[2:])))
		size := 6
		if flags&words != 0 {
			size = 8
		}
		switch {
		case flags&scale != 0:
			size += 2
		case flags&twoScales != 0:
			size += 4
		case flags&matrix != 0:
			size += 8
		}
		if flags&more == 0 {
			return parts, true
		}
		if size > len(d) {
			break
		}
		d = d[size:]
	}
	return parts, false
}

// floods says whether a rule of the font makes more glyphs of one than any
// script needs.
func floods(f *font.Font) bool {
	for _, lookup := range f.GSUB.Lookups {
		for _, s := range lookup.Subtables {
			if m, ok := s.(tables.MultipleSubs); ok {
				for _, sequence := range m.Sequences {
					if len(sequence.SubstituteGlyphIDs) > maxSequence {
						return true
					}
				}
			}
		}
	}
	return false
}
