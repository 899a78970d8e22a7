package main

import (
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"multitude/internal/finding"
	"multitude/internal/publish"
)

// A built is what came of a text's project.
type built struct {
	Code    string
	PDF     string   // its path; "" where it was not built
	Reason  string   // why not
	Missing []string // messages about missing glyphs
	System  []string // faces of this machine that were used
	Pages   int
	Millis  float64 // of the build, fonts and data loaded anew
}

// buildOwn makes and builds a project of each text below dir, on all
// processors.
func buildOwn(dir string, texts []text) []built {
	out := make([]built, len(texts))
	each(len(texts), func(i int) { out[i] = buildOne(filepath.Join(dir, texts[i].Code), &texts[i]) })
	return out
}

// each calls f with every number below n, on all processors.
func each(n int, f func(i int)) {
	queue := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range queue {
				f(i)
			}
		})
	}
	for i := range n {
		queue <- i
	}
	close(queue)
	wg.Wait()
}

func buildOne(dir string, t *text) built {
	b := built{Code: t.Code}
	p, err := own(dir, t)
	if err != nil {
		b.Reason = err.Error()
		return b
	}
	start := time.Now()
	r, err := publish.Build(p, publish.Options{AllowMissingGlyphs: true, Jobs: 1})
	b.Millis = float64(time.Since(start)) / float64(time.Millisecond)
	if err != nil {
		b.Reason = err.Error()
		return b
	}
	b.Missing, b.System = troubles(r.Findings)
	e := r.Editions[0]
	b.Reason, b.Pages = e.Reason, e.Pages
	for _, f := range e.Files {
		b.PDF = filepath.Join(r.Out, filepath.FromSlash(f))
	}
	return b
}

// troubles are the messages about missing glyphs, and about faces of the machine.
func troubles(found []finding.Finding) (missing, system []string) {
	for _, f := range found {
		switch f.Rule {
		case "missing-glyph":
			missing = append(missing, f.Message)
		case "system-font":
			system = append(system, f.Message)
		}
	}
	return missing, system
}

// prepare makes dir a folder from which the packages' fonts are found.
func prepare(dir, root string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	link := filepath.Join(dir, "node_modules")
	if _, err := os.Lstat(link); err == nil {
		return nil
	}
	modules, err := filepath.Abs(filepath.Join(root, "node_modules"))
	if err != nil {
		return err
	}
	return os.Symlink(modules, link)
}
