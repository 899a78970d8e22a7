package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/publish"
)

var statusFormats = []string{"text", "json", "markdown"}

func (a *app) statusCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "status",
		Short: "show how far each translation is",
		Long: "Counts for each language how many units are translated and up to date (fresh),\n" +
			"translated from an earlier wording (stale) and not translated (missing), what people\n" +
			"vouch for, and how many words are still to do.",
		Example: "  multitude status\n" +
			"  multitude status --format markdown   # for a web page or an issue\n" +
			"  multitude status --format json | jq '.locales[] | select(.complete < 1) | .tag'",
		Args: args(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, statusFormats); err != nil {
				return err
			}
			return a.status(format)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "write it as `FORMAT`: text, json or markdown")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(statusFormats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// A standing is how far one locale is.
type standing struct {
	locale  locale.Locale
	endonym string
	file    string
	tally   edition.Tally
	broken  bool // its files cannot be read
}

func (a *app) status(format string) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	found := in.Findings
	var all []standing
	for _, loc := range in.Locales {
		s, more, err := standingOf(in, loc)
		if err != nil {
			return err
		}
		found = append(found, more...)
		s.file = a.path(s.file)
		if loc == in.Project.Language {
			all = append([]standing{s}, all...)
		} else {
			all = append(all, s)
		}
	}
	finding.Sort(found)
	a.noteFindings(found)
	switch format {
	case "json":
		err = a.printJSON(statusOf(in.Project.Name, all, a.placed(found)))
	case "markdown":
		a.print("%s", statusTable(all).markdown())
	default:
		a.print("%s", statusTable(all).text())
	}
	if err != nil {
		return err
	}
	return foundIn(found)
}

// standingOf counts one locale. The counts are those of its edition, whatever
// the project asks for before it uses a message.
func standingOf(in *publish.Inputs, loc locale.Locale) (standing, []finding.Finding, error) {
	s := standing{locale: loc, endonym: endonym(loc, nil)}
	cat, found, err := load(in, loc)
	if err != nil || cat == nil {
		s.broken = true
		return s, found, err
	}
	s.endonym, s.file = endonym(loc, cat), cat.Path
	ed, err := edition.New(in.Document, in.Units, cat, edition.Settings{Source: in.Project.Language})
	if err != nil {
		return s, found, err
	}
	s.tally = ed.Tally
	return s, found, nil
}

// statusTable has the source in its first row.
func statusTable(all []standing) *table {
	t := &table{
		header:  []string{"tag", "units", "fresh", "stale", "missing", "done", "words to do", "machine", "translated", "reviewed", "approved", "language"},
		numbers: []bool{false, true, true, true, true, true, true, true, true, true, true},
	}
	for i, s := range all {
		n := s.tally
		row := []string{s.locale.Tag}
		switch {
		case s.broken:
			row = append(row, "", "", "", "", "broken", "", "", "", "", "")
		case i == 0:
			row = append(row, strconv.Itoa(n.Units), "", "", "", "source", "", "", "", "", "")
		default:
			row = append(row, numbers(n.Units, n.Fresh, n.Stale, n.Missing)...)
			row = append(row, percent(n.Fresh, n.Units))
			row = append(row, numbers(n.MissingWords+n.StaleWords, n.Machine, n.Translated, n.Reviewed, n.Approved)...)
		}
		t.add(append(row, printable(oneLine(s.endonym)))...)
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

// A statusJSON is the status of a project as machines read it.
type statusJSON struct {
	Name     string        `json:"name"`
	Source   sourceJSON    `json:"source"`
	Locales  []localeJSON  `json:"locales"`
	Findings []findingJSON `json:"findings"`
}

type sourceJSON struct {
	Tag     string `json:"tag"`
	Endonym string `json:"endonym,omitempty"`
	Units   int    `json:"units"`
	Words   int    `json:"words"`
}

type localeJSON struct {
	Tag       string         `json:"tag"`
	Endonym   string         `json:"endonym,omitempty"`
	Direction string         `json:"direction"`
	File      string         `json:"file,omitempty"`
	Broken    bool           `json:"broken,omitempty"`
	Complete  float64        `json:"complete"` // share of units that are fresh
	Units     freshnessJSON  `json:"units"`
	Words     freshnessJSON  `json:"words"`
	States    map[string]int `json:"states"`
}

type freshnessJSON struct {
	All     int `json:"all"`
	Fresh   int `json:"fresh"`
	Stale   int `json:"stale"`
	Missing int `json:"missing"`
}

func statusOf(name string, all []standing, found []finding.Finding) statusJSON {
	out := statusJSON{Name: name, Locales: []localeJSON{}, Findings: findingList(found).Findings}
	for i, s := range all {
		n := s.tally
		if i == 0 {
			out.Source = sourceJSON{s.locale.Tag, s.endonym, n.Units, n.Words}
			continue
		}
		l := localeJSON{
			Tag: s.locale.Tag, Endonym: s.endonym, Direction: s.locale.Dir.String(), File: slashed(s.file), Broken: s.broken,
			Units:  freshnessJSON{n.Units, n.Fresh, n.Stale, n.Missing},
			Words:  freshnessJSON{n.Words, n.Words - n.StaleWords - n.MissingWords, n.StaleWords, n.MissingWords},
			States: map[string]int{"machine": n.Machine, "translated": n.Translated, "reviewed": n.Reviewed, "approved": n.Approved},
		}
		if !s.broken {
			l.Complete = 1
			if n.Units > 0 {
				l.Complete = float64(n.Fresh) / float64(n.Units)
			}
		}
		out.Locales = append(out.Locales, l)
	}
	return out
}
