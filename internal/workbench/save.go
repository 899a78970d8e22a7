package workbench

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/unit"
)

// An answer is what the script of the page is told of a text.
type answer struct {
	Saved    bool   `json:"saved"`
	Revision string `json:"revision,omitempty"`
	Text     string `json:"text"` // what stands in the catalog now
	Conflict bool   `json:"conflict,omitempty"`
	Standing string `json:"standing,omitempty"`
	Label    string `json:"label,omitempty"`    // of the standing
	Shown    string `json:"shown"`              // HTML: the text as a reader sees it
	Problems string `json:"problems"`           // HTML: what is wrong with it
	Count    int    `json:"count"`              // of problems
	Said     string `json:"said,omitempty"`     // for the live region
	Wrong    string `json:"wrong,omitempty"`    // why nothing was saved
	Progress string `json:"progress,omitempty"` // HTML: the bar
}

// json sends an answer to the script.
func (b *Workbench) json(w http.ResponseWriter, status int, a any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(a)
}

// scripted says whether it is the page's script that asks.
func scripted(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// part is a template as a piece of a page.
func (b *Workbench) part(name string, data any) string {
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, name, data); err != nil {
		b.log("%s: %v", name, err)
	}
	return buf.String()
}

// A piece is what a template of a part of a page is given.
type piece struct {
	*page
	Card card
	Bar  bar
}

// form reads the form of a request, within the limits.
func (b *Workbench) form(w http.ResponseWriter, r *http.Request) bool {
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		err = r.ParseMultipartForm(mostForm)
	} else {
		err = r.ParseForm()
	}
	if err == nil {
		return true
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		b.fail(w, r, err)
	} else {
		b.refuse(w, r, http.StatusBadRequest, "refused-form")
	}
	return false
}

// text is what a form's textarea holds: browsers end its lines with CR LF.
func text(r *http.Request, name string) string {
	return strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n")
}

// save takes a text that somebody wrote: by the script, which goes on, or by
// the form, which shows a page.
func (b *Workbench) save(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	p, k, _, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	id, mine, base := r.PostFormValue("id"), text(r, "text"), r.PostFormValue("revision")
	switch r.PostFormValue("decide") { // of a conflict
	case "theirs":
		if err := k.keepBeside(id, mine); err != nil {
			b.fail(w, r, err)
			return
		}
		mine = text(r, "theirs")
	case "mine":
		if err := k.keepBeside(id, text(r, "theirs")); err != nil {
			b.fail(w, r, err)
			return
		}
	}
	s, err := k.save(id, mine, base)
	if err != nil {
		if scripted(r) {
			b.json(w, http.StatusInternalServerError, answer{Wrong: p.say("save-failed") + " " + err.Error()})
			return
		}
		b.fail(w, r, err)
		return
	}
	go b.preview.Refresh() // the pages beside need not wait for the file system to tell of it
	cat, err := k.read()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	if scripted(r) {
		b.answer(w, p, k, cat, id, mine, s)
		return
	}
	if s.conflict {
		b.showOne(w, r, http.StatusConflict, p, k, cat, id, func(c *card) { c.Conflict, c.Mine = true, mine })
		return
	}
	to := r.PostFormValue("then")
	if _, _, ok := k.original.unit(to); !ok {
		to = id
	}
	if r.PostFormValue("from") == "one" {
		http.Redirect(w, r, "/l/"+k.locale.Tag+"/one?id="+url.QueryEscape(to), http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, back(r)+"#"+domID(id), http.StatusSeeOther)
}

func (b *Workbench) answer(w http.ResponseWriter, p *page, k *book, cat *catalog.Catalog, id, mine string, s saved) {
	u, i, _ := k.original.unit(id)
	var c card
	c.ID = id
	c.look(k, cat, u, mine)
	status := http.StatusOK
	a := answer{Saved: !s.conflict, Conflict: s.conflict, Revision: s.revision, Text: s.text, Shown: string(c.Shown), Count: len(c.Problems)}
	if s.conflict {
		status = http.StatusConflict
		a.Said = p.say("conflict-said")
	} else if stands, err := k.standings(); err == nil {
		a.Standing, a.Label = stands[i].String(), p.say("standing-"+stands[i].String())
		a.Said = p.say("saved-said")
	}
	a.Problems = b.part("problems", piece{page: p, Card: c})
	b.json(w, status, a)
}

// look says what is wrong with a text that is being typed, and how a reader
// would see it. It saves nothing.
func (b *Workbench) look(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	p, k, cat, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	u, _, known := k.original.unit(r.PostFormValue("id"))
	if !known {
		b.fail(w, r, errNoUnit)
		return
	}
	mine := text(r, "text")
	c := card{ID: u.ID}
	c.look(k, cat, u, mine)
	b.json(w, http.StatusOK, answer{Text: mine, Shown: string(c.Shown), Count: len(c.Problems), Problems: b.part("problems", piece{page: p, Card: c})})
}

// help is a part of the page: suggestions for a paragraph.
func (b *Workbench) help(w http.ResponseWriter, r *http.Request) {
	p, k, cat, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	u, _, known := k.original.unit(r.URL.Query().Get("id"))
	if !known {
		b.fail(w, r, errNoUnit)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write([]byte(b.part("suggestions", map[string]any{"Page": p, "Suggestions": k.suggest(cat, u), "Target": p.Target})))
}

// keep says that a translation holds against the changed source.
func (b *Workbench) keep(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	_, k, cat, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	u, _, known := k.original.unit(r.PostFormValue("id"))
	if !known {
		b.fail(w, r, errNoUnit)
		return
	}
	if revision(cat.Messages[u.ID]) == r.PostFormValue("revision") {
		if err := b.desk.settle(); err != nil {
			b.fail(w, r, err)
			return
		}
		found, err := catalog.Keep(b.desk.dir(), b.desk.project().Language, k.locale, []unit.Unit{u})
		if err == nil && finding.Worst(found) == finding.Error {
			err = &errBroken{found}
		}
		if err != nil {
			b.fail(w, r, err)
			return
		}
	}
	http.Redirect(w, r, back(r)+"#"+domID(u.ID), http.StatusSeeOther)
}
