package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"multitude/internal/publish"
	"multitude/internal/status"
)

var statusFormats = []string{"text", "json", "markdown", "html"}

func (a *app) statusCommand() *cobra.Command {
	var format, badges string
	c := &cobra.Command{
		Use:   "status",
		Short: "show how far each translation is",
		Long: "Counts for each language how many units are translated and up to date (fresh),\n" +
			"translated from an earlier wording (stale) and not translated (missing), what people\n" +
			"vouch for, and how many words are still to do. Small are those stale ones where\n" +
			"only white space, typography or markup changed; what is guessed was filled in from\n" +
			"translations of like texts.\n\n" +
			"As html it is a page with bars of words, what to do next, and what changed in the\n" +
			"source; with status = true in multitude.toml, build writes it beside the site.",
		Example: "  multitude status\n" +
			"  multitude status --format markdown   # for a comment on a pull request\n" +
			"  multitude status --format html >status.html\n" +
			"  multitude status --badges docs/badges\n" +
			"  multitude status --format json | jq '.locales[] | select(.complete < 1) | .tag'",
		Args: args(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, statusFormats); err != nil {
				return err
			}
			return a.status(format, badges)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "write it as `FORMAT`: text, json, markdown or html")
	c.Flags().StringVar(&badges, "badges", "", "write badges into `DIR`, too: "+status.WholeBadge+".svg, and one for each language")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(statusFormats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) status(format, badges string) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	r, err := publish.Status(in)
	if err != nil {
		return err
	}
	r.Source.File = slashed(a.path(r.Source.File))
	for i := range r.Locales {
		r.Locales[i].File = slashed(a.path(r.Locales[i].File))
	}
	a.noteFindings(r.Findings)
	switch format {
	case "json":
		err = a.printJSON(r.JSON(findingList(a.placed(r.Findings)).Findings))
	case "markdown":
		a.out.WriteString(r.Markdown())
	case "html":
		var page []byte
		if page, err = publish.StatusPage(in, r); err == nil {
			a.out.Write(page)
		}
	default:
		a.print("%s", statusTable(r).text())
	}
	if err == nil && badges != "" {
		err = a.writeBadges(badges, r)
	}
	if err != nil {
		return err
	}
	return foundIn(r.Findings)
}

// writeBadges writes the badges into a folder.
func (a *app) writeBadges(dir string, r *status.Report) error {
	here, err := a.directory()
	if err != nil {
		return err
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(here, dir)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("the folder of the badges cannot be made: %w", err)
	}
	all := r.Badges()
	for name, data := range all {
		if err := os.WriteFile(filepath.Join(dir, name+".svg"), data, 0o666); err != nil {
			return fmt.Errorf("the badge cannot be written: %w", err)
		}
	}
	a.note("%s written to %s", plural(len(all), "badge"), a.path(dir))
	return nil
}

// statusTable has the source in its first row.
func statusTable(r *status.Report) *table {
	t := &table{
		header:  []string{"tag", "units", "fresh", "stale", "small", "missing", "done", "words to do", "guessed", "machine", "translated", "reviewed", "approved", "language"},
		numbers: []bool{false, true, true, true, true, true, true, true, true, true, true, true, true},
	}
	for i, p := range append([]status.Progress{r.Source}, r.Locales...) {
		n := p.Tally
		row := []string{p.Locale.Tag}
		switch {
		case p.Broken:
			row = append(row, "", "", "", "", "", "broken", "", "", "", "", "", "")
		case i == 0:
			row = append(row, strconv.Itoa(n.Units), "", "", "", "", "source", "", "", "", "", "", "")
		default:
			row = append(row, numbers(n.Units, n.Fresh, n.Stale, n.SmallEdits, n.Missing)...)
			row = append(row, percent(n.Fresh, n.Units))
			row = append(row, numbers(n.MissingWords+n.StaleWords, n.Guessed.Units, n.Machine-n.Guessed.Units, n.Translated, n.Reviewed, n.Approved)...)
		}
		t.add(append(row, printable(oneLine(p.Endonym)))...)
	}
	return t
}

func numbers(all ...int) []string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = strconv.Itoa(n)
	}
	return out
}

// percent rounds down: what is not whole is not 100 %.
func percent(part, whole int) string {
	if whole == 0 {
		return "100 %"
	}
	return fmt.Sprintf("%d %%", 100*part/whole)
}
