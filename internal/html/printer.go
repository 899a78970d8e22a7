package html

import (
	"bytes"
	"fmt"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
)

// A printer builds the page. What it is given with f and %s must have been
// escaped; text goes through esc, words and spans through the methods below.
type printer struct {
	edition *edition.Edition
	xml     bool         // XHTML, as in e-books
	marked  map[int]bool // notes whose first mark has been written
	twice   bool         // a text that has been shown before, and has had its IDs
	states  bool         // every text says its state, not only one that readers must beware of
	b       bytes.Buffer
}

func (p *printer) str(s string)              { p.b.WriteString(s) }
func (p *printer) f(format string, a ...any) { fmt.Fprintf(&p.b, format, a...) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\x00", "")

func esc(s string) string { return escaper.Replace(s) }

// in is the attributes that mark a text in another language than the page's.
func (p *printer) in(l locale.Locale) string {
	if l == p.edition.Locale || l.Tag == "" {
		return ""
	}
	return fmt.Sprintf(" %s dir=\"%s\"", p.lang(l), l.Dir)
}

func (p *printer) lang(l locale.Locale) string {
	if p.xml {
		return fmt.Sprintf("lang=\"%[1]s\" xml:lang=\"%[1]s\"", esc(l.Tag))
	}
	return fmt.Sprintf("lang=\"%s\"", esc(l.Tag))
}

// void writes an element that has no content.
func (p *printer) void(name, attributes string) {
	p.str("<" + name + attributes)
	if p.xml {
		p.str("/")
	}
	p.str(">")
}

// word is one of the edition's own words as the content of an element, with a
// span around it where it is in another language.
func (p *printer) word(id string) string { return p.said(p.edition.Word(id, nil)) }

func (p *printer) said(t edition.Text) string {
	text := esc(doc.PlainText(t.Spans))
	if in := p.in(t.Locale); in != "" {
		return "<span" + in + ">" + text + "</span>"
	}
	return text
}

// A Renderer writes parts of an edition for formats that put them into files of
// their own, as XHTML: e-books.
type Renderer struct{ p printer }

// NewRenderer makes a renderer for the edition.
func NewRenderer(ed *edition.Edition) *Renderer {
	return &Renderer{printer{edition: ed, xml: true, marked: map[int]bool{}}}
}

// Blocks are the blocks as the page has them, in the form of XHTML: level-2
// headings open sections, notes are referred to as "#_note-1".
func (r *Renderer) Blocks(blocks []*edition.Block) string {
	return string(r.p.part(func() { r.p.body(blocks) }))
}

// Text is inline text, with its links and marks of notes.
func (r *Renderer) Text(t edition.Text) string {
	return string(r.p.part(func() { r.p.spans(t.Spans, full) }))
}

// Notes are the footnotes, each with a link back to its first mark.
func (r *Renderer) Notes() string { return string(r.p.part(r.p.notes)) }

// Cover is the title page.
func (r *Renderer) Cover() string { return string(r.p.part(r.p.cover)) }

// Notice is what a reader must know before reading.
func (r *Renderer) Notice() string { return string(r.p.part(r.p.notice)) }

// Headings are the items of a table of contents of that file.
func (r *Renderer) Headings(file string) string {
	return string(r.p.part(func() { r.p.headings(file) }))
}

// Colophon is who made the edition, of what.
func (r *Renderer) Colophon() string { return string(r.p.part(r.p.colophon)) }
