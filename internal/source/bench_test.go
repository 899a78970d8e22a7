package source

import (
	"fmt"
	"strings"
	"testing"
)

// long is a document of n words: chapters of paragraphs, lists and notes.
func long(n int) []byte {
	vocabulary := strings.Fields("people have the right to stay and belong in the place they call home without fear regardless of whom they love or how they identify")
	var b strings.Builder
	b.WriteString(head)
	for i := 0; n > 0; i++ {
		switch {
		case i%50 == 0:
			fmt.Fprintf(&b, "## Chapter %d {#c%d}\n\n", i, i)
		case i%7 == 0:
			fmt.Fprintf(&b, "- **Item %d:** see [above](#c%d)", i, i/50*50)
		case i%31 == 0:
			fmt.Fprintf(&b, "Text[^n%d]\n\n[^n%d]: Note", i, i)
		}
		for j := range 60 {
			n--
			if j%12 == 11 {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
			b.WriteString(vocabulary[(i*7+j*j)%len(vocabulary)])
			if j%20 == 3 {
				b.WriteString(" *so*")
				n--
			}
		}
		b.WriteString(".\n\n")
	}
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		markdown := long(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(markdown)))
			for b.Loop() {
				if d, _ := Parse("long.md", markdown); len(d.Blocks) == 0 {
					b.Fatal("no blocks")
				}
			}
		})
	}
}

func BenchmarkParseInline(b *testing.B) {
	message := "**Freedom to Stay:** All people have the right to *stay* and belong in the [place](#home) they call home[^note]."
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseInline(message); err != nil {
			b.Fatal(err)
		}
	}
}
