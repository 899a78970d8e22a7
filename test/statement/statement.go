// Package statement reads this repository's own document, its translations and
// their glossary, for tests and benchmarks of the rules.
package statement

import (
	"fmt"
	"os"
	"path/filepath"

	"multitude/internal/catalog"
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
	document, _ := source.Parse("statement.md", markdown)
	former, _, err := catalog.Source(dir, s.Source)
	if err != nil {
		return nil, err
	}
	s.Units = unit.Split(document, former)
	locales, _, err := catalog.Locales(dir)
	if err != nil {
		return nil, err
	}
	for _, loc := range locales {
		if loc == s.Source {
			continue
		}
		c, found, err := catalog.Load(dir, loc)
		if err != nil || c == nil {
			return nil, fmt.Errorf("%s: %v %w", loc.Tag, found, err)
		}
		s.Catalogs = append(s.Catalogs, c)
	}
	g, found, err := glossary.Load(dir)
	if err != nil || len(found) > 0 {
		return nil, fmt.Errorf("the glossary: %v %w", found, err)
	}
	s.Glossary = g
	return s, nil
}
