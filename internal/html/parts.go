package html

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
)

// The parts of a page, each as the template of the page puts it in its place.

// part is what f writes.
func (p *printer) part(f func()) template.HTML {
	p.b.Reset()
	f()
	return template.HTML(p.b.String())
}

func (p *printer) cover() {
	ed := p.edition
	p.str("<header class=\"cover\">\n")
	if l := ed.Logo; l != nil {
		// The title says all that it could say.
		p.void("img", fmt.Sprintf(" src=\"%s\" alt=\"\" width=\"%d\" height=\"%d\"", esc(l.File), l.Width, l.Height))
		p.str("\n")
	}
	p.element("h1", titleClass(ed.Title), ed.Title.ID, unmarked(ed.Title))
	p.element("p", "subtitle", ed.Subtitle.ID, unmarked(ed.Subtitle))
	p.element("p", "by", ed.Date.ID, unmarked(ed.Date))
	for _, a := range ed.Authors {
		// A work whose author is its title needs no second line that says so.
		if doc.PlainText(a.Spans) != doc.PlainText(ed.Title.Spans) {
			p.element("p", "by", a.ID, unmarked(a))
		}
	}
	p.element("p", "by", "", ed.Cover)
	p.str("</header>")
}

// titleClass is "long" for a title that would push the rest of the first screen
// away if it were as large as others are: of many letters, or of long words.
func titleClass(title edition.Text) string {
	const letters, word = 46, 14
	text := doc.PlainText(title.Spans)
	words := strings.Fields(text) // one, where the script parts none
	if utf8.RuneCountInString(text) > letters || len(words) > 1 && slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) >= word }) {
		return "long"
	}
	return ""
}

// unmarked is a text of the cover, below which a notice says of the whole what
// a mark would say of it. Only what it does not say is marked.
func unmarked(t edition.Text) edition.Text {
	if t.Freshness == catalog.Fresh {
		t.ID = ""
	}
	return t
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
	if len(p.listed()) < 2 {
		return
	}
	p.f("<nav class=\"contents\" aria-labelledby=\"_contents\">\n<h2 id=\"_contents\">%s</h2>\n", p.word("edition.contents"))
	p.str("<ol>\n")
	p.headings("")
	p.str("</ol>\n</nav>\n")
}

// listed are the headings of the table of contents.
func (p *printer) listed() (headings []*edition.Block) {
	walk(p.edition.Blocks, func(b *edition.Block) {
		if b.Kind == doc.Heading {
			headings = append(headings, b)
		}
	})
	return headings
}

// headings writes the items of a table of contents of the file.
func (p *printer) headings(file string) {
	depth := 0
	for _, h := range p.listed() {
		level := h.Level - 1
		switch {
		case level > depth:
			for ; depth < level; depth++ {
				if depth > 0 {
					p.str("<ol>\n")
				}
				p.str("<li>")
			}
		default:
			p.str("</li>\n")
			for ; depth > level; depth-- {
				p.str("</ol>\n</li>\n")
			}
			p.str("<li>")
		}
		p.f("<a href=\"%s#%s\"%s>", file, esc(h.ID), p.in(h.Text.Locale))
		p.spans(h.Text.Spans, bare)
		p.str("</a>")
	}
	for ; depth > 0; depth-- {
		p.str("</li>\n")
		if depth > 1 {
			p.str("</ol>\n")
		}
	}
}

func (p *printer) notes() {
	ed := p.edition
	if len(ed.Notes) == 0 {
		return
	}
	if p.xml {
		p.footnotes()
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

// footnotes are the notes as e-books have them: readers show each where its
// mark is touched (EPUB 3.3, structural semantics).
func (p *printer) footnotes() {
	ed := p.edition
	p.f("<section class=\"notes\" epub:type=\"footnotes\" aria-labelledby=\"_notes\">\n<h2 id=\"_notes\">%s</h2>\n", p.word("edition.notes"))
	for _, n := range ed.Notes {
		name := ed.Word("edition.note", map[string]string{"Number": ed.Locale.Number(n.Number)})
		p.f("<aside class=\"footnote\" id=\"_note-%d\" epub:type=\"footnote\" role=\"doc-footnote\" aria-label=\"%s\">\n", n.Number, esc(doc.PlainText(name.Spans)))
		if p.referred(n.Label) {
			back := ed.Word("edition.note-back", map[string]string{"Number": ed.Locale.Number(n.Number)})
			p.f("<p><a href=\"#_ref-%d\" role=\"doc-backlink\" aria-label=\"%s\"%s>%s.</a></p>\n", n.Number, esc(doc.PlainText(back.Spans)), p.in(back.Locale), esc(ed.Locale.Number(n.Number)))
		}
		p.body(n.Blocks)
		p.str("</aside>\n")
	}
	p.str("</section>\n")
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
