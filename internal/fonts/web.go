package fonts

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"

	"multitude/internal/locale"
)

// widespread are the scripts that the systems of nearly all readers show well:
// Windows since 10, macOS and iOS, and Android since 5 come with faces for
// them, and so do the browsers' defaults on Linux desktops. Chinese, Japanese
// and Korean faces are too heavy for a page besides. Of all others, phones and
// computers that are in use lack some or all (old Android has no Khmer, Lao,
// Burmese or Ethiopic that shapes right; Windows none for Adlam, and most have
// nothing but tofu for what comes later in Unicode).
var widespread = map[string]bool{
	"Latn": true, "Cyrl": true, "Grek": true, "Arab": true, "Hebr": true, "Armn": true, "Geor": true,
	"Deva": true, "Beng": true, "Gujr": true, "Guru": true, "Orya": true, "Taml": true, "Telu": true, "Knda": true, "Mlym": true, "Sinh": true,
	"Thai": true, "Hani": true, "Hira": true, "Kana": true, "Hang": true, "Bopo": true, "Zyyy": true, "Zinh": true, "Zzzz": true,
}

// needed says whether a page should bring the face along: because the project
// chose it, or because readers' systems often lack one for its script.
func (f *Face) needed() bool {
	if f.Origin == System {
		return false // nobody gave it to us to pass on
	}
	return f.Origin == Project || strings.Contains(f.Family, "Nastaliq") || !widespread[f.mainScript().String()]
}

// A WebFace is a face that a page brings along, with the characters that the
// page shows in it, sorted.
type WebFace struct {
	Face  *Face
	Style Style
	Runes []rune
}

// Web are the faces that a page of the locale that shows the text should bring
// along, regular and bold: those that the PDF takes for the same characters,
// where readers' systems often lack one.
func (l *Library) Web(text string, loc locale.Locale) ([]WebFace, error) {
	set := l.For(loc)
	var out []WebFace
	for _, style := range []Style{Regular, Bold} {
		runes := map[*Face]map[rune]bool{}
		var order []*Face
		for _, c := range distinctClusters(text, loc) {
			f, ok := set.Pick(c.text, c.script, style, false, loc)
			if !ok || !f.needed() {
				continue
			}
			if runes[f] == nil {
				runes[f] = map[rune]bool{}
				order = append(order, f)
			}
			for _, r := range c.text {
				runes[f][r] = true
				// From right to left a browser looks for the other bracket's glyph.
				if m := mirrored(r); f.Has(m) {
					runes[f][m] = true
				}
			}
		}
		for _, f := range order {
			if style == Bold && f.Style&Bold == 0 {
				continue // it has no bold: the browser makes one
			}
			out = append(out, WebFace{f, f.Style, slices.Sorted(maps.Keys(runes[f]))})
		}
	}
	return out, set.Err()
}

// Missing are the characters of a text that no face has, in order.
func (l *Library) Missing(text string, loc locale.Locale) ([]rune, error) {
	set := l.For(loc)
	missing := map[rune]bool{}
	for _, c := range distinctClusters(text, loc) {
		if _, ok := set.Pick(c.text, c.script, Regular, false, loc); ok {
			continue
		}
		for _, r := range c.text {
			if _, ok := set.Pick([]rune{r}, c.script, Regular, false, loc); !ok {
				missing[r] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(missing)), set.Err()
}

type cluster struct {
	text   []rune
	script language.Script
}

// distinctClusters are the grapheme clusters of the text, each once. What
// belongs to no script takes that of what stands before it.
func distinctClusters(text string, loc locale.Locale) []cluster {
	var seg segmenter.Segmenter
	seg.Init([]rune(text))
	script, _ := language.ParseScript(loc.Script)
	type key struct {
		text   string
		script language.Script
	}
	seen := map[key]bool{}
	var out []cluster
	for it := seg.GraphemeIterator(); it.Next(); {
		runes := it.Grapheme().Text
		for _, r := range runes {
			if s := language.LookupScript(r); s != language.Common && s != language.Inherited && s != language.Unknown {
				script = s
				break
			}
		}
		k := key{string(runes), script}
		if seen[k] || unicode.IsControl(runes[0]) {
			continue
		}
		seen[k] = true
		out = append(out, cluster{slices.Clone(runes), script})
	}
	return out
}

// Notice is the licence of the face's family, to lie beside every copy of it,
// and a file name for it; ok is false where nobody gave one along.
func (l *Library) Notice(f *Face) (name string, text []byte, ok bool) {
	family := path.Base(path.Dir(path.Dir(filepath.ToSlash(f.Path)))) // …/noto-sans-khmer/400Regular/….ttf
	var err error
	switch f.Origin {
	case Bundle:
		text, err = fs.ReadFile(l.bundle, "notices/"+family+".txt")
	case NodeModules:
		text, err = os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(f.Path)), "LICENSE_FONT"))
	default:
		return "", nil, false
	}
	return family + "-license.txt", text, err == nil
}
