// Package statement reads this repository's own document, its translations and
// their glossary, for tests and benchmarks of the rules.
package statement

import (
	"os"
	"path/filepath"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// A Statement is the document as the rules read it.
type Statement struct {
	Source   locale.Locale
	Units    []unit.Unit
	Catalogs []*catalog.Catalog // the source's own left out
	Glossary *glossary.Glossary
}

// Read reads the statement of the repository at root. Whatever is wrong with a
// file is an error.
func Read(root string) (*Statement, error) {
	s := &Statement{Source: locale.MustParse("en")}
	dir := filepath.Join(root, "locales")
	markdown, err := os.ReadFile(filepath.Join(root, "source", "statement.md"))
	if err != nil {
		return nil, err
	}
	document, found := source.Parse("statement.md", markdown)
	former, more, err := catalog.Source(dir, s.Source)
	if found = append(found, more...); err != nil || len(found) > 0 {
		return nil, wrong(found, err)
	}
	s.Units = unit.Split(document, former)
	locales, found, err := catalog.Locales(dir)
	if err != nil || len(found) > 0 {
		return nil, wrong(found, err)
	}
	for _, loc := range locales {
		if loc == s.Source {
			continue
		}
		c, found, err := catalog.Load(dir, loc)
		if err != nil || len(found) > 0 {
			return nil, wrong(found, err)
		}
		s.Catalogs = append(s.Catalogs, c)
	}
	g, found, err := glossary.Load(dir)
	if err != nil || len(found) > 0 {
		return nil, wrong(found, err)
	}
	s.Glossary = g
	return s, nil
}

func wrong(found []finding.Finding, err error) error {
	if err != nil {
		return err
	}
	return found[0]
}
