package fonts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/language"

	"multitude/internal/locale"
	"multitude/test/sfnt"
)

func open(t *testing.T, directories ...string) *Library {
	t.Helper()
	l, err := Open(".", directories)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestPick(t *testing.T) {
	l := open(t)
	for _, c := range []struct {
		tag, text, script string
		style             Style
		mono              bool
		want              string // file name
	}{
		{"en", "a", "Latn", Regular, false, "NotoSans_400Regular.ttf"},
		{"en", "a", "Latn", Bold, false, "NotoSans_700Bold.ttf"},
		{"en", "a", "Latn", Bold | Italic, false, "NotoSans_700Bold_Italic.ttf"},
		{"en", "a", "Latn", Regular, true, "NotoSansMono_400Regular.ttf"},
		{"es", "ñ", "Latn", Italic, false, "NotoSans_400Regular_Italic.ttf"},
		{"ru", "я", "Cyrl", Regular, false, "NotoSans_400Regular.ttf"},
		{"ar", "ب", "Arab", Italic, false, "NotoNaskhArabic_400Regular.ttf"},
		{"fa", "پ", "Arab", Bold, false, "NotoNaskhArabic_700Bold.ttf"},
		{"ur", "ے", "Arab", Regular, false, "NotoNastaliqUrdu_400Regular.ttf"},
		{"km", "ខ្មែ", "Khmr", Bold, false, "NotoSansKhmer_700Bold.ttf"},
		{"km", "MASA", "Latn", Regular, false, "NotoSans_400Regular.ttf"},
		{"hi", "क्षि", "Deva", Regular, false, "NotoSansDevanagari_400Regular.ttf"},
		{"zh-Hans", "们", "Hani", Bold, false, "NotoSansSC_700Bold.ttf"},
		{"zh-Hans", "，", "Zyyy", Regular, false, "NotoSansSC_400Regular.ttf"},
		{"en", "→", "Zyyy", Regular, false, ""},
	} {
		cluster := []rune(c.text)
		script, err := language.ParseScript(c.script)
		if err != nil {
			t.Fatal(err)
		}
		set := l.For(locale.MustParse(c.tag))
		f, ok := set.Pick(cluster[:1], script, c.style, c.mono, locale.Locale{})
		switch {
		case !ok:
			t.Errorf("%s %q: no face", c.tag, c.text)
		case c.want != "" && filepath.Base(f.Path) != c.want:
			t.Errorf("%s %q: %s, want %s", c.tag, c.text, f.Path, c.want)
		case set.Err() != nil:
			t.Error(set.Err())
		}
	}
}

// A face is loaded once, whatever asks for it.
func TestFacesAreShared(t *testing.T) {
	l := open(t)
	a, _ := l.For(locale.MustParse("en")).Pick([]rune("a"), language.Latin, Regular, false, locale.Locale{})
	b, _ := l.For(locale.MustParse("es")).Pick([]rune("z"), language.Latin, Regular, false, locale.Locale{})
	if a == nil || a != b {
		t.Errorf("two faces: %p and %p", a, b)
	}
}

func TestNothingHasIt(t *testing.T) {
	set := open(t).For(locale.MustParse("en"))
	if f, ok := set.Pick([]rune{0xE123}, language.Unknown, Regular, false, locale.Locale{}); ok {
		t.Errorf("a private-use character was found in %s", f.Path)
	}
	for text, want := range map[string]string{
		"𞤀":      "npm install @expo-google-fonts/noto-sans-adlam",
		"ᠮ":      "npm install @expo-google-fonts/noto-sans-mongolian",
		"字":      "npm install @expo-google-fonts/noto-sans-sc",
		"\uE123": "multitude.toml",
	} {
		if got := cure([]rune(text)); !strings.Contains(got, want) {
			t.Errorf("Cure(%q) = %q, want %q in it", text, got, want)
		}
	}
}

// The project's own font comes first for the script that it was made for, and
// for no other.
func TestProjectFonts(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("../../node_modules/@expo-google-fonts/noto-sans-khmer/700Bold/NotoSansKhmer_700Bold.ttf")
	if err != nil {
		t.Fatalf("%v\nhint: run make", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "own.ttf"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	set := open(t, dir).For(locale.MustParse("km"))
	if f, _ := set.Pick([]rune("ខ"), language.Khmer, Regular, false, locale.Locale{}); f == nil || f.Origin != Project {
		t.Errorf("Khmer is not in the project's font: %+v", f)
	}
	if f, _ := set.Pick([]rune("a"), language.Latin, Regular, false, locale.Locale{}); f == nil || f.Origin == Project {
		t.Errorf("Latin is in the project's Khmer font")
	}
}

func TestBrokenFont(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "broken.ttf")
	good, err := os.ReadFile("../../node_modules/@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf")
	if err != nil {
		t.Fatalf("%v\nhint: run make", err)
	}
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("no font at all"), "cut": good[:400]} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Open(".", []string{dir})
		if err == nil || !strings.Contains(err.Error(), "broken.ttf") || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A font from a stranger is read or refused, and never breaks the program.
func FuzzLoad(f *testing.F) {
	// A small one: whole fonts leave no time but for shortening them.
	tables := sfnt.Tables(goodFont(f))
	for _, tag := range []string{"GSUB", "GPOS", "GDEF", "name", "fpgm", "prep", "cvt ", "gasp", "STAT"} {
		delete(tables, tag)
	}
	tables["cmap"] = cmap12([3]uint32{0xE01, 0xE2E, 0})
	glyphs(tables, triangle(0), triangle(50), made(10, 2, 0, 1))
	good := sfnt.File(tables)
	f.Add(good)
	f.Add(good[:200])
	f.Add([]byte("OTTO"))
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := Load("x.ttf", data, Regular, Project)
		if err != nil {
			if !strings.Contains(err.Error(), "x.ttf") {
				t.Errorf("%v does not name the file", err)
			}
			return
		}
		if face.UnitsPerEm < leastUnitsPerEm {
			t.Error("a face without units per em")
		}
		drawSome(t, face)
	})
}

// A page that shows one bracket brings the other along: from right to left a
// browser shows each with the glyph of its mirror image.
func TestWebFontsHaveMirrorImages(t *testing.T) {
	l := open(t)
	for _, text := range []string{"ایشیائی (MASA", "«"} {
		faces, err := l.Web(text, locale.MustParse("ur"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range faces {
			for _, pair := range []string{"()", "«»"} {
				open, close := []rune(pair)[0], []rune(pair)[1]
				if f.Face.Has(open) && slices.Contains(f.Runes, open) != slices.Contains(f.Runes, close) {
					t.Errorf("%s for %q has only one of %s", f.Face.Family, text, pair)
				}
			}
		}
	}
}
