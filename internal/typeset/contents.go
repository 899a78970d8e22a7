package typeset

import (
	"slices"
	"strconv"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A contentsEntry is what a line of the contents leads to. Its number is known
// when all pages are.
type contentsEntry struct {
	heading *heading
	content *Content
	link    *linkSpan
}

// A pageNumber is the place in a box where the number of an entry's page goes.
type pageNumber struct {
	entry *contentsEntry
	frame frame
	end   float64 // of the entry's text: where the leader begins
	y     float64
	look  look
}

// contentsDepth is the lowest level of heading that the contents list.
const contentsDepth = 3

// enter notes a heading for the contents and the outline.
func (t *typesetter) enter(title edition.Text, level int, anchor string) *heading {
	if anchor == "" {
		anchor = "_heading-" + strconv.Itoa(len(t.headings)+1)
	}
	h := &heading{text: title, title: plain(title), level: level, anchor: anchor}
	t.headings = append(t.headings, h)
	return h
}

const contentsAnchor = "_contents"

// contents sets the table of contents below its heading. Its elements become
// kids of el, a TOC.
func (t *typesetter) contents(to sink, head, toc *Element) {
	word := t.ed.Word("edition.contents", nil)
	s := t.setter(to)
	t.speak(head, word.Locale, t.ed.Locale)
	s.text(word, head, head, look{step: stepSection, style: fonts.Bold, color: t.accent, tight: true},
		arrangement{balanced: true, together: true}, "", func(b *box) {
			b.anchors = append(b.anchors, contentsAnchor)
			b.heading = &heading{text: word, title: plain(word), level: 2, anchor: contentsAnchor}
		})
	s.tie = 2
	s.space(listSkip * s.em)
	// A TOC nested in a TOC holds the entries below an entry.
	levels := []*Element{toc}
	for _, h := range t.headings {
		if h.level > contentsDepth {
			continue
		}
		depth := min(h.level-2, len(levels))
		for len(levels) > depth+1 {
			levels = levels[:len(levels)-1]
		}
		if len(levels) < depth+1 {
			levels = append(levels, levels[len(levels)-1].Add("TOC"))
		}
		s.entry(h, depth, levels[depth])
	}
}

// entry sets one line of the contents, or more where the heading is long.
func (s *setter) entry(h *heading, depth int, toc *Element) {
	white := contentsSkip
	if depth > 0 {
		white = contentsSkip / 2
	}
	s.space(white * s.em)
	item := toc.Add("TOCI")
	s.speak(item, h.text.Locale, s.ed.Locale)
	el := item.Add("Reference").Add("Link")
	span := &linkSpan{element: el, anchor: h.anchor, text: h.title}
	lk := look{color: ink, bare: true}
	if depth > 0 {
		lk.step, lk.color = stepTable, soft
	}
	inner := s.in(s.indent(float64(depth)*contentsStep*s.em, numberColumn*s.em), el)
	// The space that hangs at the end keeps title and number two words.
	title := h.text
	title.Spans = slices.Clone(title.Spans)
	if n := len(title.Spans); n > 0 && title.Spans[n-1].Kind == doc.Plain {
		title.Spans[n-1].Text += " "
	} else {
		title.Spans = append(title.Spans, doc.Span{Text: " "})
	}
	pieces, _ := s.inline(title, lk, el)
	e := &contentsEntry{heading: h, link: span}
	var lines []*textLine
	for _, p := range pieces {
		if p.block == nil {
			continue
		}
		for i := range p.block.stretches {
			p.block.stretches[i].link = span
		}
		lines = append(lines, s.lines(p.block, s.breaker.greedy(p.block.paragraph, s.em, func(bool) float64 { return inner.width }, nil), inner.width, s.em, false)...)
	}
	e.content = el.Content()
	for i, l := range lines {
		x := inner.frame.start(l.width)
		b := box{height: l.ascent + l.descent, text: []placedLine{{textLine: l, x: x, y: l.ascent}}, tied: i > 0}
		if i == len(lines)-1 {
			end := x
			if s.dir == locale.LTR {
				end += l.width
			}
			b.number = &pageNumber{entry: e, frame: s.frame, end: end, y: l.ascent, look: lk}
		}
		s.add(b)
	}
}

// number puts the number of an entry's page, and the leader to it, on the page
// at the box's place.
func (t *typesetter) number(page *Page, n *pageNumber, y float64) {
	place, ok := t.places[n.entry.heading.anchor]
	if !ok {
		return
	}
	lk := n.look
	line := t.single(t.ed.Locale.Number(place.Page+1), t.ed.Locale, lk, n.entry.content, n.entry.link)
	left := n.frame.end(line.width)
	gap := markGap * t.style.Base
	rule := Rule{Y: y + n.y - leaderRise*t.style.Base, Height: hairline * t.style.Base, Color: faint}
	if left >= n.end {
		rule.X, rule.Width = n.end+gap, left-n.end-2*gap
	} else {
		rule.X, rule.Width = left+line.width+gap, n.end-left-line.width-2*gap
	}
	if rule.Width > 0 {
		page.Rules = append(page.Rules, rule)
	}
	links := len(page.Links)
	t.draw(page, line, left, y+n.y, NoArtifact)
	// The last line of the entry is one area from the title to the number.
	if links > 0 && len(page.Links) > links && page.Links[links-1].Element == page.Links[links].Element {
		page.Links[links-1].join(page.Links[links])
		page.Links = page.Links[:links]
	}
}
