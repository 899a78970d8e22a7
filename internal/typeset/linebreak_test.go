package typeset

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/locale"
)

// A bench of line breaking: a typesetter whose edition is of no interest.
func breakingBench(t testing.TB, tag string) *typesetter {
	t.Helper()
	ed := editionOf(t, tag, "Text.\n")
	return newTypesetter(ed, newShaper(library(t).For(ed.Locale), testData(t)), Options{}.normal())
}

func (t *typesetter) blockOf(tag, text string) *block {
	l := locale.MustParse(tag)
	return t.paragraph([]styled{{text: text, locale: l, size: t.size(0, l), color: ink}}, l, t.body())
}

// words of several scripts and lengths, some of which may be broken.
var words = []string{
	"a", "of", "the", "justice", "freedom", "relationships", "co-workers", "immigration—and", "‘North", "U.S.",
	"incomprehensibilities", "12,345.67", "no\u00a0break", "migración", "compañeras", "https://example.org/a/very/long/address/that/goes/on",
	"справедливость", "свобода", "თავისუფლება", "Ελευθερία", "自由迁徙的自由", "（自由）", "حرية", "التنقل", "שלום", "स्वतंत्रता", "សេរីភាព", "เสรีภาพ", "e\u0301\u0301e\u0323",
	"x\u2028", "\u200b", "👍🏽", "\u00adsoft\u00adhyphens\u00adhere",
}

func TestLinesHoldEveryClusterOnceAndFit(t *testing.T) {
	bench := breakingBench(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 120).Draw(t, "words"), " ")
		tag := rapid.SampledFrom([]string{"en", "es", "ar", "km", "zh-Hans"}).Draw(t, "tag")
		set := setting{
			width:   rapid.Float64Range(20, 500).Draw(t, "width"),
			justify: rapid.Bool().Draw(t, "justify"),
			hyphens: rapid.Bool().Draw(t, "hyphens"),
			em:      11,
		}
		b := bench.blockOf(tag, text)
		if len(b.clusters) == 0 {
			return
		}
		kinds := map[int]breakKind{}
		for _, o := range b.breaks {
			kinds[o.at] = o.kind
		}
		segments := bench.breaker.lines(b.paragraph, set, nil)
		at := 0
		for i, s := range segments {
			if s.from != at || s.to <= s.from {
				t.Fatalf("line %d is [%d, %d), the one before ended at %d", i, s.from, s.to, at)
			}
			at = s.to
			kind, ok := kinds[s.to]
			if !ok {
				t.Fatalf("line %d ends at %d, where no line may end", i, s.to)
			}
			if s.hyphenated != (kind == hyphen) || s.hyphenated && !set.hyphens || s.last != (kind == mandatory) {
				t.Fatalf("line %d, %+v, ends at an opportunity of kind %d", i, s, kind)
			}
			for j := s.from + 1; j < s.to; j++ {
				if kinds[j] == mandatory && slices.ContainsFunc(b.breaks, func(o opportunity) bool { return o.at == j }) {
					t.Fatalf("line %d goes on after a mandatory break at %d", i, j)
				}
			}
		}
		if at != len(b.clusters) {
			t.Fatalf("the lines end at %d of %d clusters", at, len(b.clusters))
		}
		for i, l := range bench.lines(b, segments, set.width, 11, set.justify) {
			if !l.overfull && l.width > set.width+0.5 {
				t.Fatalf("line %d is %g wide, the measure %g", i, l.width, set.width)
			}
			if segments[i].overfull && canBreak(b, segments[i], set) {
				t.Fatalf("line %d is overfull, and could have been broken", i)
			}
			checkGaps(t, l, 11)
		}
	})
}

// canBreak says whether there is an opportunity inside the line that would
// have made its first part fit.
func canBreak(b *block, s segment, set setting) bool {
	width := 0.0
	for i := s.from; i < s.to; i++ {
		if i > s.from && width <= set.width {
			for _, o := range b.breaks {
				if o.at == i && (o.kind != hyphen) {
					return true
				}
			}
		}
		width += b.clusters[i].advance * b.scale(&b.clusters[i])
	}
	return false
}

// checkGaps holds the limit of the spaces in a line.
func checkGaps(t interface{ Errorf(string, ...any) }, l *textLine, em float64) {
	for i := range l.clusters[:l.visible] {
		if l.space == nil || l.space[i] <= 0 {
			continue
		}
		c := &l.clusters[i]
		if gap := c.advance*l.scale(c) + l.space[i]; c.space && gap > widestGap*em+epsilon {
			t.Errorf("a gap of %.2f em", gap/em)
		}
	}
}

// spacing is what the spaces in the running text of a layout look like.
type spacing struct {
	runs, loose, hyphens int
	widest               float64 // em
}

func spacingOf(l *Layout) spacing {
	var s spacing
	for _, p := range l.Pages {
		for i := range p.Runs {
			r := &p.Runs[i]
			if r.Content == nil || r.Content.Element.Role != "P" || r.Size != Standard.Base {
				continue
			}
			widest := 0.0
			for j, c := range r.Clusters {
				// A space that ends a line hangs, and is not stretched.
				if c.Text == " " && (j < len(r.Clusters)-1 || c.Space != 0) {
					widest = max(widest, (c.Advance*r.Size/r.Face.UnitsPerEm+c.Space)/r.Size)
				}
				if c.Text == softHyphen {
					s.hyphens++
				}
			}
			s.runs++
			s.widest = max(s.widest, widest)
			if widest > 0.5 {
				s.loose++
			}
		}
	}
	return s
}

func TestNoGapIsWide(t *testing.T) {
	for _, c := range []struct{ tag, file string }{
		{"en", "../../source/statement.md"},
		{"es", "testdata/es.md"},
	} {
		ed := editionOf(t, c.tag, read(t, c.file))
		l, found := layoutOf(t, ed, Options{})
		if len(found) > 0 {
			t.Errorf("%s: %v", c.tag, found)
		}
		s := spacingOf(l)
		t.Logf("%s: %d runs, %d with a gap over 0.5 em, the widest %.2f em, %d hyphens", c.tag, s.runs, s.loose, s.widest, s.hyphens)
		if s.runs < 200 || s.widest > widestGap+0.01 {
			t.Errorf("%s: the widest gap in %d runs is %.2f em", c.tag, s.runs, s.widest)
		}
	}
}

func TestBalancedLinesAreAsFewAsGreedyOnes(t *testing.T) {
	bench := breakingBench(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words[:12]), 1, 25).Draw(t, "words"), " ")
		width := rapid.Float64Range(60, 400).Draw(t, "width")
		b := bench.blockOf("en", text)
		greedy := bench.breaker.fill(b.paragraph, setting{em: 11, rescue: true}, func(bool) float64 { return width }, nil)
		balanced := bench.breaker.balanced(b.paragraph, 11, width, nil)
		if len(greedy) != len(balanced) {
			t.Fatalf("%d balanced lines, %d greedy ones", len(balanced), len(greedy))
		}
		for _, l := range bench.lines(b, balanced, width, 11, false) {
			if l.width > width+0.5 && !l.overfull {
				t.Fatalf("a line of %g in a measure of %g", l.width, width)
			}
		}
	})
}

func TestTheMarkOfANoteStaysWithItsWord(t *testing.T) {
	// After a Chinese full stop a line may begin, but not with a mark.
	text := "## 头\n\n" + strings.Repeat("移民运动的愿景。[^n]", 60) + "\n\n[^n]: 注。\n"
	ed := editionOf(t, "zh-Hans", text)
	l, _ := layoutOf(t, ed, Options{})
	marks := 0
	for _, p := range l.Pages {
		for i, r := range p.Runs {
			if r.Content != nil && r.Content.Element.Role == "Link" && r.Content.Element.Parent.Role == "Reference" && r.Content.Element.Parent.Parent.Role == "P" {
				marks++
				if before := p.Runs[i-1]; before.Y-r.Y > r.Size || r.X < before.X {
					t.Errorf("mark %d begins a line", marks)
				}
			}
		}
	}
	if marks != 60 {
		t.Errorf("%d marks", marks)
	}
}

func TestLongParagraphsTakeLinearTime(t *testing.T) {
	bench := breakingBench(t, "en")
	r := rand.New(rand.NewPCG(1, 2))
	var long strings.Builder
	for range 100_000 {
		fmt.Fprintf(&long, "%s ", words[r.IntN(7)])
	}
	for name, text := range map[string]string{
		"100,000 words":      long.String(),
		"a word of 100,000":  strings.Repeat("a", 100_000),
		"100,000 ideographs": strings.Repeat("自由", 50_000),
		"100,000 hyphens":    strings.Repeat("-", 100_000),
		"100,000 spaces":     "a" + strings.Repeat(" ", 100_000) + "b",
	} {
		b := bench.blockOf("en", text)
		segments := bench.breaker.lines(b.paragraph, setting{width: 385, justify: true, hyphens: true, em: 11}, nil)
		if name != "100,000 spaces" && len(segments) < 500 {
			t.Errorf("%s: %d lines", name, len(segments))
		}
		for _, s := range segments {
			if s.overfull {
				t.Errorf("%s: a line is overfull", name)
				break
			}
		}
	}
}

// Where justification would leave many lines short, none is justified: an
// edition is even throughout, or ragged throughout.
func TestEditionsAreEvenOrRagged(t *testing.T) {
	long := strings.Repeat("Rindfleischetikettierungsüberwachungsaufgaben übertragungsgesetzlich Grundstücksverkehrsgenehmigungszuständigkeiten und. ", 12)
	short := strings.Repeat("All people have the right to stay in the place that they call home. ", 12)
	for _, c := range []struct {
		name, markdown string
		even           bool
	}{
		{"short words", short + "\n\n" + short, true},
		{"long words", long + "\n\n" + long, false},
		{"long words after short ones", short + "\n\n" + long + "\n\n" + long, false},
	} {
		l, _ := layoutOf(t, editionOf(t, "und", c.markdown), Options{})
		grown := false
		for _, p := range l.Pages {
			for _, r := range p.Runs {
				for _, cl := range r.Clusters {
					grown = grown || r.Artifact == NoArtifact && cl.Space != 0
				}
			}
		}
		if grown != c.even {
			t.Errorf("%s: lines are justified: %v", c.name, grown)
		}
	}
}
