package preview

import (
	"maps"
	"slices"
	"sync"

	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/picture"
	"multitude/internal/publish"
	"multitude/internal/typeset"
	"multitude/internal/unit"
)

// A sheet is what is in memory of one locale.
type sheet struct {
	preview *Preview
	locale  locale.Locale
	stale   bool // its files have changed; guarded by the Preview's mu
	refaced bool // and so may have the fonts; guarded alike

	mu      sync.Mutex // guards what follows
	desk    *publish.Desk
	long    bool // the document is: see publish.Desk.Long
	catalog *catalog.Catalog
	found   []finding.Finding // of reading it
	fault   *Fault
	press   *publish.Press
	faces   []fonts.WebFace // of its page so far
	saved   *made
	draft   *made // with the texts that came last
	checked []finding.Finding
	known   bool // checked has been found
}

// A made is an edition with what was made of it.
type made struct {
	overrides map[string]string
	edition   *edition.Edition
	html      []byte
	layout    *typeset.Layout
}

// reset reads the catalog anew.
func (s *sheet) reset(desk *publish.Desk) {
	s.desk, s.fault, s.saved, s.draft, s.checked, s.known = desk, nil, nil, nil, nil, false
	s.long = desk.Long()
	var err error
	s.catalog, s.found, err = desk.Catalog(s.locale)
	switch {
	case err != nil:
		s.fault = &Fault{Err: err}
	case s.catalog == nil:
		s.fault = &Fault{Findings: s.found}
	}
	if s.press != nil {
		s.press.Move(desk)
	}
}

// make makes the edition, unless it is at hand.
func (s *sheet) make(overrides map[string]string) (*made, error) {
	at := &s.saved
	if overrides != nil {
		at = &s.draft
	}
	if m := *at; m != nil && maps.Equal(m.overrides, overrides) {
		return m, nil
	}
	ed, err := s.desk.Edition(s.with(overrides), overrides != nil)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	*at = &made{overrides: maps.Clone(overrides), edition: ed}
	return *at, nil
}

// with is the catalog with other texts. A text that differs from the one that
// is saved is one that a person has just written for the unit as it is now.
func (s *sheet) with(overrides map[string]string) *catalog.Catalog {
	if len(overrides) == 0 || s.locale == s.desk.Inputs.Project.Language {
		return s.catalog
	}
	c := *s.catalog
	c.Messages, c.Reviews = maps.Clone(c.Messages), maps.Clone(c.Reviews)
	if c.Reviews == nil {
		c.Reviews = map[string]catalog.Review{}
	}
	for _, u := range s.desk.Inputs.Units {
		text, ok := overrides[u.ID]
		m := c.Messages[u.ID]
		if !ok || m.Text == text {
			continue
		}
		c.Messages[u.ID] = catalog.Message{ID: u.ID, Text: text, Hash: u.Hash(), Pos: m.Pos}
		c.Reviews[u.ID] = catalog.Review{State: catalog.Translated, Source: u.Hash(), Translation: unit.Hash("", text)}
	}
	return &c
}

func (s *sheet) html(overrides map[string]string) ([]byte, error) {
	m, err := s.make(overrides)
	if err != nil || m.html != nil {
		return m.page(), err
	}
	shelf, err := s.preview.shelfFor(s.desk, m.edition)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	page, faces, err := s.desk.Page(m.edition, shelf, s.faces)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	s.keepFonts(faces)
	m.html = page
	return page, nil
}

func (m *made) page() []byte {
	if m == nil {
		return nil
	}
	return m.html
}

// keepFonts lets the fonts of a page be asked for.
func (s *sheet) keepFonts(faces []fonts.WebFace) {
	s.faces = faces
	files := s.desk.FontFiles(faces)
	under := make(map[string]publish.Maker, len(files))
	for name, make := range files {
		under[s.locale.Tag+"/"+name] = make
	}
	s.preview.fonts.add(under)
}

// pair is the page with the original beside the translation.
func (s *sheet) pair() ([]byte, error) {
	m, err := s.make(nil)
	if err != nil {
		return nil, err
	}
	shelf, err := s.preview.shelfFor(s.desk, m.edition)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	page, faces, err := s.desk.Pair(m.edition, shelf)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	files := s.desk.FontFiles(faces)
	for name, make := range files {
		s.preview.fonts.add(map[string]publish.Maker{s.locale.Tag + "/" + name: make})
	}
	return page, nil
}

// beside are the files beside the page, and the names of those that a reader
// can take away.
func (s *sheet) beside() (files map[string]publish.Maker, taken []string, err error) {
	m, err := s.make(nil)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range s.desk.Listing(m.edition).Files {
		taken = append(taken, f.Name)
	}
	return s.desk.Beside(m.edition), taken, nil
}

// set sets the pages, unless they are at hand.
func (s *sheet) set(m *made) error {
	if m.layout != nil {
		return nil
	}
	layout, err := s.pressed().Pages(m.edition)
	if err != nil {
		s.press = nil
		return &Fault{Err: err}
	}
	m.layout = layout
	return nil
}

func (s *sheet) pressed() *publish.Press {
	if s.press == nil {
		s.press = s.desk.Press(s.locale)
	}
	return s.press
}

// pages are those of the document, or of the part of a long one in which a unit
// stands.
func (s *sheet) pages(unitID string, overrides map[string]string) ([]*typeset.Page, error) {
	if !s.long {
		m, err := s.make(overrides)
		if err == nil {
			err = s.set(m)
		}
		if err != nil {
			return nil, err
		}
		return m.layout.Pages, nil
	}
	ed, err := s.desk.Excerpt(s.with(overrides), unitID, overrides != nil)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	m := &made{edition: ed}
	if err := s.set(m); err != nil {
		return nil, err
	}
	return m.layout.Pages, nil
}

func (s *sheet) page(unitID string, overrides map[string]string) (*Page, error) {
	pages, err := s.pages(unitID, overrides)
	if err != nil {
		return nil, err
	}
	at := 0
	var box picture.Box
	if unitID != "" {
		at = slices.IndexFunc(pages, func(p *typeset.Page) bool {
			var ok bool
			box, ok = picture.Place(p, unitID)
			return ok
		})
	}
	if at < 0 || len(pages) == 0 {
		return nil, ErrNoUnit
	}
	shown := *pages[at]
	number, of := at+1, len(pages)
	if s.long {
		// Which page it will be is not known: nothing on it may say so.
		shown.Label, number, of = "", 0, 0
		shown.Runs = slices.DeleteFunc(slices.Clone(shown.Runs), func(r typeset.Run) bool { return r.Artifact == typeset.Footer })
	}
	svg, err := picture.SVG(&shown)
	if err != nil {
		return nil, &Fault{Err: err}
	}
	p := &Page{Number: number, Of: of, Label: shown.Label, Width: pages[at].Width, Height: pages[at].Height, SVG: svg, Box: box}
	if unitID != "" && at+1 < len(pages) {
		_, p.Continued = picture.Place(pages[at+1], unitID)
	}
	return p, nil
}

// findings are what check says of the locale, found once.
func (s *sheet) findings() ([]finding.Finding, error) {
	if s.known {
		return s.checked, nil
	}
	m, err := s.make(nil)
	if err != nil {
		return nil, err
	}
	pages, err := s.pressed().Check(m.edition)
	if err != nil {
		s.press = nil
		return nil, &Fault{Err: err}
	}
	var found []finding.Finding
	for _, f := range s.desk.Inputs.Findings {
		if f.Locale == s.locale.Tag || f.Locale == "" {
			found = append(found, f)
		}
	}
	found = slices.Concat(found, s.found, s.desk.Check(s.catalog), pages)
	finding.Sort(found)
	s.checked, s.known = slices.Compact(found), true
	return s.checked, nil
}
