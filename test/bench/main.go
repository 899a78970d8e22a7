// Command bench measures the tool beside Typst: the Universal Declaration of
// Human Rights in 48 languages and 38 scripts, A4, 11 points, justified, with
// the same fonts, in the same run, on the same cores. Each figure is of fresh
// processes that find nothing made before. make bench runs it.
//
//	go run ./test/bench [-rounds N] [-each]
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each is measured")
	each := flag.Bool("each", false, "measure a process for each text too")
	flag.Parse()
	if err := run(*rounds, *each); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, each bool) error {
	root, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	program := filepath.Join(root, "bin", "multitude")
	// Below the repository, so that the fonts of node_modules are found.
	dir := filepath.Join(root, "output", "bench")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	project := filepath.Join(dir, "project")
	texts, err := makeProject(program, project)
	if err != nil {
		return err
	}
	faces, err := facesOf(program, project, root)
	if err != nil {
		return err
	}
	jobs := filepath.Join(dir, "jobs.json")
	if err := writeJobs(jobs, texts, faces); err != nil {
		return err
	}

	out := filepath.Join(dir, "out")
	fresh := func() error { return os.RemoveAll(out) }
	ours := &timed{name: "multitude, one build", command: []string{program, "-C", project, "build", "--out", out}}
	peer := &timed{name: "Typst 0.14, one batch", command: []string{"node", "test/typst/batch.mjs", jobs, out}}
	for range rounds {
		for _, t := range []*timed{ours, peer} {
			if err := fresh(); err != nil {
				return err
			}
			if err := t.measure(); err != nil {
				return err
			}
			n, size, err := pdfs(out)
			if err != nil {
				return err
			}
			if n != len(texts) {
				return fmt.Errorf("%s made %d of %d documents", t.name, n, len(texts))
			}
			t.bytes = size / n
		}
	}
	fmt.Printf("%d texts, %d scripts; %d rounds on %d cores; the least of each\n\n", len(texts), scripts(texts), rounds, runtime.NumCPU())
	fmt.Printf("%-28s %9s %9s %9s %9s\n", "", "wall s", "CPU s", "peak MB", "kB a file")
	for _, t := range []*timed{ours, peer} {
		t.print()
	}
	fmt.Printf("\nmultitude is %.1f times as fast, its files are %.2f times as large\n", peer.wall().Seconds()/ours.wall().Seconds(), float64(ours.bytes)/float64(peer.bytes))
	if each {
		return measureEach(program, dir, texts, jobs, rounds)
	}
	return nil
}

// measureEach measures a process for each text, as many at a time as there are
// cores.
func measureEach(program, dir string, texts []*text, jobs string, rounds int) error {
	data, err := os.ReadFile(jobs)
	if err != nil {
		return err
	}
	var all batch
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	var ours, peer [][]string
	for i, t := range texts {
		single := filepath.Join(dir, "each", t.tag)
		if err := makeSingle(single, t); err != nil {
			return err
		}
		ours = append(ours, []string{program, "-C", single, "build", "--out", filepath.Join(dir, "out", t.tag)})
		one, err := json.Marshal(batch{Fonts: all.Fonts, Documents: all.Documents[i : i+1]})
		if err != nil {
			return err
		}
		path := filepath.Join(single, "job.json")
		if err := os.WriteFile(path, one, 0o666); err != nil {
			return err
		}
		peer = append(peer, []string{"node", "test/typst/batch.mjs", path, filepath.Join(dir, "out", t.tag)})
	}
	var least [2]time.Duration
	for range rounds {
		for i, commands := range [][][]string{ours, peer} {
			if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
				return err
			}
			start := time.Now()
			if err := together(commands); err != nil {
				return err
			}
			if d := time.Since(start); least[i] == 0 || d < least[i] {
				least[i] = d
			}
		}
	}
	fmt.Printf("\na process for each text: multitude %.2f s, Typst %.2f s, %.1f times as fast\n", least[0].Seconds(), least[1].Seconds(), least[1].Seconds()/least[0].Seconds())
	return nil
}

func together(commands [][]string) error {
	queue := make(chan []string)
	errs := make(chan error, len(commands))
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Go(func() {
			for c := range queue {
				if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
					errs <- fmt.Errorf("%s: %v\n%s", strings.Join(c, " "), err, out)
				}
			}
		})
	}
	for _, c := range commands {
		queue <- c
	}
	close(queue)
	wg.Wait()
	close(errs)
	return <-errs
}

// A timed is a command and what its runs took.
type timed struct {
	name    string
	command []string
	walls   []time.Duration
	cpus    []time.Duration
	peak    int64 // kB, the greatest
	bytes   int   // of a file, on average
}

func (t *timed) measure() error {
	c := exec.Command(t.command[0], t.command[1:]...)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	start := time.Now()
	err := c.Run()
	t.walls = append(t.walls, time.Since(start))
	if err != nil {
		return fmt.Errorf("%s: %v\n%s", strings.Join(t.command, " "), err, said.Bytes())
	}
	t.cpus = append(t.cpus, c.ProcessState.UserTime()+c.ProcessState.SystemTime())
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		t.peak = max(t.peak, int64(usage.Maxrss))
	}
	return nil
}

func (t *timed) wall() time.Duration { return slices.Min(t.walls) }

func (t *timed) print() {
	fmt.Printf("%-28s %9.2f %9.2f %9.0f %9.1f\n", t.name, t.wall().Seconds(), slices.Min(t.cpus).Seconds(), float64(t.peak)/1000, float64(t.bytes)/1000)
}

// pdfs counts the PDFs below dir, and their bytes.
func pdfs(dir string) (n, size int, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".pdf") {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		n, size = n+1, size+int(info.Size())
		return nil
	})
	return n, size, err
}
