package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"multitude/internal/pdf"
	"multitude/internal/typeset"
	pdftest "multitude/test/pdf"
)

// pictures are of every kind that a document may have, most of which gofpdf
// would refuse or get wrong.
func pictures(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	encode := func(name string, f func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		all[name] = b.Bytes()
	}
	box := image.Rect(0, 0, 8, 8)
	fill := func(set func(x, y int)) {
		for y := range 8 {
			for x := range 8 {
				set(x, y)
			}
		}
	}
	gray := image.NewGray(box)
	fill(func(x, y int) { gray.SetGray(x, y, color.Gray{uint8(30 * x)}) })
	deep := image.NewNRGBA64(box)
	fill(func(x, y int) { deep.SetNRGBA64(x, y, color.NRGBA64{uint16(8000 * x), 0, 0, uint16(8000 * y)}) })
	clear := image.NewPaletted(box, color.Palette{color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 255, 0, 100}, color.NRGBA{0, 0, 255, 0}})
	fill(func(x, y int) { clear.SetColorIndex(x, y, uint8(x%3)) })
	plain := image.NewPaletted(box, palette.Plan9)
	fill(func(x, y int) { plain.SetColorIndex(x, y, uint8(16*x+y)) })
	encode("gray.png", func(b *bytes.Buffer) error { return png.Encode(b, gray) })
	encode("16 bits.png", func(b *bytes.Buffer) error { return png.Encode(b, deep) })
	encode("half transparent palette.png", func(b *bytes.Buffer) error { return png.Encode(b, clear) })
	encode("palette.png", func(b *bytes.Buffer) error { return png.Encode(b, plain) })
	encode("gray.jpg", func(b *bytes.Buffer) error { return jpeg.Encode(b, gray, nil) })
	encode("color.jpg", func(b *bytes.Buffer) error { return jpeg.Encode(b, plain, nil) })
	encode("palette.gif", func(b *bytes.Buffer) error { return gif.Encode(b, plain, nil) })
	return all
}

func TestPictures(t *testing.T) {
	var layout *typeset.Layout
	set := func() {
		s := newSetter(t, english)
		s.block(s.layout.Root, "H1", 20, true, "Pictures")
		y := 100.0
		for name, data := range pictures(t) {
			e := s.layout.Root.Add("Figure")
			e.Alt = name
			s.page.Images = append(s.page.Images, typeset.Picture{X: 100, Y: y, Width: 40, Height: 40, Data: data, Content: e.Content()})
			y += 50
		}
		layout = s.layout
	}
	set()
	var first []byte
	for range 10 { // gofpdf's order of pictures hangs on a map
		file := writeLayout(t, english, layout)
		if first != nil && !bytes.Equal(first, file) {
			t.Fatal("the same pictures give different files")
		}
		first = file
	}
	f, err := pdftest.Read(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Check() {
		t.Error(p)
	}
	if out, err := pdftest.QPDFCheck(first); err != nil || out != "" {
		t.Errorf("qpdf: %v %s", err, out)
	}
	page, err := pdftest.Render(first, 1, 72)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range layout.Pages[0].Images {
		// Somewhere in its square, each picture is not white.
		seen := false
		for y := int(p.Y) + 2; y < int(p.Y)+38; y++ {
			for x := 102; x < 138; x++ {
				r, g, b, _ := img.At(x, y).RGBA()
				seen = seen || min(r, g, b) < 0xC000
			}
		}
		if !seen {
			t.Errorf("the picture %d (%s) is not on the page", i, p.Content.Element.Alt)
		}
	}
}

// A picture whose header promises more than there is memory for is refused.
func TestHugePicture(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	data[16], data[20] = 0x70, 0x70 // width and height in the header
	s := newSetter(t, english)
	s.page.Images = []typeset.Picture{{Width: 1, Height: 1, Data: data}}
	if err := pdf.Write(&b, an(english), s.layout); err == nil {
		t.Error("no error")
	}
}

// Objects fill several streams, and pages have several labels.
func TestLarge(t *testing.T) {
	s := newSetter(t, english)
	s.block(s.layout.Root, "H1", 20, true, "Large")
	for i := range 3000 {
		s.block(s.layout.Root, "P", 11, false, english.text[i%len(english.text)])
	}
	s.layout.Pages[0].Label = ""
	s.layout.Pages[1].Label = "xii"
	file := writeLayout(t, english, s.layout)
	f, err := pdftest.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Check() {
		t.Error(p)
	}
	if out, err := pdftest.QPDFCheck(file); err != nil || out != "" {
		t.Errorf("qpdf: %v %s", err, out)
	}
	labels := f.Array(f.Dict(f.Catalog()["PageLabels"])["Nums"])
	if len(labels) != 6 || f.Dict(labels[3])["P"] != pdftest.String("xii") || f.Dict(labels[5])["St"] != 3.0 {
		t.Errorf("the labels are %v", labels)
	}
	streams := 0
	for _, o := range f.Objects {
		if d, ok := o.(*pdftest.Stream); ok && d.Dict["Type"] == pdftest.Name("ObjStm") {
			streams++
		}
	}
	if streams < 6 {
		t.Errorf("there are %d object streams", streams)
	}
}
