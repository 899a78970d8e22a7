package typeset

import (
	"fmt"
	"slices"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
)

// titlePage sets the title, and at the foot of the page what a reader must
// know before the first word. Where the page has too little room for all of it,
// the title gives way: its white first, then its size.
func (t *typesetter) titlePage(to sink) {
	em := t.style.Base
	top := &stack{}
	s := t.setter(top)
	s.look.tight = true
	s.add(box{}) // the white above, as much as there is room for
	s.logo()
	var title *Element // before what stands below it, as it is read
	if len(t.ed.Title.Spans) > 0 {
		title = s.role(s.parent, "H1", t.ed.Title)
	}
	pending := s.gap // below the logo
	below, bottom := &stack{}, &stack{}
	t.underTitle(below)
	t.notice(bottom)
	white := titleDrop * t.style.margin()
	room := t.textHeight - height(top.boxes) - height(below.boxes) - height(bottom.boxes) - titleRuleGap*em
	if len(bottom.boxes) > 0 {
		room -= bylineGap * em
	}
	if title != nil {
		room -= pending
		room -= s.title(title, room)
	}
	top.boxes[0].height = max(0, min(white, room))
	if room < 0 {
		s.long(t.ed.Title.ID, fmt.Sprintf("the title and what stands below it are %.0f points taller than the first page", -room))
	}
	below.boxes[0].before += titleRuleGap * em
	if len(bottom.boxes) > 0 {
		bottom.boxes[0].before = max(room-top.boxes[0].height-epsilon, 0) + bylineGap*em
	}
	for _, b := range slices.Concat(top.boxes, below.boxes, bottom.boxes) {
		to.add(b)
	}
}

// underTitle sets what stands below the title: a rule, the subtitle, the date,
// the authors, a line of the project's own.
func (t *typesetter) underTitle(to sink) {
	em := t.style.Base
	s := t.setter(to)
	s.look.tight = true
	s.tie = 1
	width := accentWidth * em
	s.add(box{height: accentRule * em, rules: []Rule{{X: s.start(width), Width: width, Height: accentRule * em, Color: t.accent}}})
	s.space(subtitleGap * em)
	line := func(text edition.Text, lk look) {
		if len(text.Spans) > 0 {
			el := s.role(s.parent, "P", text)
			s.text(text, el, s.parent, lk, arrangement{balanced: true, together: true}, "", nil)
		}
	}
	line(t.ed.Subtitle, look{step: stepSubtitle, style: fonts.Bold, color: t.accent, tight: true})
	s.space(bylineGap * em)
	line(t.ed.Date, look{step: stepByline, color: soft, tight: true})
	for _, a := range t.ed.Authors {
		// A work that is named after its author needs no second line that says so.
		if doc.PlainText(a.Spans) != doc.PlainText(t.ed.Title.Spans) {
			line(a, look{step: stepByline, color: soft, tight: true})
		}
	}
	line(t.ed.Cover, look{step: stepByline, color: soft, tight: true})
}

// logo sets the theme's picture where lines begin, above the title. It is an
// ornament: the title says all that it could say.
func (s *setter) logo() {
	img := s.ed.Logo
	if img == nil || img.Width <= 0 || img.Height <= 0 {
		return
	}
	width, tall := float64(img.Width)*imagePixel, float64(img.Height)*imagePixel
	if f := min(s.width/width, logoHeight*s.em/tall); f < 1 {
		width, tall = width*f, tall*f
	}
	s.add(box{height: tall, pictures: []placedPicture{{picture: &picture{image: img}, x: s.start(width), width: width, height: tall}}})
	s.space(titleRuleGap * s.em)
	s.tie = 1
}

// title sets the title, as large as its longest word and the room allow, and
// tells how tall it is, in points.
func (s *setter) title(el *Element, room float64) float64 {
	lk := look{step: stepTitle, style: fonts.Bold, color: ink, tight: true}
	lk.step = s.reduced(s.ed.Title, lk, stepHeading)
	a := arrangement{balanced: true, together: true}
	for ; lk.step > stepHeading && s.tall(s.ed.Title, lk, a) > room; lk.step -= 0.5 {
	}
	return s.text(s.ed.Title, el, s.parent, lk, a, "", func(b *box) { b.anchors = append(b.anchors, titleAnchor) })
}

// tall is how tall a text would be, in points.
func (s *setter) tall(text edition.Text, lk look, a arrangement) (height float64) {
	pieces, _ := s.trial(func() ([]piece, []*note) { return s.inline(text, lk, &Element{}) })
	for _, p := range pieces {
		if p.block == nil {
			continue
		}
		for _, l := range s.broken(p.block, a, s.size(lk.step, text.Locale)) {
			height += l.ascent + l.descent
		}
	}
	return height
}

// reduced is the step of a heading that is made smaller until its longest word
// fits the line, down to least.
func (s *setter) reduced(text edition.Text, lk look, least float64) float64 {
	for ; lk.step > least; lk.step -= 0.5 {
		if _, narrowest := s.extents(text, lk); narrowest <= s.width {
			break
		}
	}
	return lk.step
}

const titleAnchor = "_title"

// notice sets the notices of a draft apart: on a tint, with a bar beside it.
func (t *typesetter) notice(to sink) {
	if len(t.ed.Notices) == 0 {
		return
	}
	em := t.style.Base
	s := t.setter(to)
	pad := noticePad * em
	width := noticeBar * em
	s.bars = []*bar{
		{rule: Rule{X: s.x, Width: s.frame.width, Color: wash}},
		{rule: Rule{X: s.start(width), Width: width, Color: t.accent}},
	}
	s.add(box{height: pad})
	s.tie = 1
	inner := s.in(s.indent(pad+width, pad), s.parent)
	together := arrangement{together: true}
	if len(t.ed.Draft.Spans) > 0 {
		el := s.role(s.parent, "P", t.ed.Draft)
		inner.text(t.ed.Draft, el, s.parent, look{style: fonts.Bold, color: t.accent}, together, "", nil)
		s.space(itemSkip / 2 * em)
		s.tie = 1
	}
	for _, n := range t.ed.Notices {
		el := s.role(s.parent, "P", n)
		inner.text(n, el, s.parent, look{step: stepTable, color: ink}, together, "", nil)
		s.space(itemSkip * em)
	}
	s.gap = 0
	s.add(box{height: pad, tied: true})
}
