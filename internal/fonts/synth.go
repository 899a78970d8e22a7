package fonts

import (
	"errors"
	"fmt"
	stdmath "math"
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
// time: each of its glyphs shows a whole cluster, its parts at their places. So
// one code of a PDF stands for one cluster, and the file holds no outline that
// it does not show. A part that several clusters share is written once, and the
// clusters refer to it. Outlines of CFF fonts and of variable instances become
// quadratic ones.
//
// Glyph 0 is .notdef, an empty one. Glyphs that only others refer to come last,
// after the Len that have codes. A Synth belongs to one goroutine.
type Synth struct {
	face   *Face
	source *fontOutlines
	glyphs []synthGlyph
	parts  []synthPart // of all glyphs
	shapes map[font.GID]*synthShape
	limit  int

	written int // see the method of this name

	xMin, yMin, xMax, yMax int
	inked                  bool // the box holds something
	glyf                   []byte
}

// A synthGlyph shows parts[from:to], in font units.
type synthGlyph struct {
	from, to int
	advance  uint16
}

type synthPart struct {
	shape  *synthShape
	dx, dy int16
}

// A synthShape is an outline of the face, for all its uses in a font.
type synthShape struct {
	*outline
	uses  int
	glyph int // the glyph that shows it and nothing else, at its own place; 0 if none does
}

// ErrSynthFull is what Add says when a font has all the glyphs that it can have;
// the caller goes on with another.
var ErrSynthFull = errors.New("the synthesized font is full")

// maxSynthGlyphs leaves room below the 65,535 glyphs of TrueType, since some
// readers keep the last codes for themselves.
const maxSynthGlyphs = 65000

var synths = sync.Pool{New: func() any { return &Synth{shapes: map[font.GID]*synthShape{}} }}

// NewSynth begins a font from the face.
func NewSynth(face *Face) *Synth {
	s := synths.Get().(*Synth)
	clear(s.shapes)
	*s = Synth{
		face: face, source: outlines.of(face), limit: maxSynthGlyphs, shapes: s.shapes,
		glyphs: append(s.glyphs[:0], synthGlyph{}), parts: s.parts[:0], glyf: s.glyf[:0],
	}
	return s
}

// Free gives the font's memory back; s must not be used any more.
func (s *Synth) Free() {
	s.face, s.source = nil, nil
	synths.Put(s)
}

// Len is the number of glyphs that have codes, .notdef among them.
func (s *Synth) Len() int { return len(s.glyphs) }

// Written is the number of glyphs in the file that Program made: beside those of
// Len, those that others are made of.
func (s *Synth) Written() int { return s.written }

// Advance is the advance width of a glyph in font units.
func (s *Synth) Advance(glyph int) int { return int(s.glyphs[glyph].advance) }

// Bounds is the box, in font units, that encloses every glyph.
func (s *Synth) Bounds() (xMin, yMin, xMax, yMax int) { return s.xMin, s.yMin, s.xMax, s.yMax }

// Add makes a glyph that shows the parts, moved by shift font units to the
// right, and advances by advance font units. It returns the glyph's index, or
// ErrSynthFull, or an error that names the font's file.
func (s *Synth) Add(parts []Part, shift, advance float64) (int, error) {
	// Each shape may need a glyph of its own.
	if len(s.glyphs)+len(s.shapes)+len(parts) >= s.limit {
		return 0, ErrSynthFull
	}
	g := synthGlyph{from: len(s.parts), advance: uint16(stdmath.Round(min(max(advance, 0), stdmath.MaxInt16)))}
	points := 0
	for _, p := range parts {
		if p.ID == font.EmptyGlyph {
			continue
		}
		shape := s.shapes[p.ID]
		if shape == nil {
			o, err := s.source.glyph(s.face, p.ID)
			if err != nil {
				s.parts = s.parts[:g.from]
				return 0, err
			}
			shape = &synthShape{outline: o}
			s.shapes[p.ID] = shape
		}
		if len(shape.points) == 0 {
			continue
		}
		dx, dy := stdmath.Round(p.X+shift), stdmath.Round(p.Y)
		b := shape.box
		if !inRange(float64(b[0])+dx) || !inRange(float64(b[1])+dy) || !inRange(float64(b[2])+dx) || !inRange(float64(b[3])+dy) || !inRange(dx) || !inRange(dy) {
			s.parts = s.parts[:g.from]
			return 0, fmt.Errorf("%s: glyph %d is shifted by %v, %v units, out of the range of TrueType", s.face.Path, p.ID, dx, dy)
		}
		points += len(shape.points)
		s.parts = append(s.parts, synthPart{shape, int16(dx), int16(dy)})
	}
	if points > stdmath.MaxUint16 {
		s.parts = s.parts[:g.from]
		return 0, fmt.Errorf("%s: a cluster's outline has %d points, and TrueType ends at %d", s.face.Path, points, stdmath.MaxUint16)
	}
	g.to = len(s.parts)
	for _, p := range s.parts[g.from:g.to] {
		p.shape.uses++
		if g.to == g.from+1 && p.dx == 0 && p.dy == 0 && p.shape.glyph == 0 {
			p.shape.glyph = len(s.glyphs)
		}
		s.enclose(p.box())
	}
	s.glyphs = append(s.glyphs, g)
	return s.Len() - 1, nil
}

func inRange(v float64) bool { return v >= stdmath.MinInt16 && v <= stdmath.MaxInt16 }

func (p synthPart) box() [4]int16 {
	b := p.shape.box
	return [4]int16{b[0] + p.dx, b[1] + p.dy, b[2] + p.dx, b[3] + p.dy}
}

func (s *Synth) enclose(b [4]int16) {
	if !s.inked {
		s.xMin, s.yMin, s.xMax, s.yMax, s.inked = int(b[0]), int(b[1]), int(b[2]), int(b[3]), true
	}
	s.xMin, s.yMin = min(s.xMin, int(b[0])), min(s.yMin, int(b[1]))
	s.xMax, s.yMax = max(s.xMax, int(b[2])), max(s.yMax, int(b[3]))
}
