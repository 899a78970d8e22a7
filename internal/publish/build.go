package publish

import (
	"bytes"
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
	"multitude/internal/pdf"
	"multitude/internal/project"
	"multitude/internal/site"
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
	if r := b.current(inputs); r != nil {
		return r, nil
	}
	b.manifest.Inputs = ""
	images := b.manifest.Images
	if b.in, err = Read(p); err != nil {
		return nil, err
	}
	if slices.Contains(b.formats, "pdf") {
		if err := b.openFonts(); err != nil {
			return nil, err
		}
	}
	report, err := b.run()
	if err != nil {
		return nil, err
	}
	// A build that has something to say says it again the next time.
	if report.OK() && len(o.Tags) == 0 && finding.Worst(report.Findings) != finding.Error {
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

	mu   sync.Mutex // guards what follows, and the manifest
	done int
}

// A job is an edition on its way.
type job struct {
	result    Result
	title     edition.Text
	endonym   string
	draft     bool
	inputs    string // hash of all that its PDF is made from
	wanted    bool   // it is one of those that the caller named
	buildable bool
	staged    *atomicfile.Staged
	outputs   map[string][]byte // name → SHA-256 is taken when they are in place
	findings  []finding.Finding
}

// openFonts finds the faces, and the data that line breaking needs.
func (b *build) openFonts() error {
	var err error
	if b.library, err = fonts.Open(b.project.Root, b.project.Fonts.Directories); err != nil {
		return err
	}
	data, err := b.library.Data()
	if err != nil {
		return err
	}
	b.data, err = typeset.LoadData(data)
	return err
}

// inputs is the hash of everything that a build of all editions reads.
func (b *build) inputs() string {
	d := b.common()
	p := b.project
	d.file(p.SourcePath())
	names, _ := filepath.Glob(filepath.Join(p.LocalesDir(), "*.toml"))
	slices.Sort(names)
	for _, n := range names {
		d.file(n)
	}
	// Pictures are known once the source has been read; the manifest has those
	// of the last time, and a source that names others has changed itself.
	for _, img := range b.manifest.Images {
		d.file(filepath.Join(p.Root, filepath.FromSlash(img)))
	}
	return d.String()
}

// common is what all editions depend on beside the source and the catalogs:
// the tool, the settings, the fonts.
func (b *build) common() digest {
	d := newDigest()
	if exe, err := os.Executable(); err == nil {
		d.stat(exe)
	}
	p := b.project
	d.file(p.File).add(b.formats, b.options.AllowMissingGlyphs, b.options.Strict, b.options.Date.UTC())
	for _, dir := range p.Fonts.Directories {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			d.stat(filepath.Join(dir, e.Name()))
		}
	}
	return d
}

// current is the report of a build that has nothing to do, or nil.
func (b *build) current(inputs string) *Report {
	if b.manifest.Inputs == "" || b.manifest.Inputs != inputs || !b.manifest.Index.stands(filepath.Join(b.out, "index.html")) {
		return nil
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
		jobs = append(jobs, &job{result: Result{Locale: loc}, wanted: len(b.options.Tags) == 0 || slices.Contains(b.options.Tags, loc.Tag)})
	}
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
	b.shelve(jobs)
	b.each(jobs, b.page)
	if err := b.index(); err != nil {
		return nil, err
	}
	// Where a catalog's name is in doubt, so is whether its edition is gone.
	inDoubt := slices.ContainsFunc(b.in.Findings, func(f finding.Finding) bool { return f.Rule == catalog.RuleTag })
	if len(b.options.Tags) == 0 && !inDoubt {
		b.forget(jobs)
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

func (j *job) fail(format string, args ...any) {
	j.result.Failed = true
	j.result.Built = false
	j.result.Reason = fmt.Sprintf(format, args...)
	j.buildable = false
	if j.staged != nil {
		j.staged.Abort()
		j.staged = nil
	}
}

// load makes the edition of a job's locale; nil where it cannot be made, and
// the job has failed.
func (b *build) load(j *job) *edition.Edition {
	cat, found, err := b.in.load(j.result.Locale)
	if err != nil {
		j.fail("%v", err)
		return nil
	}
	if cat == nil {
		j.findings = found
		j.fail("its catalog cannot be read")
		return nil
	}
	ed, err := b.in.edition(cat)
	if err != nil {
		j.fail("%v", err)
		return nil
	}
	return ed
}

// plan reads the catalog, checks it, and decides whether the edition may be
// built.
func (b *build) plan(j *job) {
	loc := j.result.Locale
	cat, found, err := b.in.load(loc)
	j.findings = found
	if err != nil {
		j.fail("%v", err)
		return
	}
	if cat == nil {
		j.fail("its catalog cannot be read")
		return
	}
	j.findings = append(j.findings, b.in.check(cat)...)
	ed, err := b.in.edition(cat)
	if err != nil {
		j.fail("%v", err)
		return
	}
	j.title, j.endonym, j.draft, j.result.Tally = ed.Title, endonym(loc, cat), ed.Tally.AllMachine(), ed.Tally
	j.inputs = b.key(cat)
	s := b.project.For(loc)
	if loc != b.project.Language {
		t := ed.Tally
		if t.Units > 0 && float64(t.Fresh) < s.Publish.LeastComplete*float64(t.Units) {
			j.fail("%d of %d passages are translated and up to date, and least-complete asks for %.0f %%", t.Fresh, t.Units, 100*s.Publish.LeastComplete)
			return
		}
	}
	if b.options.Strict && finding.Worst(j.findings) == finding.Error {
		j.fail("it has findings of severity error, and --strict was given")
		return
	}
	j.buildable = true
}

// key is the hash of all that the PDF of an edition is made from.
func (b *build) key(cat *catalog.Catalog) string {
	d := b.common().file(b.project.SourcePath())
	for _, name := range b.manifest.Images {
		d.file(filepath.Join(b.project.Root, filepath.FromSlash(name)))
	}
	dir := b.project.LocalesDir()
	for _, kind := range []string{"active", "review"} {
		d.file(filepath.Join(dir, kind+"."+cat.Locale.Tag+".toml"))
	}
	// Identity and freshness come from the units of the last extract, and from
	// what former hashes stood for.
	source := b.project.Language.Tag
	d.file(filepath.Join(dir, "active."+source+".toml")).file(filepath.Join(dir, "history."+source+".toml"))
	return d.String()
}

// pdfName is the name of an edition's PDF.
func (b *build) pdfName(loc locale.Locale) string {
	return b.project.Name + "-" + loc.Tag + ".pdf"
}

// pdf makes the PDF of a job, staged; not where the one of the last build
// stands.
func (b *build) pdf(j *job) {
	if !j.buildable || !j.wanted {
		return
	}
	loc := j.result.Locale
	staged, err := atomicfile.Stage(filepath.Join(b.out, loc.Tag))
	if err != nil {
		j.fail("the folder of the edition cannot be written: %v", err)
		return
	}
	j.staged = staged
	if !slices.Contains(b.formats, "pdf") {
		return
	}
	name := b.pdfName(loc)
	if former := b.former(loc); former != nil && former.PDF == j.inputs && former.Outputs[name].stands(filepath.Join(b.out, loc.Tag, name)) {
		j.result.Pages = former.Pages
		return
	}
	ed := b.load(j)
	if ed == nil {
		return
	}
	data, pages, found, err := b.typeset(ed)
	j.findings = append(j.findings, found...)
	if err != nil {
		j.fail("%v", err)
		return
	}
	if data == nil {
		j.fail("characters are missing from all fonts")
		return
	}
	j.result.Pages = pages
	j.write(name, data)
}

// papers are the papers of multitude.toml's [pdf] table.
var papers = map[string]typeset.Paper{"letter": typeset.Letter, "a4": typeset.A4}

// pages lays an edition out. The findings tell of missing glyphs, of lines that
// stick out, and of fonts that another machine may not have.
func (b *build) pages(ed *edition.Edition) (*typeset.Layout, []finding.Finding, error) {
	faces := b.library.For(ed.Locale)
	layout, found, err := typeset.Pages(ed, faces, b.data, typeset.Options{Paper: papers[b.project.For(ed.Locale).PDF.Paper]})
	if err == nil {
		err = faces.Err()
	}
	if err != nil {
		return nil, found, err
	}
	for _, f := range faces.Used() {
		if f.Origin == fonts.System {
			found = append(found, finding.Finding{
				Rule: "system-font", Severity: finding.Warning, Locale: ed.Locale.Tag,
				Message: fmt.Sprintf("%s comes from this machine's own fonts: another machine may make another edition", f.Family),
				Cure:    "put the font into a folder of the project, and name the folder in multitude.toml: [fonts] directories",
			})
		}
	}
	found = b.in.grade(found, ed.Locale)
	for i := range found {
		if found[i].Rule == "missing-glyph" && b.options.AllowMissingGlyphs {
			found[i].Severity = finding.Warning
		}
	}
	return layout, found, nil
}

// typeset makes the PDF of an edition. data is nil where findings keep it from
// being published.
func (b *build) typeset(ed *edition.Edition) (data []byte, pages int, found []finding.Finding, err error) {
	layout, found, err := b.pages(ed)
	if err != nil || finding.Worst(found) == finding.Error {
		return nil, 0, found, err
	}
	var w bytes.Buffer
	var opts []pdf.Option
	if !b.options.Date.IsZero() {
		opts = append(opts, pdf.Date(b.options.Date))
	}
	if err := pdf.Write(&w, ed, layout, opts...); err != nil {
		return nil, 0, found, err
	}
	return w.Bytes(), len(layout.Pages), found, nil
}

func (b *build) former(loc locale.Locale) *published {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.manifest.Editions[loc.Tag]
}

// write stages a file of the edition.
func (j *job) write(name string, data []byte) {
	path, err := j.staged.Path(name)
	if err == nil {
		err = os.WriteFile(path, data, 0o666)
	}
	if err != nil {
		j.fail("%s cannot be written: %v", name, err)
		return
	}
	if j.outputs == nil {
		j.outputs = map[string][]byte{}
	}
	j.outputs[name] = hashOf(data)
}

// shelve lists the editions that will stand in the output folder: those that
// are being built, and those that an earlier build left.
func (b *build) shelve(jobs []*job) {
	b.shelf = &edition.Shelf{Source: b.project.Language, BaseURL: b.project.BaseURL}
	for _, j := range jobs {
		loc := j.result.Locale
		building := j.buildable && j.wanted
		if !building {
			if _, err := os.Stat(filepath.Join(b.out, loc.Tag, "index.html")); err != nil || j.endonym == "" {
				continue
			}
		}
		l := edition.Listing{Locale: loc, Endonym: j.endonym, Title: j.title, Draft: j.draft}
		name := b.pdfName(loc)
		if building && slices.Contains(b.formats, "pdf") {
			l.PDF = name
		} else if _, err := os.Stat(filepath.Join(b.out, loc.Tag, name)); err == nil {
			l.PDF = name
		}
		b.shelf.Add(l)
	}
}

// page makes the web page of a job, and puts all of its files in their places.
func (b *build) page(j *job) {
	defer b.progress(len(b.in.Locales))
	if !j.buildable || !j.wanted {
		return
	}
	loc := j.result.Locale
	next := &published{PDF: j.inputs, Pages: j.result.Pages, Tally: j.result.Tally, Outputs: map[string]*output{}}
	former := b.former(loc)
	if former == nil {
		former = &published{}
	}
	keep := func(name string) bool {
		o := former.Outputs[name]
		if !o.stands(filepath.Join(b.out, loc.Tag, filepath.FromSlash(name))) {
			return false
		}
		next.Outputs[name] = o
		return true
	}
	if slices.Contains(b.formats, "pdf") && j.outputs[b.pdfName(loc)] == nil {
		keep(b.pdfName(loc))
	}
	if slices.Contains(b.formats, "html") {
		next.HTML = b.pageKey(j)
		if !(former.HTML == next.HTML && keep("index.html")) {
			ed := b.load(j)
			if ed == nil {
				return
			}
			var w bytes.Buffer
			if err := html.Write(&w, ed, b.shelf); err != nil {
				j.fail("%v", err)
				return
			}
			j.write("index.html", w.Bytes())
		}
		for _, img := range b.in.images {
			if j.buildable && !keep(img.File) {
				j.write(img.File, img.Data)
			}
		}
		if !j.buildable {
			return
		}
	}
	var unwanted []string
	for name := range former.Outputs {
		if next.Outputs[name] == nil && j.outputs[name] == nil {
			unwanted = append(unwanted, name)
		}
	}
	if err := j.staged.Commit(unwanted); err != nil {
		j.fail("its files cannot be put in their places: %v", err)
		return
	}
	for name, sum := range j.outputs {
		o, err := record(filepath.Join(b.out, loc.Tag, filepath.FromSlash(name)), sum)
		if err != nil {
			j.fail("%v", err)
			return
		}
		next.Outputs[name] = o
	}
	for name := range next.Outputs {
		j.result.Files = append(j.result.Files, loc.Tag+"/"+name)
	}
	slices.Sort(j.result.Files)
	j.result.Built = len(j.outputs) > 0
	j.result.Current = !j.result.Built
	b.mu.Lock()
	b.manifest.Editions[loc.Tag] = next
	b.mu.Unlock()
}

// pageKey is the hash of all that the page of an edition is made from: more
// than its PDF, because it leads to the other editions.
func (b *build) pageKey(j *job) string {
	d := newDigest().add(j.inputs, b.shelf.BaseURL)
	for _, l := range b.shelf.Listings {
		d.add(l.Locale.Tag, l.Endonym, l.PDF)
	}
	return d.String()
}

func (b *build) progress(of int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.options.Progress != nil {
		b.options.Progress(b.done, of)
	}
}

// index makes the page that leads to all editions.
func (b *build) index() error {
	if !slices.Contains(b.formats, "html") || len(b.shelf.Listings) == 0 {
		return nil
	}
	cat, _, err := b.in.load(b.project.Language)
	if err != nil || cat == nil {
		return err
	}
	ed, err := b.in.edition(cat)
	if err != nil {
		return err
	}
	var w bytes.Buffer
	if err := site.Index(&w, ed, b.shelf); err != nil {
		return err
	}
	path := filepath.Join(b.out, "index.html")
	if b.manifest.Index.stands(path) && b.manifest.Index.SHA256 == hexOf(hashOf(w.Bytes())) {
		return nil
	}
	if err := atomicfile.Write(path, w.Bytes(), 0o666); err != nil {
		return fmt.Errorf("the page of all editions cannot be written: %w", err)
	}
	b.manifest.Index, err = record(path, hashOf(w.Bytes()))
	return err
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
