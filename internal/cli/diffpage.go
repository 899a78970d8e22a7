package cli

import (
	_ "embed"
	"html/template"

	"multitude/internal/catalog"
	"multitude/internal/locale"
	"multitude/internal/publish"
	"multitude/internal/worddiff"
)

//go:embed diff.html
var diffTemplate string

// diffPage writes the changes as one page that needs nothing beside it.
func (a *app) diffPage(in *publish.Inputs, cat *catalog.Catalog, changes []catalog.Change) error {
	loc := cat.Locale
	page := struct {
		Name, Tag, Language string
		Changes             []changeOnPage
	}{Name: in.Project.Name, Tag: loc.Tag, Language: endonym(loc, cat)}
	for _, c := range changes {
		words := template.HTML(template.HTMLEscapeString(printable(c.Unit.Text)))
		if c.Known {
			words = worddiff.HTML(worddiff.Words(printable(c.Former), printable(c.Unit.Text)))
		}
		page.Changes = append(page.Changes, changeOnPage{
			ID: c.Unit.ID, File: a.path(c.Message.Pos.File), Line: c.Message.Pos.Line, Edit: kindOfEdit(c), Known: c.Known, State: c.State.String(),
			Source: in.Project.Language, Locale: loc, Words: words, Translation: printable(c.Message.Text),
		})
	}
	t, err := template.New("diff").Parse(diffTemplate)
	if err != nil {
		return err
	}
	return t.Execute(a.out, page)
}

type changeOnPage struct {
	ID, File       string
	Line           int
	Edit, State    string
	Known          bool
	Source, Locale locale.Locale
	Words          template.HTML // the source's text, with <del> and <ins>
	Translation    string
}
