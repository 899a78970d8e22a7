package edition

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Color is a colour of the sRGB space, each part from 0 to 255.
type Color [3]float64

// LeastContrast is the contrast that all text has with its paper: that of WCAG
// 2.2's level AAA (success criterion 1.4.6).
const LeastContrast = 7

// The papers that text stands on: of a PDF, and of a page in light and in dark.
var (
	WhitePaper = Color{255, 255, 255}
	LightPaper = Color{255, 253, 250}
	DarkPaper  = Color{22, 20, 18}
)

// String is the colour as CSS writes it, "#rrggbb".
func (c Color) String() string {
	return fmt.Sprintf("#%02x%02x%02x", uint8(math.Round(c[0])), uint8(math.Round(c[1])), uint8(math.Round(c[2])))
}

// ParseColor reads "#rrggbb".
func ParseColor(s string) (Color, bool) {
	hex, ok := strings.CutPrefix(s, "#")
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || len(hex) != 6 || err != nil {
		return Color{}, false
	}
	return Color{float64(n >> 16), float64(n >> 8 & 0xff), float64(n & 0xff)}, true
}

// luminance is the relative luminance of WCAG 2.2.
func (c Color) luminance() float64 {
	l := 0.0
	for i, weight := range [3]float64{.2126, .7152, .0722} {
		v := c[i] / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		l += weight * v
	}
	return l
}

// Contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func Contrast(a, b Color) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

// Readable is c, or the shade of it nearest to c, that has at least
// LeastContrast with the paper.
func Readable(c, paper Color) Color {
	toward := Color{0, 0, 0}
	if paper.luminance() < .2 {
		toward = Color{255, 255, 255}
	}
	for step := range 41 {
		t := float64(step) / 40
		var mixed Color
		for i := range c {
			mixed[i] = math.Round(c[i] + (toward[i]-c[i])*t)
		}
		if Contrast(mixed, paper) >= LeastContrast {
			return mixed
		}
	}
	return toward
}
