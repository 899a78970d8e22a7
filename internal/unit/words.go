package unit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words counts the words of a text in inline Markdown, marks, link targets and
// note labels left out. A word is what stands between spaces and dashes; a
// Chinese or Japanese character counts as one, as word processors have it.
// Thai, Lao, Khmer and Burmese write no spaces: there, letters are counted and
// divided by the letters that a word has on average.
func Words(text string) int {
	n := 0
	letters := [len(unspaced)]int{}
	scan(text, func(_ string, script int) {
		if script < 0 {
			n++
		} else {
			letters[script]++
		}
	})
	for i, l := range letters {
		perWord := unspaced[i].perWord
		n += (10*l + perWord - 1) / perWord
	}
	return n
}

// unspaced are the scripts that write words without spaces between them, and
// ten times the letters that a word has on average. The figures were taken
// from Article 1 of the Universal Declaration of Human Rights, as ICU 74's
// dictionaries divide it.
var unspaced = [...]struct {
	table   *unicode.RangeTable
	perWord int
}{
	{unicode.Thai, 36},
	{unicode.Lao, 28},
	{unicode.Khmer, 39},
	{unicode.Myanmar, 24},
}

// scan calls f for each word of inline Markdown, in lower case and in
// normalization form C. script is an index of unspaced, where the word is one
// letter of such a script with its marks; else -1.
func scan(text string, f func(word string, script int)) {
	var word []byte
	script := -1
	flush := func() {
		if len(word) == 0 {
			return
		}
		w := string(word)
		if !isASCII(w) {
			w = norm.NFC.String(w)
		}
		f(w, script)
		word, script = word[:0], -1
	}
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if n := markup(text[i:], c); n > 0 {
			// Marks of emphasis do not end a word: **Free**dom.
			if c != '*' {
				flush()
			}
			i += n
			continue
		}
		i += size
		switch {
		case c < utf8.RuneSelf:
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				word = append(word, byte(c))
			case 'A' <= c && c <= 'Z':
				word = append(word, byte(c)+'a'-'A')
			case strings.IndexByte("'.,-:@_", byte(c)) >= 0 && len(word) > 0 && startsWord(text[i:]):
				word = append(word, byte(c))
			default:
				flush()
			}
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana):
			flush()
			word = utf8.AppendRune(word, c)
			flush()
		case unicode.IsMark(c):
			word = utf8.AppendRune(word, c)
		case unicode.IsLetter(c) || unicode.IsNumber(c):
			k := unspacedScript(c)
			if k >= 0 || script >= 0 {
				flush()
			}
			script = k
			word = utf8.AppendRune(word, unicode.ToLower(c))
		case c == '’' && len(word) > 0 && startsWord(text[i:]):
			word = append(word, '\'')
		case unicode.Is(unicode.Cf, c):
			// Joiners and the like stand within words.
		default:
			flush()
		}
	}
	flush()
}

func unspacedScript(c rune) int {
	if c < 0x0E00 {
		return -1
	}
	for k := range unspaced {
		if unicode.Is(unspaced[k].table, c) && unicode.IsLetter(c) {
			return k
		}
	}
	return -1
}

func startsWord(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(c) || unicode.IsNumber(c)
}

// markup is the length of the mark of Markdown at the beginning of s, whose
// first character is c: of a link's target, of a note's mark, of a character
// reference, of a star; or 0.
func markup(s string, c rune) int {
	switch c {
	case '*':
		return 1
	case ']':
		if strings.HasPrefix(s, "](") {
			depth := 0
			for i := 1; i < len(s); i++ {
				switch s[i] {
				case '\\':
					i++
				case '(':
					depth++
				case ')':
					if depth--; depth == 0 {
						return i + 1
					}
				}
			}
		}
	case '[':
		if strings.HasPrefix(s, "[^") {
			return strings.IndexByte(s, ']') + 1
		}
	case '&':
		const longest = 40
		end := strings.IndexByte(s[:min(len(s), longest)], ';')
		if end > 1 && strings.IndexFunc(s[1:end], func(c rune) bool { return c != '#' && !isAlphanumeric(c) }) < 0 {
			return end + 1
		}
	}
	return 0
}

func isAlphanumeric(c rune) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
