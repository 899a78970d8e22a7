// Package doc is the vocabulary of a document: what source parses, unit cuts,
// edition translates, and every format writes. It holds data and no rules, so
// that all stages can share it.
package doc

// A Position is a place in a file that a person can open: the file's path as
// the user knows it, line and column counted from 1, the column in runes. A
// zero Line means the whole file.
type Position struct {
	File   string
	Line   int
	Column int
}

// A Document is one Markdown source: its front matter, its blocks in order,
// and its footnotes in the order of their first reference.
type Document struct {
	File   string
	Front  Front
	Blocks []*Block
	Notes  []*Note
}

// Front is the front matter. Each Text is a unit; Issued is machine-readable
// and is never translated. Absent fields are nil.
type Front struct {
	Title    *Text
	Subtitle *Text
	Date     *Text
	Authors  []*Text
	Rights   *Text
	Issued   string // year, year-month or full date of ISO 8601; "" where the source states none
}

// Kind says what a Block is.
type Kind uint8

// The kinds of block. What a kind may hold is said beside it.
const (
	Heading   Kind = iota // Text; Level
	Paragraph             // Text
	List                  // Children: Item; Ordered, Start
	Item                  // Children: any block
	Quote                 // Children: any block
	Table                 // Children: Row; the first Row is the header
	Row                   // Children: Cell
	Cell                  // Text; Align
	Break                 // a thematic break
	Code                  // Code; never translated
)

// Align is the alignment of a table's column.
type Align uint8

// The alignments, in terms of the line's direction.
const (
	AlignDefault Align = iota
	AlignStart
	AlignCenter
	AlignEnd
)

// A Block is a node of the document's tree.
type Block struct {
	Kind     Kind
	Text     *Text    // of Heading, Paragraph and Cell; else nil
	Children []*Block // of List, Item, Quote, Table and Row; else nil
	Level    int      // of Heading: 2 to 6, the title being 1; never more than one below its parent's
	Anchor   string   // of Heading: the {#name} that the author gave it, or ""
	Ordered  bool     // of List
	Start    int      // of an ordered List: its first number
	Align    Align    // of Cell
	Code     string   // of Code: its lines, each ended by \n
	Pos      Position
}

// A Note is a footnote: the label of its mark in the source, and its blocks.
type Note struct {
	Label  string
	Blocks []*Block
	Pos    Position
}

// A Text is a run of inline Markdown, the smallest thing that is translated.
// Markdown is what the author wrote, soft line breaks folded to one space, hard
// ones kept as a backslash and a newline, reference links resolved, so that it
// stands by itself. Spans is the same text parsed.
type Text struct {
	Markdown string
	Spans    []Span
	Pos      Position
}

// SpanKind says what a Span is.
type SpanKind uint8

// The kinds of span.
const (
	Plain     SpanKind = iota // Text
	CodeSpan                  // Text, in a fixed-width face, never translated
	Image                     // Text is the alternative text; Source names the file
	NoteRef                   // Text is the label of the Note
	HardBreak                 // a line break that the author meant
)

// A Span is a stretch of inline text whose attributes are the same throughout.
// Spans are flat: nesting is told by the attributes that neighbours share.
type Span struct {
	Kind   SpanKind
	Text   string
	Strong bool  // bold
	Emph   bool  // italic, or the script's own emphasis
	Link   *Link // the same pointer for all spans of one link; nil outside links
	Source string
}

// A Link is where a link leads: an absolute URL, or "#" and an anchor.
type Link struct {
	Target string
	Title  string
}

// PlainText is the text that a reader sees or hears, without note references;
// a hard break is a space.
func PlainText(spans []Span) string {
	n := 0
	for _, s := range spans {
		n += len(s.Text)
	}
	b := make([]byte, 0, n)
	for _, s := range spans {
		switch s.Kind {
		case NoteRef:
		case HardBreak:
			b = append(b, ' ')
		default:
			b = append(b, s.Text...)
		}
	}
	return string(b)
}

// Walk calls f for each block of the tree in reading order, parents before
// their children.
func Walk(blocks []*Block, f func(*Block)) {
	for _, b := range blocks {
		f(b)
		Walk(b.Children, f)
	}
}

// Texts calls f for every Text of the document in reading order: front matter,
// blocks, notes.
func (d *Document) Texts(f func(*Text)) {
	call := func(t *Text) {
		if t != nil {
			f(t)
		}
	}
	call(d.Front.Title)
	call(d.Front.Subtitle)
	call(d.Front.Date)
	for _, a := range d.Front.Authors {
		call(a)
	}
	call(d.Front.Rights)
	Walk(d.Blocks, func(b *Block) { call(b.Text) })
	for _, n := range d.Notes {
		Walk(n.Blocks, func(b *Block) { call(b.Text) })
	}
}

// EqualSpans reports whether two texts are the same to a reader: links are
// compared by what they cover, where they lead and how they are titled, not by
// their pointers.
func EqualSpans(a, b []Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		s, t := a[i], b[i]
		if (s.Link == nil) != (t.Link == nil) || s.Link != nil && *s.Link != *t.Link {
			return false
		}
		if i > 0 && (s.Link == a[i-1].Link) != (t.Link == b[i-1].Link) {
			return false
		}
		s.Link, t.Link = nil, nil
		if s != t {
			return false
		}
	}
	return true
}
