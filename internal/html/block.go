package html

import (
	"fmt"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
)

// body writes blocks, each level-2 heading opening a section that the heading
// names.
func (p *printer) body(blocks []*edition.Block) {
	open := false
	for _, b := range blocks {
		if b.Kind == doc.Heading && b.Level == 2 {
			if open {
				p.str("</section>\n")
			}
			p.f("<section aria-labelledby=\"%s\">\n", esc(b.ID))
			open = true
		}
		p.block(b)
	}
	if open {
		p.str("</section>\n")
	}
}

func (p *printer) block(b *edition.Block) {
	switch b.Kind {
	case doc.Heading:
		p.heading(b)
	case doc.Paragraph:
		p.element("p", "", b.ID, b.Text)
	case doc.List:
		p.list(b)
	case doc.Quote:
		p.str("<blockquote>\n")
		p.blocks(b.Children)
		p.str("</blockquote>\n")
	case doc.Table:
		p.table(b)
	case doc.Break:
		p.void("hr", "")
		p.str("\n")
	case doc.Code:
		p.f("<pre tabindex=\"0\"><code translate=\"no\">%s</code></pre>\n", esc(b.Code))
	}
}

func (p *printer) blocks(blocks []*edition.Block) {
	for _, b := range blocks {
		p.block(b)
	}
}

// element writes a text as an element; nothing where there is no text.
func (p *printer) element(name, class, id string, t edition.Text) {
	if len(t.Spans) == 0 {
		return
	}
	p.str("<" + name)
	if class != "" {
		p.f(" class=\"%s\"", class)
	}
	if id != "" {
		p.f(" id=\"%s\"", esc(id))
	}
	p.str(p.in(t.Locale) + ">")
	p.spans(t.Spans, full)
	p.mark(t)
	p.str("</" + name + ">\n")
}

// mark writes, at the end of a text, what a reader should know of it: that it
// is not translated, was translated from an earlier wording, or was checked by
// nobody who speaks the language.
func (p *printer) mark(t edition.Text) {
	words := p.marks(t)
	if len(words) == 0 {
		return
	}
	p.str(" <small class=\"mark\"")
	if t.Locale != p.edition.Locale {
		p.f(" %s dir=\"%s\"", p.lang(p.edition.Locale), p.edition.Locale.Dir)
	}
	p.f(">%s</small>", strings.Join(words, " · "))
}

func (p *printer) marks(t edition.Text) (words []string) {
	if t.ID == "" || p.edition.Locale == p.edition.Source {
		return nil
	}
	switch t.Freshness {
	case catalog.Missing:
		return []string{p.word("edition.mark-missing")}
	case catalog.Stale:
		words = append(words, p.word("edition.mark-stale"))
	}
	switch {
	case t.Guessed:
		words = append(words, p.word("edition.mark-guessed"))
	case t.State == catalog.Machine:
		words = append(words, p.word("edition.mark-machine"))
	case p.states && t.Freshness == catalog.Fresh:
		words = append(words, p.word("edition.state-"+t.State.String()))
	}
	return words
}

// heading writes a heading under its unit's ID; the author's own anchor, where
// it is another, leads there too.
func (p *printer) heading(b *edition.Block) {
	p.f("<h%d id=\"%s\"%s>", b.Level, esc(b.ID), p.in(b.Text.Locale))
	if b.Anchor != "" && b.Anchor != b.ID {
		p.f("<span id=\"%s\"></span>", esc(b.Anchor))
	}
	p.spans(b.Text.Spans, full)
	p.f("</h%d>\n", b.Level)
	// What it says of the paragraphs below, which say it themselves, need not
	// be said of every heading.
	if b.Text.Freshness != catalog.Fresh {
		if words := p.marks(b.Text); len(words) > 0 {
			p.f("<p class=\"note\"><small class=\"mark\">%s</small></p>\n", strings.Join(words, " · "))
		}
	}
}

func (p *printer) list(b *edition.Block) {
	name, attributes := "ul", ""
	if b.Ordered {
		name = "ol"
		if b.Start != 1 {
			attributes = fmt.Sprintf(" start=\"%d\"", b.Start)
		}
	} else if named(b) {
		attributes = " class=\"named\""
	}
	p.f("<%s%s>\n", name, attributes)
	for _, item := range b.Children {
		p.str("<li>\n")
		p.blocks(item.Children)
		p.str("</li>\n")
	}
	p.f("</%s>\n", name)
}

// named says whether every item of the list begins with a name in bold, as the
// freedoms and the values do: such a list gets a form of its own.
func named(b *edition.Block) bool {
	for _, item := range b.Children {
		if len(item.Children) == 0 {
			return false
		}
		first := item.Children[0]
		if first.Kind != doc.Paragraph || len(first.Text.Spans) < 2 || !first.Text.Spans[0].Strong || first.Text.Spans[0].Kind != doc.Plain {
			return false
		}
	}
	return len(b.Children) > 1
}

func (p *printer) table(b *edition.Block) {
	p.str("<div class=\"table\" tabindex=\"0\" role=\"group\"")
	// A scrolling region that takes the focus needs a name: its first cell's.
	if len(b.Children) > 0 && len(b.Children[0].Children) > 0 {
		p.f(" aria-label=\"%s\"", esc(doc.PlainText(b.Children[0].Children[0].Text.Spans)))
	}
	p.str(">\n<table>\n")
	for i, row := range b.Children {
		switch i {
		case 0:
			p.str("<thead>\n")
		case 1:
			p.str("<tbody>\n")
		}
		p.str("<tr>\n")
		for _, cell := range row.Children {
			p.cell(cell, i == 0)
		}
		p.str("</tr>\n")
		if i == 0 {
			p.str("</thead>\n")
		}
	}
	if len(b.Children) > 1 {
		p.str("</tbody>\n")
	}
	p.str("</table>\n</div>\n")
}

func (p *printer) cell(b *edition.Block, header bool) {
	name, attributes := "td", ""
	if header && len(b.Text.Spans) > 0 {
		name, attributes = "th", " scope=\"col\""
	}
	switch b.Align {
	case doc.AlignCenter:
		attributes += " class=\"center\""
	case doc.AlignEnd:
		attributes += " class=\"end\""
	}
	if b.ID != "" && !p.twice {
		attributes += " id=\"" + esc(b.ID) + "\""
	}
	p.f("<%s%s%s>", name, attributes, p.in(b.Text.Locale))
	p.spans(b.Text.Spans, full)
	p.mark(b.Text)
	p.f("</%s>\n", name)
}
