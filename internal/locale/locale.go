// Package locale says what the rest needs to know of a language: its tag, its
// script and direction, its name in its own language, and its digits.
package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:generate go run ./gen

// Dir is the direction of a locale's lines.
type Dir uint8

// The directions.
const (
	LTR Dir = iota
	RTL
)

// String is the direction as HTML's dir attribute has it.
func (d Dir) String() string {
	if d == RTL {
		return "rtl"
	}
	return "ltr"
}

// A Locale is a language as written somewhere. It is comparable; its zero
// value is no locale.
type Locale struct {
	Tag      string // BCP 47, canonical in case and form; the key everywhere
	Language string // primary subtag: "zh"
	Script   string // ISO 15924, given or likely: "Hans"
	Region   string // given in the tag, or ""
	Dir      Dir
}

func (l Locale) String() string { return l.Tag }

// Parse reads a BCP 47 tag. Any well-formed tag is a locale, also one that no
// registry has heard of. A tag that is malformed or not in canonical form is an
// error of type *TagError, which carries the tag to write instead where there
// is one.
func Parse(tag string) (Locale, error) {
	t, err := parseTag(tag)
	if err != nil {
		return Locale{}, err
	}
	l := Locale{Tag: tag, Language: t.language, Script: t.script, Region: t.region}
	if l.Script == "" {
		l.Script = likelyScript(l)
	}
	if rtlScripts[l.Script] != "" {
		l.Dir = RTL
	}
	return l, nil
}

// MustParse is Parse for tags that are known to be canonical; it panics on
// others.
func MustParse(tag string) Locale {
	l, err := Parse(tag)
	if err != nil {
		panic(err)
	}
	return l
}

// likelyScript is the script that CLDR expects of the language in its region;
// Latin, the script of most languages that CLDR does not know, otherwise.
func likelyScript(l Locale) string {
	if s := likelyScripts[l.Language+"-"+l.Region]; s != "" {
		return s
	}
	if s := likelyScripts[l.Language]; s != "" {
		return s
	}
	return "Latn"
}

// Parents are the locales that stand in for l where it has no data of its own,
// nearest first: the tag truncated from its end (RFC 4647 §3.4), but never to a
// language that is written in another script.
func (l Locale) Parents() []Locale {
	var out []Locale
	tag := l.Tag
	for {
		i := strings.LastIndexByte(tag, '-')
		if i < 0 {
			return out
		}
		tag = tag[:i]
		// A singleton cannot stand at the end.
		if j := strings.LastIndexByte(tag, '-'); j >= 0 && len(tag)-j == 2 {
			tag = tag[:j]
		}
		if p, err := Parse(tag); err == nil && written(p.Script) == written(l.Script) {
			out = append(out, p)
		}
	}
}

// written is the script without the style that it is written in: Nastaliq, which
// a tag such as fa-Aran asks for, is Arabic script.
func written(script string) string {
	if script == "Aran" {
		return "Arab"
	}
	return script
}

// Endonym is the name of the language in itself, such as "Kreyòl Ayisyen", as
// a menu shows it. ok is false where CLDR has none; the tag is returned then.
func (l Locale) Endonym() (name string, ok bool) {
	candidates := []string{l.Tag, l.Language + "-" + l.Script + "-" + l.Region, l.Language + "-" + l.Script, l.Language + "-" + l.Region}
	if likelyScript(Locale{Language: l.Language}) == written(l.Script) {
		candidates = append(candidates, l.Language)
	}
	for _, c := range candidates {
		if n := endonyms[c]; n != "" {
			r, size := utf8.DecodeRuneInString(n)
			return string(unicode.ToTitle(r)) + n[size:], true
		}
	}
	return l.Tag, false
}

// English is the name of the language in English, or "".
func (l Locale) English() string {
	for _, c := range []string{l.Tag, l.Language + "-" + l.Script, l.Language + "-" + l.Region, l.Language} {
		if n := englishNames[c]; n != "" {
			return n
		}
	}
	return ""
}

// Quotes are the quotation marks of the language: outer, then inner pair.
func (l Locale) Quotes() [4]string {
	q := "“ ” ‘ ’"
	for _, t := range append([]Locale{l}, l.Parents()...) {
		if own := quotes[t.Tag]; own != "" {
			q = own
			break
		}
	}
	return [4]string(strings.SplitN(q, " ", 4))
}

// Digits are the ten digits that the locale writes numbers with, zero first:
// those that a -u-nu- extension names, else CLDR's.
func (l Locale) Digits() [10]rune {
	system := "latn"
	for _, t := range []string{l.Language, l.Language + "-" + l.Script, l.Language + "-" + l.Region, l.Tag} {
		if s := defaultDigits[t]; s != "" {
			system = s
		}
	}
	if _, ext, ok := strings.Cut(l.Tag, "-u-"); ok {
		if _, nu, ok := strings.Cut("-"+ext, "-nu-"); ok {
			nu, _, _ = strings.Cut(nu, "-")
			if digits[nu] != "" {
				system = nu
			}
		}
	}
	var out [10]rune
	copy(out[:], []rune(digits[system]))
	return out
}

// Number is n in the locale's digits, without grouping.
func (l Locale) Number(n int) string {
	d := l.Digits()
	var b []rune
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	at := len(b)
	for {
		b = append(b, d[n%10])
		n /= 10
		if n == 0 {
			break
		}
	}
	for i, j := at, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// Percent is a whole percentage as the locale writes it: 87%, 87 %, %87, ۸۷٪.
func (l Locale) Percent(n int) string {
	format := "0%"
	for _, t := range append([]Locale{l}, l.Parents()...) {
		if own := percents[t.Tag]; own != "" {
			format = own
			break
		}
	}
	return strings.Replace(format, "0", l.Number(n), 1)
}
