package main

import (
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"

	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/publish"
	pdftest "multitude/test/pdf"
)

// gallery renders a page of every script, and of languages that have their own
// way with one, into dir: beside the same text as Chromium shows it with the same
// fonts. index.html shows all of them.
func gallery(texts []text, dir string) error {
	texts = sampled(texts)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	work := filepath.Join(dir, "work")
	if err := prepare(work, "."); err != nil {
		return err
	}
	defer os.RemoveAll(work)
	library, err := fonts.Open(".", nil)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var failed error
	each(len(texts), func(i int) {
		if err := exhibit(&texts[i], library, work, dir); err != nil {
			mu.Lock()
			failed = fmt.Errorf("%s: %w", texts[i].Code, err)
			mu.Unlock()
		}
	})
	if failed != nil {
		return failed
	}
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><meta charset=utf-8><title>Gallery</title>\n" +
		"<style>body{font:16px sans-serif;background:#ddd}figure{margin:2em 0}img{width:48%;vertical-align:top;margin:.5%;background:#fff}</style>\n" +
		"<h1>Every script: this typesetter, and Chromium with the same fonts</h1>\n")
	for _, t := range texts {
		fmt.Fprintf(&b, "<figure id=%s><figcaption>%s: %s, %s</figcaption><img src=%[1]s.png alt=ours><img src=%[1]s-chromium.png alt=Chromium></figure>\n",
			t.Code, html.EscapeString(t.script()), html.EscapeString(t.Name), t.tag)
	}
	index := filepath.Join(dir, "index.html")
	fmt.Println(index)
	return os.WriteFile(index, []byte(b.String()), 0o666)
}

// excerptLength is the number of characters after which an excerpt ends.
const excerptLength = 1300

// excerpt is the title of the text and its beginning, from its first article on.
func (t *text) excerpt() []block {
	out, n := t.blocks[:1:1], 0
	for i, b := range t.blocks[1:] {
		if len(out) == 1 && b.kind != heading && i+2 < len(t.blocks) {
			continue
		}
		out = append(out, b)
		if n += utf8.RuneCountInString(b.text); n > excerptLength {
			break
		}
	}
	return out
}

// dpi is the resolution of the pictures.
const dpi = 100

func exhibit(t *text, library *fonts.Library, work, dir string) error {
	shown := *t
	shown.blocks = t.excerpt()
	p, err := own(filepath.Join(work, t.Code), &shown)
	if err != nil {
		return err
	}
	r, err := publish.Build(p, publish.Options{AllowMissingGlyphs: true, Jobs: 1})
	if err != nil {
		return err
	}
	if !r.OK() {
		return fmt.Errorf("%s", r.Editions[0].Reason)
	}
	pdf, err := os.ReadFile(filepath.Join(r.Out, r.Editions[0].Files[0]))
	if err != nil {
		return err
	}
	js, err := pdftest.ReadPDFJS(pdf)
	if err != nil {
		return err
	}
	begins := slices.IndexFunc(shown.blocks, func(b block) bool { return b.kind > heading })
	first := []rune(pdftest.Essence(shown.blocks[begins].text))
	page := 1 + slices.IndexFunc(js.Pages, func(text string) bool { // behind the title and the contents
		return strings.Contains(pdftest.Essence(text), string(first[:min(8, len(first))]))
	})
	if page == 0 {
		return fmt.Errorf("the text begins on no page")
	}
	png, err := pdftest.Render(pdf, page, dpi)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, t.Code+".png"), png, 0o666); err != nil {
		return err
	}
	source := filepath.Join(work, t.Code+".html")
	text, err := webPage(&shown, library)
	if err != nil {
		return err
	}
	if err := os.WriteFile(source, []byte(text), 0o666); err != nil {
		return err
	}
	return screenshot(source, filepath.Join(dir, t.Code+"-chromium.png"))
}

// webPage is the text as a page of the size of a sheet, with the faces that the
// edition is set in.
func webPage(t *text, library *fonts.Library) (string, error) {
	loc, err := locale.Parse(t.tag)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=%q dir=%q><meta charset=utf-8><style>\n", t.tag, loc.Dir)
	var names []string
	for _, style := range []fonts.Style{fonts.Regular, fonts.Bold} {
		set := library.For(loc)
		for _, block := range t.blocks {
			for _, r := range block.text {
				set.Pick([]rune{r}, language.LookupScript(r), style, false, loc)
			}
		}
		weight := 400
		if style == fonts.Bold {
			weight = 700
		}
		for i, f := range set.Used() {
			path, err := filepath.Abs(strings.Replace(f.Path, "bundle:faces", "node_modules/@expo-google-fonts", 1))
			if err != nil {
				return "", err
			}
			name := fmt.Sprintf("f%d", i)
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			fmt.Fprintf(&b, "@font-face{font-family:%s;font-weight:%d;src:url(%q)}\n", name, weight, (&url.URL{Scheme: "file", Path: path}).String())
		}
	}
	fmt.Fprintf(&b, "body{width:450pt;margin:60pt auto;font:11pt/1.5 %s;text-align:justify;hyphens:auto}h2{font-size:15pt;line-height:1.4}</style>\n", strings.Join(names, ","))
	for _, block := range t.blocks[1:] {
		if block.kind == heading {
			fmt.Fprintf(&b, "<h2>%s</h2>\n", html.EscapeString(block.text))
		} else {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(block.text))
		}
	}
	return b.String(), nil
}

// screenshot has Chromium show a page of A4's size, and takes a picture of it.
func screenshot(source, png string) error {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		abs, err := filepath.Abs(source)
		if err != nil {
			return err
		}
		profile, err := os.MkdirTemp("", "gallery-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(profile)
		cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
			"--user-data-dir="+profile, fmt.Sprintf("--force-device-scale-factor=%.4f", dpi/96.), "--window-size=794,1123",
			"--virtual-time-budget=5000", "--screenshot="+png, (&url.URL{Scheme: "file", Path: abs}).String())
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		return nil
	}
	return fmt.Errorf("chromium is not installed\nhint: run make gallery, which installs it")
}
