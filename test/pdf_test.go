package test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/source"
	pdftest "multitude/test/pdf"
	"multitude/test/pdfua"
)

// A passage is a text of an edition: what the catalog says for a unit.
type passage struct {
	id    string
	text  string // without marks of notes
	shown string // as a page shows it, with them
}

// passages are the texts of a locale in the order of the document.
func passages(t *testing.T, tag string) []passage {
	t.Helper()
	p, _, err := project.Find("..")
	if err != nil {
		t.Fatal(err)
	}
	in, err := publish.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if loc := locale.MustParse(tag); loc != p.Language {
		cat, found, err := catalog.Load(p.LocalesDir(), loc)
		if err != nil || cat == nil {
			t.Fatal(err, found)
		}
		for id, m := range cat.Messages {
			texts[id] = m.Text
		}
	}
	var all []passage
	notes := map[string]int{}
	for _, u := range in.Units {
		text := u.Text
		if translated, ok := texts[u.ID]; ok {
			text = translated
		}
		spans, err := source.ParseInline(text)
		if err != nil {
			t.Fatal(err)
		}
		shown := slices.Clone(spans)
		for i, s := range shown {
			if s.Kind == doc.NoteRef {
				if notes[s.Text] == 0 {
					notes[s.Text] = len(notes) + 1
				}
				shown[i] = doc.Span{Text: locale.MustParse(tag).Number(notes[s.Text])}
			}
		}
		all = append(all, passage{u.ID, doc.PlainText(spans), doc.PlainText(shown)})
	}
	return all
}

// A hyphen of the author's at the end of a line is followed by a code without a
// shape: see endsWithHyphen of package pdf.
var lineEnd = regexp.MustCompile(`\x{AD}\s*|(-)(?:\x{200B}\s*|\s+)`)

// plain is a text without line-end hyphens, and with single spaces.
func plain(s string) string {
	return strings.Join(strings.Fields(lineEnd.ReplaceAllString(s, "$1")), " ")
}

func pdfs(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for tag, path := range files(t, ".pdf") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[tag] = data
	}
	return out
}

// compatible is what pdf.js makes of characters, whatever the page says: it
// normalizes the Lao vowel am by NFKC.
var compatible = strings.NewReplacer("\u0EB3", "\u0ECD\u0EB2")

// The structure tree gives every text back, character for character, through
// ToUnicode and through pdf.js; the body's in the order of the document.
func TestStructureGivesTheTextBack(t *testing.T) {
	for tag, data := range pdfs(t) {
		for name, read := range map[string]func([]byte) ([]pdftest.Block, error){"ToUnicode": pdftest.StructText, "pdf.js": pdftest.StructTextPDFJS} {
			t.Run(tag+"/"+name, func(t *testing.T) {
				blocks, err := read(data)
				if err != nil {
					t.Fatal(err)
				}
				normal := plain
				if name == "pdf.js" {
					// It says where a line ends, leaves out the space or the soft hyphen
					// that stands there, and so cannot tell one from the other: spaces
					// are compared through ToUnicode. Marks keep it from losing spaces and
					// turning text round: they are invisible, and no part of the text (see
					// pdf/bidi.go).
					normal = func(s string) string { return pdftest.Essence(compatible.Replace(s)) }
				}
				inOrder(t, tag, blocks, normal)
			})
		}
	}
}

// inOrder looks for every passage among the blocks, in its order.
func inOrder(t *testing.T, tag string, blocks []pdftest.Block, normal func(string) string) {
	t.Helper()
	at := 0
	for _, p := range passages(t, tag) {
		want := normal(p.text)
		match := func(b pdftest.Block) bool { return normal(b.Text) == want }
		if strings.HasPrefix(p.id, "front.") || strings.HasPrefix(p.id, "note.") {
			// On the title page or in the colophon; after the mark.
			if !slices.ContainsFunc(blocks, match) {
				t.Errorf("%s is not there: %s", p.id, want)
			}
			continue
		}
		// Headings stand in the contents too: the body comes after.
		i := slices.IndexFunc(blocks[at:], match)
		if i < 0 {
			t.Errorf("%s is not there, or out of order: %s", p.id, want)
			continue
		}
		at += i + 1
	}
}

// pdftotext gives every text of a left-to-right edition back. Those of the
// Arabic one that it spoils by itself stand in a list that can only shrink.
func TestPdftotextGivesTheTextBack(t *testing.T) {
	known := map[string][]string{}
	data, err := os.ReadFile("testdata/pdftotext-spoils.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		if tag, id, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(line, "#") {
			known[tag] = append(known[tag], id)
		}
	}
	for tag, data := range pdfs(t) {
		t.Run(tag, func(t *testing.T) {
			out, err := pdftest.Pdftotext(data)
			if err != nil {
				t.Fatal(err)
			}
			all := passages(t, tag)
			var texts []string
			for _, p := range all {
				texts = append(texts, p.shown)
			}
			lost := pdftest.Lost(texts, strings.Split(out, "\f"))
			for _, p := range all {
				isLost, isKnown := slices.Contains(lost, p.shown), slices.Contains(known[tag], p.id)
				switch {
				case isLost && !isKnown:
					t.Errorf("%s does not come back: %s", p.id, p.text)
				case !isLost && isKnown:
					t.Errorf("%s comes back now: take it off testdata/pdftotext-spoils.txt", p.id)
				}
			}
		})
	}
}

// Independent readers find nothing wrong with the files, and neither do the
// checkers of PDF/UA-1 and PDF/A-2a.
func TestPDFsAreSound(t *testing.T) {
	for tag, data := range pdfs(t) {
		t.Run(tag, func(t *testing.T) { isSound(t, data) })
	}
}

func isSound(t *testing.T, data []byte) {
	t.Helper()
	if complaint, err := pdftest.QPDFCheck(data); err != nil || complaint != "" {
		t.Errorf("qpdf: %v %s", err, complaint)
	}
	if err := pdftest.Pdfcpu(data); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
	if out, err := pdftest.MutoolInfo(data); err != nil || strings.Contains(out, "warning") || strings.Contains(out, "error") {
		t.Errorf("mutool: %v %s", err, out)
	}
	f, err := pdftest.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range slices.Concat(f.Check(), pdfua.Check(f), pdfua.CheckArchive(f)) {
		t.Error(p)
	}
}

// PDFBox finds the editions to be PDF/A-1b, as far as they can be: see
// pdftest.Preflight. One from left to right and one from right to left do in
// make test.
func TestPreflight(t *testing.T) {
	for tag, data := range pdfs(t) {
		if tag != "en" && tag != "ar" && os.Getenv("MULTITUDE_TEST") != "all" {
			continue
		}
		if complaint, err := pdftest.Preflight(data); err != nil || complaint != "" {
			t.Errorf("%s: %v %s", tag, err, complaint)
		}
	}
}

// The same input gives the same bytes.
func TestPDFsAreReproducible(t *testing.T) {
	p, _, err := project.Find("..")
	if err != nil {
		t.Fatal(err)
	}
	again, err := publish.Build(p, publish.Options{Out: t.TempDir(), Tags: tested(), Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	first := editions(t)
	for _, e := range again.Editions {
		for _, name := range e.Files {
			a, err := os.ReadFile(first.Out + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(again.Out + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if string(a) != string(b) {
				t.Errorf("%s differs from run to run", name)
			}
		}
	}
}
