package catalog

import (
	"slices"
	"strings"

	"multitude/internal/unit"
)

// Credits are the people who made a translation, by the names that they signed
// with, in alphabetical order.
type Credits struct {
	Translators, Reviewers []string
	// Whether there are others, who chose not to be named.
	UnnamedTranslators, UnnamedReviewers bool
}

// Unnamed stands in the ledger's lists of names for a person who signed
// without one.
const Unnamed = "(unnamed)"

// Credits are the people who signed messages that the catalog has. Who reviewed
// a text that was changed since is not among the reviewers: she has not seen
// what stands there.
func (c *Catalog) Credits() Credits {
	var all Credits
	add := func(names *[]string, unnamed *bool, who ...string) {
		for _, name := range who {
			switch {
			case name == "" || name == Unnamed:
				*unnamed = true
			case !slices.Contains(*names, name):
				*names = append(*names, name)
			}
		}
	}
	for id, r := range c.Reviews {
		m, ok := c.Messages[id]
		if !ok || m.Text == "" {
			continue
		}
		add(&all.Translators, &all.UnnamedTranslators, r.Translators...)
		holds := r.Translation == unit.Hash("", m.Text)
		switch {
		case r.State == Translated:
			add(&all.Translators, &all.UnnamedTranslators, r.By)
		case r.State > Translated && holds:
			add(&all.Reviewers, &all.UnnamedReviewers, r.By)
		}
		if holds {
			add(&all.Reviewers, &all.UnnamedReviewers, r.Reviewers...)
		}
	}
	slices.Sort(all.Translators)
	slices.Sort(all.Reviewers)
	return all
}

// names reads a list of the ledger: names with semicolons between them.
func names(list string) []string {
	var all []string
	for name := range strings.SplitSeq(list, ";") {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

func nameList(all []string) string { return strings.Join(all, "; ") }

// earlier are the lists of people that an entry has beside the one who signed
// last, once s is signed too: who translated, and who reviewed the text that
// stands there still, whose hash is translation.
func (e *entry) earlier(s *Signature, translation string) (translators, reviewers string) {
	if e == nil || e.empty {
		return "", ""
	}
	first, then := names(e.get("translators")), names(e.get("reviewers"))
	by := e.get("by")
	if by == "" {
		by = Unnamed
	}
	switch state, _ := ParseState(e.get("state")); {
	case state == Translated:
		first = append(first, by)
	case state > Translated:
		then = append(then, by)
	}
	if s.State <= Translated || e.get("translation") != translation {
		then = nil // the signature takes the review back, or nobody reviewed this text
	}
	own := s.By
	if own == "" {
		own = Unnamed
	}
	isOwn := func(name string) bool { return name == own }
	if s.State <= Translated {
		first = slices.DeleteFunc(first, isOwn)
	} else {
		then = slices.DeleteFunc(then, isOwn)
	}
	return nameList(names(nameList(first))), nameList(names(nameList(then)))
}

// without is a list of names without one.
func without(list, name string) string {
	return nameList(slices.DeleteFunc(names(list), func(n string) bool { return n == name }))
}
