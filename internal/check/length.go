package check

import "multitude/internal/locale"

// expected is how much longer a translation between the two languages usually
// is than its original, by weight: as the Declaration's translations are beside
// its English.
func expected(from, to locale.Locale) float64 {
	return lengthOf(to) / lengthOf(from)
}

// lengthOf is the usual length of a text in a language, beside the same text in
// English.
func lengthOf(loc locale.Locale) float64 {
	const unknown = 1.1
	if n := inherited(lengths, loc); n != 0 {
		return float64(n) / 100
	}
	return unknown
}
