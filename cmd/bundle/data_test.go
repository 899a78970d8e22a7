package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const packages = "../../node_modules"

func contents(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestHyphenationFiles(t *testing.T) {
	out := t.TempDir()
	if err := hyphenation(packages, out); err != nil {
		t.Fatal(err)
	}
	for _, l := range languages {
		text := contents(t, out, "hyphenation", l.name+".txt")
		notice := contents(t, out, "notices", "hyphenation-"+l.name+".txt")
		if !strings.Contains(notice, l.copyright) || !strings.Contains(notice, string(l.permission)) {
			t.Errorf("%s: the notice is %q", l.name, notice)
		}
		if !strings.Contains(text, "\n=\n") || l.left < 2 || l.right < 2 {
			t.Errorf("%s begins %.40q", l.name, text)
		}
	}
	lines := strings.Split(contents(t, out, "hyphenation", "en-us.txt"), "\n")
	if lines[0] != "2 3" {
		t.Errorf("the first line is %q", lines[0])
	}
	// As the patterns stand in TeX's file: at the beginning of a word, within,
	// at the end; an exception.
	for _, want := range []string{".ach4", ".ad4der", "4ab.", "a5bal", "z4zy", "as-so-ciate"} {
		if !slices.Contains(lines, want) {
			t.Errorf("en-us has no %s", want)
		}
	}
}

func TestPatternsOfAnUnknownForm(t *testing.T) {
	for _, text := range []string{``, `{}`, `[]`, `[[[1]]]`, `[[[1]],{"a":7}]`, `[[[1]],{"a":"b"}]`, `[[[1]],{"a":[{},"x"]}]`, `[1,2]`, `[[[1]],{},7]`} {
		if got, err := texPatterns(json.RawMessage(text)); err == nil {
			t.Errorf("%s is read as %q", text, got)
		}
	}
}

func TestDictionaryFiles(t *testing.T) {
	out := t.TempDir()
	if err := dictionaries(packages, out); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"thaidict.dict", "laodict.dict", "khmerdict.dict", "burmesedict.dict"} {
		if d := contents(t, out, "dictionaries", name); len(d) < 120_000 || d[8] != 0 || d[12:16] != "Dict" {
			t.Errorf("%s is %d bytes", name, len(d))
		}
	}
	if notice := contents(t, out, "notices", "icu.txt"); !strings.Contains(notice, "Unicode") {
		t.Errorf("the notice is %.80q", notice)
	}
	err := dictionaries(t.TempDir(), out)
	if err == nil || !strings.Contains(err.Error(), "vnu.jar") {
		t.Errorf("without the package: %v", err)
	}
}

// A dictionary that is cut short or spoiled is refused, or comes out as long as
// it was.
func FuzzLittleEndian(f *testing.F) {
	out := f.TempDir()
	if err := dictionaries(packages, out); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(out, "dictionaries", "laodict.dict"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:300])
	f.Add([]byte{0, 0x90, 0xda, 0x27, 0, 0x14, 0, 0, 1, 0, 2, 0, 'D', 'i', 'c', 't', 1, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := littleEndian(data); err == nil && len(out) != len(data) {
			t.Errorf("%d bytes of %d", len(out), len(data))
		}
	})
}
