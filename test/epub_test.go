package test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"multitude/internal/locale"
)

// ebooks are the e-books by their tags: a sample of scripts and directions, all
// of them with MULTITUDE_TEST=all.
func ebooks(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for tag, path := range files(t, ".epub") {
		if os.Getenv("MULTITUDE_TEST") == "all" || slices.Contains([]string{"ar", "en", "km", "zh-Hans"}, tag) {
			out[tag] = path
		}
	}
	if len(out) < 4 {
		t.Fatalf("e-books: %v", out)
	}
	return out
}

// The checkers of the W3C's format find neither errors nor warnings: EPUBCheck,
// and another that was written from the specification.
func TestEbooksAreValid(t *testing.T) {
	for tag, path := range ebooks(t) {
		out, err := exec.Command("java", "-jar", jarOf(t, "epubcheck"), "--failonwarnings", "-q", path).CombinedOutput()
		if err != nil || len(bytes.TrimSpace(out)) > 0 {
			t.Errorf("%s: EPUBCheck: %v\n%s", tag, err, out)
		}
		out, err = exec.Command("node", "../node_modules/.bin/epubcheck-ts", path).CombinedOutput()
		if err != nil || bytes.Contains(out, []byte("WARNING")) {
			t.Errorf("%s: epubcheck-ts: %v\n%s", tag, err, out)
		}
	}
}

// jarOf is the program of a Debian package that is a jar by itself.
func jarOf(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v\nhint: run make test, which installs what the tests need", err)
	}
	return path
}

// holdsThePassages looks for every passage of a locale in the text of its page
// or book, in the order of the document.
func holdsThePassages(t *testing.T, tag, text string) {
	t.Helper()
	at := 0
	for _, p := range passages(t, tag) {
		want := strings.Join(strings.Fields(p.shown), " ")
		i := strings.Index(text[at:], want)
		switch {
		case strings.HasPrefix(p.id, "front."), strings.HasPrefix(p.id, "note."): // they have places of their own
			if !strings.Contains(text, want) {
				t.Errorf("%s: %s is not there: %s", tag, p.id, want)
			}
		case i < 0:
			t.Errorf("%s: %s is not there, or out of order: %s", tag, p.id, want)
		default:
			at += i + len(want)
		}
	}
}

// Every passage stands in the book, in the order of the document; its files are
// those that the package names, the first tells readers what it is, and no page
// has a script or asks another host for anything.
func TestEbooksHaveTheText(t *testing.T) {
	outside := regexp.MustCompile(`(?:src|href|url\()\s*=?\s*["']?https?:`)
	for tag, path := range ebooks(t) {
		z, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		if f := z.File[0]; f.Name != "mimetype" || f.Method != zip.Store || len(f.Extra) != 0 {
			t.Errorf("%s begins with %+v", tag, f.FileHeader)
		}
		file := func(name string) string {
			f, err := z.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			data, err := io.ReadAll(f)
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		var all []string
		for _, page := range []string{"cover", "text", "colophon"} {
			source := file("EPUB/" + page + ".xhtml")
			if strings.Contains(source, "<script") || outside.MatchString(source) && page != "colophon" {
				t.Errorf("%s: %s.xhtml has a script, or asks another host", tag, page)
			}
			all = append(all, textOf(t, source))
		}
		holdsThePassages(t, tag, strings.Join(all, " "))
		pack := file("EPUB/package.opf")
		direction := locale.MustParse(tag).Dir.String()
		for _, want := range []string{
			`<dc:language>` + tag + `</dc:language>`, `page-progression-direction="` + direction + `"`, `schema:accessMode">textual`,
			`schema:accessibilityHazard">none`, `schema:accessibilitySummary" xml:lang="` + tag + `"`, `schema:accessModeSufficient">textual`,
			`<meta property="dcterms:modified">2019-11-01T00:00:00Z</meta>`, "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
		} {
			if !strings.Contains(pack, want) {
				t.Errorf("%s: the package does not say %s", tag, want)
			}
		}
		text := file("EPUB/text.xhtml")
		if !strings.Contains(text, `epub:type="noteref"`) || !strings.Contains(text, `<aside class="footnote" id="_note-1" epub:type="footnote" role="doc-footnote"`) {
			t.Errorf("%s: the note does not pop up", tag)
		}
	}
}

// textOf is what a page says, with single spaces.
func textOf(t *testing.T, source string) string {
	t.Helper()
	n, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// DAISY's Ace finds no violation.
func TestEbooksAreAccessible(t *testing.T) {
	books := ebooks(t)
	if os.Getenv("MULTITUDE_TEST") != "all" {
		books = map[string]string{"ar": books["ar"]}
	}
	chromium := ""
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			chromium = path
			break
		}
	}
	for tag, path := range books {
		dir := t.TempDir()
		cmd := exec.Command("node", "../node_modules/@daisy/ace/bin/ace-puppeteer.js", "--force", "--silent", "--outdir", dir, path)
		cmd.Env = append(os.Environ(), "PUPPETEER_EXECUTABLE_PATH="+chromium, "HOME="+dir)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: Ace: %v\n%s", tag, err, out)
		}
		report, err := os.ReadFile(dir + "/report.json")
		if err != nil {
			t.Fatalf("%s: %v\n%s", tag, err, out)
		}
		if !bytes.Contains(report, []byte(`"earl:outcome": "pass"`)) || bytes.Contains(report, []byte(`"earl:outcome": "fail"`)) {
			t.Errorf("%s: Ace found violations:\n%.3000s", tag, report)
		}
	}
}
