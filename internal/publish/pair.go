package publish

import (
	"fmt"
	"slices"

	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/locale"
)

// original is the edition in the source's language; nil where its catalog
// cannot be read.
func (b *build) original() (*edition.Edition, error) {
	cat, _, err := b.in.load(b.project.Language)
	if err != nil || cat == nil {
		return nil, err
	}
	return b.in.edition(cat)
}

// pairPDF is the name of the PDF that has the original beside the translation.
func (b *build) pairPDF(loc locale.Locale) string {
	return b.project.Name + "-" + b.project.Language.Tag + "-" + loc.Tag + ".pdf"
}

// pair makes it.
func (b *build) pair(j *job, ed *edition.Edition) {
	original, err := b.original()
	if err != nil || original == nil {
		j.fail("its original cannot be read: %v", err)
		return
	}
	data, found, err := b.besides(original, ed)
	j.findings = append(j.findings, unheard(j.findings, found)...)
	switch {
	case err != nil:
		j.fail("%v", err)
	case data == nil:
		j.fail("characters are missing from all fonts")
	default:
		j.write(b.pairPDF(j.result.Locale), data)
	}
}

// pseudo adds the jobs of the test editions.
func (b *build) pseudo(jobs []*job) ([]*job, error) {
	for _, loc := range []locale.Locale{edition.PseudoAccents, edition.PseudoRTL} {
		if slices.Contains(b.in.Locales, loc) {
			return nil, fmt.Errorf("%s is the tag of a test edition, and the project has a translation under it\nhint: give the translation another tag", loc.Tag)
		}
		jobs = append(jobs, &job{result: Result{Locale: loc}, wanted: true, pseudo: true})
	}
	return jobs, nil
}

// disguised is the test edition of a job; nil where it cannot be made, and the
// job has failed.
func (b *build) disguised(j *job) *edition.Edition {
	original, err := b.original()
	if err != nil || original == nil {
		j.fail("the original cannot be read: %v", err)
		return nil
	}
	return original.Pseudo(j.result.Locale)
}

func (b *build) planPseudo(j *job) {
	ed := b.load(j)
	if ed == nil {
		return
	}
	j.title, j.endonym, j.result.Tally = ed.Title, j.result.Locale.Tag, ed.Tally
	j.say(ed)
	j.inputs = b.key(&catalog.Catalog{Locale: j.result.Locale})
	j.buildable = true
}

// shelfOf is the shelf as the page of a job is to know it: others do not know
// of a test edition, but it knows of itself.
func (b *build) shelfOf(j *job) *edition.Shelf {
	if !j.pseudo {
		return b.shelf
	}
	s := &edition.Shelf{Source: b.shelf.Source, BaseURL: b.shelf.BaseURL, Listings: slices.Clone(b.shelf.Listings)}
	s.Add(edition.Listing{Locale: j.result.Locale, Endonym: j.endonym, Title: j.title, Missing: j.missing, Files: b.files(j)})
	return s
}
