package status

import (
	"fmt"
	"strings"
	"unicode"
)

// Markdown is the report as a comment on a pull request, in GitHub's Markdown:
// a table of words, and what to do next.
func (r *Report) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "### Translations of %s\n\n", inert(r.Name))
	if len(r.Locales) == 0 {
		b.WriteString("There is none yet. `multitude add TAG` starts one.\n")
		return b.String()
	}
	whole := r.Whole()
	fmt.Fprintf(&b, "%s, %d %% up to date, %d %% reviewed. The source has %s; the table counts them.\n\n",
		count(len(r.Locales), "language"), percent(upToDate(whole), whole.Words), percent(reviewed(whole), whole.Words), count(r.Source.Tally.Words, "word"))
	b.WriteString("| language | tag | up to date |")
	for _, k := range kinds {
		b.WriteString(" " + k + " |")
	}
	b.WriteString("\n|---|---|---:|" + strings.Repeat("---:|", len(kinds)) + "\n")
	for _, p := range r.Locales {
		fmt.Fprintf(&b, "| %s | `%s` |", inert(p.Name()), p.Locale.Tag)
		if p.Broken {
			b.WriteString(" cannot be read |" + strings.Repeat(" |", len(kinds)) + "\n")
			continue
		}
		fmt.Fprintf(&b, " %d %% |", percent(upToDate(p.Tally), p.Tally.Words))
		for _, s := range p.Shares() {
			fmt.Fprintf(&b, " %d |", s.Words)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n<details><summary>What to do next</summary>\n\n")
	if !r.Extracted {
		b.WriteString("- The source has changed since the last extract: `multitude extract`\n")
	}
	for _, p := range r.Locales {
		steps := p.Next()
		if len(steps) == 0 {
			fmt.Fprintf(&b, "- **%s**: nothing, all of it is approved and up to date\n", inert(p.Name()))
			continue
		}
		fmt.Fprintf(&b, "- **%s**\n", inert(p.Name()))
		for _, s := range steps {
			fmt.Fprintf(&b, "  - %s: `%s`\n", s.What, s.Command)
		}
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// inert is text that Markdown shows as it is: on one line, without markup,
// without HTML, and without an @ that would call somebody.
func inert(s string) string {
	var b strings.Builder
	for _, c := range strings.Join(strings.Fields(s), " ") {
		switch {
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c):
		case strings.ContainsRune("\\`*_{}[]()<>#+!|~@&$", c):
			fmt.Fprintf(&b, "&#%d;", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
