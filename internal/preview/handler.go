package preview

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"multitude/internal/publish"
)

// HandlerOptions are what the caller of Handler decides.
type HandlerOptions struct {
	// Overrides are the unsaved texts that a request wants to see, as for HTML;
	// nil for the page as it is saved. May be nil.
	Overrides func(r *http.Request, tag string) map[string]string
}

// live is the folder of the preview's own files, which no locale can have: a
// tag has no underscore.
const live = "_live"

//go:embed live.js
var liveScript []byte

//go:embed live.css
var liveStyle []byte

// A worker that an earlier site left on this address would answer in the place
// of the preview: this one takes its place, and goes.
const goneWorker = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil(registration.unregister()));
`

// Handler serves the site as a build would write it, below the path that it is
// given with (http.StripPrefix), and renews its pages where they are shown.
// Pages have, beside the edition, a panel with the findings of check. It answers
// GET and HEAD, from memory: no path of a request becomes one of the machine's,
// and nothing is written. Who may ask is the caller's affair, and so is the Host
// header; the caller must not add a content security policy of its own, since
// every page brings the one that it needs.
func (v *Preview) Handler(o HandlerOptions) http.Handler {
	return &handler{v, o}
}

type handler struct {
	preview *Preview
	options HandlerOptions
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "pages of the preview can only be read", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if strings.ContainsAny(name, "\\\x00") || name != "" && strings.TrimSuffix(name, "/") != path.Clean(name) || slices.Contains(strings.Split(name, "/"), "..") {
		http.Error(w, "a path of the preview has no detours", http.StatusBadRequest)
		return
	}
	first, rest, below := strings.Cut(name, "/")
	switch {
	case first == live:
		h.own(w, r, rest)
	case name == "sw.js":
		h.send(w, r, name, []byte(goneWorker))
	case !below && h.preview.has(first):
		head.Set("Location", first+"/")
		w.WriteHeader(http.StatusFound)
	case below && h.preview.has(first):
		h.edition(w, r, first, rest)
	default:
		h.entrance(w, r, name)
	}
}

// has says whether the project has an edition in the locale.
func (v *Preview) has(tag string) bool {
	for _, l := range v.Locales() {
		if l.Tag == tag {
			return true
		}
	}
	return false
}

// own serves the preview's own files, and the stream of events.
func (h *handler) own(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "live.js":
		h.send(w, r, name, liveScript)
	case "live.css":
		h.send(w, r, name, liveStyle)
	case "events":
		h.preview.ServeEvents(w, r)
	default:
		h.missing(w, r)
	}
}

// edition serves what is in the folder of an edition.
func (h *handler) edition(w http.ResponseWriter, r *http.Request, tag, name string) {
	v := h.preview
	revision := v.Revision(tag)
	var page []byte
	var err error
	switch {
	case name == "" || name == "index.html":
		var overrides map[string]string
		if h.options.Overrides != nil {
			overrides = h.options.Overrides(r, tag)
		}
		page, err = v.HTML(tag, overrides)
	case name == "pair.html" && tag != v.current().Language.Tag:
		page, err = v.pair(tag)
	default:
		h.beside(w, r, tag, name)
		return
	}
	if err != nil {
		h.fault(w, r, tag, err)
		return
	}
	found, err := v.Findings(tag)
	if err != nil {
		h.fault(w, r, tag, err)
		return
	}
	h.page(w, r, decorate(page, depth(r), tag, revision, v.panel(tag, found, page)))
}

// beside serves the files beside the page of an edition.
func (h *handler) beside(w http.ResponseWriter, r *http.Request, tag, name string) {
	v := h.preview
	make := v.fonts.find(tag + "/" + name)
	if make == nil && strings.HasPrefix(name, "fonts/") { // of a page that was shown long ago
		if _, err := v.HTML(tag, nil); err == nil {
			make = v.fonts.find(tag + "/" + name)
		}
	}
	var err error
	var data []byte
	if make == nil {
		var files map[string]publish.Maker
		var taken []string
		if files, taken, err = v.beside(tag); err == nil {
			if make = files[name]; make == nil && slices.Contains(taken, name) {
				make = func() ([]byte, error) { return v.builds.file(v.current(), tag, name) }
			}
		}
	}
	if make != nil {
		data, err = make()
	}
	switch {
	case err != nil:
		h.fault(w, r, tag, err)
	case make == nil:
		h.missing(w, r)
	default:
		if strings.HasPrefix(name, "fonts/") { // its name has its hash
			w.Header().Set("Cache-Control", "max-age=31536000, immutable")
		}
		h.send(w, r, name, data)
	}
}

// entrance serves what leads to the editions.
func (h *handler) entrance(w http.ResponseWriter, r *http.Request, name string) {
	v := h.preview
	if name == "" || name == statusDir {
		name += "index.html"
	}
	revision := v.Revision("")
	make := v.fonts.find(name)
	if make == nil {
		files, err := v.entrance(strings.HasPrefix(name, statusDir))
		if err != nil {
			h.fault(w, r, "", err)
			return
		}
		make = files[name]
	}
	if make == nil {
		h.missing(w, r)
		return
	}
	data, err := make()
	switch {
	case err != nil:
		h.fault(w, r, "", err)
	case path.Ext(name) == ".html" && !strings.HasPrefix(name, "to/") && name != "404.html":
		h.page(w, r, decorate(data, depth(r), "", revision, nil))
	default:
		h.send(w, r, name, data)
	}
}

// depth leads from the request's folder to that of the site.
func depth(r *http.Request) string {
	return strings.Repeat("../", strings.Count(strings.TrimPrefix(r.URL.Path, "/"), "/"))
}

// page sends a page of the site.
func (h *handler) page(w http.ResponseWriter, r *http.Request, page []byte) {
	w.Header().Set("Content-Security-Policy", "frame-ancestors 'self'")
	h.send(w, r, "index.html", page)
}

// types are the media types of the site's files that the mime package may not
// know, or that a machine may have registered otherwise.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".woff2": "font/woff2", ".webmanifest": "application/manifest+json", ".epub": "application/epub+zip", ".pdf": "application/pdf",
	".txt": "text/plain; charset=utf-8", ".png": "image/png", ".jpeg": "image/jpeg", ".gif": "image/gif", ".xml": "application/xml",
}

func (h *handler) send(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	ext := path.Ext(name)
	media := types[ext]
	if media == "" {
		media = mime.TypeByExtension(ext)
	}
	if media == "" {
		media = "text/plain; charset=utf-8"
	}
	w.Header().Set("Content-Type", media)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

func (h *handler) missing(w http.ResponseWriter, r *http.Request) {
	h.problem(w, r, http.StatusNotFound, "", &problem{Title: "There is nothing here", Lead: "The site that is previewed has no such page."})
}

// fault shows why a page cannot be shown.
func (h *handler) fault(w http.ResponseWriter, r *http.Request, tag string, err error) {
	var f *Fault
	if !errors.As(err, &f) {
		f = &Fault{Err: err}
	}
	p := h.preview.problem(tag, f)
	h.problem(w, r, http.StatusServiceUnavailable, tag, p)
}

func (h *handler) problem(w http.ResponseWriter, r *http.Request, status int, tag string, p *problem) {
	p.Base, p.Tag, p.Revision = depth(r), tag, h.preview.Revision(tag)
	var b bytes.Buffer
	if err := problemPage.Execute(&b, p); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
	w.Header().Set("Content-Type", types[".html"])
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes())
	}
}

// pair is the page with the original beside the translation.
func (v *Preview) pair(tag string) ([]byte, error) {
	s, err := v.sheet(tag)
	if err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	return s.pair()
}

// beside are the files beside the page of an edition, and the names of those
// that a reader can take away.
func (v *Preview) beside(tag string) (files map[string]publish.Maker, taken []string, err error) {
	s, err := v.sheet(tag)
	if err != nil {
		return nil, nil, err
	}
	defer s.mu.Unlock()
	return s.beside()
}

// decorate adds to a page of the site what renews it, and the panel. base leads
// to the site's folder.
func decorate(page []byte, base, tag string, revision int64, panel []byte) []byte {
	page = admit(page)
	head := fmt.Sprintf("<link rel=\"stylesheet\" href=\"%[1]s%[2]s/live.css\">\n<script src=\"%[1]s%[2]s/live.js\" defer data-tag=\"%[3]s\" data-revision=\"%[4]d\"></script>\n", base, live, tag, revision)
	if i := bytes.Index(page, []byte("</head>")); i >= 0 {
		page = slices.Concat(page[:i], []byte(head), page[i:])
	} else {
		page = append(page, head...)
	}
	if i := bytes.LastIndex(page, []byte("</body>")); i >= 0 {
		return slices.Concat(page[:i], panel, page[i:])
	}
	return append(page, panel...)
}

// admit lets the page's content security policy admit the preview's own style
// and script, which come from the site's own address.
func admit(page []byte) []byte {
	const opening = `<meta http-equiv="Content-Security-Policy" content="`
	from := bytes.Index(page, []byte(opening))
	if from < 0 {
		return page
	}
	from += len(opening)
	to := bytes.IndexByte(page[from:], '"')
	if to < 0 {
		return page
	}
	policy := string(page[from : from+to])
	for _, directive := range []string{"style-src ", "script-src "} {
		policy = strings.Replace(policy, directive, directive+"&#39;self&#39; ", 1)
	}
	return slices.Concat(page[:from], []byte(policy), page[from+to:])
}
