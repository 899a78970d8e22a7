package cli

import (
	"path/filepath"
	"strings"
	"time"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/publish"
)

// excuse enters into the ledger that what a rule finds in some messages is
// right as it is. args are the tag and the IDs.
func (a *app) excuse(rule, reason string, args []string) error {
	const again = "write: multitude check TAG --excuse RULE ID... --reason TEXT"
	switch _, known := lookupRule(rule); {
	case !known:
		return a.explain(rule) // says that there is no such rule, and which there are
	case !check.Excusable(rule):
		return usage("do what `multitude check --explain "+rule+"` says", "the rule %q cannot be excused", rule)
	case len(args) == 0:
		return usage(again, "name a language, by its tag")
	case len(args) == 1:
		return usage(again, "name the messages, by their IDs")
	case strings.TrimSpace(reason) == "":
		return usage(again, "say why it is right as it is: an excuse needs a reason")
	}
	in, err := a.inputs()
	if err != nil {
		return err
	}
	loc, err := target(in, args[0])
	if err != nil {
		return err
	}
	units, exact, err := named(in.Units, args[1:])
	if err != nil {
		return err
	}
	var found []finding.Finding
	if _, ours := check.Lookup(rule); ours {
		found, err = publish.CheckMessages(in, loc, publish.Request{Spell: rule == "spelling"})
	} else {
		found, err = publish.CheckWith(in.Project, publish.Request{Tags: []string{loc.Tag}})
	}
	if err != nil {
		return err
	}
	hit := map[string]bool{}
	for _, f := range found {
		if f.Rule == rule {
			hit[f.Unit] = true
		}
	}
	chosen := units[:0:0]
	for _, u := range units {
		if hit[u.ID] {
			chosen = append(chosen, u)
		} else if exact[u.ID] {
			a.fail("the rule "+rule+" finds nothing in "+u.ID+" that could be excused", "multitude check "+loc.Tag+" shows what there is")
			return errFound
		}
	}
	if len(chosen) == 0 {
		a.fail("the rule "+rule+" finds nothing in these messages", "multitude check "+loc.Tag+" shows what there is")
		return errFound
	}
	p := in.Project
	problems, err := catalog.EnterExcuses(p.LocalesDir(), loc, chosen, rule, reason, time.Now().Format(time.DateOnly))
	if err != nil {
		return err
	}
	a.noteFindings(problems)
	if err := foundIn(problems); err != nil {
		return err
	}
	a.note("%s: %s is excused in %s (%s)", loc.Tag, rule, plural(len(chosen), "message"), slashed(a.path(filepath.Join(p.LocalesDir(), "review."+loc.Tag+".toml"))))
	return nil
}
