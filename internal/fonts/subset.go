package fonts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"

	ot "github.com/go-text/typesetting/font/opentype"
)

// An sfntTable is a table of an OpenType font.
type sfntTable struct {
	tag  ot.Tag
	data []byte
}

// readTables reads the tables of a font file, the first of a collection, as they
// are.
func readTables(data []byte) ([]sfntTable, error) {
	loaders, err := ot.NewLoaders(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var all []sfntTable
	for _, tag := range loaders[0].Tables() {
		raw, err := loaders[0].RawTable(tag)
		if err != nil {
			return nil, err
		}
		all = append(all, sfntTable{tag, raw})
	}
	slices.SortFunc(all, func(a, b sfntTable) int { return int(int64(a.tag) - int64(b.tag)) })
	return all, nil
}

func find(all []sfntTable, tag string) []byte {
	for _, t := range all {
		if t.tag == ot.MustNewTag(tag) {
			return t.data
		}
	}
	return nil
}

// What the web does not need: signatures, and names of glyphs.
var unneeded = []ot.Tag{ot.MustNewTag("DSIG"), ot.MustNewTag("FFTM"), ot.MustNewTag("meta"), ot.MustNewTag("MVAR")}

var errNoSubset = errors.New("the font is of a kind that is not cut")

// subset is the font with the outlines of the glyphs alone that may be needed
// to show runes. Every glyph keeps its ID, so that the tables that shape text
// (GSUB, GPOS, GDEF) stay as they are, and the shaping with them. Fonts that
// vary, or whose outlines are not TrueType's, are not cut: errNoSubset.
func subset(f *Face, all []sfntTable, runes []rune) ([]sfntTable, error) {
	head, loca, glyf, hhea, hmtx := find(all, "head"), find(all, "loca"), find(all, "glyf"), find(all, "hhea"), find(all, "hmtx")
	if len(head) < 54 || len(hhea) < 36 || glyf == nil || loca == nil || hmtx == nil || find(all, "fvar") != nil {
		return nil, errNoSubset
	}
	offsets := locations(loca, binary.BigEndian.Uint16(head[50:]) != 0)
	n := len(offsets) - 1
	if n < 1 || n > 0xFFFF {
		return nil, errNoSubset
	}
	set := make(glyphSet, n)
	set.add(0)
	chars := map[rune]ot.GID{}
	for _, r := range shapes(runes) {
		if g, ok := f.Font.NominalGlyph(r); ok {
			chars[r] = g
			set.add(g)
		}
	}
	closure(f.Font, set)
	if !components(glyf, offsets, set) {
		return nil, errNoSubset
	}

	var outlines []byte
	newLoca := make([]byte, 0, 4*(n+1))
	for g := range n {
		newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(len(outlines)))
		if set[g] {
			outlines = append(outlines, glyf[offsets[g]:offsets[g+1]]...)
			for len(outlines)%4 != 0 {
				outlines = append(outlines, 0)
			}
		}
	}
	newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(len(outlines)))
	head = bytes.Clone(head)
	binary.BigEndian.PutUint16(head[50:], 1)

	// Widths that nobody asks for are zero, which costs next to nothing.
	hmtx = bytes.Clone(hmtx)
	long := int(binary.BigEndian.Uint16(hhea[34:]))
	for g := range n {
		at, size := 4*g, 4
		if g >= long {
			at, size = 4*long+2*(g-long), 2
		}
		// The last long width holds for all glyphs after it.
		if !set[g] && g != long-1 && at+size <= len(hmtx) {
			clear(hmtx[at : at+size])
		}
	}
	var out []sfntTable
	for _, t := range all {
		switch t.tag.String() {
		case "glyf":
			t.data = outlines
		case "loca":
			t.data = newLoca
		case "head":
			t.data = head
		case "hmtx":
			t.data = hmtx
		case "cmap":
			t.data = characterMap(chars)
		}
		out = append(out, t)
	}
	return out, nil
}

// locations are where glyphs begin in glyf, and where the last ends.
func locations(loca []byte, long bool) []uint32 {
	var at []uint32
	if long {
		for ; len(loca) >= 4; loca = loca[4:] {
			at = append(at, binary.BigEndian.Uint32(loca))
		}
		return at
	}
	for ; len(loca) >= 2; loca = loca[2:] {
		at = append(at, 2*uint32(binary.BigEndian.Uint16(loca)))
	}
	return at
}

// components adds the glyphs that composite glyphs of the set are made of
// (OpenType, glyf: composite glyph description). It is false for a font whose
// outlines are damaged.
func components(glyf []byte, offsets []uint32, set glyphSet) bool {
	for again := true; again; {
		again = false
		for g, in := range set {
			if offsets[g] > offsets[g+1] || int(offsets[g+1]) > len(glyf) {
				return false
			}
			d := glyf[offsets[g]:offsets[g+1]]
			if !in || len(d) < 10 || int16(binary.BigEndian.Uint16(d)) >= 0 {
				continue
			}
			parts, ok := partsOf(d[10:])
			if !ok {
				return false
			}
			for _, part := range parts {
				// One with a lower ID has been passed already.
				again = set.add(ot.GID(part)) || again
			}
		}
	}
	return true
}

// characterMap is a cmap table with a subtable of format 12 (OpenType, cmap).
func characterMap(chars map[rune]ot.GID) []byte {
	runes := make([]rune, 0, len(chars))
	for r := range chars {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	type group struct{ first, last, glyph uint32 }
	var groups []group
	for _, r := range runes {
		c, g := uint32(r), uint32(chars[r])
		if k := len(groups) - 1; k >= 0 && groups[k].last+1 == c && groups[k].glyph+(c-groups[k].first) == g {
			groups[k].last = c
			continue
		}
		groups = append(groups, group{c, c, g})
	}
	be := binary.BigEndian
	var b []byte
	// Version, one encoding record: platform 3, encoding 10, its offset.
	b = be.AppendUint16(b, 0)
	b = be.AppendUint16(b, 1)
	b = be.AppendUint16(b, 3)
	b = be.AppendUint16(b, 10)
	b = be.AppendUint32(b, 12)
	b = be.AppendUint16(b, 12)
	b = be.AppendUint16(b, 0)
	b = be.AppendUint32(b, uint32(16+12*len(groups)))
	b = be.AppendUint32(b, 0)
	b = be.AppendUint32(b, uint32(len(groups)))
	for _, g := range groups {
		b = be.AppendUint32(be.AppendUint32(be.AppendUint32(b, g.first), g.last), g.glyph)
	}
	return b
}
