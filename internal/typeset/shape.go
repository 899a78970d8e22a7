package typeset

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/bidi"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A shaper makes paragraphs ready for line breaking. It belongs to one
// goroutine: the shapers of faces that it keeps have caches of their own.
type shaper struct {
	faces     FaceSet
	data      *Data
	fonts     map[*fonts.Face]*harfbuzz.Font
	picked    map[faceKey]*fonts.Face
	languages map[string]language.Language
	buffer    *harfbuzz.Buffer
	segmenter segmenter.Segmenter
	err       error // the first that a face, a dictionary or patterns met
}

func newShaper(faces FaceSet, data *Data) *shaper {
	return &shaper{
		faces: faces, data: data, buffer: harfbuzz.NewBuffer(),
		fonts: map[*fonts.Face]*harfbuzz.Font{}, picked: map[faceKey]*fonts.Face{}, languages: map[string]language.Language{},
	}
}

// paragraph makes a paragraph ready. base is its direction.
func (s *shaper) paragraph(stretches []styled, base locale.Dir) *paragraph {
	p := &paragraph{stretches: stretches}
	n := 0
	for i := range stretches {
		n += len(stretches[i].text)
	}
	p.runes = make([]rune, 0, n)
	stretchOf := make([]int, 0, n)
	for i := range stretches {
		for _, r := range stretches[i].text {
			p.runes = append(p.runes, r)
			stretchOf = append(stretchOf, i)
		}
	}
	level := 0
	if base == locale.RTL {
		level = 1
	}
	var levels []uint8
	levels, p.base = bidiLevels(p.runes, level)
	s.segmenter.Init(p.runes)
	graphemes := s.graphemes(len(p.runes))
	items := s.itemize(p, stretchOf, levels, slices.Clone(graphemes))
	p.clusters = make([]cluster, 0, len(p.runes))
	for i := range items {
		p.clusters = s.shape(p, &items[i], items[i].start, items[i].end, p.runes, 0, p.clusters)
	}
	p.items = items
	p.breaks = s.opportunities(p, graphemes)
	return p
}

// graphemes are the offsets at which extended grapheme clusters begin (UAX
// #29), and the length of the text. The segmenter has been given the text.
func (s *shaper) graphemes(n int) []int {
	out := make([]int, 0, n+1)
	for it := s.segmenter.GraphemeIterator(); it.Next(); {
		out = append(out, it.Grapheme().Offset)
	}
	return append(out, n)
}

// shape shapes the characters [start, end) of an item, and appends their
// clusters in logical order. text is what the shaper may see around them, and
// begins at offset in the paragraph.
func (s *shaper) shape(p *paragraph, it *item, start, end int, text []rune, offset int, into []cluster) []cluster {
	if it.face == nil {
		for i := start; i < end; i++ {
			into = append(into, s.mark(p, cluster{start: i, end: i + 1, stretch: it.stretch, level: it.level}))
		}
		return into
	}
	glyphs, err := s.glyphs(p, it, start, end, text, offset)
	if err != nil {
		s.err = cmp.Or(s.err, err)
		return into
	}
	rtl := it.level&1 == 1
	n := len(glyphs)
	at := func(i int) *shaped {
		if rtl {
			return &glyphs[n-1-i]
		}
		return &glyphs[i]
	}
	for i := 0; i < n; {
		first := at(i).cluster
		j := i + 1
		for j < n && at(j).cluster == first {
			j++
		}
		next := end
		if j < n {
			next = at(j).cluster
		}
		c := cluster{start: first, end: next, stretch: it.stretch, face: it.face, level: it.level}
		// The glyphs of a cluster, from left to right whatever the direction.
		from, to := i, j
		if rtl {
			from, to = n-j, n-i
		}
		drawn := slices.ContainsFunc(p.runes[first:next], func(r rune) bool {
			return !harfbuzz.IsDefaultIgnorable(r) && !unicode.IsControl(r) && r != '\u2028' && r != '\u2029'
		})
		pen := 0.0
		for _, g := range glyphs[from:to] {
			c.unsafe = c.unsafe || g.unsafe
			if !drawn || g.id == font.EmptyGlyph {
				continue
			}
			c.glyphs = append(c.glyphs, Glyph{ID: g.id, X: pen + g.x, Y: g.y})
			pen += g.advance
		}
		c.advance = pen
		into = append(into, s.mark(p, c))
		i = j
	}
	return into
}

// mark notes what line breaking wants to know of a cluster.
func (s *shaper) mark(p *paragraph, c cluster) cluster {
	r := p.runes[c.start]
	c.space = r == ' ' && c.end == c.start+1
	c.ideograph = isIdeograph(r)
	return c
}

// isIdeograph says whether justification may add space beside the character:
// the letters and full-width signs of Chinese and Japanese.
func isIdeograph(r rune) bool {
	return r >= 0x2E80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3001 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60)
}

// A shaped is a glyph as the shaper gives it, in font units.
type shaped struct {
	id            font.GID
	cluster       int // rune of the paragraph
	x, y, advance float64
	unsafe        bool
}

// glyphs runs the shaper. A face that it cannot bear is an error that names it.
func (s *shaper) glyphs(p *paragraph, it *item, start, end int, text []rune, offset int) (out []shaped, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: the font cannot be used: %v\nhint: replace it by another version of the font", it.face.Path, r)
		}
	}()
	f := s.fonts[it.face]
	if f == nil {
		f = harfbuzz.NewFont(it.face.New())
		s.fonts[it.face] = f
	}
	b := s.buffer
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneGraphemes
	b.AddRunes(text, start-offset, end-start)
	b.Props = harfbuzz.SegmentProperties{Language: s.language(p.stretches[it.stretch].locale), Script: it.script, Direction: harfbuzz.LeftToRight}
	if it.level&1 == 1 {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.Shape(f, nil)
	out = make([]shaped, len(b.Info))
	for i, info := range b.Info {
		pos := b.Pos[i]
		out[i] = shaped{
			id: info.Glyph, cluster: info.Cluster + offset,
			x: float64(pos.XOffset), y: float64(pos.YOffset), advance: float64(pos.XAdvance),
			unsafe: info.Mask&harfbuzz.GlyphUnsafeToBreak != 0,
		}
	}
	return out, nil
}

// language is the OpenType language of a locale.
func (s *shaper) language(l locale.Locale) language.Language {
	lang, ok := s.languages[l.Tag]
	if !ok {
		lang = language.NewLanguage(l.Tag)
		s.languages[l.Tag] = lang
	}
	return lang
}

// line is the clusters [from, to) of a paragraph as they stand on a line by
// themselves: shaped anew at an end where shaping depended on what the break
// parted, with a hyphen last where hyphenated.
func (s *shaper) line(p *paragraph, from, to int, hyphenated bool) []cluster {
	out := p.clusters[from:to:to]
	if from >= to {
		return nil
	}
	if from > 0 && p.clusters[from].unsafe || to < len(p.clusters) && p.clusters[to].unsafe {
		out = s.alone(p, p.clusters[from].start, p.clusters[to-1].end)
	}
	if hyphenated {
		out = append(slices.Clip(out), s.hyphen(p, out[len(out)-1]))
	}
	return out
}

// alone shapes the characters [start, end) as if there were no others.
func (s *shaper) alone(p *paragraph, start, end int) []cluster {
	text := p.runes[start:end]
	out := make([]cluster, 0, end-start)
	i, _ := slices.BinarySearchFunc(p.items, start, func(it item, at int) int {
		switch {
		case it.end <= at:
			return -1
		case it.start > at:
			return 1
		}
		return 0
	})
	for ; i < len(p.items) && p.items[i].start < end; i++ {
		it := &p.items[i]
		out = s.shape(p, it, max(it.start, start), min(it.end, end), text, start, out)
	}
	return out
}

// hyphen is the hyphen at the end of a line, after the cluster last. It stands
// for no character of the text.
func (s *shaper) hyphen(p *paragraph, last cluster) cluster {
	c := cluster{start: last.end, end: last.end, stretch: last.stretch, face: last.face, level: last.level}
	if c.face == nil {
		return c
	}
	for _, r := range []rune{'\u2010', '-'} {
		if !c.face.Has(r) {
			continue
		}
		it := &item{stretch: last.stretch, level: last.level, script: language.Common, face: c.face}
		glyphs, err := s.glyphs(p, it, 0, 1, []rune{r}, 0)
		if err != nil {
			s.err = cmp.Or(s.err, err)
			return c
		}
		for _, g := range glyphs {
			c.glyphs = append(c.glyphs, Glyph{ID: g.id, X: c.advance + g.x, Y: g.y})
			c.advance += g.advance
		}
		return c
	}
	return c
}

// runs are the level runs of a line from left to right (UAX #9, L1 and L2). In
// each, the clusters are in logical order.
func (s *shaper) runs(p *paragraph, line []cluster) [][]cluster {
	if len(line) == 0 {
		return nil
	}
	plain := p.base == 0
	for i := range line {
		plain = plain && line[i].level == 0
	}
	if plain {
		return [][]cluster{line}
	}
	classes := make([]bidi.Class, len(line))
	levels := make([]uint8, len(line))
	for i, c := range line {
		levels[i] = c.level
		classes[i] = bidi.ON // the hyphen of a line's end
		if c.start < c.end {
			classes[i] = classOf(p.runes[c.start])
		}
	}
	lineLevels(classes, levels, p.base)
	line = slices.Clone(line)
	var runs [][]cluster
	var runLevels []uint8
	from := 0
	for i := range line {
		line[i].level = levels[i]
		if i > from && levels[i] != levels[from] {
			runs, runLevels = append(runs, line[from:i]), append(runLevels, levels[from])
			from = i
		}
	}
	runs, runLevels = append(runs, line[from:]), append(runLevels, levels[from])
	out := make([][]cluster, len(runs))
	for i, at := range visualOrder(runLevels) {
		out[i] = runs[at]
	}
	return out
}
