package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"multitude/internal/locale"
	"multitude/internal/publish"
)

var noteMark = regexp.MustCompile(`\[\^(\d)\]`)

// Text of both directions comes back whole from every reader: brackets, numbers,
// a language inside another, quotations nested in both ways, punctuation at the
// end, marks of notes.
func TestMixedText(t *testing.T) {
	for _, c := range []struct {
		tag    string
		blocks []string
	}{
		{"ar", []string{
			"# حقوق الإنسان",
			"اعتُمد الإعلان (القرار 217) عام 1948، في باريس؛ وله 30 مادة: 1، 2، 3.",
			"زادت النسبة 12.5% في ٢٠١٩-٢٠٢٠[^1]، أي نحو ٣٫٥٪ [انظر «الملحق (أ)»].",
			"قال: «قرأت في “Human Rights” كثيراً»[^2]! أليس كذلك؟",
		}},
		{"ur", []string{
			"# منشور",
			"یہ Universal Declaration of Human Rights (1948) کا ترجمہ ہے، جو U.N. نے شائع کیا۔",
			"اس نے کہا “وہ ‘Article 1’ پڑھتا ہے”[^1]، پھر 50% لوگ آئے۔",
			"ناقابلِ انتقال حقوق: [الف] اور (ب)۔",
		}},
		{"he", []string{
			"# הכרזה",
			"בשנת 1948 (תש״ח) אמר: “קראתי את ‘Human Rights’ פעמיים”[^1]!",
			"הפריט 3/4 – 12.5%, ועוד [א], {ב} ו-C.",
		}},
		{"fa", []string{
			"# اعلامیه",
			"می‌خواهم کتاب‌ها را (۱۲ جلد) بخوانم[^1]؛ «نه، “Human Rights” را».",
		}},
		{"en", []string{
			"# Words",
			"The word (حقوق) means rights, “حقوق الإنسان” human rights[^1]; זכויות, in 1948, too.",
			"He said: “قال «Human Rights» مرتين”, twice.",
		}},
	} {
		t.Run(c.tag, func(t *testing.T) {
			loc := locale.MustParse(c.tag)
			text := strings.Join(c.blocks, "\n\n") + "\n\n[^1]: 1948.\n[^2]: 1949.\n"
			if !strings.Contains(text, "[^2]!") {
				text = strings.Replace(text, "[^2]: 1949.\n", "", 1)
			}
			dir := t.TempDir()
			if err := prepare(dir, "../.."); err != nil {
				t.Fatal(err)
			}
			p, _, err := begin(filepath.Join(dir, "text"), "text", c.tag, text)
			if err != nil {
				t.Fatal(err)
			}
			r, err := publish.Build(p, publish.Options{})
			if err != nil || !r.OK() {
				t.Fatal(err, r)
			}
			pdf, err := os.ReadFile(filepath.Join(r.Out, r.Editions[0].Files[0]))
			if err != nil {
				t.Fatal(err)
			}
			var shown, read []block
			for _, b := range c.blocks {
				b = strings.TrimPrefix(b, "# ")
				// The tree has the mark of a note as a block of its own.
				read = append(read, block{paragraph, noteMark.ReplaceAllString(b, "")})
				shown = append(shown, block{paragraph, noteMark.ReplaceAllStringFunc(b, func(m string) string { return loc.Number(int(m[2] - '0')) })})
			}
			for _, reader := range readers {
				given, err := reader.read(pdf)
				if err != nil {
					t.Fatal(err)
				}
				blocks := shown
				if reader.tree {
					blocks = read
				}
				if f := measure(blocks, given, reader.tree, nil); len(f.Lost) > 0 {
					for _, n := range f.Lost {
						t.Errorf("%s loses %q of\n%q", reader.name, blocks[n].text, given)
					}
				}
			}
		})
	}
}
