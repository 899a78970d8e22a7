package cli

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/publish"
)

// buildable are the formats that editions can be built in.
var buildable = []string{"html", "pdf", "epub"}

func (a *app) buildCommand() *cobra.Command {
	var o publish.Options
	c := &cobra.Command{
		Use:   "build [TAG...]",
		Short: "make the editions",
		Long: "Makes the editions of all languages, or of those that you name, and the page that\n" +
			"leads to them. An edition that cannot be made keeps its former files, and the others\n" +
			"are made all the same. The exit code is 1 then, or if a finding is an error.",
		Example: "  multitude build                      # all editions, into output/\n" +
			"  multitude build es ar --formats pdf  # the PDF of two\n" +
			"  multitude build --out /tmp/preview --strict\n" +
			"  multitude build --pair es            # and a PDF with the original beside the Spanish\n" +
			"  multitude build --pseudo             # test the layout before anyone has translated",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeTags(true),
	}
	c.Flags().StringSliceVar(&o.Formats, "formats", nil, "`FORMATS` to make, with commas between them: html,pdf,epub (default: the project's)")
	c.Flags().StringVar(&o.Out, "out", "", "`DIR` to write into (default: output in the project's folder)")
	c.Flags().IntVar(&o.Jobs, "jobs", 0, "`N` editions at a time (default: as many as there are processors)")
	c.Flags().BoolVar(&o.Pair, "pair", false, "make PDFs with the original beside the translation, too, for workshops and reviewers")
	c.Flags().BoolVar(&o.Pseudo, "pseudo", false, "make two test editions, en-XA and ar-XB, and nothing else")
	c.Flags().BoolVar(&o.Strict, "strict", false, "do not make an edition that has a finding of severity error")
	c.Flags().BoolVar(&o.AllowMissingGlyphs, "allow-missing-glyphs", false, "leave out characters that no font has, with a warning")
	c.RegisterFlagCompletionFunc("formats", cobra.FixedCompletions(buildable, cobra.ShellCompDirectiveNoFileComp))
	c.MarkFlagDirname("out")
	c.RunE = func(c *cobra.Command, tags []string) error {
		o.Tags = tags
		if o.Pseudo && len(tags) > 0 {
			return usage("write --pseudo alone: the test editions are made from the source", "--pseudo makes no edition of %s", tags[0])
		}
		if o.Pseudo && o.Pair {
			return usage("write one of the two", "--pseudo makes no pairs")
		}
		if c.Flags().Changed("formats") && len(o.Formats) == 0 {
			return usage("write one of "+strings.Join(buildable, ", "), "--formats names no format")
		}
		for i, f := range o.Formats {
			o.Formats[i] = strings.TrimSpace(f)
			if err := oneOf("formats", o.Formats[i], buildable); err != nil {
				return err
			}
		}
		if c.Flags().Changed("out") && o.Out == "" {
			return usage("name the folder behind --out", "--out names no folder")
		}
		if o.Jobs < 0 {
			return usage("write 1 or more", "--jobs cannot be %d", o.Jobs)
		}
		return a.build(o)
	}
	return c
}

func (a *app) build(o publish.Options) error {
	dir, err := a.directory()
	if err != nil {
		return err
	}
	if o.Out != "" && !filepath.IsAbs(o.Out) {
		o.Out = filepath.Join(dir, o.Out)
	}
	if o.Date, err = a.sourceDate(); err != nil {
		return err
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	locs, err := a.chosen(p, o.Tags)
	if err != nil {
		return err
	}
	if o.Pair && len(locs) == 1 && locs[0] == p.Language {
		return usage("name a translation, or none for all of them", "--pair sets a translation beside its original, and %s is the original", p.Language.Tag)
	}
	show := a.progress("building")
	o.Progress = show.show
	report, err := publish.Build(p, o)
	show.end()
	if err != nil {
		return err
	}
	if len(o.Tags) > 0 {
		report.Findings = concerning(report.Findings, append(locs, p.Language))
	}
	a.noteBuild(report, p.Language)
	if !report.OK() {
		return errFound
	}
	return foundIn(report.Findings)
}

// sourceDate is the date that editions shall bear, where SOURCE_DATE_EPOCH
// gives one (reproducible-builds.org/specs/source-date-epoch).
func (a *app) sourceDate() (time.Time, error) {
	s := a.getenv("SOURCE_DATE_EPOCH")
	if s == "" {
		return time.Time{}, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, usage("set it to seconds since 1970-01-01, or unset it", "SOURCE_DATE_EPOCH cannot be %q", s)
	}
	return time.Unix(n, 0).UTC(), nil
}

// noteBuild says what became of each edition, and what is wrong: errors, and
// what concerns the source, in full; warnings about translations by their
// number.
func (a *app) noteBuild(r *publish.Report, source locale.Locale) {
	var full []finding.Finding
	warnings := map[string]map[string]int{} // by locale and rule
	for _, f := range r.Findings {
		if f.Severity == finding.Hint {
			continue // check shows them
		}
		if f.Severity == finding.Error || f.Locale == "" || f.Locale == source.Tag {
			full = append(full, f)
			continue
		}
		if warnings[f.Locale] == nil {
			warnings[f.Locale] = map[string]int{}
		}
		warnings[f.Locale][f.Rule]++
	}
	a.noteFindings(full)
	t := &table{numbers: []bool{false, false, true, true}}
	for _, e := range r.Editions {
		what := "built"
		switch {
		case e.Failed:
			what = "not built"
		case e.Current:
			what = "as it was"
		}
		pages := ""
		if e.Pages > 0 && !e.Failed {
			pages = plural(e.Pages, "page")
		}
		share := ""
		if n := e.Tally; n.Units > 0 && e.Locale != source {
			share = percent(n.Units-n.Missing, n.Units) + " translated"
		}
		counts := ""
		if n := sum(warnings[e.Locale.Tag]); n > 0 {
			counts = plural(n, "warning")
		}
		files := strings.Join(opened(e.Files), " ")
		if e.Failed {
			files = e.Reason
		}
		t.add(e.Locale.Tag, what, pages, share, counts, oneLine(files))
	}
	if len(t.rows) > 0 {
		a.note("%s", strings.TrimSuffix(t.text(), "\n"))
	}
	for _, e := range r.Editions {
		if w := warnings[e.Locale.Tag]; w != nil {
			a.note("%s: %s; to see them: multitude check %[1]s", e.Locale.Tag, listed(w))
		}
	}
	a.note("in %s", a.path(r.Out))
}

// opened are the files that people open; the others lie beside them.
func opened(files []string) []string {
	var out []string
	for _, f := range files {
		switch path.Ext(f) {
		case ".html", ".pdf", ".epub":
			out = append(out, f)
		}
	}
	return out
}

func sum(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// listed is counts by rule, the most frequent first.
func listed(counts map[string]int) string {
	var rules []string
	for r := range counts {
		rules = append(rules, r)
	}
	slices.SortFunc(rules, func(x, y string) int { return cmp.Or(counts[y]-counts[x], strings.Compare(x, y)) })
	for i, r := range rules {
		rules[i] = fmt.Sprintf("%d %s", counts[r], r)
	}
	return strings.Join(rules, ", ")
}
