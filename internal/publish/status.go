package publish

import (
	"os"
	"path/filepath"
	"slices"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/html"
	"multitude/internal/locale"
	"multitude/internal/status"
)

// Status is how far the translations are. The counts are those of the editions,
// whatever the project asks for before it uses a message. Catalogs that cannot
// be read are findings of the report.
func Status(in *Inputs) (*status.Report, error) {
	p := in.Project
	r := &status.Report{
		Name: p.Name, Title: p.Name, Extracted: !slices.ContainsFunc(in.Findings, func(f finding.Finding) bool { return f.Rule == "not-extracted" }),
		Findings: slices.Clone(in.Findings),
	}
	if t := in.Document.Front.Title; t != nil {
		r.Title = doc.PlainText(t.Spans)
	}
	_, found, err := catalog.LoadHistory(p.LocalesDir(), p.Language)
	if err != nil {
		return nil, err
	}
	r.Findings = append(r.Findings, found...)
	for _, loc := range in.Locales {
		one, found, err := in.progress(loc)
		if err != nil {
			return nil, err
		}
		r.Findings = append(r.Findings, found...)
		if loc == p.Language {
			r.Source = one
		} else {
			r.Locales = append(r.Locales, one)
		}
	}
	finding.Sort(r.Findings)
	return r, nil
}

func (in *Inputs) progress(loc locale.Locale) (status.Progress, []finding.Finding, error) {
	cat, found, err := in.load(loc)
	if err != nil || cat == nil {
		return status.Progress{Locale: loc, Endonym: known(loc), Broken: true}, found, err
	}
	ed, err := edition.New(in.Document, in.Units, cat, edition.Settings{Source: in.Project.Language})
	if err != nil {
		return status.Progress{}, found, err
	}
	one := status.Of(in.Units, cat, ed.Tally)
	if one.Endonym = known(loc); cat.Words["edition.endonym"].Text != "" {
		one.Endonym = cat.Words["edition.endonym"].Text
	}
	for _, f := range in.check(cat, "language", "untranslated", "stale") {
		if f.Severity == finding.Error {
			one.Errors++
		}
	}
	return one, found, nil
}

// known is the language's own name, or "" where CLDR has none.
func known(loc locale.Locale) string {
	name, ok := loc.Endonym()
	if !ok {
		return ""
	}
	return name
}

// statusDir is the folder of the status page, below the output folder.
const statusDir = "status/"

// status is the status page, where the project wants one, and the fonts that it
// shows beside those of the page of all languages.
func (b *build) status(files map[string][]byte, accent string) error {
	if !b.project.Status {
		return nil
	}
	r, err := Status(b.in)
	if err != nil {
		return err
	}
	for i, p := range r.Locales {
		r.Locales[i].File = filepath.ToSlash(b.in.relative(p.File))
	}
	look := status.Look{Accent: accent, Own: b.look, Site: "../", Built: func(tag string) bool {
		if b.out == "" { // of a Desk, which makes them all
			return true
		}
		_, err := os.Stat(filepath.Join(b.out, tag, "index.html"))
		return err == nil
	}}
	for _, f := range b.menuFonts {
		f.File = "../" + f.File
		look.Fonts = append(look.Fonts, f)
	}
	pages, err := r.Files(look)
	if err != nil {
		return err
	}
	for name, data := range pages {
		files[statusDir+name] = data
	}
	return nil
}

// StatusPage is the status page alone, without a site around it.
func StatusPage(in *Inputs, r *status.Report) ([]byte, error) {
	own, err := html.LoadLook(in.Project.Theme.Templates)
	if err != nil {
		return nil, err
	}
	return r.Page(status.Look{Accent: in.Project.Theme.Accent, Own: own})
}
