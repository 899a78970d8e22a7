// Package fonts finds the faces that show a locale's text, tells what they
// cover, and makes the small fonts that a PDF carries.
package fonts

import (
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
)

// A Style is a set of attributes that a face may have.
type Style uint8

// The attributes; Regular is none of them.
const (
	Regular Style = 0
	Bold    Style = 1
	Italic  Style = 2
)

// An Origin says where a face was found, and so whether another machine will
// find the same.
type Origin uint8

// The origins, in the order in which faces are looked for.
const (
	Project     Origin = iota // the project's [fonts] directories
	Bundle                    // embedded in the binary
	NodeModules               // a package beside or above the project
	System                    // the machine's own: not reproducible elsewhere
)

// A Face is one font file, loaded. It is shared by goroutines; what is not
// safe to share, the shaper's caches, each goroutine makes with New.
type Face struct {
	Font       *font.Font
	Family     string // such as "Noto Sans Khmer"
	Style      Style
	Origin     Origin
	Path       string // as the user knows it; a bundle's file begins with "bundle:"
	UnitsPerEm float64
	Ascent     float64 // font units above the baseline, positive
	Descent    float64 // font units below the baseline, positive
	CapHeight  float64 // font units
	XHeight    float64 // font units

	glyf *glyfTable // nil where Font has the outlines itself

	outlines *fontOutlines // guarded by the outlineCache's mu

	scriptOnce sync.Once
	script     language.Script // see mainScript
}

// New makes a face for one goroutine.
func (f *Face) New() *font.Face { return font.NewFace(f.Font) }

// Nastaliq says whether the face is one in which words hang from upper right to
// lower left, as Urdu is written.
func (f *Face) Nastaliq() bool { return strings.Contains(strings.ToLower(f.Family), "nastal") }

// Has says whether the face has a glyph for r.
func (f *Face) Has(r rune) bool {
	_, ok := f.Glyph(r)
	return ok
}
