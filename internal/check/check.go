// Package check holds the rules that a translation is read against. A file is
// a family of rules; a rule is a value that carries its own documentation.
package check

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"multitude/internal/catalog"
	"multitude/internal/check/weight"
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
	scope    scope            // the messages that it looks at; nil for all
	unit     func(*subject)   // looks at one message; nil for rules that look at a whole catalog
	whole    func(*catalogue) // looks at a whole catalog
}

// A scope says whether a rule has anything to look at in a message: whether the
// language, the script and the original are those that it is about.
type scope func(*subject) bool

// looksAt says whether the message is in the rule's scope.
func (r *Rule) looksAt(s *subject) bool { return r.scope == nil || r.scope(s) }

// parsed are the messages that can be shown.
func parsed(s *subject) bool { return s.parse == nil }

// spaced are those of languages that part words by spaces.
func spaced(s *subject) bool { return s.language.spaced }

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
	terms          []*glossary.Term // of the original
	vocabulary     *vocabulary
	bare           string // of text, see bare; "" where there is no glossary
	to             *reporter
	has            class // of all characters of the message

	numbers []string // in figures; see numbers
}

// report says what is wrong with the message.
func (s *subject) report(message, cure string) { s.reportOf("", message, cure) }

// reportOf also names the thing that is wrong, such as a character: what a
// language writes all the time is its custom, and another thing is none.
func (s *subject) reportOf(thing, message, cure string) {
	s.to.add(thing, finding.Off, s.unit.ID, s.message.Pos, message, cure)
}

// A reporter collects what the rules report, and knows which of them is at
// work.
type reporter struct {
	locale   string
	rule     string
	severity finding.Severity
	found    []report
}

// A report is a finding with the thing that it names, or "".
type report struct {
	finding.Finding
	thing string
}

// add takes a finding of the rule at work. A severity above the rule's own
// takes its place.
func (r *reporter) add(thing string, severity finding.Severity, unit string, pos doc.Position, message, cure string) {
	r.found = append(r.found, report{finding.Finding{
		Rule: r.rule, Severity: max(severity, r.severity), Locale: r.locale, Unit: unit, Pos: pos, Message: message, Cure: cure,
	}, thing})
}

// A catalogue is a whole catalog before the rules.
type catalogue struct {
	originals []original
	subjects  []*subject      // the messages that have a text
	known     map[string]bool // unit IDs
	catalog   *catalog.Catalog
	options   Options
	to        *reporter
}

// report says what is wrong at a place. A severity above the rule's own takes
// its place.
func (c *catalogue) report(id string, pos doc.Position, severity finding.Severity, message, cure string) {
	c.to.add("", severity, id, pos, message, cure)
}

// reportMessage reports a message with the rule's own severity.
func (c *catalogue) reportMessage(m catalog.Message, message, cure string) {
	c.report(m.ID, m.Pos, finding.Off, message, cure)
}

// Originals are the units of a document before the rules: what the rules ask of
// an original is found out once, for all its translations. They are safe for
// concurrent use.
type Originals struct {
	units []original
	known map[string]bool // unit IDs

	reading  sync.Mutex
	glossary *glossary.Glossary // that terms are of
	terms    [][]*glossary.Term // of each unit
}

// An original is a unit as the rules see it.
type original struct {
	unit   unit.Unit
	spans  []doc.Span
	text   string           // what a reader sees of it
	places map[string][]int // of its words, by their small letters; see letterWords
	words  []string
	weight float64 // see package weight
	hash   string

	acronyms  []string
	numbers   []string
	folded    string // see fold
	sentences int
	unpaired  bool // see unpaired
}

// Prepare makes units ready for Run.
func Prepare(units []unit.Unit) *Originals {
	p := &Originals{known: make(map[string]bool, len(units))}
	for _, u := range units {
		o := original{unit: u, hash: u.Hash()}
		if u.Source != nil {
			o.spans = u.Source.Spans
		} else {
			o.spans, _ = source.ParseInline(u.Text)
		}
		o.text = doc.PlainText(o.spans)
		o.words, o.weight = letterWords(o.text), weight.Of(o.text)
		o.places, o.acronyms, o.numbers = placesOf(o.words), acronyms(o.text), numbers(o.text)
		o.folded, o.sentences, o.unpaired = fold(o.text), sentences(o.text), unpaired(o.text, english) != 0
		p.units = append(p.units, o)
		p.known[u.ID] = true
	}
	return p
}

// Run reads a catalog against all rules that are on. The findings are sorted.
func (p *Originals) Run(cat *catalog.Catalog, o Options) []finding.Finding {
	c := p.prepare(cat, o)
	looked := make(map[string]int, len(rules)) // messages, by rule
	for _, r := range rules {
		severity := o.severity(r)
		if severity == finding.Off {
			continue
		}
		c.to.rule, c.to.severity = r.ID, severity
		if r.whole != nil {
			r.whole(c)
			continue
		}
		for _, s := range c.subjects {
			if r.looksAt(s) {
				looked[r.ID]++
				r.unit(s)
			}
		}
	}
	reports, excused := c.excuse(c.to.found)
	slices.SortStableFunc(reports, func(a, b report) int { return finding.Compare(a.Finding, b.Finding) })
	found := customs(reports, looked)
	if o.Excused && len(excused) > 0 {
		found = append(found, excused...)
		finding.Sort(found)
	}
	return found
}

// prepare is a catalog as the rules see it.
func (p *Originals) prepare(cat *catalog.Catalog, o Options) *catalogue {
	if o.Source.Tag == "" {
		o.Source = locale.MustParse("en")
	}
	c := &catalogue{originals: p.units, known: p.known, catalog: cat, options: o, to: &reporter{locale: cat.Locale.Tag}}
	mine, theirs := languageOf(cat.Locale), languageOf(o.Source)
	terms, chosen := p.termsOf(o.Glossary), vocabularyOf(o.Glossary, cat.Locale)
	subjects := make([]subject, len(p.units))
	for i := range p.units {
		x := &p.units[i]
		m := cat.Messages[x.unit.ID]
		if m.Text == "" {
			continue
		}
		s := &subjects[i]
		*s = subject{original: x, unit: x.unit, message: m, locale: cat.Locale, origin: o.Source, vocabulary: chosen, language: mine, originLanguage: theirs, to: c.to}
		s.spans, s.parse = source.ParseInline(m.Text)
		s.text = m.Text
		if s.parse == nil {
			s.text = doc.PlainText(s.spans)
		}
		s.words = words(s.text)
		if s.has = classesIn(m.Text); s.text != m.Text {
			s.has |= classesIn(s.text) // what Markdown writes by name: &ldquo;
		}
		if chosen != nil {
			s.terms, s.bare = terms[i], bare(s.text)
		}
		if s.has&classDigit != 0 {
			s.numbers = numbers(s.text)
		}
		c.subjects = append(c.subjects, s)
	}
	return c
}

// customs says once what a catalog does again and again: a language that joins
// sentences, or parts words with an apostrophe, has a custom that the rules do
// not know. What a finding names tells one custom from another: who ends all
// sentences with a full stop has not made a custom of a strange comma. looked
// is how many messages each rule has looked at.
func customs(reports []report, looked map[string]int) []finding.Finding {
	const least, share = 5, 8 // findings; one in so many of the messages
	type custom struct{ rule, thing string }
	count := map[custom]int{}
	for _, f := range reports {
		count[custom{f.Rule, f.thing}]++
	}
	said := map[custom]bool{}
	out := make([]finding.Finding, 0, len(reports))
	for _, f := range reports {
		r, _ := Lookup(f.Rule)
		key := custom{f.Rule, f.thing}
		if n := count[key]; r.custom && n >= least && n*share > looked[f.Rule] {
			if said[key] {
				continue
			}
			said[key] = true
			f.Message += fmt.Sprintf("; and so in %d messages", n)
			f.Cure += "; if this is the custom of the language, turn the rule off for it: [locale." + f.Locale + ".check] " + f.Rule + ` = "off"`
		}
		out = append(out, f.Finding)
	}
	return out
}

func (o Options) severity(r Rule) finding.Severity {
	if s, ok := o.Severity[r.ID]; ok {
		return s
	}
	return r.Severity
}
