package workbench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/unit"
)

// mostOpen is how many locales are kept in memory at a time.
const mostOpen = 4

// A desk has at hand what the pages show: the document, and the catalogs that
// somebody works in. What is on disk rules: files that changed are read anew.
type desk struct {
	current atomic.Pointer[project.Project]

	mu      sync.Mutex // guards what follows
	source  *original  // of now
	stamp   string     // of the files that source was read from
	open    []*book    // the one that was used last at the end
	tallies map[string]tally
	archive *archive
}

// An original is the document as it was read; it does not change.
type original struct {
	in       *publish.Inputs
	terms    *glossary.Glossary
	index    map[string]int // places of units, by their IDs
	words    []int          // of the units
	total    int            // of words
	sections []section
}

// A section is a heading of the document with the units below it.
type section struct {
	title string
	level int
	from  int // place of its first unit
}

// errBroken says that a file must be mended by hand before anybody can work.
type errBroken struct{ found []finding.Finding }

func (e *errBroken) Error() string {
	for _, f := range e.found {
		if f.Severity == finding.Error {
			return f.Error()
		}
	}
	return "the project cannot be read"
}

var errNoLocale = errors.New("there is no such translation")

func newDesk(p *project.Project) (*desk, []finding.Finding, error) {
	d := &desk{tallies: map[string]tally{}, archive: newArchive(p.Root)}
	d.current.Store(p)
	o, err := d.original()
	var broken *errBroken
	if errors.As(err, &broken) {
		return nil, broken.found, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return d, o.in.Findings, nil
}

// project is the project as it was read last.
func (d *desk) project() *project.Project { return d.current.Load() }

func (d *desk) dir() string { return d.project().LocalesDir() }

// stampOf tells versions of files apart.
func stampOf(paths ...string) string {
	s := ""
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil {
			s += fmt.Sprint(info.ModTime().UnixNano(), " ", info.Size(), ";")
		} else {
			s += "-;"
		}
	}
	return s
}

// original is the document as it is now.
func (d *desk) original() (*original, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.originalLocked()
}

func (d *desk) originalLocked() (*original, error) {
	p := d.project()
	dir, tag := d.dir(), p.Language.Tag
	stamp := stampOf(p.File, p.SourcePath(), filepath.Join(dir, "active."+tag+".toml"), filepath.Join(dir, glossary.FileName))
	if stamp == d.stamp {
		return d.source, nil
	}
	fresh, found, err := project.Load(p.File)
	if err != nil {
		return nil, err
	}
	if fresh == nil {
		return nil, &errBroken{found}
	}
	in, err := publish.Read(fresh)
	if err != nil {
		return nil, err
	}
	if in.Document == nil {
		return nil, &errBroken{in.Findings}
	}
	o := &original{in: in, index: map[string]int{}}
	if o.terms, _, err = glossary.Load(dir); err != nil {
		return nil, err
	}
	for i, u := range in.Units {
		o.index[u.ID] = i
		n := unit.Words(u.Text)
		o.words, o.total = append(o.words, n), o.total+n
		if level := len(u.Path); level > 0 && (i == 0 || !slices.Equal(u.Path, in.Units[i-1].Path)) {
			o.sections = append(o.sections, section{u.Path[level-1], level, i})
		}
	}
	d.current.Store(fresh)
	d.source, d.stamp = o, stamp
	d.open, d.tallies = nil, map[string]tally{}
	return o, nil
}

// unit is the unit of that ID.
func (o *original) unit(id string) (unit.Unit, int, bool) {
	i, ok := o.index[id]
	if !ok {
		return unit.Unit{}, 0, false
	}
	return o.in.Units[i], i, true
}

// locales are the translations of the project, by their tags.
func (d *desk) locales() ([]locale.Locale, error) {
	all, _, err := catalog.Locales(d.dir())
	return slices.DeleteFunc(all, func(l locale.Locale) bool { return l == d.project().Language }), err
}

// A tally counts the words of a translation.
type tally struct {
	stamp  string
	name   string // of the language in itself
	broken bool
	words  [standings]int
	units  [standings]int
}

func (d *desk) stampOf(tag string) string {
	return stampOf(filepath.Join(d.dir(), "active."+tag+".toml"), filepath.Join(d.dir(), "review."+tag+".toml"))
}

// tally counts a translation, unless that is done.
func (d *desk) tally(loc locale.Locale) (tally, error) {
	o, err := d.original()
	if err != nil {
		return tally{}, err
	}
	stamp := d.stampOf(loc.Tag)
	d.mu.Lock()
	t, ok := d.tallies[loc.Tag]
	d.mu.Unlock()
	if ok && t.stamp == stamp {
		return t, nil
	}
	t = tally{stamp: stamp}
	cat, _, err := catalog.Load(d.dir(), loc)
	if err != nil {
		return t, err
	}
	t.name = endonym(loc, cat)
	if cat == nil {
		t.broken = true
	} else {
		for i, u := range o.in.Units {
			s := standingOf(cat, u)
			t.units[s]++
			t.words[s] += o.words[i]
		}
	}
	d.mu.Lock()
	d.tallies[loc.Tag] = t
	d.mu.Unlock()
	return t, nil
}

// endonym is the name of a language in itself, as the catalog or CLDR gives it;
// else its English name, or its tag.
func endonym(loc locale.Locale, cat *catalog.Catalog) string {
	if cat != nil && cat.Words["edition.endonym"].Text != "" {
		return cat.Words["edition.endonym"].Text
	}
	if name, ok := loc.Endonym(); ok {
		return name
	}
	if l, ok := uncharted[loc.Tag]; ok {
		return l.endonym
	}
	return loc.Tag
}

// A standing is how a message stands: how far it can be relied on where it is
// fresh, else why it is not.
type standing uint8

// The standings, from what is done to what is not.
const (
	approved standing = iota
	reviewed
	translated
	machine
	stale
	missing
	standings
)

var standingNames = [standings]string{"approved", "reviewed", "translated", "machine", "stale", "missing"}

func (s standing) String() string { return standingNames[s] }

func standingOf(cat *catalog.Catalog, u unit.Unit) standing {
	switch cat.Freshness(u) {
	case catalog.Missing:
		return missing
	case catalog.Stale:
		return stale
	}
	return map[catalog.State]standing{catalog.Machine: machine, catalog.Translated: translated, catalog.Reviewed: reviewed, catalog.Approved: approved}[cat.State(u)]
}

// book opens the catalog of a locale.
func (d *desk) book(tag string) (*book, error) {
	loc, err := locale.Parse(tag)
	if err != nil || loc == d.project().Language {
		return nil, errNoLocale
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	o, err := d.originalLocked()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(d.open, func(b *book) bool { return b.locale == loc })
	if i >= 0 {
		b := d.open[i]
		d.open = append(slices.Delete(d.open, i, i+1), b)
		return b, nil
	}
	if _, err := os.Stat(filepath.Join(d.dir(), "active."+loc.Tag+".toml")); err != nil {
		return nil, errNoLocale
	}
	b := &book{desk: d, original: o, locale: loc, checked: map[string][]finding.Finding{}}
	d.open = append(d.open, b)
	if len(d.open) > mostOpen {
		d.open = d.open[1:]
	}
	return b, nil
}

// settle brings locales/ into line with the source before something is written
// there, as the commands add and import do.
func (d *desk) settle() error {
	o, err := d.original()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(o.in.Findings, func(f finding.Finding) bool { return f.Rule == "not-extracted" }) {
		return nil
	}
	_, _, err = catalog.Extract(d.dir(), d.project().Language, o.in.Units)
	return err
}

// options are what the project decides of the rules for a locale.
func (d *desk) options(o *original, loc locale.Locale) check.Options {
	return check.Options{Severity: o.in.Project.For(loc).Check, Source: o.in.Project.Language, Glossary: o.terms}
}
