package check

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// localized takes out of what is missing and what was added the web addresses
// that take each other's place on one site: a translation may lead to the page
// in its own language.
func localized(missing, added []string) (stillMissing, stillAdded []string) {
	for _, m := range missing {
		home := site(m)
		i := slices.IndexFunc(added, func(a string) bool { return home != "" && site(a) == home })
		if i < 0 {
			stillMissing = append(stillMissing, m)
			continue
		}
		added = slices.Delete(slices.Clone(added), i, i+1)
	}
	return stillMissing, added
}

// site is what one owner registered of a web address's host, such as
// example.org for https://es.example.org/sobre, by the Public Suffix List; ""
// for what is no web address. An address that would be less safe than the
// original's is of another site: http and https are two.
func site(address string) string {
	if strings.HasPrefix(strings.ToLower(address), "www.") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return ""
	}
	owner, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + owner
}
