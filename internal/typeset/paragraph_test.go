package typeset

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
	"pgregory.net/rapid"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// pinnedFaces are faces of the pinned packages, the first that has a cluster
// first; none of the machine's.
type pinnedFaces []*fonts.Face

func (p pinnedFaces) Pick(cluster []rune, _ language.Script, _ fonts.Style, _ bool, _ locale.Locale) (*fonts.Face, bool) {
	for _, f := range p {
		if hasAll(f, cluster) {
			return f, true
		}
	}
	return nil, false
}

func openPinned(t testing.TB) pinnedFaces {
	t.Helper()
	files, err := filepath.Glob("../../node_modules/@expo-google-fonts/*/400Regular/*.ttf")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d faces, %v\nhint: run make", len(files), err)
	}
	var out pinnedFaces
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Size() > 2<<20 {
			continue // Chinese takes long to load
		}
		face, err := fonts.Load(f, []byte(read(t, f)), fonts.Regular, fonts.NodeModules)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, face)
	}
	return out
}

var tags = []string{"en", "ar", "ur", "he", "fa", "hi", "km", "my", "th", "lo", "am", "zh-Hans", "ff-Adlm", "mam", "de"}

// checkParagraph shapes a text, parted into two styles, and checks that nothing
// of it is lost on the way to its lines.
func checkParagraph(t testing.TB, s *shaper, tag, text string, part int) {
	t.Helper()
	l := locale.MustParse(tag)
	stretches := []styled{{text: text, locale: l, size: 10}}
	if part > 0 && part < len(text) && utf8.RuneStart(text[part]) {
		stretches = []styled{{text: text[:part], locale: l, size: 10}, {text: text[part:], locale: locale.MustParse("en"), size: 8, style: fonts.Bold}}
	}
	p := s.paragraph(stretches, l.Dir)
	if s.err != nil {
		t.Fatal(s.err)
	}
	if string(p.runes) != string([]rune(text)) {
		t.Fatalf("%+q became %+q", text, string(p.runes))
	}
	wholeText(t, p)
	for _, c := range p.clusters {
		if part := p.stretches[c.stretch].style; (part == fonts.Bold) != (c.stretch == 1) {
			t.Fatalf("cluster %+v is in the wrong stretch", c)
		}
	}
	last := 0
	for i, o := range p.breaks {
		if i%2 == 0 && o.kind != mandatory {
			continue
		}
		line := s.line(p, last, o.at, o.kind == hyphen)
		at := p.clusters[last].start
		for _, c := range line {
			if c.start != at || c.end < c.start {
				t.Fatalf("%+q: a cluster [%d, %d) of the line from %d comes after %d", text, c.start, c.end, p.clusters[last].start, at)
			}
			at = c.end
		}
		if at != p.clusters[o.at-1].end {
			t.Fatalf("%+q: the line that ends at %d has its text up to %d", text, p.clusters[o.at-1].end, at)
		}
		checkRuns(t, s, p, line)
		last = o.at
	}
}

// checkRuns checks that the runs of a line hold its clusters, each once, each
// run of one level and in logical order.
func checkRuns(t testing.TB, s *shaper, p *paragraph, line []cluster) {
	t.Helper()
	var starts, want []int
	for _, run := range s.runs(p, line) {
		for i, c := range run {
			starts = append(starts, c.start)
			if c.level != run[0].level || i > 0 && c.start < run[i-1].start {
				t.Fatalf("%+q: a run is not of one level, or not in logical order", string(p.runes))
			}
		}
	}
	for _, c := range line {
		want = append(want, c.start)
	}
	slices.Sort(starts)
	if !slices.Equal(starts, want) {
		t.Fatalf("%+q: the runs have the clusters at %v, the line at %v", string(p.runes), starts, want)
	}
}

// What fuzzing and reading found: every sample is a seed.
var samples = []string{
	"", " ", "\u2028", "\u200b", "a\u2028\u2028b", "fi ffi \u00adoffice", "السنة 1948 abc", "(سنة) [abc] 12%", "ខ្មែរ\u200bសេរីភាព",
	"क्षत्रिय धर्म कि", "အင်္ဂလိပ်", "น้ำใจ ๆ ฯลฯ", "𞤆𞤵𞤤𞤢𞤪 𞤆𞤵𞤤𞤢𞤪", "한국\u1112\u1161\u11ab", "👩‍👩‍👧 👍🏽 🇭🇹", "e\u0301\u0323x\u200d\u0301",
	"\u0301", "\u200d\u200c", "\u17d2\u17d2", "\u102b\u1031", "\u2067א\u2066a\u2069", "\u202eabc", "\u2069\u2069)(", "\ufffd\U0010ffff\u0000\t\u0085",
	"\u0fb2\u0f71\u0f80", "\u1100\uac01\u11a8", "\U000e0001\ufe0f", "ㄅ\u302aア゙", "‏א‎", "\u06dd12", "ﷺ", "\u00ad\u00ad-\u00ad",
}

func TestNoRuneIsLost(t *testing.T) {
	s := newShaper(openPinned(t), testData(t))
	var all []string
	for _, l := range []string{"eng", "arb", "urd", "hin", "khm", "mya", "tha", "lao", "amh", "heb"} {
		all = append(all, declaration(t, l)[:20]...)
	}
	all = append(all, samples...)
	// Pieces of texts of all scripts, one after the other.
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 6).Draw(r, "pieces") {
			piece := []rune(rapid.SampledFrom(all).Draw(r, "piece"))
			from := rapid.IntRange(0, len(piece)).Draw(r, "from")
			b.WriteString(string(piece[from:rapid.IntRange(from, min(len(piece), from+40)).Draw(r, "to")]))
		}
		checkParagraph(t, s, rapid.SampledFrom(tags).Draw(r, "tag"), b.String(), rapid.IntRange(0, b.Len()).Draw(r, "part"))
	})
	for _, text := range samples {
		for _, tag := range tags {
			checkParagraph(t, s, tag, text, len(text)/2)
		}
	}
}

func FuzzParagraph(f *testing.F) {
	faces := openPinned(f)
	data := testData(f)
	for i, text := range samples {
		f.Add(text, byte(i), i%7)
	}
	f.Fuzz(func(t *testing.T, text string, tag byte, part int) {
		if len(text) > 2000 {
			return
		}
		checkParagraph(t, newShaper(faces, data), tags[int(tag)%len(tags)], text, part)
	})
}
