package html

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
)

//go:embed pair.css
var pairStyle string

// WritePair writes the page that shows the original and its translation side by
// side, block by block; on a narrow screen one above the other. It is in the
// translation's language, lies beside the edition's own page, and is given the
// same shelf, fonts and look. What both sides share stands once: a heading is
// one heading of two spans, a list one list whose items hold both texts.
func WritePair(w io.Writer, original, translation *edition.Edition, shelf *edition.Shelf, fonts []Font, look *Look) error {
	to := translation.Beside(original)
	p := &pair{printer: &printer{edition: to, marked: map[int]bool{}, states: true}, from: original, to: to}
	locales := append([]locale.Locale{original.Locale}, Locales(to, shelf)...)
	page := &Page{
		Lang: to.Locale.Tag, Dir: to.Locale.Dir.String(),
		Heading: doc.PlainText(to.Title.Spans), Description: doc.PlainText(to.Word("edition.pair-notice", nil).Spans),
		NoIndex: to.Tally.AllMachine(), Picture: PictureName,
		Style:  template.CSS(strings.TrimSpace(Style(to.Locale, to.Accent, fonts, locales...) + Compact(pairStyle) + look.style())),
		Script: template.JS(strings.TrimSpace(script(fonts))), Fonts: fonts, printer: p.printer,
	}
	page.Title = page.Heading + " – " + doc.PlainText(to.Word("edition.pair", nil).Spans)
	page.Policy = Policy(string(page.Style), string(page.Script))
	page.lead(to, shelf)
	page.Files, page.Pair, page.Alternates = nil, "", nil
	if page.Address != "" {
		page.Address += "pair.html"
	}
	for i := range page.Languages { // also the way back to the edition by itself
		page.Languages[i].Here = false
	}
	page.Cover = p.part(p.cover)
	page.Notice = p.part(p.notice)
	page.Text = p.part(p.text)
	page.Notes = p.part(p.notes)
	page.Colophon = p.part(p.colophon)
	return look.Execute(w, "page.html", standardPage, page)
}

// A pair is a printer for two editions. It is that of the translation, but
// while the original's side is written.
type pair struct {
	*printer
	from, to *edition.Edition
}

func (p *pair) cover() {
	p.f("<header class=\"cover\">\n<div dir=\"%s\">\n", p.from.Locale.Dir)
	p.line("h1", cmp.Or(titleClass(p.from.Title), titleClass(p.to.Title)), p.from.Title, p.to.Title)
	p.line("p", "subtitle", p.from.Subtitle, p.to.Subtitle)
	p.line("p", "by", p.from.Date, p.to.Date)
	p.f("</div>\n<p class=\"about\">%s</p>\n</header>", p.word("edition.pair-notice"))
}

func (p *pair) text() {
	p.f("<div class=\"pairs\" dir=\"%s\">\n", p.from.Locale.Dir)
	p.line("p", "names", name(p.from), name(p.to))
	p.body(p.from.Blocks, p.to.Blocks)
	p.str("</div>\n")
}

func name(e *edition.Edition) edition.Text {
	return edition.Text{Spans: []doc.Span{{Text: e.Endonym()}}, Locale: e.Locale}
}

// side is the attributes of one side: the language and the direction of what is
// in it, whatever is around it.
func side(e *edition.Edition, class string) string {
	return fmt.Sprintf(" class=\"%s\" lang=\"%s\" dir=\"%s\"", class, esc(e.Locale.Tag), e.Locale.Dir)
}

// original writes with f what stands on the original's side.
func (p *pair) original(f func()) {
	p.edition = p.from
	f()
	p.edition = p.to
}

// line writes two short texts as one element of two spans.
func (p *pair) line(element, class string, original, translation edition.Text) {
	if len(original.Spans) == 0 {
		return
	}
	p.f("<%s class=\"%s\"", element, strings.TrimSpace(class+" pair"))
	if original.ID != "" {
		p.f(" id=\"%s\"", esc(original.ID))
	}
	p.str(">")
	p.spanned(original, translation)
	p.str("</" + element + ">\n")
}

func (p *pair) spanned(original, translation edition.Text) {
	p.f("<span%s>", side(p.from, "original"))
	p.original(func() { p.spans(original.Spans, full) })
	// The space keeps the texts apart where they are read as one.
	p.f("</span> <span%s>", side(p.to, "translation"))
	if in := p.in(translation.Locale); in != "" {
		p.f("<span%s>", in)
		p.spans(translation.Spans, full)
		p.str("</span>")
	} else {
		p.spans(translation.Spans, full)
	}
	p.str("</span>")
}

// row writes what the two functions write beside each other.
func (p *pair) row(id string, original, translation func()) {
	p.str("<div class=\"pair\"")
	if id != "" {
		p.f(" id=\"%s\"", esc(id))
	}
	p.f(">\n<div%s>\n", side(p.from, "original"))
	p.original(original)
	p.f("</div>\n<div%s>\n", side(p.to, "translation"))
	translation()
	p.str("</div>\n</div>\n")
}

func (p *pair) body(original, translation []*edition.Block) {
	for i := range min(len(original), len(translation)) {
		p.block(original[i], translation[i])
	}
}

func (p *pair) block(x, y *edition.Block) {
	switch x.Kind {
	case doc.Heading:
		p.f("<h%d class=\"pair\" id=\"%s\">", x.Level, esc(x.ID))
		if x.Anchor != "" && x.Anchor != x.ID {
			p.f("<span id=\"%s\" hidden></span>", esc(x.Anchor))
		}
		p.spanned(x.Text, y.Text)
		p.f("</h%d>\n", x.Level)
	case doc.Paragraph:
		p.row(x.ID, func() { p.element("p", "", "", x.Text) }, func() {
			text := y.Text
			if text.Freshness == catalog.Missing && text.ID != "" {
				text.Spans = []doc.Span{{}} // the original stands beside it
				text.Locale = p.to.Locale
			}
			p.element("p", "", "", text)
		})
	case doc.List:
		p.list(x, y)
	case doc.Quote:
		p.str("<blockquote>\n")
		p.body(x.Children, y.Children)
		p.str("</blockquote>\n")
	case doc.Table:
		p.row("", func() { p.table(x) }, func() {
			p.twice = true
			p.table(y)
			p.twice = false
		})
	default:
		// It is the same on both sides, and stands once.
		p.printer.block(y)
	}
}

func (p *pair) list(x, y *edition.Block) {
	name, attributes := "ul", ""
	if x.Ordered {
		name = "ol"
		if x.Start != 1 {
			attributes = fmt.Sprintf(" start=\"%d\"", x.Start)
		}
	}
	p.f("<%s%s>\n", name, attributes)
	for i := range min(len(x.Children), len(y.Children)) {
		p.str("<li>\n")
		p.body(x.Children[i].Children, y.Children[i].Children)
		p.str("</li>\n")
	}
	p.f("</%s>\n", name)
}

func (p *pair) notes() {
	if len(p.from.Notes) == 0 {
		return
	}
	p.f("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"_notes\">\n<h2 id=\"_notes\">%s</h2>\n<ol class=\"pairs\" dir=\"%s\">\n",
		p.word("edition.notes"), p.from.Locale.Dir)
	for _, n := range p.from.Notes {
		p.f("<li id=\"_note-%d\">\n", n.Number)
		if own := p.to.NoteByLabel(n.Label); own != nil {
			p.body(n.Blocks, own.Blocks)
		}
		back := p.to.Word("edition.note-back", map[string]string{"Number": p.to.Locale.Number(n.Number)})
		if p.marked[n.Number] {
			p.f("<p><a href=\"#_ref-%d\" role=\"doc-backlink\" aria-label=\"%s\"%s>↩&#xFE0E;</a></p>\n", n.Number, esc(doc.PlainText(back.Spans)), p.in(back.Locale))
		}
		p.str("</li>\n")
	}
	p.str("</ol>\n</section>\n")
}
