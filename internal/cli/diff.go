package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/worddiff"
)

func (a *app) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff TAG [ID...]",
		Short: "show how the source changed since it was translated",
		Long: "For each stale message: the source text that it translates, with the changes since,\n" +
			"and below it the translation. What was taken out stands as [-…-], what was put in as\n" +
			"{+…+}; on a terminal in colours.",
		Example: "  multitude diff es\n" +
			"  multitude diff es vision.freedom-to-stay\n" +
			"  multitude diff es 'vision.*'",
		Args:              args(1, -1, "a language, by its tag"),
		ValidArgsFunction: a.completeTagThenIDs,
		RunE:              func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1:]) },
	}
}

func (a *app) diff(tag string, ids []string) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	loc, err := target(in, tag)
	if err != nil {
		return err
	}
	units := in.Units
	if len(ids) > 0 {
		if units, _, err = named(units, ids); err != nil {
			return err
		}
	}
	cat, found, err := load(in, loc)
	if err != nil {
		return err
	}
	history, more, err := catalog.LoadHistory(in.Project.LocalesDir(), in.Project.Language)
	if err != nil {
		return err
	}
	found = append(found, more...)
	a.noteFindings(found)
	if cat == nil {
		return errFound
	}
	n := 0
	for _, u := range units {
		if cat.Freshness(u) != catalog.Stale {
			continue
		}
		if n > 0 {
			a.print("\n")
		}
		n++
		m := cat.Messages[u.ID]
		a.print("%s  %s:%d\n", a.colours.out.strong(u.ID), a.path(m.Pos.File), m.Pos.Line)
		if was, ok := history.Text(m.Hash); ok {
			a.block(in.Project.Language.Tag, a.wordDiff(was.Other, u.Text))
		} else {
			a.block(in.Project.Language.Tag, painted(printable(u.Text)))
			a.print("  (the wording that was translated is not known any more)\n")
		}
		a.block(loc.Tag, painted(printable(m.Text)))
	}
	switch {
	case n > 0:
		a.note("%s: %s stale", loc.Tag, isAre(n, "message"))
		a.note("hint: correct the translation; where it holds as it is: multitude review %s ID --keep", loc.Tag)
	case len(ids) > 0 && len(units) == 1:
		a.note("%s: %s is not stale, but %s", loc.Tag, units[0].ID, cat.Freshness(units[0]))
	default:
		a.note("%s: no message is stale", loc.Tag)
	}
	return foundIn(found)
}

// block prints a text, labelled, its lines below one another.
func (a *app) block(label string, text painted) {
	for i, line := range strings.Split(string(text), "\n") {
		if i == 0 {
			a.print("  %s: %s\n", label, painted(line))
		} else {
			a.print("  %s  %s\n", strings.Repeat(" ", len(label)), painted(line))
		}
	}
}

// wordDiff is the diff of two texts, in colours or with marks.
func (a *app) wordDiff(former, now string) painted {
	var b strings.Builder
	c := a.colours.out
	for _, e := range worddiff.Words(former, now) {
		switch {
		case e.Kind == worddiff.Same:
			b.WriteString(printable(e.Text))
		case bool(c) && e.Kind == worddiff.Deleted:
			b.WriteString(string(c.deleted(e.Text)))
		case bool(c):
			b.WriteString(string(c.inserted(e.Text)))
		case e.Kind == worddiff.Deleted:
			b.WriteString("[-" + printable(e.Text) + "-]")
		default:
			b.WriteString("{+" + printable(e.Text) + "+}")
		}
	}
	return painted(b.String())
}

// isAre is n, a noun that takes an s, and the verb that fits.
func isAre(n int, noun string) string {
	if n == 1 {
		return plural(n, noun) + " is"
	}
	return plural(n, noun) + " are"
}
