package typeset

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// fromLeft is the text of a line as it stands on the page, cluster by cluster
// from left to right: brackets as they are written, not as they are drawn.
func fromLeft(p *Page, y float64) string {
	var line []*Run
	for i := range p.Runs {
		if r := &p.Runs[i]; r.Content != nil && r.Y > y-8 && r.Y < y+1 { // marks of notes are raised
			line = append(line, r)
		}
	}
	slices.SortFunc(line, func(a, b *Run) int { return cmp.Compare(a.X, b.X) })
	var b strings.Builder
	for _, r := range line {
		clusters := slices.Clone(r.Clusters)
		if r.RTL {
			slices.Reverse(clusters)
		}
		for _, c := range clusters {
			b.WriteString(c.Text)
		}
	}
	return strings.TrimSpace(b.String())
}

// Lines of both directions, as a reader of either would write them by hand.
func TestMixedLines(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"he", "אב (גד) הו", "וה )דג( בא"},                 // brackets
		{"he", "אב [12] ab", "ab ]12[ בא"},                 // numbers in brackets, then Latin
		{"ar", "اب 12.5 جد", "دج 12.5 با"},                 // a number keeps its order
		{"ar", "اب 50% جد", "دج %50 با"},                   // its sign follows it
		{"ar", "اب ١٢/٣ جد", "دج ١٢/٣ با"},                 // Arabic digits too
		{"ur", "اب Human Rights جد", "دج Human Rights با"}, // English inside
		{"ur", "اب “Human (two) Rights” جد", "دج ”Human (two) Rights“ با"},
		{"he", "אב “גד ‘הו’ זח” טי", "יט ”חז ’וה‘ דג“ בא"}, // quotations nested
		{"en", "ab “cd (אב) ef” gh", "ab “cd (בא) ef” gh"}, // the other way round
		{"en", "ab (אב 12) cd", "ab (12 בא) cd"},
		{"he", "אב, גד!", "!דג ,בא"}, // punctuation at the end of the line
		{"he", "אב Rights!", "!Rights בא"},
		{"en", "Rights אב!", "Rights בא!"},
		{"he", "אב[^1] גד\n\n[^1]: הו", "דג 1בא"}, // the mark of a note
		{"en", "ab אב[^1] cd\n\n[^1]: ef", "ab 1בא cd"},
	} {
		ed := editionOf(t, c.tag, "# T\n\nx\n\n"+c.text+"\n")
		l, _ := layoutOf(t, ed, Options{})
		first, _, _ := strings.Cut(c.text, "\n")
		first, _, _ = strings.Cut(first, " ")
		first, _, _ = strings.Cut(first, "[^")
		found := false
		for _, p := range l.Pages {
			for i := range p.Runs {
				r := &p.Runs[i]
				if r.Content == nil || isWithin(r.Content.Element, "Note") || !strings.Contains(textOf(r), strings.Trim(first, ",")) {
					continue
				}
				if got := fromLeft(p, r.Y); got != c.want {
					t.Errorf("%s %q stands as %q, want %q", c.tag, c.text, got, c.want)
				}
				found = true
				break
			}
		}
		if !found {
			t.Errorf("%q is on no page", c.text)
		}
	}
}
