package cli

import (
	"fmt"
	"slices"
	"strings"

	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/publish"
)

// lookupRule finds the documentation of any rule.
func lookupRule(id string) (check.Rule, bool) {
	if r, ok := check.Lookup(id); ok {
		return r, true
	}
	i := slices.IndexFunc(otherRules, func(r check.Rule) bool { return r.ID == id })
	if i < 0 {
		return check.Rule{}, false
	}
	return otherRules[i], true
}

func ruleIDs() []string {
	var ids []string
	for _, r := range slices.Concat(check.Rules(), otherRules) {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}

// ruleList is the rules that [check] of multitude.toml can change, for the help.
func ruleList() string {
	var b strings.Builder
	b.WriteString("The rules, which [check] in multitude.toml can make \"error\", \"warning\", \"hint\" or \"off\":\n")
	line := func(id string) {
		r, _ := lookupRule(id)
		fmt.Fprintf(&b, "  %-18s %s\n", id, r.What)
	}
	for _, r := range check.Rules() {
		line(r.ID)
	}
	for _, id := range publish.OtherRules {
		line(id)
	}
	b.WriteString("Files that cannot be read or published have findings of other rules, which stay as they are.")
	return b.String()
}

// explain prints the documentation of a rule.
func (a *app) explain(id string) error {
	r, ok := lookupRule(id)
	if !ok {
		hint := "the rules are " + strings.Join(ruleIDs(), ", ")
		if near := finding.Suggest(id, ruleIDs()); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		return usage(hint, "there is no rule %q", id)
	}
	a.print("%s (%s)\n", a.colours.out.strong(r.ID), r.Severity)
	settings := "none: it always holds"
	if _, ours := check.Lookup(r.ID); ours || slices.Contains(publish.OtherRules, r.ID) {
		settings = fmt.Sprintf("[check] %s = \"error\", \"warning\", \"hint\" or \"off\", in multitude.toml; for one language below [locale.TAG.check]", r.ID)
		if check.Excusable(r.ID) {
			settings += fmt.Sprintf("; one finding is excused by multitude check TAG --excuse %s ID --reason TEXT", r.ID)
		}
	}
	for _, part := range []struct{ label, text string }{
		{"looks for", r.What}, {"because", r.Why}, {"for example", r.Example}, {"what to do", r.Mend}, {"settings", settings},
	} {
		if part.text != "" {
			a.print("  %-12s %s\n", part.label, oneLine(part.text))
		}
	}
	return nil
}
