package fonts

import (
	"fmt"
	stdmath "math"
	"sync"
	"time"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// A curvePoint is a point of a TrueType contour, in font units. Between two
// points off the curve lies one on it, half way, that is not written
// (OpenType, glyf table).
type curvePoint struct {
	x, y int16
	on   bool
}

// An outline is a glyph's shape as quadratic contours; it is never changed
// once it is made.
type outline struct {
	points []curvePoint
	ends   []int    // index of each contour's last point
	box    [4]int16 // least x and y, greatest x and y, of the points
}

// outlineCache counts the outlines that faces keep for all editions of a run,
// since reading a CFF charstring or varying a glyph costs more than drawing it.
// A glyph's outline depends on nothing but its font, and goes with its face; when
// all faces together hold more points than maxCachedPoints, a new generation
// begins, and each face forgets those of the last when it is next asked.
type outlineCache struct {
	mu         sync.Mutex
	generation int
	points     int
}

// maxCachedPoints bounds the cache at about 24 MB: every glyph of a dozen
// faces for Chinese.
const maxCachedPoints = 4 << 20

type fontOutlines struct {
	generation int // guarded by the cache's mu

	mu     sync.Mutex
	face   *font.Face // its caches are not safe for concurrent use: mu guards it
	glyphs map[font.GID]*outline
	spent  time.Duration // on the glyphs of a strange font
	err    error         // of a font that was given up
}

// outlinePatience is how long the outlines of a strange font may take, besides
// usualOutline for each.
const (
	outlinePatience = 10 * time.Second
	usualOutline    = 10 * time.Millisecond
)

var outlines outlineCache

func (c *outlineCache) of(f *Face) *fontOutlines {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.points > maxCachedPoints {
		c.generation, c.points = c.generation+1, 0
	}
	if f.outlines == nil || f.outlines.generation != c.generation {
		f.outlines = &fontOutlines{generation: c.generation, face: f.New(), glyphs: map[font.GID]*outline{}}
	}
	return f.outlines
}

func (c *outlineCache) grew(points int) {
	c.mu.Lock()
	c.points += points
	c.mu.Unlock()
}

// glyph is the outline of a glyph. A glyph that cannot be read, or that the
// font has only as a picture, is an error that names the font's file.
func (o *fontOutlines) glyph(f *Face, id font.GID) (*outline, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if g := o.glyphs[id]; g != nil {
		return g, nil
	}
	g, err := o.read(f, id)
	if err != nil {
		return nil, fmt.Errorf("%s: glyph %d cannot be drawn: %w", f.Path, id, err)
	}
	g.enclose()
	o.glyphs[id] = g
	outlines.grew(len(g.points))
	return g, nil
}

// enclose finds the box of the points.
func (g *outline) enclose() {
	for i, p := range g.points {
		if i == 0 {
			g.box = [4]int16{p.x, p.y, p.x, p.y}
		}
		g.box = union(g.box, [4]int16{p.x, p.y, p.x, p.y})
	}
}

func (o *fontOutlines) read(f *Face, id font.GID) (g *outline, err error) {
	switch {
	case o.err != nil:
		return nil, o.err
	case f.glyf != nil: // of bounded size: see unbearable
		defer func() {
			if r := recover(); r != nil {
				g, err = nil, fmt.Errorf("its outline is damaged (%v)", r)
			}
		}()
		return f.glyf.outline(id)
	case !f.Origin.strange():
		return readOutline(o.face, id)
	}
	var drawn *outline // may be written to after Guard has given up
	start := time.Now()
	err = Guard(f.Origin, outlinePatience+usualOutline-o.spent, func() (err error) {
		drawn, err = readOutline(o.face, id)
		return err
	})
	if err == ErrPatience {
		o.err = err
		return nil, err
	}
	o.spent += max(time.Since(start)-usualOutline, 0)
	return drawn, err
}

func readOutline(face *font.Face, id font.GID) (g *outline, err error) {
	defer func() {
		if r := recover(); r != nil {
			g, err = nil, fmt.Errorf("its outline is damaged (%v)", r)
		}
	}()
	out, ok := face.GlyphDataOutline(id)
	if !ok {
		return nil, fmt.Errorf("the font has no outline for it")
	}
	g = &outline{}
	for i := 0; i < len(out.Segments); {
		end := i + 1
		for end < len(out.Segments) && out.Segments[end].Op != ot.SegmentOpMoveTo {
			end++
		}
		if err := g.contour(out.Segments[i:end]); err != nil {
			return nil, err
		}
		i = end
	}
	if len(g.points) > stdmath.MaxUint16 {
		return nil, fmt.Errorf("its outline has %d points, and TrueType ends at %d", len(g.points), stdmath.MaxUint16)
	}
	return g, nil
}

// contour adds one closed contour; segments[0] is its MoveTo.
func (g *outline) contour(segments []ot.Segment) error {
	first := len(g.points)
	at := segments[0].Args[0]
	if err := g.add(at, true); err != nil {
		return err
	}
	for _, s := range segments[1:] {
		var err error
		switch s.Op {
		case ot.SegmentOpLineTo:
			at = s.Args[0]
			err = g.add(at, true)
		case ot.SegmentOpQuadTo:
			if err = g.add(s.Args[0], false); err == nil {
				at = s.Args[1]
				err = g.add(at, true)
			}
		case ot.SegmentOpCubeTo:
			err = g.cubic(at, s.Args[0], s.Args[1], s.Args[2])
			at = s.Args[2]
		}
		if err != nil {
			return err
		}
	}
	// The contour closes by itself.
	if n := len(g.points); n > first+1 && g.points[n-1] == g.points[first] {
		g.points = g.points[:n-1]
	}
	if len(g.points)-first < 2 { // a lone point encloses nothing
		g.points = g.points[:first]
		return nil
	}
	g.points = dropImplied(g.points, first)
	g.ends = append(g.ends, len(g.points)-1)
	return nil
}

func (g *outline) add(p ot.SegmentPoint, on bool) error {
	return g.point(float64(p.X), float64(p.Y), on)
}

// point adds a point, in font units.
func (g *outline) point(x, y float64, on bool) error {
	x, y = stdmath.Round(x), stdmath.Round(y)
	if !(stdmath.Abs(x) <= stdmath.MaxInt16 && stdmath.Abs(y) <= stdmath.MaxInt16) { // also where one is no number
		return fmt.Errorf("its outline leaves the range of TrueType")
	}
	g.points = append(g.points, curvePoint{int16(x), int16(y), on})
	return nil
}

// cubicTolerance is how far, in font units, a quadratic curve may lie from the
// cubic that it stands for: less than the rounding of its points.
const cubicTolerance = 0.4

// cubic adds a cubic Bézier curve from p0 as quadratic ones. One quadratic with
// the control point (3p1 + 3p2 − p0 − p3)/4 is never further than
// √3/36·|p3 − 3p2 + 3p1 − p0| from the cubic, and n equal parts divide that by
// n³.
func (g *outline) cubic(p0, p1, p2, p3 ot.SegmentPoint) error {
	dx := float64(p3.X) - 3*float64(p2.X) + 3*float64(p1.X) - float64(p0.X)
	dy := float64(p3.Y) - 3*float64(p2.Y) + 3*float64(p1.Y) - float64(p0.Y)
	n := stdmath.Ceil(stdmath.Cbrt(stdmath.Sqrt(3) / 36 * stdmath.Hypot(dx, dy) / cubicTolerance))
	if !(n <= 64) {
		return fmt.Errorf("its outline leaves the range of TrueType")
	}
	parts := max(int(n), 1)
	at := func(t float64) (ot.SegmentPoint, ot.SegmentPoint) { // point and derivative
		u := 1 - t
		b := func(a0, a1, a2, a3 float32) float32 {
			return float32(u*u*u*float64(a0) + 3*u*u*t*float64(a1) + 3*u*t*t*float64(a2) + t*t*t*float64(a3))
		}
		d := func(a0, a1, a2, a3 float32) float32 {
			return float32(3*u*u*float64(a1-a0) + 6*u*t*float64(a2-a1) + 3*t*t*float64(a3-a2))
		}
		return ot.SegmentPoint{X: b(p0.X, p1.X, p2.X, p3.X), Y: b(p0.Y, p1.Y, p2.Y, p3.Y)},
			ot.SegmentPoint{X: d(p0.X, p1.X, p2.X, p3.X), Y: d(p0.Y, p1.Y, p2.Y, p3.Y)}
	}
	q, dq := at(0)
	for i := 1; i <= parts; i++ {
		r, dr := at(float64(i) / float64(parts))
		// The part's own control points are q + h·dq/3 and r − h·dr/3.
		h := float32(1 / float64(parts))
		c := ot.SegmentPoint{X: (q.X+r.X)/2 + h*(dq.X-dr.X)/4, Y: (q.Y+r.Y)/2 + h*(dq.Y-dr.Y)/4}
		if err := g.add(c, false); err != nil {
			return err
		}
		if err := g.add(r, true); err != nil {
			return err
		}
		q, dq = r, dr
	}
	return nil
}

// dropImplied takes away the points of the contour from first on that lie half
// way between two others off the curve: TrueType knows of them.
func dropImplied(points []curvePoint, first int) []curvePoint {
	kept := points[:first+1]
	for i := first + 1; i < len(points); i++ {
		p := points[i]
		if p.on {
			before := kept[len(kept)-1]
			after := points[first]
			if i+1 < len(points) {
				after = points[i+1]
			}
			if !before.on && !after.on &&
				int(before.x)+int(after.x) == 2*int(p.x) && int(before.y)+int(after.y) == 2*int(p.y) {
				continue
			}
		}
		kept = append(kept, p)
	}
	return kept
}
