package site

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	"multitude/internal/edition"
	"multitude/internal/locale"
)

// wishes are the languages for which a reader is sent to the edition: what a
// browser asks for. Beside the tag itself these are the shorter tags that no
// other edition has a better claim to: zh for zh-Hans, but not where zh or
// zh-Hant stands before it.
func wishes(shelf *edition.Shelf) (tags []string, to map[string]locale.Locale) {
	to = map[string]locale.Locale{}
	add := func(tag string, l locale.Locale) {
		if _, taken := to[tag]; !taken {
			to[tag] = l
			tags = append(tags, tag)
		}
	}
	for _, l := range shelf.Listings {
		add(l.Locale.Tag, l.Locale)
	}
	// Regions whose readers write with that script ask for it by region.
	regions := map[string][]string{"zh-Hans": {"zh-CN", "zh-SG"}, "zh-Hant": {"zh-TW", "zh-HK", "zh-MO"}}
	for _, l := range shelf.Listings {
		for _, r := range regions[l.Locale.Tag] {
			add(r, l.Locale)
		}
	}
	for _, l := range shelf.Listings {
		if likely, err := locale.Parse(l.Locale.Language); err == nil && likely.Script == l.Locale.Script {
			add(l.Locale.Language, l.Locale)
		}
	}
	for _, l := range shelf.Listings {
		add(l.Locale.Language, l.Locale)
	}
	return tags, to
}

// redirects is the file _redirects, by which Netlify and its like send readers
// to the edition in the language that their browser asks for. The mark ! makes
// a rule stronger than the file that is there.
func redirects(shelf *edition.Shelf) []byte {
	var b bytes.Buffer
	b.WriteString("# Sends readers to their language. All languages: languages.html\n")
	prefix := basePath(shelf)
	tags, to := wishes(shelf)
	for _, tag := range tags {
		fmt.Fprintf(&b, "%s/  %s/%s/  302!  Language=%s\n", prefix, prefix, to[tag].Tag, strings.ToLower(tag))
	}
	return b.Bytes()
}

// basePath is the path of the site on its server, without a slash at its end.
func basePath(shelf *edition.Shelf) string {
	u, err := url.Parse(shelf.BaseURL)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.EscapedPath(), "/")
}

// htaccess tells Apache to answer for the folder with the type map, and what
// the files are.
func htaccess(shelf *edition.Shelf) []byte {
	var b bytes.Buffer
	b.WriteString(`# Sends readers to their language (mod_negotiation): see index.var.
<IfModule mod_negotiation.c>
AddHandler type-map .var
DirectoryIndex index.var index.html
ForceLanguagePriority Prefer Fallback
</IfModule>
AddDefaultCharset utf-8
AddType font/woff2 .woff2
AddType application/manifest+json .webmanifest
AddType application/epub+zip .epub
<IfModule mod_deflate.c>
AddOutputFilterByType DEFLATE text/html text/javascript application/javascript application/manifest+json application/xml
</IfModule>
`)
	if shelf.BaseURL != "" {
		fmt.Fprintf(&b, "ErrorDocument 404 %s/404.html\n", basePath(shelf))
	}
	return b.Bytes()
}

// typeMap is Apache's type map of the folder: for each language the page that
// sends on to it, and for all others the page of all languages.
func typeMap(shelf *edition.Shelf) []byte {
	var b bytes.Buffer
	b.WriteString("URI: languages.html\nContent-Type: text/html;charset=utf-8\n")
	tags, to := wishes(shelf)
	by := map[string][]string{}
	for _, tag := range tags {
		by[to[tag].Tag] = append(by[to[tag].Tag], strings.ToLower(tag))
	}
	for _, l := range shelf.Listings {
		fmt.Fprintf(&b, "\nURI: to/%s.html\nContent-Type: text/html;charset=utf-8\nContent-Language: %s\n", l.Locale.Tag, strings.Join(by[l.Locale.Tag], ", "))
	}
	return b.Bytes()
}

// forward is a page that sends its reader to an edition at once. A server shows
// it in the place of the site's folder, so its links start there.
func forward(l edition.Listing) []byte {
	tag := html.EscapeString(l.Locale.Tag)
	return fmt.Appendf(nil, `<!doctype html>
<html lang="%[1]s" dir="%[2]s">
<head>
<meta charset="utf-8">
<title>%[3]s</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=%[1]s/index.html">
</head>
<body>
<p><a href="%[1]s/index.html">%[3]s</a></p>
</body>
</html>
`, tag, l.Locale.Dir, html.EscapeString(l.Endonym))
}

// sitemap lists the editions, each with all others as its alternates.
func sitemap(shelf *edition.Shelf) []byte {
	type link struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
	type entry struct {
		Loc   string `xml:"loc"`
		Links []link `xml:"xhtml:link"`
	}
	type urlset struct {
		XMLName xml.Name `xml:"urlset"`
		NS      string   `xml:"xmlns,attr"`
		XHTML   string   `xml:"xmlns:xhtml,attr"`
		URLs    []entry  `xml:"url"`
	}
	var links []link
	// Search engines are not led to what no person has checked: those pages
	// say noindex.
	checked := *shelf
	checked.Listings = slices.DeleteFunc(slices.Clone(shelf.Listings), func(l edition.Listing) bool { return l.Draft })
	for _, a := range alternates(&checked) {
		links = append(links, link{"alternate", a.Lang, a.Address})
	}
	set := urlset{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml"}
	for _, a := range append(links[len(links)-1:], links[:len(links)-1]...) {
		set.URLs = append(set.URLs, entry{a.Href, links})
	}
	data, err := xml.MarshalIndent(set, "", " ")
	if err != nil {
		panic(err) // of strings alone
	}
	return append([]byte(xml.Header), append(data, '\n')...)
}

func robots(shelf *edition.Shelf) []byte {
	return fmt.Appendf(nil, "User-agent: *\nAllow: /\nSitemap: %s/sitemap.xml\n", shelf.BaseURL)
}
