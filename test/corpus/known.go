package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// known are the exceptions that testdata/known.txt lists: what readers spoil by
// themselves, and texts for which no package has a font. The list can only shrink:
// an exception that nothing needs fails the test.
type known struct {
	spoils  []*exception // a character, for a reader
	systems []*exception // a text
}

type exception struct {
	reader, code string
	char         rune
	become       string
	line         string
	needed       bool
}

// readKnown reads the exceptions: words, and behind "#" the reason.
//
//	spoils READER U+XXXX [U+XXXX…]   the reader gives the first as the others
//	system CODE                      the text needs a font of this machine
func readKnown(path string) (*known, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	k := &known{}
	for n, line := range strings.Split(string(data), "\n") {
		words, reason, _ := strings.Cut(line, "#")
		fields := strings.Fields(words)
		if len(fields) == 0 {
			continue
		}
		wrong := fmt.Errorf("%s:%d: an exception needs its words and its reason", path, n+1)
		if len(fields) < 2 || strings.TrimSpace(reason) == "" {
			return nil, wrong
		}
		var runes []rune
		for _, f := range fields[2:] {
			v, err := strconv.ParseUint(strings.TrimPrefix(f, "U+"), 16, 32)
			if err != nil {
				return nil, wrong
			}
			runes = append(runes, rune(v))
		}
		switch {
		case fields[0] == "spoils" && len(runes) > 0:
			k.spoils = append(k.spoils, &exception{reader: fields[1], char: runes[0], become: string(runes[1:]), line: line})
		case fields[0] == "system" && len(runes) == 0:
			k.systems = append(k.systems, &exception{code: fields[1], line: line})
		default:
			return nil, wrong
		}
	}
	return k, nil
}

// of are the exceptions for a reader, as a replacement; nil where there are none.
func (k *known) of(reader string) *strings.Replacer {
	var pairs []string
	for _, e := range k.spoils {
		if e.reader == reader {
			pairs = append(pairs, string(e.char), e.become)
		}
	}
	if pairs == nil {
		return nil
	}
	return strings.NewReplacer(pairs...)
}

// note marks the exceptions that a reader needs for the text.
func (k *known) note(reader, text string) {
	for _, e := range k.spoils {
		if e.reader == reader && strings.ContainsRune(text, e.char) {
			e.needed = true
		}
	}
}

// system says whether it is known that the text needs a font of the machine.
func (k *known) system(code string) bool {
	i := slices.IndexFunc(k.systems, func(e *exception) bool { return e.code == code })
	if i >= 0 {
		k.systems[i].needed = true
	}
	return i >= 0
}

// unneeded are the lines of exceptions that nothing needed.
func (k *known) unneeded() []string {
	var out []string
	for _, e := range slices.Concat(k.spoils, k.systems) {
		if !e.needed {
			out = append(out, e.line)
		}
	}
	return out
}
