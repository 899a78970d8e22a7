package workbench

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/html"
	"multitude/internal/locale"
)

//go:embed templates/*.html
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"pieces": pieces,
	"piece":  func(p *page, c card) piece { return piece{page: p, Card: c} },
}).ParseFS(templateFiles, "templates/*.html"))

// pieces are what a template of a part of a page is given: names and values.
func pieces(all ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(all); i += 2 {
		m[all[i].(string)] = all[i+1]
	}
	return m
}

//go:embed static/style.css
var ownStyle string

//go:embed static/workbench.js
var ownScript []byte

//go:embed static/icon.svg
var ownIcon []byte

var errNoUnit = errors.New("the document has no such paragraph")

// A page is what every template is given.
type page struct {
	*voice
	Title   string // of the window
	Here    string // which page it is: "home", "translate" …
	Project string // title of the document
	Path    string // of the request, for forms that come back
	Target  *target
	Source  locale.Locale
	Voices  []locale.Locale
	Inside  bool   // the browser has been let in
	Said    string // what has just been done
	Wrong   string // what could not be done
	Body    any
}

// A target is the language that is worked in.
type target struct {
	locale.Locale
	Name string
}

// T and H are the words of the interface, as text and with *strong* words.
func (p *page) T(id string, args ...any) string        { return p.say(id, args...) }
func (p *page) H(id string, args ...any) template.HTML { return p.rich(id, args...) }

// N is a number in the interface's digits.
func (p *page) N(n int) string { return p.Number(n) }

// NameOf is the name of an interface language in itself.
func (p *page) NameOf(l locale.Locale) string { name, _ := l.Endonym(); return name }

// Join puts words side by side as the interface's language does.
func (p *page) Join(words []string) string { return strings.Join(words, p.say("list-comma")) }

func (b *Workbench) page(r *http.Request, here string) *page {
	p := &page{voice: b.voiceOf(r), Here: here, Path: r.URL.RequestURI(), Voices: interfaces, Inside: b.guard.session(r) != nil, Source: b.desk.project().Language, Project: b.desk.project().Name}
	if r.Method != http.MethodGet {
		p.Path = "/"
	}
	if o, err := b.desk.original(); err == nil {
		if t := o.title(); t != "" {
			p.Project = t
		}
	}
	return p
}

// show sends a page.
func (b *Workbench) show(w http.ResponseWriter, status int, name string, p *page) {
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, name, p); err != nil {
		b.log("%s: %v", name, err)
		http.Error(w, "this page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", p.Tag)
	w.Header().Add("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	w.Write(buf.Bytes())
}

// refuse says why a request is not answered.
func (b *Workbench) refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	p := b.page(r, "refused")
	p.Title = p.say(why + "-title")
	p.Body = map[string]string{"Why": why}
	b.show(w, status, "refused.html", p)
}

// fail says what went wrong, as far as it can be told.
func (b *Workbench) fail(w http.ResponseWriter, r *http.Request, err error) {
	var broken *errBroken
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errNoLocale), errors.Is(err, errNoUnit):
		b.refuse(w, r, http.StatusNotFound, "not-found")
	case errors.As(err, &large):
		b.refuse(w, r, http.StatusRequestEntityTooLarge, "refused-large")
	case errors.As(err, &broken):
		p := b.page(r, "refused")
		p.Title = p.say("broken-title")
		p.Body = map[string]any{"Why": "broken", "Findings": broken.found}
		b.show(w, http.StatusConflict, "refused.html", p)
	default:
		b.log("%s: %v", r.URL.Path, err)
		p := b.page(r, "refused")
		p.Title = p.say("failed-title")
		p.Body = map[string]any{"Why": "failed", "Findings": []finding.Finding{{Message: err.Error()}}}
		b.show(w, http.StatusInternalServerError, "refused.html", p)
	}
}

// inBook is the page of a language, and the catalog of it.
func (b *Workbench) inBook(w http.ResponseWriter, r *http.Request, here string) (*page, *book, *catalog.Catalog, bool) {
	k, err := b.desk.book(r.PathValue("tag"))
	if err != nil {
		b.fail(w, r, err)
		return nil, nil, nil, false
	}
	cat, err := k.read()
	if err != nil {
		b.fail(w, r, err)
		return nil, nil, nil, false
	}
	p := b.page(r, here)
	p.Target = &target{k.locale, endonym(k.locale, cat)}
	return p, k, cat, true
}

// style is the style sheet: that of the editions, so that the workbench is of
// their family, with the workbench's own after it.
func (b *Workbench) style(w http.ResponseWriter, r *http.Request) {
	accent := b.desk.project().Theme.Accent
	var others []locale.Locale
	if l, err := locale.Parse(r.URL.Query().Get("tag")); err == nil {
		others = append(others, l)
	}
	others = append(others, b.desk.project().Language)
	others = append(others, interfaces...)
	if accent == "" {
		accent = edition.DefaultAccent
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Write([]byte(html.Style(b.voiceOf(r).Locale, accent, nil, others...) + html.Compact(ownStyle)))
}

func (b *Workbench) script(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Write(ownScript)
}

func (b *Workbench) icon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Write(ownIcon)
}
