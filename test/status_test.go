package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
)

// The status page of a project with messages of every kind, hostile ones among
// them, and the pages of what changed: valid, accessible in light and in dark,
// with nothing that runs, and every link leads somewhere.
func TestStatusPage(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o777)
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	read := func() *publish.Inputs {
		t.Helper()
		p, found, err := project.Find(dir)
		if err != nil || p == nil {
			t.Fatal(err, found)
		}
		in, err := publish.Read(p)
		if err != nil || in.Document == nil {
			t.Fatal(err, in.Findings)
		}
		return in
	}
	const text = "# A text & more\n\nOne has the right to stay.\n\nTwo have it.\n\nThree, too.\n\nFour as well.\n\nFive of them.\n"
	put("multitude.toml", "source = \"text.md\"\nformats = [\"html\"]\nstatus = true\n")
	put("text.md", text)
	in := read()
	p := in.Project
	_, found, err := catalog.Extract(p.LocalesDir(), p.Language, in.Units)
	if err != nil || found != nil {
		t.Fatal(err, found)
	}
	const hostile = `<script>document.title="ran"</script>`
	for _, tag := range []string{"ar", "es"} {
		loc := locale.MustParse(tag)
		in = read()
		if _, _, err := catalog.Add(p.LocalesDir(), p.Language, loc, in.Units); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(p.LocalesDir(), "active."+tag+".toml")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out := strings.Replace(string(data), `other = ""`, `other = '`+hostile+`'`, 1)
		out = strings.Replace(out, `other = ""`, `other = "uno de `+"\u202e"+` ellos"`, 4)
		put("locales/active."+tag+".toml", out)
	}
	es := locale.MustParse("es")
	for i, state := range []catalog.State{catalog.Approved, catalog.Reviewed, catalog.Translated} {
		at := []int{1, 3, 4}[i] // the others change below
		if found, err := catalog.Sign(p.LocalesDir(), p.Language, es, in.Units[at:at+1], catalog.Signature{State: state}); err != nil || found != nil {
			t.Fatal(err, found)
		}
	}
	guess := catalog.Signature{State: catalog.Machine, Origin: "poem.toml"}
	if found, err := catalog.Sign(p.LocalesDir(), p.Language, locale.MustParse("ar"), in.Units[3:4], guess); err != nil || found != nil {
		t.Fatal(err, found)
	}
	put("text.md", strings.NewReplacer("A text", "Our text", "Two have it", "Two of us have it").Replace(text))
	in = read()
	if _, found, err = catalog.Extract(p.LocalesDir(), p.Language, in.Units); err != nil || found != nil {
		t.Fatal(err, found)
	}
	report, err := publish.Build(p, publish.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(report.Out, "status", name) }
	all := map[string]string{"status": at("index.html"), "changes": at("changes-ar.html"), "es": at("changes-es.html")}
	isValid(t, all["status"], all["changes"], all["es"])
	areAccessible(t, all)
	page, err := os.ReadFile(all["status"])
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"approved", "reviewed", "translated", "machine", "guessed", "stale", "missing"} {
		if !strings.Contains(string(page), `<rect class="`+kind+`" x=`) {
			t.Errorf("no bar has a part that is %s", kind)
		}
	}
	changes, err := os.ReadFile(all["changes"])
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(page)+string(changes), "<script") {
		t.Error("a script stands on the page")
	}
}
