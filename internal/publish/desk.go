package publish

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"multitude/internal/catalog"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/html"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/typeset"
)

// A Desk has at hand what editions are made from, so that one of them can be
// made again and again, in memory, while its texts change. What it says is what
// Build would write. Its methods are safe for concurrent use; it keeps no
// catalog but the source's.
type Desk struct {
	Inputs *Inputs

	build *build
	index func() map[string]int // see Excerpt
}

// NewDesk reads a project. Fonts and dictionaries are those of the former desk
// where that is given and the project's own fonts are in the same folders.
func NewDesk(p *project.Project, former *Desk) (*Desk, error) {
	in, err := Read(p)
	if err != nil {
		return nil, err
	}
	b := &build{project: p, in: in, formats: p.Formats}
	if former != nil && slices.Equal(former.build.project.Fonts.Directories, p.Fonts.Directories) {
		b.library, b.data = former.build.library, former.build.data
	} else if err := b.openFonts(); err != nil {
		return nil, err
	}
	if err := b.readLook(); err != nil {
		return nil, err
	}
	return &Desk{in, b, sync.OnceValue(in.index)}, nil
}

// Catalog reads the catalog of a locale, and what is wrong with it; it is nil
// where the catalog cannot be used.
func (d *Desk) Catalog(loc locale.Locale) (*catalog.Catalog, []finding.Finding, error) {
	return d.Inputs.load(loc)
}

// Check reads a catalog against the rules that the project has on.
func (d *Desk) Check(cat *catalog.Catalog) []finding.Finding { return d.Inputs.check(cat) }

// Edition makes the edition of a catalog. One that is a draft uses all messages,
// whatever state the project asks for before it publishes them.
func (d *Desk) Edition(cat *catalog.Catalog, draft bool) (*edition.Edition, error) {
	return d.Inputs.editionFrom(cat, draft)
}

// A Shelf is all editions of the project as the page of one of them must know
// them, with the fonts that the names of their languages need.
type Shelf struct {
	shelf *edition.Shelf
	build *build // a copy of the desk's, with the shelf and its fonts
}

// Shelf puts the listings together.
func (d *Desk) Shelf(listings []edition.Listing) (*Shelf, error) {
	b := &build{project: d.build.project, formats: []string{"html"}, in: d.Inputs, library: d.build.library, data: d.build.data, look: d.build.look}
	b.shelf = &edition.Shelf{Source: b.project.Language, BaseURL: b.project.BaseURL}
	for _, l := range listings {
		b.shelf.Add(l)
	}
	if err := b.menu(); err != nil {
		return nil, err
	}
	return &Shelf{b.shelf, b}, nil
}

// With is the shelf with one listing in the place of that of the same locale.
func (s *Shelf) With(l edition.Listing) *Shelf {
	shelf := *s.shelf
	shelf.Listings = slices.DeleteFunc(slices.Clone(shelf.Listings), func(o edition.Listing) bool { return o.Locale == l.Locale })
	shelf.Add(l)
	return &Shelf{&shelf, s.build}
}

// Fonts are the files of the fonts that the names of languages need, below the
// site's own folder.
func (s *Shelf) Fonts() map[string]Maker {
	files := map[string]Maker{}
	for name, font := range s.build.menuFiles {
		files[name] = font
	}
	return files
}

// Listing is an edition as the others show it.
func (d *Desk) Listing(ed *edition.Edition) edition.Listing {
	b, loc := d.build, ed.Locale
	l := edition.Listing{Locale: loc, Endonym: ed.Endonym(), English: loc.English(), Title: ed.Title, Draft: ed.Tally.AllMachine(), Missing: ed.Word("edition.not-found", nil)}
	for _, k := range fileKinds {
		made := slices.Contains(b.formats, strings.TrimPrefix(filepath.Ext(k.suffix), "."))
		if made && (k.layout == "" || slices.Contains(b.layouts(loc), k.layout)) {
			l.Files = append(l.Files, edition.File{Name: b.project.Name + "-" + loc.Tag + k.suffix, Type: k.media, Label: ed.Word(k.word, nil)})
		}
	}
	if loc != b.project.Language {
		l.Pair = pairName
	}
	return l
}

// quickRead is the size up to which a catalog is read for one word, in bytes.
const quickRead = 1 << 20

// Name lists an edition by the name of its language alone, which is all that
// the pages of the others show: it reads no more of the catalog than it must.
func (d *Desk) Name(loc locale.Locale) edition.Listing {
	l := edition.Listing{Locale: loc, English: loc.English()}
	name, _ := loc.Endonym()
	l.Endonym = name
	path := filepath.Join(d.build.project.LocalesDir(), "active."+loc.Tag+".toml")
	if info, err := os.Stat(path); err == nil && (info.Size() <= quickRead || name == "") {
		if data, err := os.ReadFile(path); err == nil && bytes.Contains(data, []byte("edition.endonym")) {
			if cat, _, err := d.Inputs.load(loc); err == nil && cat != nil {
				l.Endonym = endonym(loc, cat)
			}
		}
	}
	if l.Endonym == "" {
		l.Endonym = loc.Tag
	}
	return l
}

// A Maker makes a file when somebody asks for it.
type Maker func() ([]byte, error)

// Page is the web page of an edition, and what lies beside it, by the names of
// the files below the edition's folder. The fonts hold also what already has of
// each family, so that they need not be made anew for every letter that goes.
func (d *Desk) Page(ed *edition.Edition, s *Shelf, already []fonts.WebFace) (page []byte, faces []fonts.WebFace, err error) {
	return d.page(ed, s, already, func(w *bytes.Buffer, web []html.Font) error {
		return html.Write(w, ed, s.shelf, web, d.build.look)
	})
}

// Pair is the page with the original beside the edition.
func (d *Desk) Pair(ed *edition.Edition, s *Shelf) (page []byte, faces []fonts.WebFace, err error) {
	original, err := d.build.original()
	if err != nil || original == nil {
		return nil, nil, err
	}
	return d.page(ed, s, nil, func(w *bytes.Buffer, web []html.Font) error {
		return html.WritePair(w, original, ed, s.shelf, web, d.build.look)
	})
}

func (d *Desk) page(ed *edition.Edition, s *Shelf, already []fonts.WebFace, write func(*bytes.Buffer, []html.Font) error) ([]byte, []fonts.WebFace, error) {
	var draft, page bytes.Buffer
	if err := write(&draft, nil); err != nil {
		return nil, nil, err
	}
	faces, err := d.build.library.Web(visible(draft.String()), ed.Locale)
	if err != nil {
		return nil, nil, err
	}
	for i, f := range faces {
		for _, a := range already {
			if a.Face == f.Face && a.Style == f.Style {
				runes := slices.Concat(f.Runes, a.Runes)
				slices.Sort(runes)
				faces[i].Runes = slices.Compact(runes)
			}
		}
	}
	err = write(&page, s.build.pageFonts(faces, ed.Locale))
	return page.Bytes(), faces, err
}

// FontFiles are the files of the fonts of a page, and their notices.
func (d *Desk) FontFiles(faces []fonts.WebFace) map[string]Maker {
	files := map[string]Maker{}
	for _, f := range faces {
		files[fontFile(f)] = func() ([]byte, error) { return d.build.library.WebFont(f.Face, f.Runes) }
		if name, text, ok := d.build.library.Notice(f.Face); ok {
			files["fonts/"+name] = func() ([]byte, error) { return text, nil }
		}
	}
	return files
}

// Beside are the files beside the page of an edition that are no fonts.
func (d *Desk) Beside(ed *edition.Edition) map[string]Maker {
	files := map[string]Maker{
		html.PictureName:  func() ([]byte, error) { return d.build.card(ed) },
		html.ManifestName: func() ([]byte, error) { return webManifest(ed), nil },
	}
	images := []*edition.Image{ed.Logo}
	for _, img := range d.Inputs.images {
		images = append(images, img)
	}
	for _, img := range images {
		if img != nil {
			files[img.File] = func() ([]byte, error) { return img.Data, nil }
		}
	}
	return files
}

// Entrance are the files that lead readers to the editions, below the site's
// own folder.
func (d *Desk) Entrance(s *Shelf) (map[string]Maker, error) {
	ed, err := d.build.original()
	if err != nil || ed == nil {
		return nil, err
	}
	made, err := s.build.entrance(ed)
	if err != nil {
		return nil, err
	}
	files := ready(made)
	maps.Copy(files, s.Fonts())
	return files, nil
}

// Status are the files of the status page, below the site's own folder; none
// where the project wants none.
func (d *Desk) Status(s *Shelf) (map[string]Maker, error) {
	ed, err := d.build.original()
	if err != nil || ed == nil {
		return nil, err
	}
	made := map[string][]byte{}
	err = s.build.status(made, ed.Accent)
	return ready(made), err
}

// ready are makers of files that are made.
func ready(made map[string][]byte) map[string]Maker {
	files := make(map[string]Maker, len(made))
	for name, data := range made {
		files[name] = func() ([]byte, error) { return data, nil }
	}
	return files
}

// A Press sets the pages of one edition, time after time. It belongs to one
// goroutine.
type Press struct {
	desk  *Desk
	press press
}

// Press is a press for the locale. It keeps what it has shaped in the last two
// times.
func (d *Desk) Press(loc locale.Locale) *Press {
	faces := d.build.library.For(loc)
	p := &Press{d, press{typeset.NewPress(faces, d.build.data), faces}}
	p.press.Keep()
	return p
}

// Pages sets an edition as its PDF has it in the first of the project's layouts
// that is read page by page.
func (p *Press) Pages(ed *edition.Edition) (*typeset.Layout, error) {
	layout := "standard"
	if layouts := p.desk.build.layouts(ed.Locale); !slices.Contains(layouts, layout) {
		layout = layouts[0]
	}
	p.press.Turn()
	set, _, err := p.press.Pages(ed, p.desk.build.arranged(ed.Locale, layout))
	if err == nil {
		err = p.press.faces.Err()
	}
	return set, err
}

// Check says what is wrong with the pages of an edition, in all layouts of its
// PDF.
func (p *Press) Check(ed *edition.Edition) ([]finding.Finding, error) {
	if !slices.Contains(p.desk.build.formats, "pdf") {
		return nil, nil
	}
	var found []finding.Finding
	for _, layout := range p.desk.build.layouts(ed.Locale) {
		_, more, err := p.desk.build.pages(p.press, ed, layout)
		if err != nil {
			return found, err
		}
		found = append(found, unheard(found, more)...)
	}
	return found, nil
}

// Move gives the press another desk with the same fonts: what it has shaped
// stays.
func (p *Press) Move(d *Desk) { p.desk = d }
