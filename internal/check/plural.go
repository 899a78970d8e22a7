package check

import (
	"maps"
	"slices"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"multitude/internal/catalog"
	"multitude/internal/locale"
)

// pluralForms are the cardinal forms that CLDR's rules for the language tell
// apart among numbers of things that can be counted; nil where it has no rule.
func pluralForms(loc locale.Locale) []string {
	tag, err := xlanguage.Parse(loc.Tag)
	if err != nil {
		return nil
	}
	if base, confidence := tag.Base(); confidence != xlanguage.Exact || base.String() != loc.Language {
		return nil
	}
	names := [...]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	seen := map[string]bool{}
	for n := range 210 {
		seen[names[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// sortedMessages are messages in the order of their IDs.
func sortedMessages(m map[string]catalog.Message) []catalog.Message {
	var out []catalog.Message
	for _, id := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[id])
	}
	return out
}
