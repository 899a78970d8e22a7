package publish

import (
	"bytes"
	"fmt"

	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
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
	opts := []pdf.Option{pdf.Release()}
	if !b.options.Date.IsZero() {
		opts = append(opts, pdf.Date(b.options.Date))
	}
	if err := pdf.Write(&w, ed, layout, opts...); err != nil {
		return nil, 0, found, err
	}
	return w.Bytes(), len(layout.Pages), found, nil
}
