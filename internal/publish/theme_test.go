package publish

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/project"
)

// themed builds a project with the theme, and gives its output folder.
func themed(t *testing.T, theme string, files map[string]string) (string, *Report) {
	t.Helper()
	dir := t.TempDir()
	files["multitude.toml"] = "source = \"text.md\"\n" + theme
	files["text.md"] = "---\ntitle: A text\n---\n\n## One\n\nWe stay.\n"
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p, found, err := project.Find(dir)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	r, err := Build(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Out, r
}

// A theme reaches pages and PDFs; templates of a project's own take the place
// of ours, and escape what they show.
func TestTheme(t *testing.T) {
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 60, 30))); err != nil {
		t.Fatal(err)
	}
	theme := "[theme]\naccent = \"#ff8800\"\nlogo = \"look/logo.png\"\ncover = \"Read <b>aloud</b>\"\ntemplates = \"look\"\n"
	files := map[string]string{
		"look/logo.png":  logo.String(),
		"look/page.html": "<!doctype html>\n<html lang=\"{{.Lang}}\">\n<title>{{.Title}}</title>\n<style>{{.Style}}</style>\n<p class=\"own\" title=\"{{.Heading}}\">ours</p>\n{{.Cover}}\n{{.Text}}\n",
		"look/style.css": "/* ours */\n.own { color: var(--accent); }\n",
	}
	out, r := themed(t, theme, files)
	if !r.OK() {
		t.Fatalf("%+v", r)
	}
	page, err := os.ReadFile(filepath.Join(out, "en", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<p class="own" title="A text">`, ".own { color", "Read &lt;b&gt;aloud", `src="images/logo-`, "We stay."} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page has no %s", want)
		}
	}
	contrast := false
	for _, f := range r.Findings {
		contrast = contrast || f.Rule == "contrast" && strings.Contains(f.Message, "#ff8800") && strings.Contains(f.Cure, "#")
	}
	if !contrast {
		t.Errorf("an accent that cannot be read is not reported: %v", r.Findings)
	}
	if strings.Contains(string(page), "#ff8800") {
		t.Error("an accent that cannot be read is used")
	}
	if logos, _ := filepath.Glob(filepath.Join(out, "en", "images", "logo-*.png")); len(logos) != 1 {
		t.Errorf("%v", logos)
	}
	// The same theme, once more: nothing to do; another template: a new page.
	again, err := Build(mustFind(t, filepath.Dir(out)), Options{})
	if err != nil || !again.Editions[0].Current {
		t.Errorf("%+v %v", again, err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(out), "look", "style.css"), []byte(".own { margin: 0; }"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(mustFind(t, filepath.Dir(out)), Options{}); err != nil {
		t.Fatal(err)
	}
	if page, _ = os.ReadFile(filepath.Join(out, "en", "index.html")); !strings.Contains(string(page), ".own { margin") {
		t.Error("a changed style is not in the page")
	}
}

func mustFind(t *testing.T, dir string) *project.Project {
	t.Helper()
	p, found, err := project.Find(dir)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	return p
}

func TestThemesThatCannotBeUsed(t *testing.T) {
	if _, r := themed(t, "[theme]\nlogo = \"no.png\"\n", map[string]string{}); r.OK() && len(r.Findings) == 0 {
		t.Error("a logo that is not there is not reported")
	}
	for name, text := range map[string]string{"page.html": "{{.Nothing", "style.css": "</style><script>"} {
		dir := t.TempDir()
		for at, content := range map[string]string{"multitude.toml": "source = \"text.md\"\n[theme]\ntemplates = \"look\"\n", "text.md": "We stay.\n", "look/" + name: text} {
			os.MkdirAll(filepath.Join(dir, "look"), 0o777)
			if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(at)), []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Build(mustFind(t, dir), Options{}); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
