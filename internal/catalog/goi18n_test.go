package catalog

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"

	"multitude/internal/finding"
	"multitude/internal/locale"
)

// go-i18n's own command reads copies of our files without complaint, finds each
// translation up to date by its hash, and computes the hashes that we write.
func TestGoI18nMerge(t *testing.T) {
	dir := t.TempDir()
	us := units(
		"title|A **Title**", "vision.stay|We stay.\\\nWe \"move\".|a slogan", "vision.template|{{ not a template", "vision.work|We work.",
	)
	extract(t, dir, us)
	translations := []string{"Un **título**\u202f!", "Nos quedamos.\\\nNos \"movemos\" \\ siempre.", "{{ nada", "ʻ'\"\"\" \t"}
	files := []string{filepath.Join(dir, "active.en.toml")}
	tags := []string{"es", "ar", "zh-Hans", "hi", "km"}
	for _, tag := range tags {
		loc := locale.MustParse(tag)
		add(t, dir, loc, us)
		for i, u := range us {
			set(t, dir, loc, Edit{Unit: u, Text: translations[i]})
		}
		files = append(files, activePath(dir, loc))
	}

	copies, out := t.TempDir(), t.TempDir()
	args := []string{"tool", "goi18n", "merge", "-sourceLanguage", "en", "-outdir", out}
	for _, f := range files {
		put(t, copies, filepath.Base(f), get(t, dir, filepath.Base(f)))
		args = append(args, filepath.Join(copies, filepath.Base(f)))
	}
	// Else the first run on a machine tells what it downloads.
	if said, err := exec.Command("go", "build", "-o", os.DevNull, "github.com/nicksnyder/go-i18n/v2/goi18n").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if said, err := exec.Command("go", args...).CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("%v: %s", err, said)
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1+len(tags) { // no file of messages to translate
		t.Errorf("it wrote %v", entries)
	}
	for _, tag := range tags {
		name := "active." + tag + ".toml"
		mf, err := i18n.ParseMessageFileBytes([]byte(get(t, out, name)), name, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, m := range mf.Messages {
			for i, u := range us {
				if m.ID == u.ID && m.Other == translations[i] && m.Hash == u.Hash() {
					found++
				}
			}
		}
		if found != len(us) || len(mf.Messages) != len(us) {
			t.Errorf("%s: %d of %d messages came through: %+v", tag, found, len(us), mf.Messages)
		}
	}
}

// Our own reading of a message file is go-i18n's: parseMessages compares them,
// and says where they differ.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{
		"[\"a.b\"]\nhash = \"h\"\nother = \"o\"\n", "\"a\" = \"b\"\n", "[a.b]\nOTHER = 'x'\n[a.c]\none = '''\ny'''\n",
		"[[a]]\nid = \"x\"\nother = \"y\"\n[[a.b]]\nother = \"z\"\n", "a = [[\"x\"], {other = \"y\"}]\n", "[a]\ntranslation = { other = \"x\", translation = { few = \"y\" } }\n",
		"[a]\nTranslation = \"x\"\n", "[a.translation]\nother = \"x\"\n[a]\nhash = \"y\"\n", "[\"\"]\nother = \"x\"\n", "# en: x\n[ 'a' ] # c\nother=\"\"",
		"[a]\nid = \"\"\nother = \"x\"\n", "[a]\n[b]\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		t.Parallel()
		file, found := parseMessages("active.es.toml", []byte(text), es)
		if (file == nil) == (len(found) == 0) {
			t.Fatalf("%v, %v", file, found)
		}
		for _, x := range found {
			if x.Pos.Line < 1 || x.Cure == "" || x.Message == "" {
				t.Fatalf("%+v", x)
			}
			if x.Cure == "write each message under a heading of its own: its ID in quotes and brackets, then other = \"…\"" {
				t.Fatalf("go-i18n says something else than we: %v", x)
			}
		}
		if file == nil {
			return
		}
		// Whatever there is to be read can be brought up to date, and nothing
		// is lost.
		us := units("a|A", "a.b|B", "new|N")
		w := &work{dir: "locales", lang: en, units: us, place: map[string]int{"a": 0, "a.b": 1, "new": 2}, hashes: []string{us[0].Hash(), us[1].Hash(), us[2].Hash()}, past: &History{texts: map[string]SourceText{}}}
		empty, _ := parseMessages("retired.es.toml", nil, es)
		r, err := reconcile(file, empty, us, w.place, w.past, w.translationKind(nil))
		if err != nil {
			var refusal finding.Finding
			if !errors.As(err, &refusal) || refusal.Pos.Line < 1 || refusal.Cure == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		for i, data := range [][]byte{r.active, r.retired1, r.retired2} {
			if err := verify("x", data, []map[string]record{r.wantActive, r.want1, r.want2}[i], es, parseMessages); err != nil {
				again, found := parseMessages("x", data, es)
				t.Fatalf("%v\n%s\nbecame\n%s\n%v %v", err, text, data, again, found)
			}
		}
		if err := r.nothingLost(file, empty, false); err != nil {
			t.Fatal(err)
		}
	})
}
