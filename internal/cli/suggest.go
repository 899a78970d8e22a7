package cli

import (
	"math"
	"path/filepath"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/memory"
	"multitude/internal/publish"
	"multitude/internal/unit"
)

const memoryHelp = "also search `FILE|DIR`: a TMX, PO, XLIFF or CSV file, or the folder of another project; may be given several times"

func (a *app) suggestCommand() *cobra.Command {
	var others []string
	var limit int
	format := "text"
	c := &cobra.Command{
		Use:   "suggest TAG [ID...]",
		Short: "show what has been translated before and is alike",
		Long: "For each message that is missing or stale, or for those that you name: what the\n" +
			"translation memory knows. That is all messages of the language, also those whose\n" +
			"text has gone from the source; the former translations of a text that was split or\n" +
			"became one with another; and the memories of multitude.toml and --memory. Each\n" +
			"suggestion has its score, 100 % for the very same text; the English it was made\n" +
			"from, with what has changed to the English now; and where it stands.",
		Example: "  multitude suggest es\n" +
			"  multitude suggest es vision.freedom-to-stay\n" +
			"  multitude suggest es --memory other.tmx --memory ../other-project",
		Args:              args(1, -1, "a language, by its tag"),
		ValidArgsFunction: a.completeTagThenIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			if limit < 1 {
				return usage("write --limit 5", "%d suggestions are too few to show", limit)
			}
			return a.suggest(args[0], args[1:], others, limit, format)
		},
	}
	c.Flags().StringArrayVar(&others, "memory", nil, memoryHelp)
	c.Flags().IntVar(&limit, "limit", 3, "show at most `N` for each message")
	c.Flags().StringVar(&format, "format", format, "write it as `FORMAT`: text or json")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) suggest(tag string, ids, others []string, limit int, format string) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	loc, err := target(in, tag)
	if err != nil {
		return err
	}
	cat, found, err := load(in, loc)
	if err != nil {
		return err
	}
	if cat == nil {
		a.noteFindings(found)
		return errFound
	}
	var units []unit.Unit
	if len(ids) > 0 {
		if units, _, err = named(in.Units, ids); err != nil {
			return err
		}
	} else {
		for _, u := range in.Units {
			if cat.Freshness(u) != catalog.Fresh {
				units = append(units, u)
			}
		}
	}
	p := in.Project
	others, err = a.memories(in, others)
	if err != nil {
		return err
	}
	m, more, err := memory.Open(p.LocalesDir(), p.Language, loc, others)
	if err != nil {
		return err
	}
	a.noteFindings(more)
	all := []suggestionsJSON{}
	n := 0
	for _, u := range units {
		matches := m.For(u, cat.Messages[u.ID].Text, limit)
		if n += len(matches); len(matches) > 0 {
			all = append(all, suggestionsOf(u, matches))
		}
	}
	if format == "json" {
		if err := a.printJSON(all); err != nil {
			return err
		}
	} else {
		a.suggestText(p.Language, loc, all)
	}
	switch {
	case len(units) == 0:
		a.note("%s: no message is missing or stale", loc.Tag)
	case n == 0:
		a.note("%s: the memory knows nothing like %s, beside what stands there", loc.Tag, plural(len(units), "message"))
		a.note("hint: what has changed since a stale message was translated: multitude diff %s", loc.Tag)
	default:
		a.note("%s: %s for %d of %s", loc.Tag, plural(n, "suggestion"), len(all), plural(len(units), "message"))
	}
	return foundIn(found)
}

func (a *app) suggestText(source, loc locale.Locale, all []suggestionsJSON) {
	for i, s := range all {
		if i > 0 {
			a.print("\n")
		}
		a.print("%s\n", a.colours.out.strong(s.ID))
		a.block(source.Tag, painted(printable(s.Source)))
		for _, m := range s.Suggestions {
			score := sprintf("%d %%", m.Score)
			if m.Part {
				score = "split or merged"
			}
			a.print("  %s  %s  %s\n", score, printable(m.Origin), m.State)
			if m.Former != s.Source && m.Former != "" {
				a.block("  "+source.Tag, a.wordDiff(m.Former, s.Source))
			}
			a.block("  "+loc.Tag, painted(printable(m.Translation)))
		}
	}
}

// A suggestionsJSON is what the memory knows of a message, as machines read it.
type suggestionsJSON struct {
	ID          string           `json:"id"`
	Source      string           `json:"source"`
	Suggestions []suggestionJSON `json:"suggestions"`
}

type suggestionJSON struct {
	Score       int    `json:"score"`          // percent; 100 is the very same text
	Part        bool   `json:"part,omitempty"` // the text was split, or became one with another
	Former      string `json:"former"`         // the source text that was translated
	Translation string `json:"translation"`
	Origin      string `json:"origin"`
	State       string `json:"state"`
}

func suggestionsOf(u unit.Unit, matches []memory.Match) suggestionsJSON {
	s := suggestionsJSON{ID: u.ID, Source: u.Text}
	for _, m := range matches {
		s.Suggestions = append(s.Suggestions, suggestionJSON{
			// Rounded down: no other text has 100.
			int(math.Floor(m.Score * 100)), m.Part, m.Source, m.Target, m.Origin, m.State.String(),
		})
	}
	return s
}

// memories are those of the project and of the command line, whose paths start
// where the program was started.
func (a *app) memories(in *publish.Inputs, given []string) ([]string, error) {
	others := in.Project.Memory
	for _, path := range given {
		if path == "" {
			return nil, usage("name a TMX file or the folder of another project", "the path of --memory is empty")
		}
		path, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		if rel, err := filepath.Rel(in.Project.Root, path); err == nil && filepath.IsLocal(rel) {
			path = rel
		}
		others = append(others[:len(others):len(others)], filepath.ToSlash(path))
	}
	return others, nil
}

// fill fills exact matches in where there is no text, and says so.
func (a *app) fill(in *publish.Inputs, loc locale.Locale, path string, others []string) ([]finding.Finding, error) {
	p := in.Project
	filled, found, err := memory.Fill(p.LocalesDir(), p.Language, loc, in.Units, others)
	if n := len(filled); n > 0 {
		a.note("%s: %s filled in from the translation memory, for somebody to check", a.path(path), plural(n, "message"))
		for _, id := range filled {
			a.note("  %s", id)
		}
	}
	return found, err
}
