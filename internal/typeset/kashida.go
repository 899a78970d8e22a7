package typeset

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"

	"multitude/internal/fonts"
)

// Arabic lines are justified by their spaces, and where these would become wide,
// by kashida: a stroke that lengthens the joint between two letters. The stroke
// is what the face draws for U+0640, shaped with the letters around it, so that
// it joins as the face joins it. It belongs to the letter before it: no
// character of the text stands for it. Nastaliq is not lengthened so: its words
// hang from one another.
//
// One joint of a word is lengthened, the best by the calligraphers' order as
// Elyaas gave it to Windows ("Justifying Text using Cascading Style Sheets in
// Internet Explorer 5.5", 2000): after seen and sad, before teh marbuta, hah and
// dal at the end, before alef, tah, lam, kaf at the end, before beh whose tail is
// reh or yeh, before waw, ain, qaf, feh at the end, elsewhere.
const (
	kashidaLetters = 3    // a word of fewer is never lengthened
	twoStrokes     = 6    // a word of so many letters can be lengthened by two
	widestStroke   = 0.35 // em: a face whose stroke is wider has none that is fit
	tatweel        = '\u0640'
)

// strokes finds the joints of a paragraph that may be lengthened.
func (s *shaper) strokes(p *paragraph) {
	for i := range p.items {
		it := &p.items[i]
		if it.script != language.Arabic || it.level%2 == 0 || it.face == nil {
			continue
		}
		stroke := s.stroke(it.face)
		if stroke == 0 {
			continue
		}
		from, _ := slices.BinarySearchFunc(p.clusters, it.start, func(c cluster, at int) int { return cmp.Compare(c.start, at) })
		for from < len(p.clusters) && p.clusters[from].start < it.end {
			to := from
			for to < len(p.clusters) && p.clusters[to].start < it.end && isArabicLetter(p.first(to)) {
				to++
			}
			if at, rank := joint(p, from, to); at >= 0 {
				n := float32(1)
				if to-from >= twoStrokes {
					n = 2
				}
				p.clusters[at].kashida, p.clusters[at].joint = n*stroke, rank
			}
			from = max(to, from+1)
		}
	}
}

// first is the first character of a cluster.
func (p *paragraph) first(i int) rune { return p.runes[p.clusters[i].start] }

// joint is the cluster of the word [from, to) after which a stroke stands best,
// or -1, and its place in the order.
func joint(p *paragraph, from, to int) (at int, rank uint8) {
	at, rank = -1, 255
	if to-from < kashidaLetters {
		return at, rank
	}
	for i := from; i+1 < to; i++ {
		if c := &p.clusters[i]; !joinsNext(p.runes[c.start:c.end]) || !joinsBefore(p.first(i+1)) || lamAlef(p.runes[c.start], p.first(i+1)) || c.stretch != p.clusters[i+1].stretch {
			continue
		}
		// Of equal joints the last: the ends of words bear it better.
		if r := jointRank(p, i, to); r <= rank {
			at, rank = i, r
		}
	}
	return at, rank
}

// lamAlef says whether two letters are written as one, whatever glyphs a face
// makes it of: no stroke parts them.
func lamAlef(before, after rune) bool {
	return strings.ContainsRune("لڵڶڷڸ", before) && strings.ContainsRune("اأإآٱٲٳٵ", after)
}

// jointRank is the place of the joint after cluster i in the order, for a word
// that ends before cluster to.
func jointRank(p *paragraph, i, to int) uint8 {
	before, after := p.first(i), p.first(i+1)
	ends := i+2 == to || !joinsNext(p.runes[p.clusters[i+1].start:p.clusters[i+1].end])
	in := func(r rune, letters string) bool { return strings.ContainsRune(letters, r) }
	switch {
	case before == tatweel:
		return 0
	case in(before, "سشصضڛښݜۺۻ"):
		return 1
	case ends && in(after, "ةۃحجخچدذڈ"):
		return 2
	case ends && in(after, "اأإآٱطظلكکگڭ"):
		return 3
	case i+2 < to && in(after, "بتثنيیپئ") && in(p.first(i+2), "رزژيیىې"):
		return 4
	case ends && in(after, "وعغقفۇۆۈۋ"):
		return 5
	case ends:
		return 6
	}
	return 7
}

// isArabicLetter says whether a letter of Arabic script is meant: those of the
// blocks that are written in the letters of living languages.
func isArabicLetter(r rune) bool {
	return r == tatweel || (r >= 0x0620 && r <= 0x06FF || r >= 0x0750 && r <= 0x077F) && unicode.IsLetter(r)
}

// joinsNext says whether the letter that a cluster ends with joins what follows
// it (Unicode, Joining_Type D and C).
func joinsNext(cluster []rune) bool {
	last := rune(0)
	for _, r := range cluster {
		switch {
		case r == '\u200c':
			return false
		case isArabicLetter(r):
			last = r
		}
	}
	switch {
	case !joinsBefore(last), last >= 0x0688 && last <= 0x0699, last >= 0x06C3 && last <= 0x06CB, last >= 0x0759 && last <= 0x075B,
		strings.ContainsRune("آأؤإاةدذرزوٱٲٳٵٶٷۀۍۏےۓەۮۯݫݬݱݳݴݸݹ", last):
		return false
	}
	return true
}

// joinsBefore says whether the letter joins what stands before it.
func joinsBefore(r rune) bool { return isArabicLetter(r) && r != 'ء' && r != 0x0674 }

// stroke is the width of a face's tatweel in font units, or 0 where it has none
// that is fit.
func (s *shaper) stroke(face *fonts.Face) float32 {
	w, ok := s.strokeOf[face]
	if !ok {
		gid, has := face.Glyph(tatweel)
		if f := s.fonts[face]; has && f != nil && !face.Nastaliq() {
			// The advance is the shaper's too, which has used the face by now.
			if w = f.face.HorizontalAdvance(gid); w < 0 || float64(w) > widestStroke*face.UnitsPerEm {
				w = 0
			}
		}
		s.strokeOf[face] = w
	}
	return w
}

// lengthen makes strokes in the line, of at most so many points in all.
func (t *typesetter) lengthen(l *textLine, by float64) {
	var places []*cluster
	for i := range l.clusters[:l.visible-1] {
		if c := &l.clusters[i]; c.kashida > 0 {
			places = append(places, c)
		}
	}
	slices.SortStableFunc(places, func(a, b *cluster) int { return cmp.Compare(a.joint, b.joint) })
	most := l.width + by
	strokes := map[int]int{} // by the rune that they come before
	for _, c := range places {
		width := float64(t.shaper.stroke(c.face)) * l.scale(c)
		for room := float64(c.kashida) * l.scale(c); room > width-epsilon && by >= width; room -= width {
			by -= width
			strokes[c.end]++
		}
	}
	if len(strokes) == 0 {
		return
	}
	longer := *l
	longer.clusters = t.whole(l.runes, t.shaper.withStrokes(l.paragraph, l.clusters, strokes))
	longer.measure()
	// Where a stroke parts a ligature the letters may take more room than both.
	if longer.width <= most+epsilon {
		*l = longer
	}
}

// withStrokes shapes the clusters of a line anew, with strokes before the
// characters that they are numbered by.
func (s *shaper) withStrokes(p *paragraph, line []cluster, strokes map[int]int) []cluster {
	start, end := line[0].start, line[len(line)-1].end
	long := &paragraph{stretches: p.stretches, base: p.base, runes: make([]rune, 0, end-start+2*len(strokes))}
	from := make([]int, 0, cap(long.runes)+1) // the character of p that one of long stands for; -1 for a stroke
	var items []item
	for i := range p.items {
		it := p.items[i]
		if it.end <= start || it.start >= end {
			continue
		}
		at := len(long.runes)
		for r := max(it.start, start); r < min(it.end, end); r++ {
			for range strokes[r] {
				long.runes, from = append(long.runes, tatweel), append(from, -1)
			}
			long.runes, from = append(long.runes, p.runes[r]), append(from, r)
		}
		it.start, it.end = at, len(long.runes)
		items = append(items, it)
	}
	from = append(from, end)
	original := func(i int) int {
		for from[i] < 0 {
			i++
		}
		return from[i]
	}
	var out []cluster
	for i := range items {
		for _, c := range s.shape(long, &items[i], items[i].start, items[i].end, nil) {
			stroke := from[c.start] < 0
			c.start, c.end = original(c.start), original(c.end)
			if n := len(out); stroke && n > 0 && out[n-1].level == c.level && out[n-1].face == c.face {
				out[n-1] = lengthened(out[n-1], c)
				continue
			}
			out = append(out, c)
		}
	}
	return out
}

// lengthened is a letter with the stroke after it, to its left.
func lengthened(letter, stroke cluster) cluster {
	glyphs := slices.Clone(stroke.glyphs)
	for _, g := range letter.glyphs {
		g.X += stroke.advance
		glyphs = append(glyphs, g)
	}
	letter.glyphs, letter.advance = glyphs, letter.advance+stroke.advance
	return letter
}
