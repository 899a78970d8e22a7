// Package picture draws what the tool shows of an edition as a picture: the
// card of a link, the emblem of the site, and a page of the PDF.
package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/vector"

	"multitude/internal/edition"
	"multitude/internal/typeset"
)

// Draw is a page of text and rules as a PNG file, width pixels wide, on the
// paper that web pages have, with a bar of the accent at its head.
func Draw(page *typeset.Page, width int, accent string) ([]byte, error) {
	scale := float64(width) / page.Width
	c := newCanvas(width, int(math.Round(page.Height*scale)), rgba(edition.LightPaper))
	a, _ := edition.ParseColor(accent)
	c.rectangle(0, 0, float64(width), 12, rgba(a))
	for _, r := range page.Rules {
		c.rectangle(r.X*scale, r.Y*scale, r.Width*scale, r.Height*scale, color.RGBA{r.Color.R, r.Color.G, r.Color.B, 255})
	}
	for i := range page.Runs {
		if err := c.run(&page.Runs[i], scale); err != nil {
			return nil, err
		}
	}
	return c.png()
}

// Emblem is the mark of a site, size pixels wide: five petals that share one
// ground, white on the accent.
func Emblem(size int, accent string) ([]byte, error) {
	a, _ := edition.ParseColor(accent)
	c := newCanvas(size, size, rgba(a))
	s := float64(size)
	for i := range 5 {
		angle := 2*math.Pi*float64(i)/5 - math.Pi/2
		c.begin()
		c.ellipse(s/2+.17*s*math.Cos(angle), s/2+.17*s*math.Sin(angle), .185*s, .105*s, angle)
		c.fill(color.RGBA{0xE0, 0xE0, 0xE0, 0xE0})
	}
	return c.png()
}

func rgba(c edition.Color) color.RGBA {
	return color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 255}
}

// A canvas is a picture on which shapes are filled.
type canvas struct {
	image *image.RGBA
	shape *vector.Rasterizer
}

func newCanvas(width, height int, paper color.Color) *canvas {
	c := &canvas{image.NewRGBA(image.Rect(0, 0, width, height)), vector.NewRasterizer(width, height)}
	c.rectangle(0, 0, float64(width), float64(height), paper)
	return c
}

func (c *canvas) begin() { c.shape.Reset(c.image.Rect.Dx(), c.image.Rect.Dy()) }

func (c *canvas) fill(ink color.Color) {
	c.shape.Draw(c.image, c.image.Bounds(), image.NewUniform(ink), image.Point{})
}

func (c *canvas) rectangle(x, y, width, height float64, ink color.Color) {
	c.begin()
	c.shape.MoveTo(float32(x), float32(y))
	c.shape.LineTo(float32(x+width), float32(y))
	c.shape.LineTo(float32(x+width), float32(y+height))
	c.shape.LineTo(float32(x), float32(y+height))
	c.shape.ClosePath()
	c.fill(ink)
}

// ellipse adds an ellipse with half axes a and b, turned by an angle, as many
// short lines.
func (c *canvas) ellipse(x, y, a, b, angle float64) {
	sin, cos := math.Sincos(angle)
	const steps = 128
	for i := range steps {
		v, u := math.Sincos(2 * math.Pi * float64(i) / steps)
		px, py := float32(x+a*u*cos-b*v*sin), float32(y+a*u*sin+b*v*cos)
		if i == 0 {
			c.shape.MoveTo(px, py)
		} else {
			c.shape.LineTo(px, py)
		}
	}
	c.shape.ClosePath()
}

// run draws a run of glyphs; scale is pixels per point.
func (c *canvas) run(r *typeset.Run, scale float64) error {
	if r.Face == nil {
		return nil // characters that no face has
	}
	c.begin()
	var err error
	glyphs(r, func(id font.GID, x, y float64) {
		if failed := r.Face.Draw(id, pen{c.shape, scale * x, scale * y, scale * r.Size / r.Face.UnitsPerEm}); err == nil {
			err = failed
		}
	})
	c.fill(color.RGBA{r.Color.R, r.Color.G, r.Color.B, 255})
	return err
}

// glyphs tells the places of a run's glyphs, from left to right, in points on
// the page, and returns where the run ends.
func glyphs(r *typeset.Run, place func(id font.GID, x, y float64)) (end float64) {
	if r.Face == nil {
		return r.X
	}
	unit := r.Size / r.Face.UnitsPerEm // points per font unit
	x := r.X
	for i := range r.Clusters {
		cl := &r.Clusters[i]
		if r.RTL { // the first cluster is the rightmost
			cl = &r.Clusters[len(r.Clusters)-1-i]
			x += cl.Space
		}
		for _, g := range cl.Glyphs {
			place(g.ID, x+g.X*unit, r.Y-g.Y*unit)
		}
		x += cl.Advance * unit
		if !r.RTL {
			x += cl.Space
		}
	}
	return x
}

// A pen draws a glyph on the canvas, its origin at x, y.
type pen struct {
	shape       *vector.Rasterizer
	x, y, scale float64
}

func (p pen) at(x, y float64) (float32, float32) {
	return float32(p.x + x*p.scale), float32(p.y - y*p.scale)
}

func (p pen) MoveTo(x, y float64) { p.shape.MoveTo(p.at(x, y)) }
func (p pen) LineTo(x, y float64) { p.shape.LineTo(p.at(x, y)) }
func (p pen) ClosePath()          { p.shape.ClosePath() }
func (p pen) QuadTo(cx, cy, x, y float64) {
	ax, ay := p.at(cx, cy)
	bx, by := p.at(x, y)
	p.shape.QuadTo(ax, ay, bx, by)
}

func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(&b, c.image); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
