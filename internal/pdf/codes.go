package pdf

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/fonts"
	"multitude/internal/typeset"
)

// A subset is one font of the file: the glyphs of a face that the document
// shows. Its codes are the indexes of its glyphs, two bytes each, and stand for
// one text each: two clusters that look alike and read differently have two
// codes. So ToUnicode alone gives the text back.
type subset struct {
	index  int    // see resourceName
	name   string // BaseFont, once the program is made
	face   *fonts.Face
	synth  *fonts.Synth
	texts  []string // by code; what ToUnicode says
	widths []int    // by code; hundredths of a thousandth of an em, as /W says
}

// A shown is a code of a subset.
type shown struct {
	font *subset
	code uint16
}

// width is the code's advance in thousandths of an em, as readers take it from
// the font.
func (s shown) width() float64 { return float64(s.font.widths[s.code]) / 100 }

// A faceCodes gives codes to the clusters of one face. A font that is full is
// followed by another.
type faceCodes struct {
	codes     *codes
	face      *fonts.Face
	last      *subset
	shapes    map[string]shown   // by glyphs, advance and text
	clusters  map[string][]shown // the codes of a cluster, in the order of writing
	backwards map[string][]shown // the same for right-to-left clusters
}

// A codes holds the fonts of one document.
type codes struct {
	faces   map[*fonts.Face]*faceCodes
	subsets []*subset
	key     []byte
	parts   []fonts.Part
	err     error // the first that a face met
}

func newCodes() *codes { return &codes{faces: map[*fonts.Face]*faceCodes{}} }

func (c *codes) of(face *fonts.Face) *faceCodes {
	f := c.faces[face]
	if f == nil {
		f = &faceCodes{codes: c, face: face, shapes: map[string]shown{}, clusters: map[string][]shown{}, backwards: map[string][]shown{}}
		c.faces[face] = f
	}
	return f
}

// free gives the memory of the fonts back.
func (c *codes) free() {
	for _, s := range c.subsets {
		s.synth.Free()
	}
}

// leftToRight are the codes for a cluster whose text reads from left to right.
// prefix is text without a shape of its own that stands before it.
//
// One code has the shape of the whole cluster, whatever the number of its
// glyphs: that keeps reordered vowels, split vowels and ligatures whole for
// readers that go by positions. Its text is the cluster's up to the first
// combining mark; the rest follows in a code that shows nothing and has no
// width. For pdf.js takes a code with a mark in its text to have no width
// (evaluator.js, isZeroWidthDiacritic): the next glyph would seem to stand
// behind a space.
func (f *faceCodes) leftToRight(c *typeset.Cluster, prefix string) []shown {
	key := f.key(c.Glyphs, 0, c.Advance, prefix, c.Text)
	if s, ok := f.clusters[string(key)]; ok {
		return s
	}
	whole := string(key)
	body, marks := c.Text, ""
	if i := strings.IndexFunc(c.Text, combining); i > 0 {
		body, marks = c.Text[:i], c.Text[i:]
	}
	// MuPDF takes a character beyond the Basic Multilingual Plane in two, unless
	// it is alone in its code.
	alone := strings.ContainsFunc(c.Text, func(r rune) bool { return r > 0xFFFF })
	if _, n := utf8.DecodeRuneInString(c.Text); alone && n > 0 {
		body, marks = c.Text[:n], c.Text[n:]
	}
	if alone {
		s := f.apart(c, prefix+body, []rune(marks))
		f.clusters[whole] = s
		return s
	}
	s := f.divided(c.Glyphs, c.Advance, prefix+body)
	if marks != "" {
		s = append(s, f.codesOf(nil, 0, 0, marks)...)
	}
	f.clusters[whole] = s
	return s
}

// divided are the codes of a shape that may be more than one code can show.
func (f *faceCodes) divided(glyphs []typeset.Glyph, advance float64, text string) []shown {
	var s []shown
	for _, p := range pieces(glyphs, advance) {
		s = append(s, f.codesOf(p.glyphs, -p.x, p.advance, text)...)
		text = ""
	}
	return s
}

// apart are the codes of a cluster, each with one character. poppler and MuPDF
// take a character that comes again within a tenth of an em for bold print;
// pdf.js takes what is wider for a space.
func (f *faceCodes) apart(c *typeset.Cluster, first string, rest []rune) []shown {
	const least, most = 0.1, 0.102
	const near = 8 // characters; no cluster of a language has more
	step := math.Round(f.face.UnitsPerEm * (least + most) / 2)
	width := make([]float64, 1+len(rest))
	width[0] = c.Advance
	for i, r := range rest {
		if slices.Contains(rest[max(i-near, 0):i], r) && width[0] >= 2*step {
			width[i] += step
			width[i+1]++ // MuPDF compares their right ends, poppler their left ones
			width[0] -= step + 1
		}
	}
	s := f.divided(c.Glyphs, width[0], first)
	for i, r := range rest {
		s = append(s, f.code(nil, 0, width[i+1], string(r)))
	}
	return s
}

// marked is leftToRight for a cluster at the left end of a run that a directional
// mark keeps apart from the right-to-left text beside it: the mark takes half of
// its width. See the top of bidi.go.
func (f *faceCodes) marked(c *typeset.Cluster, prefix, mark string) []shown {
	half := math.Round(c.Advance / 2)
	return []shown{f.code(nil, 0, half, mark), f.code(c.Glyphs, -half, c.Advance-half, prefix+c.Text)}
}

// markedAtEnd is marked with the mark at the right end.
func (f *faceCodes) markedAtEnd(c *typeset.Cluster, prefix, mark string) []shown {
	half := math.Round(c.Advance / 2)
	return []shown{f.code(c.Glyphs, 0, half, prefix+c.Text), f.code(nil, 0, c.Advance-half, mark)}
}

func combining(r rune) bool { return unicode.Is(unicode.Mn, r) }

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// rightToLeft are the codes for a cluster whose text reads from right to left,
// in logical order: one for each character, the first one rightmost. suffix is
// text without a shape that follows it; a mark, where it is not "", has a code
// too, and stands for no character of the cluster. They fill the room.
//
// poppler and pdf.js turn right-to-left characters round one by one, also those
// of one ToUnicode entry, while MuPDF does not. A cluster of several characters,
// a letter with its marks or lam with alef, therefore needs a code for each. The
// first one has the cluster's whole shape, the others show nothing; they share
// its width, since poppler begins a new word where two characters stand in one
// place.
func (f *faceCodes) rightToLeft(c *typeset.Cluster, r room, suffix, mark string) []shown {
	key := append(append(f.key(c.Glyphs, r.shift, r.width, c.Text, "\x00"+suffix), 0), mark...)
	if s, ok := f.backwards[string(key)]; ok {
		return s
	}
	whole := string(key)
	var letters []string
	text := c.Text + suffix
	if startsWithSpace(strings.TrimLeft(c.Text, directionMark+graphemeJoiner)) {
		letters, text = append(letters, c.Text), suffix // one code: see keeper
	}
	for _, r := range text {
		if isJoiner(r) {
			letters = append(letters, string(r)+graphemeJoiner)
		} else {
			letters = append(letters, string(r))
		}
	}
	if mark != "" {
		letters = append(letters, mark)
	}
	n := len(letters)
	s := make([]shown, max(n, 1))
	at := 0.0 // from the right
	for i := range s {
		next := math.Round(r.width * float64(i+1) / float64(len(s)))
		if i == len(s)-1 {
			next = r.width
		}
		text, glyphs := "", []typeset.Glyph(nil)
		if n > 0 {
			text = letters[i]
		}
		if i == 0 {
			glyphs = c.Glyphs
		}
		s[i] = f.code(glyphs, r.shift+next-r.width, next-at, text)
		at = next
	}
	f.backwards[whole] = s
	return s
}

// codesOf are the codes of a shape whose text may be longer than a code's can
// be: those after the first show nothing.
func (f *faceCodes) codesOf(glyphs []typeset.Glyph, shift, advance float64, text string) []shown {
	first, rest := cutText(text)
	s := []shown{f.code(glyphs, shift, advance, first)}
	for rest != "" {
		first, rest = cutText(rest)
		s = append(s, f.code(nil, 0, 0, first))
	}
	return s
}

// longestText is how many characters a code may mean: ToUnicode ends at 512
// bytes (ISO 32000-1 §9.10.3), and poppler reads no more than 63 units of UTF-16.
const longestText = 30

func cutText(text string) (first, rest string) {
	n := 0
	for i := range text {
		if n == longestText {
			return text[:i], text[i:]
		}
		n++
	}
	return text, ""
}

// A piece is a part of a cluster that one code can show.
type piece struct {
	glyphs     []typeset.Glyph
	x, advance float64 // font units
}

// What a glyph of TrueType can hold, whose coordinates end at 32,767: a cluster
// of a thousand stacked consonants needs several. Marks that would stand further
// above or below the line than this are not shown, only read.
const (
	widestPiece  = 16000 // font units
	tallestPiece = 16000
	mostParts    = 200
)

// pieces divides a cluster; nearly all are one.
func pieces(glyphs []typeset.Glyph, advance float64) []piece {
	out := []piece{{advance: advance}}
	from := 0
	for i, g := range glyphs {
		last := &out[len(out)-1]
		if i > from && (i-from >= mostParts || math.Abs(g.X-last.x) > widestPiece) {
			x := min(max(g.X, last.x), advance)
			last.glyphs, last.advance = glyphs[from:i], x-last.x
			out = append(out, piece{x: x, advance: advance - x})
			from = i
		}
	}
	out[len(out)-1].glyphs = glyphs[from:]
	return out
}

// code is the code of a shape: glyphs, moved by shift, an advance, and the text
// that it stands for.
func (f *faceCodes) code(glyphs []typeset.Glyph, shift, advance float64, text string) shown {
	key := f.key(glyphs, shift, advance, "", text)
	if s, ok := f.shapes[string(key)]; ok {
		return s
	}
	whole := string(key)
	s := f.add(glyphs, shift, advance, text)
	f.shapes[whole] = s
	return s
}

// key tells codes of one face apart: the glyphs and their places, the advance
// and the text. It is valid until the next call.
func (f *faceCodes) key(glyphs []typeset.Glyph, shift, advance float64, prefix, text string) []byte {
	k := f.codes.key[:0]
	le := binary.LittleEndian
	k = le.AppendUint32(k, uint32(int32(math.Round(advance))))
	k = le.AppendUint32(k, uint32(int32(math.Round(shift))))
	k = append(k, byte(len(glyphs)), byte(len(glyphs)>>8))
	for _, g := range glyphs {
		k = le.AppendUint32(k, uint32(g.ID))
		k = le.AppendUint32(k, uint32(int32(math.Round(g.X))))
		k = le.AppendUint32(k, uint32(int32(math.Round(g.Y))))
	}
	k = append(k, prefix...)
	k = append(k, text...)
	f.codes.key = k
	return k
}

func (f *faceCodes) add(glyphs []typeset.Glyph, shift, advance float64, text string) shown {
	c := f.codes
	c.parts = c.parts[:0]
	for _, g := range glyphs {
		if math.Abs(g.Y) <= tallestPiece && len(c.parts) < mostParts {
			c.parts = append(c.parts, fonts.Part(g))
		}
	}
	if f.last == nil {
		f.open()
	}
	glyph, err := f.last.synth.Add(c.parts, shift, advance)
	if err == fonts.ErrSynthFull {
		f.open()
		glyph, err = f.last.synth.Add(c.parts, shift, advance)
	}
	if err != nil {
		if c.err == nil {
			c.err = err
		}
		glyph, _ = f.last.synth.Add(nil, 0, advance)
	}
	s := f.last
	s.texts = append(s.texts, unicodeText(text))
	s.widths = append(s.widths, int(math.Round(float64(s.synth.Advance(glyph))*100000/f.face.UnitsPerEm)))
	return shown{s, uint16(glyph)}
}

func (f *faceCodes) open() {
	s := &subset{index: len(f.codes.subsets), face: f.face, synth: fonts.NewSynth(f.face), texts: []string{""}, widths: []int{0}}
	f.codes.subsets = append(f.codes.subsets, s)
	f.last = s
}

// unicodeText is text as ToUnicode may hold it: valid, not empty, without the
// characters that PDF/UA forbids there (Matterhorn 31-028, 31-029). A code
// without text of its own says ZERO WIDTH SPACE.
func unicodeText(text string) string {
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\uFEFF\uFFFE") {
		text = strings.Map(func(r rune) rune {
			if r == 0 || r == 0xFEFF || r == 0xFFFE {
				return -1
			}
			return r
		}, strings.ToValidUTF8(text, "\uFFFD"))
	}
	if text == "" {
		return "\u200B"
	}
	return text
}

// invisible says whether a character is a format control: a joiner, a word
// joiner, a directional mark. pdf.js drops a code whose text ends with one
// (fonts_utils.js, getCharUnicodeCategory), so their text goes to the front of
// the code that follows. A soft hyphen is visible where a line breaks.
func invisible(r rune) bool { return r != 0xAD && unicode.Is(unicode.Cf, r) }

// shapeless says whether a cluster shows and advances nothing and is made of
// format controls alone.
func shapeless(c *typeset.Cluster) bool {
	if c.Advance != 0 || c.Space != 0 {
		return false
	}
	for _, r := range c.Text {
		if !invisible(r) {
			return false
		}
	}
	return true
}
