package typeset

import (
	"fmt"
	"slices"
	"testing"

	"multitude/internal/locale"
)

// A person prints the sides, two to a sheet, lays the sheets in one another,
// folds them and leafs through: the pages come in their order, in a booklet of
// any length, bound on the left or on the right.
func TestSheetsFoldToABooklet(t *testing.T) {
	for _, dir := range []locale.Dir{locale.LTR, locale.RTL} {
		for n := 1; n <= 16; n++ {
			sides := sheetSides(n, dir)
			if len(sides)*2 != (n+3)/4*4 {
				t.Fatalf("%s: %d pages on %d sides", dir, n, len(sides))
			}
			// Turned over the short edge, what is left on the front has behind it
			// what is right on the back. The half under the reader's leafing hand
			// is, bound on the left, the right one of the front.
			leading := 1
			if dir == locale.RTL {
				leading = 0
			}
			var first, last []int
			for i := 0; i < len(sides); i += 2 {
				front, back := sides[i], sides[i+1]
				first = append(first, front[leading], back[1-leading])
				last = append([]int{back[leading], front[1-leading]}, last...)
			}
			read := append(first, last...)
			for i, page := range read {
				if page != i {
					t.Errorf("%s, %d pages: leafing through gives %v", dir, n, read)
					break
				}
			}
		}
	}
	if got := fmt.Sprint(sheetSides(5, locale.LTR)); got != "[[7 0] [1 6] [5 2] [3 4]]" {
		t.Errorf("5 pages: %s", got)
	}
	if got := fmt.Sprint(sheetSides(5, locale.RTL)); got != "[[0 7] [6 1] [2 5] [4 3]]" {
		t.Errorf("5 pages from right to left: %s", got)
	}
}

// What stands on a page stands on its half of the sheet, links and bookmarks
// lead there, and nothing is lost.
func TestImpose(t *testing.T) {
	for _, c := range []struct{ tag, text string }{{"en", smallDocument}, {"ar", arabic}} {
		t.Run(c.tag, func(t *testing.T) {
			ed := editionOf(t, c.tag, c.text)
			pages, _ := layoutOf(t, ed, Options{Paper: Letter.Half(), Style: Booklet})
			texts := texts(pages)
			sheets := Impose(pages, Letter, ed.Locale.Dir)
			if len(pages.Pages) < 3 || len(sheets.Pages) != (len(pages.Pages)+3)/4*2 || !sheets.Imposed || sheets.Root != pages.Root {
				t.Fatalf("%d pages on %d sides", len(pages.Pages), len(sheets.Pages))
			}
			runs := 0
			for i, s := range sheets.Pages {
				if s.Width != Letter.Height || s.Height != Letter.Width {
					t.Errorf("side %d is %g × %g", i, s.Width, s.Height)
				}
				for _, r := range s.Runs {
					runs++
					half := slices.Index(sheetSides(len(pages.Pages), ed.Locale.Dir)[i][:], r.Leaf)
					if half < 0 || r.X < float64(half)*396 || r.X > float64(half+1)*396 {
						t.Errorf("side %d: %q of page %d at %g", i, textOf(&r), r.Leaf, r.X)
					}
				}
			}
			for _, p := range pages.Pages {
				runs -= len(p.Runs)
			}
			if runs != 0 {
				t.Errorf("%d runs too many", runs)
			}
			// The text that an anchor leads to is below it, on the same half.
			for name, place := range sheets.Anchors {
				from := pages.Anchors[name]
				var want *Content
				for _, r := range pages.Pages[from.Page].Runs {
					if r.Content != nil && r.Y >= from.Y {
						want = r.Content
						break
					}
				}
				ok := slices.ContainsFunc(sheets.Pages[place.Page].Runs, func(r Run) bool {
					return r.Content == want && r.Leaf == from.Page && r.X >= place.X && r.X <= place.X+396 && r.Y >= place.Y
				})
				if want != nil && !ok {
					t.Errorf("the anchor %s leads past %q", name, texts[want])
				}
			}
			for i, o := range sheets.Outline {
				if b := pages.Outline[i]; o.Title != b.Title || o.Place.Y != b.Place.Y {
					t.Errorf("bookmark %q became %q", b.Title, o.Title)
				}
			}
		})
	}
}

// The number of a page that is to be bound stands at its outer side.
func TestFacingPagesHaveTheirNumbersOutside(t *testing.T) {
	for _, tag := range []string{"en", "ar"} {
		text := map[string]string{"en": smallDocument, "ar": arabic}[tag]
		l, _ := layoutOf(t, editionOf(t, tag, text), Options{Paper: Letter.Half(), Style: Booklet})
		for i, p := range l.Pages[1:] {
			number := p.Runs[slices.IndexFunc(p.Runs, func(r Run) bool { return r.Artifact == Footer && textOf(&r) == p.Label })]
			// Bound on the left, the second page lies on the left.
			left := i%2 == 0
			if tag == "ar" {
				left = !left
			}
			if (number.X < p.Width/2) != left {
				t.Errorf("%s: page %s has its number at %g", tag, p.Label, number.X)
			}
		}
	}
}
