package pdftest

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf16"
)

// A fontFace is a composite font as the file has it.
type fontFace struct {
	ref     Ref
	dict    Dict // Type 0
	cid     Dict
	unicode map[int]string  // ToUnicode
	widths  map[int]float64 // W
	program *SFNT           // nil where it is not embedded or cannot be read
	fault   error           // why
	used    map[int]bool    // codes that the pages show
}

func (f *File) font(ref Ref) *fontFace {
	d := f.Dict(ref)
	face := &fontFace{ref: ref, dict: d, used: map[int]bool{}, unicode: map[int]string{}, widths: map[int]float64{}}
	if kids := f.Array(d["DescendantFonts"]); len(kids) == 1 {
		face.cid = f.Dict(kids[0])
	}
	if s, ok := f.Get(d["ToUnicode"]).(*Stream); ok {
		face.unicode = readCMap(s.Data)
	}
	w := f.Array(face.cid["W"])
	for i := 0; i+1 < len(w); {
		first, _ := f.Get(w[i]).(float64)
		if list, ok := f.Get(w[i+1]).(Array); ok {
			for j, v := range list {
				face.widths[int(first)+j], _ = f.Get(v).(float64)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		last, _ := f.Get(w[i+1]).(float64)
		v, _ := f.Get(w[i+2]).(float64)
		for c := int(first); c <= int(min(last, math.MaxUint16)); c++ {
			face.widths[c] = v
		}
		i += 3
	}
	s, ok := f.Get(f.Dict(face.cid["FontDescriptor"])["FontFile2"]).(*Stream)
	if !ok {
		face.fault = fmt.Errorf("it has no FontFile2")
		return face
	}
	face.program, face.fault = ReadSFNT(s.Data)
	return face
}

// readCMap reads the bfchar and bfrange sections of a ToUnicode map.
func readCMap(data []byte) map[int]string {
	m := map[int]string{}
	l := &lexer{b: data}
	var stack []any
	number := func(v any) int {
		s, _ := v.(String)
		n := 0
		for i := range len(s) {
			n = n<<8 | int(s[i])
		}
		return n
	}
	for {
		v, err := l.value()
		if err != nil {
			return m
		}
		switch v {
		case operator("beginbfchar"), operator("beginbfrange"):
			stack = nil
		case operator("endbfchar"):
			for i := 0; i+1 < len(stack); i += 2 {
				s, _ := stack[i+1].(String)
				m[number(stack[i])] = decodeUTF16(s)
			}
		case operator("endbfrange"):
			for i := 0; i+2 < len(stack); i += 3 {
				s, _ := stack[i+2].(String)
				first := number(stack[i])
				for c := first; c <= number(stack[i+1]); c++ {
					b := []byte(s)
					if len(b) > 0 {
						b[len(b)-1] += byte(c - first)
					}
					m[c] = decodeUTF16(String(b))
				}
			}
		default:
			stack = append(stack, v)
		}
	}
}

func decodeUTF16(s String) string {
	var u []uint16
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

// Text is a text string (ISO 32000-1 §7.9.2.2), of the kinds that are ASCII or
// UTF-16.
func Text(v any) (string, bool) {
	s, ok := v.(String)
	if !ok {
		return "", false
	}
	if len(s) >= 2 && s[0] == 0xFE && s[1] == 0xFF {
		return decodeUTF16(s[2:]), true
	}
	return string(s), true
}

// An SFNT is what the checks want to know of a font file.
type SFNT struct {
	UnitsPerEm int
	Glyphs     int
	Advances   []int // font units, by glyph
	Tables     map[string][]byte
}

// ReadSFNT reads a TrueType font and says what is wrong with its tables.
func ReadSFNT(b []byte) (font *SFNT, err error) {
	defer func() {
		if r := recover(); r != nil {
			font, err = nil, fmt.Errorf("the font program is broken: %v", r)
		}
	}()
	be := binary.BigEndian
	b = b[:len(b):len(b)]
	if len(b) < 12 || be.Uint32(b) != 0x00010000 {
		return nil, fmt.Errorf("the font program is not TrueType")
	}
	tables := map[string][]byte{}
	for i := range int(be.Uint16(b[4:])) {
		r := b[12+16*i:]
		at, n := be.Uint32(r[8:]), be.Uint32(r[12:])
		tables[string(r[:4])] = b[at : at+n]
	}
	for _, tag := range []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"} {
		if tables[tag] == nil {
			return nil, fmt.Errorf("the font program has no table %s", tag)
		}
	}
	font = &SFNT{UnitsPerEm: int(be.Uint16(tables["head"][18:])), Glyphs: int(be.Uint16(tables["maxp"][4:])), Tables: tables}
	if font.UnitsPerEm == 0 {
		return nil, fmt.Errorf("the font program has 0 units per em")
	}
	long := int(be.Uint16(tables["hhea"][34:]))
	for i := range font.Glyphs {
		font.Advances = append(font.Advances, int(be.Uint16(tables["hmtx"][4*min(i, long-1):])))
	}
	last := 0
	for i := range font.Glyphs + 1 {
		var at int
		if be.Uint16(tables["head"][50:]) == 0 {
			at = 2 * int(be.Uint16(tables["loca"][2*i:]))
		} else {
			at = int(be.Uint32(tables["loca"][4*i:]))
		}
		if at < last || at > len(tables["glyf"]) {
			return nil, fmt.Errorf("glyph %d of the font program lies outside of glyf", i)
		}
		last = at
	}
	return font, nil
}
