package cli

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/locale"
	"multitude/internal/publish"
)

// An importRequest is what the flags of import say.
type importRequest struct {
	dry    bool
	tag    string
	by     string
	prefer string
}

var preferences = []string{"catalog", "file"}

func (a *app) importCommand() *cobra.Command {
	var r importRequest
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "bring a translation home from another tool",
		Long: "Reads a PO, XLIFF, CSV, TMX or go-i18n file, and takes over what was changed there since\n" +
			"it was exported. What was changed here since stays. Where both changed a message, the\n" +
			"catalog's text stays and the file's is kept in locales/conflicts.<tag>.toml; both are\n" +
			"shown. A file with an error changes nothing.\n\n" +
			"--by names a person who vouches for what the file changed: without one, no state rises.",
		Example: "  multitude import statement-es.po --dry-run   # show what would happen\n" +
			"  multitude import statement-es.po\n" +
			"  multitude import statement-ar.xlf --by 'Ana R.'\n" +
			"  multitude import old-es.toml --tag es --prefer file",
		Args: args(1, 1, "a file"),
	}
	c.Flags().BoolVar(&r.dry, "dry-run", false, "show what would happen to each message, and change nothing")
	c.Flags().StringVar(&r.tag, "tag", "", "the language, by its `TAG`, if not what the file says")
	c.Flags().StringVar(&r.by, "by", "", "the `NAME` that shall stand in the colophon, of who vouches for what the file changed")
	c.Flags().StringVar(&r.prefer, "prefer", "catalog", "whose text stands where both changed a message: `catalog or file`; the other is kept beside")
	c.RegisterFlagCompletionFunc("tag", func(c *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return a.completeTranslations(c, nil, typed)
	})
	c.RegisterFlagCompletionFunc("prefer", cobra.FixedCompletions(preferences, cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if err := oneOf("prefer", r.prefer, preferences); err != nil {
			return err
		}
		return a.importFile(args[0], r)
	}
	return c
}

func (a *app) importFile(path string, r importRequest) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	f, err := a.openInput(path)
	if err != nil {
		return err
	}
	defer f.Close()
	file, found, err := exchange.Read(path, f)
	if err != nil {
		return err
	}
	a.noteFindings(found)
	if file == nil {
		a.note("nothing was imported")
		return errFound
	}
	loc, err := importLocale(in, file, r.tag)
	if err != nil {
		return err
	}
	plan, err := a.planImport(in, loc, file, r)
	if err != nil {
		return err
	}
	if !r.dry && plan.Changes() && extractable(in) {
		a.note("the source has changed since the last extract: extracting")
		if err := a.extract(in, true, nil); err != nil {
			return err
		}
		if in, err = a.inputs(); err != nil {
			return err
		}
		if plan, err = a.planImport(in, loc, file, r); err != nil {
			return err
		}
	}
	if r.dry {
		a.showPlan(plan, loc, r)
		return nil
	}
	late, found, err := plan.Apply()
	if err != nil {
		return err
	}
	a.noteFindings(found)
	if err := foundIn(found); err != nil {
		a.note("nothing was imported")
		return err
	}
	a.showPlan(plan, loc, r)
	for _, c := range late {
		a.note("%s was changed at the same moment: its text stays, and the file's is kept beside", c.Unit.ID)
	}
	return nil
}

// importLocale is the language of a file: what the command line says, else what
// the file says.
func importLocale(in *publish.Inputs, file *exchange.File, tag string) (locale.Locale, error) {
	if tag == "" {
		tag = strings.ReplaceAll(file.Target, "_", "-")
		if strings.HasPrefix(filepath.Base(file.Name), "active.") && tag == "" {
			tag = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file.Name), "active."), ".toml")
		}
		for _, loc := range in.Locales {
			if strings.EqualFold(loc.Tag, tag) {
				tag = loc.Tag
			}
		}
	}
	if tag == "" {
		return locale.Locale{}, usage("write: multitude import FILE --tag TAG", "the file does not say in which language it is")
	}
	return target(in, tag)
}

func (a *app) planImport(in *publish.Inputs, loc locale.Locale, file *exchange.File, r importRequest) (*exchange.Plan, error) {
	p, err := a.exchangeProject(in, loc)
	if err != nil {
		return nil, err
	}
	former, err := a.formerOf(in, p)
	if err != nil {
		return nil, err
	}
	plan, found := p.Merge(file, former, exchange.Options{By: strings.TrimSpace(r.by), On: time.Now().Format(time.DateOnly), Prefer: r.prefer == "file"})
	a.noteFindings(found)
	if plan == nil {
		a.note("nothing was imported")
		return nil, errFound
	}
	return plan, nil
}

// formerOf are the units and messages that the project once had; the next
// extract will retire some more.
func (a *app) formerOf(in *publish.Inputs, p *exchange.Project) (former exchange.Former, err error) {
	if former.Units, _, err = catalog.RetiredSource(p.Dir, p.Source); err != nil {
		return former, err
	}
	former.Units = append(former.Units, in.Former...)
	former.Texts, _, err = catalog.RetiredSource(p.Dir, p.Catalog.Locale)
	return former, err
}

// showPlan prints what the import does to each message that it is about, and
// counts the rest.
func (a *app) showPlan(plan *exchange.Plan, loc locale.Locale, r importRequest) {
	count := map[exchange.Outcome]int{}
	signed := map[string]int{}
	for _, s := range plan.Steps {
		count[s.Outcome]++
		if s.State > catalog.Machine {
			signed[fmt.Sprintf("%s by %s", s.State, s.By)]++
		}
		quiet := s.Outcome == exchange.Unchanged || s.Outcome == exchange.Past
		shown := s.Outcome == exchange.Both || s.Outcome == exchange.Gone || s.Outcome == exchange.Guess
		if quiet || !shown && !r.dry {
			continue
		}
		a.print("%-10s %s  %s:%d\n", s.Outcome, a.colours.out.strong(s.Message.ID), s.Message.Pos.File, s.Message.Pos.Line)
		here, there := s.Now, s.Message.Text
		switch s.Outcome {
		case exchange.Both:
			a.block("here", painted(printable(here)))
			a.block("file", a.wordDiff(here, there))
		case exchange.Changed, exchange.Newer:
			a.block(loc.Tag, a.wordDiff(here, there))
		case exchange.New, exchange.Gone, exchange.Guess:
			a.block(loc.Tag, painted(printable(there)))
		case exchange.Raised:
			a.print("  %s → %s, by %s\n", s.Was, s.State, s.By)
		case exchange.Nameless:
			a.print("  %s in the file, and no name: --by names who vouches for it\n", s.Message.State)
		case exchange.Doubted:
			a.print("  the file marks it as in need of work; it stays %s\n", s.Was)
		}
	}
	what := func(o exchange.Outcome, word string) string { return fmt.Sprintf("%d %s", count[o], word) }
	parts := []string{what(exchange.New, "new"), what(exchange.Changed, "changed")}
	for _, o := range []struct {
		outcome exchange.Outcome
		word    string
	}{
		{exchange.Confirmed, "confirmed"}, {exchange.Raised, "raised"}, {exchange.Nameless, "not raised, for want of a name"}, {exchange.Doubted, "doubted"},
		{exchange.Newer, "newer here"}, {exchange.Emptied, "empty in the file"}, {exchange.Both, "in conflict"}, {exchange.Guess, "guessed"}, {exchange.Gone, "whose unit has gone"},
	} {
		if count[o.outcome] > 0 {
			parts = append(parts, what(o.outcome, o.word))
		}
	}
	parts = append(parts, what(exchange.Unchanged, "unchanged"))
	if r.dry {
		a.note("%s: it would be: %s", loc.Tag, strings.Join(parts, ", "))
		a.note("nothing was changed: --dry-run")
		return
	}
	a.note("%s: %s", loc.Tag, strings.Join(parts, ", "))
	for _, s := range sortedKeys(signed) {
		a.note("%s signed as %s", plural(signed[s], "message"), s)
	}
	if n := count[exchange.Both] + count[exchange.Guess] + count[exchange.Gone]; n > 0 {
		a.note("hint: %s kept in locales/conflicts.%s.toml: decide there, and take out what is decided", isAre(n, "text"), loc.Tag)
	}
	if n := count[exchange.Nameless]; n > 0 {
		a.note("hint: a state rises when a person vouches for it: multitude import FILE --by NAME")
	}
}

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }
