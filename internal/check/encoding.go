package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"multitude/internal/finding"
)

// encodingRules look for texts that were typed or converted with the wrong
// characters, and look right, or nearly so, in one font only.
var encodingRules = []Rule{{
	ID:       "mojibake",
	Severity: finding.Warning,
	What:     "letters that a wrong conversion made of others",
	Why:      "readers see nonsense",
	Example:  "educaciÃ³n; â€™",
	Mend:     "save the file as UTF-8 in the editor that made it, or type the words anew",
	unit: func(s *subject) {
		const lead = 0xC3 // of ÃÂâÐØà in UTF-8
		if strings.IndexByte(s.message.Text, lead) < 0 || !strings.ContainsAny(s.message.Text, "ÃÂâÐØà") {
			return
		}
		if m := mojibake.FindStringIndex(s.message.Text); m != nil && !mojibake.MatchString(s.unit.Text) {
			s.report(fmt.Sprintf("“%s”, which a wrong conversion leaves", s.message.Text[m[0]:m[1]]), "type the words anew; save the file as UTF-8")
		}
	},
}, {
	ID:       "arabic-letters",
	custom:   true,
	Severity: finding.Warning,
	What:     "the Arabic letters ي and ك in Persian, Dari, Urdu and their neighbours; the Persian ones in Arabic",
	Why:      "they look alike and are other letters: search and spelling fail",
	Example:  "كشور in the place of کشور",
	Mend:     "type the letter with the keyboard of your language",
	scope:    func(s *subject) bool { return arabicLetters[s.locale.Language] != nil },
	unit: func(s *subject) {
		wrong := arabicLetters[s.locale.Language]
		for i, r := range s.text {
			if right := wrong[r]; right != 0 {
				s.report(fmt.Sprintf("%c (U+%04X) after %s", r, r, tail(s.text[:i])), fmt.Sprintf("type %c (U+%04X)", right, right))
				return
			}
		}
	},
}, {
	ID:       "zawgyi",
	Severity: finding.Warning,
	What:     "Burmese that was typed for the Zawgyi font, which is not Unicode",
	Why:      "it is unreadable in every other font",
	Example:  "ေမတၱာ",
	Mend:     "convert it with a converter from Zawgyi to Unicode, and read it again",
	scope:    func(s *subject) bool { return s.locale.Language == "my" }, // Mon, Shan and Karen write some of its sequences rightly
	unit: func(s *subject) {
		if m := zawgyi.FindStringIndex(s.text); m != nil {
			s.report("this looks like Zawgyi, after "+tail(s.text[:m[0]]), "convert it from Zawgyi to Unicode, and read it again")
		}
	},
}, {
	ID:       "khmer-order",
	Severity: finding.Warning,
	What:     "Khmer signs in an order or of a kind that Unicode does not have",
	Why:      "the cluster falls apart, or looks right and is not found",
	Example:  "a vowel before the sign coeng; U+17A3",
	Mend:     "type the word anew: consonant, coeng and subscript, vowel, signs",
	scope:    func(s *subject) bool { return s.locale.Script == "Khmr" },
	unit: func(s *subject) {
		if m := khmerOrder.FindStringIndex(s.text); m != nil {
			s.report("signs in the wrong order after "+tail(s.text[:m[0]]), "type the word anew: consonant, subscript, vowel, signs")
		}
	},
}, {
	ID:       "stray-mark",
	Severity: finding.Warning,
	What:     "a combining mark without a letter to stand on, or many on one letter",
	Why:      "it is drawn on a dotted circle, or over the next line",
	Example:  "a space and then U+0301",
	Mend:     "type the word anew",
	scope:    func(s *subject) bool { return s.has&classMark != 0 },
	unit: func(s *subject) {
		const most = 6 // on one letter; no language stacks more
		prev, n := ' ', 0
		for i, r := range s.text {
			if unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Variation_Selector, r) {
				if n++; n > most {
					s.report("more than six marks on one letter after "+tail(s.text[:i]), "type the word anew")
					return
				}
				if prev == ' ' || prev == '\n' || i == 0 {
					s.report(fmt.Sprintf("a mark (U+%04X) without a letter, after %s", r, tail(s.text[:i])), "type the word anew")
					return
				}
			} else {
				n = 0
			}
			prev = r
		}
	},
}}

// arabicLetters are, by language, the letters of its neighbours that look like
// its own, and the right ones.
var arabicLetters = func() map[string]map[rune]rune {
	persian := map[rune]rune{'ي': 'ی', 'ك': 'ک', 'ى': 'ی'}
	arabic := map[rune]rune{'ی': 'ي', 'ک': 'ك', 'ہ': 'ه', 'ے': 'ي'}
	all := map[string]map[rune]rune{"ps": {'ك': 'ک'}}
	for _, l := range []string{"fa", "ur", "ckb", "lrc", "mzn", "glk", "prs", "haz"} {
		all[l] = persian
	}
	for _, l := range []string{"ar", "arb", "arz", "apc", "acm", "ary", "aeb"} {
		all[l] = arabic
	}
	return all
}()

var (
	// UTF-8 read as Windows-1252 or ISO 8859-1: a lead byte and a continuation.
	mojibake = regexp.MustCompile(`[ÃÂ][\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Ð[\x{80}-\x{BF}]Ð|Ø[\x{80}-\x{BF}]Ù|à[¤¥¦§]`)
	// What Unicode text cannot have: the vowel e before its consonant, a stacking
	// sign without a second consonant, and the extra code points of Zawgyi.
	zawgyi = regexp.MustCompile(`(^|[\s(“‘၊။])[\x{1031}][\x{1000}-\x{1021}]|\x{1039}([^\x{1000}-\x{1021}]|$)|\x{1064}[\x{1000}-\x{1021}]`)
	// Unicode Standard §16.4: consonant, shifter, coeng + consonant, vowels, signs.
	khmerOrder = regexp.MustCompile(`[\x{17B6}-\x{17C8}]\x{17D2}|\x{17D2}([^\x{1780}-\x{17B3}]|$)|[\x{17B7}-\x{17BD}][\x{17B7}-\x{17BA}]|[\x{17A3}\x{17A4}\x{17D3}\x{17D8}]|(^|\s)[\x{17B6}-\x{17D1}]`)
)
