package picture

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"

	"github.com/go-text/typesetting/font"

	"multitude/internal/fonts"
	"multitude/internal/typeset"
)

// SVG is a page as a picture that is sharp at every size: text as paths, in the
// places in which the PDF has it, pictures inside. It has no script, no style
// and nothing that is fetched, and one point is one unit of its coordinates.
// Where several stand in one HTML document they may share glyphs, whose ids say
// what they are.
func SVG(page *typeset.Page) ([]byte, error) {
	w := &svg{known: map[glyphID]string{}, faces: map[*fonts.Face]string{}}
	for _, r := range page.Rules {
		fmt.Fprintf(&w.body, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, points(r.X), points(r.Y), points(r.Width), points(r.Height), hex(r.Color))
	}
	for _, p := range page.Images {
		fmt.Fprintf(&w.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:%s;base64,%s"/>`,
			points(p.X), points(p.Y), points(p.Width), points(p.Height), http.DetectContentType(p.Data), base64.StdEncoding.EncodeToString(p.Data))
	}
	for i := range page.Runs {
		if err := w.run(&page.Runs[i]); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]spt" height="%[2]spt" viewBox="0 0 %[1]s %[2]s">`, points(page.Width), points(page.Height))
	out.WriteString(`<defs>`)
	out.Write(w.defs.Bytes())
	fmt.Fprintf(&out, `</defs><rect width="%s" height="%s" fill="#fff"/>`, points(page.Width), points(page.Height))
	out.Write(w.body.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes(), nil
}

// An svg is the state of SVG.
type svg struct {
	defs, body bytes.Buffer
	known      map[glyphID]string // their ids in defs; "" of those that show nothing
	faces      map[*fonts.Face]string
}

type glyphID struct {
	face *fonts.Face
	id   font.GID
}

// run writes a run of glyphs.
func (w *svg) run(r *typeset.Run) error {
	if r.Face == nil {
		return nil // characters that no face has
	}
	unit := r.Size / r.Face.UnitsPerEm
	scale := strconv.FormatFloat(unit, 'g', 6, 64)
	fmt.Fprintf(&w.body, `<g fill="%s">`, hex(r.Color))
	var err error
	glyphs(r, func(id font.GID, x, y float64) {
		name, failed := w.glyph(r.Face, id)
		if err == nil {
			err = failed
		}
		if name == "" {
			return
		}
		// Outlines have y upward.
		w.body.WriteString(`<use href="#`)
		w.body.WriteString(name)
		w.body.WriteString(`" transform="matrix(`)
		w.body.WriteString(scale)
		w.body.WriteString(` 0 0 -`)
		w.body.WriteString(scale)
		w.body.WriteString(` `)
		w.body.WriteString(points(x))
		w.body.WriteString(` `)
		w.body.WriteString(points(y))
		w.body.WriteString(`)"/>`)
	})
	w.body.WriteString(`</g>`)
	return err
}

// glyph is the id of a glyph's outline in defs.
func (w *svg) glyph(f *fonts.Face, id font.GID) (string, error) {
	if name, ok := w.known[glyphID{f, id}]; ok {
		return name, nil
	}
	var p path
	if err := f.Draw(id, &p); err != nil {
		return "", err
	}
	name := ""
	if len(p.data) > 0 {
		name = w.face(f) + strconv.FormatUint(uint64(id), 36)
		fmt.Fprintf(&w.defs, `<path id="%s" d="%s"/>`, name, p.data)
	}
	w.known[glyphID{f, id}] = name
	return name, nil
}

// face is what the ids of a face's glyphs begin with: another for each file.
func (w *svg) face(f *fonts.Face) string {
	name, ok := w.faces[f]
	if !ok {
		h := fnv.New32a()
		fmt.Fprintf(h, "%s %d", f.Path, f.Style)
		name = fmt.Sprintf("g%08x-", h.Sum32())
		w.faces[f] = name
	}
	return name
}

// points is a length with as many digits as an eye can tell apart on a screen.
func points(v float64) string {
	return strconv.FormatFloat(float64(int64(v*100+sign(v)*.5))/100, 'f', -1, 64)
}

func sign(v float64) float64 {
	if v < 0 {
		return -1
	}
	return 1
}

func hex(c typeset.Color) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// A path is an outline as SVG's path data, in font units.
type path struct{ data []byte }

func (p *path) add(command byte, values ...float64) {
	p.data = append(p.data, command)
	for i, v := range values {
		if i > 0 && v >= 0 {
			p.data = append(p.data, ' ')
		}
		p.data = strconv.AppendFloat(p.data, v, 'f', -1, 64)
	}
}

func (p *path) MoveTo(x, y float64)         { p.add('M', x, y) }
func (p *path) LineTo(x, y float64)         { p.add('L', x, y) }
func (p *path) QuadTo(cx, cy, x, y float64) { p.add('Q', cx, cy, x, y) }
func (p *path) ClosePath()                  { p.add('Z') }
