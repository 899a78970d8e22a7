package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"multitude/internal/typeset"
)

// How right-to-left text is written, and why. ISO 32000-1 leaves it open; what
// follows was found by reading and trying poppler 22.12 (pdftotext), MuPDF 1.21
// and 1.28, and pdf.js 5.6. Every one of them gives the text back as it was
// written, though they go about it in three ways: poppler sorts characters by
// their positions and turns round what is right-to-left by its own table; with
// -raw, and in MuPDF, characters stay in the order of writing; pdf.js keeps that
// order too, but turns round each piece of text that it takes for right-to-left,
// and begins a new piece wherever the pen goes back.
//
//   - Characters stand in logical order, each with a code of its own, at its own
//     position (see faceCodes.rightToLeft): the pen goes back before each, so that
//     every piece of pdf.js has but one character. Each is shown by an operator
//     of its own, for readers that sort what operators show by position.
//   - pdf.js joins a combining mark to the piece before it, wherever it stands,
//     and would turn the two round. It begins a new piece where the size changes:
//     before a mark, the size grows or shrinks by a hundredth of a point.
//   - pdf.js forgets a space that the pen goes back over, and a format control
//     wherever it stands. In one code with COMBINING GRAPHEME JOINER, it takes
//     them for combining marks, and keeps them. The joiner shows nothing, says
//     nothing, and search in Firefox passes over it.
//   - pdf.js does not move its pen for format controls and combining marks. What
//     follows them has a position of its own, not one from there.
//   - poppler takes a comma, a full stop or a hyphen for a part of a number, and
//     puts what is neutral after it on its wrong side; after a number it does so
//     with all punctuation. A directional mark between them keeps them apart. It
//     takes its width from its neighbour, since poppler begins a new word where
//     two characters stand in one place.
//   - poppler has no table for what is beyond the Basic Multilingual Plane: the
//     letters of Adlam or Hanifi Rohingya have no direction of their own. They
//     take it from directional marks, one with each space, after punctuation, and
//     at the left end.
//
// Text for those who read the structure tree is in ActualText; see spoken.

// rightToLeft writes a right-to-left run.
func (c *content) rightToLeft(runs []typeset.Run, number int) {
	r := &runs[number]
	codes := c.codes.of(r.Face)
	scale := r.Size / r.Face.UnitsPerEm
	right := r.X
	for i := range r.Clusters {
		right += r.Clusters[i].Advance*scale + r.Clusters[i].Space
	}
	after := sameLine(runs, number, number+1)
	rooms := roomsOf(r.Clusters, leastRoom*r.Face.UnitsPerEm)
	c.astray = true // where the run begins, and after codes that pdf.js leaves out
	for i := 0; i < len(r.Clusters); {
		k, room := r.Clusters[i], rooms[i]
		i++
		var unseen strings.Builder // of clusters without a shape
		for ; i < len(r.Clusters) && shapeless(&r.Clusters[i]); i++ {
			unseen.WriteString(r.Clusters[i].Text)
		}
		suffix := unseen.String()
		mark := ""
		switch next := i < len(r.Clusters); {
		case startsWithSpace(k.Text):
			before := ""
			if i > 1 {
				before = r.Clusters[i-2].Text
			}
			k.Text = keeper(before) + k.Text
		case !next && slices.ContainsFunc(r.Clusters, func(k typeset.Cluster) bool { return undirected(k.Text) }):
			mark = directionMark // on a page of Latin text, it makes poppler turn the run round
		case !separates(k.Text):
		case next && (neutral(r.Clusters[i].Text) || undirected(r.Clusters[i].Text)) || !next && after:
			mark = directionMark
		}
		x := right
		for _, s := range codes.rightToLeft(&k, room, suffix, mark) {
			x -= s.width() / 1000 * r.Size
			c.closeArray()
			before := c.size
			if c.astray {
				c.place(r, x)
			}
			text := s.font.texts[s.code]
			if strings.ContainsFunc(text, combining) && c.size == before {
				size := hundredths(r.Size)
				if before == size {
					size++
				}
				c.setFont(s.font, size)
			}
			c.show(s, x, 0)
			last, _ := utf8.DecodeLastRuneInString(text)
			c.astray = unicode.Is(unicode.Cf, last) || strings.ContainsFunc(text, combining)
		}
		right -= room.width*scale + k.Space
	}
	c.closeArray()
	c.trail, c.astray = 0, true
}

// A room is where a cluster's text stands, beside that of its neighbours: its
// width, and how far from its left end the cluster's shape is drawn, in font units.
type room struct{ width, shift float64 }

// leastRoom is the least width of a room, in ems. poppler sorts characters by
// their places, to a tenth of an em at best.
const leastRoom = 0.05

// roomsOf are the rooms of a run's clusters. It is the advance where that is wide
// enough; in Nastaliq a letter that hangs over the next one may advance by
// nothing, or go back, and shares the room of its neighbours.
func roomsOf(clusters []typeset.Cluster, least float64) []room {
	rooms := make([]room, len(clusters))
	for i := range clusters {
		rooms[i].width = clusters[i].Advance
	}
	joins := func(i int) bool { // whether i and i+1 may share
		return clusters[i].Space == 0 && !startsWithSpace(clusters[i].Text) && !startsWithSpace(clusters[i+1].Text)
	}
	for i := 0; i < len(clusters); i++ {
		if rooms[i].width >= least || shapeless(&clusters[i]) {
			continue
		}
		from, to, all := i, i+1, rooms[i].width
		for all < least*float64(to-from) {
			switch {
			case from > 0 && joins(from-1) && rooms[from-1].shift == 0:
				from--
				all += rooms[from].width
			case to < len(clusters) && joins(to-1):
				all += clusters[to].Advance
				to++
			default:
				from, to = i, i // a run of nothing but such clusters
			}
			if from == to {
				break
			}
		}
		share(clusters[from:to], rooms[from:to], all)
		i = max(i, to-1)
	}
	return rooms
}

// share divides the width of all clusters equally between them.
func share(clusters []typeset.Cluster, rooms []room, all float64) {
	shapes, texts := 0.0, 0.0 // from the right
	for i := range rooms {
		end := math.Round(all * float64(i+1) / float64(len(rooms)))
		shapes += clusters[i].Advance
		rooms[i] = room{end - texts, end - shapes}
		texts = end
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
	return sameLine(runs, number, next) && runs[next].RTL && len(runs[next].Clusters) > 0 &&
		(neutral(runs[next].Clusters[0].Text) || undirected(runs[next].Clusters[0].Text))
}

// followsRTL says whether a left-to-right run begins with punctuation, behind
// right-to-left text on its line: poppler would take it for a part of that.
func followsRTL(runs []typeset.Run, number int) bool {
	before := number - 1
	return sameLine(runs, number, before) && runs[before].RTL && !runs[number].RTL &&
		neutral(runs[number].Clusters[0].Text) && runs[before].X < runs[number].X
}

// afterRTL says whether a left-to-right run of a right-to-left edition ends with
// punctuation, and right-to-left text stands to the right of it on its line.
func afterRTL(runs []typeset.Run, number int) bool {
	before, k := number-1, runs[number].Clusters
	return sameLine(runs, number, before) && runs[before].RTL && runs[before].X > runs[number].X && neutral(k[len(k)-1].Text)
}

const leftToRightMark = "\u200E"

// outweigh writes, at the edge of a page of a right-to-left edition, as many
// directional marks as it has letters of the other direction in excess: poppler
// takes the direction of a page, and so the order of all of its words, from the
// majority. The marks show nothing, and are an artifact.
func (c *content) outweigh(page *typeset.Page) {
	excess := 1
	for i := range page.Runs {
		for j := range page.Runs[i].Clusters {
			for _, r := range page.Runs[i].Clusters[j].Text {
				p, _ := bidi.LookupRune(r)
				switch p.Class() {
				case bidi.L:
					excess++
				case bidi.R, bidi.AL:
					if r <= 0xFFFF { // beyond, poppler knows no direction
						excess--
					}
				}
			}
		}
	}
	if excess <= 0 || !slices.ContainsFunc(page.Runs, func(r typeset.Run) bool { return r.RTL }) {
		return
	}
	first := &page.Runs[0]
	edge := typeset.Run{Face: first.Face, Size: first.Size, X: 1, Y: first.Size, Artifact: typeset.Ornament}
	codes := c.codes.of(edge.Face)
	c.mark(&edge, 0)
	c.place(&edge, edge.X)
	for x := edge.X; excess > 0; excess -= longestText {
		c.show(codes.code(nil, 0, edge.Face.UnitsPerEm, strings.Repeat(directionMark, min(excess, longestText))), x, 0)
		x += edge.Size
	}
	c.astray = true
}

// keeper is what keeps pdf.js from forgetting a space after the text: COMBINING
// GRAPHEME JOINER, which shows nothing, and which search in Firefox passes over.
// Letters that have no direction for poppler need characters that have one, and
// several: it takes the direction of a page from the majority of its letters, and
// those of a few words in Latin are many.
func keeper(before string) string {
	if undirected(before) {
		return directionMark + directionMark + directionMark
	}
	return graphemeJoiner
}

// undirected says whether the text begins with a letter that has no direction
// for poppler.
func undirected(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r > 0xFFFF
}

const graphemeJoiner = "\u034F"

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
