package typeset

import (
	"fmt"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
)

// titlePage sets the title, and at the foot of the page what a reader must
// know before the first word.
func (t *typesetter) titlePage(to sink) {
	em := t.style.Base
	top := &stack{}
	s := t.setter(top)
	s.look.tight = true
	s.add(box{height: titleDrop * t.style.margin()})
	s.logo()
	s.title()
	width := accentWidth * em
	s.space(titleRuleGap * em)
	s.tie = 1
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
	bottom := &stack{}
	t.notice(bottom)
	room := t.textHeight - height(top.boxes) - height(bottom.boxes)
	if room < 0 {
		s.long(t.ed.Title.ID, fmt.Sprintf("the title and what stands below it are %.0f points taller than the first page", -room))
	}
	if len(bottom.boxes) > 0 {
		bottom.boxes[0].before = max(room-epsilon, bylineGap*em)
	}
	for _, b := range append(top.boxes, bottom.boxes...) {
		to.add(b)
	}
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

// title sets the title as large as its longest word allows.
func (s *setter) title() {
	if len(s.ed.Title.Spans) == 0 {
		return
	}
	step := s.reduced(s.ed.Title, look{step: stepTitle, style: fonts.Bold, tight: true}, stepHeading)
	el := s.role(s.parent, "H1", s.ed.Title)
	s.text(s.ed.Title, el, s.parent, look{step: step, style: fonts.Bold, color: ink, tight: true},
		arrangement{balanced: true, together: true}, "", func(b *box) { b.anchors = append(b.anchors, titleAnchor) })
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
