package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/publish"
)

// A checkRequest is what the flags of check say.
type checkRequest struct {
	format       string
	explain      string
	untranslated bool
	all          bool   // what is excused is shown, too
	spell        bool   // words are looked up in dictionaries
	excuse       string // the rule whose findings are excused
	reason       string
}

func (a *app) checkCommand() *cobra.Command {
	var r checkRequest
	c := &cobra.Command{
		Use:   "check [TAG...]",
		Short: "find what is missing or looks wrong",
		Long: "Reads the source, the translations, the fonts and the layout of the pages, and says\n" +
			"what is wrong, where, and how to mend it; it changes nothing. The exit code is 1 if\n" +
			"a finding is an error, and with --untranslated if anything is missing or stale.\n\n" +
			"A finding that is right as it is can be excused, with a reason: check TAG --excuse\n" +
			"RULE ID. The excuse stands in the ledger, and ends when the source or the translation\n" +
			"is edited.\n\n" +
			ruleList(),
		Example: "  multitude check                     # all languages\n" +
			"  multitude check es ar               # these two\n" +
			"  multitude check --untranslated es   # what is missing or stale, with file and line\n" +
			"  multitude check --explain numbers   # what a rule looks for, and why\n" +
			"  multitude check es --spell          # also words that the dictionary does not know\n" +
			"  multitude check es --excuse numbers vision.intro --reason 'the year is written out'\n" +
			"  multitude check --all               # also what is excused, and why\n" +
			"  multitude check --format sarif >findings.sarif",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTags(true),
	}
	c.Flags().StringVar(&r.format, "format", "text", "write them as `FORMAT`: text, json, sarif or github")
	c.Flags().StringVar(&r.explain, "explain", "", "say what `RULE` looks for, why, and what to do")
	c.Flags().BoolVar(&r.untranslated, "untranslated", false, "list what is missing or stale, and nothing else")
	c.Flags().BoolVar(&r.all, "all", false, "also what the ledger excuses")
	c.Flags().BoolVar(&r.spell, "spell", false, "also words that hunspell's dictionary of the language does not know")
	c.Flags().StringVar(&r.excuse, "excuse", "", "excuse what `RULE` finds in the messages that are named, for a --reason")
	c.Flags().StringVar(&r.reason, "reason", "", "the `TEXT` that says why it is right as it is")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(findingFormats, cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("explain", cobra.FixedCompletions(ruleIDs(), cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("excuse", cobra.FixedCompletions(ruleIDs(), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(c *cobra.Command, args []string) error {
		const again = "write: multitude check TAG --excuse RULE ID... --reason TEXT"
		switch {
		case c.Flags().Changed("explain"):
			if len(args) > 0 || r.untranslated || r.all || r.spell {
				return usage("write: multitude check --explain RULE", "--explain stands alone")
			}
			return a.explain(r.explain)
		case c.Flags().Changed("excuse"):
			if r.untranslated || r.all || r.spell {
				return usage(again, "--excuse stands with --reason alone")
			}
			return a.excuse(r.excuse, r.reason, args)
		case c.Flags().Changed("reason"):
			return usage(again, "--reason goes with --excuse")
		}
		if err := oneOf("format", r.format, findingFormats); err != nil {
			return err
		}
		if r.untranslated {
			if r.all || r.spell {
				return usage("leave out --all and --spell", "--untranslated lists nothing else")
			}
			return a.untranslated(args, r.format)
		}
		return a.check(args, r)
	}
	return c
}

func (a *app) check(tags []string, r checkRequest) error {
	p, err := a.project()
	if err != nil {
		return err
	}
	locs, err := a.chosen(p, tags)
	if err != nil {
		return err
	}
	found, err := publish.CheckWith(p, publish.Request{Tags: tags, Excused: true, Spell: r.spell})
	if err != nil {
		return err
	}
	if len(tags) > 0 {
		found = concerning(found, append(locs, p.Language))
	}
	shown := found
	if !r.all {
		shown = slices.DeleteFunc(slices.Clone(found), func(f finding.Finding) bool { return f.Excused != "" })
	}
	if err := a.printFindings(shown, r.format); err != nil {
		return err
	}
	a.noteCounts(found, !r.all)
	return foundIn(found)
}

// concerning are the findings about the project, and about the locales.
func concerning(found []finding.Finding, locs []locale.Locale) []finding.Finding {
	var out []finding.Finding
	for _, f := range found {
		wanted := f.Locale == ""
		for _, loc := range locs {
			wanted = wanted || f.Locale == loc.Tag
		}
		if wanted {
			out = append(out, f)
		}
	}
	return out
}

// noteCounts says how many findings there are; hidden, that those which are
// excused have not been shown.
func (a *app) noteCounts(found []finding.Finding, hidden bool) {
	list := findingList(found)
	var parts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{list.Errors, "error"}, {list.Warnings, "warning"}, {list.Hints, "hint"}} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.noun))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing is wrong")
	}
	if list.Excused > 0 {
		excused := plural(list.Excused, "finding") + " excused"
		if hidden {
			excused += " (--all shows them)"
		}
		parts = append(parts, excused)
	}
	a.note("%s", strings.Join(parts, ", "))
}

// untranslated lists what is missing or stale, also where the project has these
// rules off.
func (a *app) untranslated(tags []string, format string) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	locs, err := chosen(in.Locales, in.Findings, tags)
	if err != nil {
		return err
	}
	only := check.Options{Severity: map[string]finding.Severity{}}
	for _, r := range check.Rules() {
		only.Severity[r.ID] = finding.Off
	}
	only.Severity["untranslated"], only.Severity["stale"] = finding.Warning, finding.Warning
	originals := check.Prepare(in.Units)
	var found, broken []finding.Finding
	counts := map[string]int{}
	var lines []string
	for _, loc := range locs {
		if loc == in.Project.Language {
			continue
		}
		cat, more, err := load(in, loc)
		if err != nil {
			return err
		}
		broken = append(broken, more...)
		if cat == nil {
			continue
		}
		clear(counts)
		for _, f := range originals.Run(cat, only) {
			counts[f.Rule]++
			found = append(found, f)
		}
		if len(counts) > 0 {
			lines = append(lines, sprintf("%s: %d missing, %d stale", loc.Tag, counts["untranslated"], counts["stale"]))
		}
	}
	if len(tags) == 0 {
		broken = append(broken, in.Findings...)
	}
	finding.Sort(found)
	finding.Sort(broken)
	if err := a.printFindings(found, format); err != nil {
		return err
	}
	a.noteFindings(broken)
	switch {
	case len(lines) > 0:
		a.note("%s", strings.Join(lines, "\n"))
	case foundIn(broken) == nil:
		a.note("everything is translated and up to date")
	}
	if len(found) > 0 {
		return errFound
	}
	return foundIn(broken)
}
