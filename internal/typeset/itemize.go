package typeset

import (
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/bidi"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// A FaceSet picks the face that shows a grapheme cluster; fonts.Set is one. ok
// is false where no face has all of its characters.
type FaceSet interface {
	Pick(cluster []rune, script language.Script, style fonts.Style, monospace bool, loc locale.Locale) (face *fonts.Face, ok bool)
}

// An item is a stretch of a paragraph that is shaped as a whole: of one level,
// script, face and set of attributes.
type item struct {
	start, end int // runes
	stretch    int
	level      uint8
	script     language.Script
	face       *fonts.Face // nil where no face has the characters
}

// itemize cuts a paragraph into items, in logical order. graphemes are the
// offsets at which grapheme clusters begin, and the length of the text: one
// face shows the whole of each.
func (s *shaper) itemize(p *paragraph, stretchOf []int, levels []uint8, graphemes []int) []item {
	scripts := resolveScripts(p.runes, s.defaultScript(p))
	var items []item
	for g := 0; g+1 < len(graphemes); g++ {
		from, to := graphemes[g], graphemes[g+1]
		next := item{start: from, end: to, stretch: stretchOf[from], level: levels[from], script: scripts[from]}
		var last *item
		if n := len(items); n > 0 {
			last = &items[n-1]
		}
		next.face = s.pick(p, &next, last)
		// An attribute may change within a cluster: then the cluster is cut.
		if at := change(stretchOf[from:to], levels[from:to]); at > 0 {
			graphemes[g] = from + at
			next.end = from + at
			g--
		}
		if last != nil && last.stretch == next.stretch && last.level == next.level && last.face == next.face &&
			(last.script == next.script || isDrawnByWidth(p.runes[from])) {
			last.end = next.end
			continue
		}
		items = append(items, next)
	}
	return items
}

// change is the first index at which either list has another value than at its
// beginning, or 0.
func change(stretches []int, levels []uint8) int {
	for i := range stretches {
		if stretches[i] != stretches[0] || levels[i] != levels[0] {
			return i
		}
	}
	return 0
}

// pick is the face of a grapheme cluster: the one of the item before it where
// that has it too and the script is the same, so that a word, its spaces and
// its punctuation stay together.
func (s *shaper) pick(p *paragraph, it, before *item) *fonts.Face {
	cluster := p.runes[it.start:it.end]
	st := &p.stretches[it.stretch]
	if before != nil && before.face != nil && before.stretch == it.stretch && (before.script == it.script || isDrawnByWidth(cluster[0])) && hasAll(before.face, cluster) {
		return before.face
	}
	key := faceKey{it.script, st.style, st.mono, st.locale, cluster[0]}
	if len(cluster) == 1 {
		if f, ok := s.picked[key]; ok {
			return f
		}
	}
	f, ok := s.faces.Pick(cluster, it.script, st.style, st.mono, st.locale)
	if !ok {
		f = nil
	}
	if len(cluster) == 1 {
		s.picked[key] = f
	}
	return f
}

type faceKey struct {
	script language.Script
	style  fonts.Style
	mono   bool
	locale locale.Locale
	r      rune
}

func hasAll(f *fonts.Face, cluster []rune) bool {
	for _, r := range cluster {
		if !isDrawnByWidth(r) && !f.Has(r) {
			return false
		}
	}
	return true
}

// isDrawnByWidth says whether a character needs no glyph: white space, and
// what Unicode says to ignore where it is not supported.
func isDrawnByWidth(r rune) bool {
	return unicode.IsSpace(r) || harfbuzz.IsDefaultIgnorable(r) || unicode.IsControl(r)
}

// defaultScript is the script of a paragraph that has no letters.
func (s *shaper) defaultScript(p *paragraph) language.Script {
	if len(p.stretches) > 0 {
		switch code := p.stretches[0].locale.Script; code {
		case "Hans", "Hant", "Jpan":
			return language.Han
		case "Kore":
			return language.Hangul
		case "Aran":
			return language.Arabic
		default:
			if sc, err := language.ParseScript(code); err == nil && code != "" {
				return sc
			}
		}
	}
	return language.Latin
}

// resolveScripts gives each character the script that it is shaped as: common
// and inherited ones take that of what stands before them, at the beginning
// that of what follows; a closing bracket that of its opening one (UAX #24 §5).
func resolveScripts(text []rune, none language.Script) []language.Script {
	scripts := make([]language.Script, len(text))
	type bracketed struct {
		closing rune
		script  language.Script
	}
	var open []bracketed
	current := language.Script(0)
	for i, r := range text {
		sc := scriptOf(r)
		if sc != language.Common && sc != language.Inherited && sc != language.Unknown {
			if current == 0 {
				for j := range i {
					scripts[j] = sc
				}
				for j := range open {
					open[j].script = sc
				}
			}
			current = sc
		} else if props, _ := bidi.LookupRune(r); props.IsBracket() {
			if closing, opening, _ := bracket(r); opening {
				if len(open) < 64 {
					open = append(open, bracketed{closing, current})
				}
			} else {
				for n := len(open) - 1; n >= 0; n-- {
					if open[n].closing == closing {
						current = open[n].script
						open = open[:n]
						break
					}
				}
			}
		}
		scripts[i] = current
	}
	if current == 0 {
		for i := range scripts {
			scripts[i] = none
		}
	}
	return scripts
}

// scriptOf is the script of a character by itself. Marks and signs that several
// scripts share are inherited or common in Unicode's data already.
func scriptOf(r rune) language.Script {
	if r < 0x80 {
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return language.Latin
		}
		return language.Common
	}
	return language.LookupScript(r)
}
