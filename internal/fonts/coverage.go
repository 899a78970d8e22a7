package fonts

import (
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// covers says whether the face has a glyph for every character of the cluster
// that needs one. Joiners, variation selectors and other default ignorables
// need none; white space is drawn by its width alone.
func (f *Face) covers(cluster []rune) bool {
	for _, r := range cluster {
		if harfbuzz.IsDefaultIgnorable(r) || unicode.IsSpace(r) {
			continue
		}
		if !f.Has(r) {
			return false
		}
	}
	return true
}

// serves says whether the face was made for the script: it is the script of
// most of its letters, Latin, Greek and Cyrillic aside, which most fonts carry
// along; or it is one of these three, and the font was made for nothing else.
func (f *Face) serves(script language.Script) bool {
	main := f.mainScript()
	switch script {
	case language.Latin, language.Greek, language.Cyrillic:
		return main == language.Latin
	}
	return main == script
}

// mostCharacters is more than any font has: glyphs end at 65,535, and few stand
// for more than two characters.
const mostCharacters = 1 << 18

// characters calls do for the characters that the face has glyphs for. A broken
// cmap may list any number of them, or break off.
func (f *Face) characters(do func(rune)) {
	defer func() { _ = recover() }()
	it := f.Font.Cmap.Iter()
	for n := 0; n < mostCharacters && it.Next(); n++ {
		r, _ := it.Char()
		do(r)
	}
}

func (f *Face) mainScript() language.Script {
	f.scriptOnce.Do(func() {
		count := map[language.Script]int{}
		f.characters(func(r rune) { count[language.LookupScript(r)]++ })
		f.script = language.Latin
		const enough = 20 // letters; fewer are stray symbols
		most := enough
		for s, n := range count {
			switch s {
			case language.Latin, language.Greek, language.Cyrillic, language.Common, language.Inherited, language.Unknown:
				continue
			}
			if n > most || n == most && s < f.script {
				most, f.script = n, s
			}
		}
	})
	return f.script
}
