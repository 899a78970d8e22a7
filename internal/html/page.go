// Package html writes an edition as one web page that works without scripts,
// without a network and from a folder: everything it needs but its pictures
// stands in it.
package html

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
)

// Write writes the page of the edition. The shelf tells it where the other
// editions are; the pictures that it shows lie beside it, under the names that
// ed.Images gives them.
func Write(w io.Writer, ed *edition.Edition, shelf *edition.Shelf) error {
	p := &printer{edition: ed, marked: map[int]bool{}}
	p.head(shelf)
	p.str("<body>\n")
	p.f("<a class=\"skip\" href=\"#_text\">%s</a>\n", p.word("edition.skip"))
	p.languages(shelf)
	p.str("<main id=\"_text\">\n")
	p.cover(shelf)
	p.notice()
	p.contents()
	p.str("<div class=\"text\">\n")
	p.body(ed.Blocks)
	p.str("</div>\n")
	p.notes()
	p.str("</main>\n")
	p.colophon()
	p.str("</body>\n</html>\n")
	_, err := w.Write(p.b.Bytes())
	return err
}

// A printer builds the page. What it is given with f and %s must have been
// escaped; text goes through esc, words and spans through the methods below.
type printer struct {
	edition *edition.Edition
	marked  map[int]bool // notes whose first mark has been written
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
	return fmt.Sprintf(" lang=\"%s\" dir=\"%s\"", esc(l.Tag), l.Dir)
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

func (p *printer) head(shelf *edition.Shelf) {
	ed := p.edition
	p.f("<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", esc(ed.Locale.Tag), ed.Locale.Dir)
	title := doc.PlainText(ed.Title.Spans)
	if sub := doc.PlainText(ed.Subtitle.Spans); sub != "" {
		title += " – " + sub
	}
	p.f("<title>%s</title>\n", esc(title))
	p.str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	p.str("<meta name=\"color-scheme\" content=\"light dark\">\n")
	if ed.Tally.AllMachine() {
		p.str("<meta name=\"robots\" content=\"noindex\">\n")
	}
	if shelf.BaseURL != "" {
		p.f("<link rel=\"canonical\" href=\"%s/%s/\">\n", esc(shelf.BaseURL), esc(ed.Locale.Tag))
		for _, l := range shelf.Listings {
			p.f("<link rel=\"alternate\" hreflang=\"%s\" href=\"%s/%s/\">\n", esc(l.Locale.Tag), esc(shelf.BaseURL), esc(l.Locale.Tag))
		}
		p.f("<link rel=\"alternate\" hreflang=\"x-default\" href=\"%s/\">\n", esc(shelf.BaseURL))
	}
	p.f("<style>\n%s</style>\n</head>\n", Style(ed.Locale, ed.Accent))
}

// languages is the menu of the other editions, each under its own name.
func (p *printer) languages(shelf *edition.Shelf) {
	if len(shelf.Listings) < 2 {
		return
	}
	label := p.edition.Word("edition.languages", nil)
	p.f("<header class=\"bar\">\n<nav aria-label=\"%s\"%s>\n<details>\n<summary>%s</summary>\n<ul class=\"languages\">\n",
		esc(doc.PlainText(label.Spans)), p.in(label.Locale), esc(doc.PlainText(label.Spans)))
	for _, l := range shelf.Listings {
		if l.Locale == p.edition.Locale {
			p.f("<li><a href=\"#_text\" aria-current=\"page\">%s</a></li>\n", esc(l.Endonym))
			continue
		}
		p.f("<li><a href=\"../%[1]s/index.html\" lang=\"%[1]s\" hreflang=\"%[1]s\" dir=\"%[2]s\" rel=\"alternate\">%[3]s</a></li>\n",
			esc(l.Locale.Tag), l.Locale.Dir, esc(l.Endonym))
	}
	p.str("</ul>\n</details>\n</nav>\n</header>\n")
}

func (p *printer) cover(shelf *edition.Shelf) {
	ed := p.edition
	p.str("<header class=\"cover\">\n")
	p.element("h1", "", "", ed.Title)
	p.element("p", "subtitle", "", ed.Subtitle)
	p.element("p", "by", "", ed.Date)
	for _, a := range ed.Authors {
		// A work whose author is its title needs no second line that says so.
		if doc.PlainText(a.Spans) != doc.PlainText(ed.Title.Spans) {
			p.element("p", "by", "", a)
		}
	}
	for _, l := range shelf.Listings {
		if l.Locale == ed.Locale && l.PDF != "" {
			p.f("<p class=\"take\"><a href=\"%s\" type=\"application/pdf\">%s</a></p>\n", esc(l.PDF), p.word("edition.pdf"))
		}
	}
	p.str("</header>\n")
}

func (p *printer) notice() {
	ed := p.edition
	if len(ed.Notices) == 0 {
		return
	}
	p.str("<section class=\"notice\"")
	if len(ed.Draft.Spans) > 0 {
		p.str(" aria-labelledby=\"_notice\">\n")
		p.element("h2", "", "_notice", ed.Draft)
	} else {
		p.str(">\n")
	}
	for _, n := range ed.Notices {
		p.element("p", "", "", n)
	}
	p.str("</section>\n")
}

// contents is the table of contents: the headings, nested as they are.
func (p *printer) contents() {
	var headings []*edition.Block
	walk(p.edition.Blocks, func(b *edition.Block) {
		if b.Kind == doc.Heading {
			headings = append(headings, b)
		}
	})
	if len(headings) < 2 {
		return
	}
	p.f("<nav class=\"contents\" aria-labelledby=\"_contents\">\n<h2 id=\"_contents\">%s</h2>\n", p.word("edition.contents"))
	depth := 0
	for _, h := range headings {
		level := h.Level - 1
		switch {
		case level > depth:
			for ; depth < level; depth++ {
				p.str("<ol>\n<li>")
			}
		default:
			p.str("</li>\n")
			for ; depth > level; depth-- {
				p.str("</ol>\n</li>\n")
			}
			p.str("<li>")
		}
		p.f("<a href=\"#%s\"%s>", esc(h.ID), p.in(h.Text.Locale))
		p.spans(h.Text.Spans, bare)
		p.str("</a>")
	}
	for ; depth > 0; depth-- {
		p.str("</li>\n</ol>\n")
	}
	p.str("</nav>\n")
}

func (p *printer) notes() {
	ed := p.edition
	if len(ed.Notes) == 0 {
		return
	}
	p.f("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"_notes\">\n<h2 id=\"_notes\">%s</h2>\n<ol>\n", p.word("edition.notes"))
	for _, n := range ed.Notes {
		p.f("<li id=\"_note-%d\">\n", n.Number)
		p.body(n.Blocks)
		back := ed.Word("edition.note-back", map[string]string{"Number": ed.Locale.Number(n.Number)})
		if p.referred(n.Label) {
			p.f("<p><a href=\"#_ref-%d\" role=\"doc-backlink\" aria-label=\"%s\"%s>↩&#xFE0E;</a></p>\n", n.Number, esc(doc.PlainText(back.Spans)), p.in(back.Locale))
		}
		p.str("</li>\n")
	}
	p.str("</ol>\n</section>\n")
}

// referred says whether the text has a mark of that note.
func (p *printer) referred(label string) bool {
	found := false
	look := func(b *edition.Block) {
		for _, s := range b.Text.Spans {
			found = found || s.Kind == doc.NoteRef && s.Text == label
		}
	}
	walk(p.edition.Blocks, look)
	for _, n := range p.edition.Notes {
		walk(n.Blocks, look)
	}
	return found
}

func (p *printer) colophon() {
	ed := p.edition
	p.f("<footer class=\"colophon\">\n<div>\n<h2>%s</h2>\n<dl>\n", p.word("edition.about"))
	for _, e := range ed.Colophon {
		p.f("<dt>%s</dt>\n", p.said(e.Label))
		for _, v := range e.Value {
			p.f("<dd%s>", p.in(v.Locale))
			if e.Target != "" && safeTarget(e.Target) {
				p.f("<a href=\"%s\">", esc(e.Target))
				p.spans(v.Spans, bare)
				p.str("</a>")
			} else {
				p.spans(v.Spans, full)
			}
			p.str("</dd>\n")
		}
	}
	p.str("</dl>\n</div>\n</footer>\n")
}

// walk calls f for each block in reading order.
func walk(blocks []*edition.Block, f func(*edition.Block)) {
	for _, b := range blocks {
		f(b)
		walk(b.Children, f)
	}
}
