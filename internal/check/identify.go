package check

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/abadojack/whatlanggo"

	"multitude/internal/locale"
)

// otherLanguage is the English name of the language that a text seems to be in,
// where it is not the locale's and the guess is a good one; else the name of a
// script that is not the language's; or "". original is the language of the
// source: of a locale that the identifier does not know, it tells no other.
func otherLanguage(text string, loc, original *language) string {
	letters := 0
	for _, r := range text {
		if isLetter(r) {
			letters++
		}
	}
	const enough = 100 // letters; a guess on fewer is none
	if letters < enough {
		return ""
	}
	guess := whatlanggo.Detect(text)
	switch known := guess.Lang >= 0 && guess.IsReliable(); {
	case known && (guess.Lang == loc.identity || kin(guess.Lang, loc.identity)):
		return ""
	case known && (loc.identity >= 0 || guess.Lang == original.identity):
		return guess.Lang.String()
	}
	return otherScript(text, loc)
}

// otherScript names the script of a text of which hardly a letter is among
// those of the language, or "": that tells languages apart which the
// identifier does not know.
func otherScript(text string, loc *language) string {
	if loc.letters == nil {
		return ""
	}
	const share = 10 // one letter in so many may be the language's
	known, strange := 0, map[string]int{}
	for _, r := range text {
		if !isLetter(r) {
			continue
		}
		if loc.letters.knows(r) {
			known++
		} else {
			strange[scriptOf(r)]++
		}
	}
	most := ""
	for _, script := range slices.Sorted(maps.Keys(strange)) {
		if script != "" && strange[script] > strange[most] {
			most = script
		}
	}
	if most == "" || strange[most] <= share*known {
		return ""
	}
	return strings.ReplaceAll(most, "_", " ") + " script"
}

// identified is the identifier's name of a locale's language, or -1.
func identified(loc locale.Locale) whatlanggo.Lang {
	code := loc.Language
	switch code { // what BCP 47 calls otherwise
	case "fa", "prs":
		return whatlanggo.Pes
	case "no":
		return whatlanggo.Nob
	case "fil":
		return whatlanggo.Tgl
	case "az":
		return whatlanggo.Azj
	case "yi":
		return whatlanggo.Ydd
	}
	if l, ok := byCode()[code]; ok {
		return l
	}
	return -1
}

// byCode are the identifier's languages by their codes of ISO 639, two letters
// or three.
var byCode = sync.OnceValue(func() map[string]whatlanggo.Lang {
	all := map[string]whatlanggo.Lang{}
	for l := range whatlanggo.Langs {
		all[l.Iso6391()], all[l.Iso6393()] = l, l
	}
	delete(all, "")
	return all
})

// kindred are languages so near to each other that a paragraph cannot tell
// them apart with certainty.
var kindred = [][]whatlanggo.Lang{
	{whatlanggo.Nob, whatlanggo.Nno, whatlanggo.Dan, whatlanggo.Swe},
	{whatlanggo.Hrv, whatlanggo.Srp, whatlanggo.Slv, whatlanggo.Mkd, whatlanggo.Bul},
	{whatlanggo.Hin, whatlanggo.Bho, whatlanggo.Mai, whatlanggo.Mar, whatlanggo.Nep},
	{whatlanggo.Kin, whatlanggo.Run},
	{whatlanggo.Spa, whatlanggo.Por, whatlanggo.Ita},
	{whatlanggo.Arb, whatlanggo.Pes, whatlanggo.Urd, whatlanggo.Skr, whatlanggo.Uig},
	{whatlanggo.Rus, whatlanggo.Ukr, whatlanggo.Bel},
	{whatlanggo.Jav, whatlanggo.Ind},
	{whatlanggo.Tgl, whatlanggo.Ceb, whatlanggo.Ilo},
	{whatlanggo.Azj, whatlanggo.Tur, whatlanggo.Tuk, whatlanggo.Uzb},
	{whatlanggo.Afr, whatlanggo.Nld},
	{whatlanggo.Cmn, whatlanggo.Jpn},
	{whatlanggo.Amh, whatlanggo.Tir},
	{whatlanggo.Zul, whatlanggo.Nya, whatlanggo.Sna},
}

func kin(a, b whatlanggo.Lang) bool {
	for _, group := range kindred {
		var x, y bool
		for _, l := range group {
			x, y = x || l == a, y || l == b
		}
		if x && y {
			return true
		}
	}
	return false
}
