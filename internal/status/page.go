package status

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/html"
	"multitude/internal/locale"
	"multitude/internal/worddiff"
)

// A Look is how the pages of a report look, and where they stand.
type Look struct {
	Accent string      // "#rrggbb", or "" for the standard one
	Fonts  []html.Font // for the names of languages, from the pages' folder
	Own    *html.Look  // the project's own, or nil
	Site   string      // the way from the pages to the site, with a slash at its end; "" where there is none
	Built  func(tag string) bool
}

// Files are the status page and what belongs to it, by their names: the pages
// of changes, the same as JSON, and badges.
func (r *Report) Files(look Look) (map[string][]byte, error) {
	out := map[string][]byte{}
	for tag, b := range r.Badges() {
		out["badges/"+tag+".svg"] = b
	}
	data, err := json.MarshalIndent(r.JSON(nil), "", "  ")
	if err != nil {
		return nil, err
	}
	out["status.json"] = append(data, '\n')
	view := r.view(look)
	for i, l := range view.Rows {
		if len(l.Changes) == 0 {
			continue
		}
		name := "changes-" + l.Tag + ".html"
		view.Rows[i].DiffAt = name
		page := *view
		page.Rows, page.Only = []row{l}, true
		page.Title = "What changed for " + l.English
		if out[name], err = page.write(); err != nil {
			return nil, err
		}
	}
	view.Separate = true
	out["index.html"], err = view.write()
	return out, err
}

// Page is the report as one page that stands alone, with the changes below.
func (r *Report) Page(look Look) ([]byte, error) {
	v := r.view(look)
	for i, l := range v.Rows {
		v.Rows[i].DiffAt = "#changes-" + l.Tag
	}
	return v.write()
}

//go:embed page.html
var pageTemplate string

//go:embed style.css
var pageStyle string

// A view is what page.html is given.
type view struct {
	Title, Work string
	Lang, Dir   string // of the original
	Site        string
	Policy      string
	Style       template.CSS
	Separate    bool // the changes have pages of their own
	Only        bool // this is such a page
	Extracted   bool
	Words       int // of the source
	Languages   int
	UpToDate    int // hundredths of all translations' words
	Reviewed    int
	Bar         bar
	Rows        []row
}

// A row is a locale on the page.
type row struct {
	Tag, Dir, Name, English string
	File                    string
	Href                    string // of its edition, or ""
	Broken                  bool
	Bar                     bar
	Steps                   []Step
	DiffAt                  string
	Changes                 []change
}

// changes is a row's changes as the template shows them: with the language of
// the source.
type changes struct {
	row
	Lang, SourceDir string
	Only            bool
}

// Small says whether one of the edits cannot change a translation.
func (l row) Small() bool {
	return slices.ContainsFunc(l.Changes, func(c change) bool { return c.small })
}

// With is the row on its page.
func (l row) With(v *view) changes { return changes{l, v.Lang, v.Dir, v.Only} }

type change struct {
	ID, Anchor  string
	Place       string
	Kind        string // of the edit
	Diff        template.HTML
	Translation string
	small       bool
}

// kindOf says in words what became of the source.
func kindOf(c catalog.Change) string {
	switch {
	case !c.Known:
		return "the wording that was translated is not known any more"
	case c.Class.Small():
		return c.Class.String() + " only"
	}
	return "an edit of meaning"
}

// A bar is a picture of shares, and what it says in words.
type bar struct {
	ID     string
	Said   string
	Parts  []part
	Shares []Share
}

// A part of a bar, in hundredths of its width.
type part struct {
	Kind     string
	X, Width string
}

func (r *Report) view(look Look) *view {
	whole := r.Whole()
	source := r.Source.Locale
	v := &view{
		Title: "How far the translations are", Work: r.Title, Lang: source.Tag, Dir: source.Dir.String(), Site: look.Site,
		Extracted: r.Extracted, Words: r.Source.Tally.Words, Languages: len(r.Locales),
		UpToDate: percent(upToDate(whole), whole.Words), Reviewed: percent(reviewed(whole), whole.Words),
		Bar: barOf("_all", "All translations", whole),
	}
	tags := []locale.Locale{source}
	for _, p := range r.Locales {
		tags = append(tags, p.Locale)
		tag := p.Locale.Tag
		l := row{
			Tag: tag, Dir: p.Locale.Dir.String(), Name: p.Name(), English: p.English(), File: p.File,
			Broken: p.Broken, Steps: p.Next(), Bar: barOf("_"+tag, p.English(), p.Tally),
		}
		if look.Built != nil && look.Built(tag) {
			l.Href = look.Site + tag + "/index.html"
		}
		for _, c := range p.Changes {
			x := change{ID: c.Unit.ID, Anchor: tag + "." + c.Unit.ID, Place: fmt.Sprintf("%s:%d", p.File, c.Message.Pos.Line), Kind: kindOf(c), Translation: c.Message.Text, small: c.Known && c.Class.Small()}
			x.Diff = worddiff.HTML([]worddiff.Edit{{Kind: worddiff.Same, Text: c.Unit.Text}})
			if c.Known {
				x.Diff = worddiff.HTML(worddiff.Words(c.Former, c.Unit.Text))
			}
			l.Changes = append(l.Changes, x)
		}
		v.Rows = append(v.Rows, l)
	}
	english := locale.MustParse("en")
	v.Style = template.CSS(strings.TrimSpace(html.Style(english, look.Accent, look.Fonts, tags...) + html.Compact(pageStyle) + look.Own.AddedStyle()))
	v.Policy = html.Policy(string(v.Style), "")
	return v
}

func (v *view) write() ([]byte, error) {
	var b bytes.Buffer
	err := (*html.Look)(nil).Execute(&b, "status.html", pageTemplate, v)
	return b.Bytes(), err
}

// barOf is the bar of a tally, which is name's.
func barOf(id, name string, t edition.Tally) bar {
	b := bar{ID: id, Shares: shares(t)}
	var said []string
	at := 0
	for _, s := range b.Shares {
		if s.Words == 0 {
			continue
		}
		b.Parts = append(b.Parts, part{s.Kind, hundredths(at, s.Of), hundredths(s.Words, s.Of)})
		said = append(said, fmt.Sprintf("%s %d", s.Kind, s.Words))
		at += s.Words
	}
	b.Said = fmt.Sprintf("%s: of %s, %s", name, count(t.Words, "word"), strings.Join(said, ", "))
	if len(said) == 0 {
		b.Said = name + ": there are no words"
	}
	return b
}

func hundredths(part, whole int) string {
	return fmt.Sprintf("%.2f%%", 100*float64(part)/float64(whole))
}
