package typeset

import (
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/norm"

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
	var run runFaces
	for g := 0; g+1 < len(graphemes); g++ {
		from, to := graphemes[g], graphemes[g+1]
		next := item{start: from, end: to, stretch: stretchOf[from], level: levels[from], script: clusterScript(p.runes[from:to], scripts[from])}
		next.face = s.face(&run, p, &next)
		// An attribute may change within a cluster: then the cluster is cut.
		if at := change(stretchOf[from:to], levels[from:to]); at > 0 {
			graphemes[g] = from + at
			next.end = from + at
			g--
		}
		if n := len(items); n > 0 {
			last := &items[n-1]
			if last.stretch == next.stretch && last.level == next.level && last.face == next.face &&
				(last.script == next.script || isDrawnByWidth(p.runes[from])) {
				last.end = next.end
				continue
			}
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

// runFaces is what the choice of a face goes by besides the characters: the
// faces around them in the same stretch.
type runFaces struct {
	picks   *picks
	stretch int
	script  language.Script
	letters *fonts.Face // of the last letter, if any
	last    *fonts.Face // of the last cluster, if any
}

// face is the face of a grapheme cluster. Letters have the face that was picked
// for their script; what scripts share (digits, punctuation, spaces) has that
// of the letters before it where that has it too, so that a word and its
// punctuation stay together and one foreign sign does not draw others after it.
func (s *shaper) face(run *runFaces, p *paragraph, it *item) *fonts.Face {
	if run.picks == nil || run.stretch != it.stretch {
		*run = runFaces{stretch: it.stretch}
	}
	if run.picks == nil || run.script != it.script {
		st := &p.stretches[it.stretch]
		key := picksKey{it.script, st.style, st.mono, st.locale}
		if run.picks = s.picked[key]; run.picks == nil {
			run.picks = &picks{picksKey: key, first: map[rune]*fonts.Face{}}
			s.picked[key] = run.picks
		}
		run.script, run.letters = it.script, nil
	}
	cluster := p.runes[it.start:it.end]
	shared := isShared(clusterScript(cluster, scriptOf(cluster[0])))
	if shared {
		for _, f := range []*fonts.Face{run.letters, run.last} {
			if f != nil && hasAll(f, cluster) {
				run.last = f
				return f
			}
		}
	}
	run.last = s.pick(run.picks, cluster)
	if !shared {
		run.letters = run.last
	}
	return run.last
}

// picks are the faces that were picked for one script, style and locale, by the
// first character of the cluster.
type picks struct {
	picksKey
	first map[rune]*fonts.Face
}

type picksKey struct {
	script language.Script
	style  fonts.Style
	mono   bool
	locale locale.Locale
}

// pick is the face of a grapheme cluster by itself. The best face for its first
// character is the best for all of it if it has the rest.
func (s *shaper) pick(known *picks, cluster []rune) *fonts.Face {
	ask := func(cluster []rune) *fonts.Face {
		if f, ok := s.faces.Pick(cluster, known.script, known.style, known.mono, known.locale); ok {
			return f
		}
		return nil
	}
	first, ok := known.first[cluster[0]]
	if !ok {
		first = ask(cluster[:1])
		known.first[cluster[0]] = first
	}
	if len(cluster) == 1 || first != nil && hasAll(first, cluster) {
		return first
	}
	if f := ask(cluster); f != nil {
		return f
	}
	// A face may have it composed or decomposed; the shaper finds it then.
	for _, form := range []norm.Form{norm.NFC, norm.NFD} {
		if f := ask([]rune(form.String(string(cluster)))); f != nil {
			return f
		}
	}
	return first
}

func hasAll(f *fonts.Face, cluster []rune) bool {
	for _, r := range cluster {
		if unicode.IsSpace(r) && !unicode.IsControl(r) {
			// The shaper makes spaces of any width out of this one.
			if !f.Has(r) && !f.Has(' ') {
				return false
			}
		} else if !isDrawnByWidth(r) && !f.Has(r) {
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
		if !isShared(sc) {
			if current == 0 {
				for j := range i {
					scripts[j] = sc
				}
				for j := range open {
					open[j].script = sc
				}
			}
			current = sc
		} else if closing, opens, ok := bracket(r); ok {
			if opens {
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

// clusterScript is the script of a grapheme cluster, given that of its first
// character: a mark on a no-break space or a dotted circle makes it its own.
func clusterScript(cluster []rune, first language.Script) language.Script {
	if len(cluster) > 1 && isShared(scriptOf(cluster[0])) {
		for _, r := range cluster[1:] {
			if sc := scriptOf(r); !isShared(sc) {
				return sc
			}
		}
	}
	return first
}

// isShared says whether the script is no script, but what several share.
func isShared(sc language.Script) bool {
	return sc == language.Common || sc == language.Inherited || sc == language.Unknown
}

// scriptOf is the script of a character by itself.
func scriptOf(r rune) language.Script {
	if r < 0x80 {
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return language.Latin
		}
		return language.Common
	}
	return language.LookupScript(r)
}
