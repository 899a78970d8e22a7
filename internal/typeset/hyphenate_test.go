package typeset

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

func patternsFor(t testing.TB, tag string) *patterns {
	t.Helper()
	p, err := testData(t).hyphenation(hyphenationFiles(locale.MustParse(tag))...)
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		t.Fatalf("no patterns for %s", tag)
	}
	return p
}

func hyphenated(p *patterns, word string) string {
	runes := []rune(word)
	var b strings.Builder
	from := 0
	p.points(runes, func(at int) {
		b.WriteString(string(runes[from:at]) + "-")
		from = at
	})
	return b.String() + string(runes[from:])
}

func TestHyphenation(t *testing.T) {
	for tag, words := range map[string][]string{
		"en":    {"hy-phen-ation", "con-tex-tu-al-ize", "as-so-ciate", "present", "table", "trans-for-ma-tion", "Im-mi-grant"},
		"en-GB": {"hy-phen-a-tion", "as-so-ci-ate"},
		"es":    {"mi-gra-ción", "com-pa-ñe-ras", "trans-for-ma-ción"},
		"fr":    {"trans-for-ma-tion", "l’im-mi-gra-tion"},
		"de":    {"Ein-wan-de-rung", "Men-schen-rech-te"},
		"it":    {"im-mi-gra-zio-ne", "del-l’or-ga-niz-za-zio-ne"},
		"pt":    {"imi-gra-ção"},
		"uk":    {"імі-гра-ція"},
		"nb":    {"inn-vand-ring"},
		"pl":    {"imi-gra-cja"},
	} {
		p := patternsFor(t, tag)
		for _, want := range words {
			if got := hyphenated(p, strings.ReplaceAll(want, "-", "")); got != want {
				t.Errorf("%s: %s, want %s", tag, got, want)
			}
		}
	}
	// Nothing is guessed for a language without patterns.
	for _, tag := range []string{"ht", "mam", "ar", "zh-Hans", "hi", "km"} {
		if p, err := testData(t).hyphenation(hyphenationFiles(locale.MustParse(tag))...); p != nil || err != nil {
			t.Errorf("%s: %v, %v", tag, p, err)
		}
	}
}

// The patterns went through two formats on their way here. The package that they
// came from hyphenates in the same places, but for the letters that must stand
// before and after a hyphen, which it does not know of.
func TestHyphenationIsThatOfThePackage(t *testing.T) {
	letters := regexp.MustCompile(`\p{L}+`)
	for _, c := range []struct{ tag, language, file string }{
		{"en", "eng", "en-us"}, {"en-GB", "eng", "en-gb"}, {"es", "spa", "es"}, {"fr", "fra", "fr"}, {"de", "deu_1996", "de-1996"},
		{"pt", "por_PT", "pt"}, {"nl", "nld", "nl"}, {"uk", "ukr", "uk"}, {"el", "ell_monotonic", "el-monoton"}, {"ka", "kat", "ka"},
	} {
		known := map[string]bool{}
		var words []string
		for _, text := range declaration(t, c.language) {
			for _, w := range letters.FindAllString(strings.ToLower(text), -1) {
				if n := len([]rune(w)); n >= shortestHyphenated && n <= longestHyphenated && !known[w] {
					known[w] = true
					words = append(words, w)
				}
			}
		}
		var answer [][]int
		ask(t, "hyphens.mjs", map[string]any{"patterns": c.file, "words": words}, &answer)
		p := patternsFor(t, c.tag)
		for i, w := range words {
			n := len([]rune(w))
			want := slices.DeleteFunc(answer[i], func(at int) bool { return at < p.left || at > n-p.right })
			var got []int
			p.points([]rune(w), func(at int) { got = append(got, at) })
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s is hyphenated at %v, want %v", c.tag, w, got, want)
			}
		}
		if len(words) < 250 {
			t.Errorf("%s: only %d words", c.tag, len(words))
		}
	}
}

// All that make bundles can be read.
func TestAllPatterns(t *testing.T) {
	bundle, err := fonts.BundleFS()
	if err != nil {
		t.Fatal(err)
	}
	files := globFS(t, bundle, "hyphenation/*.txt")
	if len(files) < 30 {
		t.Errorf("there are patterns for %d languages alone", len(files))
	}
	data := testData(t)
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "hyphenation/"), ".txt")
		p, err := data.hyphenation(name)
		if err != nil || len(p.nodes) < 100 {
			t.Errorf("%s: %v", f, err)
		}
		if len(globFS(t, bundle, "notices/hyphenation-"+name+".txt")) != 1 {
			t.Errorf("the patterns of %s have no notice", name)
		}
	}
}

func TestBrokenPatterns(t *testing.T) {
	for _, text := range []string{"", "\n", "x\na1b\n", "0 0\na1b\n", "2\n"} {
		if _, err := parsePatterns(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func FuzzPatterns(f *testing.F) {
	f.Add("2 3\n.ab1c\na1b2c\n=\nas-so-ciate\n", "abcabcassociate")
	f.Add("1 1\n9999\n1\n=\n-\n", "aaaaaaaa")
	f.Fuzz(func(t *testing.T, text, word string) {
		p, err := parsePatterns(text)
		if err != nil {
			return
		}
		runes := []rune(word)
		last := 0
		p.points(runes, func(at int) {
			if at <= last || at < p.left || at > len(runes)-p.right {
				t.Errorf("%q at %d after %d", word, at, last)
			}
			last = at
		})
	})
}

func BenchmarkHyphenation(b *testing.B) {
	for _, c := range []struct{ tag, language string }{{"en", "eng"}, {"de", "deu_1996"}} {
		var words [][]rune
		for _, text := range declaration(b, c.language) {
			for _, w := range strings.Fields(text) {
				words = append(words, []rune(w))
			}
		}
		p := patternsFor(b, c.tag)
		b.Run(c.tag, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, w := range words {
					p.points(w, func(int) {})
				}
			}
		})
	}
	text := read(b, "../fonts/bundle/hyphenation/de.txt")
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := parsePatterns(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
