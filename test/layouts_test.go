package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
	pdftest "multitude/test/pdf"
)

// layout is the files in one layout, by tag.
func layout(t *testing.T, name string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for path, tag := range more(t, ".pdf") {
		if strings.HasSuffix(path, "-"+tag+"-"+name+".pdf") {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out[tag] = data
		}
	}
	if want := len(files(t, ".pdf")); len(out) != want {
		t.Fatalf("%s: %d editions, want %d", name, len(out), want)
	}
	return out
}

// Every layout is a sound file, as the standard one is.
func TestLayoutsAreSound(t *testing.T) {
	for path := range more(t, ".pdf") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			isSound(t, data)
		})
	}
}

// Large print and the booklet are read in the order of the document, whatever
// the order of the pages on the sheets.
func TestLayoutsGiveTheTextBackInOrder(t *testing.T) {
	for _, name := range []string{"large-print", "booklet"} {
		for tag, data := range layout(t, name) {
			t.Run(tag+"/"+name, func(t *testing.T) {
				blocks, err := pdftest.StructText(data)
				if err != nil {
					t.Fatal(err)
				}
				inOrder(t, tag, blocks, plain)
			})
		}
	}
}

// A booklet is printed on both sides of landscape sheets that are turned over
// the short edge; one that runs from right to left says so.
func TestBookletsArePrintedAndFolded(t *testing.T) {
	for tag, data := range layout(t, "booklet") {
		f, err := pdftest.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		preferences := f.Dict(f.Catalog()["ViewerPreferences"])
		if preferences["Duplex"] != pdftest.Name("DuplexFlipShortEdge") || preferences["PrintScaling"] != pdftest.Name("None") {
			t.Errorf("%s: %v", tag, preferences)
		}
		rtl := locale.MustParse(tag).Dir == locale.RTL
		if (preferences["Direction"] == pdftest.Name("R2L")) != rtl {
			t.Errorf("%s: %v", tag, preferences)
		}
		pages := f.Pages()
		if len(pages)%2 != 0 {
			t.Errorf("%s: %d sides", tag, len(pages))
		}
		for i, ref := range pages {
			box := f.Array(f.Dict(ref)["MediaBox"])
			if box == nil {
				box = f.Array(f.Dict(f.Dict(ref)["Parent"])["MediaBox"])
			}
			if len(box) != 4 || box[2] != 792.0 || box[3] != 612.0 {
				t.Errorf("%s: side %d measures %v", tag, i+1, box)
			}
		}
	}
}

// Links in a booklet lead to the half of the sheet that the text is on.
func TestLinksInBookletsLeadToTheirHalf(t *testing.T) {
	halves := map[bool]int{}
	for tag, data := range layout(t, "booklet") {
		f, err := pdftest.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range f.Pages() {
			for _, a := range f.Array(f.Dict(ref)["Annots"]) {
				if d := f.Array(f.Dict(a)["Dest"]); len(d) == 5 {
					x, ok := d[2].(float64)
					if !ok {
						t.Fatalf("%s: a link leads to %v", tag, d)
					}
					if x != 0 && x != 396 {
						t.Errorf("%s: a link leads to x = %g", tag, x)
					}
					halves[x > 0]++
				}
			}
		}
	}
	if halves[false] == 0 || halves[true] == 0 {
		t.Errorf("all links lead to the same half: %v", halves)
	}
}

// Beside each other, both texts are read in the order of the document, each
// passage of the original before its translation, each in its language.
func TestPairsGiveBothTextsBackInOrder(t *testing.T) {
	pairs := 0
	for path, tag := range more(t, ".pdf") {
		if !strings.HasSuffix(path, "-en-"+tag+".pdf") {
			continue
		}
		pairs++
		t.Run(tag, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			blocks, err := pdftest.StructText(data)
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			originals, translations := passages(t, "en"), passages(t, tag)
			find := func(p passage, from int) int {
				for i := from; i < len(blocks); i++ {
					if strings.Contains(plain(blocks[i].Text), plain(p.text)) {
						return i
					}
				}
				return -1
			}
			for k, p := range originals {
				if strings.HasPrefix(p.id, "note.") || strings.HasPrefix(p.id, "front.") {
					if find(p, 0) < 0 && p.id != "front.rights" { // which stand in the translation's colophon
						t.Errorf("%s is not there: %s", p.id, p.text)
					}
					continue
				}
				i := find(p, at)
				if i < 0 {
					t.Errorf("%s is not there, or out of order: %s", p.id, p.text)
					continue
				}
				j := find(translations[k], i)
				if j < 0 {
					t.Errorf("the translation of %s does not follow: %s", p.id, translations[k].text)
					continue
				}
				if blocks[i].Role == "P" && (blocks[i].Lang != "en" && i != j || blocks[j].Lang != tag) {
					t.Errorf("%s is in %q, its translation in %q", p.id, blocks[i].Lang, blocks[j].Lang)
				}
				at = j
			}
		})
	}
	if want := len(files(t, ".pdf")) - 1; pairs != want {
		t.Errorf("%d pairs, want %d", pairs, want)
	}
}

// On a wide screen the two texts of a block begin at one height, Arabic on the
// right; on a narrow one they stand one below the other.
func TestPairPagesStandBesideEachOther(t *testing.T) {
	root := browser(t)
	for path, tag := range more(t, ".html") {
		if tag != "ar" && tag != "es" {
			continue
		}
		for _, width := range []int64{1280, 375} {
			ctx := tab(t, root)
			do(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(fileURL(path)))
			wrong := eval[int](t, ctx, `(() => { let wrong = 0, n = 0;
				for (const row of document.querySelectorAll('.pairs div.pair')) {
					const [a, b] = [...row.children].map(e => e.getBoundingClientRect());
					n++;
					if (innerWidth > 800 ? a.top !== b.top || a.right > b.left : a.bottom > b.top) wrong++;
				}
				return n < 20 ? -1 : wrong })()`)
			if wrong != 0 {
				t.Errorf("%s, %d px: %d rows are wrong", tag, width, wrong)
			}
		}
	}
}

// The test editions are sound files, too, and ask not to be found.
func TestPseudoEditionsAreSound(t *testing.T) {
	p, _, err := project.Find("..")
	if err != nil {
		t.Fatal(err)
	}
	r, err := publish.Build(p, publish.Options{Out: t.TempDir(), Pseudo: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Editions) != 2 {
		t.Fatalf("%+v", r.Editions)
	}
	for _, f := range r.Findings {
		t.Error(f)
	}
	for _, e := range r.Editions {
		for _, f := range e.Files {
			path := filepath.Join(r.Out, f)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			switch filepath.Ext(path) {
			case ".pdf":
				t.Run(f, func(t *testing.T) { isSound(t, data) })
			case ".html":
				isValid(t, path)
				if !strings.Contains(string(data), `<meta name="robots" content="noindex">`) {
					t.Errorf("%s may be indexed", f)
				}
			}
		}
	}
}
