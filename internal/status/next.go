package status

import (
	"fmt"

	"multitude/internal/catalog"
	"multitude/internal/edition"
)

// A Step is something to do for a translation.
type Step struct {
	What    string // in the imperative
	Command string // that leads there
	Diff    bool   // the changes of the source show what it is about
}

// Next is what to do for a translation, the most urgent first; empty where all
// of it is approved and up to date.
func (p Progress) Next() []Step {
	tag := p.Locale.Tag
	if p.Broken {
		return []Step{{What: "mend its files, which cannot be read", Command: "multitude check " + tag}}
	}
	var all []Step
	add := func(n edition.Count, what, command string, diff bool) {
		if n.Units > 0 {
			all = append(all, Step{fmt.Sprintf(what, count(n.Units, "passage"), count(n.Words, "word")), fmt.Sprintf(command, tag), diff})
		}
	}
	if p.Errors > 0 {
		all = append(all, Step{What: "mend " + count(p.Errors, "error") + " that the checks find", Command: "multitude check " + tag})
	}
	t := p.Tally
	add(edition.Count{Units: t.Stale, Words: t.StaleWords}, "bring %s (%s) up to date: the source has changed", "multitude diff %s", true)
	add(edition.Count{Units: t.Missing, Words: t.MissingWords}, "translate %s (%s)", "multitude check --untranslated %s", false)
	add(t.Guessed, "have a speaker decide on %s (%s) that was filled in from earlier translations", "multitude review %s ID --state translated", false)
	add(machine(t), "have a speaker read and correct %s (%s) that no person has checked", "multitude review %s ID --state translated", false)
	add(t.ByState[catalog.Translated], "have another speaker review %s (%s)", "multitude review %s ID --state reviewed", false)
	add(t.ByState[catalog.Reviewed], "approve %s (%s)", "multitude review %s ID --state approved", false)
	return all
}
