package typeset

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/edition"
	"multitude/internal/source"
)

const besideDocument = smallDocument + `
## Code {#code}

1. One

   Still one, and a longer text that needs more than one line of a narrow column to be read.
2. Two

` + "```\nx = 1\n```\n"

// editionsBeside are a document and its translation: said by a function, ""
// where it is missing.
func editionsBeside(t *testing.T, tag, markdown string, say func(string) string) (original, translated *edition.Edition) {
	t.Helper()
	d, _ := source.Parse("test.md", []byte(markdown))
	return editionOfDoc(t, "en", d), translation(t, "en", tag, markdown, say)
}

func pairOf(t *testing.T, tag, markdown string, o Options, say func(string) string) *Layout {
	t.Helper()
	original, translated := editionsBeside(t, tag, markdown, say)
	o.Style = Beside
	l, found, err := NewPress(library(t).For(translated.Locale), testData(t)).Pair(original, translated, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
	return l
}

func arabicOf(s string) string {
	if strings.Contains(s, "[^more]") {
		return "لجميع الناس كرامة وقيمة متأصلتان فيهم، وينبغي أن يتمكن كل إنسان من العيش في ظروف آمنة وصحية.[^more]"
	}
	return "حرية البقاء في المكان"
}

func spanishOf(s string) string { return "Una traducción: " + s }

func TestPairGolden(t *testing.T) {
	for _, c := range []struct {
		tag string
		say func(string) string
	}{{"es", spanishOf}, {"ar", arabicOf}} {
		t.Run(c.tag, func(t *testing.T) {
			got := dump(pairOf(t, c.tag, besideDocument, Options{}, c.say))
			file := filepath.Join("testdata", "pair-"+c.tag+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if want := read(t, file); got != want {
				t.Errorf("%s is not what it was; look at the difference after go test -run Golden -update", file)
			}
		})
	}
}

// Every text of both editions is in the tree, the original's before the
// translation's, each with its language.
func TestPairReadsTheOriginalFirst(t *testing.T) {
	for tag, say := range map[string]func(string) string{"es": spanishOf, "ar": arabicOf} {
		original, translated := editionsBeside(t, tag, besideDocument, say)
		l := pairOf(t, tag, besideDocument, Options{}, say)
		content := texts(l)
		type said struct{ lang, text string }
		var all []said
		var visit func(el *Element, lang string)
		visit = func(el *Element, lang string) {
			if el.Lang != "" {
				lang = el.Lang
			}
			for _, k := range el.Kids {
				switch k := k.(type) {
				case *Content:
					if n := len(all); n > 0 && all[n-1].lang == lang && (el.Role == "Link" || el.Role == "P") {
						all[n-1].text += content[k]
					} else {
						all = append(all, said{lang, content[k]})
					}
				case *Element:
					if k.Role == "P" || k.Role == "Span" || k.Role == "TD" || k.Role == "TH" {
						all = append(all, said{lang: "?"})
					}
					visit(k, lang)
				}
			}
		}
		visit(l.Root, "")
		find := func(from int, lang, text string) int {
			for i := from; i < len(all); i++ {
				if all[i].lang == lang && strings.Contains(strings.Join(strings.Fields(all[i].text), " "), text) {
					return i
				}
			}
			return -1
		}
		at := 0
		for i, b := range original.Blocks {
			if len(b.Text.Spans) == 0 || len(translated.Blocks[i].Text.Spans) == 0 {
				continue
			}
			x := find(at, "en", b.Text.Spans[0].Text)
			if x < 0 {
				t.Fatalf("%s: %q is not there", tag, b.Text.Spans[0].Text)
			}
			y := find(x, tag, translated.Blocks[i].Text.Spans[0].Text)
			if y < 0 {
				t.Fatalf("%s: %q does not follow", tag, translated.Blocks[i].Text.Spans[0].Text)
			}
			at = y
		}
	}
}

// Each column has its side, and the first lines of a block and of its
// translation stand at one height. The side of Arabic is the right one.
func TestPairColumns(t *testing.T) {
	for tag, say := range map[string]func(string) string{"es": spanishOf, "ar": arabicOf} {
		for name, paper := range map[string]Paper{"letter": Letter, "a4": A4} {
			l := pairOf(t, tag, besideDocument, Options{Paper: paper}, say)
			pairs := 0
			for n, p := range l.Pages {
				middle := p.Width / 2
				first := map[*Content]*Run{}
				var order []*Run
				for i := range p.Runs {
					r := &p.Runs[i]
					if r.Content != nil && first[r.Content] == nil {
						first[r.Content] = r
						order = append(order, r)
					}
				}
				for i, r := range order {
					if r.Content.Element.Role != "Span" || !strings.HasPrefix(string(r.Content.Element.Parent.Role), "H") || i+1 == len(order) {
						continue
					}
					other := order[i+1]
					if other.Content.Element.Parent != r.Content.Element.Parent {
						continue
					}
					pairs++
					if math.Abs(r.Y-other.Y) > 0.01 {
						t.Errorf("%s, %s, page %d: %q stands at %.1f, %q at %.1f", tag, name, n+1, textOf(r), r.Y, textOf(other), other.Y)
					}
					if r.right() > middle || other.X < middle {
						t.Errorf("%s, %s, page %d: %q ends at %.1f, %q begins at %.1f", tag, name, n+1, textOf(r), r.right(), textOf(other), other.X)
					}
				}
			}
			if pairs < 4 {
				t.Errorf("%s: %d pairs were met", tag, pairs)
			}
		}
	}
}

// A text that is not translated yet says so, and the original stands once.
func TestPairOfAMissingText(t *testing.T) {
	l := pairOf(t, "es", "## One\n\nOnly here.\n", Options{}, func(s string) string {
		if s == "Only here." {
			return ""
		}
		return "Uno"
	})
	n, said := 0, false
	for _, text := range texts(l) {
		n += strings.Count(text, "Only here.")
		said = said || text == "Aún sin traducir"
	}
	if n != 1 || !said {
		t.Errorf("it stands there %d times; said: %t", n, said)
	}
}

// Columns of different leading part where lines end at about the same height,
// and lose nothing.
func TestAbreast(t *testing.T) {
	column := func(n int, height float64) (out []box) {
		for range n {
			out = append(out, box{height: height, text: []placedLine{{y: height * 0.7}}})
		}
		return out
	}
	for _, c := range []struct {
		left, right    int
		tall, taller   float64
		most, fewBoxes int
	}{{10, 10, 14, 14, 10, 2}, {40, 30, 13.5, 18, 40, 4}, {0, 12, 14, 14, 12, 2}, {12, 0, 14, 14, 12, 2}, {3, 40, 14, 18, 40, 10}} {
		left, right := column(c.left, c.tall), column(c.right, c.taller)
		boxes := abreast(left, right, 60, 10)
		lines, total := 0, 0.0
		for _, b := range boxes {
			lines += len(b.text)
			total += b.height
			for _, l := range b.text {
				if l.y < 0 || l.y > b.height {
					t.Errorf("a line at %g in a box of %g", l.y, b.height)
				}
			}
		}
		if lines != c.left+c.right || len(boxes) < c.fewBoxes {
			t.Errorf("%d and %d lines became %d in %d boxes", c.left, c.right, lines, len(boxes))
		}
		if tallest := max(height(left), height(right)); total > tallest+float64(len(boxes))*2+c.taller {
			t.Errorf("columns of %.0f became %.0f", tallest, total)
		}
		if whole := abreast(column(c.left, c.tall), column(c.right, c.taller), 1e6, 10); len(whole) != 1 {
			t.Errorf("%d boxes where one has room", len(whole))
		}
	}
}
