package html

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/locale"
)

//go:embed style.css
var styleSheet string

// compactStyle is the style sheet as pages carry it.
var compactStyle = sync.OnceValue(func() string { return Compact(styleSheet) })

// Compact is a style sheet or a script without comments and indentation. A
// comment of a script must have its line for itself.
func Compact(s string) string {
	var b strings.Builder
	for rest := s; ; {
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
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "//") {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// A Font is a web font of a page.
type Font struct {
	Family  string
	File    string // from the page's folder
	Bold    bool
	Italic  bool
	Runes   []rune   // that the page shows with it, sorted
	Locales []string // tags of the languages that are set in it
	Preload bool     // the page is not itself without it
}

func (f Font) rule() string {
	weight, style := "400", "normal"
	if f.Bold {
		weight = "700"
	}
	if f.Italic {
		style = "italic"
	}
	return fmt.Sprintf("@font-face { font-family: \"%s\"; font-weight: %s; font-style: %s; font-display: swap; src: url(\"%s\") format(\"woff2\"); unicode-range: %s; }\n",
		cssName(f.Family), weight, style, cssName(f.File), ranges(f.Runes))
}

// cssName keeps a name inside its quotation marks.
func cssName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == '<' || r == '>' {
			return -1
		}
		return r
	}, s)
}

// ranges are sorted characters as a unicode-range. A gap within a block of 16
// is not worth its bytes.
func ranges(runes []rune) string {
	var parts []string
	for i := 0; i < len(runes); {
		j := i
		for j+1 < len(runes) && runes[j+1]-runes[j] <= 16 && runes[i] >= 0x300 {
			j++
		}
		if i == j {
			parts = append(parts, fmt.Sprintf("U+%X", runes[i]))
		} else {
			parts = append(parts, fmt.Sprintf("U+%X-%X", runes[i], runes[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ",")
}

// Style is the style sheet of a page in the locale that may also hold text in
// the others, with the accent in a shade that is readable (WCAG 2.2 contrast of
// at least 7:1) on light and on dark.
func Style(l locale.Locale, accent string, fonts []Font, others ...locale.Locale) string {
	c, ok := edition.ParseColor(accent)
	if !ok {
		c, _ = edition.ParseColor(edition.DefaultAccent)
	}
	var b strings.Builder
	for _, f := range fonts {
		b.WriteString(f.rule())
	}
	fmt.Fprintf(&b, ":root { --accent-light: %s; --accent-dark: %s; }\n", edition.Readable(c, edition.LightPaper), edition.Readable(c, edition.DarkPaper))
	b.WriteString(compactStyle())
	seen := []locale.Locale{}
	for _, o := range append([]locale.Locale{l}, others...) {
		if o.Tag != "" && !slices.Contains(seen, o) {
			seen = append(seen, o)
			own, more := families(o, fonts)
			b.WriteString(language(o, own, more))
		}
	}
	return b.String()
}

// families are the web fonts that the language is set in, and the others, which
// stand in for what its own faces lack.
func families(l locale.Locale, fonts []Font) (own, others []string) {
	for _, f := range fonts {
		if slices.Contains(f.Locales, l.Tag) {
			if !slices.Contains(own, f.Family) {
				own = append(own, f.Family)
			}
		} else if !slices.Contains(others, f.Family) {
			others = append(others, f.Family)
		}
	}
	return own, slices.DeleteFunc(others, func(f string) bool { return slices.Contains(own, f) })
}

// language is what a language changes of the type: its face, leading and
// measure, its quotation marks, and how its lines break.
func language(l locale.Locale, web, others []string) string {
	t := typeOf(l)
	quoted := func(names []string) (out []string) {
		for _, n := range names {
			out = append(out, `"`+cssName(n)+`"`)
		}
		return out
	}
	face := slices.Concat(quoted(web), quoted(t.faces), []string{"system-ui"}, quoted(others), []string{"sans-serif"})
	q := l.Quotes()
	var rules []string
	rules = append(rules, fmt.Sprintf(`quotes: "%s" "%s" "%s" "%s"`, cssName(q[0]), cssName(q[1]), cssName(q[2]), cssName(q[3])))
	for _, r := range []struct{ property, value string }{{"hyphens", t.hyphens}, {"line-break", t.lineBreak}, {"word-break", t.wordBreak}} {
		if r.value != "" {
			rules = append(rules, r.property+": "+r.value)
		}
	}
	tag := cssName(l.Tag)
	s := fmt.Sprintf(":lang(%s) { %s; }\n", tag, strings.Join(rules, "; "))
	s += fmt.Sprintf("[lang=\"%s\"] { --face: %s; --leading: %s; --heading-leading: %s; --scale: %s; --tight: %s; --measure: %s; font-family: var(--face); line-height: var(--leading); }\n",
		tag, strings.Join(face, ", "), t.leading, t.headingLeading, t.scale, t.tight, t.measure)
	if t.emphasis != "" {
		s += fmt.Sprintf("em:lang(%s) { font-style: normal; %s; }\n", tag, t.emphasis)
	}
	return s
}

// A typography is how a script is set. Leading counts in ems of the text.
type typography struct {
	faces                                   []string // that readers' systems may have, best first
	leading, headingLeading, scale, measure string
	tight                                   string // letter spacing of the title
	hyphens, lineBreak, wordBreak           string
	emphasis                                string // in the place of italic, where the script has none
}

// A slanted letter of a script without italics is a deformed one: emphasis is
// shown by colour, or by the marks that Chinese and Japanese have for it.
const (
	inColor = "color: var(--accent)"
	inDots  = "text-emphasis: filled dot; text-emphasis-position: under right"
	inDotsJ = "text-emphasis: filled sesame; text-emphasis-position: over right"
)

// typeOf is the typography of a locale, by its script. The measure holds 60 to
// 75 letters of an alphabet, and 30 to 40 Chinese characters.
func typeOf(l locale.Locale) typography {
	t := typography{faces: []string{"Noto Sans"}, leading: "1.65", headingLeading: "1.2", scale: "1", measure: "36rem", tight: "0", emphasis: inColor}
	tall := func(leading, heading string, faces ...string) {
		t.leading, t.headingLeading, t.faces = leading, heading, faces
	}
	switch l.Script {
	case "Latn", "Cyrl", "Grek", "Armn", "Geor":
		t.tight, t.hyphens, t.emphasis = "-.015em", "auto", ""
		if l.Script == "Armn" || l.Script == "Geor" {
			t.tight, t.emphasis = "0", inColor
		}
	case "Arab", "Aran":
		// Letters that join are small on their body; hyphens would part them.
		t.scale, t.hyphens, t.measure = "1.18", "manual", "29rem"
		if l.Script == "Aran" || l.Language == "ur" {
			tall("2.4", "2.2", "Noto Nastaliq Urdu", "Awami Nastaliq", "Urdu Typesetting")
		} else {
			tall("1.8", "1.5", "Noto Naskh Arabic", "Geeza Pro", "Segoe UI")
		}
	case "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm":
		t.scale = "1.1"
		tall("1.75", "1.45", "Noto Sans")
	case "Khmr":
		tall("2", "1.75", "Noto Sans Khmer", "Khmer Sangam MN", "Leelawadee UI", "Khmer UI")
		t.measure = "47.5rem"
	case "Deva":
		t.measure = "38rem"
		tall("1.8", "1.45", "Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI")
	case "Mymr", "Thai", "Laoo", "Tibt", "Beng", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Gujr", "Guru", "Orya", "Java", "Bali":
		tall("1.9", "1.6", "Noto Sans", "Nirmala UI", "Leelawadee UI")
		t.measure = "38rem"
	case "Ethi":
		tall("1.75", "1.4", "Noto Sans Ethiopic", "Kefa", "Nyala", "Ebrima")
	case "Hans", "Hani":
		tall("1.8", "1.4", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei")
	case "Hant":
		tall("1.8", "1.4", "Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei")
	case "Jpan":
		tall("1.8", "1.4", "Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic")
	case "Kore", "Hang":
		tall("1.75", "1.4", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic")
		t.wordBreak = "keep-all"
	}
	switch l.Script {
	case "Hans", "Hant", "Hani":
		t.lineBreak, t.emphasis = "strict", inDots
	case "Jpan":
		t.lineBreak, t.emphasis = "strict", inDotsJ
	case "Khmr", "Thai", "Laoo", "Mymr":
		// The browser's dictionaries find the words; where it has none, a line
		// still ends within the screen.
		t.wordBreak = "normal"
	}
	// A system that has the script in a family of its own has its bold there, too.
	if name := fonts.NameFor(l); name != "" && !slices.Contains(t.faces, name) {
		t.faces = slices.Insert(t.faces, 0, name)
	}
	return t
}
