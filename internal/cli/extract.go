package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/publish"
	"multitude/internal/unit"
	"multitude/internal/worddiff"
)

func (a *app) extractCommand() *cobra.Command {
	var others []string
	c := &cobra.Command{
		Use:   "extract",
		Short: "bring the source's changes to the translators",
		Long: "Cuts the source into units, says which were added, edited, moved and removed since\n" +
			"the last time, and writes them into the message files. No translation is lost: the\n" +
			"message of an edited unit becomes stale, that of a removed one goes to\n" +
			"locales/retired.<tag>.toml, and comes back if its unit does. What the translation\n" +
			"memory has for the very same text fills a message that has none, as a suggestion\n" +
			"for which nobody vouches; where a text was split, or became one with another,\n" +
			"locales/suggestions.<tag>.toml has the former translations.",
		Example: "  multitude extract             # after every edit of the source",
		Args:    args(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			in, err := a.inputs()
			if err != nil {
				return err
			}
			return a.extract(in, true, others)
		},
	}
	c.Flags().StringArrayVar(&others, "memory", nil, memoryHelp)
	return c
}

// extract writes the units into the message files, and says what changed: each
// unit of it where all is set. others are memories beside the project's.
func (a *app) extract(in *publish.Inputs, all bool, others []string) error {
	p := in.Project
	updates, found, err := catalog.Extract(p.LocalesDir(), p.Language, in.Units)
	if err != nil {
		return err
	}
	count := map[unit.ChangeKind]int{}
	for _, c := range unit.Diff(in.Former, in.Units) {
		count[c.Kind]++
		if all && c.Kind != unit.Kept {
			u := c.Unit
			if c.Kind == unit.Removed {
				u = c.Former
			}
			small := ""
			if class := worddiff.Classify(c.Former.Text, c.Unit.Text); c.Kind == unit.Edited && class.Small() {
				small = "  (" + class.String() + " only)"
			}
			a.print("%-8s %s  %s%s\n", changeWord(c.Kind), u.ID, excerpt(u.Text), small)
		}
	}
	var words []string
	for _, k := range []unit.ChangeKind{unit.Added, unit.Edited, unit.Moved, unit.Removed} {
		if count[k] > 0 {
			words = append(words, sprintf("%d %s", count[k], changeWord(k)))
		}
	}
	if len(words) == 0 {
		words = append(words, "nothing has changed")
	}
	a.note("%s: %s", plural(len(in.Units), "unit"), strings.Join(words, ", "))
	if others, err = a.memories(in, others); err != nil {
		return err
	}
	for _, u := range updates {
		if u.Locale == p.Language {
			continue
		}
		a.noteUpdate(u)
		if u.Changed || len(others) > 0 {
			more, err := a.fill(in, u.Locale, u.Path, others)
			if found = append(found, more...); err != nil {
				return err
			}
		}
	}
	a.noteFindings(found)
	return foundIn(found)
}

// noteUpdate says what the translators of a locale have to know.
func (a *app) noteUpdate(u catalog.Update) {
	var words []string
	for _, w := range []struct {
		n    int
		text string
	}{
		{len(u.Added), "to translate"},
		{len(u.Restored), "back with the former translation"},
		{len(u.Retired), "retired"},
		{len(u.Stuck), "that should be retired, but share their lines with others"},
		{len(u.Stale), "stale"},
		{len(u.Suggested), "split or merged, with the former translations as suggestions"},
	} {
		if w.n > 0 {
			words = append(words, sprintf("%d %s", w.n, w.text))
		}
	}
	if len(words) > 0 && u.Changed {
		a.note("%s: %s", a.path(u.Path), strings.Join(words, ", "))
	}
}

func changeWord(k unit.ChangeKind) string {
	return [...]string{unit.Kept: "kept", unit.Added: "added", unit.Edited: "edited", unit.Moved: "moved", unit.Removed: "removed"}[k]
}

// excerpt is the beginning of a text, to recognize it by.
func excerpt(text string) string {
	const most = 60 // runes
	text = oneLine(text)
	if runes := []rune(text); len(runes) > most {
		return "“" + strings.TrimSpace(string(runes[:most])) + "…”"
	}
	return "“" + text + "”"
}
