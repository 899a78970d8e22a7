package pdf

import (
	"crypto/sha256"
	"slices"
	"strings"

	"multitude/internal/fonts"
)

// subsetTag is six capitals that tell this subset from another of the same face
// (ISO 32000-1 §9.6.4); the same program always has the same.
func subsetTag(program []byte) string {
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// postScriptName is the face's name as PDF spells it: NotoSansKhmer-Bold.
func postScriptName(f *fonts.Face) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, f.Family)
	if name == "" {
		name = "Font"
	}
	return name + [...]string{"-Regular", "-Bold", "-Italic", "-BoldItalic"}[f.Style&(fonts.Bold|fonts.Italic)]
}

// compositeFont is the Type 0 font that stands for the subset: two-byte codes
// that are glyph indexes.
func compositeFont(name []byte, cidFont, toUnicode int) dict {
	return dict{
		{"Type", []byte("/Font")}, {"Subtype", []byte("/Type0")}, {"BaseFont", name},
		{"Encoding", []byte("/Identity-H")},
		{"DescendantFonts", append(appendRef([]byte("["), cidFont), ']')},
		{"ToUnicode", appendRef(nil, toUnicode)},
	}
}

func cidFont(name []byte, descriptor int, s *subset) dict {
	return dict{
		{"Type", []byte("/Font")}, {"Subtype", []byte("/CIDFontType2")}, {"BaseFont", name},
		{"CIDSystemInfo", []byte("<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>")},
		{"FontDescriptor", appendRef(nil, descriptor)},
		{"CIDToGIDMap", []byte("/Identity")},
		{"DW", []byte("0")},
		{"W", appendWidths(nil, s.widths)},
	}
}

// cidSet is the CIDSet stream of a font with n glyphs, whose indexes are its
// CIDs: a bit for each (ISO 32000-1 §9.8.3.2). PDF/A-1 demands it; PDF/A-2 asks
// that one which is there has them all.
func cidSet(n int) []byte {
	b := make([]byte, (n+7)/8)
	for i := range n {
		b[i/8] |= 0x80 >> (i % 8)
	}
	return b
}

// appendWidths writes the W array (ISO 32000-1 §9.7.4.3) from code 1 on.
func appendWidths(b []byte, widths []int) []byte {
	b = append(b, "[1["...)
	for i, w := range widths[1:] {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendHundredths(b, w)
	}
	return append(b, "]]"...)
}

// mapSection is the most entries that a section of a CMap may have (Adobe
// Technical Note #5014).
const mapSection = 100

// toUnicode is the CMap from codes to the text of their clusters (ISO 32000-1
// §9.10.3). Codes that follow each other and mean characters that follow each
// other share a range; a range never leaves its row of 256.
func toUnicode(texts []string) []byte {
	type span struct {
		first, last int
		text        []byte // UTF-16 of the first
	}
	var single, ranges []span
	for code := 1; code < len(texts); {
		text := appendUTF16(nil, texts[code])
		end := code + 1
		for len(text) == 2 && end < len(texts) && end>>8 == code>>8 && int(text[1])+end-code <= 0xFF &&
			slices.Equal(appendUTF16(nil, texts[end]), []byte{text[0], text[1] + byte(end-code)}) {
			end++
		}
		if end == code+1 {
			single = append(single, span{code, code, text})
		} else {
			ranges = append(ranges, span{code, end - 1, text})
		}
		code = end
	}
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	section := func(all []span, word string, ranged bool) {
		for part := range slices.Chunk(all, mapSection) {
			b = appendInt(b, len(part))
			b = append(b, " begin"+word+"\n"...)
			for _, s := range part {
				b = appendHex(b, []byte{byte(s.first >> 8), byte(s.first)})
				if ranged {
					b = appendHex(b, []byte{byte(s.last >> 8), byte(s.last)})
				}
				b = append(appendHex(b, s.text), '\n')
			}
			b = append(b, "end"+word+"\n"...)
		}
	}
	section(single, "bfchar", false)
	section(ranges, "bfrange", true)
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

func appendHex(b []byte, data []byte) []byte {
	const hex = "0123456789ABCDEF"
	b = append(b, '<')
	for _, c := range data {
		b = append(b, hex[c>>4], hex[c&15])
	}
	return append(b, '>')
}
