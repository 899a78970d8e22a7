package publish

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/atomicfile"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
	"multitude/internal/picture"
	"multitude/internal/site"
)

// sumsName is the file of the output folder by which anyone can check that the
// others are what was built: sha256sum --check SHA256SUMS.
const sumsName = "SHA256SUMS"

// fileKinds are the forms of an edition that can be taken away, by what their
// names end with after the edition's own, in the order in which they are shown.
var fileKinds = []struct{ suffix, media, word, layout string }{
	{".pdf", "application/pdf", "edition.pdf", "standard"},
	{"-large-print.pdf", "application/pdf", "edition.large-print", "large-print"},
	{"-booklet.pdf", "application/pdf", "edition.booklet", "booklet"},
	{".epub", "application/epub+zip", "edition.epub", ""},
}

// pairName is the page with the original beside the translation.
const pairName = "pair.html"

// shelve lists the editions that will stand in the output folder: those that
// are being built, and those that an earlier build left.
func (b *build) shelve(jobs []*job) error {
	b.shelf = &edition.Shelf{Source: b.project.Language, BaseURL: b.project.BaseURL}
	for _, j := range jobs {
		loc := j.result.Locale
		building := j.buildable && j.wanted
		if !building {
			if _, err := os.Stat(filepath.Join(b.out, loc.Tag, "index.html")); err != nil || j.endonym == "" {
				continue
			}
		}
		if j.pseudo {
			continue // its page leads to the others, and none to it
		}
		l := edition.Listing{Locale: loc, Endonym: j.endonym, English: loc.English(), Title: j.title, Draft: j.draft, Missing: j.missing}
		l.Files = b.files(j)
		if loc != b.project.Language && (building && slices.Contains(b.formats, "html") || b.stands(loc, pairName)) {
			l.Pair = pairName
		}
		b.shelf.Add(l)
	}
	return b.menu()
}

// files are what a reader can take away of an edition: what has just been made,
// and what an earlier build left and this one does not take away.
func (b *build) files(j *job) []edition.File {
	loc := j.result.Locale
	var out []edition.File
	for i, k := range fileKinds {
		if k.layout != "" && !slices.Contains(b.layouts(loc), k.layout) {
			continue
		}
		name := b.project.Name + "-" + loc.Tag + k.suffix
		if j.buildable && j.wanted && j.outputs[name] != nil || b.stands(loc, name) {
			out = append(out, edition.File{Name: name, Type: k.media, Label: j.labels[i]})
		}
	}
	return out
}

func (b *build) stands(loc locale.Locale, name string) bool {
	_, err := os.Stat(filepath.Join(b.out, loc.Tag, name))
	return err == nil
}

// menu finds the fonts that the names of languages need, and what else the page
// of all languages says in them: readers must know their own where they see it.
func (b *build) menu() error {
	b.menuFonts, b.menuFiles = nil, map[string]func() ([]byte, error){}
	if !slices.Contains(b.formats, "html") {
		return nil
	}
	for _, l := range b.shelf.Listings {
		text := []string{l.Endonym, doc.PlainText(l.Title.Spans), doc.PlainText(l.Missing.Spans)}
		for _, f := range l.Files {
			text = append(text, doc.PlainText(f.Label.Spans))
		}
		faces, err := b.library.Web(strings.Join(text, " "), l.Locale)
		if err != nil {
			return err
		}
		for _, f := range faces {
			file := fontFile(f)
			b.menuFonts = append(b.menuFonts, webFont(f, file, l.Locale))
			b.menuFiles[file] = func() ([]byte, error) { return b.library.WebFont(f.Face, f.Runes) }
			if name, text, ok := b.library.Notice(f.Face); ok {
				b.menuFiles["fonts/"+name] = func() ([]byte, error) { return text, nil }
			}
		}
	}
	return nil
}

// site makes what leads readers to the editions, and takes away what an
// earlier build made of it and this one did not.
func (b *build) site() error {
	if !slices.Contains(b.formats, "html") || len(b.shelf.Listings) == 0 {
		return nil
	}
	ed, err := b.original()
	if err != nil || ed == nil {
		return err
	}
	files, err := b.entrance(ed)
	if err != nil {
		return err
	}
	if err := b.status(files, ed.Accent); err != nil {
		return err
	}
	former := b.manifest.Site
	b.manifest.Site = map[string]*output{}
	for name, font := range b.menuFiles {
		if o := former[name]; o.stands(filepath.Join(b.out, filepath.FromSlash(name))) {
			b.manifest.Site[name] = o
			continue
		}
		if files[name], err = font(); err != nil {
			return err
		}
	}
	for name, data := range files {
		if err := b.putSite(name, data, former[name]); err != nil {
			return err
		}
	}
	for name, o := range former {
		at := filepath.Join(b.out, filepath.FromSlash(name))
		if b.manifest.Site[name] == nil && name != sumsName && filepath.IsLocal(filepath.FromSlash(name)) && o.stands(at) {
			os.Remove(at)
			for dir := filepath.Dir(at); dir != filepath.Clean(b.out) && os.Remove(dir) == nil; dir = filepath.Dir(dir) {
				// A folder stays where something is in it.
			}
		}
	}
	return nil
}

// entrance is what leads readers to the editions, by the names of the files; ed
// is the original.
func (b *build) entrance(ed *edition.Edition) (map[string][]byte, error) {
	files, err := site.Files(site.Input{Source: ed, Shelf: b.shelf, Fonts: b.menuFonts, Look: b.look})
	if err != nil {
		return nil, err
	}
	for _, size := range []int{192, 512} {
		if files[fmt.Sprintf("icon-%d.png", size)], err = picture.Emblem(size, ed.Accent); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// putSite writes a file of the site, unless it is there already.
func (b *build) putSite(name string, data []byte, former *output) error {
	at := filepath.Join(b.out, filepath.FromSlash(name))
	sum := hashOf(data)
	if former.stands(at) && former.SHA256 == hexOf(sum) {
		b.manifest.Site[name] = former
		return nil
	}
	err := os.MkdirAll(filepath.Dir(at), 0o777)
	if err == nil {
		err = atomicfile.Write(at, data, 0o666)
	}
	if err == nil {
		b.manifest.Site[name], err = record(at, sum)
	}
	if err != nil {
		return fmt.Errorf("the page of all editions cannot be written: %w", err)
	}
	return nil
}

// sums lists all files that the manifest knows, as sha256sum does.
func (b *build) sums() error {
	if b.manifest.Site == nil {
		return nil
	}
	former := b.manifest.Site[sumsName]
	delete(b.manifest.Site, sumsName)
	all := map[string]string{}
	for name, o := range b.manifest.Site {
		all[name] = o.SHA256
	}
	for tag, e := range b.manifest.Editions {
		for name, o := range e.Outputs {
			all[tag+"/"+name] = o.SHA256
		}
	}
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	var w bytes.Buffer
	for _, name := range names {
		fmt.Fprintf(&w, "%s  %s\n", all[name], name)
	}
	return b.putSite(sumsName, w.Bytes(), former)
}
