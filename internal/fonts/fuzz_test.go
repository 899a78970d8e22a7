package fonts

import (
	"slices"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	pdftest "multitude/test/pdf"
	"multitude/test/sfnt"
)

// drawSome asks a face for all that a document does: its script, its characters,
// its outlines. What cannot be drawn is an error; what can be is a sound font.
func drawSome(t *testing.T, face *Face) {
	face.serves(language.Thai)
	face.covers([]rune("ก้a"))
	s := NewSynth(face)
	defer s.Free()
	for g := range font.GID(40) {
		s.Add([]Part{{ID: g}, {ID: g + 1, X: 10, Y: 300}}, 0, 600)
	}
	if _, err := pdftest.ReadSFNT(s.Program(nil)); err != nil {
		t.Errorf("the font that is made of it: %v", err)
	}
}

// A good font with some bytes changed: deeper than what is no font at all gets.
func FuzzSpoilt(f *testing.F) {
	good := goodFont(f)
	tables := sfnt.Tables(good)
	f.Add(uint32(0), []byte{0, 1, 0, 0}, "")
	for _, tag := range []string{"glyf", "loca", "maxp", "head", "cmap", "hhea", "hmtx", "GSUB", "GPOS", "GDEF", "OS/2"} {
		f.Add(uint32(2), []byte{0xFF, 0xFF}, tag)
		f.Add(uint32(8), []byte{0, 0, 0xFF, 0xFF}, tag)
	}
	f.Fuzz(func(t *testing.T, at uint32, change []byte, tag string) {
		data := slices.Clone(good)
		if table, ok := tables[tag]; ok && len(table) > 0 {
			own := map[string][]byte{}
			for name, table := range tables {
				own[name] = table
			}
			spoilt := slices.Clone(table)
			copy(spoilt[int(at)%len(spoilt):], change)
			own[tag] = spoilt
			data = sfnt.File(own)
		} else {
			copy(data[int(at)%len(data):], change)
		}
		if face, err := Load("x.ttf", data, Regular, Project); err == nil {
			drawSome(t, face)
		}
	})
}

// Any glyphs at any places make a sound font, or an error.
func FuzzSynth(f *testing.F) {
	face, err := Load("x.ttf", goodFont(f), Regular, Bundle)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, 0.0, 500.0)
	f.Add([]byte{0, 255, 127, 255, 127, 255, 128, 0, 128, 0}, -1e9, 1e300)
	f.Fuzz(func(t *testing.T, places []byte, shift, advance float64) {
		s := NewSynth(face)
		defer s.Free()
		var parts []Part
		for len(places) >= 5 {
			parts = append(parts, Part{ID: font.GID(places[0]), X: float64(int16(places[1])<<8 | int16(places[2])), Y: float64(int16(places[3])<<8 | int16(places[4]))})
			places = places[5:]
			if len(parts)%3 == 0 {
				s.Add(parts[len(parts)-3:], shift, advance)
			}
		}
		s.Add(parts, shift, advance)
		program, err := pdftest.ReadSFNT(s.Program(nil))
		if err != nil {
			t.Fatal(err)
		}
		if program.Glyphs != s.Written() || program.Glyphs < s.Len() {
			t.Errorf("%d glyphs of %d", program.Glyphs, s.Written())
		}
		for g := range s.Len() {
			if program.Advances[g] != s.Advance(g) {
				t.Errorf("glyph %d is %d wide, not %d", g, program.Advances[g], s.Advance(g))
			}
		}
	})
}
