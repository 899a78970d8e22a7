package cli

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/publish"
)

func (a *app) addCommand() *cobra.Command {
	var others []string
	c := &cobra.Command{
		Use:   "add TAG",
		Short: "start a translation",
		Long: "Writes locales/active.<tag>.toml, with every unit of the text and room for its\n" +
			"translation; a text that was translated before and taken out of the project comes\n" +
			"back, and so does what the translation memory has for the very same text, as a\n" +
			"suggestion for which nobody vouches. TAG is a language tag of BCP 47 in its\n" +
			"canonical form; any language will do, also one that no list has yet.",
		Example: "  multitude add es\n" +
			"  multitude add zh-Hant\n" +
			"  multitude add quc-x-nahuala   # K'iche' as it is spoken in Nahualá",
		Args:              args(1, 1, "a language, by its tag"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(_ *cobra.Command, args []string) error { return a.add(args[0], others) },
	}
	c.Flags().StringArrayVar(&others, "memory", nil, memoryHelp)
	return c
}

func (a *app) add(text string, memories []string) error {
	loc, err := tag(text, "add %s")
	if err != nil {
		return err
	}
	in, err := a.inputs()
	if err != nil {
		return err
	}
	var others error // what is wrong with other languages does not keep this one
	if extractable(in) {
		a.note("the source has changed since the last extract: extracting")
		if others = a.extract(in, true, nil); others != nil && !errors.Is(others, errFound) {
			return others
		}
	}
	p := in.Project
	update, found, err := catalog.Add(p.LocalesDir(), p.Language, loc, in.Units)
	if err != nil {
		return err
	}
	a.noteFindings(found)
	if err := foundIn(found); err != nil {
		return err
	}
	name := endonym(loc, nil)
	if name == "" {
		a.note("%s: %s to translate", a.path(update.Path), plural(len(update.Added), "message"))
		a.note("hint: give the language's own name in the file, for menus: [\"edition.endonym\"] and below it other = \"…\"")
	} else {
		a.note("%s (%s): %s to translate", a.path(update.Path), name, plural(len(update.Added), "message"))
	}
	if n := len(update.Restored); n > 0 {
		a.note("%s came back with a former translation", plural(n, "message"))
	}
	if memories, err = a.memories(in, memories); err != nil {
		return err
	}
	if found, err = a.fill(in, loc, update.Path, memories); err != nil {
		return err
	}
	a.noteFindings(found)
	a.note("hint: write each translation between the quotation marks of other; then run multitude check %s", loc.Tag)
	return others
}

// extractable says whether the source has changed since the last extract.
func extractable(in *publish.Inputs) bool {
	return slices.ContainsFunc(in.Findings, func(f finding.Finding) bool { return f.Rule == "not-extracted" })
}
