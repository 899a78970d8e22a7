package fonts

import (
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/language"

	"multitude/internal/locale"
)

// A family is a set of faces of one design, as the npm packages
// @expo-google-fonts/* hold them: the package noto-sans-khmer has the files
// 400Regular/NotoSansKhmer_400Regular.ttf, 700Bold/NotoSansKhmer_700Bold.ttf.
type family string

// The families that are asked by name. All other scripts are found by rule:
// noto-sans-<script>, then noto-serif-<script>.
const (
	latin    family = "noto-sans" // and Greek, Cyrillic; Latin is never split by Unicode range
	mono     family = "noto-sans-mono"
	naskh    family = "noto-naskh-arabic"
	nastaliq family = "noto-nastaliq-urdu"
	symbols  family = "noto-sans-symbols"
	symbols2 family = "noto-sans-symbols-2"
	math     family = "noto-sans-math"
	emoji    family = "noto-emoji" // outlines of one color
)

// Bundled are the families that make embeds in the binary. The Chinese,
// Japanese and Korean ones weigh 5 to 10 MB a face, and stay in node_modules.
var Bundled = []string{
	string(latin), string(mono), string(naskh), string(nastaliq), string(symbols), string(symbols2), string(math), string(emoji),
	"noto-sans-armenian", "noto-sans-bengali", "noto-sans-devanagari", "noto-sans-ethiopic", "noto-sans-georgian",
	"noto-sans-gujarati", "noto-sans-gurmukhi", "noto-sans-hebrew", "noto-sans-kannada", "noto-sans-khmer",
	"noto-sans-lao", "noto-sans-malayalam", "noto-sans-myanmar", "noto-sans-sinhala", "noto-sans-tamil",
	"noto-sans-telugu", "noto-sans-thai",
}

// forms are the parts of families' names that are codes: of the regional forms of
// Chinese characters.
var forms = []string{"sc", "tc", "hk", "jp", "kr"}

// StyleFile is the file of a style in a family's package, such as
// 700Bold_Italic/NotoSans_700Bold_Italic.ttf.
func StyleFile(fam string, s Style) string {
	name := strings.ReplaceAll(family(fam).name(), " ", "")
	style := [...]string{Regular: "400Regular", Bold: "700Bold", Italic: "400Regular_Italic", Bold | Italic: "700Bold_Italic"}[s]
	return style + "/" + name + "_" + style + ".ttf"
}

// name is the family's name as systems have it: Noto Sans Khmer.
func (f family) name() string {
	parts := strings.Split(string(f), "-")
	for i, part := range parts {
		// The forms of Chinese characters have codes: Noto Sans SC.
		if slices.Contains(forms, part) {
			parts[i] = strings.ToUpper(part)
		} else {
			parts[i] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, " ")
}

// NameFor is the name of the family that serves a locale's script, as readers'
// systems have it; "" where none is known.
func NameFor(loc locale.Locale) string {
	script := loc.Script
	if script == "Aran" {
		script = "Arab"
	}
	if f := families(script, loc); len(f) > 0 {
		return f[0].name()
	}
	return ""
}

// packageFiles are the files below node_modules that may have a style of a
// family, best first: that of @expo-google-fonts, in whose older packages all
// files lie side by side; and the WOFF file of @fontsource for the script that
// the family is named after, or for all of it. @fontsource splits a family by ranges of Unicode,
// so that Latin, Greek and Cyrillic, whose bases and marks end up in different
// files, are never taken from there.
func packageFiles(fam string, s Style) []string {
	file := StyleFile(fam, s)
	files := []string{"@expo-google-fonts/" + fam + "/" + file, "@expo-google-fonts/" + fam + "/" + path.Base(file)}
	script := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(fam, "noto-"), "sans"), "serif")
	if script, ok := strings.CutPrefix(script, "-"); ok {
		style := [...]string{Regular: "400-normal", Bold: "700-normal", Italic: "400-italic", Bold | Italic: "700-italic"}[s]
		for _, subset := range []string{script, "all"} {
			files = append(files, "@fontsource/"+fam+"/files/"+fam+"-"+subset+"-"+style+".woff")
		}
	}
	return files
}

// families are the families that may show the script in the locale, best first.
func families(script string, loc locale.Locale) []family {
	switch script {
	case "Latn", "Grek", "Cyrl":
		return []family{latin}
	case "Arab":
		// Urdu is read in Nastaliq; Naskh has what Nastaliq lacks.
		if loc.Script == "Aran" || loc.Language == "ur" {
			return []family{nastaliq, naskh, "noto-sans-arabic"}
		}
		return []family{naskh, "noto-sans-arabic"}
	case "Hani", "Hans", "Hant", "Bopo", "Hira", "Kana", "Hrkt", "Jpan", "Hang", "Kore":
		return han(script, loc)
	}
	if name := scriptNames()[script]; name != "" {
		return []family{family("noto-sans-" + name), family("noto-serif-" + name)}
	}
	return nil
}

// han orders the five regional forms of Chinese characters by the locale: the
// same character is drawn differently for each. What a form lacks, the others
// may have.
func han(script string, loc locale.Locale) []family {
	const sc, tc, hk, jp, kr family = "noto-sans-sc", "noto-sans-tc", "noto-sans-hk", "noto-sans-jp", "noto-sans-kr"
	switch {
	case loc.Language == "ja" || loc.Script == "Jpan" || script == "Hira" || script == "Kana":
		return []family{jp, sc, tc, hk, kr}
	case loc.Language == "ko" || loc.Script == "Kore" || script == "Hang":
		return []family{kr, tc, sc, jp, hk}
	case loc.Script == "Hans":
		return []family{sc, tc, hk, jp, kr}
	case loc.Region == "HK" || loc.Region == "MO" || loc.Language == "yue":
		return []family{hk, tc, sc, jp, kr}
	case loc.Script == "Hant" || script == "Bopo":
		return []family{tc, hk, sc, jp, kr}
	}
	return []family{sc, tc, hk, jp, kr}
}

// scriptNames maps the ISO 15924 code of a script to its Unicode name as the
// packages spell it: "Khmr" → "khmer", "Cans" → "canadian-aboriginal".
var scriptNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for name, table := range unicode.Scripts {
		var r rune
		switch {
		case len(table.R16) > 0:
			r = rune(table.R16[0].Lo)
		case len(table.R32) > 0:
			r = rune(table.R32[0].Lo)
		}
		names[language.LookupScript(r).String()] = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	}
	return names
})
