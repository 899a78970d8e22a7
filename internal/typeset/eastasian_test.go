package typeset

import (
	"math"
	"slices"
	"strings"
	"testing"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// widthOf is the width of a text on a line by itself, in em.
func widthOf(t *testing.T, tag, text string) float64 {
	t.Helper()
	bench := breakingBench(t, tag)
	b := bench.blockOf(tag, text)
	l := &textLine{block: b, clusters: bench.shaper.line(b.paragraph, 0, len(b.clusters), false)}
	l.measure()
	return l.width / b.stretches[0].size
}

// Between two signs, at a line's start and at its end the white half of a
// full-width sign goes; a stop that stands in the middle of its square has none
// to lose; a quarter of an em stands between ideographs and other letters.
func TestWhiteOfFullWidthSigns(t *testing.T) {
	for _, c := range []struct {
		tag, text string
		want      float64 // em
	}{
		{"ja", "自由自由", 4},
		{"ja", "自由、自由", 5},
		{"ja", "自由、「自由", 5.5},
		{"ja", "自由」、自由", 5.5},
		{"ja", "自由」「自由", 5.5},
		{"ja", "自由「『自由", 5.5},
		{"ja", "自由。", 2.5},
		{"ja", "「自由", 2.5},
		{"ja", "「自由」", 3},
		{"ja", "自由・自由", 5},
		{"ja", "リーダーの会", 6},
		{"zh-Hans", "自由，《自由》。", 6.5},
		{"zh-Hant", "自由，自由。", 6},
		{"zh-Hant", "「自由」", 3},
	} {
		if got := widthOf(t, c.tag, c.text); math.Abs(got-c.want) > 0.02 {
			t.Errorf("%s %q is %.2f em wide, want %.2f", c.tag, c.text, got, c.want)
		}
	}
	apart := func(tag, text, a, b string) float64 {
		return widthOf(t, tag, text) - widthOf(t, tag, a) - widthOf(t, tag, b)
	}
	for _, c := range []struct {
		tag, text, a, b string
		want            float64
	}{
		{"ja", "自由abc", "自由", "abc", .25}, {"ja", "abc自由", "abc", "自由", .25}, {"zh-Hans", "第30条", "第30", "条", .25},
		{"ko", "자유abc", "자유", "abc", 0}, {"ja", "自由、abc", "自由、", "abc", .5},
		{"en", "자유abc", "자유", "abc", 0},
	} {
		if got := apart(c.tag, c.text, c.a, c.b); math.Abs(got-c.want) > 0.02 {
			t.Errorf("%s: %.2f em between the parts of %q, want %.2f", c.tag, got, c.text, c.want)
		}
	}
}

// prohibited are the signs that no line begins or ends with, by JIS X 4051 and
// CLREQ §3.1.4, as a person knows them, not as UAX #14 puts them.
const (
	neverFirst = "、。，．・：；？！）］｝〕〉》」』】〙〗”’々〻ヽヾゝゞーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ‐゠–〜%％‰℃"
	neverLast  = "（［｛〔〈《「『【〘〖“‘￥＄£＃№"
)

// Kinsoku, and lines that fill the measure: on texts that abound in signs.
func TestKinsoku(t *testing.T) {
	for _, c := range []struct{ tag, text string }{
		{"ja", "「ばーっ。」と、言った（ヴィジョン・『プロセス』）……それは、チョコレート！？　人々の「自由」、すなわち——時々ゝ、〈移動〉の自由・平等。"},
		{"zh-Hans", "“移民运动”（2018年8月）：《愿景》、“自由”；——平等……‘爱’！公正？30％、￥500、「关系」与“信任”。"},
		{"zh-Hant", "「移民運動」（2018年8月）：《願景》、『自由』；——平等……「愛」！公正？"},
	} {
		bench := breakingBench(t, c.tag)
		b := bench.blockOf(c.tag, strings.Repeat(c.text, 6))
		em := b.stretches[0].size
		lines, full, hung := 0, 0, 0
		for width := leastJustified * em; width < 40*em; width += 0.37 * em {
			set := setting{width: width, justify: true, em: em}
			for _, l := range bench.lines(b, bench.breaker.lines(b.paragraph, set, nil), width, em, true) {
				lines++
				first, last := b.runes[l.clusters[0].start], b.runes[l.clusters[l.visible-1].start]
				if l.clusters[0].start > 0 && strings.ContainsRune(neverFirst, first) {
					t.Errorf("%s: a line begins with %c", c.tag, first)
				}
				if strings.ContainsRune(neverLast, last) {
					t.Errorf("%s: a line ends with %c", c.tag, last)
				}
				if math.Abs(l.width-width) < 0.01 {
					full++
				}
				ink := -l.head
				for i := range l.clusters[:l.visible] {
					k := &l.clusters[i]
					ink += k.advance * l.scale(k)
					if l.space != nil {
						ink += l.space[i]
						if l.space[i] > 0.1*em && !k.space {
							t.Errorf("%s: a gap of %.2f em after %c", c.tag, l.space[i]/em, b.runes[k.start])
						}
					}
				}
				k := &l.clusters[l.visible-1]
				if over := ink - float64(k.tail+k.after)*l.scale(k) - l.width; over > 0.3*em {
					hung++
					if c.tag != "ja" || !strings.ContainsRune("、。，．", last) {
						t.Errorf("%s: %c hangs %.2f em in the margin", c.tag, last, over/em)
					}
				}
			}
		}
		t.Logf("%s: %d lines, %d fill the measure, %d have a stop in the margin", c.tag, lines, full, hung)
		if full < lines*8/10 {
			t.Errorf("%s: of %d lines %d fill the measure", c.tag, lines, full)
		}
		if (hung > 0) != (c.tag == "ja") {
			t.Errorf("%s: %d stops in the margin", c.tag, hung)
		}
	}
}

// A Korean word is parted only where its line would have wide gaps, and then
// without a hyphen.
func TestKoreanWords(t *testing.T) {
	if got := breaksOf(t, "ko", "모든 사람은(자유)"); got != "모|든 |사|람|은|(|자|유)‖" && got != "모든 |사람은(자유)‖" {
		t.Errorf("%q", got)
	}
	_, p := shapeText(t, "ko", "모든 사람은 동-서")
	kinds := map[string]breakKind{}
	for _, o := range p.breaks[:len(p.breaks)-1] {
		kinds[string(p.runes[p.clusters[o.at].start:])] = o.kind
	}
	for rest, want := range map[string]breakKind{"든 사람은 동-서": poor, "사람은 동-서": ordinary, "은 동-서": poor, "서": ordinary} {
		if kinds[rest] != want {
			t.Errorf("the break before %q is of kind %d, want %d", rest, kinds[rest], want)
		}
	}
	bench := breakingBench(t, "ko")
	parted, lines := 0, 0
	for _, d := range declarations(t, func(code string, _ locale.Locale) bool { return code == "kor" }) {
		for _, s := range d.Sections {
			for _, x := range s.Blocks {
				b := bench.blockOf("ko", x.Text)
				em := b.stretches[0].size
				set := setting{width: measure * em, justify: true, hyphens: true, em: em}
				for _, l := range bench.lines(b, bench.breaker.lines(b.paragraph, set, nil), set.width, em, true) {
					lines++
					checkGaps(t, l, em)
					if end := l.clusters[len(l.clusters)-1]; !l.last && b.runes[end.end-1] != ' ' {
						parted++
					}
				}
			}
		}
	}
	t.Logf("%d lines, %d end within a word", lines, parted)
	if lines < 80 || parted*4 > lines {
		t.Errorf("of %d lines %d end within a word", lines, parted)
	}
}

// Emphasis is a dot at each character in Chinese (below) and Japanese (above),
// which is no part of the text; elsewhere italics, or weight.
func TestEmphasis(t *testing.T) {
	for _, c := range []struct {
		tag, text string
		style     fonts.Style
		above     float64 // em: a dot is above this, or below minus this
	}{
		{"ja", "自由", 0, 0.9}, {"zh-Hans", "自由", 0, -0.1}, {"zh-Hant", "自由", 0, -0.1},
		{"en", "free", fonts.Italic, 0}, {"ru", "воля", fonts.Italic, 0}, {"el", "ελευθερία", fonts.Italic, 0},
		{"ar", "حرية", fonts.Bold, 0}, {"km", "សេរី", fonts.Bold, 0}, {"ko", "자유", fonts.Bold, 0}, {"hy", "ազատ", fonts.Bold, 0}, {"ka", "თავი", fonts.Bold, 0},
	} {
		l, _ := layoutOf(t, editionOf(t, c.tag, "# "+c.text+"\n\n"+c.text+" *"+c.text+"*\n"), Options{})
		var plainRun, emphatic *Run
		for _, p := range l.Pages {
			for i := range p.Runs {
				if r := &p.Runs[i]; r.Content != nil && r.Content.Element.Role == "P" && strings.HasSuffix(strings.TrimSpace(textOf(r)), c.text) {
					if plainRun == nil {
						plainRun = r
					}
					emphatic = r
				}
			}
		}
		if emphatic == plainRun {
			t.Fatalf("%s: the emphasis is lost", c.tag)
		}
		if c.above == 0 {
			if emphatic.Face.Style != c.style || emphatic.Face == plainRun.Face {
				t.Errorf("%s: emphasis has the style %d of %s", c.tag, emphatic.Face.Style, emphatic.Face.Path)
			}
			continue
		}
		for _, k := range emphatic.Clusters[len(emphatic.Clusters)-2:] {
			if len(k.Glyphs) != 2 {
				t.Fatalf("%s: %q has %d glyphs", c.tag, k.Text, len(k.Glyphs))
			}
			ink, _ := emphatic.Face.New().GlyphExtents(k.Glyphs[1].ID)
			em := emphatic.Face.UnitsPerEm
			top := k.Glyphs[1].Y + float64(ink.YBearing)
			bottom := top + float64(ink.Height)
			if c.above > 0 && bottom < c.above*em || c.above < 0 && top > c.above*em {
				t.Errorf("%s: the dot stands from %.2f to %.2f em", c.tag, bottom/em, top/em)
			}
		}
	}
}

// What the writers of a language draw otherwise is drawn so, where the face has
// it: by OpenType's language tags within a face, by faces of regional forms.
func TestFormsOfALanguage(t *testing.T) {
	shapes := func(tag, text string, style fonts.Style) (out []Glyph, face *fonts.Face) {
		l := locale.MustParse(tag)
		p := newShaper(library(t).For(l), testData(t)).paragraph([]styled{{text: text, locale: l, size: 10, style: style}}, l.Dir)
		for _, c := range p.clusters {
			out, face = append(out, c.glyphs...), c.face
		}
		return out, face
	}
	for _, c := range []struct {
		a, b, text string
		style      fonts.Style
	}{
		{"sr", "ru", "б", 0}, {"mk", "ru", "б", 0}, {"sr", "ru", "гдпт", fonts.Italic}, {"mk", "ru", "гдпт", fonts.Bold | fonts.Italic},
		{"ro", "tr", "şţ", 0}, {"ro", "en", "şţ", fonts.Bold}, {"ca", "en", "l·l", 0},
		{"mr", "hi", "शल", 0}, {"ne", "hi", "झ", 0},
	} {
		a, fa := shapes(c.a, c.text, c.style)
		b, fb := shapes(c.b, c.text, c.style)
		if fa != fb || slices.EqualFunc(a, b, func(x, y Glyph) bool { return x.ID == y.ID }) {
			t.Errorf("%s and %s draw %q alike", c.a, c.b, c.text)
		}
	}
	for tag, want := range map[string]string{
		"zh-Hans": "NotoSansSC", "zh-Hant": "NotoSansTC", "zh-HK": "NotoSansHK", "zh-Hant-MO": "NotoSansHK", "yue": "NotoSansHK",
		"yue-Hans": "NotoSansSC", "ja": "NotoSansJP", "ko": "NotoSansKR", "en": "NotoSansSC",
	} {
		if _, f := shapes(tag, "骨", 0); f == nil || !strings.Contains(f.Path, "/"+want+"_") {
			t.Errorf("%s: %v, want %s", tag, f, want)
		}
	}
	for tag, nastaliq := range map[string]bool{"ur": true, "fa": false, "fa-Aran": true, "ks-Aran": true, "ar": false, "ug": false, "pnb": false} {
		if _, f := shapes(tag, "سلام", 0); f == nil || f.Nastaliq() != nastaliq {
			t.Errorf("%s: %v", tag, f)
		}
	}
}

// No change of face comes between a letter and its marks, and signs that the
// text's own face lacks are found: arrows, symbols, emoji as outlines, letters
// outside the BMP.
func TestStrayCharacters(t *testing.T) {
	for _, c := range []struct{ tag, text string }{
		{"en", "→"}, {"km", "⇒"}, {"en", "☎"}, {"ar", "✓"}, {"en", "∮"}, {"en", "😀"}, {"zh-Hans", "👩🏽"}, {"hi", "❤️"}, {"en", "👨\u200d👩\u200d👧"},
		{"en", "𐐷"}, {"en", "𝒜"}, {"ja", "𠮷"}, {"ff-Adlm", "𞤀𞥄"}, {"en", "e\u0301\u0323"}, {"en", "α\u0342\u0345"}, {"ru", "о\u0301"},
		{"ar", "بِّ"}, {"en", "◌\u0301"}, {"lo", "ກໍ່"}, {"en", "1\ufe0f\u20e3"},
	} {
		_, p := shapeText(t, c.tag, "a "+c.text+" b")
		from, to := 2, 2+len([]rune(c.text))
		var face *fonts.Face
		for i := range p.clusters {
			k := &p.clusters[i]
			if k.start < from || k.start >= to {
				continue
			}
			if k.face == nil || k.face.Origin == fonts.System || face != nil && k.face != face {
				t.Errorf("%s: %q (%U) is in %v, after %v", c.tag, c.text, p.runes[k.start:k.end], k.face, face)
				break
			}
			face = k.face
			for _, g := range k.glyphs {
				if g.ID == 0 {
					t.Errorf("%s: %q has no glyph in %s", c.tag, c.text, face.Path)
				}
			}
		}
	}
}
