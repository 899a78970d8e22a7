// Package cli is the command line of multitude: a file per command, which reads
// the command's flags, calls the packages that do the work, and prints what
// came of it. What people asked for and what machines read goes to the standard
// output, all else to the standard error.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"multitude/internal/finding"
)

// The exit codes.
const (
	exitDone  = 0
	exitFound = 1 // findings, or an edition that could not be built
	exitUsage = 2 // the command line is not one
)

// A usageError says that the command line is wrong, and what to write instead.
type usageError struct{ message, hint string }

func (e *usageError) Error() string { return e.message }

func usage(hint, format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...), hint}
}

// errFound ends a command whose findings have been printed already.
var errFound = errors.New("there are findings")

// Run runs the command line args, the program's name left out, and returns the
// exit code. getenv gives the environment: NO_COLOR, TERM, DISPLAY and
// SOURCE_DATE_EPOCH are all that is read of it.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	reportFullDisk()
	a := newApp(stdin, stdout, stderr, getenv)
	root := a.command()
	root.SetArgs(args)
	err := root.Execute()
	if failure := a.out.Flush(); err == nil && failure != nil {
		err = fmt.Errorf("the output cannot be written: %w", failure)
	}
	return a.exit(err)
}

// exit prints what ended a command, and says with which code to exit.
func (a *app) exit(err error) int {
	var wrong *usageError
	var found finding.Finding
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &wrong):
		a.fail(wrong.message, wrong.hint)
		return exitUsage
	case errors.Is(err, errFound):
	case errors.As(err, &found):
		a.noteFindings([]finding.Finding{found})
	default:
		message, hint, _ := strings.Cut(err.Error(), "\nhint: ")
		a.fail(message, hint)
	}
	return exitFound
}

// command is the tree of commands.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "multitude [-C DIR] COMMAND",
		Short: "publish one text in many languages",
		Long: "multitude keeps the translations of one Markdown text as plain files, and publishes\n" +
			"the text in every language, as a web page and as PDF.",
		Example: "  multitude init statement.md   # a new project around a text\n" +
			"  multitude add es              # start a translation into Spanish\n" +
			"  multitude check               # what is missing or looks wrong, and where\n" +
			"  multitude build               # make all editions",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,

		DisableFlagsInUseLine: true,
	}
	root.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("multitude --help lists them, with examples", "name a command")
		}
		var names []string
		for _, c := range root.Commands() {
			if c.IsAvailableCommand() {
				names = append(names, c.Name())
			}
		}
		hint := "multitude --help lists all commands"
		if near := finding.Suggest(args[0], names); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		return usage(hint, "there is no command %q", args[0])
	}
	root.PersistentFlags().StringArrayVarP(&a.dirs, "directory", "C", nil, "work as if started in `DIR`")
	root.SetFlagErrorFunc(flagError)
	root.SetIn(a.stdin)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("multitude {{.Version}}\n")
	root.SetUsageTemplate(usageTemplate)
	cobra.EnableCommandSorting = false // they stand in the order in which people come to need them
	root.AddCommand(
		a.initCommand(), a.extractCommand(), a.addCommand(), a.statusCommand(), a.checkCommand(),
		a.diffCommand(), a.suggestCommand(), a.reviewCommand(), a.exportCommand(), a.importCommand(), a.mergeDriverCommand(), a.buildCommand(), a.hookCommand(), a.serveCommand(), a.fontsCommand(), a.licensesCommand(),
	)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "show the help of a command"
			c.Args = func(c *cobra.Command, args []string) error {
				if about, _, err := root.Find(args); len(args) > 0 && (err != nil || about == root) {
					return root.RunE(root, args)
				}
				return nil
			}
		case "completion":
			c.Short = "write a script that completes commands, flags and tags in your shell"
			c.Args = func(_ *cobra.Command, args []string) error {
				if len(args) > 0 {
					return usage("write bash, zsh, fish or powershell", "there is no script for %q", args[0])
				}
				return nil
			}
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		}
	}
	return root
}

const usageTemplate = `Usage:
  {{.UseLine}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Flags of all commands:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

{{.CommandPath}} COMMAND --help says more of a command.{{end}}
`

// flagError turns what pflag says into our own words.
func flagError(c *cobra.Command, err error) error {
	hint := fmt.Sprintf("%s --help lists the flags, with examples", c.CommandPath())
	var unknown *pflag.NotExistError
	var valueless *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			return usage(hint, "there is no flag -%s", name)
		}
		var known []string
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := finding.Suggest(name, known); near != "" {
			hint = fmt.Sprintf("did you mean --%s? %s", near, hint)
		}
		return usage(hint, "there is no flag --%s", name)
	case errors.As(err, &valueless):
		return usage(hint, "something must follow --%s", valueless.GetFlag().Name)
	case errors.As(err, &invalid):
		return usage(hint, "--%s cannot be %q", invalid.GetFlag().Name, invalid.GetValue())
	}
	return usage(hint, "%v", err)
}

// args checks how many arguments a command got: least to most, or any number
// from least on where most is negative. what says what they are.
func args(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		hint := fmt.Sprintf("write: multitude %s", c.Use)
		switch {
		case len(args) < least:
			return usage(hint, "name %s", what)
		case most == 0 && len(args) > 0:
			return usage(hint, "%s takes no arguments, and you gave %q", c.Name(), args[0])
		case most > 0 && len(args) > most:
			return usage(hint, "%q is one too many", args[most])
		}
		return nil
	}
}

// oneOf checks the value of a flag that must be one of some words.
func oneOf(flag, value string, words []string) error {
	for _, w := range words {
		if w == value {
			return nil
		}
	}
	hint := "write one of " + strings.Join(words, ", ")
	if near := finding.Suggest(value, words); near != "" {
		hint = fmt.Sprintf("did you mean %q? or %s", near, strings.TrimPrefix(hint, "write "))
	}
	return usage(hint, "--%s cannot be %q", flag, value)
}

// version says which build of the program this is.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	return info.Main.Version
}

// directory is the folder to work in: the one that the program was started in,
// changed by each -C in its turn, as in git.
func (a *app) directory() (string, error) {
	dir := "."
	for _, d := range a.dirs {
		if filepath.IsAbs(d) {
			dir = d
		} else {
			dir = filepath.Join(dir, d)
		}
		info, err := os.Stat(dir)
		switch {
		case os.IsNotExist(err):
			return "", usage("correct the path behind -C", "there is no folder %s", dir)
		case err != nil:
			return "", usage("correct the path behind -C", "the folder %s cannot be opened: %v", dir, err)
		case !info.IsDir():
			return "", usage("name the folder that it is in", "%s is no folder", dir)
		}
	}
	return dir, nil
}
