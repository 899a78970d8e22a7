// Package epub writes an edition as an e-book: EPUB 3.3 with the metadata of
// EPUB Accessibility 1.1. The same edition gives the same bytes.
package epub

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"mime"
	"path"
	"regexp"
	"strings"
	"time"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/html"
)

// A File is what the book carries beside its pages: a font, the licence of one.
type File struct {
	Name string // from the book's folder, with slashes
	Data []byte
}

// Options are what a book is made with.
type Options struct {
	Fonts    []html.Font
	Files    []File    // the fonts' files, and their licences
	Cover    []byte    // PNG
	Modified time.Time // the edition's own date where zero
	Style    string    // the project's own, after the standard one
}

// Text is all that the pages of the book say, as XHTML: what fonts must have.
func Text(ed *edition.Edition) string {
	b := newBook(ed, Options{})
	return b.cover() + b.text() + b.colophon() + b.nav()
}

// Write writes the book.
func Write(w io.Writer, ed *edition.Edition, o Options) error {
	b := newBook(ed, o)
	z := zip.NewWriter(w)
	when := b.modified()
	put := func(name string, method uint16, data []byte) error {
		h := &zip.FileHeader{Name: name, Method: method}
		// A time zone would add an extra field, which the first file must not
		// have (OCF 3.3 §4.3): the DOS fields are enough.
		h.ModifiedDate = uint16(max(when.Year()-1980, 0)<<9 | int(when.Month())<<5 | when.Day())
		if method == zip.Store && name == "mimetype" {
			h.CRC32, h.CompressedSize64, h.UncompressedSize64 = 0x2cab616f, uint64(len(data)), uint64(len(data))
			f, err := z.CreateRaw(h)
			if err == nil {
				_, err = f.Write(data)
			}
			return err
		}
		f, err := z.CreateHeader(h)
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	if err := put("mimetype", zip.Store, []byte("application/epub+zip")); err != nil {
		return err
	}
	if err := put("META-INF/container.xml", zip.Deflate, []byte(container)); err != nil {
		return err
	}
	files := []File{
		{"package.opf", nil}, {"nav.xhtml", []byte(b.nav())}, {"cover.xhtml", []byte(b.cover())},
		{"text.xhtml", []byte(b.text())}, {"colophon.xhtml", []byte(b.colophon())}, {"style.css", []byte(b.style())},
	}
	if o.Cover != nil {
		files = append(files, File{coverName, o.Cover})
	}
	pages := string(files[2].Data) + string(files[3].Data)
	have := map[string]bool{}
	add := func(f File) {
		if !have[f.Name] {
			have[f.Name] = true
			files = append(files, f)
		}
	}
	for _, m := range sources.FindAllStringSubmatch(pages, -1) {
		if ed.Logo != nil && ed.Logo.File == m[1] {
			add(File{m[1], ed.Logo.Data})
		}
		for _, img := range ed.Images {
			if img.File == m[1] {
				add(File{m[1], img.Data})
			}
		}
	}
	for _, f := range o.Files {
		add(f)
	}
	files[0].Data = []byte(b.pack(files[1:]))
	for _, f := range files {
		if err := put("EPUB/"+f.Name, zip.Deflate, f.Data); err != nil {
			return err
		}
	}
	return z.Close()
}

const (
	coverName = "cover.png"
	container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`
)

// sources are the pictures of a page.
var sources = regexp.MustCompile(`<img src="([^"]+)"`)

type book struct {
	ed    *edition.Edition
	o     Options
	title string
}

func newBook(ed *edition.Edition, o Options) *book {
	return &book{ed, o, doc.PlainText(ed.Title.Spans)}
}

func (b *book) modified() time.Time {
	if !b.o.Modified.IsZero() {
		return b.o.Modified.UTC()
	}
	for _, form := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(form, b.ed.Issued); err == nil {
			return t
		}
	}
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
}

// id is a UUID that the project's name and the language decide (RFC 9562,
// version 8).
func (b *book) id() string {
	u := sha256.Sum256([]byte("multitude edition\x00" + b.ed.Name + "\x00" + b.ed.Locale.Tag))
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

// page is a page of the book.
func (b *book) page(title, kind, body string) string {
	l := b.ed.Locale
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="%[1]s" xml:lang="%[1]s" dir="%[2]s">
<head>
<meta charset="utf-8"/>
<title>%[3]s</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body%[4]s>
%[5]s
</body>
</html>
`, esc(l.Tag), l.Dir, esc(title), kind, strings.TrimSpace(body))
}

func (b *book) cover() string {
	return b.page(b.title, "", "<main epub:type=\"titlepage\">\n"+html.NewRenderer(b.ed).Cover()+"\n</main>")
}

func (b *book) text() string {
	r := html.NewRenderer(b.ed)
	return b.page(b.title, "", "<main epub:type=\"bodymatter\">\n"+r.Notice()+"<div class=\"text\">\n"+r.Blocks(b.ed.Blocks)+"</div>\n"+r.Notes()+"</main>")
}

func (b *book) colophon() string {
	return b.page(b.say("edition.about"), ` epub:type="backmatter"`, html.NewRenderer(b.ed).Colophon())
}

func (b *book) say(id string) string { return doc.PlainText(b.ed.Word(id, nil).Spans) }

func (b *book) style() string {
	s := html.Style(b.ed.Locale, b.ed.Accent, b.o.Fonts, b.ed.Source)
	// These an e-book says with attributes (EPUB 3.3 §6.3.1.2).
	s = strings.ReplaceAll(s, "direction: ltr; unicode-bidi: isolate; ", "")
	return s + "aside.footnote { margin-block: 1em; }\nmain > .notice:first-child { margin-block-start: 1.5rem; }\n" + b.o.Style
}

var namedEntities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\x00", "")

func esc(s string) string { return namedEntities.Replace(s) }

// mediaType is the type of a file by its name.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".xhtml":
		return "application/xhtml+xml"
	case ".css":
		return "text/css"
	case ".woff2":
		return "font/woff2"
	case ".jpeg":
		return "image/jpeg"
	case ".txt":
		return "text/plain"
	}
	t, _, _ := strings.Cut(mime.TypeByExtension(path.Ext(name)), ";")
	if t == "" {
		return "text/plain"
	}
	return t
}
