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

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// pages are all pages of the site by name: the tags, and "index".
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := files(t, ".html")
	all["index"] = filepath.Join(editions(t).Out, "index.html")
	return all
}

// The checker of the W3C finds nothing: neither errors nor warnings.
func TestPagesAreValidHTML(t *testing.T) {
	args := []string{"-jar", "../node_modules/vnu-jar/build/dist/vnu.jar", "--format", "json", "--exit-zero-always"}
	for _, p := range pages(t) {
		args = append(args, p)
	}
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
		t.Errorf("%s:%d: %s: %s\n%s", m.URL, m.LastLine, m.Type, m.Message, m.Extract)
	}
}

// browser starts Chromium; the test fails where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox)
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			options = append(options, chromedp.ExecPath(path))
			break
		}
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("%v\nhint: run make test, which installs Chromium", err)
	}
	return ctx
}

func fileURL(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// No page has an accessibility violation that axe-core knows, at the width of a
// desktop or of a small phone, in light or in dark; none is wider than the
// screen, asks another host for anything, or has an error in its console.
func TestPagesAreAccessible(t *testing.T) {
	axe, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("%v\nhint: run make test, which installs axe-core", err)
	}
	root := browser(t)
	for name, path := range pages(t) {
		t.Run(name, func(t *testing.T) {
			ctx, stop := chromedp.NewContext(root)
			defer stop()
			ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
			defer cancel()
			var complaints []string
			chromedp.ListenTarget(ctx, func(ev any) {
				switch ev := ev.(type) {
				case *network.EventRequestWillBeSent:
					if !strings.HasPrefix(ev.Request.URL, "file:") && !strings.HasPrefix(ev.Request.URL, "data:") {
						complaints = append(complaints, "request to "+ev.Request.URL)
					}
				case *runtime.EventExceptionThrown:
					complaints = append(complaints, ev.ExceptionDetails.Text)
				case *runtime.EventConsoleAPICalled:
					if ev.Type == runtime.APITypeError {
						complaints = append(complaints, "an error in the console")
					}
				}
			})
			if err := chromedp.Run(ctx, network.Enable(), chromedp.Navigate(fileURL(path)), chromedp.Evaluate(string(axe), nil)); err != nil {
				t.Fatal(err)
			}
			for _, view := range []struct {
				width int64
				theme string
			}{{1280, "light"}, {1280, "dark"}, {320, "light"}} {
				var violations []struct {
					ID, Help string
					Nodes    []struct{ HTML string }
				}
				var overflow int
				err := chromedp.Run(ctx,
					chromedp.EmulateViewport(view.width, 900),
					emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: view.theme}}),
					chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => d.open = true)`, nil),
					chromedp.Evaluate(`axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)`, &violations,
						func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
					chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &overflow),
				)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range violations {
					for _, n := range v.Nodes {
						t.Errorf("%d px, %s: %s: %s\n%s", view.width, view.theme, v.ID, v.Help, n.HTML)
					}
				}
				if overflow > 0 {
					t.Errorf("%d px: the page is %d px wider than the screen", view.width, overflow)
				}
			}
			for _, c := range complaints {
				t.Error(c)
			}
		})
	}
}

// Every link of the site leads to a file that is there, and to an anchor that
// is there.
func TestLinksLeadSomewhere(t *testing.T) {
	ctx := browser(t)
	anchors := map[string]map[string]bool{}
	links := map[string][]string{}
	for name, path := range pages(t) {
		var ids, hrefs []string
		err := chromedp.Run(ctx, chromedp.Navigate(fileURL(path)),
			chromedp.Evaluate(`[...document.querySelectorAll('[id]')].map(e => e.id)`, &ids),
			chromedp.Evaluate(`[...document.querySelectorAll('a[href]')].map(a => a.href)`, &hrefs))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s: the id %q stands twice", name, id)
			}
			seen[id] = true
		}
		anchors[path] = seen
		links[path] = hrefs
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
	root := browser(t)
	for _, tag := range []string{"en", "ar"} {
		t.Run(tag, func(t *testing.T) {
			ctx, stop := chromedp.NewContext(root)
			defer stop()
			type stopped struct {
				Class, Hash string
				Visible     bool
			}
			var first stopped
			const here = `(() => { const e = document.activeElement, r = e.getBoundingClientRect();
				return {Class: e.className, Hash: location.hash, Visible: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight} })()`
			if err := chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(fileURL(files(t, ".html")[tag])),
				chromedp.KeyEvent("\t"), chromedp.Evaluate(here, &first)); err != nil {
				t.Fatal(err)
			}
			if first.Class != "skip" || !first.Visible {
				t.Errorf("the first stop is %+v, not the skip link", first)
			}
			if err := chromedp.Run(ctx, chromedp.KeyEvent("\r"), chromedp.Evaluate(here, &first)); err != nil {
				t.Fatal(err)
			}
			if first.Hash != "#_text" {
				t.Errorf("the skip link leads to %q", first.Hash)
			}
			var count int
			if err := chromedp.Run(ctx, chromedp.Evaluate(`[...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(e => e.checkVisibility()).length`, &count)); err != nil {
				t.Fatal(err)
			}
			for i := range count - 3 {
				var at stopped
				if err := chromedp.Run(ctx, chromedp.KeyEvent("\t"), chromedp.Sleep(20*time.Millisecond), chromedp.Evaluate(here, &at)); err != nil {
					t.Fatal(err)
				}
				if !at.Visible {
					t.Errorf("stop %d (%s) cannot be seen", i, fmt.Sprint(at))
				}
			}
		})
	}
}
