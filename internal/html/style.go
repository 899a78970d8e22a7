package html

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"multitude/internal/edition"
	"multitude/internal/locale"
)

//go:embed style.css
var styleSheet string

// compact is the style sheet without comments and indentation.
var compact = sync.OnceValue(func() string {
	var b strings.Builder
	rest := styleSheet
	for {
		before, after, found := strings.Cut(rest, "/*")
		b.WriteString(before)
		if !found {
			break
		}
		_, rest, _ = strings.Cut(after, "*/")
	}
	lines := strings.Split(b.String(), "\n")
	b.Reset()
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
})

// The papers that the accent must be readable on, as style.css has them.
var lightPaper, darkPaper = rgb{255, 253, 250}, rgb{22, 20, 18}

// Style is the style sheet of a page in the locale, with the accent in a shade
// that is readable (WCAG 2.2 contrast of at least 7:1) on light and on dark.
func Style(l locale.Locale, accent string) string {
	c, ok := parseColor(accent)
	if !ok {
		c, _ = parseColor(edition.DefaultAccent)
	}
	return fmt.Sprintf(":root { --accent-light: %s; --accent-dark: %s; %s }\n%s%s",
		readable(c, lightPaper), readable(c, darkPaper), script(l), compact(), emphasis(l))
}

// script is what a script changes of the type: face, leading, measure.
func script(l locale.Locale) string {
	family := func(names string) string { return "--face: " + names + ", system-ui, sans-serif;" }
	switch l.Script {
	case "Arab":
		return family(`"Noto Naskh Arabic", "Geeza Pro", "Segoe UI"`) + " --scale: 1.15; --leading: 1.8; --heading-leading: 1.5;"
	case "Aran":
		return family(`"Noto Nastaliq Urdu", "Awami Nastaliq"`) + " --scale: 1.15; --leading: 2.3; --heading-leading: 2.1;"
	case "Khmr":
		return family(`"Noto Sans Khmer", "Khmer Sangam MN", "Leelawadee UI", "Khmer UI"`) + " --leading: 2; --heading-leading: 1.75;"
	case "Deva":
		return family(`"Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI"`) + " --leading: 1.8; --heading-leading: 1.45;"
	case "Mymr", "Thai", "Laoo", "Tibt", "Beng", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Gujr", "Guru", "Ethi":
		return family(`"Noto Sans"`) + " --leading: 1.85; --heading-leading: 1.55;"
	case "Hans", "Hani":
		return family(`"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"`) + " --leading: 1.8; --heading-leading: 1.4; --measure: 36rem;"
	case "Hant":
		return family(`"Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei"`) + " --leading: 1.8; --heading-leading: 1.4; --measure: 36rem;"
	case "Jpan", "Kore", "Hang":
		return family(`"Noto Sans"`) + " --leading: 1.8; --heading-leading: 1.4; --measure: 36rem;"
	}
	return family(`"Noto Sans"`) + " --tight: -.01em;"
}

// emphasis is how a script that has no italic emphasizes: a slanted letter
// would be a deformed one.
func emphasis(l locale.Locale) string {
	switch l.Script {
	case "Latn", "Cyrl", "Grek", "Armn", "Geor":
		return "p, li { hyphens: auto; }\n"
	case "Hans", "Hant", "Hani", "Jpan":
		return "em { font-style: normal; text-emphasis: filled dot; text-emphasis-position: under right; }\nem:lang(ja) { text-emphasis-position: over right; }\n"
	}
	return "em { font-style: normal; color: var(--accent); }\n"
}

type rgb [3]float64 // 0 to 255

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", uint8(math.Round(c[0])), uint8(math.Round(c[1])), uint8(math.Round(c[2])))
}

func parseColor(s string) (rgb, bool) {
	hex, ok := strings.CutPrefix(s, "#")
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || len(hex) != 6 || err != nil {
		return rgb{}, false
	}
	return rgb{float64(n >> 16), float64(n >> 8 & 0xff), float64(n & 0xff)}, true
}

// luminance is the relative luminance of WCAG 2.2.
func (c rgb) luminance() float64 {
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

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

// readable is c, or the shade of it nearest to c, that has a contrast of at
// least 7:1 with the paper.
func readable(c, paper rgb) rgb {
	toward := rgb{0, 0, 0}
	if paper.luminance() < .2 {
		toward = rgb{255, 255, 255}
	}
	for step := range 41 {
		t := float64(step) / 40
		var mixed rgb
		for i := range c {
			mixed[i] = math.Round(c[i] + (toward[i]-c[i])*t)
		}
		if contrast(mixed, paper) >= 7 {
			return mixed
		}
	}
	return toward
}
