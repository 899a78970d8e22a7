//go:build unix

package check

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/locale"
)

// BenchmarkBesidePofilter measures how long Translate Toolkit's pofilter takes
// for the catalogs of the corpus as PO, all in one process with all of its
// checks, and how long ours take for the same catalogs: by the clock, each as it
// is run (ours on all cores; pofilter knows one), and in time of the processor,
// which does not depend on what else runs. What pofilter takes to start is
// measured on one catalog, and taken off.
func BenchmarkBesidePofilter(b *testing.B) {
	if _, err := exec.LookPath("pofilter"); err != nil {
		b.Fatal("pofilter is not installed\nhint: run make bench-checks, which installs it")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as the program has it
	units, catalogs := corpus(b)
	all, one := b.TempDir(), b.TempDir()
	for i, c := range catalogs {
		p := &exchange.Project{Name: "udhr", SourcePath: "udhr.md", Source: locale.MustParse("en"), Units: units, Catalog: c, History: &catalog.History{}}
		var po bytes.Buffer
		if _, err := exchange.Export(&po, p.Collect(), exchange.PO); err != nil {
			b.Fatal(err)
		}
		name := fmt.Sprintf("%03d-%s.po", i, c.Locale.Tag)
		if err := os.WriteFile(filepath.Join(all, name), po.Bytes(), 0o666); err != nil {
			b.Fatal(err)
		}
		if i == 0 {
			if err := os.WriteFile(filepath.Join(one, name), po.Bytes(), 0o666); err != nil {
				b.Fatal(err)
			}
		}
	}
	type cost struct{ clock, processor time.Duration }
	pofilter := func(dir string) cost {
		b.Helper()
		cmd := exec.Command("pofilter", "--progress=none", dir, b.TempDir())
		start := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		return cost{time.Since(start), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	}
	starting, theirs := pofilter(one), pofilter(all)
	theirs.clock -= starting.clock
	theirs.processor -= starting.processor

	n, ours := 0, cost{}
	for b.Loop() {
		start, spent := time.Now(), spent()
		runAll(units, catalogs, nil)
		ours.clock += time.Since(start)
		ours.processor += spent()
		n++
	}
	b.ReportMetric(float64(len(catalogs)), "catalogs")
	b.ReportMetric(theirs.clock.Seconds(), "s-pofilter")
	b.ReportMetric(ours.clock.Seconds()/float64(n), "s-ours")
	b.ReportMetric(theirs.clock.Seconds()/ours.clock.Seconds()*float64(n), "times-by-the-clock")
	b.ReportMetric(theirs.processor.Seconds()/ours.processor.Seconds()*float64(n), "times-in-processor-time")
}

// spent begins to measure the processor's time that this process uses; what it
// returns ends it.
func spent() func() time.Duration {
	used := func() time.Duration {
		var r syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
			panic(err)
		}
		return time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	start := used()
	return func() time.Duration { return used() - start }
}
