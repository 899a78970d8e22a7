package typeset

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/test/sfnt"
)

func shaperFor(t testing.TB, tag string) *shaper {
	t.Helper()
	return newShaper(library(t).For(locale.MustParse(tag)), testData(t))
}

// shapeText shapes text as one stretch of regular type in a locale.
func shapeText(t testing.TB, tag, text string) (*shaper, *paragraph) {
	t.Helper()
	s := shaperFor(t, tag)
	l := locale.MustParse(tag)
	p := s.paragraph([]styled{{text: text, locale: l, size: 10}}, l.Dir)
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s, p
}

// pinned fails where a face comes from the machine, and may be another on the
// next.
func pinned(t testing.TB, p *paragraph) {
	t.Helper()
	for _, c := range p.clusters {
		if c.face != nil && c.face.Origin == fonts.System {
			t.Fatalf("%q is in %s, which may differ on another machine", string(p.runes[c.start:c.end]), c.face.Path)
		}
	}
}

// clusterTexts is the texts of clusters, parted by bars.
func clusterTexts(p *paragraph, clusters []cluster) string {
	var parts []string
	for _, c := range clusters {
		parts = append(parts, string(p.runes[c.start:c.end]))
	}
	return strings.Join(parts, "|")
}

// same glyphs in the same places?
func sameGlyphs(a, b []cluster) bool {
	return slices.EqualFunc(a, b, func(x, y cluster) bool {
		return x.face == y.face && x.advance == y.advance && slices.Equal(x.glyphs, y.glyphs)
	})
}

func TestClusters(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "co-op", "c|o|-|o|p"},
		{"fr", "e\u0301té", "e\u0301|t|é"},
		{"km", "ខ្មែរ", "ខ្មែ|រ"},           // coeng below, vowel before
		{"km", "ស្ត្រី", "ស្ត្រី"},          // two coengs
		{"hi", "क्षत्रिय", "क्ष|त्रि|य"},    // conjuncts, the vowel sign before
		{"hi", "धर्म", "ध|र्म"},             // reph
		{"my", "အင်္ဂလိပ်", "အ|င်္ဂ|လိ|ပ်"}, // kinzi
		{"th", "น้ำ", "น้ำ"},                // sara am with a tone mark
		{"ta", "கொடு", "கொ|டு"},             // a vowel sign on both sides
		{"ar", "سلام", "س|ل|ا|م"},
		{"ko", "한\u1112\u1161\u11ab", "한|\u1112\u1161\u11ab"}, // composed and not
		{"en", "a\u200bb\u00adc\u2060d", "a|\u200b|b|\u00ad|c|\u2060|d"},
	} {
		_, p := shapeText(t, c.tag, c.text)
		pinned(t, p)
		if got := clusterTexts(p, p.clusters); got != c.want {
			t.Errorf("%s: %+q, want %+q", c.tag, got, c.want)
		}
		for _, cl := range p.clusters {
			for _, g := range cl.glyphs {
				if g.ID == 0 {
					t.Errorf("%s %s: a glyph is missing in %q", c.tag, c.text, string(p.runes[cl.start:cl.end]))
				}
			}
		}
	}
}

// Letters take the forms that their script wants.
func TestForms(t *testing.T) {
	glyph := func(tag, text string, at int) []Glyph {
		_, p := shapeText(t, tag, text)
		pinned(t, p)
		return p.clusters[at].glyphs
	}
	id := func(g []Glyph) font.GID {
		if len(g) != 1 {
			t.Fatalf("%d glyphs, want 1", len(g))
		}
		return g[0].ID
	}
	ids := func(tag, text string, at int) string {
		var out []string
		for _, g := range glyph(tag, text, at) {
			out = append(out, fmt.Sprint(g.ID))
		}
		return strings.Join(out, " ")
	}
	// Arabic: beh by itself, first, in the middle, last.
	forms := []string{ids("ar", "ب", 0), ids("ar", "ببب", 0), ids("ar", "ببب", 1), ids("ar", "ببب", 2)}
	for i := range forms {
		if slices.Index(forms, forms[i]) != i {
			t.Errorf("two of the four forms of beh are the same: %v", forms)
			break
		}
	}
	// Lam before alef is neither lam before another letter nor alone.
	if lam := ids("ar", "لا", 0); lam == ids("ar", "لب", 0) || lam == ids("ar", "ل", 0) {
		t.Errorf("lam before alef is %s", lam)
	}
	// Devanagari: reph stands over the letter after it, i before its consonant.
	reph := glyph("hi", "र्म", 0)
	if len(reph) != 2 || reph[0].ID != id(glyph("hi", "म", 0)) {
		t.Errorf("reph: %v", reph)
	}
	if i := glyph("hi", "कि", 0); len(i) != 2 || i[1].ID != id(glyph("hi", "क", 0)) || i[0].X > i[1].X {
		t.Errorf("the vowel sign i: %v", i)
	}
	// Khmer: the vowel e stands before its consonant, though typed after it.
	if e := glyph("km", "កេ", 0); len(e) != 2 || e[1].ID != id(glyph("km", "ក", 0)) || e[0].X > e[1].X {
		t.Errorf("the vowel sign e: %v", e)
	}
	// The language chooses: Romanian and Turkish have features of their own.
	if _, a := shapeText(t, "ro", "ş"); sameGlyphs(a.clusters, func() []cluster { _, b := shapeText(t, "en", "ş"); return b.clusters }()) {
		t.Error("s with cedilla is drawn in Romanian as in English")
	}
}

// Glyphs of a cluster are placed from its left end, and its advance is theirs
// together.
func TestAdvances(t *testing.T) {
	_, p := shapeText(t, "km", "កែ")
	c := p.clusters[0]
	_, single := shapeText(t, "km", "ក")
	if len(c.glyphs) != 2 || c.glyphs[0].X != 0 || c.glyphs[1].X <= 0 || c.advance != c.glyphs[1].X+single.clusters[0].advance {
		t.Errorf("%+v; the consonant by itself: %+v", c, single.clusters[0])
	}
	// A mark takes no room.
	_, plain := shapeText(t, "ar", "ب")
	_, marked := shapeText(t, "ar", "بَ")
	if a, b := plain.clusters[0], marked.clusters[0]; a.advance != b.advance || len(b.glyphs) <= len(a.glyphs) {
		t.Errorf("without a mark %+v, with one %+v", a, b)
	}
	for _, r := range "\u200b\u00ad\u200c\u200d\u2060\ufeff\u2028" {
		_, p := shapeText(t, "en", "a"+string(r)+"b")
		if len(p.clusters) < 2 {
			t.Errorf("U+%04X: %d clusters", r, len(p.clusters))
		}
		drawn, advance := 0, 0.0
		for _, c := range p.clusters {
			drawn += len(c.glyphs)
			advance += c.advance
		}
		_, ab := shapeText(t, "en", "ab")
		if drawn != 2 || advance != ab.clusters[0].advance+ab.clusters[1].advance {
			t.Errorf("U+%04X is drawn, or takes room: %+v", r, p.clusters)
		}
	}
}

// Brackets are mirrored in text from right to left.
func TestMirroring(t *testing.T) {
	open := func(tag, text string, at int) font.GID {
		_, p := shapeText(t, tag, text)
		return p.clusters[at].glyphs[0].ID
	}
	if a, b := open("he", "א(ב", 1), open("he", "א)ב", 1); a == b {
		t.Error("the two brackets are one")
	} else if left := faceGlyph(t, "he", "א", ')'); a != left {
		t.Errorf("an opening bracket in Hebrew is glyph %d, want %d", a, left)
	}
	_, p := shapeText(t, "ar", "أحمد (abc) محمود")
	for _, c := range p.clusters {
		if r := p.runes[c.start]; (r == '(' || r == ')') && c.level != 1 {
			t.Errorf("%c around English in Arabic is at level %d", r, c.level)
		}
	}
}

// faceGlyph is the glyph of r in the face that shows text.
func faceGlyph(t *testing.T, tag, text string, r rune) font.GID {
	t.Helper()
	_, p := shapeText(t, tag, text)
	id, ok := p.clusters[0].face.Glyph(r)
	if !ok {
		t.Fatalf("%s has no %c", p.clusters[0].face.Path, r)
	}
	return id
}

// visual is the text of a line as it is seen from left to right.
func visual(s *shaper, p *paragraph, line []cluster) string {
	var b strings.Builder
	for _, run := range s.runs(p, line) {
		part := slices.Clone(run)
		if run[0].level&1 == 1 {
			slices.Reverse(part)
		}
		for _, c := range part {
			b.WriteString(string(p.runes[c.start:c.end]))
		}
	}
	return b.String()
}

func TestVisualOrder(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "abc 1948", "abc 1948"},
		{"ar", "سنة 1948", "1948 ةنس"},
		{"ar", "سنة 1948 abc", "abc 1948 ةنس"},
		{"ar", "سنة abc 1948 دنس", "سند abc 1948 ةنس"},
		{"en", "the word سنة 1948 here", "the word 1948 ةنس here"},
		{"he", "אבג (abc) דהו", "והד )abc( גבא"}, // brackets in logical form; their glyphs are mirrored
		{"en", "abc ", "abc "},
		{"he", "אב ", " בא"},
		{"ff-Adlm", "𞤆𞤵𞤤 12", "12 𞤤𞤵𞤆"}, // beyond the BMP
	} {
		s, p := shapeText(t, c.tag, c.text)
		if got := visual(s, p, p.clusters); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.tag, c.text, got, c.want)
		}
	}
}

// The white space at the end of a line stands at the end of the paragraph's
// direction, whatever the text before it (L1).
func TestSpacesAtLineEnds(t *testing.T) {
	s, p := shapeText(t, "ar", "سنة abc دنس")
	line := s.line(p, 0, 8, false) // to the space after abc
	if got := visual(s, p, line); got != " abc ةنس" {
		t.Errorf("%q", got)
	}
	runs := s.runs(p, line)
	if first := runs[0]; len(first) != 1 || !first[0].space || first[0].level != 1 {
		t.Errorf("the space at the end of the line is at %+v", first)
	}
}

// A line is what its text would be by itself, where the break parted nothing
// that joins.
func TestLinesAreAsByThemselves(t *testing.T) {
	for _, c := range []struct{ tag, language string }{{"en", "eng"}, {"ur", "urd"}, {"ar", "arb"}, {"hi", "hin"}, {"km", "khm"}, {"my", "mya"}} {
		for _, text := range declaration(t, c.language)[:12] {
			s, p := shapeText(t, c.tag, text)
			last := 0
			for i, b := range p.breaks {
				if b.kind == emergency || b.kind == hyphen || i%3 != 0 && i+1 < len(p.breaks) {
					continue
				}
				line := s.line(p, last, b.at, false)
				start, end := p.clusters[last].start, p.clusters[b.at-1].end
				l := locale.MustParse(c.tag)
				alone := s.paragraph([]styled{{text: string(p.runes[start:end]), locale: l, size: 10}}, l.Dir)
				if !sameGlyphs(line, alone.clusters) {
					t.Errorf("%s: %q is drawn otherwise in a paragraph than alone", c.tag, string(p.runes[start:end]))
				}
				last = b.at
			}
		}
	}
}

// Where a word that joins is broken in need, its letters go on joining.
func TestBrokenWordsGoOnJoining(t *testing.T) {
	s, p := shapeText(t, "ar", "بببب")
	whole := p.clusters
	for _, part := range [][]cluster{s.line(p, 0, 2, false), s.line(p, 2, 4, false)} {
		for _, c := range part {
			if !slices.Equal(c.glyphs, whole[c.start].glyphs) {
				t.Errorf("letter %d: %v, in the word %v", c.start, c.glyphs, whole[c.start].glyphs)
			}
		}
	}
}

func TestHyphenOfALine(t *testing.T) {
	s, p := shapeText(t, "en", "immigrant")
	line := s.line(p, 0, 2, true)
	h := line[len(line)-1]
	if len(line) != 3 || h.start != 2 || h.end != 2 || len(h.glyphs) != 1 || h.advance <= 0 || h.face != p.clusters[0].face {
		t.Errorf("%+v", h)
	}
	if id, ok := h.face.Glyph('\u2010'); !ok || h.glyphs[0].ID != id {
		t.Errorf("the hyphen is glyph %d, want %d", h.glyphs[0].ID, id)
	}
	if len(p.clusters) != 9 {
		t.Errorf("the paragraph has %d clusters now", len(p.clusters))
	}
}

// face of each cluster, by the file's name.
func facesOf(p *paragraph) []string {
	var out []string
	for _, c := range p.clusters {
		name := "none"
		if c.face != nil {
			name = strings.TrimSuffix(filepath.Base(c.face.Path), ".ttf")
		}
		if n := len(out); n == 0 || out[n-1] != name {
			out = append(out, name)
		}
	}
	return out
}

func TestFaces(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "a → b, c", "NotoSans_400Regular NotoSansSymbols_400Regular NotoSans_400Regular"},
		{"km", "មនុស្ស (1948) «ក»", "NotoSansKhmer_400Regular"},
		{"ar", "سنة 1948، (abc) سنة", "NotoNaskhArabic_400Regular NotoSans_400Regular NotoNaskhArabic_400Regular"},
		{"hi", "अ abc। अ", "NotoSansDevanagari_400Regular NotoSans_400Regular NotoSansDevanagari_400Regular"},
		{"zh-Hans", "移民，abc", "NotoSansSC_400Regular NotoSans_400Regular"},
		{"en", "a\uE123b", "NotoSans_400Regular none NotoSans_400Regular"},
		{"en", "\u200b", "NotoSans_400Regular"},
		{"en", "x\u0301y", "NotoSans_400Regular"},
		{"hi", "\u00a0ि", "NotoSansDevanagari_400Regular"}, // a mark shown on a space
	} {
		_, p := shapeText(t, c.tag, c.text)
		if got := strings.Join(facesOf(p), " "); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.tag, c.text, got, c.want)
		}
	}
}

// A change of style within a cluster parts it, and loses nothing.
func TestStretches(t *testing.T) {
	s := shaperFor(t, "km")
	l := locale.MustParse("km")
	p := s.paragraph([]styled{{text: "ខ", locale: l, size: 10}, {text: "្មែរ", locale: l, size: 10, style: fonts.Bold}, {text: "", locale: l}, {text: "x", locale: l, mono: true}}, l.Dir)
	if got := strings.ReplaceAll(clusterTexts(p, p.clusters), "|", ""); got != "ខ្មែរx" {
		t.Errorf("%q", got)
	}
	for _, c := range p.clusters {
		for i := c.start; i < c.end; i++ {
			if want := []int{0, 1, 1, 1, 1, 3}[i]; c.stretch != want {
				t.Errorf("character %d is in stretch %d, want %d", i, c.stretch, want)
			}
		}
	}
	if got := strings.Join(facesOf(p), " "); got != "NotoSansKhmer_400Regular NotoSansKhmer_700Bold NotoSansMono_400Regular" {
		t.Error(got)
	}
}

// A font of a stranger may be broken in any way: it is an error that names the
// file, or it is used, and the text is whole.
func TestBrokenRules(t *testing.T) {
	good, err := os.ReadFile("../../node_modules/@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for i := range 60 {
		data := slices.Clone(good)
		for k := range 40 { // spoil some bytes, always the same
			data[2000+(i*7919+k*104729)%(len(data)-2000)] ^= byte(1 << (k % 8))
		}
		face, err := fonts.Load("fonts/own.ttf", data, fonts.Regular, fonts.Project)
		if err != nil {
			continue
		}
		used++
		s := newShaper(oneFace{face}, nil)
		l := locale.MustParse("km")
		p := s.paragraph([]styled{{text: strings.Join(declaration(t, "khm")[:5], " "), locale: l, size: 10}}, l.Dir)
		if s.err != nil && !strings.Contains(s.err.Error(), "fonts/own.ttf") {
			t.Errorf("%v does not name the font", s.err)
		}
		wholeText(t, p)
	}
	if used < 10 {
		t.Errorf("only %d of the fonts could be loaded", used)
	}
}

// oneFace has one face for everything.
type oneFace struct{ face *fonts.Face }

func (o oneFace) Pick([]rune, language.Script, fonts.Style, bool, locale.Locale) (*fonts.Face, bool) {
	return o.face, true
}

// A font that takes for ever is given up.
func TestEndlessRules(t *testing.T) {
	face, err := fonts.Load("fonts/slow.ttf", []byte(read(t, "../../node_modules/@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf")), fonts.Regular, fonts.Project)
	if err != nil {
		t.Fatal(err)
	}
	s := newShaper(oneFace{face}, nil)
	l := locale.MustParse("km")
	text := strings.Repeat(strings.Join(declaration(t, "khm"), ""), 4)
	s.patience = -time.Duration(len([]rune(text))) * time.Millisecond
	p := s.paragraph([]styled{{text: text, locale: l, size: 10}}, l.Dir)
	if s.err == nil || !strings.Contains(s.err.Error(), "fonts/slow.ttf") || !strings.Contains(s.err.Error(), "hint:") {
		t.Errorf("%v", s.err)
	}
	wholeText(t, p)
}

// Rules that make sixty glyphs of each, again and again, are an error that names
// the font, or come to an end.
func TestFloodingRules(t *testing.T) {
	good := sfnt.Tables([]byte(read(t, "../../node_modules/@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf")))
	n := int(binary.BigEndian.Uint16(good["maxp"][4:]))
	all := sfnt.Words(2, 1, 0, n-1, 0) // a coverage of every glyph
	// Lookups 0 to 9 each put sixty glyphs in place of one.
	start := 6 + 2*n
	many := sfnt.Words(1, start+2+2*60, n)
	for range n {
		many = append(many, sfnt.Words(start)...)
	}
	many = append(many, sfnt.Words(60)...)
	for range 60 {
		many = append(many, sfnt.Words(5)...)
	}
	lookup := append(sfnt.Words(2, 0, 1, 8), append(many, all...)...)
	good["GSUB"] = sfnt.GSUB("ccmp", slices.Repeat([][]byte{lookup}, 10)...)
	face, err := fonts.Load("fonts/own.ttf", sfnt.File(good), fonts.Regular, fonts.Project)
	if err != nil {
		t.Fatal(err)
	}
	s := newShaper(oneFace{face}, nil)
	l := locale.MustParse("km")
	p := s.paragraph([]styled{{text: declaration(t, "khm")[0], locale: l, size: 10}}, l.Dir)
	if s.err != nil && !strings.Contains(s.err.Error(), "fonts/own.ttf") {
		t.Errorf("%v does not name the font", s.err)
	}
	glyphs := 0
	for _, c := range p.clusters {
		glyphs += len(c.glyphs)
	}
	if s.err == nil && (glyphs < 60*len(p.runes)/2 || glyphs > 1e6) {
		t.Errorf("%d glyphs of %d characters", glyphs, len(p.runes))
	}
	wholeText(t, p)
}

// wholeText checks that the clusters hold every character once, in order.
func wholeText(t testing.TB, p *paragraph) {
	t.Helper()
	at := 0
	for i, c := range p.clusters {
		if c.start != at || c.end <= c.start {
			t.Fatalf("cluster %d of %+q is [%d, %d), after %d", i, string(p.runes), c.start, c.end, at)
		}
		at = c.end
	}
	if at != len(p.runes) {
		t.Fatalf("the clusters end at %d of %d: %+q", at, len(p.runes), string(p.runes))
	}
	last := 0
	for _, b := range p.breaks {
		if b.at <= last || b.at > len(p.clusters) {
			t.Fatalf("a break at %d after %d: %+q", b.at, last, string(p.runes))
		}
		last = b.at
	}
	if len(p.clusters) > 0 && (last != len(p.clusters) || p.breaks[len(p.breaks)-1].kind != mandatory) {
		t.Fatalf("the last break is at %d of %d: %+q", last, len(p.clusters), string(p.runes))
	}
}

func BenchmarkParagraph(b *testing.B) {
	for _, c := range []struct{ tag, language string }{
		{"en", "eng"}, {"es", "spa"}, {"ar", "arb"}, {"ur", "urd"}, {"hi", "hin"}, {"km", "khm"}, {"th", "tha"}, {"my", "mya"}, {"zh-Hans", "cmn_hans"}, {"ja", "jpn"},
	} {
		l := locale.MustParse(c.tag)
		s := shaperFor(b, c.tag)
		texts := declaration(b, c.language)
		n := 0
		for _, text := range texts {
			n += len([]rune(text))
		}
		b.Run(c.tag, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, text := range texts {
					s.paragraph([]styled{{text: text, locale: l, size: 10}}, l.Dir)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/char")
		})
		if s.err != nil {
			b.Fatal(fmt.Errorf("%s: %w", c.tag, s.err))
		}
	}
}
