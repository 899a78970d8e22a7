// Package atomicfile writes files so that nobody ever meets half of one: not
// another process, not a reader, not the person who comes back after a crash.
// Whenever a writer dies, the old content is there whole, or the new.
//
// Writers that could meet take a Lock of their folder first. The lock is a file
// of its own (LockName), because a write replaces the file that would be
// locked. It stays in its folder when it is let go: to remove it would let two
// processes hold it at once. It belongs into .gitignore.
package atomicfile

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// LockName is the name of a folder's lock file.
const LockName = ".lock"

// Temporary files are hidden and have a name of our own, so that the next
// holder of the folder's lock can sweep away what a killed process left.
const (
	tempPrefix = ".multitude-"
	tempSuffix = ".tmp"
)

// Write puts data into the file at path: the old content stays until the new
// is whole on the disk. A new file gets the permissions perm, less the umask;
// a file that exists keeps its own. Where Write fails, the file is as it was
// and nothing is left beside it.
//
// Only a plain file is replaced. A symbolic link is not followed, because the
// file it leads to may be anywhere, nor replaced, because somebody meant it.
func Write(path string, data []byte, perm fs.FileMode) (err error) {
	mode, exists, err := replaceable(path)
	if err != nil {
		return err
	}
	f, err := createTemp(filepath.Dir(path), perm)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = fmt.Errorf("cannot write %s: %w", path, err)
		}
	}()
	if exists {
		if err := f.Chmod(mode); err != nil {
			return err
		}
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// createTemp makes a new file of a name that no one else has. os.CreateTemp
// would do but for the permissions: here the system takes the umask off perm.
func createTemp(dir string, perm fs.FileMode) (*os.File, error) {
	for {
		name := fmt.Sprintf("%s%016x%s", tempPrefix, rand.Uint64(), tempSuffix)
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		if !os.IsExist(err) {
			return f, err
		}
	}
}

// replaceable says whether Write and Commit may put a file at path, and the
// permissions of the file that is there.
func replaceable(path string) (mode fs.FileMode, exists bool, err error) {
	switch info, err := os.Lstat(path); {
	case os.IsNotExist(err):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	case info.Mode()&fs.ModeSymlink != 0:
		return 0, true, fmt.Errorf("cannot write %s: it is a symbolic link; put the file itself there", path)
	case info.IsDir():
		return 0, true, fmt.Errorf("cannot write %s: there is a folder of that name", path)
	case !info.Mode().IsRegular():
		return 0, true, fmt.Errorf("cannot write %s: it is not a plain file", path)
	default:
		return info.Mode().Perm(), true, nil
	}
}

// syncFolder makes a rename last: until then a loss of power may undo it. Some
// file systems cannot do that; the content is whole all the same.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// Lock waits until no one else holds the lock of the folder dir, takes it, and
// sweeps away the temporary files that a killed process left there. The system
// lets go of the lock when its holder dies. Call unlock once.
func Lock(dir string) (unlock func(), err error) {
	path := filepath.Join(dir, LockName)
	if _, _, err := replaceable(path); err != nil {
		return nil, err
	}
	unlock, err = lockedfile.MutexAt(path).Lock()
	if err != nil {
		return nil, fmt.Errorf("cannot lock %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		unlock()
		return nil, fmt.Errorf("cannot lock %s: %w", dir, err)
	}
	for _, e := range entries {
		if IsTemp(e.Name()) && e.Type().IsRegular() {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return unlock, nil
}

// IsTemp says whether a file of that name is one that Write makes on its way.
func IsTemp(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix)
}
