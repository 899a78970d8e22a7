package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	stdmath "math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// A glyfTable reads the outlines of a TrueType font one by one. go-text reads
// all of them when it opens a font, 60 000 for a Chinese one, where an edition
// shows a few hundred; so it is given a font without them (see slim), and those
// that are drawn are read from here (OpenType, glyf and loca tables).
type glyfTable struct {
	glyf, loca, hmtx []byte
	long             bool // the format of loca
	glyphs           int
	metrics          int // numberOfHMetrics
}

// bytes are the data of a glyph, empty where it has no outline.
func (t *glyfTable) bytes(id int) ([]byte, error) {
	if id < 0 || id >= t.glyphs {
		return nil, errors.New("the font has no such glyph")
	}
	start, end := t.offset(id), t.offset(id+1)
	if start > end || end > len(t.glyf) {
		return nil, errors.New("its outline lies outside the file")
	}
	return t.glyf[start:end], nil
}

func (t *glyfTable) offset(i int) int {
	if t.long {
		return int(binary.BigEndian.Uint32(t.loca[4*i:]))
	}
	return 2 * int(binary.BigEndian.Uint16(t.loca[2*i:]))
}

// leftBearing is the left side bearing of a glyph (OpenType, hmtx table).
func (t *glyfTable) leftBearing(id int) (int, bool) {
	at := 4*id + 2
	if id >= t.metrics {
		at = 4*t.metrics + 2*(id-t.metrics)
	}
	if at+2 > len(t.hmtx) {
		return 0, false
	}
	return int(int16(binary.BigEndian.Uint16(t.hmtx[at:]))), true
}

// A glyphPoint is a point of an outline before it is rounded to font units.
type glyphPoint struct {
	x, y    float64
	on, end bool // on the curve; the last of its contour
}

// Composite glyphs are nested no deeper, and have no more points, than any
// font needs.
const (
	maxNesting     = 16
	maxGlyphPoints = stdmath.MaxUint16
)

// outline reads the outline of a glyph.
func (t *glyfTable) outline(id font.GID) (*outline, error) {
	points, err := t.points(nil, int(id), 0)
	if err != nil {
		return nil, err
	}
	// A glyph stands where its left side bearing says, not where its points do.
	if data, _ := t.bytes(int(id)); len(data) >= 10 {
		if lsb, ok := t.leftBearing(int(id)); ok {
			shift := float64(lsb - int(int16(binary.BigEndian.Uint16(data[2:]))))
			for i := range points {
				points[i].x += shift
			}
		}
	}
	g := &outline{points: make([]curvePoint, 0, len(points))}
	for from := 0; from < len(points); {
		to := from
		for to < len(points)-1 && !points[to].end {
			to++
		}
		if err := g.closed(points[from : to+1]); err != nil {
			return nil, err
		}
		from = to + 1
	}
	return g, nil
}

// closed adds a contour, whose first point will be on the curve.
func (g *outline) closed(points []glyphPoint) error {
	if len(points) < 2 { // a lone point encloses nothing
		return nil
	}
	n, first := len(points), 0
	for first < n && !points[first].on {
		first++
	}
	if first == n {
		a, b := points[n-1], points[0]
		if err := g.point((a.x+b.x)/2, (a.y+b.y)/2, true); err != nil {
			return err
		}
		first = 0
	}
	for i := range n {
		p := points[(first+i)%n]
		if err := g.point(p.x, p.y, p.on); err != nil {
			return err
		}
	}
	g.ends = append(g.ends, len(g.points)-1)
	return nil
}

// points appends the points of a glyph, composites in their places.
func (t *glyfTable) points(into []glyphPoint, id, depth int) ([]glyphPoint, error) {
	data, err := t.bytes(id)
	if err != nil || len(data) == 0 {
		return into, err
	}
	glyph, _, err := tables.ParseGlyph(data)
	if err != nil {
		return into, err
	}
	switch g := glyph.Data.(type) {
	case tables.SimpleGlyph:
		from := len(into)
		for _, p := range g.Points {
			into = append(into, glyphPoint{x: float64(p.X), y: float64(p.Y), on: p.Flag&1 != 0})
		}
		for _, end := range g.EndPtsOfContours {
			if from+int(end) >= len(into) {
				return into, errors.New("its contours end outside it")
			}
			into[from+int(end)].end = true
		}
	case tables.CompositeGlyph:
		if depth == maxNesting {
			return into, errors.New("its parts are nested without end")
		}
		whole := len(into)
		for i := range g.Glyphs {
			part := &g.Glyphs[i]
			from := len(into)
			if into, err = t.points(into, int(part.GlyphIndex), depth+1); err != nil {
				return into, err
			}
			if err := place(part, into[whole:from], into[from:]); err != nil {
				return into, err
			}
		}
	}
	if len(into) > maxGlyphPoints {
		return into, fmt.Errorf("its outline has more than %d points", maxGlyphPoints)
	}
	return into, nil
}

// place puts the points of a part where the composite glyph wants them; before
// are those of the parts before it.
func place(part *tables.CompositeGlyphPart, before, points []glyphPoint) error {
	m := part.Scale
	turn := func(x, y float64) (float64, float64) {
		return x*float64(m[0]) + y*float64(m[2]), x*float64(m[1]) + y*float64(m[3])
	}
	for i := range points {
		points[i].x, points[i].y = turn(points[i].x, points[i].y)
	}
	var dx, dy float64
	if part.IsAnchored() {
		a, b := part.ArgsAsIndices()
		if a >= len(before) || b >= len(points) {
			return errors.New("its parts meet in a point that is not there")
		}
		dx, dy = before[a].x-points[b].x, before[a].y-points[b].y
	} else {
		x, y := part.ArgsAsTranslation()
		dx, dy = float64(x), float64(y)
		if part.IsScaledOffsets() {
			dx *= stdmath.Hypot(float64(m[0]), float64(m[1]))
			dy *= stdmath.Hypot(float64(m[2]), float64(m[3]))
		}
	}
	for i := range points {
		points[i].x += dx
		points[i].y += dy
	}
	return nil
}

// slim is the font without its outlines: of each glyph its box is left, which
// a shaper asks for where it has no better way to place a mark. rest reads the
// outlines. A font that is not static TrueType, or whose tables do not say
// plainly where its outlines are, is returned as it is, without a rest.
func slim(data []byte) (file io.ReaderAt, size int64, rest *glyfTable) {
	whole, n := newPatched(data), int64(len(data))
	if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
		return whole, n, nil
	}
	records := int(binary.BigEndian.Uint16(data[4:]))
	if len(data) < 12+16*records {
		return whole, n, nil
	}
	at := map[string]int{} // tag → record
	table := func(tag string) []byte {
		i, ok := at[tag]
		if !ok {
			return nil
		}
		off, length := uint64(binary.BigEndian.Uint32(data[i+8:])), uint64(binary.BigEndian.Uint32(data[i+12:]))
		if off+length > uint64(len(data)) {
			return nil
		}
		return data[off : off+length]
	}
	for i := 12; i < 12+16*records; i += 16 {
		at[string(data[i:i+4])] = i
	}
	head, maxp, hhea := table("head"), table("maxp"), table("hhea")
	t := &glyfTable{glyf: table("glyf"), loca: table("loca"), hmtx: table("hmtx")}
	if _, varies := at["gvar"]; varies || len(head) < 54 || len(maxp) < 6 || len(hhea) < 36 || t.glyf == nil || t.loca == nil {
		return whole, n, nil
	}
	t.glyphs = int(binary.BigEndian.Uint16(maxp[4:]))
	t.metrics = int(binary.BigEndian.Uint16(hhea[34:]))
	t.long = binary.BigEndian.Uint16(head[50:]) == 1
	width := 2
	if t.long {
		width = 4
	}
	if len(t.loca) < width*(t.glyphs+1) {
		return whole, n, nil
	}

	const boxed = 12 // the header of a glyph without contours or instructions
	glyf, loca := make([]byte, 0, boxed*t.glyphs), make([]byte, 0, len(t.loca))
	offset := func() {
		if t.long {
			loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		} else {
			loca = binary.BigEndian.AppendUint16(loca, uint16(len(glyf)/2))
		}
	}
	for id := range t.glyphs {
		offset()
		g, err := t.bytes(id)
		if err != nil {
			return whole, n, nil
		}
		if len(g) >= 10 {
			glyf = append(glyf, 0, 0)
			glyf = append(glyf, g[2:10]...)
			glyf = append(glyf, 0, 0)
		}
	}
	offset()
	if !t.long && len(glyf)/2 > stdmath.MaxUint16 {
		return whole, n, nil
	}
	directory := append([]byte(nil), data[:12+16*records]...)
	tail := append(glyf, loca...)
	binary.BigEndian.PutUint32(directory[at["glyf"]+8:], uint32(len(data)))
	binary.BigEndian.PutUint32(directory[at["glyf"]+12:], uint32(len(glyf)))
	binary.BigEndian.PutUint32(directory[at["loca"]+8:], uint32(len(data)+len(glyf)))
	binary.BigEndian.PutUint32(directory[at["loca"]+12:], uint32(len(loca)))
	return newPatched(directory, data[len(directory):], tail), n + int64(len(tail)), t
}

// patched reads pieces of memory one after another as one file.
type patched [][]byte

func newPatched(pieces ...[]byte) patched { return pieces }

// ReadAt implements io.ReaderAt.
func (p patched) ReadAt(b []byte, off int64) (int, error) {
	n := 0
	for _, piece := range p {
		if off >= int64(len(piece)) {
			off -= int64(len(piece))
			continue
		}
		n += copy(b[n:], piece[off:])
		off = 0
		if n == len(b) {
			return n, nil
		}
	}
	return n, io.EOF
}
