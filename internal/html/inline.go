package html

import (
	"fmt"
	"net/url"
	"strings"

	"multitude/internal/doc"
)

// detail says how much of inline text is written.
type detail uint8

const (
	full detail = iota
	bare        // neither links nor marks of notes: inside another link, in a list of headings
)

// spans writes inline text. Attributes open and close in a fixed nesting: link,
// strong, emphasis.
func (p *printer) spans(spans []doc.Span, d detail) {
	var link *doc.Link
	strong, emph := false, false
	shift := func(toLink *doc.Link, toStrong, toEmph bool) {
		if d == bare {
			toLink = nil
		}
		outer := toLink != link
		if emph && (!toEmph || toStrong != strong || outer) {
			p.str("</em>")
			emph = false
		}
		if strong && (!toStrong || outer) {
			p.str("</strong>")
			strong = false
		}
		if outer {
			if link != nil {
				p.str("</a>")
			}
			if toLink != nil && !p.openLink(toLink) {
				toLink = nil
			}
			link = toLink
		}
		if toStrong && !strong {
			p.str("<strong>")
			strong = true
		}
		if toEmph && !emph {
			p.str("<em>")
			emph = true
		}
	}
	for _, s := range spans {
		switch s.Kind {
		case doc.NoteRef:
			shift(nil, false, false)
			if d == full {
				p.noteRef(s.Text)
			}
		case doc.HardBreak:
			shift(s.Link, s.Strong, s.Emph)
			p.void("br", "")
		default:
			shift(s.Link, s.Strong, s.Emph)
			switch s.Kind {
			case doc.CodeSpan:
				p.f("<code translate=\"no\">%s</code>", esc(s.Text))
			case doc.Image:
				p.image(s)
			default:
				p.str(esc(s.Text))
			}
		}
	}
	shift(nil, false, false)
}

// openLink opens a link, unless its target could do anything but lead somewhere.
func (p *printer) openLink(l *doc.Link) bool {
	if !safeTarget(l.Target) {
		return false
	}
	p.f("<a href=\"%s\"", esc(l.Target))
	if l.Title != "" {
		p.f(" title=\"%s\"", esc(l.Title))
	}
	p.str(">")
	return true
}

// safeTarget is the last of several guards: source refuses such targets, check
// reports them, and no page carries them.
func safeTarget(target string) bool {
	if strings.HasPrefix(target, "#") {
		return true
	}
	u, err := url.Parse(target)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.Host != ""
	case "mailto", "tel":
		return true
	}
	return false
}

func (p *printer) image(s doc.Span) {
	img := p.edition.Images[s.Source]
	if img == nil {
		p.str(esc(s.Text))
		return
	}
	p.void("img", fmt.Sprintf(" src=\"%s\" alt=\"%s\" width=\"%d\" height=\"%d\"", esc(img.File), esc(s.Text), img.Width, img.Height))
}

// noteRef writes the mark of a note. The first mark of a note is where the
// note's own link leads back to.
func (p *printer) noteRef(label string) {
	n := p.edition.NoteByLabel(label)
	if n == nil {
		return
	}
	number := p.edition.Locale.Number(n.Number)
	name := p.edition.Word("edition.note", map[string]string{"Number": number})
	p.str("<sup><a")
	if !p.marked[n.Number] {
		p.marked[n.Number] = true
		p.f(" id=\"_ref-%d\"", n.Number)
	}
	if p.xml {
		p.str(" epub:type=\"noteref\"")
	}
	p.f(" href=\"#_note-%d\" role=\"doc-noteref\" aria-label=\"%s\">%s</a></sup>", n.Number, esc(doc.PlainText(name.Spans)), esc(number))
}
