// Package check holds the rules that a translation is read against. A file is
// a family of rules; a rule is a value that carries its own documentation.
package check

import (
	"fmt"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/glossary"
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
	custom   bool             // where a language breaks it all the time, it is a custom, and said once
	unit     func(*subject)   // looks at one message; nil for rules that look at a whole catalog
	whole    func(*catalogue) // looks at a whole catalog
}

// Options are what a project decides of the rules.
type Options struct {
	Severity      map[string]finding.Severity // by rule ID
	LeastComplete float64                     // share of units that must be fresh; below it, missing and stale ones are errors
	Source        locale.Locale               // of the original; English where it is not set
	Glossary      *glossary.Glossary          // nil where the project has none
	Excused       bool                        // findings that the ledger excuses are returned, too: with severity Off and the reason
	Spell         func(text string) []string  // the words of a text that a dictionary does not know; nil where there is none
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
	all := slices.Concat(stateRules, markupRules, syntaxRules, lossRules, textRules, punctuationRules, spacingRules, numberRules, characterRules, encodingRules, wordingRules, glossaryRules, publishingRules, hostileRules, spellingRules, excuseRules)
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}()

// A subject is one message before the rules: the unit, the message, and both
// as inline text.
type subject struct {
	unit    unit.Unit
	message catalog.Message
	locale  locale.Locale
	spans   []doc.Span
	parse   error // of the message; spans is nil then

	original       *original
	text           string   // what a reader sees of the message; the message as it stands where it cannot be parsed
	words          []string // of text
	origin         locale.Locale
	language       *language
	originLanguage *language
	glossary       *glossary.Glossary

	report func(message, cure string)
}

// A catalogue is a whole catalog before the rules.
type catalogue struct {
	originals []original
	subjects  []*subject      // the messages that have a text
	known     map[string]bool // unit IDs
	catalog   *catalog.Catalog
	options   Options
	report    func(u unit.Unit, pos doc.Position, severity finding.Severity, message, cure string)
}

// reportMessage reports a message with the rule's own severity.
func (c *catalogue) reportMessage(m catalog.Message, message, cure string) {
	c.report(unit.Unit{ID: m.ID}, m.Pos, finding.Off, message, cure)
}

// Originals are the units of a document before the rules: what the rules ask of
// an original is found out once, for all its translations. They are safe for
// concurrent use.
type Originals struct {
	units []original
	known map[string]bool // unit IDs
}

// An original is a unit as the rules see it.
type original struct {
	unit   unit.Unit
	spans  []doc.Span
	text   string           // what a reader sees of it
	places map[string][]int // of its words, by their small letters; see letterWords
	words  []string
	weight float64 // see weight

	acronyms  []string
	folded    string // see fold
	sentences int
	unpaired  bool // see unpaired
}

// Prepare makes units ready for Run.
func Prepare(units []unit.Unit) *Originals {
	p := &Originals{known: make(map[string]bool, len(units))}
	for _, u := range units {
		o := original{unit: u}
		if u.Source != nil {
			o.spans = u.Source.Spans
		} else {
			o.spans, _ = source.ParseInline(u.Text)
		}
		o.text = doc.PlainText(o.spans)
		o.words, o.weight = letterWords(o.text), weight(o.text)
		o.places, o.acronyms = placesOf(o.words), acronyms(o.text)
		o.folded, o.sentences, o.unpaired = fold(o.text), sentences(o.text), unpaired(o.text, english) != 0
		p.units = append(p.units, o)
		p.known[u.ID] = true
	}
	return p
}

// Run reads a catalog against all rules that are on. The findings are sorted.
func (p *Originals) Run(cat *catalog.Catalog, o Options) []finding.Finding {
	var found []finding.Finding
	if o.Source.Tag == "" {
		o.Source = locale.MustParse("en")
	}
	c := &catalogue{originals: p.units, known: p.known, catalog: cat, options: o}
	mine, theirs := languageOf(cat.Locale), languageOf(o.Source)
	for i := range p.units {
		x := &p.units[i]
		m := cat.Messages[x.unit.ID]
		if m.Text == "" {
			continue
		}
		s := &subject{original: x, unit: x.unit, message: m, locale: cat.Locale, origin: o.Source, glossary: o.Glossary, language: mine, originLanguage: theirs}
		s.spans, s.parse = source.ParseInline(m.Text)
		s.text = m.Text
		if s.parse == nil {
			s.text = doc.PlainText(s.spans)
		}
		s.words = words(s.text)
		c.subjects = append(c.subjects, s)
	}
	for _, r := range rules {
		severity := o.severity(r)
		switch {
		case severity == finding.Off:
		case r.unit != nil:
			for _, s := range c.subjects {
				s.report = func(message, cure string) {
					found = append(found, finding.Finding{
						Rule: r.ID, Severity: severity, Locale: cat.Locale.Tag, Unit: s.unit.ID, Pos: s.message.Pos, Message: message, Cure: cure,
					})
				}
				r.unit(s)
			}
		case r.whole != nil:
			c.report = func(u unit.Unit, pos doc.Position, s finding.Severity, message, cure string) {
				found = append(found, finding.Finding{
					Rule: r.ID, Severity: max(s, severity), Locale: cat.Locale.Tag, Unit: u.ID, Pos: pos, Message: message, Cure: cure,
				})
			}
			r.whole(c)
		}
	}
	found, excused := c.excuse(found)
	finding.Sort(found)
	found = customs(found, len(c.subjects))
	if o.Excused && len(excused) > 0 {
		found = append(found, excused...)
		finding.Sort(found)
	}
	return found
}

// customs says once what a catalog does again and again: a language that joins
// sentences, or parts words with an apostrophe, has a custom that the rules do
// not know.
func customs(found []finding.Finding, messages int) []finding.Finding {
	const least, share = 5, 8 // findings; one message in so many
	count := map[string]int{}
	for _, f := range found {
		count[f.Rule]++
	}
	said := map[string]bool{}
	out := found[:0]
	for _, f := range found {
		r, _ := Lookup(f.Rule)
		if n := count[f.Rule]; r.custom && n >= least && n*share > messages {
			if said[f.Rule] {
				continue
			}
			said[f.Rule] = true
			f.Message += fmt.Sprintf("; and so in %d messages", n)
			f.Cure += "; if this is the custom of the language, turn the rule off for it: [locale." + f.Locale + ".check] " + f.Rule + ` = "off"`
		}
		out = append(out, f)
	}
	return out
}

func (o Options) severity(r Rule) finding.Severity {
	if s, ok := o.Severity[r.ID]; ok {
		return s
	}
	return r.Severity
}
