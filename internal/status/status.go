// Package status says how far the translations of a document are, and what to
// do next: for the command line, for pull requests, as a page for those who
// coordinate the work, and as badges.
package status

import (
	"fmt"

	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// A Report is the status of a project.
type Report struct {
	Name      string // of the project
	Title     string // of the document
	Source    Progress
	Locales   []Progress // of the translations, by their tags
	Extracted bool       // the source is as it was at the last extract
	Findings  []finding.Finding
}

// A Progress is how far one locale is.
type Progress struct {
	Locale  locale.Locale
	Endonym string // or ""
	File    string // the message file, as people know it
	Broken  bool   // its files cannot be read; nothing below is known then
	Tally   edition.Tally
	Errors  int              // findings of severity error in its messages
	Changes []catalog.Change // of the source, one for each stale message
}

// Of is the progress of a catalog. tally is that of its edition.
func Of(units []unit.Unit, cat *catalog.Catalog, tally edition.Tally) Progress {
	return Progress{Locale: cat.Locale, File: cat.Path, Tally: tally, Changes: cat.Changes(units)}
}

// Name is the language as its readers call it, or its tag where nobody knows.
func (p Progress) Name() string {
	if p.Endonym == "" {
		return p.Locale.Tag
	}
	return p.Endonym
}

// English is the language as English calls it, or its tag.
func (p Progress) English() string {
	if name := p.Locale.English(); name != "" {
		return name
	}
	return p.Locale.Tag
}

// The kinds of share, from what is done to what is not: those of what is up to
// date are its states; a guess was filled in from the translation of a like
// text, where the rest of what is machine-made was translated by one.
var kinds = []string{"approved", "reviewed", "translated", "machine", "guessed", "stale", "missing"}

// A Share is a part of the source's words.
type Share struct {
	Kind string // one of kinds
	edition.Count
	Of int // all words
}

// Percent is the share in hundredths, rounded down: what is not whole is not
// 100 %.
func (s Share) Percent() int { return percent(s.Words, s.Of) }

// Shares are all shares of a locale; together they are the whole source.
func (p Progress) Shares() []Share { return shares(p.Tally) }

func shares(t edition.Tally) []Share {
	var all []Share
	add := func(kind string, c edition.Count) { all = append(all, Share{kind, c, t.Words}) }
	for _, s := range []catalog.State{catalog.Approved, catalog.Reviewed, catalog.Translated} {
		add(s.String(), t.ByState[s])
	}
	add("machine", machine(t))
	add("guessed", t.Guessed)
	add("stale", edition.Count{Units: t.Stale, Words: t.StaleWords})
	add("missing", edition.Count{Units: t.Missing, Words: t.MissingWords})
	return all
}

// machine is what is fresh and machine-made, and no guess.
func machine(t edition.Tally) edition.Count {
	all := t.ByState[catalog.Machine]
	return edition.Count{Units: all.Units - t.Guessed.Units, Words: all.Words - t.Guessed.Words}
}

// Whole is the tally of all translations together.
func (r *Report) Whole() edition.Tally {
	var t edition.Tally
	for _, p := range r.Locales {
		n := p.Tally
		if p.Broken {
			n.Words, n.Units = r.Source.Tally.Words, r.Source.Tally.Units
			n.MissingWords, n.Missing = n.Words, n.Units
		}
		t.Units, t.Words = t.Units+n.Units, t.Words+n.Words
		t.Fresh, t.Stale, t.Missing = t.Fresh+n.Fresh, t.Stale+n.Stale, t.Missing+n.Missing
		t.StaleWords, t.MissingWords = t.StaleWords+n.StaleWords, t.MissingWords+n.MissingWords
		t.Guessed.Units, t.Guessed.Words = t.Guessed.Units+n.Guessed.Units, t.Guessed.Words+n.Guessed.Words
		for i := range n.ByState {
			t.ByState[i].Units += n.ByState[i].Units
			t.ByState[i].Words += n.ByState[i].Words
		}
	}
	return t
}

// upToDate are the words whose translation is fresh, and reviewed those of
// them that a person reviewed or approved.
func upToDate(t edition.Tally) int { return t.Words - t.StaleWords - t.MissingWords }

func reviewed(t edition.Tally) int {
	return t.ByState[catalog.Reviewed].Words + t.ByState[catalog.Approved].Words
}

// percent is a share in hundredths, rounded down. The whole of nothing is all
// of it.
func percent(part, whole int) int {
	if whole == 0 {
		return 100
	}
	return 100 * part / whole
}

// count is n and a noun that takes an s.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
