package check

import (
	"multitude/internal/doc"
	"multitude/internal/finding"
)

var publishingRules = []Rule{{
	ID:       "endonym",
	Severity: finding.Warning,
	What:     "a language whose own name is not known",
	Why:      "menus show its tag in the place of its name, and nobody looks for their language under a tag",
	Example:  "mam",
	Mend:     "add a message \"edition.endonym\" with the language's name to the catalog",
	whole: func(c *catalogue) {
		if _, ok := c.catalog.Locale.Endonym(); ok {
			return
		}
		for _, w := range c.catalog.Words {
			if w.ID == "edition.endonym" && w.Text != "" {
				return
			}
		}
		c.report("", doc.Position{File: c.catalog.Path}, finding.Off, "the language's own name is not known",
			"write into the file: [\"edition.endonym\"] and below it: other = \"…\", the name as its speakers write it")
	},
}}
