package test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// pages are all pages of the site by name: the tags, and those of no language.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := files(t, ".html")
	for path, tag := range more(t, ".html") {
		all[tag+"/"+filepath.Base(path)] = path
	}
	for _, name := range []string{"index", "languages", "404"} {
		all[name] = filepath.Join(editions(t).Out, name+".html")
	}
	all["status"] = filepath.Join(editions(t).Out, "status", "index.html")
	return all
}

// The checker of the W3C finds nothing: neither errors nor warnings.
func TestPagesAreValidHTML(t *testing.T) {
	var paths []string
	for _, p := range pages(t) {
		paths = append(paths, p)
	}
	isValid(t, append(paths, filepath.Join(editions(t).Out, "to", "km.html"))...)
}

func isValid(t *testing.T, paths ...string) {
	t.Helper()
	args := append([]string{"-jar", "../node_modules/vnu-jar/build/dist/vnu.jar", "--format", "json", "--exit-zero-always"}, paths...)
	cmd := exec.Command("java", args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s\nhint: run make test, which installs what the tests need", err, stderr.String())
	}
	var result struct {
		Messages []struct {
			URL, Type, Message, Extract string
			LastLine                    int
		}
	}
	if err := json.Unmarshal([]byte(stderr.String()), &result); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	for _, m := range result.Messages {
		// The letters of test editions are no language, but may look like one.
		// Filipino is Tagalog with a standard, and BCP 47 has a tag for each.
		if (strings.Contains(m.URL, "-XB/") || strings.Contains(m.Message, "lang=\"fil\"")) && strings.HasPrefix(m.Message, "This document appears to be written in") {
			continue
		}
		t.Errorf("%s:%d: %s: %s\n%s", m.URL, m.LastLine, m.Type, m.Message, m.Extract)
	}
}

// browsers are the names by which Chromium is found.
var browsers = []string{"chromium", "chromium-browser", "google-chrome"}

// browser starts Chromium; the test fails where there is none.
func browser(t *testing.T, flags ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox)
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			options = append(options, chromedp.ExecPath(path))
			break
		}
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), append(options, flags...)...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%v\nhint: run make test, which installs Chromium", err)
	}
	return ctx
}

// readersFonts gives a browser fonts for every script, as readers' systems have
// them: a machine that runs tests may have hardly any.
func readersFonts(t *testing.T) chromedp.ExecAllocatorOption {
	t.Helper()
	noto, err := filepath.Abs("../node_modules/@expo-google-fonts")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fonts.conf")
	conf := fmt.Sprintf("<?xml version=\"1.0\"?><fontconfig><dir>%s</dir><dir>/usr/share/fonts</dir><cachedir>%s</cachedir></fontconfig>", noto, t.TempDir())
	if err := os.WriteFile(file, []byte(conf), 0o666); err != nil {
		t.Fatal(err)
	}
	return chromedp.Env("FONTCONFIG_FILE=" + file)
}

// tab is a new tab of the browser.
func tab(t *testing.T, root context.Context) context.Context {
	t.Helper()
	ctx, stop := newTab(t, root)
	t.Cleanup(stop)
	return ctx
}

// newTab is a new tab, and what closes it.
func newTab(t *testing.T, root context.Context) (ctx context.Context, stop func()) {
	t.Helper()
	ctx, closed := chromedp.NewContext(root)
	if err := chromedp.Do(ctx); err != nil {
		closed()
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	return ctx, func() { cancel(); closed() }
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// eval is the value of an expression, of a promise when that is kept.
func eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// stay is the address of a page that is to be looked at, also where it would
// send its reader on.
func stay(path string) string { return fileURL(path) + "#_text" }

func fileURL(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// Every passage stands in its page, in the order of the document.
func TestPagesHaveTheText(t *testing.T) {
	for tag, path := range files(t, ".html") {
		holdsThePassages(t, tag, textOf(t, read(t, path)))
	}
}

// No page has an accessibility violation that axe-core knows, at the width of a
// desktop or of a small phone, in light or in dark; none is wider than the
// screen, or asks another host for anything. With MULTITUDE_TEST=all each is
// looked at in all four ways, else in light at the one and in dark at the other.
func TestPagesAreAccessible(t *testing.T) { areAccessible(t, pages(t)) }

func areAccessible(t *testing.T, pages map[string]string) {
	t.Helper()
	for theme, setting := range map[string]string{"dark": "preferredColorScheme=0", "light": "preferredColorScheme=1"} {
		root := browser(t, chromedp.Flag("blink-settings", setting))
		for name, path := range pages {
			t.Run(theme+"/"+name, func(t *testing.T) {
				ctx := tab(t, root)
				do(t, ctx, chromedp.Navigate(stay(path)))
				if !eval[bool](t, ctx, `matchMedia('(prefers-color-scheme: `+theme+`)').matches`) {
					t.Fatalf("the browser does not prefer %s", theme)
				}
				isAccessibleAt(t, ctx, widths(theme)...)
				for _, r := range eval[[]string](t, ctx, `performance.getEntriesByType('resource').map(e => e.name)`) {
					if !strings.HasPrefix(r, "file:") && !strings.HasPrefix(r, "data:") {
						t.Errorf("a request to %s", r)
					}
				}
			})
		}
	}
}

func widths(theme string) []int64 {
	switch {
	case os.Getenv("MULTITUDE_TEST") == "all":
		return []int64{1280, 320}
	case theme == "dark":
		return []int64{320}
	}
	return []int64{1280}
}

// isAccessible looks at the page that a tab shows, all of it unfolded, at the
// widths of a desktop and of a small phone.
func isAccessible(t *testing.T, ctx context.Context) {
	t.Helper()
	isAccessibleAt(t, ctx, 1280, 320)
}

func isAccessibleAt(t *testing.T, ctx context.Context, widths ...int64) {
	t.Helper()
	axe, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("%v\nhint: run make test, which installs axe-core", err)
	}
	eval[bool](t, ctx, string(axe)+"; true")
	eval[bool](t, ctx, `document.querySelectorAll('details').forEach(d => d.open = true); true`)
	for _, width := range widths {
		do(t, ctx, chromedp.EmulateViewport(width, 900))
		for _, v := range eval[[]struct {
			ID    string                  `json:"id"`
			Help  string                  `json:"help"`
			Nodes []struct{ HTML string } `json:"nodes"`
		}](t, ctx, `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => ({HTML: n.html}))})))`) {
			for _, n := range v.Nodes {
				t.Errorf("%d px: %s: %s\n%s", width, v.ID, v.Help, n.HTML)
			}
		}
		if over := eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("%d px: the page is %d px wider than the screen", width, over)
		}
	}
}

// Every link of the site leads to a file that is there, and to an anchor that
// is there.
func TestLinksLeadSomewhere(t *testing.T) {
	ctx := browser(t)
	anchors := map[string]map[string]bool{}
	links := map[string][]string{}
	for name, path := range pages(t) {
		do(t, ctx, chromedp.Navigate(stay(path)))
		seen := map[string]bool{}
		for _, id := range eval[[]string](t, ctx, `[...document.querySelectorAll('[id]')].map(e => e.id)`) {
			if seen[id] {
				t.Errorf("%s: the id %q stands twice", name, id)
			}
			seen[id] = true
		}
		anchors[path] = seen
		links[path] = eval[[]string](t, ctx, `[...document.querySelectorAll('a[href]')].map(a => a.href)`)
	}
	for from, hrefs := range links {
		for _, h := range hrefs {
			u, err := url.Parse(h)
			if err != nil {
				t.Errorf("%s: %v", from, err)
				continue
			}
			if u.Scheme != "file" {
				continue
			}
			if _, err := os.Stat(u.Path); err != nil {
				t.Errorf("%s: a link to %s: %v", from, h, err)
			}
			if u.Fragment != "" && !anchors[u.Path][u.Fragment] {
				t.Errorf("%s: a link to %s: no such anchor", from, h)
			}
		}
	}
}

// With the keyboard alone: the first stop is the skip link, it leads to the
// text, and every stop can be seen.
func TestKeyboardWalk(t *testing.T) {
	// A page that glides to where the focus is would be looked at too early.
	root := browser(t, chromedp.Flag("force-prefers-reduced-motion", true))
	for _, tag := range []string{"ar", "en", "hi", "km", "ur", "zh-Hans"} {
		t.Run(tag, func(t *testing.T) {
			ctx := tab(t, root)
			type stop struct {
				Class   string `json:"class"`
				Hash    string `json:"hash"`
				Visible bool   `json:"visible"`
			}
			here := func() stop {
				return eval[stop](t, ctx, `(() => { const e = document.activeElement, r = e.getBoundingClientRect();
					return {class: e.className, hash: location.hash, visible: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight} })()`)
			}
			do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(fileURL(files(t, ".html")[tag])), chromedp.KeyEvent("\t"))
			if first := here(); first.Class != "skip" || !first.Visible {
				t.Errorf("the first stop is %+v, not the skip link", first)
			}
			do(t, ctx, chromedp.KeyEvent("\r"))
			if first := here(); first.Hash != "#_text" {
				t.Errorf("the skip link leads to %q", first.Hash)
			}
			stops := eval[int](t, ctx, `[...document.querySelectorAll('main a[href], main [tabindex="0"]')].length`)
			if stops < 8 {
				t.Errorf("%d stops in the text", stops)
			}
			for i := range stops {
				do(t, ctx, chromedp.KeyEvent("\t"), chromedp.Sleep(30*time.Millisecond))
				if at := here(); !at.Visible {
					t.Errorf("stop %d (%+v) cannot be seen", i, at)
				}
			}
		})
	}
}
