package test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"multitude/internal/finding"
	"multitude/internal/project"
	"multitude/internal/publish"
)

// tomlQuoted is s as a basic string of TOML.
func tomlQuoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString("\\" + string(r))
		case r < ' ' || r >= 0x7F && r <= 0x9F:
			fmt.Fprintf(&b, "\\u%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "\""
}

// called is a name for a number, in letters: digits have rules of their own.
func called(n int) string {
	return string([]rune{'a' + rune(n/26/26), 'a' + rune(n/26%26), 'a' + rune(n%26)})
}

// A trap is a project whose Spanish catalog says what payloads say.
type trap struct {
	project *project.Project
	ids     []string // of the units, in the order of the payloads
}

func layTrap(t *testing.T, payloads []string) *trap {
	t.Helper()
	dir := t.TempDir()
	var source strings.Builder
	source.WriteString("---\ntitle: A text\n---\n\n## A heading\n")
	for i := range payloads {
		fmt.Fprintf(&source, "\nThe paragraph that is called %s.\n", called(i))
	}
	write := func(name, text string) {
		t.Helper()
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("multitude.toml", "source = \"text.md\"\n")
	write("text.md", source.String())
	p, found, err := project.Find(dir)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	in, err := publish.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	trap := &trap{project: p}
	var messages strings.Builder
	for _, u := range in.Units {
		text := u.Text
		if strings.HasPrefix(u.Text, "The paragraph") {
			text = payloads[len(trap.ids)]
			trap.ids = append(trap.ids, u.ID)
		}
		fmt.Fprintf(&messages, "[%q]\nhash = %q\nother = %s\n\n", u.ID, u.Hash(), tomlQuoted(text))
	}
	write("locales/active.es.toml", messages.String())
	// Where texts of a catalog stand in attributes, titles and menus.
	for i := range min(len(payloads), 60) {
		text := payloads[i*len(payloads)/60%len(payloads)]
		var own strings.Builder
		for _, u := range in.Units {
			if strings.HasPrefix(u.ID, "front.") || u.Text == "A heading" {
				fmt.Fprintf(&own, "[%q]\nhash = %q\nother = %s\n\n", u.ID, u.Hash(), tomlQuoted(text))
			}
		}
		for _, id := range []string{"edition.endonym", "edition.languages", "edition.skip", "edition.contents", "edition.pdf", "edition.not-found", "edition.draft", "edition.mark-missing"} {
			fmt.Fprintf(&own, "[%q]\nother = %s\n\n", id, tomlQuoted(text))
		}
		write(fmt.Sprintf("locales/active.es-x-p%d.toml", i), own.String())
	}
	return trap
}

// What pages may hold: no other element, attribute or target is in one.
const inspect = `(() => {
	const wrong = [];
	const names = "html head meta title link style script body a header nav details summary ul ol li p main h1 h2 h3 h4 h5 h6 div section footer dl dt dd small span strong em code sup br hr blockquote pre table thead tbody tr th td img label input".split(" ");
	const attributes = "lang dir charset http-equiv content name property rel href hreflang type sizes class id aria-label aria-labelledby aria-current role title src alt width height start tabindex scope translate data-pair data-tag data-names as crossorigin hidden for autocomplete autocapitalize spellcheck open".split(" ");
	for (const e of document.querySelectorAll("*")) {
		if (!names.includes(e.localName)) wrong.push("element " + e.outerHTML.slice(0, 200));
		for (const a of e.attributes) {
			if (!attributes.includes(a.name) || a.name.startsWith("on")) wrong.push("attribute " + a.name + " of " + e.outerHTML.slice(0, 200));
			if (["href", "src"].includes(a.name) && !/^(#|https?:\/\/[^\/]|mailto:|tel:|sms:|\.\.\/|[a-zA-Z0-9_-]+[.\/-])/.test(a.value)) wrong.push(a.name + "=" + a.value);
			if (a.name === "href" && /^[a-z]+:/i.test(a.value) && !/^(https?|mailto|tel|sms):/.test(a.value)) wrong.push("href=" + a.value);
		}
	}
	if (document.scripts.length > 1) wrong.push(document.scripts.length + " scripts");
	if (document.querySelectorAll("style").length !== 1) wrong.push("more than one style");
	for (const a of document.querySelectorAll('a[href^="#"]')) a.click();
	for (const e of document.querySelectorAll("main *")) for (const n of ["focus", "mouseover", "click", "error", "load", "animationstart", "toggle"]) { if (n !== "click" || !e.closest("a")) e.dispatchEvent(new Event(n)); }
	return wrong;
})()`

// harmless opens a page and says what is wrong with it.
func harmless(t *testing.T, root context.Context, address string) {
	t.Helper()
	harmlessAs(t, root, address, inspect)
}

// harmlessAs opens a page of which a script says what is wrong.
func harmlessAs(t *testing.T, root context.Context, address, inspect string) {
	t.Helper()
	ctx, stop := newTab(t, root)
	defer stop()
	do(t, ctx, chromedp.Navigate(address))
	for _, w := range eval[[]string](t, ctx, inspect) {
		t.Errorf("%s: %s", address, w)
	}
	if eval[bool](t, ctx, `new Promise(done => setTimeout(() => done("pwned" in self), 200))`) {
		t.Errorf("%s: a payload was executed", address)
	}
	if at := eval[string](t, ctx, `location.href.split("#")[0]`); at != strings.Split(address, "#")[0] {
		t.Errorf("%s led to %s", address, at)
	}
	for _, r := range eval[[]string](t, ctx, `performance.getEntriesByType('resource').map(e => e.name)`) {
		if !strings.HasPrefix(r, "file:") {
			t.Errorf("%s: a request to %s", address, r)
		}
	}
}

// Whatever a stranger writes into a catalog, nothing of it runs in a browser,
// and check reports it. Every payload is opened with MULTITUDE_TEST=all, and a
// sample without.
func TestHostileCatalogsDoNothing(t *testing.T) {
	all := payloads()
	if len(all) < 500 {
		t.Fatalf("%d payloads", len(all))
	}
	sample := all
	if os.Getenv("MULTITUDE_TEST") != "all" {
		sample = nil
		for i := 0; i < len(all); i += 9 {
			sample = append(sample, all[i])
		}
	}
	trap := layTrap(t, sample)
	found, err := publish.Check(trap.project, []string{"es"})
	if err != nil {
		t.Fatal(err)
	}
	reported := map[string]bool{}
	for _, f := range found {
		if f.Locale == "es" && f.Severity >= finding.Warning {
			reported[f.Unit] = true
		}
	}
	for i, id := range trap.ids {
		// Marks of direction alone end with their paragraph, and are at home in
		// right-to-left text.
		if !reported[id] && strings.Trim(sample[i], "x\u200e\u200f\u2066\u2067\u2068\u2069") != "" {
			t.Errorf("check says nothing of %.120q", sample[i])
		}
	}
	r, err := publish.Build(trap.project, publish.Options{Out: t.TempDir(), Formats: []string{"html"}})
	if err != nil {
		t.Fatal(err)
	}
	root := browser(t)
	opened := 0
	for i, e := range r.Editions {
		if e.Failed {
			t.Errorf("%s was not built: %s", e.Locale, e.Reason)
			continue
		}
		if os.Getenv("MULTITUDE_TEST") == "all" || i < 8 || e.Locale.Tag == "es" {
			harmless(t, root, fileURL(filepath.Join(r.Out, e.Locale.Tag, "index.html")))
			opened++
		}
	}
	for _, name := range []string{"index.html#_text", "languages.html", "404.html", "to/es-x-p3.html#_text"} {
		page, hash, _ := strings.Cut(name, "#")
		address := fileURL(filepath.Join(r.Out, filepath.FromSlash(page)))
		if hash != "" {
			address += "#" + hash
		}
		if strings.HasPrefix(name, "to/") {
			continue // it leads on at once
		}
		harmless(t, root, address)
	}
	harmlessFiles(t, root, trap)
	t.Logf("%d payloads, %d editions opened", len(sample), opened)
}
