package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// program is the package whose modules are inside the binary.
const program = "multitude/cmd/multitude"

// modules copies the licences of this program, of the Go modules that are
// linked into it, and of Go itself into the notices: a module has a file for
// each file in its root that speaks of terms.
func modules(out string) error {
	const format = `{{with .Module}}{{.Path}}	{{if .Main}}main{{end}}	{{with .Replace}}{{.Dir}}{{else}}{{.Dir}}{{end}}{{end}}`
	list, err := goCommand("list", "-deps", "-f", format, program)
	if err != nil {
		return err
	}
	folders := map[string]string{} // by module path
	for lines := bufio.NewScanner(bytes.NewReader(list)); lines.Scan(); {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 || folders[fields[0]] != "" { // packages of Go itself have no module
			continue
		}
		folders[fields[0]] = fields[2]
		to := filepath.Join("modules", filepath.FromSlash(fields[0]))
		if fields[1] == "main" {
			to = fields[0]
		}
		if err := terms(fields[2], filepath.Join(out, "notices", to)); err != nil {
			return err
		}
	}
	root, err := goCommand("env", "GOROOT")
	if err != nil {
		return err
	}
	to := filepath.Join(out, "notices", "modules", "go")
	err = terms(strings.TrimSpace(string(root)), to)
	if errors.Is(err, errNoTerms) {
		// Some distributions take the file out of Go; the Go authors' modules
		// have the same.
		err = terms(folders["golang.org/x/text"], to)
	}
	return err
}

var errNoTerms = errors.New("there is no licence")

func goCommand(args ...string) ([]byte, error) {
	c := exec.Command("go", args...)
	c.Stderr = os.Stderr
	data, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return data, nil
}

// terms copies the files of dir that speak of terms. The first of them goes to
// to.txt, others to files beside it. Without one, the module must not be in the
// binary.
func terms(dir, to string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	n := 0
	for _, e := range entries {
		base := strings.ToUpper(strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())))
		if e.IsDir() || !slices.Contains([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, base) {
			continue
		}
		name := to
		if n > 0 {
			name += "-" + strings.ToLower(base)
		}
		n++
		if err := copyFile(filepath.Join(dir, e.Name()), name+".txt"); err != nil {
			return err
		}
	}
	if n == 0 {
		return fmt.Errorf("%s: %w", dir, errNoTerms)
	}
	return nil
}
