// Command bundle fills internal/fonts/bundle with the data that is embedded in
// the binary: faces, dictionaries, hyphenation patterns, and the notices of
// their licences. make runs it after npm ci; the packages are pinned by
// package-lock.json.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"multitude/internal/fonts"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bundle NODE_MODULES BUNDLE")
		os.Exit(2)
	}
	if err := bundle(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintln(os.Stderr, "hint: run make, which installs the packages first")
		}
		os.Exit(1)
	}
}

func bundle(packages, out string) error {
	for _, dir := range []string{"faces", "dictionaries", "hyphenation", "notices"} {
		if err := os.RemoveAll(filepath.Join(out, dir)); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(out, dir), 0o755); err != nil {
			return err
		}
	}
	for _, step := range []func(packages, out string) error{faces, dictionaries, hyphenation} {
		if err := step(packages, out); err != nil {
			return err
		}
	}
	return modules(out)
}

// faces copies the families that fonts.Bundled names, in the styles that they
// have, each with its licence.
func faces(packages, out string) error {
	for _, fam := range fonts.Bundled {
		pkg := filepath.Join(packages, "@expo-google-fonts", fam)
		found := 0
		for _, style := range []fonts.Style{fonts.Regular, fonts.Bold, fonts.Italic, fonts.Bold | fonts.Italic} {
			file := filepath.FromSlash(fonts.StyleFile(fam, style))
			err := copyFile(filepath.Join(pkg, file), filepath.Join(out, "faces", fam, file))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			found++
		}
		if found == 0 {
			return fmt.Errorf("%s: no face of the family: %w", pkg, fs.ErrNotExist)
		}
		if err := copyFile(filepath.Join(pkg, "LICENSE_FONT"), filepath.Join(out, "notices", fam+".txt")); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, data)
}

func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
