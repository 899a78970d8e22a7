package typeset

import (
	"slices"

	"multitude/internal/doc"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// running sets what stands at the head and the foot of pages. Most of it is
// the same from page to page, and is set once.
type running struct {
	t      *typesetter
	header map[*heading][]Run
	notice [2][]Run // beside a number at the end, and at the start
}

// firstHeader is the index of the first page with a running header: the third,
// where the text begins if the contents are short.
const firstHeader = 2

// decorate puts the running header and footer on page i, whose section is
// given. Runs of the header come first, those of the footer last.
func (r *running) decorate(page *Page, i int, section *heading) {
	t := r.t
	if i >= t.headers {
		page.Runs = slices.Insert(page.Runs, 0, r.head(section)...)
		y := t.headerLine + 0.62*t.style.Base
		page.Rules = append(page.Rules, Rule{X: t.frame.x, Y: y, Width: t.frame.width, Height: hairline * t.style.Base, Color: faint})
	}
	lk := look{step: stepRunning, color: soft, tight: true}
	width := 0.0
	if i > 0 {
		page.Label = t.ed.Locale.Number(i + 1)
		lk.style = fonts.Bold
		line := t.single(page.Label, t.ed.Locale, lk, nil, nil)
		width = line.width
		at := t.frame.end(width)
		if t.style.Facing && i%2 == 1 {
			at = t.frame.start(width) // the outer side of a page that lies before the fold
		}
		t.draw(page, line, at, r.footer(), Footer)
	}
	page.Runs = append(page.Runs, r.foot(t.style.Facing && i%2 == 1)...)
}

// footer is the baseline of the first line of the running footer.
func (r *running) footer() float64 {
	t := r.t
	ascent, _ := t.strut(t.ed.Locale, t.size(stepRunning, t.ed.Locale), true)
	return t.top + t.textHeight + footerGap*t.style.Base + ascent
}

// foot is the notice of a draft, as many lines as it takes. outer says that the
// number stands at the start of the line.
func (r *running) foot(outer bool) []Run {
	t := r.t
	side := 0
	if outer {
		side = 1
	}
	if r.notice[side] != nil || len(t.ed.Running.Spans) == 0 {
		return r.notice[side]
	}
	f := t.footLine()
	a := arrangement{column: true}
	if outer {
		f = t.frame.indent(numberColumn*t.style.Base, 0)
		a.align = doc.AlignEnd
	}
	s := &setter{typesetter: t, frame: f, em: t.style.Base}
	y := r.footer()
	var page Page
	for _, l := range t.footLines() {
		t.draw(&page, l, s.aligned(l, a), y, Footer)
		y += l.ascent + l.descent
	}
	r.notice[side] = page.Runs
	return page.Runs
}

// footLine is where the notice at the foot of a page stands, beside a number
// at the end.
func (t *typesetter) footLine() frame { return t.frame.indent(0, numberColumn*t.style.Base) }

// footLines are the lines of that notice.
func (t *typesetter) footLines() (lines []*textLine) {
	pieces, _ := t.inline(t.ed.Running, look{step: stepRunning, color: soft, bare: true, tight: true}, &Element{})
	width, em := t.footLine().width, t.style.Base
	for _, p := range pieces {
		if p.block != nil {
			lines = append(lines, t.lines(p.block, t.breaker.balanced(p.block.paragraph, em, width, nil), width, em, false)...)
		}
	}
	return lines
}

// footHeight is what the foot of a page needs below the text, in points: more
// than the margin where large letters take several lines.
func (t *typesetter) footHeight() float64 {
	h := footerGap*t.style.Base + leastEdge
	for _, l := range t.footLines() {
		h += l.ascent + l.descent
	}
	return h
}

// head is the running header: the document's title at the start, the section
// at the end, cut where they are too long.
func (r *running) head(section *heading) []Run {
	if runs, ok := r.header[section]; ok {
		return runs
	}
	t := r.t
	lk := look{step: stepRunning, color: soft, tight: true}
	if t.beside != nil {
		return t.beside.languages(lk)
	}
	gap := 2 * t.style.Base
	var page Page
	room := t.frame.width
	title, spoken := plain(t.ed.Title), t.ed.Title.Locale
	switch {
	case section == nil || section.title == title:
	case t.style.Least > 0: // large letters have room for one of the two
		title, spoken = section.title, section.text.Locale
	default:
		line := t.fitting(section.title, section.text.Locale, lk, (room-gap)*0.6)
		room -= line.width + gap
		t.draw(&page, line, t.frame.end(line.width), t.headerLine, Header)
	}
	line := t.fitting(title, spoken, lk, room)
	t.draw(&page, line, t.frame.start(line.width), t.headerLine, Header)
	if r.header == nil {
		r.header = map[*heading][]Run{}
	}
	r.header[section] = page.Runs
	return page.Runs
}

// fitting is a text on one line that is no wider than room: where it is too
// long, its end gives way to an ellipsis.
func (t *typesetter) fitting(text string, l locale.Locale, lk look, room float64) *textLine {
	line := t.single(text, l, lk, nil, nil)
	for line.width > room && len(line.clusters) > 1 {
		// Cut as many clusters as are too much, and the spaces before them.
		n, over := len(line.clusters), line.width-room+lk.sizeOf(t, l)
		for n > 1 && over > 0 {
			n--
			over -= t.advance(line, &line.clusters[n])
		}
		// Half a word is worse than one word less.
		word := n
		for word > 1 && !line.clusters[word-1].space {
			word--
		}
		if word > n/2 && !line.clusters[n].space {
			n = word
		}
		for n > 1 && line.clusters[n-1].space {
			n--
		}
		cut := line.clusters[n].start
		line = t.single(string(line.runes[:cut])+"…", l, lk, nil, nil)
		if cut <= 1 {
			break
		}
	}
	return line
}

func (lk look) sizeOf(t *typesetter, l locale.Locale) float64 { return t.size(lk.step, l) }
