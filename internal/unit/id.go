package unit

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/doc"
)

// reserved are the words that go-i18n gives a meaning of its own (reservedKeys
// in i18n/message.go): as a part of an ID they would make a file unreadable.
var reserved = map[string]bool{
	"id": true, "description": true, "hash": true, "leftdelim": true, "rightdelim": true, "zero": true, "one": true,
	"two": true, "few": true, "many": true, "other": true, "translation": true,
}

// taken are the first parts of IDs that have a meaning of their own: those
// that Split gives, and the edition's own words.
var taken = map[string]bool{frontPart: true, notePart: true, textPart: true, "edition": true}

const (
	frontPart = "front"
	notePart  = "note"
	textPart  = "text" // of what stands before the first heading
)

// longestPart is how many bytes a part of an ID has at most, but for the
// number that tells it from others.
const longestPart = 60

// slugWords is how many words of a text its ID has.
const slugWords = 5

// slug makes a part of an ID of a text: its letters and digits in lower case,
// whatever their script, with their marks, in normalization form C, and a
// hyphen for everything between them. At most words words are taken, 0 being
// all; words of one letter are not counted, since they say little.
func slug(text string, words int) string {
	text = norm.NFC.String(text)
	var b strings.Builder
	gap := false
	count, letters := 0, 0 // words that count; letters of the present one
	for _, c := range text {
		switch {
		case unicode.IsLetter(c) || unicode.Is(unicode.Nd, c) || unicode.IsMark(c) && b.Len() > 0 && !gap:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(c))
			letters++
			continue
		case unicode.Is(unicode.Cf, c) || unicode.IsMark(c):
			continue
		case unicode.IsSpace(c):
			if letters > 1 {
				count++
			}
			letters = 0
		}
		if words > 0 && count == words {
			break
		}
		gap = true
	}
	return shorten(norm.NFC.String(b.String()))
}

// shorten cuts a slug to its longest length: between words where there are
// some, and never between a letter and its marks.
func shorten(s string) string {
	if len(s) <= longestPart {
		return s
	}
	cut := longestPart
	for cut > 0 {
		if c, _ := utf8.DecodeRuneInString(s[cut:]); utf8.RuneStart(s[cut]) && !unicode.IsMark(c) {
			break
		}
		cut--
	}
	if cut == 0 { // a letter with more marks than any language has
		return strings.ToValidUTF8(s[:longestPart], "")
	}
	if hyphen := strings.LastIndexByte(s[:cut], '-'); hyphen > longestPart/2 && s[cut] != '-' {
		cut = hyphen
	}
	return strings.Trim(s[:cut], "-")
}

// part is a slug as a part of an ID. first is true for the first part.
func part(s string, first bool) string {
	if s == "" {
		return "text"
	}
	if reserved[s] || first && taken[s] {
		return s + "-text"
	}
	return s
}

// lead is what a text is called by: the bold words that it begins with, else
// its first words.
func lead(t *doc.Text) string {
	bold := 0
	for bold < len(t.Spans) && t.Spans[bold].Strong {
		bold++
	}
	if bold > 0 && bold < len(t.Spans) {
		if s := slug(doc.PlainText(t.Spans[:bold]), 0); s != "" {
			return s
		}
	}
	return slug(doc.PlainText(t.Spans), slugWords)
}

// translatable reports whether a text has anything to translate.
func translatable(t *doc.Text) bool {
	return t != nil && strings.ContainsFunc(doc.PlainText(t.Spans), func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) })
}

// ids gives out IDs, each of them once.
type ids map[string]bool

// free is want, or want with the first number that makes it an ID that was
// never used.
func (used ids) free(want string) string {
	id := want
	for n := 2; used[id]; n++ {
		id = want + "-" + strconv.Itoa(n)
	}
	used[id] = true
	return id
}
