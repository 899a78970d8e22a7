package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/publish"
	"multitude/internal/typeset"
)

func (a *app) fontsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fonts [TAG...]",
		Short: "show which fonts serve which language",
		Long: "Sets the pages of all languages, or of those that you name, and says which faces they\n" +
			"need, where each was found, and which characters none of them has. The exit code is 1\n" +
			"if characters are missing.",
		Example: "  multitude fonts\n" +
			"  multitude fonts km ar",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTags(true),
		RunE:              func(_ *cobra.Command, tags []string) error { return a.fonts(tags) },
	}
}

func (a *app) fonts(tags []string) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	locs, err := chosen(in.Locales, in.Findings, tags)
	if err != nil {
		return err
	}
	library, err := fonts.Open(in.Project.Root, in.Project.Fonts.Directories)
	if err != nil {
		return err
	}
	bundle, err := library.Data()
	if err != nil {
		return err
	}
	data, err := typeset.LoadData(bundle)
	if err != nil {
		return err
	}
	t := &table{header: []string{"tag", "face", "style", "from", "file"}}
	var found []finding.Finding
	for _, loc := range locs {
		faces, more, err := facesOf(in, loc, library, data)
		if err != nil {
			return err
		}
		found = append(found, more...)
		for _, f := range faces {
			t.add(loc.Tag, oneLine(f.Family), styleName(f.Style), originName(f.Origin), a.path(f.Path))
		}
	}
	a.print("%s", t.text())
	a.noteFindings(found)
	return foundIn(found)
}

// facesOf are the faces that the pages of a locale need, by their files, and
// the characters that none has.
func facesOf(in *publish.Inputs, loc locale.Locale, library *fonts.Library, data *typeset.Data) ([]*fonts.Face, []finding.Finding, error) {
	cat, found, err := load(in, loc)
	if err != nil || cat == nil {
		return nil, found, err
	}
	ed, err := edition.New(in.Document, in.Units, cat, edition.Settings{Source: in.Project.Language, Contact: in.Project.Contact})
	if err != nil {
		return nil, found, err
	}
	set := library.For(loc)
	_, layout, err := typeset.Pages(ed, set, data, typeset.Options{})
	if err == nil {
		err = set.Err()
	}
	for _, f := range layout {
		if f.Rule == "missing-glyph" {
			found = append(found, f)
		}
	}
	return slices.Clone(set.Used()), found, err
}

func styleName(s fonts.Style) string {
	return [...]string{fonts.Regular: "regular", fonts.Bold: "bold", fonts.Italic: "italic", fonts.Bold | fonts.Italic: "bold italic"}[s]
}

func originName(o fonts.Origin) string {
	return [...]string{fonts.Project: "project", fonts.Bundle: "program", fonts.NodeModules: "node_modules", fonts.System: "this machine"}[o]
}
