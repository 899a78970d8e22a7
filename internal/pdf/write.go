// Package pdf writes a finished layout as a tagged PDF that satisfies PDF/UA-1
// (ISO 14289-1) and PDF/A-2a (ISO 19005-2). It is the only package that knows
// PDF's syntax, and the only one that imports gofpdf.
//
// A file is made in three steps. Each face becomes a small TrueType font with
// one glyph for each cluster that the document shows (codes, fonts.Synth).
// gofpdf draws: pages, content, links, bookmarks, pictures (draw). Then the file
// is read back and written anew with what gofpdf does not know: the structure
// tree, composite fonts and their ToUnicode maps, metadata, an output intent,
// object streams (finish). The same layout always gives the same bytes.
package pdf

import (
	"errors"
	"io"
	"time"

	"multitude/internal/edition"
	"multitude/internal/typeset"
)

// An Option changes how Write works.
type Option func(*options)

type options struct {
	date    time.Time
	release bool
}

// Release gives the runs of each page up as soon as the page is drawn: Write's
// caller has no more use for them, and those of a large document fill the
// memory.
func Release() Option { return func(o *options) { o.release = true } }

// Date sets the file's date of creation and modification. Without it, the date
// is the edition's Issued; without that, the file has none.
func Date(t time.Time) Option { return func(o *options) { o.date = t.UTC() } }

// Write writes the edition's layout to w as a PDF. Nothing is written before the
// file is whole, so an error other than w's leaves w untouched. An error of a
// font names its file; one of a picture, its page. Write may be called by
// several goroutines at once.
func Write(w io.Writer, ed *edition.Edition, layout *typeset.Layout, opts ...Option) error {
	o := options{date: issued(ed.Issued)}
	for _, opt := range opts {
		opt(&o)
	}
	if len(layout.Pages) == 0 || layout.Root == nil {
		return errors.New("a document without pages cannot be written")
	}
	c := newCodes()
	defer c.free()
	m := &marks{
		of:     map[*typeset.Content][]sequence{},
		owners: make([][]*typeset.Content, len(layout.Pages)),
		images: map[*typeset.Content]figure{},
		spoken: spoken(layout),
	}
	info := describeEdition(ed)
	drawn, err := draw(layout, &o, info, c, m)
	if err != nil {
		return err
	}
	file, err := finish(drawn, ed, layout, &o, info, c, m)
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}
