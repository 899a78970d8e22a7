package typeset

import (
	"multitude/internal/edition"
	"multitude/internal/fonts"
)

// Measures of a card, in em of the body size.
const (
	cardMargin   = 4.0
	cardTitle    = 4.5 // step of the title, at most
	cardLeast    = 0.5 // step of a title so long that nothing larger fits
	cardTitleGap = 1.4
)

// Card sets what an edition is called on one small page that stands for it
// where a link to it is shown: the title, as large as the paper allows, and the
// subtitle below, in the look of the title page. What does not fit even in the
// least size is cut off at the foot.
func Card(ed *edition.Edition, faces FaceSet, data *Data, o Options) (*Page, error) {
	bare := *ed
	bare.Blocks, bare.Notes = nil, nil
	t := newTypesetter(&bare, newShaper(faces, data), o.normal())
	em := t.style.Base
	t.frame.x, t.frame.width = cardMargin*em, t.paper.Width-2*cardMargin*em
	room := t.paper.Height - 2*cardMargin*em
	var boxes []box
	for step := cardTitle; step >= cardLeast; step -= 0.25 {
		boxes = t.cardBoxes(step)
		if height(boxes) <= room && t.narrowest(step) <= t.frame.width {
			break
		}
	}
	t.top = max((t.paper.Height-height(boxes))/2, cardMargin*em)
	p := t.part(false)
	p.render(draft{body: boxes})
	return p.pages[0], t.shaper.err
}

// narrowest is the width of the title's longest word.
func (t *typesetter) narrowest(step float64) float64 {
	_, n := t.setter(&stack{}).extents(t.ed.Title, look{step: step, style: fonts.Bold, tight: true})
	return n
}

func (t *typesetter) cardBoxes(step float64) []box {
	em := t.style.Base
	all := &stack{}
	s := t.setter(all)
	s.look.tight = true
	line := func(text edition.Text, lk look) {
		if len(text.Spans) > 0 {
			s.text(text, s.role(s.parent, "P", text), s.parent, lk, arrangement{balanced: true, together: true}, "", nil)
		}
	}
	line(t.ed.Title, look{step: step, style: fonts.Bold, color: ink, tight: true})
	width := accentWidth * em
	s.space(cardTitleGap * em)
	s.add(box{height: accentRule * em, rules: []Rule{{X: s.start(width), Width: width, Height: accentRule * em, Color: t.accent}}})
	s.space(subtitleGap * em)
	line(t.ed.Subtitle, look{step: min(step-1, stepSubtitle), style: fonts.Bold, color: t.accent, tight: true})
	return all.boxes
}
