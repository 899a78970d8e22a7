package typeset

import (
	"slices"
	"strings"

	"multitude/internal/locale"
)

// Half is the page of a booklet that is printed on the paper: half a sheet,
// upright.
func (p Paper) Half() Paper { return Paper{Width: p.Height / 2, Height: p.Width} }

// A sheetSide is what one side of a sheet shows: the numbers of two pages, counted
// from 0, as one sees them from left to right. A page beyond the last is blank.
type sheetSide [2]int

// sheetSides are the sides of the sheets of a booklet of n pages, in the order in
// which they are printed: the front of the outermost sheet, its back, the front
// of the next. The sheets lie in one another and are folded in the middle, so
// that n is filled up to a multiple of four. Bound on the right, left and right
// change places.
func sheetSides(n int, dir locale.Dir) []sheetSide {
	n = (n + 3) / 4 * 4
	var out []sheetSide
	for low, high := 0, n-1; low < high; low, high = low+1, high-1 {
		s := sheetSide{high, low}
		if low%2 == 1 { // a back
			s = sheetSide{low, high}
		}
		if dir == locale.RTL {
			s[0], s[1] = s[1], s[0]
		}
		out = append(out, s)
	}
	return out
}

// Impose puts the pages of a layout on sheets of the paper, two on each side,
// to be printed on both sides (turned over the short edge), folded and stitched
// in the fold: a booklet that is bound on the left, or on the right where dir
// says so. The layout's pages must be of paper.Half's size. The order in which
// the text is read stays what it was; links and bookmarks lead to the same
// words. The layout itself is used up.
func Impose(l *Layout, paper Paper, dir locale.Dir) *Layout {
	half := paper.Half().Width
	out := &Layout{Root: l.Root, Outline: slices.Clone(l.Outline), Anchors: make(map[string]Place, len(l.Anchors)), Imposed: true}
	at := make([]Place, len(l.Pages)) // of the left upper corner of each page
	for i, s := range sheetSides(len(l.Pages), dir) {
		sheet := &Page{Width: paper.Height, Height: paper.Width}
		var labels []string
		// The page that is read first comes first in the file, too.
		for _, n := range []int{min(s[0], s[1]), max(s[0], s[1])} {
			if n >= len(l.Pages) {
				continue
			}
			left := 0.0
			if n == s[1] {
				left = half
			}
			at[n] = Place{Page: i, X: left}
			sheet.take(l.Pages[n], n, left)
			if label := l.Pages[n].Label; label != "" {
				labels = append(labels, label)
			}
		}
		sheet.Label = strings.Join(labels, " + ")
		out.Pages = append(out.Pages, sheet)
	}
	move := func(p Place) Place { return Place{Page: at[p.Page].Page, X: at[p.Page].X + p.X, Y: p.Y} }
	for name, p := range l.Anchors {
		out.Anchors[name] = move(p)
	}
	for i := range out.Outline {
		out.Outline[i].Place = move(out.Outline[i].Place)
	}
	return out
}

// take puts what a page shows on the sheet, its left edge at left. n is the
// page's number.
func (s *Page) take(p *Page, n int, left float64) {
	for _, r := range p.Runs {
		r.X += left
		r.Leaf = n
		s.Runs = append(s.Runs, r)
	}
	for _, r := range p.Rules {
		r.X += left
		s.Rules = append(s.Rules, r)
	}
	for _, i := range p.Images {
		i.X += left
		i.Leaf = n
		s.Images = append(s.Images, i)
	}
	for _, a := range p.Links {
		a.X += left
		s.Links = append(s.Links, a)
	}
}
