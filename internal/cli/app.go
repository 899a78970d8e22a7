package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"multitude/internal/finding"
	"multitude/internal/project"
	"multitude/internal/publish"
)

// An app is what all commands share: where they read and write, and where they
// are.
type app struct {
	stdin    io.Reader
	out      *bufio.Writer // the standard output
	err      io.Writer
	getenv   func(string) string
	terminal struct{ in, out, err bool } // what of the three is a terminal
	colours  struct{ out, err palette }
	dirs     []string // of -C
}

func newApp(stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) *app {
	a := &app{stdin: stdin, out: bufio.NewWriter(stdout), err: stderr, getenv: getenv}
	a.terminal.in, a.terminal.out, a.terminal.err = isTerminal(stdin), isTerminal(stdout), isTerminal(stderr)
	a.colours.out = paletteFor(a.terminal.out, getenv)
	a.colours.err = paletteFor(a.terminal.err, getenv)
	return a
}

// print writes to the standard output, for those who asked.
func (a *app) print(format string, args ...any) {
	a.out.WriteString(sprintf(format, args...)) // Run sees a failure
}

// note writes a line to the standard error, for people.
func (a *app) note(format string, args ...any) {
	a.out.Flush() // in the order in which things were said
	fmt.Fprintln(a.err, sprintf(format, args...))
}

// fail says what ended a command.
func (a *app) fail(message, hint string) {
	a.note("%s: %s", a.colours.err.error("error"), message)
	if hint != "" {
		a.note("hint: %s", hint)
	}
}

// project is the project that the command works in. Where it has findings that
// are errors they have been printed, and the error is errFound.
func (a *app) project() (*project.Project, error) {
	dir, err := a.directory()
	if err != nil {
		return nil, err
	}
	p, found, err := project.Find(dir)
	if err != nil {
		return nil, err
	}
	if p == nil && len(found) == 1 && found[0].Pos.Line == 0 {
		// There is no project: the command was given in the wrong place.
		message := found[0].Message
		if dir != "." {
			message = dir + ": " + message
		}
		return nil, usage(found[0].Cure, "%s", message)
	}
	a.noteFindings(found)
	if p == nil {
		return nil, errFound
	}
	a.limitMemory(p)
	return p, nil
}

// inputs are the project and what is read of it: its source, its units, its
// locales. Where the source cannot be published, its findings have been
// printed, and the error is errFound. The findings beside are left to the
// caller.
func (a *app) inputs() (*publish.Inputs, error) {
	p, err := a.project()
	if err != nil {
		return nil, err
	}
	return a.read(p)
}

func (a *app) read(p *project.Project) (*publish.Inputs, error) {
	in, err := publish.Read(p)
	if err != nil {
		return nil, err
	}
	if in.Document == nil {
		a.noteFindings(in.Findings)
		return nil, errFound
	}
	return in, nil
}

// path is a path as the person at the keyboard knows it: from the folder that
// the program was started in, unless that is a long way.
func (a *app) path(path string) string {
	if !filepath.IsAbs(path) {
		return path
	}
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || strings.HasPrefix(rel, "..") && len(rel) >= len(path) {
		return path
	}
	return rel
}

// foundIn is errFound where one of the findings is an error.
func foundIn(found []finding.Finding) error {
	if finding.Worst(found) == finding.Error {
		return errFound
	}
	return nil
}
