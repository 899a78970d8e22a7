package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"multitude/internal/atomicfile"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
)

// A job is an edition on its way.
type job struct {
	result    Result
	title     edition.Text
	endonym   string
	labels    []edition.Text // of fileKinds
	missing   edition.Text   // see edition.Listing
	draft     bool
	inputs    string // hash of all that its PDF is made from
	pseudo    bool   // it is a test edition
	wanted    bool   // it is one of those that the caller named
	buildable bool
	staged    *atomicfile.Staged
	outputs   map[string][]byte // name → SHA-256 is taken when they are in place
	findings  []finding.Finding
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
	if j.pseudo {
		return b.disguised(j)
	}
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
	if j.pseudo {
		b.planPseudo(j)
		return
	}
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
	// The guess at the language would take as long as all other rules, and is
	// never more than a warning: check has time for it.
	j.findings = append(j.findings, b.in.check(cat, "language")...)
	ed, err := b.in.edition(cat)
	if err != nil {
		j.fail("%v", err)
		return
	}
	j.title, j.endonym, j.draft, j.result.Tally = ed.Title, endonym(loc, cat), ed.Tally.AllMachine(), ed.Tally
	j.say(ed)
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

// say keeps the words by which others lead to the edition.
func (j *job) say(ed *edition.Edition) {
	for _, k := range fileKinds {
		j.labels = append(j.labels, ed.Word(k.word, nil))
	}
	j.missing = ed.Word("edition.not-found", nil)
}

// pdf makes the PDFs of a job, staged; not those of the last build that stand.
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
	former := b.former(loc)
	same := former != nil && former.PDF == j.inputs
	standing := func(name string) bool {
		return same && former.Outputs[name].stands(filepath.Join(b.out, loc.Tag, name))
	}
	all := same
	for _, layout := range b.layouts(loc) {
		all = all && standing(b.pdfName(loc, layout))
	}
	paired := !b.options.Pair || loc == b.project.Language || standing(b.pairPDF(loc))
	if all {
		j.result.Pages = former.Pages
	}
	if all && paired {
		return
	}
	ed := b.load(j)
	if ed == nil {
		return
	}
	if !paired {
		b.pair(j, ed)
	}
	if all || !j.buildable {
		return
	}
	files, found, err := b.typeset(ed)
	if cat, _, failed := b.in.load(loc); failed == nil && cat != nil && len(found) > 0 {
		found = b.in.settle(cat, found, false)
	}
	j.findings = append(j.findings, unheard(j.findings, found)...)
	if err != nil {
		j.fail("%v", err)
		return
	}
	if files == nil {
		j.fail("characters are missing from all fonts")
		return
	}
	j.result.Pages = files[0].pages
	for _, f := range files {
		j.write(b.pdfName(loc, f.layout), f.data)
	}
}

// page makes the web page of a job, and puts all of its files in their places.
func (b *build) page(j *job) {
	defer b.progress(b.total)
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
	for _, layout := range b.layouts(loc) {
		if name := b.pdfName(loc, layout); slices.Contains(b.formats, "pdf") && j.outputs[name] == nil {
			keep(name)
		}
	}
	if name := b.epubName(loc); slices.Contains(b.formats, "epub") && j.outputs[name] == nil {
		keep(name)
	}
	// One with the original beside it, made when somebody asked for it, stays as
	// long as it is what would be made now.
	if name := b.pairPDF(loc); former.PDF == next.PDF && former.Outputs[name] != nil && j.outputs[name] == nil {
		keep(name)
	}
	if slices.Contains(b.formats, "html") {
		if err := b.web(j, former, next, keep); err != nil {
			j.fail("%v", err)
			return
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

func (b *build) former(loc locale.Locale) *published {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.manifest.Editions[loc.Tag]
}

// write stages a file of the edition, unless it has failed already.
func (j *job) write(name string, data []byte) {
	if j.staged == nil {
		return
	}
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

// layouts are those in which the PDF of a locale is made.
func (b *build) layouts(loc locale.Locale) []string { return b.project.For(loc).PDF.Layouts }

// pdfName is the name of an edition's PDF in a layout.
func (b *build) pdfName(loc locale.Locale, layout string) string {
	name := b.project.Name + "-" + loc.Tag
	if layout != "standard" {
		name += "-" + layout
	}
	return name + ".pdf"
}
