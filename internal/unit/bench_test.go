package unit

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/source"
)

// manuscript is a document of n paragraphs of fifty words, in chapters. The
// words are distributed as in a language: a few stand everywhere.
func manuscript(n int) [][]string {
	random := rand.New(rand.NewSource(1))
	zipf := rand.NewZipf(random, 1.2, 3, 20_000)
	out := make([][]string, n)
	for i := range out {
		words := 50
		if i%40 == 0 {
			words = 4
		}
		for range words {
			out[i] = append(out[i], fmt.Sprintf("w%x", zipf.Uint64()))
		}
	}
	return out
}

func markdownOf(texts [][]string) []byte {
	var b strings.Builder
	b.WriteString("# T\n\n")
	for _, words := range texts {
		if len(words) < 8 {
			b.WriteString("## ")
		}
		b.WriteString(strings.Join(words, " "))
		b.WriteString("\n\n")
	}
	return []byte(b.String())
}

// revised is a manuscript in which one paragraph in ten was edited, and some
// were moved, added and taken away.
func revised(texts [][]string) [][]string {
	random := rand.New(rand.NewSource(2))
	out := slices.Clone(texts)
	for i := range out {
		if random.Intn(10) == 0 {
			out[i] = slices.Clone(out[i])
			out[i][random.Intn(len(out[i]))] = "edited"
		}
	}
	for range len(out) / 100 {
		i, j := random.Intn(len(out)), random.Intn(len(out))
		out[i], out[j] = out[j], out[i]
		out = slices.Delete(out, i, i+1)
		out = slices.Insert(out, j, []string{"an", "added", "paragraph", "of", fmt.Sprint("words", i)})
	}
	return out
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{1_000, 20_000, 100_000} {
		texts := manuscript(n)
		before, _ := source.Parse("a.md", markdownOf(texts))
		after, _ := source.Parse("a.md", markdownOf(revised(texts)))
		former := asCatalog(Split(before, nil))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var units []Unit
			for b.Loop() {
				units = Split(after, former)
			}
			kept := 0
			for _, c := range Diff(former, units) {
				if c.Kind != Added && c.Kind != Removed {
					kept++
				}
			}
			b.ReportMetric(float64(kept)/float64(n), "kept/unit")
		})
	}
}

func BenchmarkSplitUnchanged(b *testing.B) {
	d, _ := source.Parse("a.md", markdownOf(manuscript(20_000)))
	former := asCatalog(Split(d, nil))
	b.ReportAllocs()
	for b.Loop() {
		Split(d, former)
	}
}

// A document of a million words, from bytes to units.
func BenchmarkParseAndSplit(b *testing.B) {
	markdown := markdownOf(manuscript(20_000))
	b.SetBytes(int64(len(markdown)))
	b.ReportAllocs()
	for b.Loop() {
		d, _ := source.Parse("a.md", markdown)
		if units := Split(d, nil); len(units) != 20_001 {
			b.Fatal(len(units))
		}
	}
}

// Texts that are all alike must not make the search quadratic.
func TestMatchBoilerplate(t *testing.T) {
	const n = 1_500
	document := func(year int) *doc.Document {
		d := &doc.Document{}
		for i := range n {
			s := fmt.Sprintf("Everyone has the right number %d to what the law of the year %d says of all people.", i, year)
			d.Blocks = append(d.Blocks, &doc.Block{Kind: doc.Paragraph, Text: &doc.Text{Markdown: s, Spans: []doc.Span{{Text: s}}}})
		}
		return d
	}
	former := asCatalog(Split(document(1948), nil))
	units := Split(document(2019), former)
	for i := range units {
		if units[i].ID != former[i].ID {
			t.Fatalf("%q became %q", former[i].Text, units[i].Text)
		}
	}
}
