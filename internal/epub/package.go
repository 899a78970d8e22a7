package epub

import (
	"fmt"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/html"
	"multitude/internal/locale"
)

// pack is the package document (EPUB 3.3 §5).
func (b *book) pack(files []File) string {
	ed := b.ed
	l := ed.Locale
	var s strings.Builder
	f := func(format string, a ...any) { fmt.Fprintf(&s, format+"\n", a...) }
	f(`<?xml version="1.0" encoding="UTF-8"?>`)
	f(`<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="%s" dir="%s">`, esc(l.Tag), l.Dir)
	f(`<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">`)
	f(`<dc:identifier id="id">%s</dc:identifier>`, b.id())
	text := func(name, attributes string, t edition.Text) {
		if v := strings.TrimSpace(doc.PlainText(t.Spans)); v != "" {
			f(`<dc:%s%s xml:lang="%s" dir="%s">%s</dc:%s>`, name, attributes, esc(t.Locale.Tag), t.Locale.Dir, esc(v), name)
		}
	}
	text("title", ` id="title"`, ed.Title)
	f(`<meta refines="#title" property="title-type">main</meta>`)
	if doc.PlainText(ed.Subtitle.Spans) != "" {
		text("title", ` id="subtitle"`, ed.Subtitle)
		f(`<meta refines="#subtitle" property="title-type">subtitle</meta>`)
	}
	f(`<dc:language>%s</dc:language>`, esc(l.Tag))
	for _, a := range ed.Authors {
		text("creator", "", a)
	}
	b.contributors(f)
	text("rights", "", ed.Rights)
	if ed.Issued != "" {
		f(`<dc:date>%s</dc:date>`, esc(ed.Issued))
	}
	f(`<meta property="dcterms:modified">%s</meta>`, b.modified().Format("2006-01-02T15:04:05Z"))
	b.accessibility(f)
	f("</metadata>\n<manifest>")
	for i, file := range files {
		properties := ""
		switch file.Name {
		case "nav.xhtml":
			properties = ` properties="nav"`
		case coverName:
			properties = ` properties="cover-image"`
		}
		f(`<item id="%s" href="%s" media-type="%s"%s/>`, itemID(file.Name, i), esc(file.Name), mediaType(file.Name), properties)
	}
	direction := "ltr"
	if l.Dir == locale.RTL {
		direction = "rtl"
	}
	f("</manifest>\n<spine page-progression-direction=\"%s\">\n<itemref idref=\"cover.xhtml\"/>\n<itemref idref=\"nav.xhtml\"/>\n<itemref idref=\"text.xhtml\"/>\n<itemref idref=\"colophon.xhtml\"/>\n</spine>\n</package>", direction)
	return s.String()
}

// contributors are the people who signed the translation, with the codes that
// MARC has for what they did (Library of Congress, relators).
func (b *book) contributors(f func(string, ...any)) {
	n := 0
	for _, c := range []struct {
		role  string
		names []string
	}{{"trl", b.ed.Translators}, {"pfr", b.ed.Reviewers}} {
		for _, name := range c.names {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			n++
			f(`<dc:contributor id="contributor-%d">%s</dc:contributor>`, n, esc(name))
			f(`<meta refines="#contributor-%d" property="role" scheme="marc:relators">%s</meta>`, n, c.role)
		}
	}
}

// itemID is the ID of a file in the manifest: the names of pages are IDs, those
// of other files need not be.
func itemID(name string, i int) string {
	if strings.HasSuffix(name, ".xhtml") {
		return name
	}
	return fmt.Sprintf("file-%d", i)
}

// accessibility says what readers of all kinds can do with the book, in the
// terms of schema.org and EPUB Accessibility 1.1.
func (b *book) accessibility(f func(string, ...any)) {
	features := []string{"tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability", "unlocked"}
	modes := []string{"textual"}
	if len(b.ed.Images) > 0 {
		modes = append(modes, "visual")
		features = append(features, "alternativeText")
	}
	for _, m := range modes {
		f(`<meta property="schema:accessMode">%s</meta>`, m)
	}
	f(`<meta property="schema:accessModeSufficient">textual</meta>`)
	for _, v := range features {
		f(`<meta property="schema:accessibilityFeature">%s</meta>`, v)
	}
	f(`<meta property="schema:accessibilityHazard">none</meta>`)
	summary := b.ed.Word("edition.epub-summary", nil)
	f(`<meta property="schema:accessibilitySummary" xml:lang="%s" dir="%s">%s</meta>`, esc(summary.Locale.Tag), summary.Locale.Dir, esc(doc.PlainText(summary.Spans)))
	f(`<meta property="dcterms:conformsTo" id="conformance">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>`)
	f(`<meta property="a11y:certifiedBy" refines="#conformance">multitude</meta>`)
}

// nav is the navigation document (EPUB 3.3 §7).
func (b *book) nav() string {
	contents := esc(b.say("edition.contents"))
	var s strings.Builder
	s.WriteString("<main>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" class=\"contents\" aria-labelledby=\"_contents\">\n<h1 id=\"_contents\">" + contents + "</h1>\n<ol>\n")
	fmt.Fprintf(&s, "<li><a href=\"cover.xhtml\">%s</a></li>\n", esc(b.title))
	s.WriteString(html.NewRenderer(b.ed).Headings("text.xhtml"))
	fmt.Fprintf(&s, "<li><a href=\"colophon.xhtml\">%s</a></li>\n</ol>\n</nav>\n", esc(b.say("edition.about")))
	fmt.Fprintf(&s, `<nav epub:type="landmarks" aria-label="%[1]s" hidden="hidden">
<ol>
<li><a epub:type="titlepage" href="cover.xhtml">%[2]s</a></li>
<li><a epub:type="toc" href="nav.xhtml">%[1]s</a></li>
<li><a epub:type="bodymatter" href="text.xhtml">%[2]s</a></li>
</ol>
</nav>
</main>
`, contents, esc(b.title))
	return b.page(b.say("edition.contents"), "", s.String())
}
