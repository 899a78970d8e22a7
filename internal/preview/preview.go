// Package preview shows an edition while its texts change: the page of the site
// and the page of the PDF, made in memory from what is on disk and from texts
// that nobody has saved yet. It watches the project's files, tells who listens
// what has become new, and serves the whole site with the findings of check.
package preview

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/picture"
	"multitude/internal/project"
	"multitude/internal/publish"
)

// Options are what the caller of New decides.
type Options struct {
	Locales int                              // locales kept in memory at a time; 4 where 0
	Log     func(format string, args ...any) // told what is not an answer to anybody, such as files that cannot be watched; may be nil
}

// A Preview is a project in memory. Its methods are safe for concurrent use.
type Preview struct {
	options Options
	file    string // its multitude.toml, as the user knows it
	builds  builds
	fonts   *store
	hub     *hub
	watch   *watch
	entry   entry

	reading sync.Mutex // held by Refresh, so that one of them runs at a time

	mu        sync.Mutex // guards what follows
	project   *project.Project
	desk      *publish.Desk
	unsettled *Fault // why multitude.toml cannot be read; project is the one before
	fault     *Fault // why there is no desk; the one before may still be there
	names     map[string]edition.Listing
	shelf     *publish.Shelf // of names
	sheets    map[string]*sheet
	recent    []string // tags of the sheets, the one that was used last at the end
}

// A Fault says why a page cannot be shown: what is wrong with the source, with
// multitude.toml or with a catalog, or how the machine failed.
type Fault struct {
	Findings []finding.Finding // what a person must mend; empty where Err says it all
	Err      error
}

func (f *Fault) Error() string {
	if f.Err != nil {
		return f.Err.Error()
	}
	for _, x := range f.Findings {
		if x.Severity == finding.Error {
			return x.Error()
		}
	}
	return "the project cannot be read"
}

func (f *Fault) Unwrap() error { return f.Err }

// The errors of asking for what is not there.
var (
	ErrNoLocale = errors.New("the project has no translation into that language")
	ErrNoUnit   = errors.New("the document has no such paragraph")
)

// New reads a project and begins to watch it. A project whose source has
// errors is a Preview, too: it tells them until they are mended. Close ends it.
func New(p *project.Project, o Options) (*Preview, error) {
	if o.Locales <= 0 {
		o.Locales = 4
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	v := &Preview{options: o, file: p.File, fonts: newStore(), hub: newHub(), sheets: map[string]*sheet{}, names: map[string]edition.Listing{}}
	v.project = p
	v.watch = newWatch(v)
	v.watch.stamps = v.watch.look(nil, nil) // before reading: what changes meanwhile is seen
	v.reload(p, true)
	v.watch.learn()
	v.watch.start()
	return v, nil
}

// Close ends the watch, and all streams of events.
func (v *Preview) Close() error {
	v.watch.close()
	v.hub.close()
	return v.builds.close()
}

// reload reads the project anew. The fonts are read anew only where they may
// have changed.
func (v *Preview) reload(p *project.Project, fonts bool) {
	v.mu.Lock()
	former := v.desk
	v.mu.Unlock()
	if fonts {
		former = nil
	}
	var fault *Fault
	desk, err := publish.NewDesk(p, former)
	switch {
	case err != nil:
		fault = &Fault{Err: err}
	case desk.Inputs.Document == nil:
		fault = &Fault{Findings: desk.Inputs.Findings}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.project, v.fault, v.shelf = p, fault, nil
	clear(v.names)
	if err != nil {
		return
	}
	v.desk = desk
	for _, s := range v.sheets {
		s.stale = true
		s.refaced = s.refaced || fonts
	}
}

// current is the project as it was read last.
func (v *Preview) current() *project.Project {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.project
}

// whole is what keeps all pages from being shown, or nil. The caller has mu.
func (v *Preview) whole() *Fault {
	if v.unsettled != nil {
		return v.unsettled
	}
	return v.fault
}

// Locales are the locales that have an edition, by their tags, and the
// source's.
func (v *Preview) Locales() []locale.Locale {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.desk == nil {
		return nil
	}
	return slices.Clone(v.desk.Inputs.Locales)
}

// HTML is the page of the edition as the site has it. overrides are texts, by
// the IDs of their units, that stand in the place of what is saved; nil shows
// what a build would publish, and a map, an empty one also, a draft: all of the
// translation, whatever state the project asks for before it publishes. Its
// links begin at the edition's folder: Handler serves what they lead to.
func (v *Preview) HTML(tag string, overrides map[string]string) ([]byte, error) {
	s, err := v.sheet(tag)
	if err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	return s.html(overrides)
}

// A Page is a page of the PDF.
type Page struct {
	Number, Of    int     // counted from 1, and how many there are; 0 of a document so long that only the part around the unit was set
	Label         string  // its number as printed; "" on the title page
	Width, Height float64 // in points
	SVG           []byte  // text as paths; without scripts, and nothing is fetched
	Box           picture.Box
	Continued     bool // the unit goes on on the next page
}

// Page is the page of the PDF on which a unit begins, with the box around what
// it shows of the unit; overrides are those of HTML. A title page stands for
// the unit "". ErrNoUnit says that no page shows the unit.
func (v *Preview) Page(tag, unitID string, overrides map[string]string) (*Page, error) {
	s, err := v.sheet(tag)
	if err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	return s.page(unitID, overrides)
}

// Findings are what check says of a locale as it is saved: of its texts, and of
// the pages of its PDF. Those of the source's own locale are the source's.
func (v *Preview) Findings(tag string) ([]finding.Finding, error) {
	s, err := v.sheet(tag)
	if err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	return s.findings()
}

// sheet is what is in memory of a locale, locked. The one that was not used for
// the longest time goes where there are too many.
func (v *Preview) sheet(tag string) (*sheet, error) {
	v.mu.Lock()
	if f := v.whole(); f != nil {
		v.mu.Unlock()
		return nil, f
	}
	desk := v.desk
	i := slices.IndexFunc(desk.Inputs.Locales, func(l locale.Locale) bool { return l.Tag == tag })
	if i < 0 {
		v.mu.Unlock()
		return nil, fmt.Errorf("%w: %s", ErrNoLocale, tag)
	}
	s := v.sheets[tag]
	if s == nil {
		s = &sheet{preview: v, locale: desk.Inputs.Locales[i], stale: true}
		v.sheets[tag] = s
	}
	v.recent = append(slices.DeleteFunc(v.recent, func(t string) bool { return t == tag }), tag)
	for len(v.recent) > v.options.Locales {
		delete(v.sheets, v.recent[0])
		v.recent = v.recent[1:]
	}
	v.mu.Unlock()

	s.mu.Lock()
	v.mu.Lock()
	stale, refaced, desk := s.stale, s.refaced, v.desk
	s.stale, s.refaced = false, false
	v.mu.Unlock()
	if refaced {
		s.press, s.faces = nil, nil
	}
	if stale {
		s.reset(desk)
	}
	if s.fault != nil {
		defer s.mu.Unlock()
		return nil, s.fault
	}
	return s, nil
}

// shelfFor is what the page of ed is to know of the other editions.
func (v *Preview) shelfFor(desk *publish.Desk, ed *edition.Edition) (*publish.Shelf, error) {
	own := desk.Listing(ed)
	v.mu.Lock()
	defer v.mu.Unlock()
	former, same := v.names[ed.Locale.Tag]
	if !same || former.Endonym != own.Endonym || v.shelf == nil {
		v.shelf = nil
		v.names[ed.Locale.Tag] = edition.Listing{Locale: own.Locale, Endonym: own.Endonym, English: own.English}
	}
	if v.shelf == nil {
		for _, l := range desk.Inputs.Locales {
			if _, ok := v.names[l.Tag]; !ok {
				v.names[l.Tag] = desk.Name(l)
			}
		}
		shelf, err := desk.Shelf(slices.Collect(maps.Values(v.names)))
		if err != nil {
			return nil, err
		}
		v.shelf = shelf
		v.fonts.add(shelf.Fonts())
	}
	return v.shelf.With(own), nil
}

// quiet is how long files must be left alone before they are read, so that a
// burst of changes is one; patience how long a burst may go on.
const (
	quiet    = 60 * time.Millisecond
	patience = 500 * time.Millisecond
)
