package typeset

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

func runeLen(r rune) int {
	if n := utf8.RuneLen(r); n > 0 {
		return n
	}
	return utf8.RuneLen(utf8.RuneError)
}

// draw puts the line on the page, its baseline at y, the left end of what
// shows at x. Its runs are added in logical order.
func (t *typesetter) draw(page *Page, l *textLine, x, y float64, artifact Artifact) {
	if len(l.clusters) == 0 {
		return
	}
	if l.base%2 == 1 {
		for i := range l.clusters[l.visible:] {
			c := &l.clusters[l.visible+i]
			x -= t.advance(l, c)
		}
	}
	x -= l.head
	first := len(page.Runs)
	levels := t.shaper.runs(l.paragraph, l.clusters)
	index := indices(levels)
	var starts []int // logical index of the runs added, to sort them by
	for i, level := range levels {
		rtl := level[0].level%2 == 1
		parts := split(level)
		if rtl {
			slices.Reverse(parts)
		}
		for _, u := range parts {
			at := index[i] + u.from
			run := t.run(l, level[u.from:u.to], at, x, y, artifact)
			x += t.runWidth(&run)
			run.RTL = rtl
			page.Runs = append(page.Runs, run)
			starts = append(starts, at)
		}
	}
	added := page.Runs[first:]
	if !slices.IsSorted(starts) {
		order := make([]int, len(added))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(starts[a], starts[b]) })
		sorted := make([]Run, len(added))
		stretches := make([]int, len(added))
		for i, o := range order {
			sorted[i] = added[o]
			stretches[i] = starts[o]
		}
		copy(added, sorted)
		starts = stretches
	}
	if artifact == NoArtifact {
		t.link(page, l, added, starts)
	}
}

// indices is the index in the line of the first cluster of each level run.
func indices(levels [][]cluster) []int {
	order := make([]int, len(levels))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(levels[a][0].start, levels[b][0].start) })
	out := make([]int, len(levels))
	n := 0
	for _, o := range order {
		out[o] = n
		n += len(levels[o])
	}
	return out
}

// A uniform is a part of a level run with one face and one set of attributes.
type uniform struct{ from, to int }

func split(level []cluster) []uniform {
	var out []uniform
	from := 0
	for i := 1; i <= len(level); i++ {
		if i == len(level) || level[i].stretch != level[from].stretch || level[i].face != level[from].face {
			out = append(out, uniform{from, i})
			from = i
		}
	}
	return out
}

// run makes a run of clusters, the first of which has index at in the line.
func (t *typesetter) run(l *textLine, clusters []cluster, at int, x, y float64, artifact Artifact) Run {
	s := &l.stretches[clusters[0].stretch]
	run := Run{
		Face:     clusters[0].face,
		Size:     s.size,
		X:        x,
		Y:        y - s.rise,
		Color:    s.color,
		Content:  s.content,
		Artifact: artifact,
		Clusters: t.clusters(len(clusters)),
	}
	if artifact != NoArtifact {
		run.Content = nil
	}
	// Bytes before the run: from the start of the line, whose clusters are in
	// logical order.
	offset := l.offset
	for _, r := range l.runes[l.clusters[0].start:clusters[0].start] {
		offset += runeLen(r)
	}
	for i := range clusters {
		c := &clusters[i]
		out := &run.Clusters[i]
		*out = Cluster{Glyphs: t.shared(c.glyphs), Advance: c.advance}
		n := 0
		for _, r := range l.runes[c.start:c.end] {
			n += runeLen(r)
		}
		switch {
		case c.start == c.end:
			out.Text = softHyphen
		case l.separates(c):
			out.Text = " "
			out.Advance = t.spaceAdvance(c)
			out.Glyphs = spaceGlyph(c)
		default:
			out.Text = l.text[offset : offset+n]
		}
		offset += n
		if l.space != nil {
			out.Space = l.space[at+i]
		}
	}
	return run
}

// softHyphen is the text of a hyphen that line breaking put in.
const softHyphen = "\u00ad"

// A hard break reads as a space, so that the words beside it stay two.
const spaceEm = 0.25

func (t *typesetter) spaceAdvance(c *cluster) float64 {
	if c.face == nil {
		return 0
	}
	return spaceEm * c.face.UnitsPerEm
}

func spaceGlyph(c *cluster) []Glyph {
	if c.face == nil {
		return nil
	}
	gid, ok := c.face.Glyph(' ')
	if !ok {
		return nil
	}
	return []Glyph{{ID: gid}}
}

// advance is what a cluster takes on its line in points, justification left
// out.
func (t *typesetter) advance(l *textLine, c *cluster) float64 {
	if l.separates(c) {
		return t.spaceAdvance(c) * l.scale(c)
	}
	return c.advance * l.scale(c)
}

// runWidth is what a run takes on its line in points.
func (t *typesetter) runWidth(r *Run) float64 {
	if r.Face == nil {
		return 0
	}
	w, space := 0.0, 0.0
	for i := range r.Clusters {
		w += r.Clusters[i].Advance
		space += r.Clusters[i].Space
	}
	return w*r.Size/r.Face.UnitsPerEm + space
}

// clusters takes n clusters from a slab, which saves the collector from
// thousands of small pieces.
func (t *typesetter) clusters(n int) []Cluster {
	if len(t.slab) < n {
		t.slab = make([]Cluster, max(n, 2048))
	}
	out := t.slab[:n:n]
	t.slab = t.slab[n:]
	return out
}

// shared is the same glyphs, without memory of their own where there is but one
// at its natural place: so it is for most clusters of most scripts.
func (t *typesetter) shared(glyphs []Glyph) []Glyph {
	if len(glyphs) != 1 || glyphs[0].X != 0 || glyphs[0].Y != 0 || glyphs[0].ID > math.MaxUint16 {
		return glyphs
	}
	id := int(glyphs[0].ID)
	for len(t.glyphs) <= id {
		t.glyphs = append(t.glyphs, nil)
	}
	if t.glyphs[id] == nil {
		t.glyphs[id] = []Glyph{{ID: glyphs[0].ID}}
	}
	return t.glyphs[id]
}

// link adds the areas of the links of a line: one for each link, however many
// runs it has. starts are the logical indices of the runs.
func (t *typesetter) link(page *Page, l *textLine, runs []Run, starts []int) {
	var last *linkSpan
	for i := range runs {
		r := &runs[i]
		s := &l.stretches[l.clusters[starts[i]].stretch]
		if s.link == nil {
			last = nil
			continue
		}
		x, width := r.X, t.runWidth(r)
		// Spaces that hang are no part of what one can point at.
		for j := max(l.visible, starts[i]); j < min(starts[i]+len(r.Clusters), len(l.clusters)); j++ {
			w := t.advance(l, &l.clusters[j])
			width -= w
			if r.RTL {
				x += w
			}
		}
		area := LinkArea{
			X: x, Y: r.Y - 0.92*r.Size, Width: width, Height: 1.22 * r.Size,
			Element: s.link.element, URI: s.link.uri, Anchor: s.link.anchor, Text: s.link.text,
		}
		if s.link == last {
			page.Links[len(page.Links)-1].join(area)
		} else if width > 0 {
			page.Links = append(page.Links, area)
			last = s.link
		}
	}
}

// join makes a cover b too.
func (a *LinkArea) join(b LinkArea) {
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	a.Width = max(a.X+a.Width, b.X+b.Width) - x
	a.Height = max(a.Y+a.Height, b.Y+b.Height) - y
	a.X, a.Y = x, y
}
