package typeset

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/bidi"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// Whatever the text and the measure, the lines of a paragraph hold every cluster
// once and in order, and only the last ends the paragraph.
func FuzzLines(f *testing.F) {
	faces, data := openPinned(f), testData(f)
	for i, text := range samples {
		f.Add(text, float64(20*i), i%2 == 0, byte(i))
	}
	f.Fuzz(func(t *testing.T, text string, width float64, justify bool, tag byte) {
		if len(text) > 2000 || !(width >= 0 && width < 1e6) {
			return
		}
		s := newShaper(faces, data)
		l := locale.MustParse(tags[int(tag)%len(tags)])
		p := s.paragraph([]styled{{text: text, locale: l, size: 10}}, l.Dir)
		at := 0
		for _, line := range (&breaker{shaper: s}).lines(p, setting{width: width, justify: justify, hyphens: true, em: 10}, nil) {
			if line.from != at || line.to <= at {
				t.Fatalf("a line of the clusters [%d, %d) after %d", line.from, line.to, at)
			}
			s.line(p, line.from, line.to, line.hyphenated)
			at = line.to
		}
		if at != len(p.clusters) {
			t.Fatalf("the lines end at %d of %d clusters", at, len(p.clusters))
		}
	})
}

// Levels of any text: each character has one, none is deeper than UAX #9 lets
// it be, none lower than the paragraph's, and the order of a line has every
// character once.
func FuzzBidi(f *testing.F) {
	for _, text := range samples {
		f.Add(text, 0)
		f.Add(text, 1)
		f.Add(text, firstStrong)
	}
	f.Fuzz(func(t *testing.T, text string, base int) {
		if base < firstStrong || base > 1 || len(text) > 10000 {
			return
		}
		runes := []rune(text)
		levels, paragraph := bidiLevels(runes, base)
		if len(levels) != len(runes) || paragraph > 1 || base >= 0 && int(paragraph) != base {
			t.Fatalf("%d levels of %d characters, the paragraph's %d", len(levels), len(runes), paragraph)
		}
		classes := make([]bidi.Class, len(runes))
		for i, r := range runes {
			classes[i] = classOf(r)
			if levels[i] < paragraph || levels[i] > maxDepth+1 {
				t.Fatalf("character %d has the level %d in a paragraph of %d", i, levels[i], paragraph)
			}
		}
		lineLevels(classes, levels, paragraph)
		order := slices.Clone(visualOrder(levels))
		slices.Sort(order)
		for i, at := range order {
			if i != at {
				t.Fatalf("the order has %d in place of %d", at, i)
			}
		}
	})
}

// A strange font with some bytes changed shapes a text, or is an error that
// names it; the text is whole.
func FuzzRules(f *testing.F) {
	good := []byte(read(f, "../../node_modules/@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf"))
	f.Add(uint32(5000), []byte{0xFF, 0xFF}, "ខ្មែរសេរីភាព")
	f.Add(uint32(12000), []byte{0, 0, 0, 1}, "ស្ត្រី ខ្ញុំ")
	f.Fuzz(func(t *testing.T, at uint32, change []byte, text string) {
		if len(text) > 500 {
			return
		}
		data := slices.Clone(good)
		copy(data[int(at)%len(data):], change)
		face, err := fonts.Load("fonts/own.ttf", data, fonts.Regular, fonts.Project)
		if err != nil {
			return
		}
		l := locale.MustParse("km")
		wholeText(t, newShaper(oneFace{face}, nil).paragraph([]styled{{text: text, locale: l, size: 10}}, l.Dir))
	})
}
