package typeset

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A look is how text is set: what a block gives to all of its spans.
type look struct {
	step  float64
	style fonts.Style
	color Color
	bare  bool // words alone: links, marks of notes, pictures and hard breaks belong to another place
	tight bool // lines close together, as in a heading
}

func (t *typesetter) body() look { return look{color: ink} }

// A piece is a part of a block's text: lines, or a picture among them.
type piece struct {
	block   *block
	picture *picture
}

// A picture is an image of the document with its place in the structure tree.
type picture struct {
	image   *edition.Image
	content *Content // nil where the image is only an ornament
	link    *linkSpan
}

// An inliner turns spans into pieces.
type inliner struct {
	t       *typesetter
	text    edition.Text
	look    look
	size    float64
	element *Element // of the block
	pieces  []piece
	claimed []*note // the notes whose first mark is in the text

	stretches []styled
	marks     []mark
	link      *doc.Link // the link that span belongs to
	span      *linkSpan
	content   *Content // where the text goes on
}

// inline is a text as pieces; el is the element that it is the content of.
// claimed are the notes that it is the first to refer to.
func (t *typesetter) inline(text edition.Text, lk look, el *Element) (pieces []piece, claimed []*note) {
	in := &inliner{t: t, text: text, look: lk, element: el, size: t.size(lk.step, text.Locale)}
	for i := range text.Spans {
		in.add(&text.Spans[i])
	}
	in.flush()
	return in.pieces, in.claimed
}

// size is the size of a step of the scale in the locale's script, in points.
func (t *typesetter) size(step float64, l locale.Locale) float64 {
	return max(t.style.size(step)*mannerFor(l).size, t.style.Least)
}

// strut is what every line of a block takes, with the style's own leading.
func (t *typesetter) strut(l locale.Locale, size float64, tight bool) (ascent, descent float64) {
	ascent, descent = strut(l, size, tight)
	if f := t.style.Leading; f > 0 && !tight {
		more := (ascent + descent) * (f - 1)
		ascent, descent = ascent+more*0.6, descent+more*0.4
	}
	return ascent, descent
}

func (in *inliner) add(s *doc.Span) {
	link := s.Link
	if in.look.bare {
		link = nil
	}
	if link != in.link {
		in.open(link)
	}
	switch s.Kind {
	case doc.NoteRef:
		if !in.look.bare {
			in.mark(s.Text)
		}
	case doc.HardBreak:
		if in.look.bare {
			in.put(s, " ", false)
		} else {
			in.put(s, string(lineSeparator), false)
		}
	case doc.Image:
		if in.look.bare {
			in.put(s, s.Text, false)
		} else {
			in.image(s)
		}
	case doc.CodeSpan:
		in.put(s, s.Text, true)
	default:
		in.put(s, s.Text, false)
	}
}

// open begins a link, or ends one where link is nil.
func (in *inliner) open(link *doc.Link) {
	in.link, in.span, in.content = link, nil, nil
	if link == nil {
		return
	}
	uri, anchor, ok := in.t.target(link.Target)
	if !ok {
		return
	}
	el := in.element.Add("Link")
	var said []doc.Span
	for _, s := range in.text.Spans {
		if s.Link == link {
			said = append(said, s)
		}
	}
	in.span = &linkSpan{element: el, uri: uri, anchor: anchor, text: doc.PlainText(said)}
}

// target is where a link leads: an address outside, or an anchor that the
// edition has. ok is false where it leads nowhere, or could do anything else.
func (t *typesetter) target(target string) (uri, anchor string, ok bool) {
	if name, inside := strings.CutPrefix(target, "#"); inside {
		if decoded, err := url.PathUnescape(name); err == nil && !t.known[name] {
			name = decoded
		}
		return "", name, t.known[name]
	}
	u, err := url.Parse(target)
	if err != nil {
		return "", "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return target, "", u.Host != ""
	case "mailto", "tel":
		return target, "", true
	}
	return "", "", false
}

// place is where the next piece of text goes in the structure tree.
func (in *inliner) place() *Content {
	if in.content == nil {
		el := in.element
		if in.span != nil {
			el = in.span.element
		}
		in.content = el.Content()
	}
	return in.content
}

func (in *inliner) put(s *doc.Span, text string, mono bool) {
	if text == "" {
		return
	}
	style, dots := in.look.style, noDots
	if s.Strong {
		style |= fonts.Bold
	}
	if s.Emph {
		if in.t.style.Ragged {
			style |= fonts.Bold // slanted letters are hard to read with low vision
		} else {
			var italic fonts.Style
			italic, dots = emphasis(in.text.Locale)
			style |= italic
		}
	}
	color := in.look.color
	if in.span != nil {
		color = in.t.accent
	}
	size := in.size
	if mono {
		size = max(size*codeSize, in.t.style.Least)
	}
	in.stretches = append(in.stretches, styled{
		text: text, locale: in.text.Locale, style: style, dots: dots, size: size, mono: mono,
		color: color, content: in.place(), link: in.span,
	})
}

// codeSize makes the wide letters of the fixed-width face look as large as
// those around them.
const codeSize = 0.92

// mark sets the mark of a note: its number, which leads to it.
func (in *inliner) mark(label string) {
	n := in.t.notes[label]
	if n == nil {
		return
	}
	m := mark{stretch: len(in.stretches), note: n}
	if !n.claimed {
		n.claimed = true
		m.anchor = n.back()
		in.claimed = append(in.claimed, n)
	}
	number := in.t.ed.Locale.Number(n.Number)
	shown := number
	if in.afterNumber() {
		shown = rightToLeftMark + number
	}
	reference := in.element.Add("Reference")
	el := reference.Add("Link")
	in.t.speak(el, in.t.ed.Locale, in.text.Locale)
	in.content = nil
	small, rise := markSize, markRise
	if in.t.style.Least > 0 {
		small, rise = leastMark, leastRise
	}
	in.stretches = append(in.stretches, styled{
		text: shown, locale: in.t.ed.Locale, style: fonts.Bold,
		size: in.size * small, rise: in.size * rise, color: in.t.accent,
		content: el.Content(),
		link: &linkSpan{element: el, anchor: n.anchor(),
			text: in.t.say("edition.note", map[string]string{"Number": number})},
	})
	in.marks = append(in.marks, m)
	in.link, in.span = nil, nil
}

// rightToLeftMark is RIGHT-TO-LEFT MARK.
const rightToLeftMark = "\u200F"

// afterNumber says whether the text so far ends with a number in a right-to-left
// text: the mark of a note would be a part of it, and stand at its right end.
func (in *inliner) afterNumber() bool {
	if in.text.Locale.Dir != locale.RTL || len(in.stretches) == 0 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(in.stretches[len(in.stretches)-1].text)
	return unicode.IsNumber(last)
}

// image ends the lines before a picture. One that could not be read is told by
// its alternative text.
func (in *inliner) image(s *doc.Span) {
	img := in.t.ed.Images[s.Source]
	if img == nil || img.Width <= 0 || img.Height <= 0 {
		in.put(s, s.Text, false)
		return
	}
	in.flush()
	p := &picture{image: img, link: in.span}
	if s.Text != "" {
		parent := in.element
		if in.span != nil {
			parent = in.span.element
		}
		figure := parent.Add("Figure")
		figure.Alt = s.Text
		p.content = figure.Content()
	}
	in.pieces = append(in.pieces, piece{picture: p})
}

// flush makes a block of the stretches so far. White space around a picture
// is not text.
func (in *inliner) flush() {
	in.content = nil
	for _, s := range in.stretches {
		if strings.TrimSpace(s.text) != "" {
			b := in.t.paragraph(in.stretches, in.text.Locale, in.look)
			b.marks = in.marks
			in.pieces = append(in.pieces, piece{block: b})
			break
		}
	}
	in.stretches, in.marks = nil, nil
}

// paragraph shapes stretches as one paragraph of the locale.
func (t *typesetter) paragraph(stretches []styled, l locale.Locale, lk look) *block {
	p := t.shaper.paragraph(stretches, l.Dir)
	if all := t.whole(p.runes, p.clusters); len(all) > 0 && &all[0] != &p.clusters[0] {
		// The paragraph may be shared: the box of a missing glyph is ours.
		own := *p
		own.clusters = all
		p = &own
	}
	b := &block{paragraph: p, text: string(p.runes), locale: l}
	b.ascent, b.descent = t.strut(l, t.size(lk.step, l), lk.tight)
	return b
}

// single is a short text on one line that is never broken: a mark, a page
// number, a running header. content is nil for an artifact.
func (t *typesetter) single(text string, l locale.Locale, lk look, content *Content, link *linkSpan) *textLine {
	b := t.paragraph([]styled{{text: text, locale: l, style: lk.style, size: t.size(lk.step, l), color: lk.color, content: content, link: link}}, l, lk)
	line := &textLine{block: b}
	if n := len(b.clusters); n > 0 {
		line.clusters = t.whole(b.runes, t.shaper.line(b.paragraph, 0, n, false))
	}
	line.measure()
	t.lead(line)
	return line
}

// say is one of the edition's own words as plain text.
func (t *typesetter) say(id string, values map[string]string) string {
	return doc.PlainText(t.ed.Word(id, values).Spans)
}
