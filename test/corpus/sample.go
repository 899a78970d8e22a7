package main

import (
	"slices"
	"unicode"
)

// sample are texts of every script and those that readers used to spoil; the
// first of each script joins them.
var sample = []string{
	"arb", "urd", "pes_1", "uig_arab", "mly_arab", "heb", "ydd", "eng", "fra", "deu_1996", "vie", "tur", "jpn", "kor",
	"cmn_hans", "cmn_hant", "khm", "tha", "mya", "lao", "bod", "mal", "hin", "hau_3",
}

// sampled are the texts of the sample.
func sampled(texts []text) []text {
	seen := map[string]bool{}
	return slices.DeleteFunc(texts, func(t text) bool {
		script := t.script()
		first := !seen[script] && t.Code != "vie_han" // which needs a font of the machine
		seen[script] = seen[script] || first
		return !first && !slices.Contains(sample, t.Code)
	})
}

// script is the name of the script that most letters of the text belong to.
func (t *text) script() string {
	count := map[string]int{}
	most := ""
	for _, b := range t.blocks {
		for _, r := range b.text {
			if !unicode.IsLetter(r) || unicode.Is(unicode.Common, r) {
				continue
			}
			for name, table := range unicode.Scripts {
				if unicode.Is(table, r) {
					if count[name]++; count[name] > count[most] {
						most = name
					}
					break
				}
			}
		}
	}
	return most
}
