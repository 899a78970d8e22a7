// Package check holds the rules that a translation is read against. A file is
// a family of rules; a rule is a value that carries its own documentation.
package check

import (
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// A Rule is one thing that can be wrong with a translation.
type Rule struct {
	ID       string
	Severity finding.Severity // by default; multitude.toml's [check] overrides it
	What     string           // what it looks for
	Why      string           // why that matters to a reader
	Example  string           // a text that it finds, or a pair of texts
	Mend     string           // what to do about it
	unit     func(*subject)   // looks at one message; nil for rules that look at a whole catalog
	whole    func(*catalogue) // looks at a whole catalog
}

// Options are what a project decides of the rules.
type Options struct {
	Severity      map[string]finding.Severity // by rule ID
	LeastComplete float64                     // share of units that must be fresh; below it, missing and stale ones are errors
}

// Rules are all rules, in the order of their IDs.
func Rules() []Rule { return slices.Clone(rules) }

// Lookup finds a rule by its ID.
func Lookup(id string) (Rule, bool) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}

// rules is filled by the families below, sorted by ID.
var rules = func() []Rule {
	all := slices.Concat(stateRules, markupRules, textRules, numberRules, publishingRules)
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}()

// A subject is one message before the rules: the unit, the message, and both
// as inline text.
type subject struct {
	unit    unit.Unit
	message catalog.Message
	locale  locale.Locale
	source  []doc.Span
	spans   []doc.Span
	parse   error // of the message; spans is nil then
	report  func(message, cure string)
}

// A catalogue is a whole catalog before the rules.
type catalogue struct {
	units   []unit.Unit
	known   map[string]bool // unit IDs
	catalog *catalog.Catalog
	options Options
	report  func(u unit.Unit, pos doc.Position, severity finding.Severity, message, cure string)
}

// Run reads a catalog against all rules that are on. The findings are sorted.
func Run(units []unit.Unit, cat *catalog.Catalog, o Options) []finding.Finding {
	var found []finding.Finding
	c := &catalogue{units: units, known: make(map[string]bool, len(units)), catalog: cat, options: o}
	for _, u := range units {
		c.known[u.ID] = true
	}
	var perUnit []Rule
	for _, r := range rules {
		severity := o.severity(r)
		if severity == finding.Off {
			continue
		}
		r.Severity = severity
		if r.unit != nil {
			perUnit = append(perUnit, r)
		}
		if r.whole != nil {
			c.report = func(u unit.Unit, pos doc.Position, s finding.Severity, message, cure string) {
				found = append(found, finding.Finding{
					Rule: r.ID, Severity: max(s, severity), Locale: cat.Locale.Tag, Unit: u.ID, Pos: pos, Message: message, Cure: cure,
				})
			}
			r.whole(c)
		}
	}
	for _, u := range units {
		m, ok := cat.Messages[u.ID]
		if !ok || m.Text == "" {
			continue
		}
		s := subject{unit: u, message: m, locale: cat.Locale}
		if u.Source != nil {
			s.source = u.Source.Spans
		} else {
			s.source, _ = source.ParseInline(u.Text)
		}
		s.spans, s.parse = source.ParseInline(m.Text)
		for _, r := range perUnit {
			s.report = func(message, cure string) {
				found = append(found, finding.Finding{
					Rule: r.ID, Severity: r.Severity, Locale: cat.Locale.Tag, Unit: u.ID, Pos: m.Pos, Message: message, Cure: cure,
				})
			}
			r.unit(&s)
		}
	}
	finding.Sort(found)
	return found
}

func (o Options) severity(r Rule) finding.Severity {
	if s, ok := o.Severity[r.ID]; ok {
		return s
	}
	return r.Severity
}
