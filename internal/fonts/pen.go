package fonts

import "github.com/go-text/typesetting/font"

// A Pen draws the outlines of glyphs: closed contours of lines and quadratic
// curves, in font units, y upward.
type Pen interface {
	MoveTo(x, y float64)
	LineTo(x, y float64)
	QuadTo(cx, cy, x, y float64)
	ClosePath()
}

// Draw draws a glyph. One that cannot be read is an error that names the font's
// file.
func (f *Face) Draw(id font.GID, pen Pen) error {
	g, err := outlines.of(f).glyph(f, id)
	if err != nil {
		return err
	}
	first := 0
	for _, end := range g.ends {
		contour(g.points[first:end+1], pen)
		first = end + 1
	}
	return nil
}

// contour draws a contour of TrueType: between two points off the curve lies
// one on it, half way.
func contour(points []curvePoint, pen Pen) {
	n := len(points)
	if n == 0 {
		return
	}
	at := func(i int) (x, y float64, on bool) {
		p := points[i%n]
		return float64(p.x), float64(p.y), p.on
	}
	x, y, on := at(0)
	start := 1 // the first point that is not yet drawn
	if !on {
		lx, ly, lastOn := at(n - 1)
		if lastOn {
			x, y = lx, ly
		} else {
			x, y = (x+lx)/2, (y+ly)/2
		}
		start = 0
	}
	pen.MoveTo(x, y)
	for i := start; i < n; i++ {
		px, py, on := at(i)
		if on {
			pen.LineTo(px, py)
			continue
		}
		nx, ny, nextOn := at(i + 1)
		if i+1 == n {
			nx, ny, nextOn = x, y, true // back where it began
		}
		if nextOn {
			pen.QuadTo(px, py, nx, ny)
			i++
		} else {
			pen.QuadTo(px, py, (px+nx)/2, (py+ny)/2)
		}
	}
	pen.ClosePath()
}
