// Package typeset turns an edition into pages of positioned glyph runs and the
// structure tree that makes them readable without eyes. It knows nothing of
// PDF's syntax: pdf writes what it finds here.
//
// All lengths are in points (1/72 inch) unless a name says font units; y grows
// downward from the top edge of the page.
package typeset

import (
	"github.com/go-text/typesetting/font"

	"multitude/internal/fonts"
)

// A Layout is a finished document: what every page shows, and in which order
// and roles it is read.
type Layout struct {
	Pages   []*Page
	Root    *Element // its Role is Document
	Outline []Bookmark
	Anchors map[string]Place // where each anchor stands
	Imposed bool             // the pages are sides of sheets to print and fold; see Impose
}

// A Page is one page of paper. Runs, rules and images are in reading order,
// artifacts among them.
type Page struct {
	Width, Height float64
	Label         string // page number as printed, in the locale's digits; "" on the title page
	Runs          []Run
	Rules         []Rule
	Images        []Picture
	Links         []LinkArea
}

// A Place is a point that a link or a bookmark leads to.
type Place struct {
	Page int // index into Layout.Pages
	X, Y float64
}

// A Bookmark is an entry of the outline.
type Bookmark struct {
	Title string
	Level int // 1 is outermost; never more than one below the entry before
	Place Place
}

// Artifact says why something on a page is not part of the text
// (ISO 32000-1 §14.8.2.2). Artifacts have no Content.
type Artifact uint8

// The artifact types.
const (
	NoArtifact Artifact = iota
	Header              // a running header
	Footer              // a running footer, the page number
	Ornament            // rules, background
)

// Color is a colour of the sRGB space.
type Color struct{ R, G, B uint8 }

// A Run is a stretch of glyphs of one face, size and direction on one line.
type Run struct {
	Face     *fonts.Face
	Size     float64
	X, Y     float64 // left end of the run on the baseline, whatever its direction
	RTL      bool
	Clusters []Cluster // in logical order; for RTL the first one is the rightmost
	Color    Color
	Content  *Content // what the run is part of; nil for an artifact
	Artifact Artifact
	Leaf     int // on a sheet: the number of the page that the run is read on
}

// A Cluster is the smallest stretch of text that shaping kept together, and
// the glyphs that show it.
type Cluster struct {
	Text    string  // the source text, in logical order; a hyphen put in by line breaking is U+00AD
	Glyphs  []Glyph // in visual order, left to right; may be empty (a default-ignorable character)
	Advance float64 // in font units, of all glyphs together
	Space   float64 // in points: added after the cluster by justification
}

// A Glyph is a glyph at its place in its cluster.
type Glyph struct {
	ID   font.GID
	X, Y float64 // font units from the cluster's left end and the baseline, y upward
}

// A Rule is a filled rectangle; always an artifact.
type Rule struct {
	X, Y, Width, Height float64
	Color               Color
}

// A Picture is an image on a page.
type Picture struct {
	X, Y, Width, Height float64
	Data                []byte // PNG, JPEG or GIF
	Content             *Content
	Leaf                int // on a sheet: the number of the page that it is read on
}

// A LinkArea is a rectangle that leads somewhere; a link that is broken over
// lines has one for each line.
type LinkArea struct {
	X, Y, Width, Height float64
	Element             *Element // its Role is Link or Reference
	URI                 string   // either an absolute URL
	Anchor              string   // or a key of Layout.Anchors
	Text                string   // what a screen reader says of the link
}

// Role is a standard structure type (ISO 32000-1 §14.8.4).
type Role string

// An Element is a structure element. Its kids are in reading order, and hold
// all of the document's text exactly once.
type Element struct {
	Role    Role
	ID      string // needed for Note; unique
	Lang    string // BCP 47; "" where it is the parent's
	Title   string
	Alt     string // of Figure; of Link where the text does not speak
	Ordered string // of L: the numbering: "Decimal" or "None" or "Disc"
	Scope   string // of TH: "Column" or "Row"
	RTL     bool   // the text of the element runs from right to left
	Unit    string // ID of the unit whose text it has; "" of a container, and of the edition's own words
	Kids    []Kid
	Parent  *Element
}

// A Kid is an *Element or a *Content.
type Kid interface{ kid() }

// A Content is a piece of an element's own text. Runs and pictures point to
// it; pdf gives it one marked-content sequence per page.
type Content struct{ Element *Element }

func (*Element) kid() {}
func (*Content) kid() {}

// Add puts a new element of the role at the end of e's kids.
func (e *Element) Add(role Role) *Element {
	kid := &Element{Role: role, Parent: e}
	e.Kids = append(e.Kids, kid)
	return kid
}

// Content puts a new piece of content at the end of e's kids.
func (e *Element) Content() *Content {
	c := &Content{Element: e}
	e.Kids = append(e.Kids, c)
	return c
}
