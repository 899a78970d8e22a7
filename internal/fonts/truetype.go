package fonts

import (
	"encoding/binary"
	stdmath "math"
	"slices"
)

// A glyphWriter writes the tables of a font's glyphs.
type glyphWriter struct {
	glyf, hmtx []byte
	loca       []uint32 // start of each glyph in glyf, and the end
	scratch    outline

	maxPoints, maxContours                   int // of simple glyphs
	compositePoints, compositeContours, most int // of composite ones, and the most components of one
	advanceMax                               uint16
}

// write writes the glyphs.
func (s *Synth) write() *glyphWriter {
	w := &glyphWriter{glyf: s.glyf[:0], loca: append(make([]uint32, 0, len(s.glyphs)+len(s.shapes)), 0)}
	var hidden []*synthShape
	for i, g := range s.glyphs {
		var left int16
		switch parts := s.parts[g.from:g.to]; {
		case len(parts) == 0:
		case len(parts) == 1 && parts[0].shape.glyph == i:
			left = w.simple(parts[0].shape.outline)
		case !slices.ContainsFunc(parts, func(p synthPart) bool { return p.shape.uses > 1 }):
			left = w.simple(w.merged(parts))
		default:
			for _, p := range parts {
				if p.shape.glyph == 0 {
					p.shape.glyph = len(s.glyphs) + len(hidden)
					hidden = append(hidden, p.shape)
				}
			}
			left = w.composite(parts)
		}
		w.end(g.advance, left)
	}
	for _, shape := range hidden {
		w.end(0, w.simple(shape.outline))
	}
	s.glyf = w.glyf
	return w
}

// end ends a glyph. Its left side bearing equals its xMin, so that readers do
// not shift it.
func (w *glyphWriter) end(advance uint16, left int16) {
	if len(w.glyf)%2 != 0 {
		w.glyf = append(w.glyf, 0)
	}
	w.loca = append(w.loca, uint32(len(w.glyf)))
	w.hmtx = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(w.hmtx, advance), uint16(left))
	w.advanceMax = max(w.advanceMax, advance)
}

// merged is one outline of all parts.
func (w *glyphWriter) merged(parts []synthPart) *outline {
	m := &w.scratch
	m.points, m.ends = m.points[:0], m.ends[:0]
	for i, p := range parts {
		base := len(m.points)
		for _, c := range p.shape.points {
			m.points = append(m.points, curvePoint{c.x + p.dx, c.y + p.dy, c.on})
		}
		for _, e := range p.shape.ends {
			m.ends = append(m.ends, base+e)
		}
		if i == 0 {
			m.box = p.box()
		} else {
			m.box = union(m.box, p.box())
		}
	}
	return m
}

func union(a, b [4]int16) [4]int16 {
	return [4]int16{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}

// header begins a glyph description: contours is −1 for a composite glyph.
func (w *glyphWriter) header(contours int, box [4]int16) {
	w.glyf = binary.BigEndian.AppendUint16(w.glyf, uint16(contours))
	for _, v := range box {
		w.glyf = binary.BigEndian.AppendUint16(w.glyf, uint16(v))
	}
}

// The flags of a composite glyph's components (OpenType, glyf table).
const (
	argsAreWords   = 1 << 0
	argsAreXY      = 1 << 1
	moreComponents = 1 << 5
)

// composite appends a composite glyph description and returns its xMin.
func (w *glyphWriter) composite(parts []synthPart) int16 {
	be := binary.BigEndian
	box, points, contours := parts[0].box(), 0, 0
	for _, p := range parts {
		box = union(box, p.box())
		points += len(p.shape.points)
		contours += len(p.shape.ends)
	}
	w.header(-1, box)
	for i, p := range parts {
		flags := uint16(argsAreXY)
		if i < len(parts)-1 {
			flags |= moreComponents
		}
		short := p.dx == int16(int8(p.dx)) && p.dy == int16(int8(p.dy))
		if !short {
			flags |= argsAreWords
		}
		w.glyf = be.AppendUint16(be.AppendUint16(w.glyf, flags), uint16(p.shape.glyph))
		if short {
			w.glyf = append(w.glyf, byte(p.dx), byte(p.dy))
		} else {
			w.glyf = be.AppendUint16(be.AppendUint16(w.glyf, uint16(p.dx)), uint16(p.dy))
		}
	}
	w.compositePoints, w.compositeContours = max(w.compositePoints, points), max(w.compositeContours, contours)
	w.most = max(w.most, len(parts))
	return box[0]
}

// simple appends a simple glyph description and returns its xMin.
func (w *glyphWriter) simple(o *outline) int16 {
	w.maxPoints = max(w.maxPoints, len(o.points))
	w.maxContours = max(w.maxContours, len(o.ends))
	w.header(len(o.ends), o.box)
	g := w.glyf
	for _, e := range o.ends {
		g = binary.BigEndian.AppendUint16(g, uint16(e))
	}
	g = append(g, 0, 0) // no instructions
	g = appendFlags(g, o.points)
	var x, y int
	for _, p := range o.points {
		g = appendDelta(g, int(p.x)-x)
		x = int(p.x)
	}
	for _, p := range o.points {
		g = appendDelta(g, int(p.y)-y)
		y = int(p.y)
	}
	w.glyf = g
	return o.box[0]
}

// The flags of a simple glyph's points.
const (
	onCurve    = 1 << 0
	xShort     = 1 << 1
	yShort     = 1 << 2
	repeated   = 1 << 3
	xSameOrPos = 1 << 4
	ySameOrPos = 1 << 5
)

func appendFlags(g []byte, points []curvePoint) []byte {
	var x, y, last, run int
	last = -1
	for _, p := range points {
		flag := axisFlags(int(p.x)-x, xShort, xSameOrPos) | axisFlags(int(p.y)-y, yShort, ySameOrPos)
		if p.on {
			flag |= onCurve
		}
		x, y = int(p.x), int(p.y)
		switch {
		case flag == last && run > 0 && run < 255:
			run++
			g[len(g)-1] = byte(run)
		case flag == last && run == 0:
			run = 1
			g[len(g)-1] |= repeated
			g = append(g, 1)
		default:
			run = 0
			g = append(g, byte(flag))
		}
		last = flag
	}
	return g
}

func axisFlags(delta, short, sameOrPos int) int {
	switch {
	case delta == 0:
		return sameOrPos
	case delta > 0 && delta < 256:
		return short | sameOrPos
	case delta < 0 && delta > -256:
		return short
	}
	return 0
}

func appendDelta(g []byte, delta int) []byte {
	switch {
	case delta == 0:
		return g
	case delta > -256 && delta < 256:
		return append(g, byte(max(delta, -delta)))
	}
	return binary.BigEndian.AppendUint16(g, uint16(delta))
}

// Program appends the font file to b: the tables that ISO 32000-1 §9.9 asks of
// a font program for a CIDFont of type 2, and no other.
func (s *Synth) Program(b []byte) []byte {
	be := binary.BigEndian
	w := s.write()
	n := len(w.loca) - 1
	s.written = n
	long := len(w.glyf) > 2*stdmath.MaxUint16

	head := make([]byte, 54)
	be.PutUint32(head[0:], 0x00010000)
	be.PutUint32(head[4:], 0x00010000)
	be.PutUint32(head[12:], 0x5F0F3CF5)
	be.PutUint16(head[16:], 1<<0|1<<1) // baseline at y = 0, left side bearing at x = 0
	be.PutUint16(head[18:], uint16(s.face.UnitsPerEm))
	for i, v := range [...]int{s.xMin, s.yMin, s.xMax, s.yMax} {
		be.PutUint16(head[36+2*i:], uint16(v))
	}
	if s.face.Style&Bold != 0 {
		head[45] |= 1
	}
	if s.face.Style&Italic != 0 {
		head[45] |= 2
	}
	be.PutUint16(head[46:], 8) // smallest readable size
	be.PutUint16(head[48:], 2)
	if long {
		be.PutUint16(head[50:], 1)
	}

	hhea := make([]byte, 36)
	be.PutUint32(hhea[0:], 0x00010000)
	be.PutUint16(hhea[4:], uint16(int16(stdmath.Round(s.face.Ascent))))
	be.PutUint16(hhea[6:], uint16(int16(stdmath.Round(-s.face.Descent))))
	be.PutUint16(hhea[10:], w.advanceMax)
	be.PutUint16(hhea[12:], uint16(s.xMin))
	be.PutUint16(hhea[16:], uint16(s.xMax))
	be.PutUint16(hhea[18:], 1) // upright caret
	be.PutUint16(hhea[34:], uint16(n))

	maxp := make([]byte, 32)
	be.PutUint32(maxp[0:], 0x00010000)
	be.PutUint16(maxp[4:], uint16(n))
	for i, v := range [...]int{w.maxPoints, w.maxContours, w.compositePoints, w.compositeContours, 2} { // 2 zones
		be.PutUint16(maxp[6+2*i:], uint16(v))
	}
	if w.most > 0 {
		be.PutUint16(maxp[28:], uint16(w.most))
		be.PutUint16(maxp[30:], 1) // depth
	}

	loca := make([]byte, 0, 4*len(w.loca))
	for _, at := range w.loca {
		if long {
			loca = be.AppendUint32(loca, at)
		} else {
			loca = be.AppendUint16(loca, uint16(at/2))
		}
	}
	return assemble(b, []table{{"glyf", w.glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", w.hmtx}, {"loca", loca}, {"maxp", maxp}})
}

// A table is a table of a font file; assemble wants them sorted by tag.
type table struct {
	tag  string
	data []byte
}

// assemble appends a font file of the tables (OpenType, "Organization of an
// OpenType Font").
func assemble(b []byte, tables []table) []byte {
	be := binary.BigEndian
	start := len(b)
	size := 12 + 16*len(tables)
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	b = slices.Grow(b, size)
	power := 0
	for 2<<power <= len(tables) {
		power++
	}
	b = be.AppendUint32(b, 0x00010000)
	b = be.AppendUint16(b, uint16(len(tables)))
	b = be.AppendUint16(b, uint16(16<<power))
	b = be.AppendUint16(b, uint16(power))
	b = be.AppendUint16(b, uint16(16*len(tables)-16<<power))
	offset := 12 + 16*len(tables)
	headAt := -1
	for _, t := range tables {
		if t.tag == "head" {
			headAt = start + offset
		}
		b = append(b, t.tag...)
		b = be.AppendUint32(b, checksum(t.data))
		b = be.AppendUint32(b, uint32(offset))
		b = be.AppendUint32(b, uint32(len(t.data)))
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		b = append(b, t.data...)
		for (len(b)-start)%4 != 0 {
			b = append(b, 0)
		}
	}
	if headAt >= 0 {
		be.PutUint32(b[headAt+8:], 0xB1B0AFBA-checksum(b[start:]))
	}
	return b
}

func checksum(data []byte) uint32 {
	var sum uint32
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var tail [4]byte
	copy(tail[:], data)
	return sum + binary.BigEndian.Uint32(tail[:])
}
