package fonts

import (
	"os"
	"slices"
	"testing"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// What HarfBuzz itself (hb-shape) makes of the words: glyph IDs from left to
// right. Noon and yeh are where the digests went wrong.
func TestShapesAsHarfBuzzDoes(t *testing.T) {
	const path = "../../node_modules/@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\nhint: run make", err)
	}
	face, err := Load(path, data, Regular, NodeModules)
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string][]int{
		"الناس": {32, 9, 287, 16, 70, 8},
		"بيت":   {293, 15, 324, 18, 322, 19},
	} {
		b := harfbuzz.NewBuffer()
		b.AddRunes([]rune(word), 0, -1)
		b.Props = harfbuzz.SegmentProperties{Script: language.Arabic, Direction: harfbuzz.RightToLeft}
		b.Shape(harfbuzz.NewFont(face.New()), nil)
		var got []int
		for _, g := range b.Info {
			got = append(got, int(g.Glyph))
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", word, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", word, got, want)
				break
			}
		}
	}
}

// The letters of Nastaliq climb to the line: heights of the glyphs, in font
// units, as hb-shape gives them. Positions have coverages too.
func TestPositionsAsHarfBuzzDoes(t *testing.T) {
	const path = "../../node_modules/@expo-google-fonts/noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\nhint: run make", err)
	}
	face, err := Load(path, data, Regular, NodeModules)
	if err != nil {
		t.Fatal(err)
	}
	b := harfbuzz.NewBuffer()
	b.AddRunes([]rune("تمہید"), 0, -1)
	b.Props = harfbuzz.SegmentProperties{Script: language.Arabic, Direction: harfbuzz.RightToLeft, Language: language.NewLanguage("ur")}
	b.Shape(harfbuzz.NewFont(face.New()), nil)
	var got []int
	for _, p := range b.Pos {
		got = append(got, int(p.YOffset))
	}
	if want := []int{0, -84, 0, 182, 145, 270, 95, 0, 475}; !slices.Equal(got, want) {
		t.Errorf("the heights are %v, want %v", got, want)
	}
}
