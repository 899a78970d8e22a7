package test

import (
	"archive/zip"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"multitude/internal/publish"
)

// What the pages of an e-book may hold beside, and in the place of, what those
// of the site may.
var inspectBook = strings.NewReplacer(
	"html head meta", "aside html head meta", `"lang dir`, `"lang xmlns xmlns:epub xml:lang epub:type dir`,
	`document.querySelectorAll("style").length !== 1`, `document.querySelectorAll("style").length !== 0`,
	"document.scripts.length > 1", "document.scripts.length > 0",
).Replace(inspect)

// inPDF is what makes a reader of PDF run or fetch something.
var inPDF = regexp.MustCompile(`/(JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|RichMedia|EmbeddedFile|AA)\b|/URI \((?i:javascript|vbscript|data|file|blob|about|ws):`)

// harmlessFiles builds e-books and PDFs of a trap, opens every page of the
// former, and looks for actions in the latter.
func harmlessFiles(t *testing.T, root context.Context, trap *trap) {
	t.Helper()
	tags := []string{"es", "es-x-p3", "es-x-p7"}
	if os.Getenv("MULTITUDE_TEST") == "all" {
		tags = nil
	}
	r, err := publish.Build(trap.project, publish.Options{Out: t.TempDir(), Formats: []string{"epub", "pdf"}, Tags: tags, AllowMissingGlyphs: true})
	if err != nil {
		t.Fatal(err)
	}
	books, documents := 0, 0
	for _, e := range r.Editions {
		if e.Failed {
			t.Errorf("%s was not built: %s", e.Locale, e.Reason)
		}
		for _, f := range e.Files {
			path := filepath.Join(r.Out, filepath.FromSlash(f))
			switch filepath.Ext(path) {
			case ".epub":
				books++
				harmlessBook(t, root, path)
			case ".pdf":
				documents++
				out, err := exec.Command("qpdf", "--qdf", "--object-streams=disable", path, "-").Output()
				if err != nil {
					t.Errorf("%s: qpdf: %v", f, err)
				}
				if found := inPDF.Find(out); found != nil {
					t.Errorf("%s: %s", f, found)
				}
			}
		}
	}
	if books < 3 || documents < 3 {
		t.Errorf("%d e-books and %d PDFs", books, documents)
	}
}

// harmlessBook opens the pages of an e-book.
func harmlessBook(t *testing.T, root context.Context, path string) {
	t.Helper()
	dir := unzipped(t, path)
	pages, err := fs.Glob(os.DirFS(dir), "EPUB/*.xhtml")
	if err != nil || len(pages) < 4 {
		t.Fatal(pages, err)
	}
	for _, p := range pages {
		harmlessAs(t, root, fileURL(filepath.Join(dir, p)), inspectBook)
	}
}

// unzipped is a folder with what the archive holds.
func unzipped(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if !filepath.IsLocal(f.Name) {
			t.Fatalf("%s holds %q", path, f.Name)
		}
		at := filepath.Join(dir, f.Name)
		r, err := f.Open()
		if err == nil {
			err = os.MkdirAll(filepath.Dir(at), 0o777)
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err == nil {
			err = os.WriteFile(at, data, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
