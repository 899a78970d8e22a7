package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/publish"
)

func (a *app) checkCommand() *cobra.Command {
	var format, explain string
	var untranslated bool
	c := &cobra.Command{
		Use:   "check [TAG...]",
		Short: "find what is missing or looks wrong",
		Long: "Reads the source, the translations, the fonts and the layout of the pages, and says\n" +
			"what is wrong, where, and how to mend it; it changes nothing. The exit code is 1 if\n" +
			"a finding is an error, and with --untranslated if anything is missing or stale.\n\n" +
			ruleList(),
		Example: "  multitude check                     # all languages\n" +
			"  multitude check es ar               # these two\n" +
			"  multitude check --untranslated es   # what is missing or stale, with file and line\n" +
			"  multitude check --explain numbers   # what a rule looks for, and why\n" +
			"  multitude check --format sarif >findings.sarif",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTags(true),
	}
	c.Flags().StringVar(&format, "format", "text", "write them as `FORMAT`: text, json, sarif or github")
	c.Flags().StringVar(&explain, "explain", "", "say what `RULE` looks for, why, and what to do")
	c.Flags().BoolVar(&untranslated, "untranslated", false, "list what is missing or stale, and nothing else")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(findingFormats, cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("explain", cobra.FixedCompletions(ruleIDs(), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(c *cobra.Command, tags []string) error {
		if c.Flags().Changed("explain") {
			if len(tags) > 0 || untranslated {
				return usage("write: multitude check --explain RULE", "--explain stands alone")
			}
			return a.explain(explain)
		}
		if err := oneOf("format", format, findingFormats); err != nil {
			return err
		}
		if untranslated {
			return a.untranslated(tags, format)
		}
		return a.check(tags, format)
	}
	return c
}

func (a *app) check(tags []string, format string) error {
	p, err := a.project()
	if err != nil {
		return err
	}
	locs, err := a.chosen(p, tags)
	if err != nil {
		return err
	}
	found, err := publish.Check(p, tags)
	if err != nil {
		return err
	}
	if len(tags) > 0 {
		found = concerning(found, append(locs, p.Language))
	}
	if err := a.printFindings(found, format); err != nil {
		return err
	}
	a.noteCounts(found)
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

// noteCounts says how many findings there are.
func (a *app) noteCounts(found []finding.Finding) {
	list := findingList(found)
	switch {
	case len(found) == 0:
		a.note("nothing is wrong")
	case list.Errors == 0:
		a.note("%s", plural(list.Warnings, "warning"))
	case list.Warnings == 0:
		a.note("%s", plural(list.Errors, "error"))
	default:
		a.note("%s, %s", plural(list.Errors, "error"), plural(list.Warnings, "warning"))
	}
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
