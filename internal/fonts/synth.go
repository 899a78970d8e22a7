package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	stdmath "math"
	"slices"
	"sync"

	"github.com/go-text/typesetting/font"
)

// A Part is a glyph of the face at its place in a synthesized glyph: font units
// from the origin, y upward.
type Part struct {
	ID   font.GID
	X, Y float64
}

// A Synth is a small TrueType font that is made from a face, one glyph at a
// time: each of its glyphs shows a whole cluster, the outlines of its parts
// merged at their places. So one code of a PDF stands for one cluster, and the
// file holds no glyph that it does not show. Outlines of CFF fonts and of
// variable instances become quadratic ones.
//
// Glyph 0 is .notdef, an empty one. A Synth belongs to one goroutine.
type Synth struct {
	face    *Face
	source  *fontOutlines
	glyf    []byte
	loca    []uint32 // start of each glyph in glyf, and the end
	metrics []metric
	limit   int

	xMin, yMin, xMax, yMax int
	maxPoints, maxContours int
	advanceMax             int
	scratch                outline
}

type metric struct {
	advance uint16
	left    int16
}

// ErrSynthFull is what Add says when a font has all the glyphs that it can have;
// the caller goes on with another.
var ErrSynthFull = errors.New("the synthesized font is full")

// maxSynthGlyphs leaves room below the 65,535 glyphs of TrueType, since some
// readers keep the last codes for themselves.
const maxSynthGlyphs = 65000

var synths = sync.Pool{New: func() any { return new(Synth) }}

// NewSynth begins a font from the face.
func NewSynth(face *Face) *Synth {
	s := synths.Get().(*Synth)
	*s = Synth{
		face: face, source: outlines.of(face), limit: maxSynthGlyphs,
		glyf: s.glyf[:0], loca: append(s.loca[:0], 0, 0), metrics: append(s.metrics[:0], metric{}),
		scratch: outline{points: s.scratch.points[:0], ends: s.scratch.ends[:0]},
	}
	return s
}

// Free gives the font's memory back; s must not be used any more.
func (s *Synth) Free() {
	s.face, s.source = nil, nil
	synths.Put(s)
}

// Len is the number of glyphs, .notdef among them.
func (s *Synth) Len() int { return len(s.metrics) }

// Advance is the advance width of a glyph in font units.
func (s *Synth) Advance(glyph int) int { return int(s.metrics[glyph].advance) }

// Bounds is the box, in font units, that encloses every glyph.
func (s *Synth) Bounds() (xMin, yMin, xMax, yMax int) { return s.xMin, s.yMin, s.xMax, s.yMax }

// Add makes a glyph that shows the parts, moved by shift font units to the
// right, and advances by advance font units. It returns the glyph's index, or
// ErrSynthFull, or an error that names the font's file.
func (s *Synth) Add(parts []Part, shift, advance float64) (int, error) {
	if s.Len() >= s.limit {
		return 0, ErrSynthFull
	}
	merged := &s.scratch
	merged.points, merged.ends = merged.points[:0], merged.ends[:0]
	for _, p := range parts {
		if p.ID == font.EmptyGlyph {
			continue
		}
		o, err := s.source.glyph(s.face, p.ID)
		if err != nil {
			return 0, err
		}
		dx, dy := int(stdmath.Round(p.X+shift)), int(stdmath.Round(p.Y))
		base := len(merged.points)
		for _, c := range o.points {
			x, y := int(c.x)+dx, int(c.y)+dy
			if x != int(int16(x)) || y != int(int16(y)) {
				return 0, fmt.Errorf("%s: glyph %d is shifted by %d, %d units, out of the range of TrueType", s.face.Path, p.ID, dx, dy)
			}
			merged.points = append(merged.points, curvePoint{int16(x), int16(y), c.on})
		}
		for _, e := range o.ends {
			merged.ends = append(merged.ends, base+e)
		}
	}
	if len(merged.points) > stdmath.MaxUint16 || len(merged.ends) > stdmath.MaxInt16 {
		return 0, fmt.Errorf("%s: a cluster's outline has %d points, and TrueType ends at %d", s.face.Path, len(merged.points), stdmath.MaxUint16)
	}
	width := uint16(stdmath.Round(min(max(advance, 0), stdmath.MaxInt16)))
	left := s.write(merged)
	s.loca = append(s.loca, uint32(len(s.glyf)))
	s.metrics = append(s.metrics, metric{width, left})
	s.advanceMax = max(s.advanceMax, int(width))
	return s.Len() - 1, nil
}

// write appends a simple glyph description (OpenType, glyf table) and returns
// its left side bearing, which equals xMin so that readers do not shift it.
func (s *Synth) write(o *outline) int16 {
	if len(o.points) == 0 {
		return 0
	}
	box := [4]int16{stdmath.MaxInt16, stdmath.MaxInt16, stdmath.MinInt16, stdmath.MinInt16}
	for _, p := range o.points {
		box[0], box[1] = min(box[0], p.x), min(box[1], p.y)
		box[2], box[3] = max(box[2], p.x), max(box[3], p.y)
	}
	if s.maxPoints == 0 {
		s.xMin, s.yMin, s.xMax, s.yMax = int(box[0]), int(box[1]), int(box[2]), int(box[3])
	}
	s.xMin, s.yMin = min(s.xMin, int(box[0])), min(s.yMin, int(box[1]))
	s.xMax, s.yMax = max(s.xMax, int(box[2])), max(s.yMax, int(box[3]))
	s.maxPoints = max(s.maxPoints, len(o.points))
	s.maxContours = max(s.maxContours, len(o.ends))

	be := binary.BigEndian
	g := be.AppendUint16(s.glyf, uint16(len(o.ends)))
	for _, v := range box {
		g = be.AppendUint16(g, uint16(v))
	}
	for _, e := range o.ends {
		g = be.AppendUint16(g, uint16(e))
	}
	g = be.AppendUint16(g, 0) // no instructions
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
	if len(g)%2 != 0 {
		g = append(g, 0)
	}
	s.glyf = g
	return box[0]
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
	n := s.Len()
	long := len(s.glyf) > 2*stdmath.MaxUint16

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
	be.PutUint16(hhea[10:], uint16(s.advanceMax))
	be.PutUint16(hhea[12:], uint16(s.xMin))
	be.PutUint16(hhea[16:], uint16(s.xMax))
	be.PutUint16(hhea[18:], 1) // upright caret
	be.PutUint16(hhea[34:], uint16(n))

	maxp := make([]byte, 32)
	be.PutUint32(maxp[0:], 0x00010000)
	be.PutUint16(maxp[4:], uint16(n))
	be.PutUint16(maxp[6:], uint16(s.maxPoints))
	be.PutUint16(maxp[8:], uint16(s.maxContours))
	be.PutUint16(maxp[14:], 2) // zones

	hmtx := make([]byte, 0, 4*n)
	for _, m := range s.metrics {
		hmtx = be.AppendUint16(be.AppendUint16(hmtx, m.advance), uint16(m.left))
	}
	loca := make([]byte, 0, 4*len(s.loca))
	for _, at := range s.loca {
		if long {
			loca = be.AppendUint32(loca, at)
		} else {
			loca = be.AppendUint16(loca, uint16(at/2))
		}
	}
	return assemble(b, []table{{"glyf", s.glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}})
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
