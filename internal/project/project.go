// Package project knows the folder that a person works in: its multitude.toml,
// its root, and where things are.
package project

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
)

// FileName marks the root of a project.
const FileName = "multitude.toml"

// Rule is the rule of this package's findings.
const Rule = "project"

// A Project is a folder with a multitude.toml, read and checked.
type Project struct {
	Root     string        // the folder, as an absolute path
	File     string        // its multitude.toml, as the user knows it
	Name     string        // base name of the editions
	Source   string        // path of the source's Markdown, below Root, with slashes
	Language locale.Locale // of the source
	Formats  []string      // of the editions, in the order given, each once
	BaseURL  string        // where the site is published, without a slash at its end, or ""
	Contact  string        // where readers report a mistake, or ""
	Memory   []string      // translation memories: files and folders, by path from Root unless absolute, with slashes
	Status   bool          // a status page is built beside the editions
	Settings               // for all locales that have none of their own

	overrides map[string][]func(*Settings) // by tag
	rules     map[string]doc.Position      // where [check] names them
}

// Settings are the tables that a locale may have for itself.
type Settings struct {
	Publish Publish
	PDF     PDF
	Fonts   Fonts
	Check   map[string]finding.Severity // by rule; those not named have their own
	Theme   Theme
}

// Publish says which translations are good enough.
type Publish struct {
	LeastState    string  // "machine", "translated", "reviewed", "approved": below it, a message is not used
	LeastComplete float64 // 0 to 1: below it, the edition is not built
}

// PDF is the form of the PDF edition.
type PDF struct {
	Paper   string   // "letter" or "a4"
	Layouts []string // "standard", "large-print", "booklet": one at least, each once
}

// Fonts says where faces are looked for first.
type Fonts struct {
	Directories []string // absolute paths, all below the project's root
}

// Theme is the look of the editions.
type Theme struct {
	Accent    string // "#rrggbb" in lower case, or "" for the editions' own
	Logo      string // path of a picture below the project's root, with slashes, or ""
	Cover     string // a line on the cover, or ""
	Templates string // absolute path of the folder of the project's own templates, or ""
}

// The words that multitude.toml knows.
var (
	Formats = []string{"html", "pdf", "epub"}
	States  = []string{"machine", "translated", "reviewed", "approved"}
	Papers  = []string{"letter", "a4"}
	Layouts = []string{"standard", "large-print", "booklet"}
)

// For are the settings of a locale: its own where [locale.<tag>] gives them,
// else the project's.
func (p *Project) For(loc locale.Locale) Settings {
	s := p.Settings
	overrides := p.overrides[loc.Tag]
	if len(overrides) == 0 {
		return s
	}
	check := make(map[string]finding.Severity, len(s.Check))
	for rule, severity := range s.Check {
		check[rule] = severity
	}
	s.Check = check
	for _, set := range overrides {
		set(&s)
	}
	return s
}

// Logos are the logos that the theme and the locales' own themes name, each
// once.
func (p *Project) Logos() []string {
	var all []string
	add := func(s Settings) {
		if s.Theme.Logo != "" && !slices.Contains(all, s.Theme.Logo) {
			all = append(all, s.Theme.Logo)
		}
	}
	add(p.Settings)
	for tag := range p.overrides {
		add(p.For(locale.Locale{Tag: tag}))
	}
	slices.Sort(all)
	return all
}

// SourcePath is the path of the source's Markdown.
func (p *Project) SourcePath() string { return filepath.Join(p.Root, filepath.FromSlash(p.Source)) }

// LocalesDir is the folder of the message files.
func (p *Project) LocalesDir() string { return filepath.Join(p.Root, "locales") }

// OutputDir is the folder of the editions.
func (p *Project) OutputDir() string { return filepath.Join(p.Root, "output") }

// UnknownRules finds the rules that [check] names and nobody knows.
func (p *Project) UnknownRules(known []string) []finding.Finding {
	is := make(map[string]bool, len(known))
	for _, k := range known {
		is[k] = true
	}
	var found []finding.Finding
	for rule, pos := range p.rules {
		if is[rule] {
			continue
		}
		f := finding.Finding{Rule: Rule, Severity: finding.Error, Pos: pos, Message: fmt.Sprintf("there is no rule %q", rule), Cure: "multitude check --help lists the rules"}
		if near := finding.Suggest(rule, known); near != "" {
			f.Cure = fmt.Sprintf("write %q if you mean that; %s", near, f.Cure)
		}
		found = append(found, f)
	}
	finding.Sort(found)
	return found
}

// Find looks for the project that dir belongs to: in dir, and in the folders
// above it.
func Find(dir string) (*Project, []finding.Finding, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, err
	}
	if _, err := os.ReadDir(abs); err != nil {
		return nil, nil, err
	}
	for at, up := abs, "."; ; at, up = filepath.Dir(at), filepath.Join(up, "..") {
		if info, err := os.Stat(filepath.Join(at, FileName)); err == nil && !info.IsDir() {
			return Load(filepath.Join(dir, up, FileName))
		} else if err != nil && !os.IsNotExist(err) {
			return nil, nil, err
		}
		if filepath.Dir(at) == at {
			break
		}
	}
	return nil, []finding.Finding{{
		Rule: Rule, Severity: finding.Error, Pos: doc.Position{File: dir},
		Message: "this folder belongs to no project: neither it nor a folder above it has a " + FileName,
		Cure:    "go to your project's folder, or name it with -C; to begin a new project: multitude init",
	}}, nil
}

// Load reads the multitude.toml at file. The Project is nil where the findings
// have errors: all of them, each in its place.
func Load(file string) (*Project, []finding.Finding, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	root, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, nil, err
	}
	p := &Project{
		Root:    root,
		File:    filepath.Clean(file),
		Formats: []string{"html", "pdf"},
		Settings: Settings{
			Publish: Publish{LeastState: "machine"},
			PDF:     PDF{Paper: "letter", Layouts: []string{"standard"}},
			Check:   map[string]finding.Severity{},
		},
		overrides: map[string][]func(*Settings){},
		rules:     map[string]doc.Position{},
	}
	p.Language = locale.MustParse("en")
	found := p.read(data)
	if p.Name == "" {
		p.Name = slug(strings.TrimSuffix(path.Base(p.Source), path.Ext(p.Source)))
	}
	finding.Sort(found)
	if finding.Worst(found) == finding.Error {
		return nil, found, nil
	}
	return p, found, nil
}

// slug is s as a base name: what cannot stand in one becomes a hyphen.
func slug(s string) string {
	s = strings.Trim(strings.Map(func(r rune) rune {
		if nameRune(r) {
			return r
		}
		return '-'
	}, s), "-.")
	if s == "" {
		return "document"
	}
	return s
}
