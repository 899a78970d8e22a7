package edition

import "testing"

func TestAccentIsReadable(t *testing.T) {
	for _, accent := range []string{DefaultAccent, "#ffff00", "#000000", "#ffffff", "#777777", "#0000ff"} {
		c, ok := ParseColor(accent)
		if !ok {
			t.Fatal(accent)
		}
		for _, paper := range []Color{WhitePaper, LightPaper, DarkPaper} {
			if got := Contrast(Readable(c, paper), paper); got < LeastContrast {
				t.Errorf("%s on %v: a contrast of %.2f", accent, paper, got)
			}
		}
	}
	// The tool's own accent needs no other shade on light paper.
	if c, _ := ParseColor(DefaultAccent); Readable(c, LightPaper) != c {
		t.Errorf("%s has a contrast of %.2f", DefaultAccent, Contrast(c, LightPaper))
	}
	for _, wrong := range []string{"", "red", "#12345", "#12345g", "#1234567"} {
		if _, ok := ParseColor(wrong); ok {
			t.Errorf("%q is no colour", wrong)
		}
	}
}
