// Package html writes an edition as one web page that can be read without
// scripts, without a network and from a folder. Beside it lie its pictures, and
// the fonts that readers may not have.
package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
)

// A Page is what the template of a page is given. Its HTML is finished and
// safe; all other texts the template escapes.
type Page struct {
	Lang, Dir   string
	Title       string // title and subtitle, for the window and for search engines
	Heading     string // the title alone
	Description string // the beginning of the text
	Address     string // where the page is published, or ""
	Alternates  []Alternate
	Picture     string // for links to the page: as an address where that is known
	NoIndex     bool   // search engines should not send readers here yet
	Policy      string // content security policy: nothing of others is loaded, no script but ours runs
	Style       template.CSS
	Script      template.JS
	Fonts       []Font
	Languages   []Language // of all editions; empty where there is one
	Files       []edition.File
	Pair        string // the page with the original beside the translation, or ""

	Cover, Notice, Contents, Text, Notes, Colophon template.HTML

	printer *printer
}

// An Alternate is the same page in another language.
type Alternate struct{ Lang, Address string }

// A Language is an edition in the menu of languages.
type Language struct {
	Lang, Dir, Name string
	Here            bool
}

// Word is one of the edition's own words, such as "edition.contents".
func (p *Page) Word(id string) template.HTML { return template.HTML(p.printer.word(id)) }

// Say is the word as plain text, for attributes.
func (p *Page) Say(id string) string { return doc.PlainText(p.printer.edition.Word(id, nil).Spans) }

// Label is what the edition calls a file.
func (p *Page) Label(f edition.File) template.HTML { return template.HTML(p.printer.said(f.Label)) }

// PictureName is the picture that stands for the page where a link to it is
// shown; PictureWidth and PictureHeight are its size in pixels.
const (
	PictureName   = "card.png"
	PictureWidth  = 1200
	PictureHeight = 630
)

// ManifestName is the web manifest of the edition, beside its page.
const ManifestName = "manifest.webmanifest"

//go:embed page.js
var pageScript string

// Write writes the page of the edition. The shelf tells it where the other
// editions are; the pictures that it shows lie beside it, under the names that
// ed.Images gives them, and so do fonts. look is the project's own look, or nil.
func Write(w io.Writer, ed *edition.Edition, shelf *edition.Shelf, fonts []Font, look *Look) error {
	p := &printer{edition: ed, marked: map[int]bool{}}
	page := &Page{
		Lang: ed.Locale.Tag, Dir: ed.Locale.Dir.String(),
		Heading: doc.PlainText(ed.Title.Spans), Description: description(ed),
		NoIndex: ed.Tally.AllMachine() || ed.Test, Picture: PictureName,
		Style: template.CSS(strings.TrimSpace(Style(ed.Locale, ed.Accent, fonts, Locales(ed, shelf)...) + look.style())), Script: template.JS(strings.TrimSpace(script(fonts))),
		Fonts: fonts, printer: p,
	}
	page.Title = page.Heading
	if sub := doc.PlainText(ed.Subtitle.Spans); sub != "" {
		page.Title += " – " + sub
	}
	page.Policy = Policy(string(page.Style), string(page.Script))
	page.lead(ed, shelf)
	page.Cover = p.part(p.cover)
	page.Notice = p.part(p.notice)
	page.Contents = p.part(p.contents)
	page.Text = p.part(func() { p.body(ed.Blocks) })
	page.Notes = p.part(p.notes)
	page.Colophon = p.part(p.colophon)
	return look.Execute(w, "page.html", standardPage, page)
}

// script is the script of a page that shows the fonts.
func script(fonts []Font) string {
	files := []string{}
	for _, f := range fonts {
		if f.Preload {
			files = append(files, f.File)
		}
	}
	list, err := json.Marshal(files) // escapes what could end a script
	if err != nil {
		panic(err) // of strings alone
	}
	return "const fonts = " + string(list) + ";\n" + Compact(pageScript)
}

// lead is where the page leads.
func (page *Page) lead(ed *edition.Edition, shelf *edition.Shelf) {
	if base := shelf.BaseURL; base != "" {
		page.Address = base + "/" + ed.Locale.Tag + "/"
		page.Picture = page.Address + PictureName
		for _, l := range shelf.Listings {
			page.Alternates = append(page.Alternates, Alternate{l.Locale.Tag, base + "/" + l.Locale.Tag + "/"})
		}
		page.Alternates = append(page.Alternates, Alternate{"x-default", base + "/"})
	}
	for _, l := range shelf.Listings {
		here := l.Locale == ed.Locale
		if here {
			page.Files, page.Pair = l.Files, l.Pair
		}
		if len(shelf.Listings) > 1 {
			page.Languages = append(page.Languages, Language{l.Locale.Tag, l.Locale.Dir.String(), l.Endonym, here})
		}
	}
}

// Locales are the languages of which the page holds a text.
func Locales(ed *edition.Edition, shelf *edition.Shelf) []locale.Locale {
	all := []locale.Locale{ed.Source}
	for _, l := range shelf.Listings {
		all = append(all, l.Locale)
	}
	return all
}

// maxDescription is the length, in runes, to which search engines show what a
// page says of itself.
const maxDescription = 155

// description is the beginning of the first paragraph, cut between words.
func description(ed *edition.Edition) string {
	text := ""
	walk(ed.Blocks, func(b *edition.Block) {
		if text == "" && b.Kind == doc.Paragraph {
			text = doc.PlainText(b.Text.Spans)
		}
	})
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= maxDescription {
		return string(runes)
	}
	cut := string(runes[:maxDescription])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ",;: ،、，") + "…"
}

// Words is a text without marks, for a place where the language is around: it
// says its own where that is another.
func Words(t edition.Text, around locale.Locale) template.HTML {
	p := &printer{edition: &edition.Edition{Locale: around}}
	return template.HTML(p.said(t))
}

// Policy is the content security policy of a page with that style and script
// inside: no other script and no other style has any effect, whatever a
// translation may say, and nothing is loaded from elsewhere.
func Policy(style, script string) string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'",
		hash(style), hash(script))
}
