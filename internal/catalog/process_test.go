package catalog

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"multitude/internal/locale"
	"multitude/internal/unit"
)

// With this variable, the test binary is a process that saves, for others to
// kill or to run beside.
const childVariable = "MULTITUDE_CATALOG_CHILD"

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

// child does a job: "save FOLDER UNIT TIMES" gives a unit that many texts, one
// after the other; "extract FOLDER TIMES" takes units out and puts them back.
func child(job []string) error {
	dir := job[1]
	times, err := strconv.Atoi(job[len(job)-1])
	if err != nil {
		return err
	}
	us := manyUnits(40)
	fmt.Println("begun")
	for n := range times {
		switch job[0] {
		case "save":
			i, err := strconv.Atoi(job[2])
			if err != nil {
				return err
			}
			c, found, err := Load(dir, es)
			if err != nil || c == nil {
				return fmt.Errorf("load: %v %v", found, err)
			}
			conflicts, found, err := SetText(dir, en, es, []Edit{{Unit: us[i], Text: fmt.Sprintf("text %d", n), Former: c.Messages[us[i].ID].Text}})
			if err != nil || len(found) > 0 || len(conflicts) > 0 {
				return fmt.Errorf("%v %v %v", conflicts, found, err)
			}
			fmt.Println("saved", n)
		case "extract":
			some := append(append([]unit.Unit{}, us[n%30:]...), us[:n%7]...)
			if n%30 < n%7 {
				some = us
			}
			if _, found, err := Extract(dir, en, some); err != nil || len(found) > 0 {
				return fmt.Errorf("%v %v", found, err)
			}
		}
	}
	return nil
}

func manyUnits(n int) []unit.Unit {
	var us []unit.Unit
	for i := range n {
		us = append(us, unit.Unit{ID: fmt.Sprintf("part%d.u%d", i/10, i), Text: fmt.Sprintf("Source text number %d, long enough to look like one.", i), Path: []string{fmt.Sprintf("Part %d", i/10)}})
	}
	return us
}

func start(t *testing.T, job string) (*exec.Cmd, io.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childVariable+"="+job)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// A process killed in the middle of saves leaves the text before or after, all
// other texts, and nothing that is in anybody's way.
func TestKilledWhileSaving(t *testing.T) {
	dir := t.TempDir()
	us := manyUnits(40)
	extract(t, dir, us)
	add(t, dir, es, us)
	for i, u := range us {
		set(t, dir, es, Edit{Unit: u, Text: fmt.Sprintf("own %d", i)})
	}
	saved := 0
	for round := range 12 {
		cmd, out := start(t, "save "+dir+" 3 200")
		io.ReadFull(out, make([]byte, len("begun\n")))
		time.Sleep(time.Duration(1+3*round) * time.Millisecond)
		cmd.Process.Kill()
		said, _ := io.ReadAll(out)
		cmd.Wait()
		c := load(t, dir, es)
		for i, u := range us {
			if i != 3 && c.Messages[u.ID].Text != fmt.Sprintf("own %d", i) {
				t.Fatalf("round %d: %s says %q", round, u.ID, c.Messages[u.ID].Text)
			}
		}
		// What was shown as saved is there, or the save after it.
		lines := strings.Fields(string(said))
		if len(lines) < 2 {
			continue
		}
		last, err := strconv.Atoi(lines[len(lines)-1])
		if err != nil {
			continue // killed in the middle of a line
		}
		saved++
		if got := c.Messages[us[3].ID].Text; got != fmt.Sprintf("text %d", last) && got != fmt.Sprintf("text %d", last+1) {
			t.Errorf("round %d: saved %d, but there is %q", round, last, got)
		}
	}
	if saved == 0 {
		t.Error("no process got as far as a save")
	}
}

// A process killed in the middle of extracts, which move messages to the
// retired ones and back, loses no text.
func TestKilledWhileExtracting(t *testing.T) {
	dir := t.TempDir()
	us := manyUnits(40)
	extract(t, dir, us)
	add(t, dir, es, us)
	var edits []Edit
	for i, u := range us {
		edits = append(edits, Edit{Unit: u, Text: fmt.Sprintf("own %d", i)})
	}
	set(t, dir, es, edits...)
	for round := range 15 {
		cmd, out := start(t, "extract "+dir+" 1000")
		io.ReadFull(out, make([]byte, len("begun\n")))
		time.Sleep(time.Duration(1+4*round) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		have := map[string]bool{}
		for _, path := range []string{activePath(dir, es), retiredPath(dir, es)} {
			f, found, err := readMessages(path, es)
			sound(t, found, err)
			for _, e := range f.entries {
				have[e.get("other")] = true
			}
		}
		for _, e := range edits {
			if !have[e.Text] {
				t.Fatalf("round %d: %q is lost", round, e.Text)
			}
		}
	}
	// With all units back, all is as it was.
	extract(t, dir, us)
	c := load(t, dir, es)
	for i, u := range us {
		if c.Messages[u.ID].Text != edits[i].Text || c.Freshness(u) != Fresh {
			t.Errorf("%s: %+v", u.ID, c.Messages[u.ID])
		}
	}
	retired, found, err := readMessages(retiredPath(dir, es), es)
	sound(t, found, err)
	if len(retired.entries) > 0 {
		t.Errorf("still retired: %s", retired.Data)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch e.Name() {
		case ".lock", "active.en.toml", "active.es.toml", "history.en.toml", "retired.en.toml", "retired.es.toml", "review.es.toml":
		default:
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

// Two processes that save at once, and a third that extracts: every text
// survives.
func TestSavingAtOnce(t *testing.T) {
	dir := t.TempDir()
	us := manyUnits(40)
	extract(t, dir, us)
	add(t, dir, es, us)
	var running []*exec.Cmd
	for _, job := range []string{"save " + dir + " 3 25", "save " + dir + " 4 25", "extract " + dir + " 2"} {
		cmd, out := start(t, job)
		go io.Copy(io.Discard, out)
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	extract(t, dir, us)
	c := load(t, dir, es)
	for _, i := range []int{3, 4} {
		if got := c.Messages[us[i].ID].Text; got != "text 24" {
			t.Errorf("%s says %q", us[i].ID, got)
		}
	}
}

// An editor that saves while we write does not take the lock. What it wrote is
// seen before the file is replaced.
func TestEditorInBetween(t *testing.T) {
	dir := t.TempDir()
	us := units("a|One")
	extract(t, dir, us)
	add(t, dir, es, us)
	tries := 0
	_, err := change(activePath(dir, es), es, parseMessages, func(f *file) ([]byte, map[string]record, error) {
		if tries++; tries == 1 {
			put(t, dir, "active.es.toml", strings.Replace(get(t, dir, "active.es.toml"), `other = ""`, `other = "by hand"`, 1))
		}
		e := f.byID["a"]
		edits, err := f.set(e, "hash", "x")
		after := map[string]record{"a": f.record(e).with(f.kind, "hash", "x")}
		return f.rebuild(plan{still: true, edits: edits, rank: func(string) (int, bool) { return 0, false }}), after, err
	})
	if err != nil || tries != 2 {
		t.Errorf("%d tries, %v", tries, err)
	}
	if m := load(t, dir, es).Messages["a"]; m.Text != "by hand" || m.Hash != "x" {
		t.Errorf("%+v", m)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	// A file stands where the folder should be: nobody, root included, can
	// write there.
	dir := t.TempDir()
	put(t, dir, "locales", "")
	if _, _, err := Extract(dir+"/locales", en, units("a|A")); err == nil {
		t.Error("no error")
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			us := manyUnits(n)
			fill(b, dir, us)
			b.ReportAllocs()
			for b.Loop() {
				load(b, dir, es)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/message")
		})
	}
}

func BenchmarkExtract(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			us := manyUnits(n)
			fill(b, dir, us)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				us[n/2].Text = fmt.Sprint("edited ", i)
				us[0], us[n-1] = us[n-1], us[0]
				extract(b, dir, us)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/message")
		})
	}
}

// fill makes a source and a complete translation.
func fill(t testing.TB, dir string, us []unit.Unit) {
	t.Helper()
	extract(t, dir, us)
	add(t, dir, es, us)
	var edits []Edit
	for _, u := range us {
		edits = append(edits, Edit{Unit: u, Text: "Una traducción de " + u.Text})
	}
	set(t, dir, es, edits...)
}

// BenchmarkLocales loads and extracts 532 locales of 92 messages.
func BenchmarkLocales(b *testing.B) {
	dir := b.TempDir()
	us := manyUnits(92)
	extract(b, dir, us)
	for i := range 532 {
		add(b, dir, locale.MustParse(fmt.Sprintf("es-x-n%d", i)), us)
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			locs, found, err := Locales(dir)
			sound(b, found, err)
			for _, l := range locs {
				load(b, dir, l)
			}
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			extract(b, dir, us)
		}
	})
	b.Run("edited", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i++
			us[3].Text = fmt.Sprint("edited ", i)
			extract(b, dir, us)
		}
	})
}
