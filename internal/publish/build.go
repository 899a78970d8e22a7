package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"multitude/internal/atomicfile"
	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/html"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/typeset"
)

// Build makes the editions of a project, and the page that leads to them. What
// one edition lacks does not keep the others from being built: the Report says
// what became of each. The error is for what concerns them all.
func Build(p *project.Project, o Options) (*Report, error) {
	b := &build{project: p, options: o, out: o.Out, formats: o.Formats}
	if b.out == "" {
		b.out = p.OutputDir()
	}
	if len(b.formats) == 0 {
		b.formats = p.Formats
	}
	if err := os.MkdirAll(b.out, 0o777); err != nil {
		return nil, fmt.Errorf("the output folder cannot be made: %w\nhint: choose another with --out, or make it writable", err)
	}
	unlock, err := atomicfile.Lock(b.out)
	if err != nil {
		return nil, fmt.Errorf("the output folder cannot be locked: %w\nhint: choose another with --out, or make it writable", err)
	}
	defer unlock()
	b.manifest = readManifest(b.out)
	inputs := b.inputs()
	if r := b.current(inputs); r != nil && !o.Pseudo {
		return r, nil
	}
	b.manifest.Inputs = ""
	images := b.manifest.Images
	if b.in, err = Read(p); err != nil {
		return nil, err
	}
	if len(b.formats) > 0 {
		if err := b.openFonts(); err != nil {
			return nil, err
		}
	}
	if err := b.readLook(); err != nil {
		return nil, err
	}
	report, err := b.run()
	if err != nil {
		return nil, err
	}
	// A build that has something to say says it again the next time.
	if report.OK() && len(o.Tags) == 0 && !o.Pseudo && finding.Worst(report.Findings) != finding.Error {
		if slices.Equal(images, b.manifest.Images) {
			b.manifest.Inputs = inputs
		} else {
			b.manifest.Inputs = b.inputs()
		}
	}
	if err := b.manifest.write(b.out); err != nil {
		return nil, fmt.Errorf("the list of what was written cannot be saved: %w", err)
	}
	return report, nil
}

// build is the state of Build.
type build struct {
	project  *project.Project
	options  Options
	out      string
	formats  []string
	in       *Inputs
	library  *fonts.Library
	data     *typeset.Data
	manifest *manifest
	shelf    *edition.Shelf
	look     *html.Look
	total    int // of jobs

	menuFonts []html.Font                       // for the names of languages
	menuFiles map[string]func() ([]byte, error) // their files, by their names below the output folder

	mu   sync.Mutex // guards what follows, and the manifest
	done int
}

// current is the report of a build that has nothing to do, or nil.
func (b *build) current(inputs string) *Report {
	if b.manifest.Inputs == "" || b.manifest.Inputs != inputs {
		return nil
	}
	for name, o := range b.manifest.Site {
		if !o.stands(filepath.Join(b.out, filepath.FromSlash(name))) {
			return nil
		}
	}
	r := &Report{Out: b.out}
	for tag, e := range b.manifest.Editions {
		loc, err := locale.Parse(tag)
		if err != nil {
			return nil
		}
		result := Result{Locale: loc, Current: true, Pages: e.Pages, Tally: e.Tally}
		for name, o := range e.Outputs {
			if !o.stands(filepath.Join(b.out, tag, filepath.FromSlash(name))) {
				return nil
			}
			result.Files = append(result.Files, tag+"/"+name)
		}
		slices.Sort(result.Files)
		if len(b.options.Tags) == 0 || slices.Contains(b.options.Tags, tag) {
			r.Editions = append(r.Editions, result)
		}
	}
	b.order(r)
	return r
}

// order puts the original first, the others by their tags.
func (b *build) order(r *Report) {
	slices.SortFunc(r.Editions, func(x, y Result) int {
		switch source := b.project.Language; {
		case x.Locale == y.Locale:
			return 0
		case x.Locale == source:
			return -1
		case y.Locale == source:
			return 1
		case x.Locale.Tag < y.Locale.Tag:
			return -1
		}
		return 1
	})
}

func (b *build) run() (*Report, error) {
	report := &Report{Out: b.out, Findings: slices.Clone(b.in.Findings)}
	var jobs []*job
	for _, loc := range b.in.Locales {
		wanted := !b.options.Pseudo && (len(b.options.Tags) == 0 || slices.Contains(b.options.Tags, loc.Tag))
		jobs = append(jobs, &job{result: Result{Locale: loc}, wanted: wanted})
	}
	if b.options.Pseudo {
		var err error
		if jobs, err = b.pseudo(jobs); err != nil {
			return nil, err
		}
	}
	b.total = len(jobs)
	if b.in.Document == nil {
		for _, j := range jobs {
			if j.wanted {
				j.fail("the source cannot be published as it is")
				report.Editions = append(report.Editions, j.result)
			}
		}
		b.order(report)
		return report, nil
	}
	b.manifest.Images = nil
	for name := range b.in.images {
		b.manifest.Images = append(b.manifest.Images, b.in.relative(filepath.Join(filepath.Dir(b.project.SourcePath()), filepath.FromSlash(name))))
	}
	slices.Sort(b.manifest.Images)

	// Three rounds, because a page leads to the other editions, and so must
	// know which of them there are. Between the rounds a job keeps a few
	// strings: memory does not grow with the number of locales.
	b.each(jobs, b.plan)
	b.each(jobs, b.pdf)
	b.each(jobs, b.ebook)
	if err := b.shelve(jobs); err != nil {
		return nil, err
	}
	b.each(jobs, b.page)
	if err := b.site(); err != nil {
		return nil, err
	}
	// Where a catalog's name is in doubt, so is whether its edition is gone.
	inDoubt := slices.ContainsFunc(b.in.Findings, func(f finding.Finding) bool { return f.Rule == catalog.RuleTag })
	if len(b.options.Tags) == 0 && !inDoubt {
		b.forget(jobs)
	}
	if err := b.sums(); err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.wanted {
			report.Editions = append(report.Editions, j.result)
			report.Findings = append(report.Findings, j.findings...)
		}
	}
	finding.Sort(report.Findings)
	b.order(report)
	return report, nil
}

// each runs a round over the jobs, as many at a time as there are processors.
func (b *build) each(jobs []*job, round func(*job)) {
	n := b.options.Jobs
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	queue := make(chan *job)
	var wg sync.WaitGroup
	for range min(n, len(jobs)) {
		wg.Go(func() {
			for j := range queue {
				round(j)
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wg.Wait()
}

func (b *build) progress(of int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.options.Progress != nil {
		b.options.Progress(b.done, of)
	}
}

// forget takes away the files of editions whose catalog is gone, as far as the
// manifest knows them as ours and they are as they were written.
func (b *build) forget(jobs []*job) {
	for tag, e := range b.manifest.Editions {
		if slices.ContainsFunc(jobs, func(j *job) bool { return j.result.Locale.Tag == tag }) {
			continue
		}
		if _, err := locale.Parse(tag); err == nil {
			dir := filepath.Join(b.out, tag)
			var ours []string
			for name, o := range e.Outputs {
				if o.stands(filepath.Join(dir, filepath.FromSlash(name))) {
					ours = append(ours, name)
				}
			}
			if s, err := atomicfile.Stage(dir); err == nil {
				s.Commit(ours)
			}
			os.Remove(dir) // stays where something of others is in it
		}
		delete(b.manifest.Editions, tag)
	}
}
