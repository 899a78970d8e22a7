package test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"multitude/internal/preview"
	"multitude/internal/project"
)

// A desk is a copy of the project that tests may change, and its preview in a
// browser.
type desk struct {
	dir  string
	view *preview.Preview
	url  string // of the site
}

func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{dir: t.TempDir()}
	names := []string{"multitude.toml", "source/statement.md", "locales/history.en.toml", "locales/active.en.toml"}
	for _, tag := range []string{"ar", "es", "km"} {
		names = append(names, "locales/active."+tag+".toml", "locales/review."+tag+".toml")
	}
	for _, name := range names {
		d.write(t, name, read(t, "..", name))
	}
	p, found, err := project.Find(d.dir)
	if err != nil || p == nil {
		t.Fatal(err, found)
	}
	if d.view, err = preview.New(p, preview.Options{Log: t.Logf}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.StripPrefix("/site/", d.view.Handler(preview.HandlerOptions{})))
	t.Cleanup(server.Close)
	t.Cleanup(func() { d.view.Close() }) // first: the streams would keep the server
	d.url = server.URL + "/site/"
	return d
}

// write saves a file as careful editors do: beside it, and then in its place.
func (d desk) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(d.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"~", []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+"~", path); err != nil {
		t.Fatal(err)
	}
}

func (d desk) read(t *testing.T, name string) string { return read(t, d.dir, name) }

// change replaces text in a file.
func (d desk) change(t *testing.T, name, from, to string) {
	t.Helper()
	text := d.read(t, name)
	if !strings.Contains(text, from) {
		t.Fatalf("%s has no %q", name, from)
	}
	d.write(t, name, strings.Replace(text, from, to, 1))
}

// shows waits until the page shows a text, and says how long that took.
func shows(t *testing.T, ctx context.Context, text string) time.Duration {
	t.Helper()
	start := time.Now()
	until(t, func() bool { return holds(ctx, fmt.Sprintf("document.body.innerText.includes(%q)", text)) }, text)
	return time.Since(start)
}

// holds says whether an expression is true; it is not while a page is loading.
func holds(ctx context.Context, expression string) bool {
	v, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
	return err == nil && v
}

// A page that is open shows what is saved, without anybody loading it again,
// and the reader stays where she was.
func TestPreviewRenewsItself(t *testing.T) {
	d := newDesk(t)
	root := browser(t)
	ctx := tab(t, root)
	do(t, ctx, chromedp.EmulateViewport(800, 900))
	if said := heard(ctx, d.url+"es/"); said != "" {
		t.Errorf("the console says: %s", said)
	}
	const catalog = "locales/active.es.toml"
	const from = "Libertad de quedarse:"
	shows(t, ctx, from)
	eval[bool](t, ctx, `window.same = true; document.getElementById("vision.freedom-to-move").scrollIntoView({behavior: "instant"}); true`)
	top := func() int {
		return eval[int](t, ctx, `Math.round(document.getElementById("vision.freedom-to-move").getBoundingClientRect().top) + 0`) // -0 is no JSON
	}
	before := top()

	t.Run("a translation", func(t *testing.T) {
		// Longer by some lines, above what is read.
		d.change(t, catalog, from, "Libertad de no irse: "+strings.Repeat("y de volver ", 40))
		t.Logf("from save to the new page: %v", shows(t, ctx, "Libertad de no irse"))
		if !eval[bool](t, ctx, `window.same === true`) {
			t.Error("the page was loaded as a whole")
		}
		if now := top(); now < before-1 || now > before+1 {
			t.Errorf("what was read stood at %d px and stands at %d", before, now)
		}
	})
	t.Run("findings", func(t *testing.T) {
		summary := func() string {
			return eval[string](t, ctx, `document.querySelector("#_preview ._summary").textContent`)
		}
		was := summary()
		d.change(t, catalog, "casi 50 líderes", "casi 60 líderes")
		until(t, func() bool { return summary() != was }, "another number of findings")
		link := `document.querySelector('#_preview li:not([hidden]) a[href="#background.from-august-2018-through-october"]')`
		if !eval[bool](t, ctx, link+` !== null`) {
			t.Fatal("no finding leads to its paragraph")
		}
		eval[bool](t, ctx, `document.querySelector("#_preview details").open = true; `+link+`.click(); true`)
		until(t, func() bool {
			return eval[bool](t, ctx, `(() => { const r = document.getElementById("background.from-august-2018-through-october").getBoundingClientRect(); return r.top >= 0 && r.top < 300 })()`)
		}, "the paragraph of the finding")
		eval[bool](t, ctx, `document.querySelector("#_preview").scrollIntoView(); true`)
		if label := eval[string](t, ctx, `document.querySelector("#_preview").getAttribute("aria-label")`); !strings.Contains(label, "not part of the edition") {
			t.Errorf("the panel calls itself %q", label)
		}
	})
	t.Run("a source that cannot be published", func(t *testing.T) {
		whole := d.read(t, "source/statement.md")
		eval[bool](t, ctx, `document.getElementById("vision.freedom-to-move").scrollIntoView({behavior: "instant"}); true`)
		d.write(t, "source/statement.md", whole+"\n[a link](javascript:alert(1))\n")
		shows(t, ctx, "cannot be shown yet")
		shows(t, ctx, "source/statement.md:")
		shows(t, ctx, "[a link](javascript:alert(1))") // the line itself
		isAccessible(t, ctx)
		d.write(t, "source/statement.md", whole+"\nA last paragraph that is new.\n")
		shows(t, ctx, "A last paragraph that is new.")
		until(t, func() bool {
			return holds(ctx, `Math.abs(document.getElementById("vision.freedom-to-move").getBoundingClientRect().top) < 8`) // half a line: each page between loses a pixel
		}, "what was read before")
	})
	t.Run("settings that cannot be read", func(t *testing.T) {
		whole := d.read(t, "multitude.toml")
		d.write(t, "multitude.toml", whole+"\n[theme\n")
		shows(t, ctx, "multitude.toml:")
		d.write(t, "multitude.toml", strings.Replace(whole, "#8c2f0d", "#0d4f8c", 1))
		until(t, func() bool {
			return holds(ctx, `document.querySelector("style")?.textContent.includes("#0d4f8c") === true`)
		}, "another accent")
	})
	t.Run("a catalog that cannot be read", func(t *testing.T) {
		whole := d.read(t, catalog)
		d.write(t, catalog, strings.Replace(whole, `["vision"]`, `["vision"`, 1))
		shows(t, ctx, "locales/active.es.toml:")
		d.write(t, catalog, whole)
		shows(t, ctx, "Libertad de no irse")
	})
	t.Run("for everyone", func(t *testing.T) {
		isAccessible(t, ctx)
	})
}

// All that pages of the site ask for is there.
func TestPreviewIsWhole(t *testing.T) {
	d := newDesk(t)
	ctx := tab(t, browser(t))
	for _, page := range []string{"languages.html", "km/", "km/pair.html"} {
		do(t, ctx, chromedp.Navigate(d.url+page))
		eval[bool](t, ctx, `document.fonts.ready.then(() => true)`)
		for _, f := range eval[[]string](t, ctx, `Promise.all([...document.querySelectorAll("a[href]:not(.editions .take a), link[href], img[src], meta[property='og:image']")]
			.map(e => e.href || e.src || new URL(e.content, location).href).filter(u => u.startsWith(location.origin)).map(u => fetch(u.split("#")[0]).then(r => r.ok ? "" : r.status + " " + u)))
			.then(all => all.filter(x => x))`) {
			t.Errorf("%s: %s", page, f)
		}
		if lost := eval[[]string](t, ctx, `[...document.fonts].filter(f => f.status === "error").map(f => f.family)`); len(lost) > 0 {
			t.Errorf("%s: fonts that cannot be loaded: %v", page, lost)
		}
	}
}

// What may not be asked is refused.
func TestPreviewRefuses(t *testing.T) {
	d := newDesk(t)
	h := d.view.Handler(preview.HandlerOptions{})
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"POST", "/es/", http.StatusMethodNotAllowed}, {"PUT", "/es/index.html", http.StatusMethodNotAllowed}, {"DELETE", "/", http.StatusMethodNotAllowed},
		{"GET", "/../multitude.toml", http.StatusBadRequest}, {"GET", "/es/../../multitude.toml", http.StatusBadRequest},
		{"GET", `/es\..\..\multitude.toml`, http.StatusBadRequest}, {"GET", "/es//index.html", http.StatusBadRequest},
		{"GET", "/es/./index.html", http.StatusBadRequest}, {"GET", "/es/\x00", http.StatusBadRequest},
		{"GET", "/multitude.toml", http.StatusNotFound}, {"GET", "/locales/active.es.toml", http.StatusNotFound},
		{"GET", "/es/../es/", http.StatusBadRequest}, {"GET", "/es/fonts/none-0123456789abcdef.woff2", http.StatusNotFound},
		{"GET", "/xx/", http.StatusNotFound}, {"GET", "/_live/../es/", http.StatusBadRequest}, {"GET", "/_live/none", http.StatusNotFound},
		{"HEAD", "/es/", http.StatusOK}, {"GET", "/es", http.StatusFound},
	} {
		r := httptest.NewRequest(c.method, "http://127.0.0.1/", nil)
		r.URL.Path = c.path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s %q: %d, not %d", c.method, c.path, w.Code, c.status)
		}
		if bytes.Contains(w.Body.Bytes(), []byte("vision-and-values\"")) && strings.Contains(c.path, "multitude.toml") {
			t.Errorf("%s %q gives the file away", c.method, c.path)
		}
	}
}
