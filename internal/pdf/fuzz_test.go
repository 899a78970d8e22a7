package pdf

import (
	"bytes"
	"slices"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
	"multitude/internal/typeset"
	pdftest "multitude/test/pdf"
	"multitude/test/pdfua"
)

// A small document without text: an ornament, a link, a bookmark.
func fuzzDocument(title, uri string) (*edition.Edition, *typeset.Layout) {
	root := &typeset.Element{Role: "Document", Lang: "en"}
	link := root.Add("P").Add("Link")
	page := &typeset.Page{Width: 300, Height: 400, Label: "1",
		Rules: []typeset.Rule{{X: 10, Y: 10, Width: 50, Height: 1}},
		Links: []typeset.LinkArea{{X: 20, Y: 20, Width: 30, Height: 10, Element: link, URI: uri, Text: title}}}
	layout := &typeset.Layout{Pages: []*typeset.Page{page}, Root: root, Anchors: map[string]typeset.Place{},
		Outline: []typeset.Bookmark{{Title: title, Level: 1}}}
	ed := &edition.Edition{Name: "x", Locale: locale.MustParse("en"), Issued: "2020",
		Title: edition.Text{Spans: []doc.Span{{Text: title}}}}
	return ed, layout
}

// drawn is what gofpdf makes of the document, and what finish wants beside.
func drawn(tb testing.TB, ed *edition.Edition, layout *typeset.Layout) ([]byte, *options, information, *codes, *marks) {
	c, o, info := newCodes(), &options{}, describeEdition(ed)
	m := &marks{of: map[*typeset.Content][]sequence{}, owners: make([][]*typeset.Content, len(layout.Pages)), images: map[*typeset.Content]figure{}}
	file, err := draw(layout, o, info, c, m)
	if err != nil {
		tb.Fatal(err)
	}
	return file, o, info, c, m
}

// Whatever gofpdf may come to write, finishing it is an error or makes a file:
// the reader never panics, and never takes a part for the whole.
func FuzzFinish(f *testing.F) {
	ed, layout := fuzzDocument("Title", "https://example.org/")
	good, o, info, c, m := drawn(f, ed, layout)
	f.Add(uint32(9), []byte("1 0 obj"))
	f.Add(uint32(len(good)-20), []byte("99999999"))
	for _, word := range []string{"/Type", "/Annots", "stream", "xref", "trailer", "/Length", "startxref", "/Kids", "/Rect"} {
		f.Add(uint32(bytes.Index(good, []byte(word))), []byte("<<[[(("))
	}
	f.Fuzz(func(t *testing.T, at uint32, change []byte) {
		file := slices.Clone(good)
		copy(file[int(at)%len(file):], change)
		if out, err := finish(file, ed, layout, o, info, c, m); err == nil && len(out) == 0 {
			t.Error("no file, and no error")
		}
	})
}

// The reader of objects reads anything, or refuses it.
func FuzzReadObjects(f *testing.F) {
	ed, layout := fuzzDocument("Title", "https://example.org/")
	good, _, _, _, _ := drawn(f, ed, layout)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("%PDF-1.3\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		objects, err := readObjects(file)
		if err != nil {
			return
		}
		for _, o := range objects {
			for _, e := range o.dict {
				readArray(e.value)
				readDict(e.value)
			}
		}
	})
}

// Any title and any address make a file that keeps to the standards.
func FuzzWrite(f *testing.F) {
	f.Add("Title", "https://example.org/")
	f.Add("(\\)<</>>%\x00\r\n", "javascript:(a)\\")
	f.Add("\uFEFF\u202E𞤀]]><!--", "")
	f.Fuzz(func(t *testing.T, title, uri string) {
		ed, layout := fuzzDocument(title, uri)
		var b bytes.Buffer
		if err := Write(&b, ed, layout); err != nil {
			return
		}
		file, err := pdftest.Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range slices.Concat(pdfua.Check(file), pdfua.CheckArchive(file)) {
			t.Errorf("%q %q: %v", title, uri, p)
		}
	})
}
