package preview

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A folder is a small project that a test changes.
type folder struct {
	testing.TB
	dir    string
	view   *Preview
	events chan Event
}

const small = "---\ntitle: A text\n---\n\nOne day.\n\n![A square](square.png)\n"

func square(tb testing.TB, c color.Color) string {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func spanish(text string) string {
	return fmt.Sprintf("[\"text.one-day\"]\nhash = \"sha1-558a0343870f5cdff2aca90b7627b6f0e19e5974\"\nother = %q\n", text)
}

func newFolder(tb testing.TB) *folder {
	f := &folder{TB: tb, dir: tb.TempDir()}
	f.write("multitude.toml", "source = \"source/text.md\"\n[theme]\ntemplates = \"look\"\n")
	f.write("source/text.md", small)
	f.write("source/square.png", square(tb, color.Black))
	f.write("look/style.css", "main { color: black }\n")
	f.write("locales/active.es.toml", spanish("Un día."))
	f.view = open(tb, f.dir)
	f.events = make(chan Event, 1000)
	all := f.view.Events(tb.Context())
	go func() {
		defer close(f.events)
		for e := range all {
			f.events <- e
		}
	}()
	return f
}

// write saves a file by renaming, as careful editors do.
func (f *folder) write(name, text string) {
	f.Helper()
	path := filepath.Join(f.dir, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(path), 0o777)
	if err == nil {
		err = os.WriteFile(path+".new", []byte(text), 0o666)
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		f.Fatal(err)
	}
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// await waits for an event of the tag.
func (f *folder) await(tag string) {
	f.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case e := <-f.events:
			if e.Tag == tag {
				return
			}
			f.Logf("an event of %q", e.Tag)
		case <-late:
			f.Fatalf("no event of %q", tag)
		}
	}
}

// Every kind of change is seen, whichever way a file is written, and told once
// for the pages that it concerns.
func TestEvents(t *testing.T) {
	f := newFolder(t)
	write := func(name, text string) func() { return func() { f.write(name, text) } }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		change func()
		tag    string // "" for all
		html   string // that the page of es has then
	}{
		{"a catalog, by renaming", write("locales/active.es.toml", spanish("Un día nuevo.")), "es", "Un día nuevo."},
		{"a catalog, in its place", func() {
			must(os.WriteFile(f.path("locales/active.es.toml"), []byte(spanish("Otro día.")), 0o666))
		}, "es", "Otro día."},
		{"a catalog of the same size and time", func() {
			info, err := os.Stat(f.path("locales/active.es.toml"))
			must(err)
			must(os.WriteFile(f.path("locales/active.es.toml"), []byte(spanish("Otra día.")), 0o666))
			must(os.Chtimes(f.path("locales/active.es.toml"), info.ModTime(), info.ModTime()))
		}, "es", "Otra día."},
		{"a ledger that is new", write("locales/review.es.toml", "# Reviews.\n"), "es", ""},
		{"the source", write("source/text.md", strings.Replace(small, "One day.", "One day.\n\nAnd another.", 1)), "", "And another."},
		{"a picture", write("source/square.png", square(t, color.White)), "", "images/square-"},
		{"a translation that is new", write("locales/active.fr.toml", spanish("Un jour.")), "", `hreflang="fr"`},
		{"a translation that is gone", func() { must(os.Remove(f.path("locales/active.fr.toml"))) }, "", ""},
		{"the theme", write("look/style.css", "main { color: navy }\n"), "", "color: navy"},
		{"a template that is new", write("look/page.html", "<!doctype html><title>{{.Title}}</title><p>Ours</p>{{.Text}}"), "", "<p>Ours</p>"},
		{"a template that is gone", func() { must(os.Remove(f.path("look/page.html"))) }, "", "<main"},
		{"the glossary", write("locales/glossary.toml", "# Terms.\n"), "", ""},
		{"the settings", write("multitude.toml", "source = \"source/text.md\"\n[theme]\naccent = \"#103090\"\n"), "", "#103090"},
		{"a folder in the place of another", func() {
			must(os.Rename(f.path("locales"), f.path("former")))
			f.write("locales/active.es.toml", spanish("Día."))
		}, "", "Día."},
		{"a file of that folder", write("locales/active.es.toml", spanish("Al fin un día.")), "es", "Al fin un día."},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			c.change()
			f.TB = t
			f.await(c.tag)
			t.Logf("seen after %v", time.Since(start))
			if c.html == "" {
				return
			}
			for range 100 { // a folder may be replaced in two steps
				page, err := f.view.HTML("es", nil)
				if err == nil && strings.Contains(string(page), c.html) {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			t.Errorf("the page has no %q", c.html)
		})
	}
}

// What changes nothing is not told.
func TestNoEvents(t *testing.T) {
	f := newFolder(t)
	f.write("locales/active.es.toml", spanish("Un día."))
	if err := os.Chtimes(f.path("source/text.md"), time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	f.write("locales/notes.txt", "not ours\n")
	f.write("output/es/index.html", "not ours\n")
	f.view.Refresh()
	f.view.Announce("last")
	if e := <-f.events; e.Tag != "last" {
		t.Errorf("an event of %q", e.Tag)
	}
}

// A checkout writes many files at once, and is told in few events.
func TestBurst(t *testing.T) {
	f := newFolder(t)
	var tags []string
	for i := range 40 {
		tags = append(tags, fmt.Sprintf("es-x-n%d", i))
		f.write("locales/active."+tags[i]+".toml", spanish("Un día."))
	}
	f.await("")
	until := time.Now().Add(time.Minute)
	for len(f.view.Locales()) != 42 && time.Now().Before(until) {
		time.Sleep(10 * time.Millisecond)
	}
	f.view.Refresh()
	drain(f.events)
	for i, tag := range tags {
		f.write("locales/active."+tag+".toml", spanish(fmt.Sprintf("Día %d.", i)))
	}
	f.view.Refresh()
	f.view.Announce("last")
	told := map[string]int{}
	for e := range f.events {
		if e.Tag == "last" {
			break
		}
		told[e.Tag]++
	}
	for _, tag := range tags {
		if told[tag] == 0 {
			t.Errorf("%s is not told", tag)
		}
	}
	page, err := f.view.HTML(tags[39], nil)
	if err != nil || !strings.Contains(string(page), "Día 39.") {
		t.Errorf("the last page is not new (%v)", err)
	}
	// Those that were used last are kept.
	for _, tag := range tags[:10] {
		if _, err := f.view.HTML(tag, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(f.view.sheets); n != f.view.options.Locales {
		t.Errorf("%d locales are kept, not %d", n, f.view.options.Locales)
	}
}

func drain(events chan Event) {
	for {
		select {
		case <-events:
		default:
			return
		}
	}
}

// Who listens hears the end, and the latest of each locale once, however slow
// she is.
func TestListeners(t *testing.T) {
	h := newHub()
	v := &Preview{hub: h}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	slow := v.Events(ctx)
	for range 1000 {
		h.tell("es")
		h.tell("fr")
	}
	var got []string
	for e := range slow {
		if got = append(got, e.Tag); len(got) == 2 {
			cancel()
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{"es", "fr"}) {
		t.Errorf("told %v", got)
	}
	h.close()
	for e := range v.Events(t.Context()) {
		t.Errorf("told %v after the end", e)
	}
	if r := h.revision("es"); r <= 0 || r != h.revision("es") || h.revision("es") >= h.revision("fr") {
		t.Errorf("revisions %d and %d", r, h.revision("fr"))
	}
}

// A project that cannot be shown from the start says why, and is shown when that
// is mended.
func TestBrokenFromTheStart(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"a source with errors": {"# A text\n\n<b>One day.</b>\n", "text.md:3"},
		"no source":            {"", "The source cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			f := &folder{TB: t, dir: t.TempDir()}
			f.write("multitude.toml", "source = \"source/text.md\"\n")
			f.write("locales/active.es.toml", spanish("Un día."))
			if c.text != "" {
				f.write("source/text.md", c.text)
			}
			f.view = open(t, f.dir)
			h := f.view.Handler(HandlerOptions{})
			get := func(path string) (int, string) {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
				return w.Code, w.Body.String()
			}
			for _, path := range []string{"/", "/es/", "/languages.html"} {
				if code, page := get(path); code == http.StatusOK || c.text != "" && !strings.Contains(page, c.says) {
					t.Errorf("%s: status %d:\n%s", path, code, page)
				}
			}
			if _, page := get("/"); !strings.Contains(page, c.says) {
				t.Errorf("it does not say %q:\n%s", c.says, page)
			}
			f.write("source/text.md", small)
			f.write("source/square.png", square(t, color.Black))
			f.view.Refresh()
			if code, page := get("/es/"); code != http.StatusOK || !strings.Contains(page, "Un día.") {
				t.Errorf("mended: status %d:\n%s", code, page)
			}
		})
	}
}
