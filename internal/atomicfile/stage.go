package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// stagingSuffix names the folder beside the one that is being made.
const stagingSuffix = ".staging"

// Staged is a set of files being made beside the folder that they are for.
// Nothing in that folder changes before Commit. Files there that are not
// staged, and are not named to Commit, are somebody else's: they stay.
//
// One Staged at a time may be made for a folder: its maker holds the Lock of
// the folder above. Staged files are not synced to the disk; they can be made
// again, and a machine that loses power makes them again.
type Staged struct {
	dir, staging string
	names        []string // with slashes, in the order they were created
}

// Stage begins a set of files for the folder dir, which need not exist. What a
// killed process left of an earlier one is cleared away.
func Stage(dir string) (*Staged, error) {
	s := &Staged{dir: filepath.Clean(dir)}
	s.staging = s.dir + stagingSuffix
	if err := os.RemoveAll(s.staging); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.staging, 0o777); err != nil {
		return nil, err
	}
	return s, nil
}

// Path is where to write the staged file name (with slashes, below the folder,
// such as "fonts/a.woff2"); folders on the way are made. It notes the name:
// Commit moves it into place.
func (s *Staged) Path(name string) (string, error) {
	if !fs.ValidPath(name) || name == "." || strings.HasPrefix(name, formerName+"/") {
		return "", fmt.Errorf("%q is no name for a file below %s", name, s.dir)
	}
	at := filepath.Join(s.staging, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		return "", err
	}
	if !slices.Contains(s.names, name) {
		s.names = append(s.names, name)
	}
	return at, nil
}

// Create makes the staged file name, or empties it.
func (s *Staged) Create(name string) (*os.File, error) {
	at, err := s.Path(name)
	if err != nil {
		return nil, err
	}
	return os.Create(at)
}

// Names are the staged files, in the order in which Commit moves them.
func (s *Staged) Names() []string {
	names := slices.Clone(s.names)
	isIndex := func(name string) bool { return path.Base(name) == "index.html" }
	slices.SortStableFunc(names, func(a, b string) int {
		switch {
		case isIndex(a) == isIndex(b):
			return 0
		case isIndex(b):
			return -1
		}
		return 1
	})
	return names
}

// formerName is where, below the staging folder, the files wait that Commit
// replaces or removes, until it is sure to succeed.
const formerName = ".former"

// Commit moves each staged file into its place, in the order of creation, but
// every index.html last, so that a page never names a file that is not there
// yet; then it removes the unwanted files (names with slashes, below the
// folder: what an earlier Commit put there and this one did not stage), and
// folders that are empty by that. Where a step fails, all is put back as it
// was, and the error says what to mend.
func (s *Staged) Commit(unwanted []string) (err error) {
	defer func() { err = errors.Join(err, s.Abort()) }()
	names := s.Names()
	for _, name := range names {
		if err := s.free(name); err != nil {
			return err
		}
	}
	var undo []func()
	defer func() {
		if err != nil {
			for _, f := range slices.Backward(undo) {
				f()
			}
		}
	}()
	// A file is kept by a second name while the first is replaced, so that
	// there is no moment without it.
	keep := func(name string) error {
		at, kept := s.target(name), filepath.Join(s.staging, formerName, filepath.FromSlash(name))
		if _, err := os.Lstat(at); os.IsNotExist(err) {
			undo = append(undo, func() { os.Remove(at) })
			return nil
		}
		if err := os.MkdirAll(filepath.Dir(kept), 0o777); err != nil {
			return err
		}
		if err := os.Link(at, kept); err != nil {
			// A file system without hard links: a copy does as well.
			data, err := os.ReadFile(at)
			if err != nil {
				return err
			}
			if err := os.WriteFile(kept, data, 0o666); err != nil {
				return err
			}
		}
		undo = append(undo, func() {
			os.MkdirAll(filepath.Dir(at), 0o777)
			os.Rename(kept, at)
		})
		return nil
	}
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(s.target(name)), 0o777); err != nil {
			return err
		}
		if err := keep(name); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(s.staging, filepath.FromSlash(name)), s.target(name)); err != nil {
			return err
		}
	}
	for _, name := range unwanted {
		if slices.Contains(names, name) || !fs.ValidPath(name) || name == "." {
			continue
		}
		// The name may come from a file that people can edit: it must lead to
		// a plain file, by no link.
		if s.free(name) != nil {
			continue
		}
		if err := keep(name); err != nil {
			return err
		}
		if err := os.Remove(s.target(name)); err != nil && !os.IsNotExist(err) {
			return err
		}
		for up := path.Dir(name); up != "."; up = path.Dir(up) {
			if os.Remove(s.target(up)) != nil {
				break // not empty
			}
		}
	}
	return nil
}

// Abort forgets the staged files. After a Commit it does nothing.
func (s *Staged) Abort() error {
	s.names = nil
	return os.RemoveAll(s.staging)
}

func (s *Staged) target(name string) string {
	return filepath.Join(s.dir, filepath.FromSlash(name))
}

// free says what is in the way of a file at name, if anything: a link or a file where a
// folder must be, or anything but a plain file in its own place.
func (s *Staged) free(name string) error {
	for up := path.Dir(name); ; up = path.Dir(up) {
		at := s.target(up)
		if info, err := os.Lstat(at); err == nil && !info.IsDir() {
			return fmt.Errorf("cannot write %s: %s is not a folder", s.target(name), at)
		}
		if up == "." {
			break
		}
	}
	_, _, err := replaceable(s.target(name))
	return err
}
