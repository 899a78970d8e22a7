package catalog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// wordsPrefix begins the IDs of the edition's own words.
const wordsPrefix = "edition."

func activePath(dir string, loc locale.Locale) string {
	return filepath.Join(dir, "active."+loc.Tag+".toml")
}

func retiredPath(dir string, loc locale.Locale) string {
	return filepath.Join(dir, "retired."+loc.Tag+".toml")
}

// Locales lists the locales that have a message file in dir, the source's
// included, by their tags. A file whose name is no canonical tag is a finding,
// and its locale is not listed; nor is a locale that has two files.
func Locales(dir string) ([]locale.Locale, []finding.Finding, error) {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var locs []locale.Locale
	var found []finding.Finding
	claims := map[string][]string{} // names of files by the tag that they are for
	for _, e := range entries {
		tag, ok := strings.CutPrefix(e.Name(), "active.")
		tag, isTOML := strings.CutSuffix(tag, ".toml")
		if !ok || !isTOML || e.IsDir() {
			continue
		}
		loc, err := locale.Parse(tag)
		if err == nil {
			claims[loc.Tag] = append(claims[loc.Tag], e.Name())
			locs = append(locs, loc)
			continue
		}
		f := finding.Finding{Rule: RuleTag, Severity: finding.Error, Locale: tag, Pos: doc.Position{File: filepath.Join(dir, e.Name())}, Message: err.Error()}
		f.Cure = "rename the file: active.<tag>.toml, with a tag such as es, zh-Hans or quc-x-nahuala"
		var te *locale.TagError
		if errors.As(err, &te) {
			f.Message = fmt.Sprintf("%q in its name is no language tag: %s", tag, te.Problem)
			if te.Instead != "" {
				f.Cure = fmt.Sprintf("rename it to active.%s.toml", te.Instead)
				claims[te.Instead] = append(claims[te.Instead], e.Name())
			}
		}
		found = append(found, f)
	}
	for tag, names := range claims {
		if len(names) < 2 {
			continue
		}
		slices.Sort(names)
		locs = slices.DeleteFunc(locs, func(l locale.Locale) bool { return l.Tag == tag })
		found = slices.DeleteFunc(found, func(f finding.Finding) bool { return slices.Contains(names, filepath.Base(f.Pos.File)) })
		found = append(found, finding.Finding{
			Rule: RuleTag, Severity: finding.Error, Locale: tag,
			Pos:     doc.Position{File: filepath.Join(dir, names[0])},
			Message: fmt.Sprintf("%s are both for the language %s", strings.Join(names, " and "), tag),
			Cure:    fmt.Sprintf("copy what you need of the others into active.%s.toml, and remove them", tag),
		})
	}
	slices.SortFunc(locs, func(a, b locale.Locale) int { return strings.Compare(a.Tag, b.Tag) })
	finding.Sort(found)
	return locs, found, nil
}

// Load reads the catalog of a locale: its messages and its ledger. Where one
// of the files cannot be read as what it is, the Catalog is nil and the
// findings say why; there may be findings beside a Catalog, too. The error is
// for what a person cannot mend in the files: reading failed.
func Load(dir string, loc locale.Locale) (*Catalog, []finding.Finding, error) {
	path := activePath(dir, loc)
	raw, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, []finding.Finding{missingFile(path, loc)}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	c := &Catalog{Locale: loc, Path: path, past: sync.OnceValue(func() *History { return anyHistory(dir) })}
	f, found := parseMessages(path, raw, loc)
	ledger, excuses, more, err := loadLedger(dir, loc)
	if err != nil {
		return nil, nil, err
	}
	found = append(found, more...)
	if f == nil || ledger == nil {
		return nil, found, nil
	}
	c.Messages = make(map[string]Message, len(f.entries))
	c.Words = map[string]Message{}
	for _, e := range f.entries {
		switch {
		case e.empty:
		case strings.HasPrefix(e.id, wordsPrefix):
			c.Words[e.id] = f.message(e)
		default:
			c.Messages[e.id] = f.message(e)
		}
	}
	c.Reviews, c.Excuses = ledger, excuses
	return c, found, nil
}

func missingFile(path string, loc locale.Locale) finding.Finding {
	return finding.Finding{
		Rule: RuleFile, Severity: finding.Error, Locale: loc.Tag, Pos: doc.Position{File: path},
		Message: "there is no translation into " + loc.Tag, Cure: "start it: multitude add " + loc.Tag,
	}
}

func loadLedger(dir string, loc locale.Locale) (map[string]Review, map[string]Excuse, []finding.Finding, error) {
	path := ledgerPath(dir, loc)
	raw, err := read(path)
	if err != nil {
		return nil, nil, nil, err
	}
	f, found := parseLedger(path, raw, loc)
	if f == nil {
		return nil, nil, found, nil
	}
	c := &complaint{loc: loc.Tag, found: found}
	all, excuses := make(map[string]Review, len(f.entries)), map[string]Excuse{}
	for _, e := range f.entries {
		if e.empty {
			continue
		}
		r := f.reviewOf(e, c)
		if x, ok := f.excuseOf(e, r); ok {
			excuses[e.id] = x
		} else {
			all[e.id] = r
		}
	}
	return all, excuses, c.found, nil
}

// Source reads back the units of the last extract, in the document's order.
// Before the first one there are none.
func Source(dir string, source locale.Locale) ([]unit.Unit, []finding.Finding, error) {
	return unitsOf(activePath(dir, source), source)
}

// RetiredSource reads the units that were once in the document and are gone, so
// that a text that comes back can be known again, and no ID goes to another.
// Where a unit went more than once, the last text is given.
func RetiredSource(dir string, source locale.Locale) ([]unit.Unit, []finding.Finding, error) {
	return unitsOf(retiredPath(dir, source), source)
}

// Retired are the messages of a locale whose unit has gone from the document,
// with its former ID. An ID may stand several times.
func Retired(dir string, loc locale.Locale) ([]Message, []finding.Finding, error) {
	return beside(retiredPath(dir, loc), loc)
}

func unitsOf(path string, source locale.Locale) ([]unit.Unit, []finding.Finding, error) {
	f, found, err := readMessages(path, source)
	if f == nil || err != nil {
		return nil, found, err
	}
	units := make([]unit.Unit, 0, len(f.entries))
	place := make(map[string]int, len(f.entries))
	for _, e := range f.entries {
		if e.empty || strings.HasPrefix(e.id, wordsPrefix) {
			continue
		}
		id, n := original(e.id)
		u := unit.Unit{ID: id, Text: e.get("other"), Description: e.get("description"), Pos: f.Pos(e.at())}
		if i, ok := place[id]; ok {
			if n > 1 {
				units[i] = u
			}
			continue
		}
		place[id] = len(units)
		units = append(units, u)
	}
	return units, found, nil
}

// Original is the catalog of the source's own language: every unit is its own
// message, fresh, and the file's "edition.*" messages are its words. Where the
// file is broken, the Catalog is nil.
func Original(dir string, source locale.Locale, units []unit.Unit) (*Catalog, []finding.Finding, error) {
	path := activePath(dir, source)
	f, found, err := readMessages(path, source)
	if f == nil || err != nil {
		return nil, found, err
	}
	c := &Catalog{Locale: source, Path: path, Messages: make(map[string]Message, len(units)), Reviews: map[string]Review{}, Words: map[string]Message{}}
	for _, u := range units {
		c.Messages[u.ID] = Message{ID: u.ID, Text: u.Text, Hash: u.Hash(), Pos: u.Pos}
	}
	for _, e := range f.entries {
		if !e.empty && strings.HasPrefix(e.id, wordsPrefix) {
			c.Words[e.id] = f.message(e)
		}
	}
	return c, found, nil
}
