package atomicfile

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// When this variable is set, the test binary is the writer that gets killed.
const childVariable = "MULTITUDE_ATOMICFILE_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		os.Exit(child(path))
	}
	os.Exit(m.Run())
}

// version is a whole content that shows whether a reader got part of it.
func version(n int) []byte {
	line := fmt.Sprintf("version %d\n", n)
	return []byte(strings.Repeat(line, 1+20000/len(line)))
}

// child saves 200 versions under the lock, and says so after each.
func child(path string) int {
	for n := 1; n <= 200; n++ {
		unlock, err := Lock(filepath.Dir(path))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		if err := Write(path, version(n), 0o666); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		unlock()
		fmt.Println(n)
	}
	return 0
}

// whole fails unless the file is exactly one version, and says which.
func whole(t *testing.T, path string) int {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if _, err := fmt.Sscanf(string(data), "version %d\n", &n); err != nil || !bytes.Equal(data, version(n)) {
		t.Fatalf("the file is no whole version: %d bytes, begins %.40q", len(data), data)
	}
	return n
}

func TestKilledWriter(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := Write(path, version(0), 0o666); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for round := range 25 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), childVariable+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Kill it a little later each time, from its first saves on.
		first := make([]byte, 1)
		io.ReadFull(out, first)
		time.Sleep(time.Duration(round) * 700 * time.Microsecond)
		cmd.Process.Kill()
		cmd.Wait()
		whole(t, path)
	}
	// A later run finds nothing in its way, and leaves nothing.
	unlock, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := Write(path, version(7), 0o666); err != nil {
		t.Fatal(err)
	}
	if n := whole(t, path); n != 7 {
		t.Errorf("got version %d", n)
	}
	if got := names(t, dir); got != "[.lock file]" {
		t.Errorf("left behind: %s", got)
	}
}

// What the child says was saved, is there.
func TestSavedStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childVariable+"="+path)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(out), "\n200\n") || whole(t, path) != 200 {
		t.Errorf("the last version is not there")
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return fmt.Sprint(all)
}

func TestLockSweeps(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".multitude-0123456789abcdef.tmp", "mine.tmp", ".multitude-x"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if got := names(t, dir); got != "[.lock .multitude-x mine.tmp]" {
		t.Errorf("got %s", got)
	}
}

func TestLockExcludes(t *testing.T) {
	dir := t.TempDir()
	n := 0 // not atomic: the lock guards it
	done := make(chan error)
	for range 8 {
		go func() {
			for range 20 {
				unlock, err := Lock(dir)
				if err != nil {
					done <- err
					return
				}
				was := n
				time.Sleep(10 * time.Microsecond)
				n = was + 1
				unlock()
			}
			done <- nil
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if n != 160 {
		t.Errorf("counted %d of 160", n)
	}
}

func TestWriteKeepsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := Write(path, []byte("a"), 0o640); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm()&^0o640 != 0 {
		t.Errorf("new file: mode %v", info.Mode())
	}
	for _, mode := range []os.FileMode{0o600, 0o604, 0o444} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := Write(path, []byte("b"), 0o666); err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Stat(path); info.Mode().Perm() != mode {
			t.Errorf("mode %v became %v", mode, info.Mode())
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("untouched"), 0o666); err != nil {
		t.Fatal(err)
	}
	link, folder := filepath.Join(dir, "link"), filepath.Join(dir, "folder")
	if err := os.Symlink("victim", link); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		link:                                     "symbolic link",
		folder:                                   "folder of that name",
		filepath.Join(dir, "no", "such", "file"): "no such file",
		filepath.Join(victim, "below"):           "not a directory",
	} {
		if err := Write(path, []byte("x"), 0o666); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if data, _ := os.ReadFile(victim); string(data) != "untouched" {
		t.Errorf("the link was followed: %q", data)
	}
	if got := names(t, dir); got != "[folder link victim]" {
		t.Errorf("left behind: %s", got)
	}
	if err := os.Symlink("victim", filepath.Join(dir, LockName)); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir); err == nil {
		t.Error("a lock file that is a link was taken")
	}
}

// A full disk: /dev/full takes no byte, but is no plain file; a limit on the
// size of files stops the write in the middle just the same.
func TestWriteFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := Write(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", "ulimit -f 1; exec \"$0\"", self)
	cmd.Env = append(os.Environ(), childVariable+"="+path)
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("20,000 bytes were written under a limit of 512: %s", out)
	}
	if !strings.Contains(string(out), "cannot write "+path) {
		t.Errorf("said: %s", out)
	}
	if data, _ := os.ReadFile(path); string(data) != "old" {
		t.Errorf("got %.40q", data)
	}
	if got := names(t, dir); got != "[.lock file]" {
		t.Errorf("left behind: %s", got)
	}
}
