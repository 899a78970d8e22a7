package project

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"multitude/internal/finding"
	"multitude/internal/locale"
)

func write(t *testing.T, dir, text string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, FileName)
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func load(t *testing.T, text string) *Project {
	t.Helper()
	p, found, err := Load(write(t, t.TempDir(), text))
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	return p
}

func TestDefaults(t *testing.T) {
	p := load(t, `source = "source/My statement.v2.md"`)
	if p.Name != "My-statement.v2" || p.Language.Tag != "en" || fmt.Sprint(p.Formats) != "[html pdf]" || p.BaseURL != "" || p.Contact != "" {
		t.Errorf("%+v", p)
	}
	want := Settings{Publish{"machine", 0}, PDF{"letter", []string{"standard"}}, Fonts{}, map[string]finding.Severity{}, Theme{}}
	if got := p.For(locale.MustParse("es")); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if p.SourcePath() != filepath.Join(p.Root, "source", "My statement.v2.md") || p.LocalesDir() != filepath.Join(p.Root, "locales") || p.OutputDir() != filepath.Join(p.Root, "output") {
		t.Errorf("%s %s %s", p.SourcePath(), p.LocalesDir(), p.OutputDir())
	}
}

func TestAll(t *testing.T) {
	p := load(t, `
name = "vision-and-values"
source = "./source/../source/statement.md"
language = "quc-x-nahuala"
formats = ["pdf", "html", "pdf"]
base-url = "https://example.org/statement/"
contact = " translations@example.org "
locale.ht.check.length = "off"
[publish]
least-state = "translated"
least-complete = 1
[pdf]
paper = "a4"
layout = "large-print"
[fonts]
directories = ["fonts", "more/fonts"]
[check]
stale = "error"
length = "warning"
[theme]
accent = "#7A1F3D"
[locale.es.publish]
least-complete = 0.25
[locale.es.check]
stale = "off"
[locale.es.fonts]
directories = ["es"]
[locale.zh-Hans]
pdf = { paper = "letter" }
`)
	if p.Name != "vision-and-values" || p.Source != "source/statement.md" || p.Language.Tag != "quc-x-nahuala" || fmt.Sprint(p.Formats) != "[pdf html]" ||
		p.BaseURL != "https://example.org/statement" || p.Contact != "translations@example.org" {
		t.Errorf("%+v", p)
	}
	at := func(names ...string) (all []string) {
		for _, n := range names {
			all = append(all, filepath.Join(p.Root, filepath.FromSlash(n)))
		}
		return all
	}
	base := Settings{
		Publish{"translated", 1}, PDF{"a4", []string{"large-print"}}, Fonts{at("fonts", "more/fonts")},
		map[string]finding.Severity{"stale": finding.Error, "length": finding.Warning}, Theme{Accent: "#7a1f3d"},
	}
	es, ht, zh := base, base, base
	es.Publish.LeastComplete = 0.25
	es.Check = map[string]finding.Severity{"stale": finding.Off, "length": finding.Warning}
	es.Fonts.Directories = at("es")
	ht.Check = map[string]finding.Severity{"stale": finding.Error, "length": finding.Off}
	zh.PDF.Paper = "letter"
	for tag, want := range map[string]Settings{"es": es, "ht": ht, "zh-Hans": zh, "ar": base} {
		if got := p.For(locale.MustParse(tag)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", tag, got, want)
		}
	}
	if !reflect.DeepEqual(p.Settings, base) {
		t.Errorf("a locale's settings changed the project's: %+v", p.Settings)
	}
	found := p.UnknownRules([]string{"stale", "lengths"})
	if len(found) != 1 || found[0].Pos.Line == 0 || !strings.Contains(found[0].Cure, `"lengths"`) {
		t.Errorf("%v", found)
	}
}

func TestRefused(t *testing.T) {
	const s = "source = \"s.md\"\n"
	for _, c := range []struct{ text, want string }{ // want: line:column message | part of the cure
		{"", "1:1 there is no source | source = "},
		{"source = \"\"\n", "1:10 \"source\" is empty |"},
		{"source = 7\n", "1:10 \"source\" cannot be a whole number | quotes"},
		{"source = \"../../etc/passwd\"\n", "1:10 \"../../etc/passwd\" is outside of the project |"},
		{"source = \"/etc/passwd\"\n", "1:10 \"/etc/passwd\" is outside of the project |"},
		{"source = \"a/../../b\"\n", "1:10 \"a/../../b\" is outside of the project |"},
		{"source = \"out/passwd\"\n", "1:10 \"out/passwd\" leads out of the project, or nowhere |"},
		{"source = 'a\\b'\n", "1:10 \"a\\\\b\" is no path | slashes"},
		{"source = \".\"\n", "1:10 \".\" is a folder | Markdown"},
		{"source = \"a.md\nname = 3", "1:15 basic strings cannot have new lines | quotes"},
		{s + "source = \"b.md\"\n", "2:1 \"source\" is there already | leave one"},
		{s + "nmae = \"x\"\n", "2:1 there is no setting \"nmae\" | write \"name\""},
		{s + "base_url = \"x\"\n", "2:1 there is no setting \"base_url\" | write \"base-url\""},
		{s + "least-state = \"machine\"\n", "2:1 there is no setting \"least-state\" | below [publish]"},
		{s + "zzzzzz = 1\n", "2:1 there is no setting \"zzzzzz\" | the keys here are name, source"},
		{s + "[publsh]\nleast-state = \"machine\"\n", "2:2 there is no setting \"publsh\" | write \"publish\""},
		{s + "[publish]\nleast-stat = \"machine\"\n", "3:1 there is no setting \"least-stat\" in [publish] | write \"least-state\""},
		{s + "[publish]\nleast-state = \"aproved\"\n", "3:15 \"least-state\" cannot be \"aproved\" | write \"approved\""},
		{s + "[publish]\nleast-complete = 90\n", "3:18 \"least-complete\" cannot be 90 | from 0 to 1"},
		{s + "[publish]\nleast-complete = nan\n", "3:18 \"least-complete\" cannot be nan | from 0 to 1"},
		{s + "[publish]\nleast-complete = \"1\"\n", "3:18 \"least-complete\" cannot be text | from 0 to 1"},
		{s + "publish = \"x\"\n", "2:1 \"publish\" cannot be text | [publish]"},
		{s + "[pdf]\npaper = \"A4\"\n", "3:9 \"paper\" cannot be \"A4\" | write \"a4\""},
		{s + "[pdf]\nlayout = true\n", "3:10 \"layout\" cannot be true or false | \"booklet\""},
		{s + "[pdf]\nlayout = []\n", "3:1 \"layout\" is empty | \"large-print\""},
		{s + "[pdf]\nlayout = [\"standard\", \"poster\"]\n", "3:23 \"layout\" cannot be \"poster\" | \"booklet\""},
		{s + "[theme]\naccent = \"red\"\n", "3:10 \"red\" is no color | #rrggbb"},
		{s + "[theme]\naccent = \"#12345\"\n", "3:10 \"#12345\" is no color |"},
		{s + "[check]\nstale = \"fatal\"\n", "3:9 the severity of the rule \"stale\" cannot be \"fatal\" | \"warning\""},
		{s + "[check]\nstale = false\n", "3:9 the severity of the rule \"stale\" cannot be true or false |"},
		{s + "[fonts]\ndirectories = \"fonts\"\n", "3:15 \"directories\" cannot be text | brackets"},
		{s + "[fonts]\ndirectories = [\"../fonts\"]\n", "3:16 \"../fonts\" is outside of the project |"},
		{s + "formats = [\"html\", \"dpf\"]\n", "2:20 \"formats\" cannot be \"dpf\" | write \"pdf\""},
		{s + "formats = []\n", `2:1 "formats" is empty | "html"`},
		{s + "formats = [\"html\", [\"pdf\"]]\n", "2:1 a member of \"formats\" cannot be a list |"},
		{s + "name = \"a/b\"\n", "2:8 \"a/b\" cannot be the name of a file |"},
		{s + "name = \"..\"\n", "2:8 \"..\" cannot be the name of a file |"},
		{s + "language = \"EN\"\n", "2:12 \"EN\" is no language tag: upper and lower case are not as BCP 47 writes them | write \"en\""},
		{s + "base-url = \"example.org\"\n", "2:12 \"example.org\" is no address of a site | https://"},
		{s + "base-url = \"javascript:alert(1)\"\n", "2:12 \"javascript:alert(1)\" is no address of a site |"},
		{s + "[locale.es_MX.publish]\n", "2:9 \"es_MX\" is no language tag"},
		{s + "[locale.es.publihs]\n", "2:12 there is no setting \"publihs\" for one locale | write \"publish\""},
		{s + "[locale.es]\nname = \"x\"\n", "3:1 there is no setting \"name\" for one locale | publish, pdf"},
		{s + "[locale]\nes = 3\n", "3:1 the settings of a locale cannot be a whole number | [locale.es.publish]"},
		{s + "locale = 3\n", "2:1 \"locale\" cannot be a whole number |"},
		{s + "# \xff\n", "2:3 the file is not UTF-8: byte 0xFF | UTF-8"},
	} {
		dir := t.TempDir()
		if err := os.Symlink("/etc", filepath.Join(dir, "out")); err != nil {
			t.Fatal(err)
		}
		file := write(t, dir, c.text)
		p, found, err := Load(file)
		if err != nil || p != nil || len(found) != 1 {
			t.Errorf("%q: %v %v %v", c.text, p, found, err)
			continue
		}
		f := found[0]
		want, cure, _ := strings.Cut(c.want, " |")
		got := fmt.Sprintf("%d:%d %s", f.Pos.Line, f.Pos.Column, f.Message)
		if !strings.HasPrefix(got, want) || !strings.Contains(f.Cure, strings.TrimSpace(cure)) || f.Cure == "" || f.Pos.File != file {
			t.Errorf("%q:\n got %s | %s\nwant %s", c.text, got, f.Cure, c.want)
		}
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	_, found, err := Load(write(t, t.TempDir(), "nmae = 1\nlanguage = \"xx_\"\n[pdf]\npaper = \"a5\"\nlayuot = \"booklet\"\n[locale.es.theme]\naccent = 1\n"))
	if err != nil || len(found) != 6 {
		t.Errorf("%d findings: %v %v", len(found), found, err)
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	file := write(t, root, "source = \"a.md\"\n")
	below := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(filepath.Join(below, FileName), 0o777); err != nil { // a folder of that name is none
		t.Fatal(err)
	}
	for _, dir := range []string{root, below} {
		p, found, err := Find(dir)
		if err != nil || len(found) > 0 || p.Root != root || p.File != file {
			t.Errorf("%s: %+v %v %v", dir, p, found, err)
		}
	}
	t.Chdir(below)
	if p, _, err := Find("."); err != nil || p == nil || p.File != filepath.Join("..", "..", FileName) {
		t.Errorf("%+v %v", p, err)
	}
	p, found, err := Find(t.TempDir())
	if err != nil || p != nil || len(found) != 1 || !strings.Contains(found[0].Cure, "multitude init") {
		t.Errorf("%v %v %v", p, found, err)
	}
	for _, dir := range []string{"no/such", FileName} {
		if _, _, err := Find(filepath.Join(root, dir)); err == nil {
			t.Errorf("no error for %s", dir)
		}
	}
}

func TestLinksInside(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("texts", filepath.Join(dir, "source")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "texts"), 0o777); err != nil {
		t.Fatal(err)
	}
	if p, found, err := Load(write(t, dir, "source = \"source/a.md\"\n")); err != nil || p == nil {
		t.Errorf("%v %v", found, err)
	}
}

func TestTemplate(t *testing.T) {
	text := string(Template("my-text", "source/my \"text\".md", "quc-x-nahuala"))
	p := load(t, text)
	if p.Name != "my-text" || p.Source != "source/my \"text\".md" || p.Language.Tag != "quc-x-nahuala" {
		t.Errorf("%+v", p)
	}
	// Every line that is commented out is a setting that can be had.
	var all strings.Builder
	for line := range strings.Lines(text) {
		setting, ok := strings.CutPrefix(line, "# ")
		if ok && (strings.Contains(setting, " = ") || strings.HasPrefix(setting, "[")) {
			line = setting
		}
		all.WriteString(line)
	}
	p = load(t, all.String())
	if p.Theme.Accent == "" || p.Check["stale"] != finding.Error || p.For(locale.MustParse("es")).Publish.LeastState != "reviewed" {
		t.Errorf("%+v", p)
	}
	for _, table := range tableNames {
		for key := range tables[table] {
			if !strings.Contains(text, "# "+key) {
				t.Errorf("[%s] %s is not shown", table, key)
			}
		}
	}
	for _, key := range fieldNames {
		if !strings.Contains(text, key) {
			t.Errorf("%s is not shown", key)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("source = \"a.md\"\n[locale.es.publish]\nleast-complete = 0.5\n")
	f.Add(string(Template("a", "b", "c")))
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		p, found, err := Load(write(t, dir, text))
		if err != nil {
			t.Fatal(err)
		}
		if (p == nil) != (finding.Worst(found) == finding.Error) {
			t.Fatal("a project with errors, or none without")
		}
		for _, f := range found {
			if f.Pos.Line < 1 || f.Message == "" || f.Cure == "" {
				t.Fatalf("%+v", f)
			}
		}
		if p != nil {
			if !filepath.IsLocal(filepath.FromSlash(p.Source)) || p.Name == "" || strings.ContainsAny(p.Name, "/\\") {
				t.Fatalf("%+v", p)
			}
		}
	})
}

// One layout can be a text, several are a list, and a locale has its own.
func TestLayouts(t *testing.T) {
	p := load(t, "source = \"a.md\"\n[pdf]\nlayout = [\"standard\", \"booklet\", \"standard\"]\n[locale.es.pdf]\nlayout = \"large-print\"\n")
	for tag, want := range map[string]string{"en": "[standard booklet]", "es": "[large-print]"} {
		if got := fmt.Sprint(p.For(locale.MustParse(tag)).PDF.Layouts); got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
}
