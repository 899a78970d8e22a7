package cli

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/atomicfile"
	"multitude/internal/catalog"
)

// What git is told: which files the driver merges, and how it is called.
const (
	mergeAttribute = "locales/*.toml merge=multitude"
	mergeDriver    = "multitude merge-driver %O %A %B %P"
)

func (a *app) mergeDriverCommand() *cobra.Command {
	var install bool
	c := &cobra.Command{
		Use:   "merge-driver BASE OURS THEIRS [PATH]",
		Short: "merge catalogs message by message, for git",
		Long: "git runs it when both sides of a merge changed a file of locales/: what one side\n" +
			"changed is taken, and only a message that both changed in different ways is a\n" +
			"conflict. The result is written over OURS; exit code 1 says that there are conflicts.\n\n" +
			"Without it git merges the files by their lines. That is enough where people only\n" +
			"translate and review; the driver is for those who edit the source, too.",
		Example: "  multitude merge-driver --install   # once in each clone",
		Args: func(c *cobra.Command, given []string) error {
			if install {
				return args(0, 0, "")(c, given)
			}
			return args(3, 4, "three versions of a file, or --install")(c, given)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if install {
				return a.installMergeDriver()
			}
			return a.mergeDriver(args)
		},
	}
	c.Flags().BoolVar(&install, "install", false, "tell git to use it in this clone, and write .gitattributes")
	return c
}

func (a *app) mergeDriver(args []string) error {
	here, err := a.directory()
	if err != nil {
		return err
	}
	name := args[1]
	for i, path := range args[:3] {
		if !filepath.IsAbs(path) {
			args[i] = filepath.Join(here, path)
		}
	}
	var versions [3][]byte
	for i, path := range args[:3] {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		versions[i] = data
	}
	shown := ""
	if len(args) > 3 {
		name = args[3]
		shown = args[3]
	}
	merged, conflicts, ok := catalog.Merge(shown, versions[0], versions[1], versions[2])
	if !ok {
		return a.mergeLines(args)
	}
	if err := atomicfile.Write(args[1], merged, 0o666); err != nil {
		return err
	}
	for _, id := range conflicts {
		a.note("%s: both sides changed %s", name, id)
	}
	if len(conflicts) > 0 {
		a.note("hint: in the file, leave one of the two between <<<<<<< and >>>>>>>, and take the marks out; then git add %s", name)
		return errFound
	}
	return nil
}

// mergeLines has git merge what cannot be merged by messages.
func (a *app) mergeLines(args []string) error {
	err := exec.Command("git", "merge-file", "-L", "ours", "-L", "base", "-L", "theirs", args[1], args[0], args[2]).Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 && exit.ExitCode() < 128 {
		return errFound
	}
	return err
}

// installMergeDriver tells git of the driver: in the configuration of this
// clone, which is not shared, and in .gitattributes, which is.
func (a *app) installMergeDriver() error {
	p, err := a.project()
	if err != nil {
		return err
	}
	for _, set := range [][2]string{{"merge.multitude.name", "messages of multitude"}, {"merge.multitude.driver", mergeDriver}} {
		c := exec.Command("git", "-C", p.Root, "config", set[0], set[1])
		if out, err := c.CombinedOutput(); err != nil {
			a.fail("git could not be told: "+cmp.Or(strings.TrimSpace(string(out)), err.Error()), "start a repository with git init, or set merge.multitude.driver yourself")
			return errFound
		}
	}
	path := filepath.Join(p.Root, ".gitattributes")
	data, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for line := range strings.Lines(string(data)) {
		if strings.TrimSpace(line) == mergeAttribute {
			a.note("git merges catalogs by messages in this clone")
			return nil
		}
	}
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	if err := atomicfile.Write(path, append(data, mergeAttribute+"\n"...), 0o666); err != nil {
		return err
	}
	a.note("%s: written", a.path(path))
	a.note("git merges catalogs by messages in this clone; commit .gitattributes, and run this once in every other clone")
	return nil
}
