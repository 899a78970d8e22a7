package memory

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/exchange"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/unit"
)

// Rule is the rule of this package's findings.
const Rule = "memory"

// Open is the memory of a project's locale: its own messages, also the retired
// ones and the second texts of imports, then those of others, each a file for
// other tools (TMX, PO, XLIFF, CSV) or the folder of another project, by path
// from the project's root with slashes, or by an absolute one: of these, origins
// have the last name only, for the folders of a person's machine are nobody's
// business. dir is the project's locales/. A file or catalog that
// cannot be read is a finding, and the memory does without it.
func Open(dir string, source, loc locale.Locale, others []string) (*Memory, []finding.Finding, error) {
	all, found, err := catalogOf(dir, filepath.Base(dir), source, loc)
	if err != nil {
		return nil, nil, err
	}
	root := filepath.Dir(dir)
	for _, other := range others {
		path, name := filepath.FromSlash(other), other
		if filepath.IsAbs(path) {
			name = filepath.Base(path)
		} else {
			path = filepath.Join(root, path)
		}
		more, f, err := otherOf(path, name, source, loc)
		if err != nil {
			return nil, nil, err
		}
		all, found = append(all, more...), append(found, f...)
	}
	for i := range found {
		if found[i].Locale == "" {
			found[i].Locale = loc.Tag
		}
		// Whoever lacks a memory can still work.
		found[i].Severity = min(found[i].Severity, finding.Warning)
	}
	m := New(all)
	m.parts = map[string][]Segment{}
	for _, s := range all {
		if id, ok := strings.CutPrefix(s.Origin, partsOf(filepath.Base(dir), loc)); ok {
			m.parts[id] = append(m.parts[id], s)
		}
	}
	return m, found, nil
}

// partsOf begins the origins of what was split or merged.
func partsOf(name string, loc locale.Locale) string {
	return name + "/suggestions." + loc.Tag + ".toml: "
}

// catalogOf are the segments of a folder of message files. name is the folder as
// people know it.
func catalogOf(dir, name string, source, loc locale.Locale) (all []Segment, found []finding.Finding, err error) {
	texts, found, err := englishOf(dir, source)
	if err != nil {
		return nil, nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "active."+loc.Tag+".toml")); err == nil {
		cat, more, err := catalog.Load(dir, loc)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, more...)
		if cat != nil {
			messages := make([]catalog.Message, 0, len(cat.Messages))
			for _, m := range cat.Messages {
				messages = append(messages, m)
			}
			slices.SortFunc(messages, func(a, b catalog.Message) int { return a.Pos.Line - b.Pos.Line })
			for _, m := range messages {
				t, ok := texts[m.Hash]
				if !ok {
					continue
				}
				u := t
				u.ID = m.ID
				if _, guess := cat.Guess(u); guess {
					continue // it is in the memory already, as what it was taken from
				}
				all = append(all, Segment{t.Text, m.Text, name + "/active." + loc.Tag + ".toml: " + m.ID, cat.State(u)})
			}
		}
	}
	for _, kept := range []struct {
		file string
		read func(string, locale.Locale) ([]catalog.Message, []finding.Finding, error)
	}{{"retired", catalog.Retired}, {"conflicts", catalog.Conflicts}, {"suggestions", catalog.Suggestions}} {
		messages, more, err := kept.read(dir, loc)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, more...)
		for _, m := range messages {
			if t, ok := texts[m.Hash]; ok {
				all = append(all, Segment{Source: t.Text, Target: m.Text, Origin: name + "/" + kept.file + "." + loc.Tag + ".toml: " + m.ID})
			}
		}
	}
	return all, found, nil
}

// otherOf are the segments of a file or a project of others.
func otherOf(path, name string, source, loc locale.Locale) ([]Segment, []finding.Finding, error) {
	no := func(message, cure string) ([]Segment, []finding.Finding, error) {
		return nil, []finding.Finding{{Rule: Rule, Severity: finding.Warning, Locale: loc.Tag, Pos: doc.Position{File: name}, Message: message, Cure: cure}}, nil
	}
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return no("there is no such translation memory", "correct the path, or take it out of memory = […] in multitude.toml")
	case err != nil:
		return no("it cannot be read: "+err.Error(), "see to its permissions")
	case info.IsDir():
		return projectOf(path, strings.TrimSuffix(name, "/"), source, loc, no)
	}
	in, err := os.Open(path)
	if err != nil {
		return no("it cannot be read: "+err.Error(), "see to its permissions")
	}
	defer in.Close()
	f, found, err := exchange.ReadMemory(name, in, loc.Tag)
	if f == nil || err != nil {
		return nil, found, err
	}
	if f.Target != "" && !strings.EqualFold(f.Target, loc.Tag) || f.Source != "" && f.Source != "*all*" && !sameLanguage(f.Source, source) {
		return nil, nil, nil // for other languages
	}
	var all []Segment
	for _, m := range f.Messages {
		text := m.Source
		if m.Freshness == catalog.Stale || m.Former != "" {
			text = m.Former
		}
		if m.Guessed {
			continue
		}
		origin := name
		if m.ID != "" {
			origin += ": " + m.ID
		}
		all = append(all, Segment{text, m.Text, origin, catalog.Machine})
	}
	return all, found, nil
}

// sameLanguage says whether a file's tag is the source's, or of its language:
// "en-US" for "en".
func sameLanguage(tag string, source locale.Locale) bool {
	base := func(s string) string {
		s, _, _ = strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
		return strings.ToLower(s)
	}
	return base(tag) == base(source.Tag)
}

// projectOf are the segments of another project, or of a folder of message files
// that has no project around it.
func projectOf(path, name string, source, loc locale.Locale, no func(string, string) ([]Segment, []finding.Finding, error)) ([]Segment, []finding.Finding, error) {
	dir := path
	if _, err := os.Stat(filepath.Join(path, project.FileName)); err == nil {
		p, found, err := project.Find(path)
		if p == nil || err != nil {
			return nil, found, err
		}
		if !sameLanguage(p.Language.Tag, source) {
			return nil, nil, nil
		}
		dir, name, source = p.LocalesDir(), name+"/locales", p.Language
	} else if _, err := os.Stat(filepath.Join(path, "active."+source.Tag+".toml")); err != nil {
		return no("the folder has no "+project.FileName, "name the folder of a project, or a TMX file")
	}
	all, found, err := catalogOf(dir, name, source, loc)
	for i := range all {
		all[i].State = catalog.Machine // others' signatures are theirs
	}
	return all, found, err
}

// englishOf are the source's texts by their hashes, as far back as anything
// refers to them.
func englishOf(dir string, source locale.Locale) (map[string]unit.Unit, []finding.Finding, error) {
	texts := map[string]unit.Unit{}
	past, found, err := catalog.LoadHistory(dir, source)
	if err != nil {
		return nil, nil, err
	}
	for hash, t := range past.All() {
		texts[hash] = unit.Unit{Description: t.Description, Text: t.Other}
	}
	for _, read := range []func(string, locale.Locale) ([]unit.Unit, []finding.Finding, error){catalog.RetiredSource, catalog.Source} {
		units, more, err := read(dir, source)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, more...)
		for _, u := range units {
			texts[u.Hash()] = u
		}
	}
	return texts, found, nil
}
