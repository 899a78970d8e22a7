package pdf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/bidi"

	"multitude/internal/fonts"
	"multitude/internal/typeset"
)

// This file makes layouts by hand: real shaping, and lines as plain as can be,
// so that what is tested is pdf alone.

var faces sync.Map // path → *fonts.Face

// face loads a font of node_modules.
func face(t testing.TB, file string, style fonts.Style) *fonts.Face {
	t.Helper()
	if f, ok := faces.Load(file); ok {
		return f.(*fonts.Face)
	}
	path := filepath.Join("..", "..", "node_modules", "@expo-google-fonts", filepath.FromSlash(file))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("a font that the tests need is missing: %v\nhint: run npm ci", err)
	}
	f, err := fonts.Load(path, data, style, fonts.NodeModules)
	if err != nil {
		t.Fatal(err)
	}
	faces.Store(file, f)
	return f
}

// A sample is a language to set: its faces, its script, the direction of its
// paragraphs.
type sample struct {
	tag           string
	regular, bold string
	latin         string // for what regular lacks
	script        string
	rtl           bool
	justify       bool
	text          []string
}

// A setter puts text on pages.
type setter struct {
	t      testing.TB
	s      sample
	layout *typeset.Layout
	page   *typeset.Page
	y      float64
	plain  bool // no footers
}

const (
	pageWidth, pageHeight = 612.0, 792.0
	margin                = 72.0
)

func newSetter(t testing.TB, s sample) *setter {
	set := &setter{t: t, s: s, layout: &typeset.Layout{
		Root:    &typeset.Element{Role: "Document", Lang: s.tag, RTL: s.rtl},
		Anchors: map[string]typeset.Place{},
	}}
	set.newPage()
	return set
}

func (s *setter) newPage() {
	s.page = &typeset.Page{Width: pageWidth, Height: pageHeight, Label: fmt.Sprint(len(s.layout.Pages) + 1)}
	s.layout.Pages = append(s.layout.Pages, s.page)
	s.y = margin
	if s.plain {
		return
	}
	x := margin
	s.page.Runs = append(s.page.Runs, s.line(s.logical("— "+s.page.Label+" —", s.style(false), 9), &x, pageHeight-40, nil, typeset.Footer, 0)...)
	s.page.Rules = append(s.page.Rules, typeset.Rule{X: margin, Y: pageHeight - 56, Width: pageWidth - 2*margin, Height: 0.5, Color: typeset.Color{R: 200, G: 0, B: 40}})
}

func (s *setter) style(bold bool) *fonts.Face {
	if bold && s.s.bold != "" {
		return face(s.t, s.s.bold, fonts.Bold)
	}
	return face(s.t, s.s.regular, fonts.Regular)
}

// A piece is a shaped stretch of one face and direction.
type piece struct {
	face     *fonts.Face
	size     float64
	rtl      bool
	clusters []typeset.Cluster
}

// logical itemizes and shapes text; pieces are in logical order.
func (s *setter) logical(text string, f *fonts.Face, size float64) []piece {
	var p bidi.Paragraph
	dir := bidi.LeftToRight
	if s.s.rtl {
		dir = bidi.RightToLeft
	}
	p.SetString(text, bidi.DefaultDirection(dir))
	order, err := p.Order()
	if err != nil {
		s.t.Fatal(err)
	}
	var pieces []piece
	for i := range order.NumRuns() {
		r := order.Run(i)
		rtl := r.Direction() == bidi.RightToLeft
		for _, part := range byFace([]rune(r.String()), f, s.latin()) {
			pieces = append(pieces, piece{part.face, size, rtl, shape(part.text, part.face, s.s.script, s.s.tag, rtl)})
		}
	}
	return pieces
}

func (s *setter) latin() *fonts.Face {
	if s.s.latin == "" {
		return nil
	}
	return face(s.t, s.s.latin, fonts.Regular)
}

type faced struct {
	face *fonts.Face
	text []rune
}

func byFace(text []rune, f, fallback *fonts.Face) []faced {
	var parts []faced
	for _, r := range text {
		use := f
		if !f.Has(r) && fallback != nil && !unicode.Is(unicode.Cf, r) {
			use = fallback
		}
		if n := len(parts); n > 0 && (parts[n-1].face == use || unicode.Is(unicode.M, r)) {
			parts[n-1].text = append(parts[n-1].text, r)
		} else {
			parts = append(parts, faced{use, []rune{r}})
		}
	}
	return parts
}

// shape returns the clusters of text in logical order.
func shape(text []rune, f *fonts.Face, script, tag string, rtl bool) []typeset.Cluster {
	b := harfbuzz.NewBuffer()
	b.AddRunes(text, 0, len(text))
	b.Props.Direction = harfbuzz.LeftToRight
	if rtl {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.Props.Script, _ = language.ParseScript(script)
	b.Props.Language = language.NewLanguage(tag)
	b.Shape(harfbuzz.NewFont(f.New()), nil)
	var clusters []typeset.Cluster
	for i := 0; i < len(b.Info); {
		end := i + 1
		for end < len(b.Info) && b.Info[end].Cluster == b.Info[i].Cluster {
			end++
		}
		c := typeset.Cluster{}
		for j := i; j < end; j++ {
			c.Glyphs = append(c.Glyphs, typeset.Glyph{ID: font.GID(b.Info[j].Glyph), X: c.Advance + float64(b.Pos[j].XOffset), Y: float64(b.Pos[j].YOffset)})
			c.Advance += float64(b.Pos[j].XAdvance)
		}
		start, next := b.Info[i].Cluster, len(text)
		for j := range b.Info {
			if k := b.Info[j].Cluster; k > start && k < next {
				next = k
			}
		}
		c.Text = string(text[start:next])
		clusters = append(clusters, c)
		i = end
	}
	if rtl {
		for i, j := 0, len(clusters)-1; i < j; i, j = i+1, j-1 {
			clusters[i], clusters[j] = clusters[j], clusters[i]
		}
	}
	return clusters
}

func (p *piece) width() float64 {
	w := 0.0
	for i := range p.clusters {
		w += p.clusters[i].Advance*p.size/p.face.UnitsPerEm + p.clusters[i].Space
	}
	return w
}

// line places the pieces of one line and returns its runs in logical order. x
// is the left end, and then the right one.
func (s *setter) line(pieces []piece, x *float64, y float64, content *typeset.Content, artifact typeset.Artifact, rise float64) []typeset.Run {
	runs := make([]typeset.Run, len(pieces))
	for i, p := range pieces {
		runs[i] = typeset.Run{Face: p.face, Size: p.size, Y: y - rise, RTL: p.rtl, Clusters: p.clusters, Content: content, Artifact: artifact}
	}
	// Visual order: in a right-to-left line from the last to the first, but
	// neighbours from left to right as they are.
	order := visual(pieces, s.s.rtl)
	for _, i := range order {
		runs[i].X = *x
		*x += pieces[i].width()
	}
	return runs
}

func visual(pieces []piece, rtl bool) []int {
	level := func(p *piece) int {
		switch {
		case p.rtl:
			return 1
		case rtl:
			return 2
		}
		return 0
	}
	order := make([]int, len(pieces))
	for i := range order {
		order[i] = i
	}
	for l := 2; l >= 1; l-- {
		for i := 0; i < len(order); {
			if level(&pieces[order[i]]) < l {
				i++
				continue
			}
			j := i
			for j < len(order) && level(&pieces[order[j]]) >= l {
				j++
			}
			for a, b := i, j-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = j
		}
	}
	return order
}

// A part is a stretch of a paragraph with its own content.
type part struct {
	text    string
	bold    bool
	rise    float64
	content *typeset.Content
	link    *typeset.LinkArea // its Element, and where it leads
}

// paragraph breaks the parts into lines, at spaces or between clusters, and
// puts them on pages.
func (s *setter) paragraph(size float64, parts ...part) {
	type word struct {
		piece
		part int
	}
	var words []word
	for n, p := range parts {
		sz := size
		if p.rise != 0 {
			sz *= 0.65
		}
		for _, w := range s.logical(p.text, s.style(p.bold), sz) {
			start := 0
			for i := range w.clusters {
				if c := w.clusters[i].Text; i+1 == len(w.clusters) || c == " " || c == "\u200b" || unspaced(s.s.script) && i-start > 3 {
					words = append(words, word{piece{w.face, w.size, w.rtl, w.clusters[start : i+1]}, n})
					start = i + 1
				}
			}
		}
	}
	for len(words) > 0 {
		n, w := 0, 0.0
		for n < len(words) && (n == 0 || w+words[n].width() <= pageWidth-2*margin) {
			w += words[n].width()
			n++
		}
		if s.y += size * 1.5; s.y > pageHeight-margin {
			s.newPage()
			s.y += size * 1.5
		}
		// Words that go together become one run again.
		var line []piece
		var of []int
		for _, k := range words[:n] {
			if l := len(line) - 1; l >= 0 && of[l] == k.part && line[l].face == k.face && line[l].rtl == k.rtl {
				line[l].clusters = append(line[l].clusters[:len(line[l].clusters):len(line[l].clusters)], k.clusters...)
			} else {
				line, of = append(line, k.piece), append(of, k.part)
			}
		}
		if rest := pageWidth - 2*margin - w; s.s.justify && n < len(words) {
			spaces := 0
			for i := range line {
				for j := range line[i].clusters {
					if line[i].clusters[j].Text == " " {
						spaces++
					}
				}
			}
			for i := range line {
				c := append([]typeset.Cluster(nil), line[i].clusters...)
				for j := range c {
					if c[j].Text == " " {
						c[j].Space = rest / float64(spaces)
					}
				}
				line[i].clusters = c
			}
			w = pageWidth - 2*margin
		}
		x := margin
		if s.s.rtl {
			x = pageWidth - margin - w
		}
		runs := s.line(line, &x, s.y, nil, typeset.NoArtifact, 0)
		for i := range runs {
			p := parts[of[i]]
			runs[i].Content = p.content
			runs[i].Y -= p.rise
			if p.link != nil {
				l := *p.link
				l.X, l.Y, l.Width, l.Height = runs[i].X, s.y-size, line[i].width(), size*1.3
				runs[i].Color = typeset.Color{R: 0, G: 60, B: 160}
				s.page.Links = append(s.page.Links, l)
			}
		}
		s.page.Runs = append(s.page.Runs, runs...)
		words = words[n:]
	}
	s.y += size * 0.6
}

// block sets a whole element of one text.
func (s *setter) block(parent *typeset.Element, role typeset.Role, size float64, bold bool, text string) *typeset.Element {
	e := parent.Add(role)
	e.RTL = s.s.rtl
	s.paragraph(size, part{text: text, bold: bold, content: e.Content()})
	return e
}

// unspaced says whether a script puts no space between words, so that lines may
// end between any clusters.
func unspaced(script string) bool {
	return slices.Contains([]string{"Hani", "Khmr", "Mymr", "Thai"}, script)
}
