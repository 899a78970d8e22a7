package typeset

import (
	"math"
	"strconv"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A Paper is a size of paper in points.
type Paper struct{ Width, Height float64 }

// The papers.
var (
	Letter = Paper{612, 792}
	A4     = Paper{595.28, 841.89}
)

// PaperNamed is the paper of a name as multitude.toml has it.
func PaperNamed(name string) (p Paper, ok bool) {
	switch name {
	case "letter":
		return Letter, true
	case "a4":
		return A4, true
	}
	return Paper{}, false
}

// Options say on what and how large an edition is printed. The zero value is
// letter paper and the standard style.
type Options struct {
	Paper Paper
	Style Style
}

// A Style is the design of an edition: one size, from which all others follow.
type Style struct {
	Base    float64 // size of body text in points
	Least   float64 // nothing is smaller, in points, but the marks of notes
	Leading float64 // factor of the height of lines; 0 is 1
	Margin  float64 // the em of the margins around the text, in points; 0 is Base, and Standard's at most
	Measure float64 // width of the text in em of the body size, where the paper has room; 0 is the usual
	Ragged  bool    // no line is justified, and no word hyphenated that fits a line; emphasis is bold
	Facing  bool    // pages are bound, and have their numbers at the outer side
}

// The styles.
var (
	// Standard is for reading on paper or on a screen.
	Standard = Style{Base: 11}
	// LargePrint is for readers with low vision. It follows the guidelines of
	// the American Printing House for the Blind and the clear print guidelines
	// of the Royal National Institute of Blind People: 18 points, lines apart
	// by half as much again, no italics, no hyphens, an even left and a ragged
	// right side.
	LargePrint = Style{Base: 18, Least: 18, Leading: 1.08, Ragged: true}
	// Beside is for two texts side by side; see Press.Pair.
	Beside = Style{Base: 9.5, Margin: 10.5, Measure: 60}
	// Booklet is for pages of half a sheet; see Impose.
	Booklet = Style{Base: 9.5, Margin: 8.8, Facing: true}
)

// normal fills in what was left out.
func (o Options) normal() Options {
	if o.Paper == (Paper{}) {
		o.Paper = Letter
	}
	if o.Style.Base == 0 {
		o.Style = Standard
	}
	return o
}

// The type scale. A step is a factor of 1.25; the sizes between the steps are
// for text that must be told from the body without shouting.
const (
	ratio = 1.25

	stepTitle    = 4.0
	stepSubtitle = 2.0
	stepSection  = 2.0 // heading of level 2
	stepHeading  = 1.0 // heading of level 3
	stepBody     = 0.0 // and headings below level 3
	stepByline   = 0.5
	stepTable    = -0.4
	stepCode     = -0.5
	stepNote     = -0.75
	stepRunning  = -1.0
)

// size is the size of a step of the scale, in points, before the script's own
// factor.
func (s Style) size(step float64) float64 { return max(s.Base*math.Pow(ratio, step), s.Least) }

// margin is the em of the margins. Margins do not grow with the type: large
// print needs the paper.
func (s Style) margin() float64 {
	if s.Margin > 0 {
		return s.Margin
	}
	return min(s.Base, Standard.Base)
}

func headingStep(level int) float64 {
	switch level {
	case 1, 2:
		return stepSection
	case 3:
		return stepHeading
	}
	return stepBody
}

// Measures, in em of the body size unless a name says otherwise.
const (
	measure    = 35.0 // some 65 characters of Latin text
	leastSide  = 4.0  // margin at the sides, on paper too narrow for the measure
	headMargin = 7.6  // top edge of the paper to the first line
	footMargin = 8.4  // last line to the bottom edge
	headerLine = 4.9  // top edge to the baseline of the running header
	footerGap  = 2.2  // last line to the top of the running footer
	leastEdge  = 18.0 // that no printer prints on, in points

	paragraphSkip = 0.62 // between paragraphs
	itemSkip      = 0.38 // between the items of a list of short items
	looseItemSkip = 0.62
	listSkip      = 0.72 // around a list, a table, a quote
	sectionSkip   = 2.3  // above a heading of level 2
	headingSkip   = 1.5  // above the other headings
	headingAfter  = 0.5
	breakSkip     = 1.5 // around a thematic break
	figureSkip    = 1.0

	leastJustified = 18.0 // narrower text is not justified

	listIndent   = 1.55 // least room for a list's marks
	markGap      = 0.55 // between a mark and its text
	quoteIndent  = 1.7
	quoteBar     = 0.18
	codeHang     = 2.0 // indent of the rest of a line of code that is too long
	codePad      = 0.7
	contentsStep = 1.4 // indent of a level in the contents
	contentsSkip = 0.55
	leaderRise   = 0.1
	labelColumn  = 10.0 // of the colophon, at most
	numberColumn = 3.2  // of the contents: room for a page number
	noteIndent   = 1.5  // of the note's size
	noteRule     = 6.5
	noteGapAbove = 1.3 // text to rule, at least
	noteGapBelow = 0.7 // rule to the first note
	noteSkip     = 0.3
	leastText    = 6.0 // that a note from the page before leaves to the text

	markSize  = 0.64 // of a note's mark, in the size of its text
	markRise  = 0.36
	leastMark = 0.89 // the same where there is a least size
	leastRise = 0.22

	hairline    = 0.04
	accentRule  = 0.27 // thickness
	accentWidth = 6.0
	ornament    = 0.09
	ornamentLen = 6.0

	titleDrop    = 9.5 // from the top of the text block
	titleRuleGap = 1.5
	logoHeight   = 5.5
	subtitleGap  = 1.3
	bylineGap    = 1.6
	noticePad    = 1.1
	noticeBar    = 0.32

	cellPad   = 0.45 // above and below the text of a cell
	columnGap = 1.5

	imagePixel  = 0.75 // points per pixel of an image shown at its own size (96 dpi)
	imageHeight = 0.72 // of the text block, at most
)

// Limits of spacing.
const (
	// No justified line has a wider gap between two words; it is left short
	// instead.
	widestGap = 0.75 // em
	// Where more than one line in so many would be left short, none is justified.
	mostShort = 6
	// What a space may grow by in a well set line, and shrink by at most, in
	// its own widths.
	spaceStretch = 0.6
	spaceShrink  = 0.33
	// What the gap at an elastic letter may grow by in a well set line, in em,
	// and how many times that at most: a wider gap looks like a space, to people
	// and to programs that take the text out of the page.
	elasticStretch = 0.08
	mostElastic    = 1.1
	// What an Ethiopic wordspace may well grow by, in em.
	wordspaceStretch = 0.2
)

// Colours that are the same in all editions.
var (
	ink   = Color{0x1c, 0x1a, 0x18}
	soft  = Color{0x5a, 0x54, 0x4e} // running headers, leaders; 7:1 on white
	faint = Color{0xc9, 0xc1, 0xb7} // hairlines
	wash  = Color{0xf6, 0xf1, 0xea} // background of notices and of code

	defaultAccent = Color{0x8c, 0x2f, 0x0d}
)

// accent reads "#rrggbb". A colour that would be hard to read as text on white
// (a contrast under 7:1, WCAG 2.2 §1.4.6) is darkened until it is not.
func accent(s string) Color {
	c := defaultAccent
	if len(s) == 7 && s[0] == '#' {
		if n, err := strconv.ParseUint(s[1:], 16, 32); err == nil {
			c = Color{uint8(n >> 16), uint8(n >> 8), uint8(n)}
		}
	}
	for contrast(c) < 7 {
		c = Color{darker(c.R), darker(c.G), darker(c.B)}
	}
	return c
}

func darker(v uint8) uint8 { return uint8(float64(v) * 0.94) }

// contrast is the contrast ratio of c on white.
func contrast(c Color) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 1.05 / (0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B) + 0.05)
}

// A manner is how a script is set beside Latin.
type manner struct {
	size    float64 // factor: letters of the script look as large as Latin ones
	ascent  float64 // em: what a line of body text takes above the baseline,
	descent float64 // and below it, leading included
	tight   float64 // the same in headings, as a factor
	ragged  bool    // the script has no spaces between words that could be stretched
}

// latin is the manner of Latin, Greek, Cyrillic, and of what is not listed and
// fits in their lines.
var latin = manner{size: 1, ascent: 1.02, descent: 0.40, tight: 0.87}

// manners of the scripts that latin does not suit, by ISO 15924 code. Ascent
// and descent hold the stacked marks that the faces' own metrics leave out: in
// Noto Sans Khmer ink goes down to 0.69 em, the descent says 0.29.
var manners = map[string]manner{
	"Adlm": {1.05, 1.10, 0.45, 0.92, false},
	"Arab": {1.17, 1.08, 0.54, 0.94, false},
	"Aran": {1.12, 1.50, 0.90, 1.00, false}, // Nastaliq
	"Armn": {1.00, 1.04, 0.42, 0.88, false},
	"Bali": {1.00, 1.15, 0.85, 1.00, true},
	"Beng": {1.06, 1.06, 0.50, 0.92, false},
	"Bopo": {0.96, 1.17, 0.45, 0.86, false},
	"Cans": {1.00, 1.06, 0.44, 0.90, false},
	"Cakm": {1.00, 1.15, 0.80, 1.00, false},
	"Deva": {1.08, 1.06, 0.50, 0.92, false},
	"Ethi": {1.04, 1.08, 0.44, 0.90, false},
	"Geor": {1.00, 1.04, 0.42, 0.88, false},
	"Gran": {1.00, 1.15, 0.85, 1.00, false},
	"Gujr": {1.06, 1.06, 0.50, 0.92, false},
	"Guru": {1.06, 1.06, 0.50, 0.92, false},
	"Hang": {0.96, 1.17, 0.45, 0.86, false},
	"Hani": {0.96, 1.17, 0.45, 0.86, false},
	"Hebr": {1.08, 1.06, 0.42, 0.90, false},
	"Hira": {0.96, 1.17, 0.45, 0.86, false},
	"Java": {1.00, 1.15, 0.85, 1.00, true},
	"Kana": {0.96, 1.17, 0.45, 0.86, false},
	"Khmr": {1.02, 1.12, 0.72, 0.98, true},
	"Knda": {1.00, 1.06, 0.56, 0.95, false},
	"Lana": {1.04, 1.20, 0.80, 1.00, true},
	"Laoo": {1.06, 1.16, 0.50, 0.95, true},
	"Mlym": {0.98, 1.06, 0.50, 0.92, false},
	"Mong": {1.08, 1.10, 0.50, 0.95, false},
	"Mymr": {0.98, 1.22, 0.78, 0.98, true},
	"Nkoo": {1.05, 1.10, 0.50, 0.95, false},
	"Orya": {1.06, 1.06, 0.56, 0.95, false},
	"Sinh": {1.00, 1.06, 0.48, 0.92, false},
	"Syrc": {1.10, 1.10, 0.52, 0.95, false},
	"Taml": {0.96, 1.06, 0.50, 0.92, false},
	"Telu": {1.02, 1.06, 0.56, 0.95, false},
	"Thaa": {1.12, 1.14, 0.62, 0.96, false},
	"Thai": {1.08, 1.14, 0.48, 0.95, true},
	"Tibt": {1.12, 1.12, 0.76, 0.98, false},
	"Vaii": {1.00, 1.08, 0.46, 0.92, false},
}

// mannerOf is the manner of a script, by its ISO 15924 code.
func mannerOf(script string) manner {
	switch script {
	case "Hans", "Hant", "Jpan", "Kore", "Hrkt":
		script = "Hani"
	}
	if m, ok := manners[script]; ok {
		return m
	}
	return latin
}

// mannerFor is the manner of the locale's own text.
func mannerFor(l locale.Locale) manner {
	if l.Language == "ur" && l.Script == "Arab" {
		return manners["Aran"]
	}
	return mannerOf(l.Script)
}

// emphasis is what marks emphasized text in the locale: italics where the script
// has them; a dot at each character in Chinese and Japanese (CLREQ §2.3.7, JLREQ
// §3.3.9), with italics for what is Latin among them; weight in all others, of
// which no letter is ever slanted.
func emphasis(l locale.Locale) (s fonts.Style, d dots) {
	switch l.Script {
	case "Latn", "Grek", "Cyrl":
		return fonts.Italic, noDots
	case "Hans", "Hant", "Hani":
		return fonts.Italic, dotsBelow
	case "Jpan", "Hira", "Kana", "Hrkt":
		return fonts.Italic, dotsAbove
	}
	return fonts.Bold, noDots
}
