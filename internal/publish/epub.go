package publish

import (
	"bytes"
	"path/filepath"
	"slices"

	"multitude/internal/epub"
	"multitude/internal/locale"
)

// epubName is the name of an edition's e-book.
func (b *build) epubName(loc locale.Locale) string { return b.project.Name + "-" + loc.Tag + ".epub" }

// ebook makes the e-book of a job, staged; not the one of the last build where
// that stands.
func (b *build) ebook(j *job) {
	if !j.buildable || !j.wanted || !slices.Contains(b.formats, "epub") {
		return
	}
	loc := j.result.Locale
	name := b.epubName(loc)
	if former := b.former(loc); former != nil && former.PDF == j.inputs && former.Outputs[name].stands(filepath.Join(b.out, loc.Tag, name)) {
		return
	}
	ed := b.load(j)
	if ed == nil {
		return
	}
	o := epub.Options{Modified: b.options.Date, Style: b.look.AddedStyle()}
	faces, err := b.library.Web(visible(epub.Text(ed)), loc)
	if err != nil {
		j.fail("%v", err)
		return
	}
	have := map[string]bool{}
	add := func(name string, data []byte) {
		if !have[name] {
			have[name] = true
			o.Files = append(o.Files, epub.File{Name: name, Data: data})
		}
	}
	for _, f := range faces {
		data, err := b.library.WebFont(f.Face, f.Runes)
		if err != nil {
			j.fail("%v", err)
			return
		}
		file := fontFile(f)
		o.Fonts = append(o.Fonts, webFont(f, file, loc))
		add(file, data)
		if notice, text, ok := b.library.Notice(f.Face); ok {
			add("fonts/"+notice, text)
		}
	}
	if o.Cover, err = b.bookCover(ed); err != nil {
		j.fail("%v", err)
		return
	}
	var book bytes.Buffer
	if err := epub.Write(&book, ed, o); err != nil {
		j.fail("%v", err)
		return
	}
	j.write(name, book.Bytes())
}
