package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	stdhtml "html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/html"
	"multitude/internal/locale"
	"multitude/internal/picture"
	"multitude/internal/typeset"
)

// web makes the web page of a job, and what lies beside it: fonts, the picture
// for links, the web manifest. Where all of that stands from an earlier build,
// it is kept.
func (b *build) web(j *job, former, next *published, keep func(name string) bool) error {
	next.HTML = b.pageKey(j)
	if former.HTML == next.HTML && len(former.Page) > 0 && !slices.ContainsFunc(former.Page, func(n string) bool { return !keep(n) }) {
		next.Page = former.Page
		return nil
	}
	ed := b.load(j)
	if ed == nil {
		return nil
	}
	put := func(name string, data []byte) {
		j.write(name, data)
		next.Page = append(next.Page, name)
	}
	shelf := b.shelfOf(j)
	var original *edition.Edition // beside which the translation is shown
	if j.result.Locale != b.project.Language && !j.pseudo {
		var err error
		if original, err = b.original(); err != nil {
			return err
		}
	}
	var draft bytes.Buffer
	if err := html.Write(&draft, ed, shelf, nil, b.look); err != nil {
		return err
	}
	if original != nil {
		if err := html.WritePair(&draft, original, ed, shelf, nil, b.look); err != nil {
			return err
		}
	}
	faces, err := b.library.Web(visible(draft.String()), ed.Locale)
	if err != nil {
		return err
	}
	for _, f := range faces {
		file := fontFile(f)
		if keep(file) {
			next.Page = append(next.Page, file)
		} else {
			data, err := b.library.WebFont(f.Face, f.Runes)
			if err != nil {
				return err
			}
			put(file, data)
		}
		if name, text, ok := b.library.Notice(f.Face); ok && !slices.Contains(next.Page, "fonts/"+name) {
			put("fonts/"+name, text)
		}
	}
	web := b.pageFonts(faces, ed.Locale)
	var page bytes.Buffer
	if err := html.Write(&page, ed, shelf, web, b.look); err != nil {
		return err
	}
	put("index.html", page.Bytes())
	if original != nil {
		var beside bytes.Buffer
		if err := html.WritePair(&beside, original, ed, shelf, web, b.look); err != nil {
			return err
		}
		put(pairName, beside.Bytes())
	}
	card, err := b.card(ed)
	if err != nil {
		return err
	}
	put(html.PictureName, card)
	put(html.ManifestName, webManifest(ed))
	if ed.Logo != nil {
		put(ed.Logo.File, ed.Logo.Data)
	}
	return nil
}

// pageFonts are the fonts of an edition's page: those that its text needs, and
// those of the menu of languages.
func (b *build) pageFonts(faces []fonts.WebFace, loc locale.Locale) []html.Font {
	var web []html.Font
	for _, f := range faces {
		font := webFont(f, fontFile(f), loc)
		font.Preload = true
		web = append(web, font)
	}
	for _, f := range b.menuFonts {
		if !slices.ContainsFunc(web, func(own html.Font) bool { return own.Family == f.Family }) {
			f.File = "../" + f.File
			web = append(web, f)
		}
	}
	return web
}

var (
	unseen = regexp.MustCompile(`(?s)<(?:style|script)>.*?</(?:style|script)>|<a [^>]*hreflang=[^>]*>.*?</a>`)
	markup = regexp.MustCompile(`<[^>]*>`)
)

// visible is the text that a page shows.
func visible(page string) string {
	return stdhtml.UnescapeString(markup.ReplaceAllString(unseen.ReplaceAllString(page, " "), " "))
}

// fontFile is the name of a web font: it has the hash of all that it is made
// of, so that one that is there, or that a browser keeps, is right.
func fontFile(f fonts.WebFace) string {
	const form = "1" // raised when the same characters are packed in another way
	d := newDigest().add(form, filepath.Base(f.Face.Path), f.Face.Style, string(f.Runes))
	if f.Face.Origin != fonts.Bundle {
		d.stat(f.Face.Path)
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(f.Face.Family))
	if f.Style&fonts.Bold != 0 {
		name += "-bold"
	}
	return "fonts/" + name + "-" + d.String()[:16] + ".woff2"
}

func webFont(f fonts.WebFace, file string, locales ...locale.Locale) html.Font {
	w := html.Font{Family: f.Face.Family, File: file, Bold: f.Style&fonts.Bold != 0, Italic: f.Style&fonts.Italic != 0, Runes: f.Runes}
	for _, l := range locales {
		w.Locales = append(w.Locales, l.Tag)
	}
	return w
}

// cardBase is the size of body text that a card is designed for, in points, on
// a paper that is half as many points wide as the card has pixels.
const cardBase = 15

// card is the picture that stands for the edition where a link is shown.
func (b *build) card(ed *edition.Edition) ([]byte, error) {
	return b.picture(ed, html.PictureWidth, html.PictureHeight, cardBase)
}

// bookCover is the picture that stands for the e-book on a reader's shelf.
func (b *build) bookCover(ed *edition.Edition) ([]byte, error) {
	const width, height, base = 1200, 1600, 17 // pixels, pixels, points as of a card
	return b.picture(ed, width, height, base)
}

// picture draws what the edition is called, on a paper of that many pixels,
// two for each point.
func (b *build) picture(ed *edition.Edition, width, height int, base float64) ([]byte, error) {
	o := typeset.Options{Paper: typeset.Paper{Width: float64(width) / 2, Height: float64(height) / 2}, Style: typeset.Style{Base: base}}
	page, err := typeset.Card(ed, b.library.For(ed.Locale), b.data, o)
	if err != nil {
		return nil, err
	}
	return picture.Draw(page, width, ed.Accent)
}

// webManifest lets a reader keep the edition like an application.
func webManifest(ed *edition.Edition) []byte {
	type icon struct {
		Src   string `json:"src"`
		Sizes string `json:"sizes"`
		Type  string `json:"type"`
	}
	title := doc.PlainText(ed.Title.Spans)
	data, err := json.MarshalIndent(struct {
		Name       string `json:"name"`
		ID         string `json:"id"`
		StartURL   string `json:"start_url"`
		Scope      string `json:"scope"`
		Display    string `json:"display"`
		Lang       string `json:"lang"`
		Dir        string `json:"dir"`
		Background string `json:"background_color"`
		Theme      string `json:"theme_color"`
		Icons      []icon `json:"icons"`
	}{title, "index.html", "index.html", "../", "minimal-ui", ed.Locale.Tag, ed.Locale.Dir.String(), edition.LightPaper.String(), ed.Accent,
		[]icon{{"../icon-192.png", "192x192", "image/png"}, {"../icon-512.png", "512x512", "image/png"}}}, "", " ")
	if err != nil {
		panic(err) // of strings alone
	}
	return append(data, '\n')
}

// readLook reads the project's own templates, logo and cover.
func (b *build) readLook() error {
	var err error
	b.look, err = html.LoadLook(b.project.Theme.Templates)
	return err
}

// readLogo reads the logo that a theme names; nil where it names none.
func (in *Inputs) readLogo(theme string) (*edition.Image, error) {
	if theme == "" {
		return nil, nil
	}
	root, err := os.OpenRoot(in.Project.Root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	img, err := readImageFile(root, theme)
	if errors.Is(err, os.ErrNotExist) {
		return nil, errors.New("there is no such file")
	}
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	return img, nil
}
