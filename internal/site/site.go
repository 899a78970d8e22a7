// Package site writes what leads readers to the editions: the page of all
// languages, what sends them to their own, and what keeps pages readable
// without a network.
package site

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/html"
)

// Input is what a site is made of.
type Input struct {
	Source *edition.Edition // whose language the pages of all languages speak
	Shelf  *edition.Shelf
	Fonts  []html.Font // for the names of languages, from the site's folder
	Look   *html.Look  // the project's own, or nil
}

// Files are the files of the site beside the editions, by their names below the
// output folder.
func Files(in Input) (map[string][]byte, error) {
	files := map[string][]byte{
		"sw.js":      []byte(html.Compact(worker)),
		"_redirects": redirects(in.Shelf),
		".htaccess":  htaccess(in.Shelf),
		"index.var":  typeMap(in.Shelf),
	}
	for _, l := range in.Shelf.Listings {
		files["to/"+l.Locale.Tag+".html"] = forward(l)
	}
	if in.Shelf.BaseURL != "" {
		files["sitemap.xml"] = sitemap(in.Shelf)
		files["robots.txt"] = robots(in.Shelf)
	}
	for name, send := range map[string]bool{"index.html": true, "languages.html": false} {
		page, err := languages(in, send)
		if err != nil {
			return nil, err
		}
		files[name] = page
	}
	missing, err := notFound(in)
	if err != nil {
		return nil, err
	}
	files["404.html"] = missing
	return files, nil
}

//go:embed sw.js
var worker string

//go:embed send.js
var send string

//go:embed find.js
var find string

//go:embed languages.html
var languagesPage string

//go:embed 404.html
var notFoundPage string

// A Page is what the templates languages.html and 404.html are given.
type Page struct {
	Lang, Dir   string
	Title       string // of the document
	Base        string // what links begin with: "" or the site's address and a slash
	Address     string // where the page is published, or ""
	Description string
	Picture     string
	Alternates  []html.Alternate
	Policy      string
	Style       template.CSS
	Script      template.JS
	Heading     template.HTML
	Intro       template.HTML
	Find        template.HTML // label of the field that finds a language
	None        template.HTML // said where it finds none
	Editions    []Edition
}

// An Edition is an edition as the page of all languages shows it.
type Edition struct {
	Lang, Dir, Name string
	English         string        // the language's name in English, "" where it is Name
	Work            template.HTML // the title of the document
	Missing         template.HTML // what a reader is told who asks for a page that is not there
	Files           []File
}

// A File is something to take away, with a link from the site's folder.
type File struct {
	Name, Type string
	Label      template.HTML
}

func newPage(in Input, script string) *Page {
	s := in.Source
	p := &Page{Lang: s.Locale.Tag, Dir: s.Locale.Dir.String(), Title: doc.PlainText(s.Title.Spans)}
	all := in.Shelf.Listings
	tags := html.Locales(s, in.Shelf)
	p.Style = template.CSS(strings.TrimSpace(html.Style(s.Locale, s.Accent, in.Fonts, tags...) + in.Look.AddedStyle()))
	p.Script = template.JS(strings.TrimSpace(html.Compact(script)))
	p.Policy = html.Policy(string(p.Style), string(p.Script))
	for _, l := range all {
		e := Edition{Lang: l.Locale.Tag, Dir: l.Locale.Dir.String(), Name: l.Endonym,
			Work: html.Words(l.Title, l.Locale), Missing: html.Words(l.Missing, l.Locale)}
		if l.English != l.Endonym {
			e.English = l.English
		}
		for _, f := range l.Files {
			e.Files = append(e.Files, File{l.Locale.Tag + "/" + f.Name, f.Type, html.Words(f.Label, l.Locale)})
		}
		p.Editions = append(p.Editions, e)
	}
	return p
}

// languages is the page of all languages; send makes it send readers on to
// their own.
func languages(in Input, sends bool) ([]byte, error) {
	s := in.Source
	script := find
	if sends {
		script = send + find
	}
	p := newPage(in, script)
	word := func(id string, values map[string]string) template.HTML {
		return html.Words(s.Word(id, values), s.Locale)
	}
	p.Heading = word("edition.index-title", nil)
	p.Intro = word("edition.index-intro", map[string]string{"Title": p.Title})
	p.Description = doc.PlainText(s.Word("edition.index-intro", map[string]string{"Title": p.Title}).Spans)
	p.Picture = s.Locale.Tag + "/" + html.PictureName
	p.Find = word("edition.find-language", nil)
	p.None = word("edition.no-such-language", nil)
	if base := in.Shelf.BaseURL; base != "" {
		p.Address = base + "/"
		p.Picture = base + "/" + p.Picture
		p.Alternates = alternates(in.Shelf)
	}
	var b bytes.Buffer
	err := in.Look.Execute(&b, "languages.html", languagesPage, p)
	return b.Bytes(), err
}

// notFound is the page that a server shows in the place of one that is not
// there, at any depth: it says so in every language.
func notFound(in Input) ([]byte, error) {
	p := newPage(in, "")
	if in.Shelf.BaseURL != "" {
		p.Base = in.Shelf.BaseURL + "/"
	}
	var b bytes.Buffer
	err := in.Look.Execute(&b, "404.html", notFoundPage, p)
	return b.Bytes(), err
}

func alternates(shelf *edition.Shelf) []html.Alternate {
	var all []html.Alternate
	for _, l := range shelf.Listings {
		all = append(all, html.Alternate{Lang: l.Locale.Tag, Address: shelf.BaseURL + "/" + l.Locale.Tag + "/"})
	}
	return append(all, html.Alternate{Lang: "x-default", Address: shelf.BaseURL + "/"})
}
