package pdf

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// The functions of this file append PDF's own notation (ISO 32000-1 §7.3) to a
// buffer and return it.

// appendLiteral writes bytes as a literal string.
func appendLiteral(b []byte, s []byte) []byte {
	b = append(b, '(')
	for _, c := range s {
		b = appendLiteralByte(b, c)
	}
	return append(b, ')')
}

// appendLiteralByte writes one byte of a literal string. A carriage return must
// be escaped, since readers take it for a line feed.
func appendLiteralByte(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

// appendText writes a text string: ASCII as it is, all else as UTF-16.
func appendText(b []byte, s string) []byte { return appendLiteral(b, textBytes(s)) }

// textBytes is a text string's bytes, before escaping.
func textBytes(s string) []byte {
	ascii := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' {
			ascii = false
			break
		}
	}
	if ascii {
		return []byte(s)
	}
	b := make([]byte, 2, 2+2*len(s))
	b[0], b[1] = 0xFE, 0xFF
	return appendUTF16(b, s)
}

func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if r1, r2 := utf16.EncodeRune(r); r1 != utf8.RuneError {
			b = append(b, byte(r1>>8), byte(r1), byte(r2>>8), byte(r2))
		} else {
			b = append(b, byte(r>>8), byte(r))
		}
	}
	return b
}

// appendName writes a name, with #xx for what a name may not hold.
func appendName(b []byte, s string) []byte {
	b = append(b, '/')
	for i := range len(s) {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7F || c == '#' || c == '/' || c == '%' || c == '(' || c == ')' ||
			c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}':
			const hex = "0123456789ABCDEF"
			b = append(b, '#', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return b
}

// appendRef writes an indirect reference.
func appendRef(b []byte, num int) []byte {
	return append(strconv.AppendInt(b, int64(num), 10), " 0 R"...)
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// appendHundredths writes n/100 as a number, in as few digits as it takes.
func appendHundredths(b []byte, n int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if n >= 100 || n == 0 {
		b = strconv.AppendInt(b, int64(n/100), 10)
	}
	if f := n % 100; f != 0 {
		b = append(b, '.', byte('0'+f/10))
		if f%10 != 0 {
			b = append(b, byte('0'+f%10))
		}
	}
	return b
}
