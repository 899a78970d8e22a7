package publish

import (
	"fmt"
	"slices"
	"sync"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/project"
)

// Check says everything that is wrong with a project, or with the locales that
// tags name: with its source, its catalogs, its translations, its fonts and the
// layout of its pages. It writes nothing.
func Check(p *project.Project, tags []string) ([]finding.Finding, error) {
	in, err := Read(p)
	if err != nil {
		return nil, err
	}
	found := slices.Clone(in.Findings)
	if in.Document == nil {
		return found, nil
	}
	b := &build{project: p, in: in, formats: p.Formats}
	if slices.Contains(b.formats, "pdf") {
		if err := b.openFonts(); err != nil {
			return nil, err
		}
	}
	var jobs []*job
	for _, loc := range in.Locales {
		if len(tags) == 0 || slices.Contains(tags, loc.Tag) {
			jobs = append(jobs, &job{result: Result{Locale: loc}})
		}
	}
	var mu sync.Mutex
	var failed error
	b.each(jobs, func(j *job) {
		mine, err := b.read(j.result.Locale)
		mu.Lock()
		defer mu.Unlock()
		found = append(found, mine...)
		if err != nil && failed == nil {
			failed = fmt.Errorf("%s: %w", j.result.Locale.Tag, err)
		}
	})
	finding.Sort(found)
	return found, failed
}

// read is what is wrong with one locale.
func (b *build) read(loc locale.Locale) ([]finding.Finding, error) {
	cat, found, err := b.in.load(loc)
	if err != nil || cat == nil {
		return found, err
	}
	found = append(found, b.in.check(cat)...)
	ed, err := b.in.edition(cat)
	if err != nil || b.library == nil {
		return found, err
	}
	p := b.press(ed)
	for _, layout := range b.layouts(loc) {
		_, more, err := b.pages(p, ed, layout)
		if err != nil {
			return found, err
		}
		found = append(found, unheard(found, more)...)
	}
	return found, nil
}
