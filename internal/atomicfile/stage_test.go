package atomicfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree lists the files below dir and their contents.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(at string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(at)
		name, _ := filepath.Rel(dir, at)
		all[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func same(t *testing.T, got map[string]string, want ...string) {
	t.Helper()
	if len(got) != len(want)/2 {
		t.Errorf("got %v, want %v", got, want)
		return
	}
	for i := 0; i < len(want); i += 2 {
		if got[want[i]] != want[i+1] {
			t.Errorf("%s is %q, want %q", want[i], got[want[i]], want[i+1])
		}
	}
}

func stage(t *testing.T, dir string, files ...string) *Staged {
	t.Helper()
	s, err := Stage(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		f, err := s.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(files[i+1]); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	at := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestStage(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "es")
	put(t, above, "es.staging/left/over", "of a killed process")

	s := stage(t, dir, "index.html", "page 1", "a.pdf", "pdf 1", "fonts/f.woff2", "font", "fonts/old/g.woff2", "gone")
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("before Commit there is %s", dir)
	}
	if got := strings.Join(s.Names(), " "); got != "a.pdf fonts/f.woff2 fonts/old/g.woff2 index.html" {
		t.Errorf("order: %s", got)
	}
	if err := s.Commit(nil); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "notes.txt", "somebody's")

	s = stage(t, dir, "index.html", "page 2", "a.pdf", "pdf 2")
	if err := s.Commit([]string{"fonts/old/g.woff2", "never/was", "../up", "index.html"}); err != nil {
		t.Fatal(err)
	}
	same(t, tree(t, above), "es/index.html", "page 2", "es/a.pdf", "pdf 2", "es/fonts/f.woff2", "font", "es/notes.txt", "somebody's")
	if _, err := os.Stat(filepath.Join(dir, "fonts/old")); !os.IsNotExist(err) {
		t.Error("the empty folder is still there")
	}
	if _, err := os.Stat(dir + stagingSuffix); !os.IsNotExist(err) {
		t.Error("the staging folder is still there")
	}
}

func TestAbort(t *testing.T) {
	above := t.TempDir()
	put(t, above, "es/index.html", "old")
	if err := stage(t, filepath.Join(above, "es"), "index.html", "new").Abort(); err != nil {
		t.Fatal(err)
	}
	same(t, tree(t, above), "es/index.html", "old")
}

// Whatever is in the way, the folder stays as it was.
func TestCommitFails(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "es")
	put(t, dir, "a.pdf", "old")
	put(t, dir, "b.pdf/file", "in the way")
	err := stage(t, dir, "a.pdf", "new", "b.pdf", "new").Commit(nil)
	if err == nil || !strings.Contains(err.Error(), "folder of that name") {
		t.Errorf("said: %v", err)
	}
	same(t, tree(t, above), "es/a.pdf", "old", "es/b.pdf/file", "in the way")

	// A staged file that has vanished fails after others have moved.
	s := stage(t, dir, "a.pdf", "new", "c.pdf", "new", "d.pdf", "new")
	if err := os.Remove(filepath.Join(dir+stagingSuffix, "d.pdf")); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(nil); err == nil {
		t.Error("no error")
	}
	same(t, tree(t, above), "es/a.pdf", "old", "es/b.pdf/file", "in the way")
}

func TestStageStaysInside(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "es")
	put(t, above, "secret", "untouched")
	put(t, above, "es/keep", "")
	if err := os.Symlink(above, filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	s := stage(t, dir)
	for _, name := range []string{"../x", "/x", "", ".", "a/../../x", ".former/x"} {
		if _, err := s.Path(name); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	if err := stage(t, dir, "out/secret", "changed").Commit(nil); err == nil {
		t.Error("a link was followed")
	}
	if err := stage(t, dir).Commit([]string{"out/secret", "../secret"}); err != nil {
		t.Error(err)
	}
	if data, _ := os.ReadFile(filepath.Join(above, "secret")); string(data) != "untouched" {
		t.Error("a file outside was changed")
	}
}
