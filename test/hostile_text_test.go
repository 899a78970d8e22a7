package test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"multitude/internal/project"
	"multitude/internal/publish"
	pdftest "multitude/test/pdf"
	"multitude/test/pdfua"
)

// hostile are paragraphs of about n characters that no author writes, and an
// attacker or a broken program does.
var hostile = map[string]func(n int) string{
	"one word":               func(n int) string { return strings.Repeat("multitude", n/9) },
	"one Khmer word":         func(n int) string { return strings.Repeat("ក", n) },
	"one Chinese word":       func(n int) string { return strings.Repeat("自", n) },
	"marks":                  func(n int) string { return "a" + strings.Repeat("\u0301", n) },
	"Thai marks":             func(n int) string { return "ก" + strings.Repeat("\u0e49", n) },
	"Arabic marks":           func(n int) string { return "ب" + strings.Repeat("\u064e", n) },
	"stacked consonants":     func(n int) string { return "क" + strings.Repeat("\u094d\u0937", n/2) },
	"isolates":               func(n int) string { return strings.Repeat("\u2067", n/2) + "a" + strings.Repeat("\u2069", n/2) },
	"isolates, never closed": func(n int) string { return "א" + strings.Repeat("\u2066\u2067\u2068", n/3) + "a" },
	"embeddings":             func(n int) string { return strings.Repeat("\u202b", n/2) + "a" + strings.Repeat("\u202c", n/2) },
	"brackets":               func(n int) string { return strings.Repeat("(", n/2) + "א" + strings.Repeat(")", n/2) },
	"two directions":         func(n int) string { return strings.Repeat("אa", n/2) },
	"joiners":                func(n int) string { return "x" + strings.Repeat("\u200d", n) + "x" },
	"soft hyphens":           func(n int) string { return strings.Repeat("a\u00ad", n/2) },
	"breaks everywhere":      func(n int) string { return strings.Repeat("ab\u200b", n/3) },
	"breaks nowhere":         func(n int) string { return strings.Repeat("a\u00a0", n/2) },
}

// buildText builds a project of one text, and returns its PDF.
func buildText(t testing.TB, markdown string) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string]string{
		"multitude.toml": "name = \"text\"\nsource = \"text.md\"\nformats = [\"pdf\"]\n", "text.md": "---\ntitle: Text\n---\n\n" + markdown + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p, _, err := project.Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := publish.Build(p, publish.Options{AllowMissingGlyphs: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Editions) != 1 || r.Editions[0].Failed || r.Editions[0].Reason != "" {
		t.Fatalf("not built: %+v", r.Editions)
	}
	data, err := os.ReadFile(filepath.Join(r.Out, "en", "text-en.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Hostile texts are built like any other: every character comes back from the
// structure tree, and no checker finds fault.
func TestHostileText(t *testing.T) {
	n := 3000
	if os.Getenv("MULTITUDE_TEST") == "all" {
		n = 15_000
	}
	for name, make := range hostile {
		t.Run(name, func(t *testing.T) {
			text := make(n)
			data := buildText(t, text)
			f, err := pdftest.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range slices.Concat(f.Check(), pdfua.Check(f), pdfua.CheckArchive(f)) {
				t.Error(p)
			}
			if complaint, err := pdftest.QPDFCheck(data); err != nil || complaint != "" {
				t.Errorf("qpdf: %v %s", err, complaint)
			}
			want := pdftest.Essence(text)
			if !slices.ContainsFunc(f.StructText(), func(b pdftest.Block) bool { return pdftest.Essence(b.Text) == want }) {
				t.Error("the text does not come back")
			}
		})
	}
}

// A text that is four times as long takes about four times the memory in all,
// whatever it is made of. (A constant part makes it less; what grew with the
// square would be sixteen times.)
func TestHostileTextGrowsByItsLength(t *testing.T) {
	allocated := func(text string) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		buildText(t, text)
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	n := 5000
	allocated("a") // what a build loads once
	for name, make := range hostile {
		small, large := allocated(make(n)), allocated(make(4*n))
		if large > 6*small {
			t.Errorf("%s: %d characters take %.0f MB, and %d take %.0f MB", name, n, small/1e6, 4*n, large/1e6)
		}
	}
}

// A word of 100,000 letters, a thousand marks on one base, ten thousand isolates
// in each other.
func TestHostileSizes(t *testing.T) {
	for name, text := range map[string]string{
		"word": hostile["one word"](100_000), "marks": hostile["marks"](1000) + " " + hostile["Arabic marks"](1000), "isolates": hostile["isolates"](20_000),
	} {
		data := buildText(t, text)
		if complaint, err := pdftest.QPDFCheck(data); err != nil || complaint != "" {
			t.Errorf("%s: qpdf: %v %s", name, err, complaint)
		}
		f, err := pdftest.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		want := pdftest.Essence(text)
		if !slices.ContainsFunc(f.StructText(), func(b pdftest.Block) bool { return pdftest.Essence(b.Text) == want }) {
			t.Errorf("%s: the text does not come back", name)
		}
	}
}

func TestEmptyDocument(t *testing.T) {
	for _, text := range []string{"", "\n\n", "\u200b"} {
		f, err := pdftest.Read(buildText(t, text))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range slices.Concat(f.Check(), pdfua.Check(f), pdfua.CheckArchive(f)) {
			t.Errorf("%q: %v", text, p)
		}
	}
}

// A document of 5,000 pages is a PDF like any other. One of 250 stands for it in
// make test.
func TestManyPages(t *testing.T) {
	sections, pages := 100, 250
	if os.Getenv("MULTITUDE_TEST") == "all" {
		sections, pages = 2050, 5000
	}
	var b strings.Builder
	for i := range sections {
		fmt.Fprintf(&b, "## Section %d {#s%d}\n\nSee [the first](#s0).\n\n", i, i)
		for j := range 8 {
			fmt.Fprintf(&b, "Paragraph %d. %s\n\n", j, strings.Repeat("Everyone should be able to live in safe and healthy conditions, protected equally under the law. ", 8))
		}
	}
	f, err := pdftest.Read(buildText(t, b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.Pages()); n < pages {
		t.Errorf("%d pages, not %d", n, pages)
	}
	for _, p := range slices.Concat(f.Check(), pdfua.Check(f), pdfua.CheckArchive(f)) {
		t.Error(p)
	}
}
