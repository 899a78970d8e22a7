package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"multitude/internal/atomicfile"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/project"
	"multitude/internal/source"
)

func (a *app) initCommand() *cobra.Command {
	var language string
	c := &cobra.Command{
		Use:   "init [FILE.md]",
		Short: "start a project around a Markdown file",
		Long: "Writes a multitude.toml for a Markdown file, which stays where it is, and cuts its\n" +
			"text into units for translators. Without FILE.md it takes the only Markdown file\n" +
			"of the folder. It never overwrites a project.",
		Example: "  multitude init statement.md\n" +
			"  multitude init --language es texto/declaracion.md\n" +
			"  multitude -C ~/statement init",
		Args: args(0, 1, "a Markdown file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return []cobra.Completion{"md"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	c.Flags().StringVar(&language, "language", "en", "the language of the text, as a BCP 47 `TAG`")
	c.RunE = func(_ *cobra.Command, args []string) error {
		file := ""
		if len(args) > 0 {
			file = args[0]
		}
		return a.init(file, language)
	}
	return c
}

func (a *app) init(file, language string) error {
	dir, err := a.directory()
	if err != nil {
		return err
	}
	settings := filepath.Join(dir, project.FileName)
	if _, err := os.Lstat(settings); err == nil {
		return finding.Finding{
			Rule: project.Rule, Severity: finding.Error, Pos: doc.Position{File: settings},
			Message: "there is a project here already", Cure: "edit its " + project.FileName + "; or go to another folder, or name one with -C",
		}
	}
	loc, err := tag(language, "init --language %s")
	if err != nil {
		return err
	}
	if file == "" {
		if file, err = onlyMarkdown(dir); err != nil {
			return err
		}
	}
	below, err := pathBelow(dir, file)
	if err != nil {
		return err
	}
	at := filepath.Join(dir, below)
	data, err := os.ReadFile(at)
	if os.IsNotExist(err) {
		return usage("correct the name; to begin with an empty text, make the file first", "there is no file %s", at)
	}
	if err != nil {
		return err
	}
	if _, found := source.Parse(at, data); finding.Worst(found) == finding.Error {
		a.noteFindings(found)
		a.note("nothing was written: mend the text first, then run init again")
		return errFound
	}
	text := project.Template(editionName(below), filepath.ToSlash(below), loc.Tag)
	if err := atomicfile.Write(settings, text, 0o666); err != nil {
		return err
	}
	p, found, err := project.Load(settings)
	if err != nil {
		return err
	}
	if p == nil { // what we wrote ourselves is no project: leave nothing behind
		a.noteFindings(found)
		return errors.Join(errFound, os.Remove(settings))
	}
	a.note("%s: the language of the text is %s; all settings are explained there", a.path(settings), loc.Tag)
	in, err := a.read(p)
	if err != nil {
		return err
	}
	if err := a.extract(in, false, nil); err != nil {
		return err
	}
	a.note("hint: start a translation with multitude add TAG, and make the editions with multitude build")
	return nil
}

// onlyMarkdown is the Markdown file of the folder, or of its folder source/,
// where there is but one.
func onlyMarkdown(dir string) (string, error) {
	var all []string
	for _, sub := range []string{"", "source"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil && !os.IsNotExist(err) {
			return "", err
		}
		for _, e := range entries {
			name := e.Name()
			base, isMarkdown := strings.CutSuffix(strings.ToLower(name), ".md")
			switch base {
			case "readme", "changelog", "contributing", "architecture", "license":
				continue
			}
			if isMarkdown && !e.IsDir() {
				all = append(all, filepath.Join(sub, name))
			}
		}
	}
	switch len(all) {
	case 1:
		return all[0], nil
	case 0:
		return "", usage("name the text: multitude init FILE.md", "there is no Markdown file in %s", dir)
	}
	return "", usage("name the text: multitude init "+all[0], "there are several Markdown files: %s", strings.Join(all, ", "))
}

// pathBelow is the path of the file from dir, below which it must lie.
func pathBelow(dir, file string) (string, error) {
	below := file
	if filepath.IsAbs(file) {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return "", err
		}
		if below, err = filepath.Rel(abs, file); err != nil {
			below = file
		}
	}
	if below = filepath.Clean(below); !filepath.IsLocal(below) {
		return "", usage("go to the folder that the text is in, or name it with -C; or copy the text here", "%s is outside of the project's folder", file)
	}
	return below, nil
}

// editionName is a base name for editions, after the file of the text.
func editionName(file string) string {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	words := strings.FieldsFunc(strings.ToLower(base), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	if len(words) == 0 {
		return "document"
	}
	return strings.Join(words, "-")
}
