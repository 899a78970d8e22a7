package pdfua

import (
	"unicode/utf16"

	pdftest "multitude/test/pdf"
)

// A code is a character code with its length in bytes.
type code struct{ value, length int }

// A cmap is a CMap that a file embeds: from codes to CIDs, or to Unicode.
type cmap struct {
	spaces []struct {
		length      int
		first, last []byte
	}
	cids    map[int]int
	unicode map[int]string
	mode    float64 // WMode
	uses    string
}

func readCMap(data []byte) *cmap {
	m := &cmap{cids: map[int]int{}, unicode: map[int]string{}}
	pdftest.Operators(data, func(op string, args []any) {
		at := func(i int) pdftest.String { s, _ := args[i].(pdftest.String); return s }
		number := func(s pdftest.String) (n int) {
			for i := range len(s) {
				n = n<<8 | int(s[i])
			}
			return n
		}
		each := func(first, last pdftest.String, do func(code, i int)) {
			from := number(first)
			for c := from; c <= number(last) && c < from+1<<16; c++ {
				do(c, c-from)
			}
		}
		switch op {
		case "usecmap":
			if len(args) > 0 {
				n, _ := args[len(args)-1].(pdftest.Name)
				m.uses = string(n)
			}
		case "def":
			if n := len(args); n >= 2 && args[n-2] == pdftest.Name("WMode") {
				m.mode, _ = args[n-1].(float64)
			}
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				m.spaces = append(m.spaces, struct {
					length      int
					first, last []byte
				}{len(at(i)), []byte(at(i)), []byte(at(i + 1))})
			}
		case "endcidchar":
			for i := 0; i+1 < len(args); i += 2 {
				cid, _ := args[i+1].(float64)
				m.cids[number(at(i))] = int(cid)
			}
		case "endcidrange":
			for i := 0; i+2 < len(args); i += 3 {
				cid, _ := args[i+2].(float64)
				each(at(i), at(i+1), func(c, n int) { m.cids[c] = int(cid) + n })
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.unicode[number(at(i))] = fromUTF16(at(i+1), 0)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				list, ok := args[i+2].(pdftest.Array)
				each(at(i), at(i+1), func(c, n int) {
					if !ok {
						m.unicode[c] = fromUTF16(at(i+2), n)
					} else if n < len(list) {
						s, _ := list[n].(pdftest.String)
						m.unicode[c] = fromUTF16(s, 0)
					}
				})
			}
		}
	})
	return m
}

// fromUTF16 is the text whose last unit is plus more than s says.
func fromUTF16(s pdftest.String, plus int) string {
	var u []uint16
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	if n := len(u); n > 0 {
		u[n-1] += uint16(plus)
	}
	return string(utf16.Decode(u))
}

// next is the code that b begins with.
func (m *cmap) next(b []byte) code {
	for _, s := range m.spaces {
		if s.length == 0 || len(b) < s.length {
			continue
		}
		value, in := 0, true
		for i := range s.length {
			value = value<<8 | int(b[i])
			in = in && b[i] >= s.first[i] && b[i] <= s.last[i]
		}
		if in {
			return code{value, s.length}
		}
	}
	if len(b) == 1 {
		return code{int(b[0]), 1}
	}
	return code{int(b[0])<<8 | int(b[1]), 2}
}
