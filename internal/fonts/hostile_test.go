package fonts

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	"multitude/internal/locale"
	"multitude/test/sfnt"
)

// goodFont is a font to be spoilt.
func goodFont(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../node_modules/@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf")
	if err != nil {
		t.Fatalf("%v\nhint: run make", err)
	}
	return data
}

// glyphs are the tables glyf and loca (long) of simple and composite glyphs, and
// head and maxp to go with them.
func glyphs(tables map[string][]byte, descriptions ...[]byte) {
	var glyf, loca []byte
	for _, d := range descriptions {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, d...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	tables["glyf"], tables["loca"] = glyf, loca
	binary.BigEndian.PutUint16(tables["head"][50:], 1)
	binary.BigEndian.PutUint16(tables["maxp"][4:], uint16(len(descriptions)))
	tables["hmtx"] = make([]byte, 4*len(descriptions))
	binary.BigEndian.PutUint16(tables["hhea"][34:], uint16(len(descriptions)))
}

// made is a glyph of other glyphs, n times each, and at (x, y).
func made(x, n int, of ...int) []byte {
	d := sfnt.Words(-1&0xFFFF, 0, 0, 0, 0)
	for i, g := range of {
		for k := range n {
			flags := 1<<0 | 1<<1 // words, offsets
			if i < len(of)-1 || k < n-1 {
				flags |= 1 << 5
			}
			d = append(d, sfnt.Words(flags, g, x&0xFFFF, 0)...)
		}
	}
	return d
}

// triangle is a simple glyph of three points, that far from the origin.
func triangle(at int) []byte {
	d := sfnt.Words(1, 0, 0, 0, 0, 2, 0)
	d = append(d, 1, 1, 1)
	d = append(d, sfnt.Words(at, 100, -100&0xFFFF)...)
	d = append(d, sfnt.Words(0, 100, 100)...)
	return append(d, 0)
}

// context is a lookup that applies another to the glyphs 1 to 9.
func context(lookup int) []byte {
	return sfnt.Words(5, 0, 1, 8, 3, 1, 1, 12, 0, lookup, 2, 1, 1, 9, 0)
}

func cmap12(groups ...[3]uint32) []byte {
	be := binary.BigEndian
	t := sfnt.Words(0, 1, 3, 10)
	t = be.AppendUint32(t, 12)
	t = append(t, sfnt.Words(12, 0)...)
	t = be.AppendUint32(t, uint32(16+12*len(groups)))
	t = be.AppendUint32(t, 0)
	t = be.AppendUint32(t, uint32(len(groups)))
	for _, g := range groups {
		for _, v := range g {
			t = be.AppendUint32(t, v)
		}
	}
	return t
}

// A font that cannot be borne is an error that names its file and says what is
// wrong; nothing hangs, and nothing fills the memory.
func TestHostileFonts(t *testing.T) {
	good := sfnt.Tables(goodFont(t))
	for _, c := range []struct {
		name, want string
		do         func(tables map[string][]byte)
	}{
		{"no outlines", "no outlines", func(m map[string][]byte) { delete(m, "glyf") }},
		{"no head", "no table head", func(m map[string][]byte) { delete(m, "head") }},
		{"0 units per em", "0 units per em", func(m map[string][]byte) { binary.BigEndian.PutUint16(m["head"][18:], 0) }},
		{"65535 units per em", "65535 units per em", func(m map[string][]byte) { binary.BigEndian.PutUint16(m["head"][18:], 65535) }},
		{"more glyphs than there are", "too short for 65535 glyphs", func(m map[string][]byte) { binary.BigEndian.PutUint16(m["maxp"][4:], 65535) }},
		{"a glyph out of range", "outside of the table glyf", func(m map[string][]byte) { copy(m["loca"][20:], "\xFF\xFF\xFF\xFF") }},
		{"a glyph of itself", "made of itself", func(m map[string][]byte) { glyphs(m, triangle(0), made(0, 1, 1)) }},
		{"glyphs of each other", "made of itself", func(m map[string][]byte) { glyphs(m, triangle(0), made(0, 1, 2), made(0, 1, 3), made(0, 1, 1)) }},
		{"a glyph of ten to the twentieth", "more than 65535 points", func(m map[string][]byte) {
			all := [][]byte{triangle(0)}
			for g := range 19 {
				all = append(all, made(0, 10, g))
			}
			glyphs(m, all...)
		}},
		{"thirty deep", "made of itself", func(m map[string][]byte) {
			var all [][]byte
			for g := range 30 {
				all = append(all, made(0, 1, g+1))
			}
			glyphs(m, append(all, triangle(0))...)
		}},
		{"a rule that makes a flood", "more than 64 glyphs", func(m map[string][]byte) {
			// Multiple substitution of glyph 1 by 60,000 others.
			sub := append(sfnt.Words(1, 8, 1, 14), sfnt.Words(1, 1, 1)...)
			sub = append(sub, sfnt.Words(60000)...)
			for range 60000 {
				sub = append(sub, 0, 2)
			}
			m["GSUB"] = sfnt.GSUB("liga", append(sfnt.Words(2, 0, 1, 8), sub...))
		}},
		{"a rule that calls itself", "call each other", func(m map[string][]byte) {
			m["GSUB"] = sfnt.GSUB("liga", context(0))
		}},
		{"rules that call each other", "call each other", func(m map[string][]byte) {
			m["GSUB"] = sfnt.GSUB("liga", context(1), context(2), context(0))
		}},
		{"rules of a hundred calls", "call each other", func(m map[string][]byte) {
			var all [][]byte
			for i := range 100 {
				all = append(all, context(i+1))
			}
			m["GSUB"] = sfnt.GSUB("liga", all...)
		}},
		{"subtables without number", "subtables", func(m map[string][]byte) {
			// 30,000 lookups, all in one place, of 30,000 subtables, all in one place.
			t := append(sfnt.Words(1, 0, 0, 0, 10), sfnt.Words(30000)...)
			for range 30000 {
				t = append(t, sfnt.Words(60002)...)
			}
			t = append(t, sfnt.Words(1, 0, 30000)...)
			for range 30000 {
				t = append(t, sfnt.Words(60006)...)
			}
			m["GSUB"] = append(t, make([]byte, 100)...)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tables := map[string][]byte{}
			for tag, data := range good {
				tables[tag] = slices.Clone(data)
			}
			c.do(tables)
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "own.ttf"), sfnt.File(tables), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := Open(".", []string{dir})
			if err == nil || !strings.Contains(err.Error(), "own.ttf") || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "hint:") {
				t.Errorf("%v", err)
			}
		})
	}
	cut := goodFont(t)
	if _, err := Load("own.ttf", cut[:len(cut)-1000], Regular, Project); err == nil || !strings.Contains(err.Error(), "outside of the file") {
		t.Errorf("a file that is cut off: %v", err)
	}
}

// A cmap may claim every character there is, many times: the font is of no
// script then, and asking it takes no longer than asking any other.
func TestCmapBomb(t *testing.T) {
	tables := sfnt.Tables(goodFont(t))
	for _, groups := range [][][3]uint32{
		{{0, 0xFFFFFFFF, 1}},
		slices.Repeat([][3]uint32{{0, 0xFFFFFFFF, 1}}, 10000),
		{{10, 5, 1}}, // the end before the beginning
	} {
		tables["cmap"] = cmap12(groups...)
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "own.ttf"), sfnt.File(tables), 0o666); err != nil {
			t.Fatal(err)
		}
		l, err := Open(".", []string{dir})
		if err != nil {
			continue
		}
		l.For(locale.MustParse("th")).Pick([]rune("ก"), language.Thai, Regular, false, locale.Locale{})
	}
}

// An outline that leaves the range of TrueType is an error when it is drawn.
func TestHugeCoordinates(t *testing.T) {
	tables := sfnt.Tables(goodFont(t))
	glyphs(tables, triangle(0), triangle(30000), made(30000, 1, 1), made(-30000, 1, 0))
	face, err := Load("own.ttf", sfnt.File(tables), Regular, Project)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSynth(face)
	defer s.Free()
	for g, fails := range map[font.GID]bool{0: false, 1: false, 2: true, 3: false} {
		if _, err := s.Add([]Part{{ID: g}}, 0, 500); (err != nil) != fails || err != nil && !strings.Contains(err.Error(), "own.ttf") {
			t.Errorf("glyph %d: %v", g, err)
		}
	}
	for _, x := range []float64{1e6, -1e6, 1e300} {
		if _, err := s.Add([]Part{{ID: 0, X: x}}, 0, 500); err == nil {
			t.Errorf("a glyph at %g is drawn", x)
		}
	}
}

// What a strange font leads is given up after a while; what our own leads is not
// watched, but its panics are errors too.
func TestGuard(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	if err := Guard(Project, 0, func() error { <-stop; return nil }); err != ErrPatience {
		t.Errorf("work that never ends: %v", err)
	}
	for _, o := range []Origin{Project, Bundle, NodeModules, System} {
		if err := Guard(o, time.Hour, func() error { panic("oh") }); err == nil || !strings.Contains(err.Error(), "oh") {
			t.Errorf("a panic: %v", err)
		}
		want := errors.New("it is no font")
		if err := Guard(o, time.Hour, func() error { return want }); err != want {
			t.Errorf("an error: %v", err)
		}
	}
	var hoard [][]byte
	ready := make(chan struct{})
	err := Guard(System, time.Hour, func() error {
		for range 20 {
			hoard = append(hoard, make([]byte, 64<<20))
		}
		close(ready)
		<-stop
		return nil
	})
	if err != ErrPatience {
		t.Errorf("work that fills the memory: %v", err)
	}
	<-ready
	hoard = nil
}

// The outlines of a font that was given up are not asked for again.
func TestOutlinesGivenUp(t *testing.T) {
	face, err := Load("own.ttf", goodFont(t), Regular, Project)
	if err != nil {
		t.Fatal(err)
	}
	face.glyf = nil // as with CFF and variable fonts
	o := &fontOutlines{face: face.New(), glyphs: map[font.GID]*outline{}, spent: time.Hour}
	if _, err := o.glyph(face, 5); !errors.Is(err, ErrPatience) || !strings.Contains(err.Error(), "own.ttf") {
		t.Errorf("%v", err)
	}
	if _, err := o.glyph(face, 6); !errors.Is(err, ErrPatience) || o.err == nil {
		t.Errorf("%v", err)
	}
}
