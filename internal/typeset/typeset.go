package typeset

import (
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
)

// Pages sets an edition. What a person must know of the result it returns as
// findings: missing-glyph, an error, names the characters that no face has;
// overfull-line, a warning, a line that is wider than its column; long-heading,
// a warning, a heading that pushes its text off the page. An error is a font, a
// dictionary or hyphenation patterns that cannot be read.
func Pages(ed *edition.Edition, faces FaceSet, data *Data, o Options) (*Layout, []finding.Finding, error) {
	return NewPress(faces, data).Pages(ed, o)
}

// A Press sets one edition in several layouts: what is shaped for one is there
// for the next. It belongs to one goroutine.
type Press struct{ shaper *shaper }

// NewPress is a press with those faces.
func NewPress(faces FaceSet, data *Data) *Press {
	return &Press{newShaper(faces, data)}
}

// Keep makes the press keep what it shapes from now on.
func (p *Press) Keep() { p.shaper.kept = map[string]*paragraph{} }

// Turn begins a new round of a press that keeps what it shapes: what two rounds
// have not asked for is forgotten. So a text that is set again after every
// change costs the shaping of what changed, and memory for no more than twice
// itself.
func (p *Press) Turn() { p.shaper.former, p.shaper.kept = p.shaper.kept, map[string]*paragraph{} }

// Pages is the function of that name.
func (p *Press) Pages(ed *edition.Edition, o Options) (*Layout, []finding.Finding, error) {
	t := p.set(ed, o.normal(), false)
	if t.uneven() {
		t = p.set(ed, o.normal(), true)
	}
	if t.shaper.err != nil {
		return nil, nil, t.shaper.err
	}
	return &Layout{Pages: t.pages, Root: t.root, Outline: t.outline(), Anchors: t.places}, t.findings(), nil
}

// set sets an edition; with ragged no line is justified.
func (p *Press) set(ed *edition.Edition, o Options, ragged bool) *typesetter {
	t := newTypesetter(ed, p.shaper, o)
	t.ragged = ragged
	title := t.part(false)
	t.titlePage(title)
	title.flush()

	var head, toc *Element
	if t.hasHeadings() {
		head = t.root.Add("H2")
		toc = t.root.Add("TOC")
	}
	text := t.part(false)
	t.mainText(text)
	if t.uneven() {
		return t // it is set again
	}
	t.colophon(text)
	text.flush()

	contents := t.part(true)
	if toc != nil {
		t.contents(contents, head, toc)
		contents.flush()
	}
	t.assemble(title, contents, text)
	return t
}

// uneven says whether justification has left so many lines short, as in
// languages of long words without hyphens, that none should be justified: an
// edition is even throughout, or ragged throughout.
func (t *typesetter) uneven() bool {
	const few, share = 3, 80 // lines; one in so many
	return !t.ragged && t.short > few && t.short*share > t.justified
}

// A typesetter is the state of Pages.
type typesetter struct {
	ed      *edition.Edition
	around  locale.Locale // the document's language: a text in another one is marked
	headers int           // index of the first page with a running header
	beside  *pairing      // of a document of two texts; else nil
	shaper  *shaper
	breaker *breaker
	style   Style
	paper   Paper
	accent  Color

	ragged     bool    // no line is justified
	justified  int     // lines that were to be
	short      int     // those of them that were left short
	frame      frame   // the width of the text block
	top        float64 // of the text block
	textHeight float64
	headerLine float64

	root     *Element
	known    map[string]bool  // anchors that the edition will have
	notes    map[string]*note // by label
	headings []*heading
	places   map[string]Place
	pages    []*Page
	found    []finding.Finding
	missing  []rune
	slab     []Cluster // memory for clusters to come
	glyphs   [][]Glyph // by ID; see shared
}

func newTypesetter(ed *edition.Edition, sh *shaper, o Options) *typesetter {
	t := &typesetter{
		ed:      ed,
		around:  ed.Locale,
		headers: firstHeader,
		shaper:  sh,
		breaker: &breaker{shaper: sh},
		style:   o.Style,
		paper:   o.Paper,
		accent:  accent(ed.Accent),
		root:    &Element{Role: "Document", Lang: ed.Locale.Tag, RTL: ed.Locale.Dir == locale.RTL},
		known:   map[string]bool{},
		notes:   map[string]*note{},
		places:  map[string]Place{},
	}
	em := o.Style.margin()
	wide := measure
	if o.Style.Measure > 0 {
		wide = o.Style.Measure
	}
	width := min(wide*o.Style.Base, o.Paper.Width-2*leastSide*em)
	t.frame = frame{x: (o.Paper.Width - width) / 2, width: width, dir: ed.Locale.Dir}
	t.top = headMargin * em
	t.textHeight = o.Paper.Height - t.top - footMargin*em
	t.headerLine = headerLine * em
	t.anchors(ed.Blocks)
	for _, n := range ed.Notes {
		t.notes[n.Label] = &note{Note: n}
		t.anchors(n.Blocks)
	}
	t.textHeight -= max(0, t.footHeight()-footMargin*em)
	return t
}

// anchors notes which anchors the edition will have.
func (t *typesetter) anchors(blocks []*edition.Block) {
	for _, b := range blocks {
		if b.ID != "" && len(b.Text.Spans) > 0 {
			t.known[b.ID] = true
		}
		if b.Kind == doc.Heading && b.Anchor != "" {
			t.known[b.Anchor] = true
		}
		t.anchors(b.Children)
	}
}

func (t *typesetter) hasHeadings() bool {
	for _, b := range t.ed.Blocks {
		if b.Kind == doc.Heading {
			return true
		}
	}
	return false
}

// plain is a text without attributes and marks of notes.
func plain(text edition.Text) string { return doc.PlainText(text.Spans) }

// setter is a setter for the measure, whose elements are kids of the document.
func (t *typesetter) setter(to sink) *setter {
	return &setter{typesetter: t, flow: &flow{sink: to}, frame: t.frame, parent: t.root, look: look{color: ink}, em: t.style.Base}
}

// mainText sets the text of the edition.
func (t *typesetter) mainText(to sink) {
	s := t.setter(to)
	s.blocks(t.ed.Blocks)
	// A note whose mark a translation lost is still part of the text.
	var lost []*note
	for _, n := range t.ed.Notes {
		if m := t.notes[n.Label]; !m.claimed {
			m.claimed = true
			lost = append(lost, m)
		}
	}
	if len(lost) > 0 {
		t.lay(lost, t.root, false)
		s.gap = 0
		s.add(box{notes: lost, tied: true})
	}
}
