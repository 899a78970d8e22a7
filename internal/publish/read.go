package publish

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// Inputs are what all editions of a project are made from: its source, cut
// into units that are matched with those of the last extract.
type Inputs struct {
	Project  *project.Project
	Document *doc.Document // nil where the source cannot be published
	Units    []unit.Unit
	Former   []unit.Unit
	Locales  []locale.Locale // with a catalog, by their tags, and the source's
	Findings []finding.Finding

	images    map[string]*edition.Image
	glossary  *glossary.Glossary
	originals *check.Originals          // Units before the rules
	logos     map[string]*edition.Image // by their paths
}

// OtherRules are the rules of this package and of the layout, which a project
// may name in [check] too.
var OtherRules = []string{"not-extracted", "image", "system-font", "missing-glyph", "overfull-line", "long-heading", "contrast", "second-text"}

// Read reads the source and the catalogs' names. It writes nothing: where the
// source has changed since the last extract, the units are matched in memory
// exactly as extract would, and a finding says so.
func Read(p *project.Project) (*Inputs, error) {
	in := &Inputs{Project: p}
	var rules []string
	for _, r := range check.Rules() {
		rules = append(rules, r.ID)
	}
	in.Findings = append(in.Findings, p.UnknownRules(append(rules, OtherRules...))...)
	path := p.SourcePath()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the source cannot be read: %w\nhint: correct source in %s", err, project.FileName)
	}
	document, found := source.Parse(path, data)
	in.Findings = append(in.Findings, found...)
	locales, found, err := catalog.Locales(p.LocalesDir())
	if err != nil {
		return nil, err
	}
	in.Findings = append(in.Findings, found...)
	if !slices.Contains(locales, p.Language) {
		locales = append([]locale.Locale{p.Language}, locales...)
	}
	in.Locales = locales
	former, found, err := catalog.Source(p.LocalesDir(), p.Language)
	if err != nil {
		return nil, err
	}
	in.Findings = append(in.Findings, found...)
	if finding.Worst(in.ofSource()) == finding.Error {
		return in, nil
	}
	retired, found, err := catalog.RetiredSource(p.LocalesDir(), p.Language)
	if err != nil {
		return nil, err
	}
	in.Findings = append(in.Findings, found...)
	in.Document, in.Former = document, former
	in.Units = unit.Restore(document, former, retired)
	if n := changes(former, in.Units); n > 0 {
		in.Findings = append(in.Findings, finding.Finding{
			Rule: "not-extracted", Severity: finding.Warning, Locale: p.Language.Tag, Pos: doc.Position{File: path},
			Message: fmt.Sprintf("the source has changed since the last extract (%d units)", n),
			Cure:    "run `multitude extract`, so that translators see the change",
		})
	}
	if in.glossary, found, err = glossary.Load(p.LocalesDir()); err != nil {
		return nil, err
	}
	in.Findings = append(in.Findings, found...)
	in.originals = check.Prepare(in.Units)
	in.readImages()
	in.readTheme()
	in.Findings = in.grade(in.Findings, p.Language)
	return in, nil
}

// grade gives findings of OtherRules the severity that the project has for
// them in the locale.
func (in *Inputs) grade(found []finding.Finding, loc locale.Locale) []finding.Finding {
	severities := in.Project.For(loc).Check
	var out []finding.Finding
	for _, f := range found {
		if s, ok := severities[f.Rule]; ok && slices.Contains(OtherRules, f.Rule) {
			f.Severity = s
		}
		if f.Severity != finding.Off {
			out = append(out, f)
		}
	}
	return out
}

// ofSource are the findings that concern the source rather than one locale.
func (in *Inputs) ofSource() []finding.Finding {
	var out []finding.Finding
	for _, f := range in.Findings {
		if f.Locale == "" || f.Locale == in.Project.Language.Tag {
			out = append(out, f)
		}
	}
	return out
}

// changes counts the units that extract would write anew.
func changes(former, now []unit.Unit) int {
	n := 0
	for _, c := range unit.Diff(former, now) {
		if c.Kind != unit.Kept {
			n++
		}
	}
	return n
}

// load reads the catalog of a locale, and what is wrong with it. The catalog
// is nil where it cannot be used.
func (in *Inputs) load(loc locale.Locale) (*catalog.Catalog, []finding.Finding, error) {
	if loc == in.Project.Language {
		return catalog.Original(in.Project.LocalesDir(), loc, in.Units)
	}
	cat, found, err := catalog.Load(in.Project.LocalesDir(), loc)
	if err != nil {
		return nil, nil, err
	}
	second, err := in.secondTexts(loc)
	return cat, append(found, second...), err
}

// secondTexts are the texts that imports have kept beside messages.
func (in *Inputs) secondTexts(loc locale.Locale) ([]finding.Finding, error) {
	kept, found, err := catalog.Conflicts(in.Project.LocalesDir(), loc)
	if err != nil {
		return nil, err
	}
	for _, m := range kept {
		found = append(found, finding.Finding{
			Rule: "second-text", Severity: finding.Warning, Locale: loc.Tag, Unit: m.ID, Pos: m.Pos,
			Message: "an import brought another text for this message, and nobody has decided",
			Cure:    "put what is right into active." + loc.Tag + ".toml, and take the entry out here",
		})
	}
	return in.grade(found, loc), nil
}

// check reads a catalog against the rules that the project has on, but for
// those that are left out.
func (in *Inputs) check(cat *catalog.Catalog, without ...string) []finding.Finding {
	return in.checked(cat, check.Options{}, without...)
}

// checked is check, with more to decide: what the project decides is put into o.
func (in *Inputs) checked(cat *catalog.Catalog, o check.Options, without ...string) []finding.Finding {
	if cat.Locale == in.Project.Language {
		return nil
	}
	s := in.Project.For(cat.Locale)
	o.Severity = maps.Clone(s.Check)
	for _, rule := range without {
		o.Severity[rule] = finding.Off
	}
	o.LeastComplete, o.Source, o.Glossary = s.Publish.LeastComplete, in.Project.Language, in.glossary
	return in.originals.Run(cat, o)
}

// edition makes the edition of a catalog.
func (in *Inputs) edition(cat *catalog.Catalog) (*edition.Edition, error) {
	return in.editionFrom(cat, false)
}

// editionFrom makes the edition; a draft uses all messages, whatever their
// state.
func (in *Inputs) editionFrom(cat *catalog.Catalog, draft bool) (*edition.Edition, error) {
	s := in.Project.For(cat.Locale)
	least, _ := catalog.ParseState(s.Publish.LeastState)
	if draft {
		least = catalog.Machine
	}
	return edition.New(in.Document, in.Units, cat, edition.Settings{
		Name:       in.Project.Name,
		Source:     in.Project.Language,
		Contact:    in.Project.Contact,
		LeastState: least,
		Images:     in.images,
		Accent:     s.Theme.Accent,
		Cover:      in.cover(cat.Locale),
		Logo:       in.logos[s.Theme.Logo],
	})
}

// endonym is the language's own name: the catalog's, where CLDR has none.
func endonym(loc locale.Locale, cat *catalog.Catalog) string {
	if w, ok := cat.Words["edition.endonym"]; ok && w.Text != "" {
		return w.Text
	}
	name, _ := loc.Endonym()
	return name
}

// relative is a path as the project's owner knows it.
func (in *Inputs) relative(path string) string {
	if rel, err := filepath.Rel(in.Project.Root, path); err == nil {
		return rel
	}
	return path
}
