package locale

import (
	"maps"
	"slices"
)

// known are the tags of Known.
var known = func() []string {
	tags := map[string]bool{}
	for tag := range endonyms {
		tags[tag] = true
	}
	for tag := range englishNames {
		tags[tag] = true
	}
	return slices.Sorted(maps.Keys(tags))
}

// Known are the locales that CLDR has a name for, in themselves or in English,
// by their tags. There are others: see Parse.
func Known() []Locale {
	var out []Locale
	for _, tag := range known() {
		if l, err := Parse(tag); err == nil {
			out = append(out, l)
		}
	}
	return out
}
