// Package site writes what leads from one edition to another: the page of all
// editions.
package site

import (
	"fmt"
	"html"
	"io"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	page "multitude/internal/html"
)

// Index writes the page that leads to all editions, each named in its own
// language. It speaks the language of the original, and source is its edition.
func Index(w io.Writer, source *edition.Edition, shelf *edition.Shelf) error {
	esc := html.EscapeString
	var b strings.Builder
	l := source.Locale
	title := source.Word("edition.index-title", nil)
	intro := source.Word("edition.index-intro", map[string]string{"Title": doc.PlainText(source.Title.Spans)})
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", esc(l.Tag), l.Dir)
	fmt.Fprintf(&b, "<title>%s</title>\n", esc(doc.PlainText(source.Title.Spans)))
	b.WriteString("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
	if shelf.BaseURL != "" {
		fmt.Fprintf(&b, "<link rel=\"canonical\" href=\"%s/\">\n", esc(shelf.BaseURL))
	}
	fmt.Fprintf(&b, "<style>\n%s</style>\n</head>\n<body>\n<main id=\"_text\">\n<header class=\"cover\">\n", page.Style(l, source.Accent))
	fmt.Fprintf(&b, "<h1%s>%s</h1>\n<p class=\"subtitle\"%s>%s</p>\n</header>\n",
		in(title, l.Tag), esc(doc.PlainText(title.Spans)), in(intro, l.Tag), esc(doc.PlainText(intro.Spans)))
	b.WriteString("<ul class=\"editions\">\n")
	for _, e := range shelf.Listings {
		tag := esc(e.Locale.Tag)
		fmt.Fprintf(&b, "<li><a href=\"%s/index.html\" lang=\"%s\" hreflang=\"%s\" dir=\"%s\"><b>%s</b><span%s>%s</span></a></li>\n",
			tag, tag, tag, e.Locale.Dir, esc(e.Endonym), in(e.Title, e.Locale.Tag), esc(doc.PlainText(e.Title.Spans)))
	}
	b.WriteString("</ul>\n</main>\n</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// in marks a text whose language is not the one around it.
func in(t edition.Text, around string) string {
	if t.Locale.Tag == "" || t.Locale.Tag == around {
		return ""
	}
	return fmt.Sprintf(" lang=\"%s\" dir=\"%s\"", html.EscapeString(t.Locale.Tag), t.Locale.Dir)
}
