package pdf

import (
	"cmp"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/typeset"
)

// A sequence is a marked-content sequence: what a page shows of a Content
// without interruption.
type sequence struct {
	page  int
	mcid  int
	leaf  int // of a sheet: the number of the page that it is read on
	order int // index of its first run, for reading order within the page
}

// before compares sequences by the order in which they are read.
func (s sequence) before(o sequence) int {
	return cmp.Or(cmp.Compare(s.leaf, o.leaf), cmp.Compare(s.page, o.page), cmp.Compare(s.order, o.order))
}

// marks collects the marked-content sequences of all pages.
type marks struct {
	of     map[*typeset.Content][]sequence
	owners [][]*typeset.Content // by page and MCID
	images map[*typeset.Content]figure
	spoken map[*typeset.Content]string // see the function of this name
}

// A figure is where a picture stands, for its bounding box.
type figure struct {
	height  float64 // of the page
	page    int
	picture *typeset.Picture
}

func (m *marks) next(page int, c *typeset.Content, leaf, order int) int {
	mcid := len(m.owners[page])
	m.owners[page] = append(m.owners[page], c)
	m.of[c] = append(m.of[c], sequence{page, mcid, leaf, order})
	return mcid
}

// A content writes the operators of a page's text. Positions are hundredths of
// a point, so that what is written and what is kept in mind are the same number.
type content struct {
	buf   []byte
	codes *codes
	marks *marks
	rtl   bool // the edition is right-to-left
	page  int
	top   float64 // height of the page

	open         bool // a marked-content sequence is open
	openContent  *typeset.Content
	openArtifact typeset.Artifact

	inString, inArray bool
	font              *subset
	size, rise        int // hundredths of a point
	color             typeset.Color
	lineX, lineY      int     // where the last Td led
	pen               float64 // points; where the next glyph will stand
	placed            bool    // a Td has been written
	trail             float64 // points of justification after the last glyph
	fresh             bool    // no glyph since the last Td
	carry             string  // text without a shape that the next run begins with
	astray            bool    // pdf.js thinks that the pen is elsewhere: it does not move for codes that it leaves out
}

func hundredths(v float64) int { return int(math.Round(v * 100)) }

// text writes a page's runs in one text object.
func (c *content) text(page *typeset.Page, number int) {
	c.page, c.top = number, page.Height
	c.open, c.placed, c.inString, c.inArray = false, false, false, false
	c.font, c.size, c.rise, c.color = nil, 0, 0, typeset.Color{}
	c.lineX, c.lineY, c.trail = 0, 0, 0
	if len(page.Runs) == 0 {
		return
	}
	c.buf = append(c.buf, "BT\n"...)
	if c.rtl {
		c.outweigh(page)
	}
	for i := range page.Runs {
		c.run(page.Runs, i)
	}
	c.endMark()
	c.buf = append(c.buf, "ET"...)
}

// joinWithin is the largest gap, in ems, between runs that are written as one
// line, without a new position.
const joinWithin = 0.05

// run writes the run with that number on its page.
func (c *content) run(runs []typeset.Run, number int) {
	r := &runs[number]
	if len(r.Clusters) == 0 {
		return
	}
	c.mark(r, number)
	if r.RTL {
		c.rightToLeft(runs, number)
		return
	}
	c.place(r, r.X)
	codes := c.codes.of(r.Face)
	scale := r.Size / r.Face.UnitsPerEm
	x := r.X
	if c.fresh {
		x = c.pen // the position is rounded; what follows is measured from there
	}
	gap := c.trail // space that justification put before the next cluster
	c.trail = 0
	prefix := c.carry // text without a shape
	c.carry = ""
	mark := ""
	switch {
	case markFollows(runs, number):
		mark = directionMark
	case followsRTL(runs, number):
		mark = leftToRightMark
	}
	for i := range r.Clusters {
		k := r.Clusters[i]
		body := visibleLength(&k)
		if len(prefix) > longestPrefix {
			c.unseen(codes, prefix, x, gap)
			prefix, gap = "", 0
		}
		tail := k.Text[body:]
		if body > 0 {
			k.Text = k.Text[:body]
			at := x
			var shown []shown
			switch {
			case mark != "":
				shown = codes.marked(&k, prefix, mark)
			case i == len(r.Clusters)-1 && c.rtl && afterRTL(runs, number):
				shown = codes.markedAtEnd(&k, prefix, leftToRightMark)
			default:
				shown = codes.leftToRight(&k, prefix)
			}
			mark = ""
			for _, s := range shown {
				if c.astray {
					c.place(r, at)
				}
				c.show(s, at, gap)
				at, gap = at+s.width()/1000*r.Size, 0
				c.astray = s.width() > 0 && (s.font.texts[s.code] == directionMark || s.font.texts[s.code] == leftToRightMark)
			}
			prefix = ""
			x += k.Advance * scale
			if endsWithHyphen(k.Text) && endsLine(runs, number, i+1) {
				c.show(codes.code(nil, 0, 0, ""), x, 0)
			}
		}
		prefix += tail
		x += k.Space
		gap += k.Space
	}
	switch next := number + 1; {
	case prefix == "":
	case len(prefix) < longestPrefix && next < len(runs) && runs[next].Content == r.Content && r.Content != nil && !runs[next].RTL && len(runs[next].Clusters) > 0:
		c.carry = prefix
	default:
		c.unseen(codes, prefix+graphemeJoiner, x, gap)
		gap = 0
	}
	c.trail = gap
}

// longestPrefix is how many bytes of text without a shape are kept for the code
// that follows.
const longestPrefix = 1 << 10

// unseen writes text that has no shape.
func (c *content) unseen(codes *faceCodes, text string, x, gap float64) {
	for _, s := range codes.codesOf(nil, 0, 0, text) {
		c.show(s, x, gap)
	}
}

// endsWithHyphen and endsLine find a hyphen of the author's at the end of a line.
// poppler takes it for one that line breaking has put there, and leaves it out,
// unless another character follows, if only one without a shape.
func endsWithHyphen(s string) bool { return strings.HasSuffix(s, "-") }

// endsLine says whether nothing but spaces stands behind the first n clusters
// of a run on its line.
func endsLine(runs []typeset.Run, number, n int) bool {
	for ; sameLine(runs, number, number); number, n = number+1, 0 {
		for _, k := range runs[number].Clusters[n:] {
			if !startsWithSpace(k.Text) {
				return false
			}
		}
		if !sameLine(runs, number, number+1) {
			break
		}
	}
	return true
}

// visibleLength is the length of the cluster's text without the format controls
// at its end; 0 where it has no shape at all.
func visibleLength(k *typeset.Cluster) int {
	if shapeless(k) {
		return 0
	}
	body := len(k.Text)
	for body > 0 {
		last, n := utf8.DecodeLastRuneInString(k.Text[:body])
		if combining(last) {
			return len(k.Text) // pdf.js keeps what stands in one code with a mark
		}
		if !invisible(last) {
			return body
		}
		body -= n
	}
	return len(k.Text)
}

func startsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

// driftWithin is how far, in thousandths of an em, a glyph may stand from its
// place before it is put right: a hundredth of a millimetre, and far fewer
// numbers.
const driftWithin = 4

// show writes a code at x. gap is how much of the space before it comes from
// justification: the same for a whole line, and written as the same number.
func (c *content) show(s shown, x, gap float64) {
	if s.font != c.font {
		c.setFont(s.font, c.size)
	}
	size := float64(c.size) / 100
	want := (c.pen - x) * 1000 / size
	adjust := math.Round(-gap * 1000 / size)
	if math.Abs(want-adjust) > driftWithin {
		adjust = math.Round(want)
	}
	if !c.inArray {
		c.buf = append(c.buf, '[')
		c.inArray = true
	}
	if adjust != 0 {
		c.closeString()
		c.buf = appendInt(c.buf, int(adjust))
		c.pen -= adjust * size / 1000
	}
	if !c.inString {
		c.buf = append(c.buf, '(')
		c.inString = true
	}
	c.buf = appendLiteralByte(c.buf, byte(s.code>>8))
	c.buf = appendLiteralByte(c.buf, byte(s.code))
	c.pen += s.width() * size / 1000
	c.fresh = false
}

func (c *content) closeString() {
	if c.inString {
		c.buf = append(c.buf, ')')
		c.inString = false
	}
}

func (c *content) closeArray() {
	c.closeString()
	if c.inArray {
		c.buf = append(c.buf, "]TJ\n"...)
		c.inArray = false
	}
}

func (c *content) setFont(font *subset, size int) {
	c.closeArray()
	c.buf = append(c.buf, "/F"...)
	c.buf = appendInt(c.buf, font.index)
	c.buf = append(c.buf, ' ')
	c.buf = appendHundredths(c.buf, size)
	c.buf = append(c.buf, " Tf\n"...)
	c.font, c.size = font, size
}

// place makes the pen stand at left, on the run's baseline. What continues the
// line gets no new position: pdf.js, which takes glyphs with combining marks
// for narrower than they are, would see a gap and put a space there. A run that
// is raised or lowered gets a rise (superscript).
func (c *content) place(r *typeset.Run, left float64) {
	size := hundredths(r.Size)
	if c.font == nil || c.font.face != r.Face || c.size != size {
		f := c.codes.of(r.Face)
		if f.last == nil {
			f.open()
		}
		c.setFont(f.last, size)
	}
	if r.Color != c.color {
		c.closeArray()
		c.buf = appendColor(c.buf, r.Color)
		c.color = r.Color
	}
	y := hundredths(c.top - r.Y)
	rise := y - c.lineY
	if c.placed && !c.astray && math.Abs(left-c.pen-c.trail) <= joinWithin*r.Size && math.Abs(float64(rise)) <= float64(size) {
		if rise != c.rise {
			c.closeArray()
			c.buf = appendHundredths(c.buf, rise)
			c.buf = append(c.buf, " Ts\n"...)
			c.rise = rise
		}
		return
	}
	c.closeArray()
	if c.rise != 0 {
		c.buf = append(c.buf, "0 Ts\n"...)
		c.rise = 0
	}
	x := hundredths(left)
	c.buf = appendHundredths(c.buf, x-c.lineX)
	c.buf = append(c.buf, ' ')
	c.buf = appendHundredths(c.buf, y-c.lineY)
	c.buf = append(c.buf, " Td\n"...)
	c.lineX, c.lineY = x, y
	c.pen, c.trail = float64(x)/100, 0
	c.placed, c.fresh, c.astray = true, true, false
}

// mark opens the marked-content sequence that the run belongs to, unless it is
// open already.
func (c *content) mark(r *typeset.Run, number int) {
	if c.open && c.openContent == r.Content && (r.Content != nil || c.openArtifact == r.Artifact) {
		return
	}
	c.endMark()
	if r.Content == nil {
		c.buf = appendArtifact(c.buf, r.Artifact)
	} else {
		c.buf = appendMark(c.buf, r.Content.Element.Role, c.marks.next(c.page, r.Content, r.Leaf, number))
	}
	c.open, c.openContent, c.openArtifact = true, r.Content, r.Artifact
}

func (c *content) endMark() {
	c.closeArray()
	if c.open {
		c.buf = append(c.buf, "EMC\n"...)
		c.open = false
	}
}

func appendMark(b []byte, role typeset.Role, mcid int) []byte {
	b = appendName(b, string(role))
	b = append(b, "<</MCID "...)
	b = appendInt(b, mcid)
	return append(b, ">>BDC\n"...)
}

// appendArtifact opens an artifact (ISO 32000-1 §14.8.2.2.2).
func appendArtifact(b []byte, a typeset.Artifact) []byte {
	switch a {
	case typeset.Header:
		return append(b, "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"...)
	case typeset.Footer:
		return append(b, "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"...)
	}
	return append(b, "/Artifact<</Type/Layout>>BDC\n"...)
}

func appendColor(b []byte, c typeset.Color) []byte {
	for _, v := range [...]uint8{c.R, c.G, c.B} {
		b = appendThousandths(b, int(math.Round(float64(v)*1000/255)))
		b = append(b, ' ')
	}
	return append(b, "rg\n"...)
}

// appendThousandths writes n/1000 for n from 0 to 1000.
func appendThousandths(b []byte, n int) []byte {
	if n == 0 || n == 1000 {
		return append(b, byte('0'+n/1000))
	}
	b = append(b, '.', byte('0'+n/100))
	if n%100 != 0 {
		b = append(b, byte('0'+n/10%10))
		if n%10 != 0 {
			b = append(b, byte('0'+n%10))
		}
	}
	return b
}

// rules writes a page's rectangles: one artifact, drawn before everything else.
func (c *content) rules(page *typeset.Page) {
	if len(page.Rules) == 0 {
		return
	}
	c.buf = appendArtifact(c.buf, typeset.Ornament)
	var color typeset.Color
	for _, r := range page.Rules {
		if r.Color != color {
			c.buf = appendColor(c.buf, r.Color)
			color = r.Color
		}
		for _, v := range [...]float64{r.X, page.Height - r.Y - r.Height, r.Width, r.Height} {
			c.buf = appendHundredths(c.buf, hundredths(v))
			c.buf = append(c.buf, ' ')
		}
		c.buf = append(c.buf, "re f\n"...)
	}
	if color != (typeset.Color{}) {
		c.buf = append(c.buf, "0 g\n"...)
	}
	c.buf = append(c.buf, "EMC\n"...)
}
