package typeset

import (
	"math"
	"slices"
	"strings"
	"testing"

	"multitude/internal/locale"
)

// strokesOf counts the glyphs of U+0640 in a line.
func strokesOf(l *textLine) int {
	n := 0
	for i := range l.clusters {
		c := &l.clusters[i]
		if c.face == nil {
			continue
		}
		tatweel, ok := c.face.Font.NominalGlyph('\u0640')
		for _, g := range c.glyphs {
			if ok && g.ID == tatweel {
				n++
			}
		}
	}
	return n
}

// Arabic lines fill the measure by spaces and strokes; the strokes are no part
// of the text, and nothing of the text is lost by them. Nastaliq has none, nor
// has a letter that joins nothing.
func TestKashida(t *testing.T) {
	for _, c := range []struct {
		tag, code string
		strokes   bool
	}{{"ar", "arb", true}, {"fa", "pes_1", true}, {"ug", "uig_arab", true}, {"ur", "urd", false}, {"he", "heb", false}} {
		bench := breakingBench(t, c.tag)
		lines, full, strokes := 0, 0, 0
		for _, d := range declarations(t, func(code string, _ locale.Locale) bool { return code == c.code }) {
			for _, s := range d.Sections {
				for _, x := range s.Blocks {
					b := bench.blockOf(c.tag, x.Text)
					em := b.stretches[0].size
					set := setting{width: 30 * em, justify: true, hyphens: true, em: em}
					var text strings.Builder
					for _, l := range bench.lines(b, bench.breaker.lines(b.paragraph, set, nil), set.width, em, true) {
						lines++
						if math.Abs(l.width-set.width) < 0.01 {
							full++
						} else if l.width > set.width+0.01 && !l.overfull {
							t.Errorf("%s: a line is %.2f wide, the measure %.2f", c.tag, l.width, set.width)
						}
						strokes += strokesOf(l)
						checkGaps(t, l, em)
						at := l.clusters[0].start
						for i := range l.clusters {
							k := &l.clusters[i]
							if k.start != at {
								t.Fatalf("%s: a cluster begins at %d, the one before ended at %d", c.tag, k.start, at)
							}
							at = k.end
							text.WriteString(string(b.runes[k.start:k.end]))
						}
					}
					if text.String() != x.Text {
						t.Fatalf("%s: %q came out as %q", c.tag, x.Text, text.String())
					}
				}
			}
		}
		t.Logf("%s: %d lines, %d fill the measure, %d strokes", c.tag, lines, full, strokes)
		if lines < 100 || full < lines*5/10 || (strokes > 0) != c.strokes {
			t.Errorf("%s: of %d lines %d fill the measure, with %d strokes", c.tag, lines, full, strokes)
		}
	}
}

// A stroke stands at the best joint of a word; a word of letters that do not
// join, or of two letters, has none.
func TestJoints(t *testing.T) {
	for _, c := range []struct{ word, before string }{
		{"الإنسان", "س"}, // after seen
		{"مدرسة", "س"},
		{"كتاب", "ت"}, // before alef
		{"محمد", "م"}, // before the last dal
		{"حقوق", "ق"}, // before waw
		{"دار", ""}, {"في", ""}, {"ورود", ""}, {"abc", ""},
	} {
		_, p := shapeText(t, "ar", c.word)
		var got []string
		for i := range p.clusters {
			if k := &p.clusters[i]; k.kashida > 0 {
				got = append(got, string(p.runes[k.start:k.end]))
			}
		}
		want := []string{c.before}
		if c.before == "" {
			want = nil
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: a stroke after %q, want %q", c.word, got, want)
		}
	}
}

// The letters around a stroke keep the forms that join it.
func TestStrokesJoin(t *testing.T) {
	s, p := shapeText(t, "ar", "كتاب")
	joint := slices.IndexFunc(p.clusters, func(c cluster) bool { return c.kashida > 0 })
	long := s.withStrokes(p, p.clusters, map[int]int{p.clusters[joint].end: 2})
	if len(long) != len(p.clusters) {
		t.Fatalf("%d clusters, of %d", len(long), len(p.clusters))
	}
	_, typed := shapeText(t, "ar", "كتـــاب"[:len("كت")]+"ــ"+"اب")
	var want, got []Glyph
	for _, c := range typed.clusters {
		want = append(want, c.glyphs...)
	}
	width := 0.0
	for _, c := range long {
		width += c.advance
		// Within a cluster the stroke stands at the left, and comes first.
		g := slices.Clone(c.glyphs)
		slices.SortStableFunc(g, func(a, b Glyph) int { return int(b.X - a.X) })
		got = append(got, g...)
	}
	ids := func(gs []Glyph) (out []int) {
		for _, g := range gs {
			out = append(out, int(g.ID))
		}
		slices.Sort(out)
		return out
	}
	if !slices.Equal(ids(got), ids(want)) {
		t.Errorf("the glyphs are %v, of the word with its strokes typed %v", ids(got), ids(want))
	}
	typedWidth := 0.0
	for _, c := range typed.clusters {
		typedWidth += c.advance
	}
	if math.Abs(width-typedWidth) > 1 {
		t.Errorf("it is %.0f units wide, typed %.0f", width, typedWidth)
	}
}

// The wordspace of Ethiopic and the tsheg of Tibetan take what justification
// gives, and no letter is drawn apart; Thai and its neighbours are set ragged.
func TestSeparators(t *testing.T) {
	for _, c := range []struct {
		tag, code string
		justified bool
	}{{"am", "amh", true}, {"bo", "bod", true}, {"th", "tha", false}, {"km", "khm", false}, {"lo", "lao", false}, {"my", "mya", false}} {
		d := declarations(t, func(code string, _ locale.Locale) bool { return code == c.code })[0]
		l, _ := layoutOf(t, editionOf(t, c.tag, declarationMarkdown(d)), Options{})
		k := colourOf(l, measure*Standard.Base)
		t.Logf("%s: %d lines, %d justified, the widest gap %.2f em", c.tag, k.lines, k.justified, k.widest)
		if c.justified != (k.justified*3 > k.lines) {
			t.Errorf("%s: of %d lines %d are justified", c.tag, k.lines, k.justified)
		}
		for _, p := range l.Pages {
			for i := range p.Runs {
				r := &p.Runs[i]
				for j, x := range r.Clusters {
					if x.Space > 0 && strings.TrimSpace(x.Text) != "" && (!strings.HasSuffix(x.Text, "\u0f0b") || x.Space > 0.1*r.Size) && j+1 < len(r.Clusters) {
						t.Fatalf("%s: %.2f points after %q", c.tag, x.Space, x.Text)
					}
					if x.Space > 0 && !c.justified {
						t.Fatalf("%s: %.2f points after %q", c.tag, x.Space, x.Text)
					}
				}
			}
		}
	}
}

// Lam and alef are written as one, also by faces that make it of two glyphs: no
// stroke parts them.
func TestNoStrokeInLamAlef(t *testing.T) {
	for _, text := range []string{"الآن", "الأذى", "الإنسان", "سلام"} {
		_, p := shapeText(t, "ar", text)
		for i := range p.clusters {
			if c := &p.clusters[i]; c.kashida > 0 && i+1 < len(p.clusters) && p.runes[c.start] == 'ل' && strings.ContainsRune("اأإآ", p.first(i+1)) {
				t.Errorf("%s: a stroke between %c and %c", text, p.runes[c.start], p.first(i+1))
			}
		}
	}
}
