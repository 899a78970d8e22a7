// Package workbench is the local web application in which people translate,
// review and take away editions, without a terminal and without an account. Its
// pages are rendered here (html/template) and work without scripts; a small
// script adds autosave, keys and the preview. All it writes goes through
// package catalog.
package workbench

import (
	"net/http"
	"time"

	"multitude/internal/finding"
	"multitude/internal/preview"
	"multitude/internal/project"
)

// Options are what the caller of New decides.
type Options struct {
	Hosts    []string // names and addresses, beside those of this machine alone, under which it is reached
	Password string   // who knows it is let in; "" where one-time tokens let people in
	Secure   bool     // it is served by TLS
	Log      func(format string, args ...any)
}

// A Workbench is the application for one project.
type Workbench struct {
	guard   *guard
	desk    *desk
	preview *preview.Preview
	log     func(format string, args ...any)
	today   func() string // the day, as ISO 8601 writes it
}

// New opens the workbench of a project. Where the project cannot be published,
// the findings say why and the Workbench is nil. Close ends it.
func New(p *project.Project, o Options) (*Workbench, []finding.Finding, error) {
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	d, found, err := newDesk(p)
	if d == nil || err != nil {
		return nil, found, err
	}
	v, err := preview.New(p, preview.Options{Log: o.Log})
	if err != nil {
		return nil, nil, err
	}
	b := &Workbench{guard: newGuard(o), desk: d, preview: v, log: o.Log, today: func() string { return time.Now().Format(time.DateOnly) }}
	return b, found, nil
}

// Close ends what the workbench does beside answering.
func (b *Workbench) Close() error { return b.preview.Close() }

// Invite is a path, with a one-time token, by which a browser is let in.
func (b *Workbench) Invite() string {
	if b.guard.password != "" {
		return "/enter"
	}
	return "/enter?token=" + b.guard.invite()
}

// Handler answers the requests of the workbench.
func (b *Workbench) Handler() http.Handler {
	open := http.NewServeMux()
	open.HandleFunc("GET /enter", b.enter)
	open.HandleFunc("POST /enter", b.enterByPassword)
	open.HandleFunc("GET /style.css", b.style)
	open.HandleFunc("GET /icon.svg", b.icon)

	in := http.NewServeMux()
	in.HandleFunc("GET /{$}", b.home)
	in.HandleFunc("GET /start", b.startPage)
	in.HandleFunc("POST /start", b.start)
	in.HandleFunc("GET /workbench.js", b.script)
	in.HandleFunc("POST /interface", b.setInterface)
	in.HandleFunc("POST /invite", b.invitePage)
	in.HandleFunc("GET /l/{tag}/{$}", b.translatePage)
	in.HandleFunc("GET /l/{tag}/one", b.onePage)
	in.HandleFunc("POST /l/{tag}/save", b.save)
	in.HandleFunc("POST /l/{tag}/look", b.look)
	in.HandleFunc("GET /l/{tag}/help", b.help)
	in.HandleFunc("POST /l/{tag}/keep", b.keep)
	in.HandleFunc("GET /l/{tag}/sheet", b.sheet)
	in.HandleFunc("POST /l/{tag}/sheet", b.sheet)
	in.HandleFunc("GET /l/{tag}/review", b.reviewPage)
	in.HandleFunc("POST /l/{tag}/review", b.sign)
	in.HandleFunc("GET /l/{tag}/take", b.takePage)
	in.HandleFunc("GET /l/{tag}/take/{format}", b.take)
	in.HandleFunc("POST /l/{tag}/bring", b.bring)
	in.HandleFunc("POST /l/{tag}/bring/apply", b.bringApply)
	in.HandleFunc("POST /l/{tag}/commit", b.commit)
	b.mountSite(in)
	in.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { b.refuse(w, r, http.StatusNotFound, "not-found") })
	return b.protect(in, open)
}
