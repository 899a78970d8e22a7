package typeset

import "slices"

// A part is a part of the document that begins a page: title page, contents,
// text. Its pages are rendered as they fill, so that what was needed to set
// them can be forgotten; those of the contents are held until it is known
// where the text is.
type part struct {
	*builder
	t        *typesetter
	held     []draft
	pages    []*Page
	sections []*heading // in which each page begins; nil before the first
	places   map[string]Place
}

func (t *typesetter) part(hold bool) *part {
	p := &part{t: t, places: map[string]Place{}}
	p.builder = &builder{height: t.textHeight, divider: t.divider(), least: leastText * t.style.Base, done: p.render}
	if hold {
		p.builder.done = func(d draft) { p.held = append(p.held, d) }
	}
	return p
}

// divider is what stands between the text of a page and its notes, in points.
func (t *typesetter) divider() float64 {
	return (noteGapAbove + hairline + noteGapBelow) * t.style.Base
}

// render makes a page of a draft.
func (p *part) render(d draft) {
	t := p.t
	page := &Page{Width: t.paper.Width, Height: t.paper.Height}
	at := len(p.pages)
	show := func(boxes []box, y float64) {
		for i := range boxes {
			b := &boxes[i]
			if i > 0 {
				y += b.before
			}
			t.show(page, b, y, i == 0)
			for _, a := range b.anchors {
				if _, twice := p.places[a]; !twice {
					p.places[a] = Place{Page: at, Y: y}
				}
			}
			y += b.height
		}
	}
	show(d.body, t.top)
	if len(d.foot) > 0 {
		em := t.style.Base
		y := t.top + t.textHeight - height(d.foot)
		width := min(noteRule*em, t.frame.width)
		page.Rules = append(page.Rules, Rule{X: t.frame.start(width), Y: y - (noteGapBelow+hairline)*em, Width: width, Height: hairline * em, Color: soft})
		show(d.foot, y)
	}
	page.Rules = joined(page.Rules)
	p.pages = append(p.pages, page)
	p.sections = append(p.sections, d.section)
}

// show puts a box on the page, its top at y. At the head of a page nothing
// reaches above it.
func (t *typesetter) show(page *Page, b *box, y float64, head bool) {
	for _, r := range b.rules {
		if head && r.Y < 0 {
			r.Height += r.Y
			r.Y = 0
		}
		r.Y += y
		page.Rules = append(page.Rules, r)
	}
	for _, p := range b.pictures {
		page.Images = append(page.Images, Picture{X: p.x, Y: y + p.y, Width: p.width, Height: p.height, Data: p.image.Data, Content: p.content})
		if p.link != nil {
			page.Links = append(page.Links, LinkArea{X: p.x, Y: y + p.y, Width: p.width, Height: p.height,
				Element: p.link.element, URI: p.link.uri, Anchor: p.link.anchor, Text: p.link.text})
		}
	}
	for _, l := range b.text {
		t.draw(page, l.textLine, l.x, y+l.y, l.artifact)
	}
	if b.number != nil {
		t.number(page, b.number, y)
	}
}

// joined makes one rule of those that continue each other from top to bottom,
// so that no seam shows between them.
func joined(rules []Rule) []Rule {
	var out []Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(o Rule) bool {
			return o.X == r.X && o.Width == r.Width && o.Color == r.Color && r.Y-(o.Y+o.Height) < epsilon && r.Y >= o.Y
		})
		if i >= 0 {
			out[i].Height = max(out[i].Height, r.Y+r.Height-out[i].Y)
		} else {
			out = append(out, r)
		}
	}
	return out
}

// assemble joins the parts to one document, whose pages are numbered through
// from the first: page 5 is the fifth sheet of the file.
func (t *typesetter) assemble(parts ...*part) {
	locate := func() {
		offset := 0
		for _, p := range parts {
			for a, place := range p.places {
				place.Page += offset
				t.places[a] = place
			}
			offset += len(p.pages) + len(p.held)
		}
	}
	locate()
	for _, p := range parts {
		held := p.held
		p.held = nil
		for _, d := range held {
			p.render(d)
		}
	}
	locate()
	running := &running{t: t}
	for _, p := range parts {
		for i, page := range p.pages {
			running.decorate(page, len(t.pages), p.sections[i])
			t.pages = append(t.pages, page)
		}
	}
}

// outline is the bookmarks: the title, the contents, the headings.
func (t *typesetter) outline() []Bookmark {
	var out []Bookmark
	add := func(title, anchor string, level int) {
		place, ok := t.places[anchor]
		if !ok || title == "" {
			return
		}
		above := 0
		if len(out) > 0 {
			above = out[len(out)-1].Level
		}
		out = append(out, Bookmark{Title: title, Level: min(level, above+1), Place: place})
	}
	add(plain(t.ed.Title), titleAnchor, 1)
	add(t.say("edition.contents", nil), contentsAnchor, 1)
	for _, h := range t.headings {
		add(h.title, h.anchor, h.level-1)
	}
	return out
}
