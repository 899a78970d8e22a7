package typeset

import (
	"strings"
	"testing"

	"multitude/internal/fonts"
)

const largeDocument = `---
title: Incomprehensibilities of Donaudampfschifffahrtsgesellschaftskapitänsmützen
---

## Electroencephalographically Counterrevolutionary {#one}

All people have *inherent* dignity and ` + "`code`" + ` value. Everyone should be able to live in safe and healthy conditions, protected equally under the law.[^more] Institutionalization, internationalization and characterization are long words, and none of them is broken.

### Dichlorodiphenyltrichloroethane

| Name | Meaning |
|------|---------|
| Love | Living these values is not passive |

[^more]: A note at the foot of the page, with *emphasis* of its own.
`

// Large print: nothing under 18 points but the marks of notes, and those at 16;
// ragged, without hyphens, without italics, with an even start of lines; every
// word of a heading on the page.
func TestLargePrint(t *testing.T) {
	for _, c := range []struct{ tag, text string }{{"en", largeDocument}, {"ar", arabic}, {"zh-Hans", chinese}, {"km", khmer}} {
		for name, paper := range map[string]Paper{"letter": Letter, "a4": A4} {
			t.Run(c.tag+"/"+name, func(t *testing.T) {
				l, found := layoutOf(t, editionOf(t, c.tag, c.text), Options{Paper: paper, Style: LargePrint})
				for _, f := range found {
					t.Error(f)
				}
				marks := 0
				for i, p := range l.Pages {
					for j := range p.Runs {
						r := &p.Runs[j]
						mark := r.Content != nil && r.Content.Element.Role == "Link" && r.Content.Element.Parent.Role == "Reference" && strings.Trim(textOf(r), "0123456789") == ""
						if mark {
							marks++
						}
						if r.Size < 16 || r.Size < 18 && !mark {
							t.Errorf("page %d: %q is set in %.1f points", i+1, textOf(r), r.Size)
						}
						if r.Face.Style&fonts.Italic != 0 {
							t.Errorf("page %d: %q is in italics", i+1, textOf(r))
						}
						for _, k := range r.Clusters {
							if k.Space != 0 {
								t.Errorf("page %d: a line with %q is justified", i+1, textOf(r))
							}
							if k.Text == softHyphen && !strings.HasPrefix(string(r.Content.Element.Role), "H") {
								t.Errorf("page %d: a word of %q is hyphenated", i+1, textOf(r))
							}
						}
						if right := r.right(); r.X < 40 || right > paper.Width-40 {
							t.Errorf("page %d: %q reaches from %g to %g", i+1, textOf(r), r.X, right)
						}
					}
				}
				if marks == 0 {
					t.Error("no mark of a note was met")
				}
			})
		}
	}
}

// Lines of large print are as far apart as guidelines ask: by half as much
// again as the type is high.
func TestLargePrintLeading(t *testing.T) {
	l, _ := layoutOf(t, editionOf(t, "en", largeDocument), Options{Style: LargePrint})
	var last *Run
	pairs := 0
	for _, p := range l.Pages {
		for i := range p.Runs {
			r := &p.Runs[i]
			if r.Content == nil || r.Content.Element.Role != "P" || r.Size != 18 {
				continue
			}
			if last != nil && last.Content == r.Content && r.Y > last.Y+1 {
				pairs++
				if d := r.Y - last.Y; d < 1.5*18 {
					t.Errorf("%q stands %.1f points below the line before", textOf(r), d)
				}
			}
			last = r
		}
		last = nil
	}
	if pairs < 3 {
		t.Errorf("%d pairs of lines were met", pairs)
	}
}

// What one layout has shaped serves the next, and changes nothing of it.
func TestAPressKeepsShapes(t *testing.T) {
	for _, c := range []struct{ tag, text string }{{"en", largeDocument}, {"ar", arabic}, {"km", khmer}} {
		ed := editionOf(t, c.tag, c.text)
		press := NewPress(library(t).For(ed.Locale), testData(t))
		press.Keep()
		for _, o := range []Options{{}, {Style: LargePrint}, {Paper: Letter.Half(), Style: Booklet}, {}} {
			kept, _, err := press.Pages(ed, o)
			if err != nil {
				t.Fatal(err)
			}
			fresh, _ := layoutOf(t, ed, o)
			if got, want := dump(kept), dump(fresh); got != want {
				t.Errorf("%s, %+v: a layout from kept shapes is another one", c.tag, o.Style)
			}
		}
	}
}
