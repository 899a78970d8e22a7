package publish

import (
	"bytes"
	"fmt"
	"slices"

	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/pdf"
	"multitude/internal/typeset"
)

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

// papers are the papers of multitude.toml's [pdf] table.
var papers = map[string]typeset.Paper{"letter": typeset.Letter, "a4": typeset.A4}

// A press sets an edition, in one layout or in several.
type press struct {
	*typeset.Press
	faces *fonts.Set
}

func (b *build) press(ed *edition.Edition) press {
	faces := b.library.For(ed.Locale)
	p := press{typeset.NewPress(faces, b.data), faces}
	if len(b.layouts(ed.Locale)) > 1 {
		p.Keep()
	}
	return p
}

// pages sets an edition in a layout of multitude.toml's [pdf] table. The
// findings tell of missing glyphs, of lines that stick out, of headings that are
// too long, and of fonts that another machine may not have.
func (b *build) pages(p press, ed *edition.Edition, layout string) (*typeset.Layout, []finding.Finding, error) {
	paper := papers[b.project.For(ed.Locale).PDF.Paper]
	set, found, err := p.Pages(ed, b.arranged(ed.Locale, layout))
	if err == nil {
		err = p.faces.Err()
	}
	if err != nil {
		return nil, found, err
	}
	for i, f := range found {
		if f.Unit != "" && layout != "standard" {
			found[i].Message += ", in the layout " + layout
		}
	}
	if layout == "booklet" {
		set = typeset.Impose(set, paper, ed.Locale.Dir)
	}
	return set, b.graded(append(found, b.foreign(p, ed.Locale)...), ed.Locale), nil
}

// arranged are the paper and the style of a layout; those of a booklet are of
// its pages, before they are put on sheets.
func (b *build) arranged(loc locale.Locale, layout string) typeset.Options {
	paper := papers[b.project.For(loc).PDF.Paper]
	switch layout {
	case "large-print":
		return typeset.Options{Paper: paper, Style: typeset.LargePrint}
	case "booklet":
		return typeset.Options{Paper: paper.Half(), Style: typeset.Booklet}
	}
	return typeset.Options{Paper: paper}
}

// foreign tells of fonts that another machine may not have.
func (b *build) foreign(p press, loc locale.Locale) []finding.Finding {
	var found []finding.Finding
	for _, f := range p.faces.Used() {
		if f.Origin == fonts.System {
			found = append(found, finding.Finding{
				Rule: "system-font", Severity: finding.Warning, Locale: loc.Tag,
				Message: fmt.Sprintf("%s comes from this machine's own fonts: another machine may make another edition", f.Family),
				Cure:    "put the font into a folder of the project, and name the folder in multitude.toml: [fonts] directories",
			})
		}
	}
	return found
}

// graded gives findings the severity that the project and the caller want.
func (b *build) graded(found []finding.Finding, loc locale.Locale) []finding.Finding {
	found = b.in.grade(found, loc)
	for i := range found {
		if found[i].Rule == "missing-glyph" && b.options.AllowMissingGlyphs {
			found[i].Severity = finding.Warning
		}
	}
	return found
}

// unheard are those of more that are not among found: layouts of one edition
// find the same.
func unheard(found, more []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(slices.Clone(more), func(f finding.Finding) bool { return slices.Contains(found, f) })
}

// A printed is an edition's PDF in one layout.
type printed struct {
	layout string
	data   []byte
	pages  int
}

// typeset makes the PDFs of an edition; none where findings keep it from being
// published.
func (b *build) typeset(ed *edition.Edition) (files []printed, found []finding.Finding, err error) {
	p := b.press(ed)
	for _, layout := range b.layouts(ed.Locale) {
		set, more, err := b.pages(p, ed, layout)
		found = append(found, unheard(found, more)...)
		if err != nil || finding.Worst(found) == finding.Error {
			return nil, found, err
		}
		data, err := b.print(ed, set)
		if err != nil {
			return nil, found, err
		}
		files = append(files, printed{layout, data, len(set.Pages)})
	}
	return files, found, nil
}

// besides makes the PDF of an original and a translation side by side; none
// where findings keep it from being published.
func (b *build) besides(original, ed *edition.Edition) ([]byte, []finding.Finding, error) {
	p := b.press(ed)
	set, found, err := p.Pair(original, ed, typeset.Options{Paper: papers[b.project.For(ed.Locale).PDF.Paper], Style: typeset.Beside})
	if err == nil {
		err = p.faces.Err()
	}
	found = b.graded(found, ed.Locale)
	if err != nil || finding.Worst(found) == finding.Error {
		return nil, found, err
	}
	data, err := b.print(ed, set)
	return data, found, err
}

// print writes a layout as a PDF.
func (b *build) print(ed *edition.Edition, set *typeset.Layout) ([]byte, error) {
	var w bytes.Buffer
	opts := []pdf.Option{pdf.Release()}
	if !b.options.Date.IsZero() {
		opts = append(opts, pdf.Date(b.options.Date))
	}
	if err := pdf.Write(&w, ed, set, opts...); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}
