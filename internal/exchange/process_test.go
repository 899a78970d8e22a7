package exchange

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// With this variable, the test binary is a process that imports a file, for
// others to kill or to run beside: "FOLDER FILE NAME".
const childVariable = "MULTITUDE_EXCHANGE_CHILD"

func TestMain(m *testing.M) {
	if job := os.Getenv(childVariable); job != "" {
		if err := child(strings.Fields(job)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(job []string) error {
	d, _ := source.Parse("source/text.md", []byte(shortText))
	former, _, err := catalog.Source(job[0], en)
	if err != nil {
		return err
	}
	cat, found, err := catalog.Load(job[0], es)
	if cat == nil || err != nil {
		return fmt.Errorf("%v %v", found, err)
	}
	history, _, err := catalog.LoadHistory(job[0], en)
	if err != nil {
		return err
	}
	p := &Project{Name: "gate", Dir: job[0], SourcePath: "source/text.md", Source: en, Units: unit.Restore(d, former, nil), Catalog: cat, History: history}
	r, err := os.Open(job[1])
	if err != nil {
		return err
	}
	f, found, err := Read(job[1], r)
	if f == nil || err != nil {
		return fmt.Errorf("%v %v", found, err)
	}
	plan, found := p.Merge(f, Former{}, Options{By: job[2], On: "2026-02-03"})
	if plan == nil {
		return fmt.Errorf("%v", found)
	}
	_, found, err = plan.Apply()
	if err != nil || len(found) > 0 {
		return fmt.Errorf("%v %v", found, err)
	}
	return nil
}

func childOf(name string, args []string, job string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	args = append(args, self)
	if name == "" {
		name, args = self, nil
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), childVariable+"="+job)
	return cmd
}

// A process that is killed at any system call of an import leaves each file as
// it was or as it shall be, and every text in one of them. Who imports again
// gets to the same end.
func TestKilledAtAnySystemCall(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatal("the tests need the program strace: sh test/install.sh installs it")
	}
	w := short3(t)
	path := w.away(PO, func(m *Message) {
		switch m.Text {
		case "Primero":
			m.Text = "Primero de fuera"
		case "Segundo":
			m.Text = "Segundo de fuera"
		}
	})
	w.set("Second", "Segundo de aquí")
	before := w.bytes()
	restore := func() {
		for name := range w.bytes() {
			if _, ok := before[name]; !ok {
				os.Remove(filepath.Join(w.dir, name))
			}
		}
		for name, data := range before {
			w.sound(nil, os.WriteFile(filepath.Join(w.dir, name), []byte(data), 0o666))
		}
	}
	job := w.dir + " " + path + " Ana"
	if out, err := childOf("", nil, job).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	after := w.bytes()
	if before["active.es.toml"] == after["active.es.toml"] || after["conflicts.es.toml"] == "" || before["review.es.toml"] == after["review.es.toml"] {
		t.Fatal("the import changed too little to be a test")
	}
	calls := []string{"renameat", "fsync"}
	if os.Getenv("MULTITUDE_TEST") == "all" {
		calls = append(calls, "openat", "write", "close", "fchmod", "unlinkat", "fcntl", "flock", "newfstatat", "read", "getdents64")
	}
	for _, call := range calls {
		killed := 0
		for n := 1; ; n++ {
			restore()
			cmd := childOf("strace", []string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call, n)}, job)
			out, err := cmd.CombinedOutput()
			if err == nil {
				break
			}
			if len(out) > 0 {
				t.Fatalf("strace: %v %s", err, out)
			}
			killed++
			now := map[string]string{}
			var all string
			for name, data := range w.bytes() {
				if strings.HasPrefix(name, ".multitude-") {
					continue // a temporary file, which the next holder of the lock removes
				}
				now[name] = data
				all += data
				// The active file and the ledger are written twice: between
				// the two stands what the first said.
				if data != before[name] && data != after[name] && name != "history.en.toml" {
					t.Errorf("%s %d: %s is neither old nor new:\n%s", call, n, name, data)
				}
			}
			for name := range before {
				if now[name] == "" {
					t.Errorf("%s %d: %s is gone", call, n, name)
				}
			}
			for _, text := range []string{"Un texto", "Segundo de aquí", "Tercero", "Primero"} {
				if !strings.Contains(all, `"`+text) {
					t.Errorf("%s %d: %q is lost", call, n, text)
				}
			}
			if out, err := childOf("", nil, job).CombinedOutput(); err != nil {
				t.Errorf("%s %d: importing again: %v %s", call, n, err, out)
			}
			again := w.bytes()
			for name := range after {
				if name != "review.es.toml" && again[name] != after[name] {
					t.Errorf("%s %d: importing again gives another %s:\n%s\nwant\n%s", call, n, name, again[name], after[name])
				}
			}
			for name := range again {
				if strings.HasPrefix(name, ".multitude-") {
					t.Errorf("%s %d: %s is left", call, n, name)
				}
			}
		}
		if killed == 0 && (call == "renameat" || call == "fsync") {
			t.Errorf("no process was killed at %s", call)
		}
	}
}

// Two processes that import at once: each text is there in the end, as the
// message's or beside it.
func TestImportingAtOnce(t *testing.T) {
	w := short3(t)
	var jobs []string
	var texts []string
	for i := range 4 {
		text := fmt.Sprintf("Primero de la persona %d", i)
		texts = append(texts, text)
		jobs = append(jobs, w.dir+" "+w.away(CSV, func(m *Message) { m.Text = strings.Replace(m.Text, "Primero", text, 1) })+" Ana")
	}
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(func() {
			if out, err := childOf("", nil, job).CombinedOutput(); err != nil {
				t.Errorf("%v %s", err, out)
			}
		})
	}
	wg.Wait()
	all := w.text("First") + fmt.Sprint(w.conflicts())
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("%q is lost: %s", text, all)
		}
	}
}
