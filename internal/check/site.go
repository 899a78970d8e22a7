package check

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"multitude/internal/locale"
)

// A move is a web address that a translation has in the place of the
// original's, on the same site.
type move struct{ from, to string }

// localized takes out of the addresses that are missing, and of those that were
// added, the ones that take each other's place on one site: a translation may
// lead to the page in its own language. original are all that the original has:
// one of its own takes nobody's place. Where the two differ in the language
// alone, nobody needs to hear of it; the others are moves.
func (s *subject) localized(original, translation []string) (missing, added []string, moves []move) {
	added = difference(translation, original)
	for _, from := range difference(original, translation) {
		home := site(from)
		i := slices.IndexFunc(added, func(a string) bool { return home != "" && site(a) == home && !slices.Contains(original, a) })
		if i < 0 {
			missing = append(missing, from)
			continue
		}
		if to := added[i]; s.anyLanguage(from) != s.anyLanguage(to) {
			moves = append(moves, move{from, to})
		}
		added = slices.Delete(added, i, i+1)
	}
	return missing, added, moves
}

// site is what one owner registered of a web address's host, such as
// https://example.org for https://es.example.org/sobre, by the Public Suffix
// List; "" for what is no web address, or no plain one. http and https are two.
func site(address string) string {
	if strings.HasPrefix(strings.ToLower(address), "www.") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if strings.ContainsFunc(host, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.'
	}) {
		return "" // what looks like a dot or a slash, and is none
	}
	owner, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + owner
}

// anyLanguage is a web address without the parts of its host and path that name
// the language of the original or of the translation.
func (s *subject) anyLanguage(address string) string {
	names := []string{"www"}
	for _, l := range []locale.Locale{s.origin, s.locale} {
		names = append(names, strings.ToLower(l.Language), strings.ToLower(l.Tag))
	}
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		scheme, rest = "http", address
	}
	host, path, _ := strings.Cut(rest, "/")
	without := func(text, by string) string {
		parts := slices.DeleteFunc(strings.Split(text, by), func(part string) bool { return slices.Contains(names, strings.ToLower(part)) })
		return strings.TrimSuffix(strings.Join(parts, by), by)
	}
	return scheme + "://" + without(host, ".") + "/" + without(path, "/")
}
