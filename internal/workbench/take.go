package workbench

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"slices"

	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/finding"
	"multitude/internal/publish"
)

// editionFormats are what a reader takes away, and exchangeFormats what other
// tools read, by the last part of the path.
var (
	editionFormats  = []string{"pdf", "html", "epub"}
	exchangeFormats = map[string]exchange.Format{"po": exchange.PO, "xliff": exchange.XLIFF12, "xliff2": exchange.XLIFF21, "csv": exchange.CSV}
)

func (b *Workbench) takePage(w http.ResponseWriter, r *http.Request) {
	p, k, _, ok := b.inBook(w, r, "take")
	if !ok {
		return
	}
	b.showTake(w, r, http.StatusOK, p, k, nil)
}

func (b *Workbench) showTake(w http.ResponseWriter, r *http.Request, status int, p *page, k *book, plan *brought) {
	p.Title = p.say("take-plain", "Language", p.Target.Name)
	body := map[string]any{"Plan": plan, "Git": b.desk.git(k.locale.Tag)}
	if s := b.guard.session(r); s != nil {
		s.mu.Lock()
		body["Name"] = s.name
		s.mu.Unlock()
	}
	p.Body = body
	b.show(w, status, "take.html", p)
}

// exchangeProject is what messages are taken from, and given to.
func (k *book) exchangeProject(cat *catalog.Catalog) (*exchange.Project, error) {
	p := k.desk.project()
	history, found, err := catalog.LoadHistory(p.LocalesDir(), p.Language)
	if err != nil {
		return nil, err
	}
	if history == nil {
		return nil, &errBroken{found}
	}
	in := k.original.in
	return &exchange.Project{
		Name: p.Name, Dir: p.LocalesDir(), SourcePath: p.Source, Issued: in.Document.Front.Issued,
		Source: p.Language, Units: in.Units, Catalog: cat, History: history,
	}, nil
}

// take sends a file to take away.
func (b *Workbench) take(w http.ResponseWriter, r *http.Request) {
	_, k, cat, ok := b.inBook(w, r, "take")
	if !ok {
		return
	}
	format := r.PathValue("format")
	name := b.desk.project().Name + "-" + k.locale.Tag
	var data []byte
	var err error
	switch {
	case slices.Contains(editionFormats, format):
		data, name, err = b.edition(k, format, name)
	case exchangeFormats[format] != "":
		var p *exchange.Project
		if p, err = k.exchangeProject(cat); err == nil {
			var buf bytes.Buffer
			var found []finding.Finding
			if found, err = exchange.Export(&buf, p.Collect(), exchangeFormats[format]); err == nil && finding.Worst(found) == finding.Error {
				err = &errBroken{found}
			}
			data, name = buf.Bytes(), name+exchangeFormats[format].Extension()
		}
	case format == "zip":
		data, err = b.desk.zip(k.locale.Tag)
		name += ".zip"
	default:
		err = errNoUnit
	}
	if err != nil {
		b.fail(w, r, err)
		return
	}
	send(w, name, data)
}

// send lets the browser save a file.
func send(w http.ResponseWriter, name string, data []byte) {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Write(data)
}

// edition builds an edition as it would be published, in a folder of its own,
// and is its file: of a web page, with its fonts and pictures, a zip.
func (b *Workbench) edition(k *book, format, name string) ([]byte, string, error) {
	dir, err := os.MkdirTemp("", "multitude-take-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(dir)
	report, err := publish.Build(b.desk.project(), publish.Options{Tags: []string{k.locale.Tag}, Formats: []string{format}, Out: dir, Jobs: 1})
	if err != nil {
		return nil, "", err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, "", err
	}
	defer root.Close()
	for _, e := range report.Editions {
		if e.Failed {
			return nil, "", errors.New(e.Reason)
		}
	}
	if format == "html" {
		data, err := zipped(root.FS(), k.locale.Tag)
		return data, name + "-html.zip", err
	}
	data, err := root.ReadFile(k.locale.Tag + "/" + name + "." + format)
	return data, name + "." + format, err
}

// zipped is a folder as a zip file.
func zipped(files fs.FS, dir string) ([]byte, error) {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	if err := z.AddFS(sub); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// catalogFiles are the files of a locale below locales/.
func catalogFiles(tag string) []string {
	return []string{"active." + tag + ".toml", "review." + tag + ".toml", "retired." + tag + ".toml", "conflicts." + tag + ".toml"}
}

// zip is the catalogs of a locale, for whoever keeps the repository.
func (d *desk) zip(tag string) ([]byte, error) {
	root, err := os.OpenRoot(d.project().Root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range append(catalogFiles(tag), "history."+d.project().Language.Tag+".toml") {
		f, err := root.Open("locales/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		into, err := z.Create("locales/" + name)
		if err == nil {
			_, err = io.Copy(into, f)
		}
		f.Close()
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
