package typeset

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
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
	fonts     map[*fonts.Face]*shapedFace
	picked    map[picksKey]*picks
	languages map[string]language.Language
	patterns  map[locale.Locale]*patterns
	hyphenOf  map[*fonts.Face]cluster // the hyphen of each face, as a cluster of nothing
	strokeOf  map[*fonts.Face]float32 // see stroke
	buffer    *harfbuzz.Buffer
	segmenter segmenter.Segmenter
	shapes    []shaped              // memory of glyphs
	kinds     []breakKind           // memory of opportunities
	kept      map[string]*paragraph // by what they were made of; nil where none is kept
	former    map[string]*paragraph // those of the round before; see Press.Turn
	patience  time.Duration         // for a font of a stranger, besides what its text may take
	err       error                 // the first that a face, a dictionary or patterns met
}

// A shapedFace is a face with what shaping with it needs, for one goroutine.
type shapedFace struct {
	font  *harfbuzz.Font
	face  *font.Face
	space font.GID      // glyph of U+0020, which stands for characters that do not show
	spent time.Duration // on paragraphs that took longer than any should
	err   error         // of a font that was given up
}

func newShaper(faces FaceSet, data *Data) *shaper {
	return &shaper{
		faces: faces, data: data, buffer: harfbuzz.NewBuffer(), patience: 10 * time.Second,
		fonts: map[*fonts.Face]*shapedFace{}, picked: map[picksKey]*picks{}, languages: map[string]language.Language{},
		patterns: map[locale.Locale]*patterns{}, hyphenOf: map[*fonts.Face]cluster{},
		strokeOf: map[*fonts.Face]float32{},
	}
}

// paragraph makes a paragraph ready. base is its direction.
func (s *shaper) paragraph(stretches []styled, base locale.Dir) *paragraph {
	if s.kept == nil {
		return s.made(stretches, base)
	}
	key := shapingKey(stretches, base)
	known := s.kept[key]
	if known == nil {
		if known = s.former[key]; known == nil {
			known = s.made(stretches, base)
		}
		s.kept[key] = known
	}
	p := *known
	p.stretches = stretches
	return &p
}

// shapingKey is all that a paragraph's shape depends on. Its size does not
// matter, since shapes are in font units.
func shapingKey(stretches []styled, base locale.Dir) string {
	b := []byte(base.String())
	for i := range stretches {
		st := &stretches[i]
		b = append(append(b, 0), st.locale.Tag...)
		b = append(b, 0, byte(st.style))
		for _, is := range []bool{st.mono, st.rise != 0} {
			if is {
				b = append(b, 1)
			}
			b = append(b, 0)
		}
		b = append(b, byte(st.dots))
		b = binary.AppendUvarint(append(b, 0), uint64(len(st.text)))
		b = append(b, st.text...)
	}
	return string(b)
}

func (s *shaper) made(stretches []styled, base locale.Dir) *paragraph {
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
		p.clusters = s.shape(p, &items[i], items[i].start, items[i].end, p.clusters)
	}
	if p.eastern {
		s.eastern(p, p.clusters)
	}
	p.items = items
	if p.base%2 == 1 {
		s.strokes(p)
	}
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
// clusters in logical order. Every character is in one of them.
func (s *shaper) shape(p *paragraph, it *item, start, end int, into []cluster) []cluster {
	if it.face == nil {
		var whole segmenter.Segmenter
		whole.Init(p.runes[start:end])
		for g := whole.GraphemeIterator(); g.Next(); {
			from := start + g.Grapheme().Offset
			into = append(into, p.classified(cluster{start: from, end: from + len(g.Grapheme().Text), stretch: it.stretch, level: it.level}))
		}
		return into
	}
	glyphs, err := s.glyphs(it, s.language(p.stretches[it.stretch].locale), p.runes, start, end)
	if err != nil {
		s.err = cmp.Or(s.err, err)
		return append(into, p.classified(cluster{start: start, end: end, stretch: it.stretch, face: it.face, level: it.level}))
	}
	rtl := it.level&1 == 1
	n := len(glyphs)
	at := func(i int) *shaped {
		if rtl {
			return &glyphs[n-1-i]
		}
		return &glyphs[i]
	}
	placed := make([]Glyph, 0, n) // of all clusters
	first := start
	for i := 0; i < n || first < end; {
		// Glyphs of one cluster; where the shaper took all away, none.
		j := i
		for j < n && at(j).cluster <= first {
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
			if drawn && g.shows {
				placed = append(placed, Glyph{ID: g.id, X: pen + g.x, Y: g.y})
				pen += g.advance
			}
		}
		c.glyphs = slices.Clip(placed)
		placed = placed[len(placed):]
		c.advance = pen
		c = p.classified(c)
		if d := p.stretches[it.stretch].dots; d != noDots && c.ideograph {
			s.dot(p, &c, d)
		}
		into = append(into, c)
		i, first = j, next
	}
	return into
}

// classified is the cluster with what line breaking wants to know of it.
func (p *paragraph) classified(c cluster) cluster {
	r := p.runes[c.start]
	c.space = (r == ' ' || r == '\u00a0') && c.end == c.start+1
	if r >= elasticFrom {
		c.elastic = elasticityOf(r)
		if c.ideograph = isIdeograph(r); c.ideograph {
			p.eastern = true
		}
	}
	return c
}

// isIdeograph says whether justification may add space beside the character:
// the letters and full-width signs of Chinese and Japanese.
func isIdeograph(r rune) bool {
	return r >= 0x2E80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3001 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60 || r == 'ー') // the long sound is Common
}

// A shaped is a glyph as the shaper gives it, in font units.
type shaped struct {
	id            font.GID
	cluster       int // rune of the paragraph
	x, y, advance float64
	unsafe        bool
	shows         bool // false of what stands for a character that does not show
}

// glyphs runs the shaper over text[start:end], which it sees with what stands
// around it: letters that join go on joining where a line is broken between
// them. The glyphs are in visual order, and good until the next call. A face
// that it cannot bear is an error that names it.
func (s *shaper) glyphs(it *item, lang language.Language, text []rune, start, end int) ([]shaped, error) {
	f := s.fonts[it.face]
	if f == nil {
		face := it.face.New()
		f = &shapedFace{font: harfbuzz.NewFont(face), face: face}
		f.space, _ = it.face.Glyph(' ')
		s.fonts[it.face] = f
	}
	b := s.buffer
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneGraphemes
	b.AddRunes(text, start, end-start)
	b.Props = harfbuzz.SegmentProperties{Language: lang, Script: it.script, Direction: harfbuzz.LeftToRight}
	if it.level&1 == 1 {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	if err := s.run(it.face, f, b, end-start); err != nil {
		return nil, fmt.Errorf("%s: the font cannot be used: %w\nhint: replace it by another version of the font", it.face.Path, err)
	}
	out := slices.Grow(s.shapes[:0], len(b.Info))[:len(b.Info)]
	s.shapes = out
	for i, info := range b.Info {
		pos := b.Pos[i]
		out[i] = shaped{
			id: info.Glyph, cluster: info.Cluster,
			x: float64(pos.XOffset), y: float64(pos.YOffset), advance: float64(pos.XAdvance),
			unsafe: info.Mask&harfbuzz.GlyphUnsafeToBreak != 0,
			shows:  info.Glyph != font.EmptyGlyph && (info.Glyph != f.space || pos.XAdvance != 0),
		}
		if info.Cluster < start || info.Cluster >= end || i > 0 && (info.Cluster < out[i-1].cluster) != (it.level&1 == 1) && info.Cluster != out[i-1].cluster {
			return nil, fmt.Errorf("%s: the font cannot be used: its rules tear the text apart\nhint: replace it by another version of the font", it.face.Path)
		}
	}
	return out, nil
}

// run runs the shaper over the buffer, which has n characters. The rules of a
// font are a program, and those of a font that is not our own may run for hours,
// or for seconds with each paragraph.
func (s *shaper) run(face *fonts.Face, f *shapedFace, b *harfbuzz.Buffer, n int) error {
	if f.err != nil {
		return f.err
	}
	usual := time.Duration(n) * time.Millisecond
	start := time.Now()
	err := fonts.Guard(face.Origin, s.patience+usual-f.spent, func() error {
		b.Shape(f.font, nil)
		return nil
	})
	if err == fonts.ErrPatience {
		// What runs on keeps the buffer and the font.
		s.buffer = harfbuzz.NewBuffer()
		f.err = err
	}
	f.spent += max(time.Since(start)-usual, 0)
	return err
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
// themselves: where shaping depended on what a break parted, the clusters up to
// the nearest that it did not are shaped anew. A hyphen comes last where
// hyphenated.
func (s *shaper) line(p *paragraph, from, to int, hyphenated bool) []cluster {
	if from >= to {
		return nil
	}
	out := p.clusters[from:to:to]
	head, tail := from, to // [from, head) and [tail, to) are shaped anew
	if from > 0 && p.clusters[from].unsafe {
		for head++; head < to && p.clusters[head].unsafe; {
			head++
		}
	}
	if to < len(p.clusters) && p.clusters[to].unsafe {
		for tail--; tail > head && p.clusters[tail].unsafe; {
			tail--
		}
	}
	switch {
	case head >= tail:
		out = s.alone(p, p.clusters[from].start, p.clusters[to-1].end, nil)
	case head > from || tail < to:
		out = make([]cluster, 0, to-from+1)
		if head > from {
			out = s.alone(p, p.clusters[from].start, p.clusters[head].start, out)
		}
		out = append(out, p.clusters[head:tail]...)
		if tail < to {
			out = s.alone(p, p.clusters[tail].start, p.clusters[to-1].end, out)
		}
	}
	if p.eastern && (head > from || tail < to) {
		s.eastern(p, out)
	}
	if hyphenated {
		out = append(slices.Clip(out), s.hyphen(p, out[len(out)-1]))
	}
	return out
}

// alone shapes the characters [start, end) anew, and appends their clusters.
func (s *shaper) alone(p *paragraph, start, end int, into []cluster) []cluster {
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
		into = s.shape(p, it, max(it.start, start), min(it.end, end), into)
	}
	return into
}

// hyphen is the hyphen at the end of a line, after the cluster last. It stands
// for no character of the text.
func (s *shaper) hyphen(p *paragraph, last cluster) cluster {
	h, ok := s.hyphenOf[last.face]
	if !ok {
		h = s.shapeHyphen(last.face)
		s.hyphenOf[last.face] = h
	}
	h.start, h.end, h.stretch, h.level = last.end, last.end, last.stretch, last.level
	return h
}

func (s *shaper) shapeHyphen(face *fonts.Face) cluster {
	c := cluster{face: face}
	if face == nil {
		return c
	}
	for _, r := range []rune{'\u2010', '-'} {
		if !face.Has(r) {
			continue
		}
		glyphs, err := s.glyphs(&item{script: language.Common, face: face}, "", []rune{r}, 0, 1)
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
