package pdf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/jung-kurt/gofpdf"

	"multitude/internal/fonts"
	"multitude/internal/typeset"
)

// draw has gofpdf write the document: pages and their content, links,
// bookmarks, pictures, font files. It returns gofpdf's file, which finish makes
// into an accessible one.
func draw(layout *typeset.Layout, o *options, info information, c *codes, m *marks) (file []byte, err error) {
	defer func() { // gofpdf's readers of pictures panic on damaged ones
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("the PDF could not be drawn: %v", r)
		}
	}()
	first := layout.Pages[0]
	f := gofpdf.NewCustom(&gofpdf.InitType{
		OrientationStr: "P", UnitStr: "pt",
		Size: gofpdf.SizeType{Wd: first.Width, Ht: first.Height},
	})
	f.SetCompression(false) // finish compresses
	f.SetCatalogSort(true)
	f.SetCreationDate(o.date)
	f.SetModificationDate(o.date)
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetProducer(string(textBytes(info.producer)), false)
	f.SetCreator(string(textBytes(info.creator)), false)
	f.SetTitle(string(textBytes(info.title)), false)
	f.SetAuthor(string(textBytes(info.author)), false)
	f.SetSubject(string(textBytes(info.subject)), false)

	anchors := map[string]int{}
	text := content{codes: c, marks: m, rtl: info.rtl}
	for n, page := range layout.Pages {
		f.AddPageFormat("P", gofpdf.SizeType{Wd: page.Width, Ht: page.Height})
		text.buf = text.buf[:0]
		text.rules(page)
		if len(text.buf) > 0 {
			f.RawWriteBuf(bytes.NewReader(text.buf))
		}
		for i := range page.Images {
			if err := drawImage(f, &page.Images[i], n, page.Height, m); err != nil {
				return nil, err
			}
		}
		text.buf = text.buf[:0]
		text.text(page, n)
		if len(text.buf) > 0 {
			f.RawWriteBuf(bytes.NewReader(text.buf))
		}
		if o.release {
			page.Runs = nil
		}
		for i := range page.Links {
			if err := drawLink(f, layout, &page.Links[i], anchors); err != nil {
				return nil, err
			}
		}
	}
	if c.err != nil {
		return nil, c.err
	}
	drawBookmarks(f, layout)
	for _, s := range c.subsets {
		if err := embed(f, s); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("the PDF could not be drawn: %w", err)
	}
	return out.Bytes(), nil
}

// embed gives gofpdf a synthesized font. gofpdf's own way for fonts with more
// than 256 characters costs it 65,536 widths, a map of 128 KiB and a search that
// is quadratic in contiguous codes, for each font. As a simple TrueType font
// with a compressed file it copies what it is given; finish writes the
// dictionaries of a composite font in place of the simple one's.
func embed(f *gofpdf.Fpdf, s *subset) error {
	type box struct{ Xmin, Ymin, Xmax, Ymax int }
	program := s.synth.Program(nil)
	name := resourceName(s.index)
	d := describe(s)
	s.name = subsetTag(program) + "+" + postScriptName(s.face)
	definition := struct {
		Tp, Name     string
		Desc         any
		Cw           []int
		File         string
		OriginalSize int
	}{
		Tp: "TrueType", Name: resourceName(s.index), Cw: make([]int, 256), File: name + ".z", OriginalSize: len(program),
		Desc: struct {
			Ascent, Descent, CapHeight, Flags, ItalicAngle, StemV int
			FontBBox                                              box
		}{d.ascent, d.descent, d.capHeight, d.flags, d.italicAngle, d.stemV, box{d.box[0], d.box[1], d.box[2], d.box[3]}},
	}
	raw, err := json.Marshal(definition)
	if err != nil {
		return err
	}
	z := deflaters.Get().(*deflater)
	f.AddFontFromBytes(name, "", raw, z.deflate(program))
	deflaters.Put(z)
	return f.Error()
}

// resourceName is the name by which content selects a subset.
func resourceName(index int) string { return "F" + strconv.Itoa(index) }

// A descriptor is what a font descriptor says (ISO 32000-1 §9.8), in
// thousandths of an em.
type descriptor struct {
	ascent, descent, capHeight, stemV, italicAngle, flags int
	box                                                   [4]int
}

// Values that only guide a reader in choosing another font when the embedded one
// is damaged, so that a rough one will do.
const (
	stemRegular, stemBold = 88, 144
	slant                 = -12 // degrees
	symbolic              = 1 << 2
	italic                = 1 << 6
)

func describe(s *subset) descriptor {
	em := func(units float64) int { return int(math.Round(units * 1000 / s.face.UnitsPerEm)) }
	d := descriptor{
		ascent: em(s.face.Ascent), descent: em(-s.face.Descent), capHeight: em(s.face.CapHeight),
		stemV: stemRegular, flags: symbolic,
	}
	if d.capHeight == 0 { // scripts without capitals
		d.capHeight = d.ascent
	}
	if s.face.Style&fonts.Bold != 0 {
		d.stemV = stemBold
	}
	if s.face.Style&fonts.Italic != 0 {
		d.italicAngle, d.flags = slant, d.flags|italic
	}
	x0, y0, x1, y1 := s.synth.Bounds()
	for i, v := range [...]int{x0, y0, x1, y1} {
		d.box[i] = em(float64(v))
	}
	return d
}

func drawLink(f *gofpdf.Fpdf, layout *typeset.Layout, l *typeset.LinkArea, anchors map[string]int) error {
	if l.Anchor == "" {
		f.LinkString(l.X, l.Y, l.Width, l.Height, asciiURI(l.URI))
		return f.Error()
	}
	id, ok := anchors[l.Anchor]
	if !ok {
		place, ok := layout.Anchors[l.Anchor]
		if !ok || place.Page < 0 || place.Page >= len(layout.Pages) {
			return fmt.Errorf("a link leads to the anchor %q, which stands nowhere", l.Anchor)
		}
		id = f.AddLink()
		f.SetLink(id, place.Y, place.Page+1)
		anchors[l.Anchor] = id
	}
	f.Link(l.X, l.Y, l.Width, l.Height, id)
	return f.Error()
}

// asciiURI is a URI as PDF wants it, in ASCII (ISO 32000-1 §12.6.4.7): what is
// not is percent-encoded (RFC 3987 §3.1).
func asciiURI(uri string) string {
	const hex = "0123456789ABCDEF"
	b := make([]byte, 0, len(uri))
	for i := range len(uri) {
		if c := uri[i]; c <= ' ' || c >= 0x7F {
			b = append(b, '%', hex[c>>4], hex[c&15])
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// drawBookmarks writes the outline. gofpdf takes the page from its state and
// the height from its last page.
func drawBookmarks(f *gofpdf.Fpdf, layout *typeset.Layout) {
	last := f.PageCount()
	bottom := layout.Pages[last-1].Height
	level := 0
	for _, b := range layout.Outline {
		if b.Place.Page < 0 || b.Place.Page >= last {
			continue
		}
		level = min(max(b.Level, 1), level+1)
		f.SetPage(b.Place.Page + 1)
		f.Bookmark(string(textBytes(b.Title)), level-1, bottom-(layout.Pages[b.Place.Page].Height-b.Place.Y))
	}
	f.SetPage(last)
}
