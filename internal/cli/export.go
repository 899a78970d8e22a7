package cli

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/atomicfile"
	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/locale"
	"multitude/internal/publish"
)

// An exportRequest is what the flags of export say.
type exportRequest struct {
	format, version, output string
	overwrite               bool
}

var (
	exchangeFormats = []string{"po", "xliff", "csv", "tmx", "go-i18n"}
	xliffVersions   = []string{"1.2", "2.1"}
)

func (a *app) exportCommand() *cobra.Command {
	var r exportRequest
	c := &cobra.Command{
		Use:   "export TAG --format FORMAT",
		Short: "write a translation for other tools",
		Long: "Writes the messages of a language, with the source's texts, their context and their\n" +
			"states, for another tool or a spreadsheet; multitude import brings them home.\n\n" +
			"  po       gettext: Poedit, Weblate, Lokalize, Virtaal\n" +
			"  xliff    1.2 for OmegaT, Weblate, memoQ, Trados and most others; 2.1 for those that\n" +
			"           ask for it. Bold, links and marks of footnotes are protected codes\n" +
			"  csv      a table for a spreadsheet\n" +
			"  tmx      a translation memory\n" +
			"  go-i18n  the texts alone, for readers that know no hash beside them\n\n" +
			"Of the source's own language, po is a template (.pot) for new languages.",
		Example: "  multitude export es --format po             # writes statement-es.po\n" +
			"  multitude export ar --format xliff --version 2.1\n" +
			"  multitude export ht --format csv --output for-marie.csv\n" +
			"  multitude export es --format tmx --output - | gzip > es.tmx.gz",
		Args:              args(1, 1, "a language, by its tag"),
		ValidArgsFunction: a.completeTranslations,
	}
	c.Flags().StringVarP(&r.format, "format", "f", "", "the `FORMAT`: po, xliff, csv, tmx or go-i18n")
	c.Flags().StringVar(&r.version, "version", "", "the `VERSION` of xliff: 1.2, if not given, or 2.1")
	c.Flags().StringVarP(&r.output, "output", "o", "", "the `FILE` to write; - is the standard output")
	c.Flags().BoolVar(&r.overwrite, "overwrite", false, "replace a file even if it has texts that were never imported")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(exchangeFormats, cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("version", cobra.FixedCompletions(xliffVersions, cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(c *cobra.Command, args []string) error {
		format, err := r.check(c.Flags().Changed("format"), c.Flags().Changed("version"))
		if err != nil {
			return err
		}
		return a.export(args[0], format, r.output, r.overwrite)
	}
	return c
}

// check is the format that the flags name.
func (r *exportRequest) check(format, version bool) (exchange.Format, error) {
	if !format {
		return "", usage("write: multitude export TAG --format po, or xliff, csv, tmx, go-i18n", "say for which format")
	}
	if err := oneOf("format", r.format, exchangeFormats); err != nil {
		return "", err
	}
	if r.format != "xliff" {
		if version {
			return "", usage("leave it out, or write --format xliff", "--version is for xliff")
		}
		return exchange.Format(r.format), nil
	}
	v := cmp.Or(r.version, "1.2")
	if err := oneOf("version", v, xliffVersions); err != nil {
		return "", err
	}
	return exchange.Format("xliff-" + v), nil
}

// exchangeProject is what messages are taken from and given to. It is nil where
// the catalog cannot be used; its findings have been printed then.
func (a *app) exchangeProject(in *publish.Inputs, loc locale.Locale) (*exchange.Project, error) {
	cat, found, err := load(in, loc)
	if err != nil {
		return nil, err
	}
	history, more, err := catalog.LoadHistory(in.Project.LocalesDir(), in.Project.Language)
	if err != nil {
		return nil, err
	}
	a.noteFindings(append(found, more...))
	if cat == nil || history == nil {
		return nil, errFound
	}
	return &exchange.Project{
		Name: in.Project.Name, Dir: in.Project.LocalesDir(), SourcePath: in.Project.Source, Issued: in.Document.Front.Issued,
		Source: in.Project.Language, Units: in.Units, Catalog: cat, History: history,
	}, nil
}

func (a *app) export(tag string, format exchange.Format, output string, overwrite bool) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	loc, err := known(in.Locales, in.Findings, tag)
	if err != nil {
		return err
	}
	template := loc == in.Project.Language
	if template && format != exchange.PO && format != exchange.GoI18n {
		return usage("name the language of a translation; of the source there are a template (--format po) and --format go-i18n", "%s is the language of the source", tag)
	}
	p, err := a.exchangeProject(in, loc)
	if err != nil {
		return err
	}
	file := p.Collect()
	extension := format.Extension()
	if template && format == exchange.PO {
		file, extension = file.Template(), ".pot"
	}
	var data bytes.Buffer
	found, err := exchange.Export(&data, file, format)
	if err != nil {
		return err
	}
	a.noteFindings(found)
	if err := foundIn(found); err != nil {
		return err
	}
	if output == "-" {
		_, err := a.out.Write(data.Bytes())
		return err
	}
	path := output
	if path == "" {
		path = in.Project.Name + "-" + loc.Tag + extension
	}
	if !filepath.IsAbs(path) {
		dir, err := a.directory()
		if err != nil {
			return err
		}
		path = filepath.Join(dir, path)
	}
	if strings.HasPrefix(absolute(path), absolute(p.Dir)+string(filepath.Separator)) {
		return usage("write it elsewhere: that folder holds the catalogs themselves", "%s is in %s", path, a.path(p.Dir))
	}
	if !overwrite {
		if err := a.replaceable(in, p, path); err != nil {
			return err
		}
	}
	if err := atomicfile.Write(path, data.Bytes(), 0o666); err != nil {
		return err
	}
	a.note("%s: %s", a.path(path), plural(len(file.Messages), "message"))
	return nil
}

// replaceable says what would be lost by an export to the file at path: texts
// that somebody has written there and nobody has imported.
func (a *app) replaceable(in *publish.Inputs, p *exchange.Project, path string) error {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	file, _, err := exchange.Read(path, f)
	if err != nil {
		return err
	}
	const instead = "name another file with --output, or add --overwrite"
	if file == nil {
		return usage(instead, "there is a file %s already, which no export wrote", a.path(path))
	}
	former, err := a.formerOf(in, p)
	if err != nil {
		return err
	}
	plan, _ := p.Merge(file, former, exchange.Options{})
	if plan == nil {
		return usage(instead, "there is a file %s already, with other messages", a.path(path))
	}
	kept, _, err := catalog.Conflicts(p.Dir, p.Catalog.Locale)
	if err != nil {
		return err
	}
	if n := plan.Only(kept); n > 0 {
		return usage("import it first: multitude import "+a.path(path)+"; or "+instead, "%s has %s that nobody has imported", a.path(path), plural(n, "translation"))
	}
	return nil
}

// absolute is the path from the root, where that can be known.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}

// completeTranslations completes the tag of a translation.
func (a *app) completeTranslations(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, directive := a.completeTags(false)(c, args, typed)
	in := a.quietInputs()
	var out []cobra.Completion
	for _, tag := range all {
		name, _, _ := strings.Cut(tag, "\t")
		if in == nil || name != in.Project.Language.Tag {
			out = append(out, tag)
		}
	}
	return out, directive
}

// openInput opens a plain file for reading.
func (a *app) openInput(path string) (*os.File, error) {
	if !filepath.IsAbs(path) {
		dir, err := a.directory()
		if err != nil {
			return nil, err
		}
		path = filepath.Join(dir, path)
	}
	f, err := os.Open(path)
	switch {
	case os.IsNotExist(err):
		return nil, usage("correct the path", "there is no file %s", path)
	case err != nil:
		return nil, err
	}
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		f.Close()
		return nil, usage("name a file that multitude export or another tool wrote", "%s is no plain file", path)
	}
	return f, nil
}
