package pdf

import (
	"math"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"multitude/internal/typeset"
)

// How right-to-left text is written, and why. ISO 32000-1 leaves it open; what
// follows was found by trying with poppler 22.12 (pdftotext), MuPDF 1.21 and
// pdf.js 5.6.
//
//   - Characters stand in visual order, each with its own code (see
//     faceCodes.rightToLeft). poppler goes by positions and turns round what is
//     right-to-left by its own table of characters; pdf.js goes by the order of
//     writing and turns round each piece of text that it takes for one.
//   - Runs stand in logical order, each at its own position. pdf.js begins a new
//     piece wherever the pen goes back, and so keeps the order of words,
//     numbers and foreign names as it is read.
//   - pdf.js forgets a space that the pen goes back over, at either end of a
//     piece. There, the space's code says ARABIC LETTER MARK and SPACE: pdf.js
//     takes it for a letter and keeps it. The mark says nothing that the text
//     does not say by itself.
//   - pdf.js gives combining marks no width, so that a letter after a space and
//     a mark seems to stand behind a second space. Such a space is written in
//     the same way; and where a line would begin (at its left end) with a mark,
//     such a space, very thin, goes before it.
//   - poppler takes a comma, a full stop or a hyphen for a part of a number, and
//     puts what is neutral after it on its wrong side; after a number it does so
//     with all punctuation. A directional mark between them keeps them apart. It
//     takes its width from its neighbour, since poppler begins a new word where
//     two characters stand in one place, and a code of its own, which pdf.js
//     leaves out.
//   - pdf.js knows only Hebrew, Arabic and their neighbours as right-to-left, and
//     takes characters that it does not know, also the quotation marks, for
//     Latin. Two of them in one piece would keep their order, and a piece of
//     hardly anything else would not be turned round. So a run is cut into pieces
//     between such characters, and pieces of them alone are written one
//     character after the other, from right to left. It is cut also at spaces so
//     wide that pdf.js would cut there, and around < and >, which pdf.js drops
//     from a piece that it turns round.
//
// Text for those who read the structure tree is in ActualText; see spoken.

// rightToLeft writes a right-to-left run.
func (c *content) rightToLeft(runs []typeset.Run, number int) {
	r := &runs[number]
	scale := r.Size / r.Face.UnitsPerEm
	right := r.X
	for i := range r.Clusters {
		right += r.Clusters[i].Advance*scale + r.Clusters[i].Space
	}
	ends := cutPieces(r)
	start := 0
	for i, end := range ends {
		piece := r.Clusters[start:end]
		left := right
		for j := range piece {
			left -= piece[j].Advance*scale + piece[j].Space
		}
		before := i > 0 || sameLine(runs, number, number-1)
		after := i+1 < len(ends) || sameLine(runs, number, number+1)
		c.piece(r, piece, left, before, after)
		right, start = left, end
	}
}

// sameLine says whether another run stands on a run's line, raised or not, and
// both are text or both artifacts.
func sameLine(runs []typeset.Run, number, other int) bool {
	if other < 0 || other >= len(runs) {
		return false
	}
	a, b := &runs[number], &runs[other]
	return math.Abs(a.Y-b.Y) < max(a.Size, b.Size)/2 && (a.Content == nil) == (b.Content == nil)
}

// markFollows says whether a left-to-right run is followed on its line by
// right-to-left text that begins with punctuation or a space.
func markFollows(runs []typeset.Run, number int) bool {
	next := number + 1
	return sameLine(runs, number, next) && runs[next].RTL && len(runs[next].Clusters) > 0 && neutral(runs[next].Clusters[0].Text)
}

// piece writes clusters that stand side by side, from left to right. before and
// after say whether other text stands before and after them on the line, in
// reading order.
func (c *content) piece(r *typeset.Run, clusters []typeset.Cluster, left float64, before, after bool) {
	codes := c.codes.of(r.Face)
	scale := r.Size / r.Face.UnitsPerEm
	c.place(r, left)
	x := left
	if c.fresh {
		x = c.pen
	}
	gap := c.trail
	c.trail = 0
	prefix := ""
	for i := len(clusters) - 1; i >= 0; i-- {
		k := &clusters[i]
		x += k.Space
		gap += k.Space
		if len(prefix) > longestPrefix {
			c.unseen(codes, prefix, x, gap)
			prefix, gap = "", 0
		}
		if shapeless(k) && i > 0 {
			prefix = k.Text + prefix // turned round, its characters are format controls all the same
			continue
		}
		text := k.Text
		first, last := i == len(clusters)-1, i == 0
		if startsWithSpace(text) {
			if first && after || last && before || i > 0 && endsWithMark(&clusters[i-1]) {
				text = directionMark + text
			}
			at := x
			for _, s := range codes.codesOf(k.Glyphs, 0, k.Advance, prefix+text) {
				c.show(s, at, gap)
				at += s.width() / 1000 * r.Size
				gap = 0
			}
		} else {
			if first && !after && endsWithMark(k) {
				c.show(codes.code(nil, 0, r.Face.UnitsPerEm*thin, directionMark+" "), x, gap)
				gap = 0
			}
			mark := ""
			if separates(k.Text) && (i+1 < len(clusters) && neutral(clusters[i+1].Text) || first && after) {
				mark = directionMark
			}
			at := x
			for _, s := range codes.rightToLeft(k, prefix, mark) {
				c.show(s, at, gap)
				at += s.width() / 1000 * r.Size
				gap = 0
			}
		}
		x += k.Advance * scale
		prefix = ""
	}
	c.trail = gap
}

// directionMark is ARABIC LETTER MARK, a character without a shape that poppler
// and pdf.js both know as right-to-left, while pdf.js takes RIGHT-TO-LEFT MARK
// for Latin.
const directionMark = "\u061C"

// separates says whether the text ends with punctuation that poppler takes for
// a part of a number: the separators and terminators of UAX #9.
func separates(s string) bool {
	p, _ := bidi.LookupString(lastRune(s))
	switch p.Class() {
	case bidi.ES, bidi.ET, bidi.CS:
		return true
	}
	return false
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// neutral says whether the text begins with a character that takes its
// direction from its neighbours.
func neutral(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLetter(r)
}

// thin is the width, in ems, of a space that is there for its text alone.
const thin = 0.02

func endsWithMark(k *typeset.Cluster) bool {
	r, _ := utf8.DecodeLastRuneInString(k.Text)
	return unicode.Is(unicode.Mn, r)
}

// cutPieces cuts the clusters of a right-to-left run, in logical order, where
// pdf.js would not turn them round as one. It returns the pieces' ends.
func cutPieces(r *typeset.Run) []int {
	clusters := r.Clusters
	var ends []int
	start := 0
	finish := func(end int) {
		if end == start {
			return
		}
		if !turnedRound(clusters[start:end]) {
			for i := start + 1; i < end; i++ {
				ends = append(ends, i)
			}
		}
		ends = append(ends, end)
		start = end
	}
	latin := false // only neutral characters since one that is taken for Latin
	for i := range clusters {
		k := &clusters[i]
		switch {
		case k.Text == "<" || k.Text == ">":
			finish(i)
			finish(i + 1)
			latin = false
			continue
		case startsWithSpace(k.Text) && k.Advance/r.Face.UnitsPerEm+k.Space/r.Size > widestSpace:
			finish(i + 1)
			latin = false
			continue
		}
		for _, c := range k.Text {
			switch {
			case isKnownRTL(c):
				latin = false
			case takenForLatin(c):
				if latin {
					finish(i)
				}
				latin = true
			}
		}
	}
	finish(len(clusters))
	return ends
}

// widestSpace is the widest space, in ems, that pdf.js takes for one; behind a
// wider one it begins a new piece (evaluator.js, SPACE_IN_FLOW_MAX_FACTOR).
const widestSpace = 0.55

// turnedRound says whether pdf.js turns a piece of text round (bidi.js): one
// right-to-left character is enough in a very short one, else it takes three in
// ten. A directional mark, should one be put in, is right-to-left too.
func turnedRound(clusters []typeset.Cluster) bool {
	known, all := 0, 0
	for i := range clusters {
		for _, r := range clusters[i].Text {
			all++
			if isKnownRTL(r) {
				known++
			}
		}
	}
	return known > 0 && (all <= 4 || known*10 >= all*3)
}

// isKnownRTL says whether pdf.js turns text with r in it round (bidi.js).
func isKnownRTL(r rune) bool {
	switch {
	case r >= 0x0590 && r <= 0x05F4, r >= 0x0700 && r <= 0x08AC, r >= 0xFB50 && r <= 0xFDFF, r >= 0xFE70 && r <= 0xFEFF:
		return true
	case r >= 0x0600 && r <= 0x06FF:
		return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
	}
	return false
}

// takenForLatin says whether pdf.js takes r for a Latin letter (bidi.js).
func takenForLatin(r rune) bool { return r > 0xFF && !(r >= 0x0590 && r <= 0x08AC) && !isKnownRTL(r) }
