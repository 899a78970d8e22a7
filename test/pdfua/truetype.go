package pdfua

import (
	"encoding/binary"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// trueType is 31-011, 31-016 to 31-026, of simple TrueType fonts (ISO 32000-1
// §9.6.6.4).
func (f *font) trueType() {
	encoding := f.Get(f.dict["Encoding"])
	_, different := f.Dict(encoding)["Differences"]
	if f.symbolic {
		if encoding != nil {
			f.say("31-024", "%s is symbolic, and has an Encoding", f.ref)
		}
	} else {
		switch base := f.base(); {
		case encoding == nil:
			f.say("31-019", "%s has no Encoding", f.ref)
		case base == "":
			f.say("31-020", "%s: its Encoding has no BaseEncoding", f.ref)
		case base != "MacRomanEncoding" && base != "WinAnsiEncoding":
			f.say("31-021", "%s: its Encoding is %s", f.ref, base)
		}
		for _, n := range f.names {
			if n != ".notdef" && !slices.Contains(latinNames, n) && !uniName.MatchString(n) {
				f.say("31-022", "%s: its Differences have the name %s, which nobody knows", f.ref, n)
			}
		}
	}
	if f.program == nil {
		return
	}
	cmaps := f.cmaps()
	unicode, hasUnicode := cmaps[[2]int{3, 1}]
	symbols, hasSymbols := cmaps[[2]int{3, 0}]
	mac := cmaps[[2]int{1, 0}]
	if f.symbolic {
		if len(cmaps) == 0 {
			f.say("31-025", "%s is symbolic, and its program has no cmap", f.ref)
		} else if len(cmaps) > 1 && !hasSymbols {
			f.say("31-026", "%s is symbolic, and its program has %d cmaps, none for symbols", f.ref, len(cmaps))
		}
	} else {
		if len(cmaps) == 0 || len(cmaps) == 1 && hasSymbols {
			f.say("31-017", "%s: its program has a cmap for symbols alone, or none", f.ref)
		}
		if different && !hasUnicode {
			f.say("31-023", "%s has Differences, and its program no cmap for Unicode", f.ref)
		}
	}
	for c, u := range f.used {
		if !u.shown {
			continue
		}
		glyph := 0
		if f.symbolic {
			for _, high := range []int{0, 0xF000, 0xF100, 0xF200} {
				if glyph == 0 {
					glyph = symbols[high+c.value]
				}
			}
			if glyph == 0 {
				glyph = mac[c.value]
			}
			if glyph == 0 {
				f.say("31-011", "%s has no glyph for the code %d", f.ref, c.value)
			}
		} else {
			for _, r := range f.meaning(c) {
				if glyph = unicode[int(r)]; glyph == 0 {
					if b, ok := charmap.Macintosh.EncodeRune(r); ok {
						glyph = mac[int(b)]
					}
				}
			}
			if glyph == 0 {
				f.say("31-018", "%s: no cmap leads from the code %d to a glyph", f.ref, c.value)
			}
		}
		if w, ok := f.widths[c.value]; ok && glyph > 0 && glyph < f.program.Glyphs {
			f.wide(c, w, glyph)
		}
	}
}

// meaning is what the encoding of a simple font says of a code, ToUnicode aside.
func (f *font) meaning(c code) string {
	bare := *f
	bare.toUnicode = nil
	s, _ := bare.text(c)
	return s
}

// cmaps are the maps of the program from characters to glyphs, of the formats 0
// and 4, by platform and encoding.
func (f *font) cmaps() map[[2]int]map[int]int {
	out := map[[2]int]map[int]int{}
	t := f.program.Tables["cmap"]
	if len(t) < 4 {
		return out
	}
	be := binary.BigEndian
	for i := range int(be.Uint16(t[2:])) {
		r := t[4+8*i:]
		sub := t[be.Uint32(r[4:]):]
		m := map[int]int{}
		switch be.Uint16(sub) {
		case 0:
			for c := range 256 {
				m[c] = int(sub[6+c])
			}
		case 4:
			n := int(be.Uint16(sub[6:])) / 2
			for s := range n {
				last, first := int(be.Uint16(sub[14+2*s:])), int(be.Uint16(sub[16+2*n+2*s:]))
				delta, at := int(be.Uint16(sub[16+4*n+2*s:])), 16+6*n+2*s
				offset := int(be.Uint16(sub[at:]))
				for c := first; c <= last && c < 0xFFFF; c++ {
					g := c
					if offset != 0 {
						if g = int(be.Uint16(sub[at+offset+2*(c-first):])); g == 0 {
							continue
						}
					}
					m[c] = (g + delta) & 0xFFFF
				}
			}
		}
		out[[2]int{int(be.Uint16(r)), int(be.Uint16(r[2:]))}] = m
	}
	return out
}

// predefined is the ordering of a CMap that ISO 32000-1 §9.7.5.2 knows.
func predefined(name string) (ordering string, ok bool) {
	if name == "Identity-H" || name == "Identity-V" {
		return "Identity", true
	}
	for ordering, names := range predefinedCMaps {
		for n := range strings.FieldsSeq(names) {
			if base, both := strings.CutSuffix(n, "*"); both && (name == base+"H" || name == base+"V") || n == name {
				return ordering, true
			}
		}
	}
	return "", false
}

// predefinedCMaps are the names by ordering; * stands for H and V.
var predefinedCMaps = map[string]string{
	"GB1":    "GB-EUC-* GBpc-EUC-* GBK-EUC-* GBKp-EUC-* GBK2K-* UniGB-UCS2-* UniGB-UTF16-*",
	"CNS1":   "B5pc-* HKscs-B5-* ETen-B5-* ETenms-B5-* CNS-EUC-* UniCNS-UCS2-* UniCNS-UTF16-*",
	"Japan1": "83pv-RKSJ-H 90ms-RKSJ-* 90msp-RKSJ-* 90pv-RKSJ-H Add-RKSJ-* EUC-* Ext-RKSJ-* * UniJIS-UCS2-* UniJIS-UCS2-HW-* UniJIS-UTF16-*",
	"Korea1": "KSC-EUC-* KSCms-UHC-* KSCms-UHC-HW-* KSCpc-EUC-H UniKS-UCS2-* UniKS-UTF16-*",
}

// latinNames are the glyph names of the standard Latin character set (ISO
// 32000-1, annex D.2): of the Adobe Glyph List what an encoding for Latin uses.
var latinNames = strings.Fields(`A AE Aacute Acircumflex Adieresis Agrave Aring Atilde B C Ccedilla D E Eacute
	Ecircumflex Edieresis Egrave Eth Euro F G H I Iacute Icircumflex Idieresis Igrave J K L Lslash M N Ntilde O OE Oacute
	Ocircumflex Odieresis Ograve Oslash Otilde P Q R S Scaron T Thorn U Uacute Ucircumflex Udieresis Ugrave V W X Y Yacute
	Ydieresis Z Zcaron a aacute acircumflex acute adieresis ae agrave ampersand aring asciicircum asciitilde asterisk at
	atilde b backslash bar braceleft braceright bracketleft bracketright breve brokenbar bullet c caron ccedilla cedilla
	cent circumflex colon comma copyright currency d dagger daggerdbl degree dieresis divide dollar dotaccent dotlessi e
	eacute ecircumflex edieresis egrave eight ellipsis emdash endash equal eth exclam exclamdown f fi five fl florin four
	fraction g germandbls grave greater guillemotleft guillemotright guilsinglleft guilsinglright h hungarumlaut hyphen i
	iacute icircumflex idieresis igrave j k l less logicalnot lslash m macron minus mu multiply n nine ntilde numbersign o
	oacute ocircumflex odieresis oe ogonek ograve one onehalf onequarter onesuperior ordfeminine ordmasculine oslash otilde
	p paragraph parenleft parenright percent period periodcentered perthousand plus plusminus q question questiondown
	quotedbl quotedblbase quotedblleft quotedblright quoteleft quoteright quotesinglbase quotesingle r registered ring s
	scaron section semicolon seven six slash space sterling t thorn three threequarters threesuperior tilde trademark two
	twosuperior u uacute ucircumflex udieresis ugrave underscore v w x y yacute ydieresis yen z zcaron zero`)
