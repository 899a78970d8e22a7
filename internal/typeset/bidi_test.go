package typeset

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// unicodeFile opens a test file of Unicode's that go-text's module carries.
func unicodeFile(t testing.TB, path ...string) *bufio.Scanner {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-text/typesetting").Output()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(append([]string{strings.TrimSpace(string(out))}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	return s
}

var classNames = map[string]bidi.Class{
	"L": bidi.L, "R": bidi.R, "EN": bidi.EN, "ES": bidi.ES, "ET": bidi.ET, "AN": bidi.AN, "CS": bidi.CS, "B": bidi.B, "S": bidi.S,
	"WS": bidi.WS, "ON": bidi.ON, "BN": bidi.BN, "NSM": bidi.NSM, "AL": bidi.AL, "LRO": bidi.LRO, "RLO": bidi.RLO, "LRE": bidi.LRE,
	"RLE": bidi.RLE, "PDF": bidi.PDF, "LRI": bidi.LRI, "RLI": bidi.RLI, "FSI": bidi.FSI, "PDI": bidi.PDI,
}

// show writes levels and visual order as the test files do.
func show(classes []bidi.Class, levels []uint8) (shown, order string) {
	var l, o []string
	for i, c := range classes {
		if removed(c) {
			l = append(l, "x")
		} else {
			l = append(l, strconv.Itoa(int(levels[i])))
		}
	}
	var kept []int
	var keptLevels []uint8
	for i, c := range classes {
		if !removed(c) {
			kept = append(kept, i)
			keptLevels = append(keptLevels, levels[i])
		}
	}
	for _, i := range visualOrder(keptLevels) {
		o = append(o, strconv.Itoa(kept[i]))
	}
	return strings.Join(l, " "), strings.Join(o, " ")
}

func TestBidiTest(t *testing.T) {
	s := unicodeFile(t, "bidi", "test", "BidiTest.txt")
	var wantLevels, wantOrder string
	cases, wrong := 0, 0
	for s.Scan() {
		line, _, _ := strings.Cut(s.Text(), "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "@Levels:"):
			wantLevels = strings.TrimSpace(strings.TrimPrefix(line, "@Levels:"))
		case strings.HasPrefix(line, "@Reorder:"):
			wantOrder = strings.TrimSpace(strings.TrimPrefix(line, "@Reorder:"))
		case strings.HasPrefix(line, "@"):
		default:
			names, bits, _ := strings.Cut(line, ";")
			var classes []bidi.Class
			for _, n := range strings.Fields(names) {
				classes = append(classes, classNames[n])
			}
			set, err := strconv.ParseUint(strings.TrimSpace(bits), 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			for bit, base := range map[uint64]int{1: firstStrong, 2: 0, 4: 1} {
				if set&bit == 0 {
					continue
				}
				cases++
				levels, paragraph := resolveLevels(nil, classes, base)
				lineLevels(classes, levels, paragraph)
				gotLevels, gotOrder := show(classes, levels)
				if gotLevels != wantLevels || gotOrder != wantOrder {
					if wrong++; wrong < 10 {
						t.Errorf("%s, base %d: %s (%s), want %s (%s)", names, base, gotLevels, gotOrder, wantLevels, wantOrder)
					}
				}
			}
		}
	}
	if wrong > 0 || cases < 700000 {
		t.Errorf("%d of %d cases are wrong", wrong, cases)
	}
}

func TestBidiCharacterTest(t *testing.T) {
	s := unicodeFile(t, "bidi", "test", "BidiCharacterTest.txt")
	cases, wrong := 0, 0
	for s.Scan() {
		line := s.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, ";")
		var text []rune
		var classes []bidi.Class
		for _, h := range strings.Fields(f[0]) {
			r, err := strconv.ParseUint(h, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, rune(r))
			classes = append(classes, classOf(rune(r)))
		}
		base := map[string]int{"0": 0, "1": 1, "2": firstStrong}[f[1]]
		cases++
		levels, paragraph := bidiLevels(text, base)
		lineLevels(classes, levels, paragraph)
		gotLevels, gotOrder := show(classes, levels)
		if gotLevels != f[3] || gotOrder != f[4] || fmt.Sprint(paragraph) != f[2] {
			if wrong++; wrong < 10 {
				t.Errorf("%s, base %s: %d: %s (%s), want %s: %s (%s)", f[0], f[1], paragraph, gotLevels, gotOrder, f[2], f[3], f[4])
			}
		}
	}
	if wrong > 0 || cases < 90000 {
		t.Errorf("%d of %d cases are wrong", wrong, cases)
	}
}

// The class data are Unicode 17's: these characters are younger than the tables
// that x/text uses.
func TestBidiClasses(t *testing.T) {
	for r, want := range map[rune]bidi.Class{
		'a': bidi.L, '1': bidi.EN, ' ': bidi.WS, 'א': bidi.R, 'ب': bidi.AL, '٣': bidi.AN, 0x301: bidi.NSM, '(': bidi.ON,
		0x10D40: bidi.AN, 0x10D69: bidi.NSM, 0x10EC2: bidi.AL, 0x1CC00: bidi.ON, 0x1CCF0: bidi.EN,
		0xD800: bidi.L, 0x10FFFF: bidi.BN, -1: bidi.BN,
	} {
		if got := classOf(r); got != want {
			t.Errorf("U+%04X has the class %v, want %v", r, got, want)
		}
	}
	for i := 1; i < len(bidiClasses); i++ {
		if a, b := bidiClasses[i-1], bidiClasses[i]; a.first >= b.first || a.class == b.class {
			t.Errorf("the ranges from U+%04X and U+%04X are out of order, or one", a.first, b.first)
		}
	}
}

// go generate has nothing to do.
func TestGeneratedClasses(t *testing.T) {
	program := filepath.Join(t.TempDir(), "gen")
	if out, err := exec.Command("go", "build", "-o", program, "./gen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command(program, filepath.Join(dir, "zbidi.go"))
	cmd.Dir = wd
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if read(t, filepath.Join(dir, "zbidi.go")) != read(t, "zbidi.go") {
		t.Error("zbidi.go is not what go generate writes")
	}
}

// Nesting however deep costs no more than the length of the text.
func TestBidiInLinearTime(t *testing.T) {
	const n = 50_000
	for _, text := range []string{
		strings.Repeat("\u2068", n) + "א" + strings.Repeat("\u2069", n), // first-strong isolates
		strings.Repeat("\u2068a", n) + strings.Repeat("ב\u2069", n),
		strings.Repeat("\u2067 1 \u2066", n), // never closed
		strings.Repeat("\u202b", n) + "a1" + strings.Repeat("\u202c", n),
		strings.Repeat("א(", n) + "a" + strings.Repeat(")", n),
		strings.Repeat("()", n) + "א" + strings.Repeat("[b]", n),
		strings.Repeat("\u2069", n) + strings.Repeat("\u202c\u202d", n) + "א",
		strings.Repeat("א \u2067", n) + strings.Repeat("\u2069 ", n),
		"א" + strings.Repeat("(a)", n),
		"a" + strings.Repeat("(", 60) + strings.Repeat("א(b)", n) + strings.Repeat(")", 60),
	} {
		for _, base := range []int{firstStrong, 0, 1} {
			levels, _ := bidiLevels([]rune(text), base)
			if len(levels) != len([]rune(text)) || slices.Max(levels) > maxDepth+1 {
				t.Errorf("%d levels up to %d", len(levels), slices.Max(levels))
			}
			visualOrder(levels)
		}
	}
}

func BenchmarkBidi(b *testing.B) {
	for name, text := range map[string]string{"latin": "the word 1948 here. ", "arabic": "شارك ما يقارب 50 (abc) من ", "mixed": "a \u2067א\u2066 12\u2069\u2069 ["} {
		runes := []rune(strings.Repeat(text, 100))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bidiLevels(runes, 0)
			}
		})
	}
}
