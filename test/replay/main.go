// Command replay takes a history of Markdown and asks of every step what became
// of the texts: how many units kept their IDs where they say the same, how many
// where they were edited, beside what gettext's msgmerge recovers of the same
// edit by fuzzy matching, and how long it all took. Everything is weighted by
// words.
//
//	replay REPOSITORY [--paths GLOB] [--commits N] [--losses N]
//
// It is run in the repository's root: make replay REPOSITORY=… PATHS=…
// The exit code is 1 where a text that stayed the same lost its ID, or a
// translation could not be found any more.
//
// Each file is a document, and a history of its own, followed through renames;
// of merges, the first parent's side is the history. Tags and comments of HTML
// are taken out first, and counted, as is what else cannot stand in a source;
// of that the parser makes plain text.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	ok, err := run(os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "replay:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run reports on the repository that the arguments name. ok is false where
// something was lost that must not be.
func run(args []string, out io.Writer) (ok bool, err error) {
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	paths := flags.String("paths", "*.md", "the files, as a `GLOB` of git's pathspecs")
	commits := flags.Int("commits", 0, "only the last `N` commits that touch them; 0 is all")
	losses := flags.Int("losses", 0, "show `N` of the edited texts that lost their ID")
	var at []string
	for len(args) > 0 { // flags may stand before and after the repository
		if err := flags.Parse(args); err != nil {
			return false, err
		}
		if args = flags.Args(); len(args) > 0 {
			at, args = append(at, args[0]), args[1:]
		}
	}
	if len(at) != 1 {
		return false, fmt.Errorf("name one repository: replay REPOSITORY [--paths GLOB] [--commits N]")
	}
	steps, err := history(at[0], *paths, *commits)
	if err != nil {
		return false, err
	}
	if len(steps) == 0 {
		return false, fmt.Errorf("%s has no commit that touches %s", at[0], *paths)
	}
	dir, err := os.MkdirTemp("", "multitude-replay-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	r := &replay{dir: dir, documents: map[string]*document{}}
	if err := r.run(at[0], steps); err != nil {
		return false, err
	}
	r.report(out, *losses)
	return r.same.kept == r.same.words && r.lost == 0, nil
}
