package unit

import (
	"math/rand"
	"os"
	"strings"
	"testing"

	"multitude/internal/doc"
)

// The experiment that the limits come from, on the statement: its paragraphs
// and sentences, and every text of eight words or more after two edits.
func TestThresholds(t *testing.T) {
	b, err := os.ReadFile("../../source/statement.md")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	parse(t, string(b)).Texts(func(text *doc.Text) {
		texts = append(texts, text.Markdown)
		if sentences := strings.SplitAfter(text.Markdown, ". "); len(sentences) > 1 {
			texts = append(texts, sentences...)
		}
	})
	profiles := make([]profile, len(texts))
	for i := range texts {
		profiles[i] = profileOf(texts[i])
	}

	apart, part := 0.0, 0.0
	for i, a := range profiles {
		for j, b := range profiles[:i] {
			x, y := strings.TrimSpace(texts[i]), strings.TrimSpace(texts[j])
			if a.isShort() || b.isShort() || strings.Contains(x, y) || strings.Contains(y, x) {
				continue
			}
			l := compare(a, b, same)
			apart, part = max(apart, l.dice), max(part, l.whole)
			if recognisable(a, b, rarity{}) {
				t.Errorf("%.2f, %.2f: taken for the same:\n%s\n%s", l.dice, l.whole, x, y)
			}
		}
	}

	edited := 1.0
	random := rand.New(rand.NewSource(1))
	for i, text := range texts {
		words := strings.Fields(text)
		if len(words) < shortText || len(words) > 40 {
			continue
		}
		for range 300 {
			w := append([]string(nil), words...)
			for range 2 {
				switch p := random.Intn(len(w)); random.Intn(3) {
				case 0:
					w[p] = "replaced"
				case 1:
					w = append(w[:p], w[p+1:]...)
				case 2:
					w = append(w[:p], append([]string{"inserted"}, w[p:]...)...)
				}
			}
			after := strings.Join(w, " ")
			edited = min(edited, compare(profiles[i], profileOf(after), same).dice)
			if p := profileOf(after); !recognisable(profiles[i], p, rarity{}) {
				t.Errorf("not recognised:\n%s\n%s", text, after)
			}
		}
	}
	t.Logf("written apart: at most %.2f alike, one within the other by %.2f; after two edits: at least %.2f alike", apart, part, edited)
	if apart > 0.395 || part > 0.675 || edited < 0.595 {
		t.Error("the figures in similar.go no longer hold")
	}
}

func TestRecognisable(t *testing.T) {
	document := []string{"Freedom to Thrive", "Freedom to Stay", "Freedom to Move", "Freedom to Work", "Article 1", "Article 2",
		"Everyone has the right to life", "Everyone has the right to education", "Everyone has the right to work", "Introduction", "Core Values", "Love", "Yes", "2,400"}
	var profiles []profile
	for _, text := range document {
		profiles = append(profiles, profileOf(text))
	}
	r := rarityOf(profiles)
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Freedom to Stay", "Freedom to Move", false},
		{"Freedom to Stay", "FREEDOM to **Stay**:", true},
		{"Freedom to Stay", "Freedom to Stay Here", true},
		{"Everyone has the right to work", "Everyone has the right to education", true}, // as far as anyone can tell, an edit
		{"Everyone has the right to life", "Everyone has a right to life", true},
		{"Article 1", "Article 2", false},
		{"Introduction", "Introducton", true},
		{"Introduction", "Intorduction", true},
		{"Introduction", "Instruction", false},
		{"Love", "Live", false},
		{"2,400", "2,500", false},
		{"Core Values", "Core Value", false},
		{"Yes", "No", false},
		{"Yes", "Yes.", true},
		{"人人生而自由，在尊严和权利上一律平等。", "人人生来自由，在尊严和权利上一律平等。", true},
		{"人人生而自由，在尊严和权利上一律平等。", "他们赋有理性和良心，并应以兄弟关系的精神相对待。", false},
		{"មនុស្សទាំងអស់កើតមកមានសេរីភាព", "មនុស្សទាំងអស់កើតមកមានសិទ្ធិសេរីភាព", true},
		{"មនុស្សទាំងអស់កើតមកមានសេរីភាព", "ភាសាខ្មែរជាភាសាផ្លូវការរបស់កម្ពុជា", false},
	} {
		if got := recognisable(profileOf(c.a), profileOf(c.b), r); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
		if got := recognisable(profileOf(c.b), profileOf(c.a), r); got != c.want {
			t.Errorf("%q and %q, the other way round: %v", c.a, c.b, got)
		}
	}
}

// A text that stands where the former one stood may share less with it than one
// that has moved, but not mere small words, nor two words of three.
func TestRewritten(t *testing.T) {
	r := rarityOf([]profile{wordsOf("the of and to in a is"), wordsOf("the of and to in a is that"), wordsOf("the right of the people to stay"), wordsOf("of")})
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Turning Our Single-Threaded Server into a Multithreaded Server", "From a Single-Threaded to a Multithreaded Server", true},
		{"From one community to the whole of the land", "From a community of workers to the land", true},
		{"Freedom to Stay", "Freedom to Move", false},
		{"the house of the people is in the town", "the love of a river is to the sea", false},
		{"one two three four five six", "six five four three two one", false}, // the same words, in another order
		{"one two three four five six", "", false},
		{strings.Repeat("word ", 3000), strings.Repeat("word ", 3000), false},
	} {
		for _, p := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if _, got := rewritten(p[0], p[1], r); got != c.want {
				t.Errorf("%.60q and %.60q: %v", p[0], p[1], got)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0},
		{"— …", 0},
		{"one", 1},
		{"the U.S. and 3.5 long-term goals, don’t we?", 8},
		{"everyone—including those", 3},
		{"**Trust & Respect:** Just as", 4},
		{"**Free**dom", 1},
		{"see [Appendix A](https://example.org/a/b_(c)) and[^note] &amp; `x y`", 6},
		{"mis\\*print", 2},
		{"人人生而自由", 6},
		{"日本語のテキスト", 8},
		{"한국어 텍스트", 2},
		{"كل الناس", 2},
		{"लोगों की आवाज़", 3},
		{"می\u200cخواهم", 1},
	} {
		if got := Words(c.text); got != c.want {
			t.Errorf("%q has %d words, not %d", c.text, got, c.want)
		}
	}
	// ICU counts 27 words.
	khmer := "មនុស្សទាំងអស់កើតមកមានសេរីភាព និងសមភាពក្នុងសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។ មនុស្សគ្រប់រូបសុទ្ធតែមានវិចារណញ្ញាណនិងសតិសម្បជញ្ញៈ ហើយគប្បីប្រព្រឹត្ដចំពោះគ្នាទៅវិញទៅមក ដោយស្មារតីភាតរភាព។"
	if got := Words(khmer); got < 24 || got > 30 {
		t.Errorf("%d words of Khmer", got)
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"**a** [b](c)[^d] &amp;", "[^", "](", "](((", "](\\", "&#;", "ก็", "e\u0301", "\xff*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n := Words(text); n < 0 || n > 2*len(text) {
			t.Fatalf("%d words in %d bytes", n, len(text))
		}
		if p := profileOf(text); p.words > 0 && compare(p, p, same).dice != 1 {
			t.Fatal("a text is not like itself")
		}
		if s := slug(text, slugWords); s != "" {
			if err := invalid(part(s, true)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
