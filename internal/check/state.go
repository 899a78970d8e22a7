package check

import (
	"fmt"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
)

var stateRules = []Rule{{
	ID:       "untranslated",
	Severity: finding.Warning,
	What:     "a unit that has no translation yet",
	Why:      "readers meet the language of the original in its place",
	Example:  `other = ""`,
	Mend:     "write the translation between the quotation marks of `other`",
	whole: func(c *catalogue) {
		severity := c.wanting()
		for i := range c.originals {
			u := c.originals[i].unit
			if c.freshness(i) == catalog.Missing {
				pos := doc.Position{File: c.catalog.Path}
				if m, ok := c.catalog.Messages[u.ID]; ok {
					pos = m.Pos
				}
				c.report(u.ID, pos, severity, "not translated yet: "+excerpt(u.Text), "write the translation between the quotation marks of `other`")
			}
		}
	},
}, {
	ID:       "stale",
	Severity: finding.Warning,
	What:     "a translation of an earlier wording of the original",
	Why:      "the translation may say what the original no longer says",
	Example:  "the English paragraph was edited after it was translated",
	Mend:     "look at the change with `multitude diff TAG`; correct the translation, then say that it holds with `multitude review TAG ID --keep`",
	whole: func(c *catalogue) {
		severity := c.wanting()
		for i := range c.originals {
			if c.freshness(i) != catalog.Stale {
				continue
			}
			u := c.originals[i].unit
			if ch, stale := c.catalog.Change(u); stale {
				message := "the original has changed since this was translated"
				if ch.Class.Small() {
					message += " (" + ch.Class.String() + " only)"
				}
				c.report(u.ID, ch.Message.Pos, severity, message,
					fmt.Sprintf("see the change with `multitude diff %s %s`, correct the translation, then run `multitude review %[1]s %[2]s --keep`", c.catalog.Locale.Tag, u.ID))
			}
		}
	},
}, {
	ID:       "unknown-unit",
	Severity: finding.Warning,
	What:     "a message whose ID no unit of the source has",
	Why:      "nobody will ever read it; often the ID was mistyped, and a unit stays untranslated",
	Example:  `["vision.freedom-to-thrve"]`,
	Mend:     "correct the ID, or run `multitude extract`, which keeps the message in the retired ones",
	whole: func(c *catalogue) {
		var ids []string
		for i := range c.originals {
			u := c.originals[i].unit
			ids = append(ids, u.ID)
		}
		for _, m := range c.catalog.Messages {
			if c.known[m.ID] {
				continue
			}
			cure := "run `multitude extract`: it moves the message to the retired ones, where nothing is lost"
			if near := finding.Suggest(m.ID, ids); near != "" {
				cure = fmt.Sprintf("if %q is meant, correct the ID; otherwise %s", near, cure)
			}
			c.report(m.ID, m.Pos, finding.Off, "no unit of the source has this ID", cure)
		}
	},
}}

// wanting is the severity of missing and stale messages: errors where too much
// is missing for the edition to be built.
func (c *catalogue) wanting() finding.Severity {
	if c.options.LeastComplete == 0 {
		return finding.Off
	}
	fresh := 0
	for i := range c.originals {
		if c.freshness(i) == catalog.Fresh {
			fresh++
		}
	}
	if float64(fresh) < c.options.LeastComplete*float64(len(c.originals)) {
		return finding.Error
	}
	return finding.Off // the rule's own
}

// freshness is that of the message of original i. The hash is compared first:
// it is computed once for all catalogs.
func (c *catalogue) freshness(i int) catalog.Freshness {
	o := &c.originals[i]
	if m := c.catalog.Messages[o.unit.ID]; m.Text != "" && m.Hash == o.hash {
		return catalog.Fresh
	}
	return c.catalog.Freshness(o.unit)
}

// excerpt is the beginning of a text, to recognize it by.
func excerpt(text string) string {
	const most = 60 // runes
	text = strings.ReplaceAll(text, "\n", " ")
	runes := []rune(text)
	if len(runes) <= most {
		return fmt.Sprintf("“%s”", text)
	}
	return fmt.Sprintf("“%s…”", strings.TrimSpace(string(runes[:most])))
}
