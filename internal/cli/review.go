package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/unit"
)

// signable are the states that a person can give.
var signable = project.States[1:]

// A reviewRequest is what the flags of review say.
type reviewRequest struct {
	keep   bool
	all    bool
	small  bool // only what small edits have made stale
	state  string
	by     string
	named  bool // --by was given, were it with the empty name
	note   string
	forget string
}

func (a *app) reviewCommand() *cobra.Command {
	var r reviewRequest
	c := &cobra.Command{
		Use:   "review TAG ID... (--keep | --state STATE)",
		Short: "vouch for translations",
		Long: "--keep says that a translation holds as it is against the changed source: it is no\n" +
			"longer stale. With --small, only those are kept where the edit was one of white space,\n" +
			"typography or markup. --state does the same, and signs it as translated, reviewed or\n" +
			"approved, under a name that will stand in the colophon, or none: on a terminal you\n" +
			"are asked for it. The name is never taken from anywhere else.\n\n" +
			"--forget takes a name out of all signatures and so out of the colophon.",
		Example: "  multitude review es vision.freedom-to-stay --keep\n" +
			"  multitude review es 'vision.*' --state reviewed --by 'Ana R.'\n" +
			"  multitude review es --all --state approved --by '' --note 'read aloud at the assembly'\n" +
			"  multitude review --forget 'Ana R.'",
		ValidArgsFunction: a.completeTagThenIDs,
	}
	c.Flags().BoolVar(&r.keep, "keep", false, "the translation holds against the source as it is now")
	c.Flags().StringVar(&r.state, "state", "", "sign it, as `STATE`: translated, reviewed or approved")
	c.Flags().StringVar(&r.by, "by", "", "the `NAME` that shall stand in the colophon; '' for none")
	c.Flags().StringVar(&r.note, "note", "", "a `TEXT` to keep with the signature")
	c.Flags().BoolVar(&r.all, "all", false, "all messages; with --keep, all that are stale")
	c.Flags().BoolVar(&r.small, "small", false, "with --keep: only where the edit cannot have changed a translation's words")
	c.Flags().StringVar(&r.forget, "forget", "", "take `NAME` out of all signatures")
	c.RegisterFlagCompletionFunc("state", cobra.FixedCompletions(signable, cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(c *cobra.Command, args []string) error {
		r.named = c.Flags().Changed("by")
		if c.Flags().Changed("forget") {
			if len(args) > 0 || r.keep || r.all || r.small || r.named || c.Flags().Changed("state") || c.Flags().Changed("note") {
				return usage("write: multitude review --forget NAME", "--forget stands alone")
			}
			return a.forget(r.forget)
		}
		if err := r.check(args, c.Flags().Changed("state"), c.Flags().Changed("note")); err != nil {
			return err
		}
		return a.review(args[0], args[1:], r)
	}
	return c
}

// check says what is wrong with the command line.
func (r *reviewRequest) check(args []string, signs, noted bool) error {
	const again = "write: multitude review TAG ID... --keep, or --state STATE in the place of --keep"
	switch {
	case len(args) == 0:
		return usage(again, "name a language, by its tag")
	case len(args) == 1 && !r.all:
		return usage(again+"; --all names all messages", "name the messages, by their IDs")
	case len(args) > 1 && r.all:
		return usage("leave out the IDs or --all", "--all names all messages, and you named some")
	case !r.keep && !signs:
		return usage(again, "say what you vouch for")
	case r.keep && signs:
		return usage("leave out --keep", "--state does what --keep does")
	case r.keep && (r.named || noted):
		return usage("write --state in the place of --keep", "--keep is no signature, and takes no --by or --note")
	case r.small && !r.keep:
		return usage("write: multitude review TAG --all --keep --small", "--small stands with --keep alone")
	case signs:
		return oneOf("state", r.state, signable)
	}
	return nil
}

func (a *app) review(tag string, ids []string, r reviewRequest) error {
	in, err := a.inputs()
	if err != nil {
		return err
	}
	loc, err := target(in, tag)
	if err != nil {
		return err
	}
	units, exact := in.Units, map[string]bool{}
	if !r.all {
		if units, exact, err = named(units, ids); err != nil {
			return err
		}
	}
	cat, found, err := load(in, loc)
	if err != nil {
		return err
	}
	a.noteFindings(found)
	if cat == nil || foundIn(found) != nil {
		return errFound
	}
	units, missing := r.of(units, exact, cat)
	if len(units) == 0 {
		a.note("%s: there is nothing to review: of the messages that you named none is %s", loc.Tag, map[bool]string{true: "stale", false: "translated"}[r.keep]+map[bool]string{true: " by a small edit"}[r.small])
		return nil
	}
	done, err := a.vouch(in, loc, units, r)
	if err != nil {
		return err
	}
	a.note("%s: %s", loc.Tag, done)
	if missing > 0 {
		a.note("%s without a translation left out", plural(missing, "message"))
	}
	return nil
}

// of are the units to review of those that were named by pattern or by --all:
// with --keep the stale ones, otherwise those with a translation. missing
// counts the others of these. A unit named by its ID is always among them,
// but with --small only if its edit was small.
func (r *reviewRequest) of(units []unit.Unit, exact map[string]bool, cat *catalog.Catalog) (out []unit.Unit, missing int) {
	for _, u := range units {
		if ch, stale := cat.Change(u); r.small && !(stale && ch.Class.Small()) {
			continue
		}
		switch f := cat.Freshness(u); {
		case exact[u.ID], f == catalog.Stale, f == catalog.Fresh && !r.keep:
			out = append(out, u)
		case f == catalog.Missing && !r.keep:
			missing++
		}
	}
	return out, missing
}

// vouch enters the review, and says what was done.
func (a *app) vouch(in *publish.Inputs, loc locale.Locale, units []unit.Unit, r reviewRequest) (string, error) {
	p := in.Project
	var found []finding.Finding
	var err error
	var done string
	if r.keep {
		done = plural(len(units), "message") + " kept: up to date again"
		found, err = catalog.Keep(p.LocalesDir(), p.Language, loc, units)
	} else {
		s := catalog.Signature{By: r.by, On: time.Now().Format(time.DateOnly), Note: r.note}
		s.State, _ = catalog.ParseState(r.state)
		if !r.named {
			if s.By, err = a.askName(); err != nil {
				return "", err
			}
		}
		done = fmt.Sprintf("%s signed as %s", plural(len(units), "message"), s.State)
		if s.By == "" {
			done += ", without a name"
		} else {
			done += " by " + s.By
		}
		found, err = catalog.Sign(p.LocalesDir(), p.Language, loc, units, s)
	}
	if err != nil {
		return "", err
	}
	a.noteFindings(found)
	return done, foundIn(found)
}

// askName asks a person at a terminal for the name that shall stand in the
// colophon. Nobody is asked elsewhere, and there is no name.
func (a *app) askName() (string, error) {
	if !a.terminal.in || !a.terminal.err {
		return "", nil
	}
	a.out.Flush()
	fmt.Fprint(a.err, "The name that shall stand in the colophon; a pen name will do; empty for none: ")
	line, err := bufio.NewReader(a.stdin).ReadString('\n')
	if err == io.EOF {
		fmt.Fprintln(a.err)
		return "", fmt.Errorf("no name was given, not even an empty one: nothing was signed")
	}
	return strings.TrimSpace(line), err
}

// forget takes a name out of the ledgers.
func (a *app) forget(name string) error {
	if strings.TrimSpace(name) == "" {
		return usage("write: multitude review --forget NAME", "name whom to forget")
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	n, found, err := catalog.Forget(p.LocalesDir(), name)
	if err != nil {
		return err
	}
	a.noteFindings(found)
	if n == 0 {
		a.fail(fmt.Sprintf("no signature has the name %q", name), "letter case and spaces count; the names stand in locales/review.<tag>.toml")
		return errFound
	}
	a.note("the name was taken out of %s", plural(n, "signature"))
	a.note("hint: editions that are built already still have it: run multitude build; so do older versions that you keep, in git for instance")
	return foundIn(found)
}
