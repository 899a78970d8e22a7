package locale

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ tag, language, script, region, dir string }{
		{"en", "en", "Latn", "", "ltr"},
		{"ht", "ht", "Latn", "", "ltr"},
		{"ar", "ar", "Arab", "", "rtl"},
		{"zh", "zh", "Hans", "", "ltr"},
		{"zh-Hans", "zh", "Hans", "", "ltr"},
		{"zh-TW", "zh", "Hant", "TW", "ltr"},
		{"pa", "pa", "Guru", "", "ltr"},
		{"pa-PK", "pa", "Arab", "PK", "rtl"},
		{"fa-AF", "fa", "Arab", "AF", "rtl"},
		{"prs", "prs", "Arab", "", "rtl"},
		{"fuf-Adlm", "fuf", "Adlm", "", "rtl"},
		{"mam", "mam", "Latn", "", "ltr"},
		{"quc-x-nahuala", "quc", "Latn", "", "ltr"},
		{"mix", "mix", "Latn", "", "ltr"},
		{"hmn", "hmn", "Latn", "", "ltr"},
		{"ks-Aran", "ks", "Aran", "", "rtl"},
		{"es-419", "es", "Latn", "419", "ltr"},
		{"de-1996", "de", "Latn", "", "ltr"},
		{"ar-u-nu-arab", "ar", "Arab", "", "rtl"},
		{"xyz", "xyz", "Latn", "", "ltr"},
	} {
		l, err := Parse(c.tag)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.tag, err)
			continue
		}
		if got := [...]string{l.Language, l.Script, l.Region, l.Dir.String()}; got != [...]string{c.language, c.script, c.region, c.dir} {
			t.Errorf("Parse(%q) = %v, want %v", c.tag, got, c)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ tag, instead string }{
		{"", ""},
		{"zh-hans", "zh-Hans"},
		{"ZH-hANS-cn", "zh-Hans-CN"},
		{"pt_BR", "pt-BR"},
		{"pt_br", "pt-BR"},
		{"iw", "he"},
		{"spa", "es"},
		{"spa-MX", "es-MX"},
		{"art-lojban", "jbo"},
		{"e", ""},
		{"x-private", ""},
		{"en--US", ""},
		{"en-", ""},
		{"../../etc", ""},
		{"en/fr", ""},
		{"español", ""},
		{"en-abcdefghi", ""},
		{"de-1996-1996", ""},
		{"en-u-co-a-u-nu", ""},
		{"en-x", ""},
		{"en-US-GB", ""},
	} {
		_, err := Parse(c.tag)
		var e *TagError
		if !errors.As(err, &e) {
			t.Errorf("Parse(%q) = %v, want a TagError", c.tag, err)
		} else if e.Instead != c.instead {
			t.Errorf("Parse(%q) suggests %q, want %q", c.tag, e.Instead, c.instead)
		}
	}
}

// A suggestion is of no use if it is refused in its turn.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"zh-hans", "pt_br", "iw-il", "x", "en-u-nu-x", "sgn-be-fr", "i-klingon"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := Parse(s)
		var e *TagError
		switch {
		case err == nil && l.Tag != s:
			t.Errorf("Parse(%q).Tag = %q", s, l.Tag)
		case errors.As(err, &e) && e.Instead != "":
			if _, err := Parse(e.Instead); err != nil {
				t.Errorf("Parse(%q) suggests %q, which is refused: %v", s, e.Instead, err)
			}
		}
	})
}

func TestEndonym(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "English", "es": "Español", "es-US": "Español", "ht": "Kreyòl Ayisyen", "ar": "العربية", "zh-Hans": "简体中文",
		"hi": "हिन्दी", "km": "ខ្មែរ", "fa-AF": "دری", "zh-TW": "繁體中文", "quc": "Kʼicheʼ", "ti": "ትግርኛ",
	} {
		if got, ok := MustParse(tag).Endonym(); got != want || !ok {
			t.Errorf("Endonym of %s = %q, %v; want %q", tag, got, ok, want)
		}
	}
	for _, tag := range []string{"mam", "quc-x-nahuala-Q", "xyz"} {
		l, err := Parse(tag)
		if err != nil {
			continue
		}
		if got, ok := l.Endonym(); ok || got != tag {
			t.Errorf("Endonym of %s = %q, %v; want the tag itself", tag, got, ok)
		}
	}
}

func TestNumber(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "1948", "ar": "1948", "ar-EG": "١٩٤٨", "ar-u-nu-arab": "١٩٤٨", "fa": "۱۹۴۸", "fa-AF": "۱۹۴۸",
		"ne": "१९४८", "my": "၁၉၄၈", "km": "1948", "km-u-nu-khmr": "១៩៤៨", "bn": "১৯৪৮", "ff-Adlm": "𞥑𞥙𞥔𞥘", "mam": "1948",
	} {
		if got := MustParse(tag).Number(1948); got != want {
			t.Errorf("Number(1948) of %s = %q, want %q", tag, got, want)
		}
	}
	if got := MustParse("fa").Number(0); got != "۰" {
		t.Errorf("Number(0) = %q", got)
	}
}

func TestPercent(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "87%", "es": "87\u00a0%", "es-MX": "87%", "fr": "87\u00a0%", "tr": "%87", "eu": "%\u00a087", "fa": "۸۷٪", "fa-AF": "۸۷٪",
		"ar": "87\u200e%\u200e", "ar-EG": "٨٧٪\u061c", "zh-Hant-HK": "87%", "mam": "87%", "quc-x-nahuala": "87%",
	} {
		if got := MustParse(tag).Percent(87); got != want {
			t.Errorf("Percent(87) of %s = %q, want %q", tag, got, want)
		}
	}
	if got := MustParse("fa").Percent(0) + MustParse("es").Percent(100); got != "۰٪100\u00a0%" {
		t.Errorf("got %q", got)
	}
}

func TestParents(t *testing.T) {
	for tag, want := range map[string][]string{
		"zh-Hant-HK":    {"zh-Hant"},
		"fa-AF":         {"fa"},
		"quc-x-nahuala": {"quc"},
		"pa-PK":         {},
		"ht":            {},
	} {
		got := MustParse(tag).Parents()
		if len(got) != len(want) {
			t.Errorf("Parents of %s = %v, want %v", tag, got, want)
			continue
		}
		for i := range want {
			if got[i].Tag != want[i] {
				t.Errorf("Parents of %s = %v, want %v", tag, got, want)
			}
		}
	}
}

// The committed table is what the pinned CLDR packages say.
func TestTableIsGenerated(t *testing.T) {
	want, err := os.ReadFile("zcldr.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	modules, err := filepath.Abs("../../node_modules")
	if err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(work, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	gen := filepath.Join(dir, "gen")
	if out, err := exec.Command("go", "build", "-o", gen, "./gen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(gen)
	cmd.Dir = work
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(work, "zcldr.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("zcldr.go is not what gen writes: run go generate ./internal/locale")
	}
}
