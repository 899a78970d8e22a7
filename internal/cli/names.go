package cli

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/unit"
)

// tag reads a language tag from the command line. again is the command line
// with a %s where the tag stands, to suggest a better one.
func tag(text, again string) (locale.Locale, error) {
	loc, err := locale.Parse(text)
	if err == nil {
		return loc, nil
	}
	var e *locale.TagError
	if !errors.As(err, &e) {
		return loc, usage("", "%v", err)
	}
	if e.Instead != "" {
		return loc, usage("write: multitude "+fmt.Sprintf(again, e.Instead), "%q is no language tag: %s", text, e.Problem)
	}
	return loc, usage("write a tag of BCP 47, such as es, zh-Hans or quc-x-nahuala", "%q is no language tag: %s", text, e.Problem)
}

// chosen are the locales that the command line names, of all that the project
// has; all where it names none. found is what there is to say of the files in
// locales/: one that nobody can tell from another is no locale.
func chosen(all []locale.Locale, found []finding.Finding, tags []string) ([]locale.Locale, error) {
	if len(tags) == 0 {
		return all, nil
	}
	var out []locale.Locale
	for _, t := range tags {
		loc, err := known(all, found, t)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, loc) {
			out = append(out, loc)
		}
	}
	return out, nil
}

// chosen is the same for commands that do not read the source themselves.
func (a *app) chosen(p *project.Project, tags []string) ([]locale.Locale, error) {
	all, found, err := catalog.Locales(p.LocalesDir())
	if err != nil {
		return nil, err
	}
	if !slices.Contains(all, p.Language) {
		all = append(all, p.Language)
	}
	return chosen(all, found, tags)
}

// known is the locale of the project with this tag.
func known(all []locale.Locale, found []finding.Finding, text string) (locale.Locale, error) {
	tags := make([]string, 0, len(all))
	for _, loc := range all {
		if loc.Tag == text {
			return loc, nil
		}
		tags = append(tags, loc.Tag)
	}
	for _, f := range found {
		if f.Rule == catalog.RuleTag && f.Locale == text {
			return locale.Locale{}, f
		}
	}
	hint := "the languages here are " + strings.Join(tags, ", ")
	loc, err := locale.Parse(text)
	var e *locale.TagError
	if errors.As(err, &e) && slices.Contains(tags, e.Instead) {
		return loc, usage(fmt.Sprintf("write %q", e.Instead), "%q is no language tag: %s", text, e.Problem)
	}
	if near := finding.Suggest(text, tags); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	if err == nil {
		hint += "; to start a translation: multitude add " + text
	}
	return loc, usage(hint, "there is no translation into %q", text)
}

// target is the locale of a translation: not the source's.
func target(in *publish.Inputs, text string) (locale.Locale, error) {
	loc, err := known(in.Locales, in.Findings, text)
	if err == nil && loc == in.Project.Language {
		return loc, usage("name the language of a translation", "%s is the language of the source", text)
	}
	return loc, err
}

// named are the units that the command line names by ID, or by a pattern such
// as "vision.*", in the order of the document. exact says which of them were
// named by their IDs.
func named(units []unit.Unit, ids []string) (out []unit.Unit, exact map[string]bool, err error) {
	wanted := map[string]bool{}
	exact = map[string]bool{}
	for _, id := range ids {
		found := false
		for _, u := range units {
			match := u.ID == id
			if match {
				exact[id] = true
			} else if match, err = path.Match(id, u.ID); err != nil {
				return nil, nil, usage("write a pattern such as 'vision.*', in single quotation marks", "%q is no pattern", id)
			}
			if match {
				wanted[u.ID], found = true, true
			}
		}
		if !found {
			known := make([]string, len(units))
			for i, u := range units {
				known[i] = u.ID
			}
			hint := "multitude extract and the message files show the IDs; a pattern such as 'vision.*' names several"
			if near := finding.Suggest(id, known); near != "" {
				hint = fmt.Sprintf("did you mean %q? %s", near, hint)
			}
			return nil, nil, usage(hint, "there is no unit %q", id)
		}
	}
	for _, u := range units {
		if wanted[u.ID] {
			out = append(out, u)
		}
	}
	return out, exact, nil
}

// load reads the catalog of a locale. It is nil where it cannot be used.
func load(in *publish.Inputs, loc locale.Locale) (*catalog.Catalog, []finding.Finding, error) {
	dir := in.Project.LocalesDir()
	if loc == in.Project.Language {
		return catalog.Original(dir, loc, in.Units)
	}
	return catalog.Load(dir, loc)
}

// endonym is the name of a language in itself: as the catalog gives it, as
// CLDR does, or "" where nobody knows it.
func endonym(loc locale.Locale, cat *catalog.Catalog) string {
	if cat != nil && cat.Words["edition.endonym"].Text != "" {
		return cat.Words["edition.endonym"].Text
	}
	name, ok := loc.Endonym()
	if !ok {
		return ""
	}
	return name
}

// plural is n and a noun that takes an s.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// completeTags completes tags of the project's locales; several where many is
// set.
func (a *app) completeTags(many bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 && !many {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		in := a.quietInputs()
		if in == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var out []cobra.Completion
		for _, loc := range in.Locales {
			if !slices.Contains(args, loc.Tag) {
				out = append(out, cobra.CompletionWithDesc(loc.Tag, endonym(loc, nil)))
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeTagThenIDs completes a tag, and IDs of units behind it.
func (a *app) completeTagThenIDs(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return a.completeTags(false)(c, args, typed)
	}
	var out []cobra.Completion
	if in := a.quietInputs(); in != nil {
		for _, u := range in.Units {
			out = append(out, u.ID)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// quietInputs are the inputs for completion, where nobody wants to read of
// errors; nil where there are none.
func (a *app) quietInputs() *publish.Inputs {
	quiet := newApp(nil, io.Discard, io.Discard, a.getenv)
	quiet.dirs = a.dirs
	in, err := quiet.inputs()
	if err != nil {
		return nil
	}
	return in
}
