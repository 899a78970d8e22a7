package locale

import (
	"fmt"
	"slices"
	"strings"
)

// A TagError says what is wrong with a language tag.
type TagError struct {
	Tag     string
	Problem string // what is wrong: no capital, no period
	Instead string // the tag to write instead, or ""
}

func (e *TagError) Error() string {
	s := fmt.Sprintf("language tag %q: %s", e.Tag, e.Problem)
	if e.Instead != "" {
		s += fmt.Sprintf("; write %q", e.Instead)
	}
	return s
}

// maxTag bounds a tag's length in bytes; RFC 5646 §4.4.1 asks readers for 35.
const maxTag = 100

// A tag is a language tag cut into what a Locale needs.
type tag struct{ language, script, region string }

// parseTag checks tag against the grammar of RFC 5646 §2.1, with the case of
// §2.1.1 and without the codes that CLDR's aliases replace. Which subtags are
// registered is not asked: a community may well be ahead of the registry.
func parseTag(s string) (tag, error) {
	fail := func(problem, instead string) (tag, error) {
		return tag{}, &TagError{Tag: s, Problem: problem, Instead: canonical(instead)}
	}
	if s == "" {
		return fail("it is empty", "")
	}
	if len(s) > maxTag {
		return fail("it is too long", "")
	}
	lower := strings.ToLower(s)
	for key, to := range aliases {
		if strings.EqualFold(key, s) {
			return fail("this code has been replaced", to)
		}
	}
	parts := strings.Split(lower, "-")
	for _, p := range parts {
		if p == "" || len(p) > 8 || !alphanumeric(p) {
			instead := strings.ReplaceAll(s, "_", "-")
			if instead == s {
				instead = ""
			}
			return fail("its parts must be 1 to 8 letters or digits, joined by hyphens", instead)
		}
	}
	var t tag
	form := []string{parts[0]} // the tag in canonical form, as far as it has been read
	if !alphabetic(parts[0]) || len(parts[0]) < 2 || len(parts[0]) == 4 {
		return fail("it must begin with the code of a language, of 2 or 3 letters", "")
	}
	t.language = parts[0]
	if to := aliases[parts[0]]; to != "" && len(parts) > 1 {
		return fail("this code has been replaced", to+"-"+strings.Join(parts[1:], "-"))
	}
	rest := parts[1:]
	take := func(ok func(string) bool, as func(string) string) string {
		if len(rest) == 0 || !ok(rest[0]) {
			return ""
		}
		p := as(rest[0])
		form = append(form, p)
		rest = rest[1:]
		return p
	}
	same := func(p string) string { return p }
	for range 3 { // extended language subtags
		if len(t.language) > 3 || take(func(p string) bool { return len(p) == 3 && alphabetic(p) }, same) == "" {
			break
		}
	}
	t.script = take(func(p string) bool { return len(p) == 4 && alphabetic(p) },
		func(p string) string { return strings.ToUpper(p[:1]) + p[1:] })
	t.region = take(func(p string) bool { return len(p) == 2 && alphabetic(p) || len(p) == 3 && numeric(p) }, strings.ToUpper)
	var variants []string
	for {
		v := take(func(p string) bool { return len(p) >= 5 || len(p) == 4 && p[0] >= '0' && p[0] <= '9' }, same)
		if v == "" {
			break
		}
		if slices.Contains(variants, v) {
			return fail(fmt.Sprintf("the part %q stands in it twice", v), "")
		}
		variants = append(variants, v)
	}
	var singletons []string
	for len(rest) > 0 {
		singleton := rest[0]
		if len(singleton) != 1 {
			return fail(fmt.Sprintf("the part %q cannot stand where it does", singleton), "")
		}
		if slices.Contains(singletons, singleton) {
			return fail(fmt.Sprintf("the part %q stands in it twice", singleton), "")
		}
		singletons = append(singletons, singleton)
		n := 1
		for n < len(rest) && (singleton == "x" || len(rest[n]) > 1) {
			n++
		}
		if n == 1 {
			return fail(fmt.Sprintf("something must follow %q", singleton), "")
		}
		form = append(form, rest[:n]...)
		rest = rest[n:]
	}
	if c := strings.Join(form, "-"); c != s {
		return fail("upper and lower case are not as BCP 47 writes them", c)
	}
	return t, nil
}

// canonical is the tag that parseTag accepts in the place of s, or "": a
// suggestion that would be refused in its turn is none.
func canonical(s string) string {
	for range 4 { // separators, alias, case: each mends one thing
		if s == "" {
			break
		}
		_, err := parseTag(s)
		if err == nil {
			return s
		}
		s = err.(*TagError).Instead
	}
	return ""
}

func alphabetic(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

func numeric(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func alphanumeric(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) < 0
}
