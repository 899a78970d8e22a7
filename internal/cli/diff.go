package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/locale"
	"multitude/internal/publish"
	"multitude/internal/unit"
	"multitude/internal/worddiff"
)

var diffFormats = []string{"text", "html", "json"}

func (a *app) diffCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "diff TAG [ID...]",
		Short: "show how the source changed since it was translated",
		Long: "For each stale message: what kind of edit it was, the source text that was\n" +
			"translated, with the changes since, and below it the translation. What was taken\n" +
			"out stands as [-…-], what was put in as {+…+}; on a terminal in colours. An edit is\n" +
			"one of meaning, or only of white space, of typography (quotation marks, dashes) or of\n" +
			"markup (bold, emphasis): those cannot change a translation's words.",
		Example: "  multitude diff es\n" +
			"  multitude diff es vision.freedom-to-stay\n" +
			"  multitude diff es 'vision.*'\n" +
			"  multitude diff es --format html > changes.html   # for people without a terminal",
		Args:              args(1, -1, "a language, by its tag"),
		ValidArgsFunction: a.completeTagThenIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, diffFormats); err != nil {
				return err
			}
			return a.diff(args[0], args[1:], format)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "write it as `FORMAT`: text, html or json")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diffFormats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) diff(tag string, ids []string, format string) error {
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
	_, more, err := catalog.LoadHistory(in.Project.LocalesDir(), in.Project.Language)
	if err != nil {
		return err
	}
	found = append(found, more...)
	a.noteFindings(found)
	if cat == nil {
		return errFound
	}
	changes := cat.Changes(units)
	switch format {
	case "html":
		err = a.diffPage(in, cat, changes)
	case "json":
		err = a.printJSON(a.diffList(in, loc, changes))
	default:
		a.diffText(in.Project.Language, loc, changes)
	}
	if err != nil {
		return err
	}
	a.diffSummary(loc, cat, changes, ids, units)
	return foundIn(found)
}

func (a *app) diffText(source, loc locale.Locale, changes []catalog.Change) {
	for i, c := range changes {
		if i > 0 {
			a.print("\n")
		}
		m := c.Message
		a.print("%s  %s:%d  %s, %s\n", a.colours.out.strong(c.Unit.ID), a.path(m.Pos.File), m.Pos.Line, kindOfEdit(c), c.State)
		if c.Known {
			a.block(source.Tag, a.wordDiff(c.Former, c.Unit.Text))
		} else {
			a.block(source.Tag, painted(printable(c.Unit.Text)))
			a.print("  (the wording that was translated is not known any more)\n")
		}
		a.block(loc.Tag, painted(printable(m.Text)))
	}
}

// kindOfEdit says in words what became of the source.
func kindOfEdit(c catalog.Change) string {
	switch {
	case !c.Known:
		return "unknown edit"
	case c.Class.Small():
		return c.Class.String() + " only"
	}
	return "edit of meaning"
}

func (a *app) diffSummary(loc locale.Locale, cat *catalog.Catalog, changes []catalog.Change, ids []string, units []unit.Unit) {
	n, small := len(changes), 0
	for _, c := range changes {
		if c.Class.Small() {
			small++
		}
	}
	switch {
	case n > 0 && small > 0:
		a.note("%s: %s stale; %d by a small edit, which cannot change the words of a translation", loc.Tag, isAre(n, "message"), small)
		a.note("hint: keep these as they are: multitude review %s --all --keep --small", loc.Tag)
		if small == n {
			return
		}
	case n > 0:
		a.note("%s: %s stale", loc.Tag, isAre(n, "message"))
	case len(ids) > 0 && len(units) == 1:
		a.note("%s: %s is not stale, but %s", loc.Tag, units[0].ID, cat.Freshness(units[0]))
		return
	default:
		a.note("%s: no message is stale", loc.Tag)
		return
	}
	a.note("hint: correct the translation; where it holds as it is: multitude review %s ID --keep", loc.Tag)
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

// A diffJSON is the stale messages of one language as machines read them.
type diffJSON struct {
	Source string       `json:"source"` // tags
	Locale string       `json:"locale"`
	Stale  []changeJSON `json:"stale"`
}

type changeJSON struct {
	ID          string     `json:"id"`
	File        string     `json:"file"`
	Line        int        `json:"line"`
	Edit        string     `json:"edit"`  // the class of the edit, or "unknown"
	Small       bool       `json:"small"` // it cannot change the words of a translation
	State       string     `json:"state"`
	Former      string     `json:"former,omitempty"`
	Now         string     `json:"now"`
	Translation string     `json:"translation"`
	Words       []wordJSON `json:"words,omitempty"`
}

// A wordJSON is a stretch of text: one of the three is there.
type wordJSON struct {
	Same     string `json:"same,omitempty"`
	Deleted  string `json:"deleted,omitempty"`
	Inserted string `json:"inserted,omitempty"`
}

func (a *app) diffList(in *publish.Inputs, loc locale.Locale, changes []catalog.Change) diffJSON {
	out := diffJSON{in.Project.Language.Tag, loc.Tag, []changeJSON{}}
	for _, c := range changes {
		m := c.Message
		j := changeJSON{
			ID: c.Unit.ID, File: slashed(a.path(m.Pos.File)), Line: m.Pos.Line, Edit: c.Edit(), Small: c.Class.Small(),
			State: c.State.String(), Former: c.Former, Now: c.Unit.Text, Translation: m.Text,
		}
		if !c.Known {
			out.Stale = append(out.Stale, j)
			continue
		}
		for _, e := range worddiff.Words(c.Former, c.Unit.Text) {
			switch e.Kind {
			case worddiff.Same:
				j.Words = append(j.Words, wordJSON{Same: e.Text})
			case worddiff.Deleted:
				j.Words = append(j.Words, wordJSON{Deleted: e.Text})
			default:
				j.Words = append(j.Words, wordJSON{Inserted: e.Text})
			}
		}
		out.Stale = append(out.Stale, j)
	}
	return out
}
