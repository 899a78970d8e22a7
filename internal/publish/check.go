package publish

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/source"
	"multitude/internal/spell"
	"multitude/internal/unit"
)

// A Request is what the caller of a check decides.
type Request struct {
	Tags    []string // the locales; all where empty
	Excused bool     // findings that the ledger excuses are returned, too
	Spell   bool     // words are looked up in the dictionaries of the system

	speller *spell.Speller
}

// Check says everything that is wrong with a project, or with the locales that
// tags name: with its source, its catalogs, its translations, its fonts and the
// layout of its pages. It writes nothing.
func Check(p *project.Project, tags []string) ([]finding.Finding, error) {
	return CheckWith(p, Request{Tags: tags})
}

// CheckWith is Check, with more to decide.
func CheckWith(p *project.Project, r Request) ([]finding.Finding, error) {
	in, err := Read(p)
	if err != nil {
		return nil, err
	}
	if r.Spell {
		if r.speller, err = spell.Open(); err != nil {
			return nil, err
		}
	}
	found := slices.Clone(in.Findings)
	if in.Document == nil {
		return found, nil
	}
	b := &build{project: p, in: in, formats: p.Formats}
	if slices.Contains(b.formats, "pdf") {
		err = b.openFonts()
	} else {
		b.library, err = fonts.Open(p.Root, p.Fonts.Directories)
	}
	if err != nil {
		return nil, err
	}
	var jobs []*job
	for _, loc := range in.Locales {
		if len(r.Tags) == 0 || slices.Contains(r.Tags, loc.Tag) {
			jobs = append(jobs, &job{result: Result{Locale: loc}})
		}
	}
	var mu sync.Mutex
	var failed error
	b.each(jobs, func(j *job) {
		mine, err := b.read(j.result.Locale, r)
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
func (b *build) read(loc locale.Locale, r Request) ([]finding.Finding, error) {
	cat, found, err := b.in.load(loc)
	if err != nil || cat == nil {
		return found, err
	}
	mine, err := b.in.words(cat, r)
	if found = append(found, mine...); err != nil {
		return found, err
	}
	ed, err := b.in.edition(cat)
	if err != nil {
		return found, err
	}
	if !slices.Contains(b.formats, "pdf") {
		more, err := b.strange(cat)
		return append(found, b.in.settle(cat, b.in.grade(more, loc), r.Excused)...), err
	}
	p := b.press(ed)
	for _, layout := range b.layouts(loc) {
		_, more, err := b.pages(p, ed, layout)
		if err != nil {
			return found, err
		}
		found = append(found, unheard(found, b.in.settle(cat, more, r.Excused))...)
	}
	return found, nil
}

// strange tells of the characters of messages for which a page or a book can
// bring no font along. A reader may have one: it is no error.
func (b *build) strange(cat *catalog.Catalog) (found []finding.Finding, err error) {
	for _, u := range b.in.Units {
		m := cat.Messages[u.ID]
		spans, err := source.ParseInline(m.Text)
		if err != nil {
			continue // no page shows it
		}
		missing, err := b.library.Missing(doc.PlainText(spans), cat.Locale)
		if err != nil {
			return found, err
		}
		if len(missing) > 0 {
			f := fonts.Lacking(missing, cat.Locale)
			f.Severity, f.Unit, f.Pos = finding.Warning, u.ID, m.Pos
			f.Message += ": readers see them only where their system has one"
			found = append(found, f)
		}
	}
	return found, nil
}

// CheckMessages is what the rules find in the messages of one locale: fonts and
// pages are left alone.
func CheckMessages(in *Inputs, loc locale.Locale, r Request) ([]finding.Finding, error) {
	var err error
	if r.Spell {
		if r.speller, err = spell.Open(); err != nil {
			return nil, err
		}
	}
	cat, found, err := in.load(loc)
	if err != nil || cat == nil {
		return found, err
	}
	mine, err := in.words(cat, r)
	return append(found, mine...), err
}

// words is what the rules find in a catalog.
func (in *Inputs) words(cat *catalog.Catalog, r Request) (found []finding.Finding, err error) {
	o := check.Options{Excused: r.Excused}
	loc := cat.Locale
	if r.speller != nil && loc != in.Project.Language {
		if name, ok := r.speller.Dictionary(loc); ok {
			o.Spell = func(text string) (words []string) {
				words, err = r.speller.Unknown(name, text)
				return words
			}
		} else {
			lang, _, _ := strings.Cut(loc.Tag, "-")
			found = append(found, finding.Finding{
				Rule: "spelling", Severity: finding.Hint, Locale: loc.Tag, Pos: doc.Position{File: cat.Path},
				Message: "words were not looked up: hunspell has no dictionary for this language here",
				Cure:    "install one, if there is one; on Debian and Ubuntu it would be called hunspell-" + lang,
			})
		}
	}
	return append(found, in.checked(cat, o)...), err
}

// settle gives findings about pages the place of the message that they are
// about, and takes out those that the ledger excuses; with keep they stay, as
// excused ones.
func (in *Inputs) settle(cat *catalog.Catalog, found []finding.Finding, keep bool) (out []finding.Finding) {
	for _, f := range found {
		i := slices.IndexFunc(in.Units, func(u unit.Unit) bool { return u.ID == f.Unit })
		if i >= 0 {
			if f.Pos.File == "" {
				f.Pos = cat.Messages[f.Unit].Pos
			}
			if x := check.Excuse(cat, in.Units[i], f); x != nil {
				if keep {
					out = append(out, *x)
				}
				continue
			}
		}
		out = append(out, f)
	}
	return out
}
