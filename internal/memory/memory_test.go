package memory

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/catalog"
)

// The distance is that of the textbook's table (Wagner and Fischer 1974).
func TestDistance(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("abé𝔘 ")), 0, 200, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := []rune(text.Draw(t, "a")), []rune(text.Draw(t, "b"))
		row := make([]int, len(b)+1)
		for j := range row {
			row[j] = j
		}
		for i := range a {
			before := row[0]
			row[0] = i + 1
			for j := range b {
				change := before
				if a[i] != b[j] {
					change++
				}
				before = row[j+1]
				row[j+1] = min(change, row[j]+1, row[j+1]+1)
			}
		}
		p := newPattern(a)
		for range 2 { // a pattern serves many
			if got := p.distance(b); got != row[len(b)] {
				t.Fatalf("from %q to %q are %d edits, not %d", string(a), string(b), row[len(b)], got)
			}
		}
	})
}

func TestMatch(t *testing.T) {
	m := New([]Segment{
		{"We all have the right to stay.", "Todos tenemos derecho a quedarnos.", "b", catalog.Machine},
		{"We all have the right to stay.", "Tenemos derecho a quedarnos.", "a", catalog.Reviewed},
		{"We all have the right to stay.", "Todos tenemos derecho a quedarnos.", "again", catalog.Translated},
		{"We all have the right to move.", "Todos tenemos derecho a movernos.", "c", catalog.Machine},
		{"Something else altogether", "Otra cosa", "d", catalog.Machine},
		{"", "Nada", "e", catalog.Machine}, {"Nothing", " ", "f", catalog.Machine},
	})
	if m.Len() != 4 {
		t.Errorf("there are %d segments", m.Len())
	}
	got := m.Match("We all have the right to stay.", 3)
	if len(got) != 3 || got[0].Origin != "a" || got[1].Origin != "b" || got[1].State != catalog.Translated || !got[1].Exact() || got[2].Origin != "c" || got[2].Exact() {
		t.Errorf("matches are %v", got)
	}
	if exact := m.Exact("We all have the right to stay."); len(exact) != 2 || exact[0] != got[0] {
		t.Errorf("exact matches are %v", exact)
	}
	got = m.Match("we all  have the right to stay.", 1)
	if len(got) != 1 || got[0].Exact() || got[0].Score < 0.98 {
		t.Errorf("in another case: %v", got)
	}
	if got := m.Match("No text is like this one, is it?", 5); len(got) != 0 {
		t.Errorf("unlike texts match: %v", got)
	}
	long := strings.Repeat("We all have the right to stay. ", 1000)
	if got := New([]Segment{{Source: long, Target: "x"}}).Match(long, 5); len(got) != 1 || !got[0].Exact() {
		t.Errorf("a long text has %d matches", len(got))
	}
	for _, text := range []string{"", " ", long, "\xff\xfe", strings.Repeat("a", 100_000)} {
		if got := m.Match(text, 5); len(got) != 0 {
			t.Errorf("%.10q matches %v", text, got)
		}
	}
}

// One edit to a text of a large memory, and it is still found.
func TestMatchFindsEdited(t *testing.T) {
	all := segments(3000)
	m := New(all)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(all)-1).Draw(t, "segment")
		words := strings.Fields(all[i].Source)
		at := rapid.IntRange(0, len(words)-1).Draw(t, "word")
		words[at] = rapid.SampledFrom([]string{"", "otherwise", words[at] + "s"}).Draw(t, "edit")
		for _, found := range m.Match(strings.Join(words, " "), 3) {
			if found.Source == all[i].Source {
				return
			}
		}
		t.Fatalf("%q does not find %q", words, all[i].Source)
	})
}

// segments are texts of 8 to 40 words, of words as frequent as Zipf has it.
func segments(n int) []Segment {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 3, 20_000)
	all := make([]Segment, n)
	for i := range all {
		var b strings.Builder
		for range 8 + random.IntN(33) {
			w := zipf.Uint64()*2654435761%1_000_003 + 1
			for ; w > 0; w /= 21 {
				b.WriteByte("etaoinshrdlcumwfgypbv"[w%21])
			}
			b.WriteByte(' ')
		}
		all[i] = Segment{Source: strings.TrimSpace(b.String()), Target: fmt.Sprint(i), Origin: "m"}
	}
	return all
}

// A search among 100,000 segments of 8 to 40 words: of an edited text, and of
// one that is in none.
func BenchmarkMatch(b *testing.B) {
	all := segments(100_000)
	m := New(all)
	m.Match("once", 1) // lays out the index
	b.Run("edited", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			s := all[i*7919%len(all)].Source
			if len(m.Match(s[:len(s)/2]+" here "+s[len(s)/2:], 5)) == 0 {
				b.Fatal("not found")
			}
		}
	})
	others := segments(101_000)[100_000:]
	b.Run("unlike", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m.Match(others[i%len(others)].Source, 5)
		}
	})
}

// To lay out an index of 100,000 segments.
func BenchmarkNew(b *testing.B) {
	all := segments(100_000)
	for b.Loop() {
		New(all).Match("once", 1)
	}
}
