package typeset

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// dump is a layout as a person can compare it: every line of every page with
// its place, then the structure tree with its text.
func dump(l *Layout) string {
	var b strings.Builder
	for i, p := range l.Pages {
		fmt.Fprintf(&b, "page %d, %q, %.0f × %.0f\n", i+1, p.Label, p.Width, p.Height)
		for _, r := range p.Rules {
			fmt.Fprintf(&b, "  rule  x %5.1f  y %5.1f  %.1f × %.1f  #%02x%02x%02x\n", r.X, r.Y, r.Width, r.Height, r.Color.R, r.Color.G, r.Color.B)
		}
		for j := range p.Runs {
			r := &p.Runs[j]
			what := "artifact"
			if r.Content != nil {
				what = string(r.Content.Element.Role)
			}
			arrow := "→"
			if r.RTL {
				arrow = "←"
			}
			fmt.Fprintf(&b, "  %-8s  x %5.1f %s %5.1f  y %5.1f  %4.1f %s  %q\n", what, r.left(), arrow, r.right(), r.Y, r.Size, r.Face.Family, shownText(r))
		}
		for _, a := range p.Links {
			fmt.Fprintf(&b, "  link  x %5.1f  y %5.1f  %.1f × %.1f  %s%s  %q\n", a.X, a.Y, a.Width, a.Height, a.URI, a.Anchor, a.Text)
		}
	}
	content := texts(l)
	b.WriteString("tree\n")
	var visit func(el *Element, depth int)
	visit = func(el *Element, depth int) {
		fmt.Fprintf(&b, "%s%s", strings.Repeat("  ", depth), el.Role)
		for _, a := range []struct{ name, value string }{{"id", el.ID}, {"lang", el.Lang}, {"alt", el.Alt}, {"ordered", el.Ordered}, {"scope", el.Scope}} {
			if a.value != "" {
				fmt.Fprintf(&b, " %s=%s", a.name, a.value)
			}
		}
		if el.RTL {
			b.WriteString(" rtl")
		}
		b.WriteByte('\n')
		for _, k := range el.Kids {
			switch k := k.(type) {
			case *Content:
				fmt.Fprintf(&b, "%s%q\n", strings.Repeat("  ", depth+1), content[k])
			case *Element:
				visit(k, depth+1)
			}
		}
	}
	visit(l.Root, 1)
	for _, o := range l.Outline {
		fmt.Fprintf(&b, "bookmark %d %q page %d\n", o.Level, o.Title, o.Place.Page+1)
	}
	return b.String()
}

// shownText is the text of a run with the hyphens that line breaking put in.
func shownText(r *Run) string {
	var b strings.Builder
	for _, c := range r.Clusters {
		if c.Text == softHyphen {
			b.WriteString("‐")
		} else {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, c := range []struct{ name, tag, text string }{
		{"english", "en", smallDocument},
		{"arabic", "ar", arabic},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := layoutOf(t, editionOf(t, c.tag, c.text), Options{})
			got := dump(l)
			file := filepath.Join("testdata", c.name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want := read(t, file)
			if got != want {
				g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
				for i := range g {
					if i >= len(w) || g[i] != w[i] {
						t.Fatalf("line %d of the dump is\n%s\nwant\n%s\nrun go test -run Golden -update where the new one is right", i+1, g[i], w[min(i, len(w)-1)])
					}
				}
				t.Fatalf("the dump is shorter than the golden one: %d lines, want %d", len(g), len(w))
			}
		})
	}
}

const smallDocument = `---
title: Five Freedoms
subtitle: A Small Statement
date: July 2026
authors: [The Movement]
---

## Vision {#vision}

All people have inherent dignity and value. Everyone should be able to live in safe and healthy conditions, protected equally under the law.[^more] See [the values](#values) and [the web](https://example.org/).

- **To stay:** all people have the right to stay and belong in the place they call home.
- **To move**

### A quotation

> Everyone deserves the right to heal.

## Values {#values}

| Name | Meaning |
|------|---------|
| Love | Living these values is not passive |

[^more]: A note at the foot of the page.
`
