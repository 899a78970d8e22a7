package typeset

import (
	"math"
	"slices"

	"multitude/internal/fonts"
	"multitude/internal/locale"

	"github.com/go-text/typesetting/language"
)

// A block is a paragraph with what its lines have in common.
type block struct {
	*paragraph
	text            string // of all clusters
	locale          locale.Locale
	ascent, descent float64 // points: what every line takes, leading included
	marks           []mark
}

// A mark is a stretch of a paragraph that is the mark of a note.
type mark struct {
	stretch int
	note    *note
	anchor  string // where the note leads back to; "" at later marks of the same note
}

// A textLine is a line of a block, ready to be put in its place.
type textLine struct {
	*block
	clusters        []cluster
	space           []float64 // points that justification adds after each cluster; nil for none
	offset          int       // bytes of text before the line
	visible         int       // clusters that show; the rest are spaces that hang
	width           float64   // points, of the visible clusters
	head            float64   // points that the first cluster's white stands out at the left
	ascent, descent float64   // points: what this line takes
	overfull        bool
	last            bool // a mandatory break ends it
}

// glued says that a line may not begin with the cluster, since it is the mark
// of a note: a mark stays with the word that it belongs to.
func (b *block) glued(i int) bool {
	if i == 0 || len(b.marks) == 0 {
		return false
	}
	s := b.clusters[i].stretch
	if s == b.clusters[i-1].stretch {
		return false
	}
	for _, m := range b.marks {
		if m.stretch == s {
			return true
		}
	}
	return false
}

// lines sets the segments of a block as lines, justified to the width where
// justify says so.
func (t *typesetter) lines(b *block, segments []segment, width, em float64, justify bool) []*textLine {
	out := make([]*textLine, 0, len(segments))
	offset, at := 0, 0
	for _, s := range segments {
		for ; at < b.clusters[s.from].start; at++ {
			offset += runeLen(b.runes[at])
		}
		l := &textLine{block: b, clusters: t.whole(b.runes, t.shaper.line(b.paragraph, s.from, s.to, s.hyphenated)), offset: offset, last: s.last}
		l.measure()
		if justify {
			t.justify(l, width, em)
		}
		l.overfull = s.overfull || l.width > width+0.5
		t.lead(l)
		out = append(out, l)
	}
	return out
}

// measure finds what shows of the line, and its width.
func (l *textLine) measure() {
	l.visible = len(l.clusters)
	for l.visible > 0 && l.hangs(&l.clusters[l.visible-1]) {
		l.visible--
	}
	l.width = 0
	for i := range l.clusters[:l.visible] {
		c := &l.clusters[i]
		l.width += c.advance * l.scale(c)
	}
	if l.eastern && l.visible > 0 {
		l.head = l.leading(&l.clusters[0])
		l.width -= l.head + l.trailing(&l.clusters[l.visible-1])
	}
}

// justify makes the line as long as the width: by its spaces, and by the gaps
// between elastic letters. A line that would have a gap wider than widestGap
// stays short, and so does the last, but both may shrink.
func (t *typesetter) justify(l *textLine, width, em float64) {
	room := width - l.width
	if l.visible < 2 || math.Abs(room) < epsilon || room > 0 && l.last {
		return
	}
	if l.eastern && room < -epsilon {
		if hang := l.hanging(&l.clusters[l.visible-1]); hang > 0 {
			l.width -= hang
			room += hang
		}
	}
	f, most := l.give(em)
	if f.kashida > 0 && room > f.space {
		t.lengthen(l, min(room-f.space, f.kashida))
		room = width - l.width
		f, most = l.give(em)
		f.kashida = 0
	}
	ratio := 0.0
	switch {
	case room > 0:
		if r := f.ratio(room); r <= most {
			ratio = r
		}
	case room < 0 && f.shrink > 0:
		ratio = max(room/f.shrink, -1)
	}
	if ratio == 0 {
		return
	}
	l.space = make([]float64, len(l.clusters))
	wide := false // the clusters are ours to change
	for i := range l.clusters[:l.visible-1] {
		c := &l.clusters[i]
		f := l.flex(l.clusters, i, c.advance*l.scale(c), em)
		if ratio > 0 && c.elastic&elasticWithin != 0 && f != (flex{}) {
			if !wide {
				l.clusters, wide = slices.Clone(l.clusters), true
			}
			by := ratio*f.space + min(ratio, mostElastic)*f.letter
			l.widen(i, by)
			l.width += by
		} else if ratio > 0 {
			l.space[i] = ratio*f.space + min(ratio, mostElastic)*f.letter
		} else {
			l.space[i] = ratio * f.shrink
		}
		l.width += l.space[i]
	}
}

// widen makes cluster i wider by so many points: a sign that parts words or
// syllables has its white within, where no program that takes the text out of a
// page takes it for a space. Where the white is on both sides, the glyphs stand
// in the middle.
func (l *textLine) widen(i int, by float64) {
	c := &l.clusters[i]
	units := by / l.scale(c)
	c.advance += units
	c.glyphs = slices.Clone(c.glyphs)
	for j := range c.glyphs {
		if c.elastic&elasticBefore != 0 {
			c.glyphs[j].X += units / 2
		}
	}
}

// give is what justification may do in the line, and the ratio at which a gap
// is widestGap.
func (l *textLine) give(em float64) (all flex, most float64) {
	most = math.MaxFloat64
	for i := range l.clusters[:l.visible-1] {
		c := &l.clusters[i]
		advance := c.advance * l.scale(c)
		f := l.flex(l.clusters, i, advance, em)
		all = all.plus(f)
		if f.space > 0 {
			most = min(most, (widestGap*em-advance)/f.space)
		}
	}
	return all, most
}

// lead finds what the line takes above and below its baseline: what every line
// of its block takes, and more where it shows a script that needs more.
func (t *typesetter) lead(l *textLine) {
	l.ascent, l.descent = l.block.ascent, l.block.descent
	var before *fonts.Face
	for i := range l.clusters {
		c := &l.clusters[i]
		if c.face == before || c.face == nil || c.start == c.end {
			continue
		}
		script := language.LookupScript(l.runes[c.start])
		if script == language.Common || script == language.Inherited {
			continue
		}
		before = c.face
		m := mannerOf(script.String())
		if script == language.Arabic && (l.locale.Script == "Arab" || l.locale.Script == "Aran") {
			m = mannerFor(l.locale) // Nastaliq is Arabic script too
		}
		size := l.stretches[c.stretch].size
		rise := l.stretches[c.stretch].rise
		// The leading of the other script is not needed, only its ink.
		l.ascent = max(l.ascent, size*(m.ascent-0.1)+rise)
		l.descent = max(l.descent, size*(m.descent-0.1)-rise)
	}
}

// strut is what every line of a block takes above and below the baseline.
// size is that of the locale's own text.
func strut(l locale.Locale, size float64, tight bool) (ascent, descent float64) {
	m := mannerFor(l)
	f := 1.0
	if tight {
		f = m.tight
	}
	// What a heading saves is the white between its lines, more of it above.
	saved := (m.ascent + m.descent) * (1 - f) * size
	return m.ascent*size - saved*0.6, m.descent*size - saved*0.4
}
