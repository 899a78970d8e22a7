package publish

import (
	"os"
	"path/filepath"
	"slices"

	"multitude/internal/catalog"
	"multitude/internal/html"
)

// inputs is the hash of everything that a build of all editions reads.
func (b *build) inputs() string {
	d := b.common().add(b.options.Pair)
	p := b.project
	d.file(p.SourcePath())
	names, _ := filepath.Glob(filepath.Join(p.LocalesDir(), "*.toml"))
	slices.Sort(names)
	for _, n := range names {
		d.file(n)
	}
	// Pictures are known once the source has been read; the manifest has those
	// of the last time, and a source that names others has changed itself.
	for _, img := range b.manifest.Images {
		d.file(filepath.Join(p.Root, filepath.FromSlash(img)))
	}
	return d.String()
}

// common is what all editions depend on beside the source and the catalogs:
// the tool, the settings, the fonts.
func (b *build) common() digest {
	d := newDigest()
	if exe, err := os.Executable(); err == nil {
		d.stat(exe)
	}
	p := b.project
	d.file(p.File).add(b.formats, b.options.AllowMissingGlyphs, b.options.Strict, b.options.Date.UTC())
	if p.Theme.Templates != "" {
		for _, name := range append([]string{"style.css"}, html.TemplateNames...) {
			d.file(filepath.Join(p.Theme.Templates, name))
		}
	}
	for _, logo := range p.Logos() {
		d.file(filepath.Join(p.Root, filepath.FromSlash(logo)))
	}
	for _, dir := range p.Fonts.Directories {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			d.stat(filepath.Join(dir, e.Name()))
		}
	}
	return d
}

// key is the hash of all that the PDF of an edition is made from.
func (b *build) key(cat *catalog.Catalog) string {
	d := b.common().file(b.project.SourcePath())
	for _, name := range b.manifest.Images {
		d.file(filepath.Join(b.project.Root, filepath.FromSlash(name)))
	}
	dir := b.project.LocalesDir()
	for _, kind := range []string{"active", "review"} {
		d.file(filepath.Join(dir, kind+"."+cat.Locale.Tag+".toml"))
	}
	// Identity and freshness come from the units of the last extract, and from
	// what former hashes stood for.
	source := b.project.Language.Tag
	d.file(filepath.Join(dir, "active."+source+".toml")).file(filepath.Join(dir, "history."+source+".toml"))
	return d.String()
}

// pageKey is the hash of all that the page of an edition is made from: more
// than its PDF, because it leads to the other editions.
func (b *build) pageKey(j *job) string {
	d := newDigest().add(j.inputs, b.shelf.BaseURL)
	for _, l := range b.shelf.Listings {
		d.add(l.Locale.Tag, l.Endonym, l.Pair)
		for _, f := range l.Files {
			d.add(f.Name)
		}
	}
	for _, f := range b.menuFonts {
		d.add(f.File)
	}
	return d.String()
}
