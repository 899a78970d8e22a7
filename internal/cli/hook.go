package cli

import (
	_ "embed"

	"github.com/spf13/cobra"
)

//go:embed pre-commit.sh
var preCommit string

func (a *app) hookCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "hook",
		Short: "print a hook for git, which checks before each commit",
		Long: "Prints a script that git can run before each commit. It checks the translations as\n" +
			"they are about to be committed, and refuses the commit if there is an error.",
		Example: "  multitude hook >.git/hooks/pre-commit\n" +
			"  chmod +x .git/hooks/pre-commit\n\n" +
			"  # for all who work on a project: keep it in the repository\n" +
			"  mkdir .githooks; multitude hook >.githooks/pre-commit; chmod +x .githooks/pre-commit\n" +
			"  git config core.hooksPath .githooks   # once in each clone",
		Args: args(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			a.out.WriteString(preCommit)
			return nil
		},
	}
}
