package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"

	"multitude/internal/fonts"
	"multitude/internal/typeset"
)

// The profile's numbers are those that everyone's sRGB profile has (the ICC's
// own, for one), and its curve is exact to a step of 16 bits.
func TestProfile(t *testing.T) {
	p := srgbProfile()
	be := binary.BigEndian
	if int(be.Uint32(p)) != len(p) || len(p) > 3000 {
		t.Fatalf("the profile has %d bytes and says %d", len(p), be.Uint32(p))
	}
	tags := map[string][]byte{}
	for i := range int(be.Uint32(p[128:])) {
		r := p[132+12*i:]
		at, n := be.Uint32(r[4:]), be.Uint32(r[8:])
		if at%4 != 0 {
			t.Errorf("the tag %s is not aligned", r[:4])
		}
		tags[string(r[:4])] = p[at : at+n]
	}
	for name, want := range map[string][3]float64{
		"wtpt": {0.9642, 1, 0.8249},
		"rXYZ": {0.4361, 0.2225, 0.0139}, "gXYZ": {0.3851, 0.7169, 0.0971}, "bXYZ": {0.1431, 0.0606, 0.7141},
	} {
		for i, w := range want {
			got := float64(int32(be.Uint32(tags[name][8+4*i:]))) / 65536
			if math.Abs(got-w) > 0.0002 {
				t.Errorf("%s[%d] is %.4f, not %.4f", name, i, got, w)
			}
		}
	}
	curve := tags["rTRC"]
	n := int(be.Uint32(curve[8:]))
	for v := 0.0; v <= 1; v += 1.0 / 4096 {
		x := v * float64(n-1)
		i := min(int(x), n-2)
		a, b := float64(be.Uint16(curve[12+2*i:])), float64(be.Uint16(curve[14+2*i:]))
		got := a + (b-a)*(x-float64(i))
		if math.Abs(got-srgbToLinear(v)*65535) > 1 {
			t.Errorf("the curve at %.4f is %.2f, not %.2f", v, got, srgbToLinear(v)*65535)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 1: ".01", 10: ".1", 99: ".99", 100: "1", 105: "1.05", 150: "1.5", -5: "-.05", -12345: "-123.45"} {
		if got := string(appendHundredths(nil, n)); got != want {
			t.Errorf("%d hundredths are %s, not %s", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 1000: "1", 5: ".005", 50: ".05", 120: ".12", 500: ".5", 996: ".996"} {
		if got := string(appendThousandths(nil, n)); got != want {
			t.Errorf("%d thousandths are %s, not %s", n, got, want)
		}
	}
}

func TestStrings(t *testing.T) {
	for s, want := range map[string]string{
		"a(b)\\": `(a\(b\)\\)`, "é": "(\xFE\xFF\x00\xE9)", "𞤀": "(\xFE\xFF\xD8\x3A\xDD\x00)", "\r": "(\xFE\xFF\x00\\r)", "": "()",
	} {
		if got := string(appendText(nil, s)); got != want {
			t.Errorf("%q is %q, not %q", s, got, want)
		}
	}
	if got := string(appendName(nil, "A B#/ü")); got != "/A#20B#23#2F#C3#BC" {
		t.Errorf("the name is %s", got)
	}
	if got := asciiURI("https://é.org/a b?c=(d)"); got != "https://%C3%A9.org/a%20b?c=(d)" {
		t.Errorf("the URI is %s", got)
	}
}

// What is no file of gofpdf's is an error; never a panic, never a guess.
func TestReaderRefuses(t *testing.T) {
	good := "%PDF-1.3\n1 0 obj\n<</Length 3/A[1 2 0 R(x\\)y)<</B <AB>>>]>>\nstream\nabc\nendstream\nendobj\n"
	file := func(body string) string {
		at := len(body)
		return body + fmt.Sprintf("xref\n0 2\n0000000000 65535 f \n%010d 00000 n \ntrailer\n<<>>\nstartxref\n%d\n%%%%EOF\n", 9, at)
	}
	objects, err := readObjects([]byte(file(good)))
	if err != nil || string(objects[1].stream) != "abc" || string(objects[1].dict.get("A")) != "[1 2 0 R(x\\)y)<</B <AB>>>]" {
		t.Fatalf("a good file: %v, %v", objects, err)
	}
	for _, bad := range []string{"", "startxref\n", "startxref\n9999\n", file("%PDF-1.3\n2 0 obj\n<<>>\nendobj\n"),
		file(strings.Replace(good, "/Length 3", "/Length 9", 1)), file(strings.Replace(good, "[1 2", "1 2", 1)), file("%PDF-1.3\n1 0 obj\n<</A"),
	} {
		if _, err := readObjects([]byte(bad)); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
	whole := file(good)
	for i := range whole {
		for _, c := range []byte{0, '<', '>', '(', ')', '[', ']', '9', ' '} {
			b := []byte(whole)
			b[i] = c
			readObjects(b)
		}
		readObjects([]byte(whole[i:]))
	}
}

func TestToUnicode(t *testing.T) {
	texts := []string{""}
	for r := 'a'; r <= 'z'; r++ {
		texts = append(texts, string(r))
	}
	texts = append(texts, "ffi", "𞤀", "ក្ខុ")
	for r := rune(0x4E00); r < 0x4E00+600; r++ { // ranges end with their row
		texts = append(texts, string(r))
	}
	m := string(toUnicode(texts))
	for _, want := range []string{"<0001><001A><0061>", "<001B><006600660069>", "<001C><D83ADD00>", "<001D><178017D2178117BB>", "<001E><00FF><4E00>", "<0100><"} {
		if !strings.Contains(m, want) {
			t.Errorf("the map lacks %s:\n%s", want, m)
		}
	}
}

func TestUnicodeText(t *testing.T) {
	for in, want := range map[string]string{"": "\u200B", "\x00": "\u200B", "a\uFEFF": "a", "\xFF": "\uFFFD", "é": "é"} {
		if got := unicodeText(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

// Right-to-left text stands in logical order, a character in each code, from the
// right end of its cluster to the left.
func TestRightToLeftCodes(t *testing.T) {
	codes := newCodes()
	defer codes.free()
	f := codes.of(&fonts.Face{UnitsPerEm: 1000, Font: &font.Font{}})
	for _, c := range []struct{ text, suffix, mark, want string }{
		{"\u0644\u0627", "", "", "\u0644|\u0627"},
		{"\u0628\u0650", "", "", "\u0628|\u0650"},
		{"\u0647", "\u200c", "", "\u0647|\u200c\u034f"},
		{"\u060c", "", directionMark, "\u060c|\u061c"},
		{"\u034f ", "", "", "\u034f "},
	} {
		var got []string
		width := 0.0
		for _, s := range f.rightToLeft(&typeset.Cluster{Text: c.text, Advance: 500}, room{500, 0}, c.suffix, c.mark) {
			got = append(got, s.font.texts[s.code])
			width += s.width()
		}
		if strings.Join(got, "|") != c.want || width != 500 {
			t.Errorf("%q becomes %q, %v wide", c.text, got, width)
		}
	}
	if !separates("،") || separates("م") {
		t.Error("the Arabic comma does not separate numbers")
	}
}

// A letter that takes no room of its own shares that of its neighbours, and is
// drawn where it was.
func TestRooms(t *testing.T) {
	clusters := []typeset.Cluster{
		{Text: "a", Advance: 400}, {Text: "b", Advance: 600}, {Text: "c", Advance: -100}, {Text: "d", Advance: 300},
		{Text: " ", Advance: 10}, {Text: "e", Advance: 0}, {Text: "f", Advance: 200},
	}
	rooms := roomsOf(clusters, 50)
	want := []room{{400, 0}, {250, -350}, {250, 0}, {300, 0}, {10, 0}, {100, 100}, {100, 0}}
	if !slices.Equal(rooms, want) {
		t.Errorf("the rooms are %v, want %v", rooms, want)
	}
}

// A face with more clusters than a font can hold has two fonts.
func TestSecondFont(t *testing.T) {
	c := newCodes()
	defer c.free()
	face := &fonts.Face{UnitsPerEm: 1000, Font: &font.Font{}}
	var last shown
	for r := rune(0x20000); len(c.subsets) < 2; r++ {
		last = c.of(face).code(nil, 0, 500, string(r))
	}
	if c.err != nil || last.font != c.subsets[1] || last.code != 1 || c.subsets[1].texts[1] == "" {
		t.Errorf("the second font begins with %v, %v", last, c.err)
	}
	if n := len(c.subsets[0].texts); n != c.subsets[0].synth.Len() || n < 60000 {
		t.Errorf("the first has %d texts for %d glyphs", n, c.subsets[0].synth.Len())
	}
}

func TestJoinLines(t *testing.T) {
	for _, c := range [][3]string{{"كل", "مة", "كل مة"}, {"كل ", "مة", "كل مة"}, {"كل\u00AD", "مة", "كلمة"}, {"", "مة", "مة"}, {"ក\u200B", "ខ", "ក\u200Bខ"}, {"سازیم", "—از", "سازیم—از"}, {"سازیم—", "از", "سازیم—از"}} {
		var b strings.Builder
		b.WriteString(c[0])
		joinLines(&b, c[1])
		if got := b.String() + c[1]; got != c[2] {
			t.Errorf("%q and %q join to %q", c[0], c[1], got)
		}
	}
}

func TestSubsetTag(t *testing.T) {
	a, b := subsetTag([]byte("a")), subsetTag([]byte("b"))
	if a == b || len(a) != 6 || strings.Trim(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || a != subsetTag(bytes.Clone([]byte("a"))) {
		t.Errorf("the tags are %s and %s", a, b)
	}
	if got := postScriptName(&fonts.Face{Family: "Noto Sans Khmer (Ü)", Style: fonts.Bold}); got != "NotoSansKhmer-Bold" {
		t.Errorf("the name is %s", got)
	}
}
