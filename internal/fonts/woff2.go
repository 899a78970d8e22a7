package fonts

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// worthCutting is the share of a whole web font's size that a cut one may have
// at most: above it, the whole one is better, since other pages can share it.
const worthCutting = 0.9

// WebFont is the face as a WOFF2 file for a page that shows runes: with the
// glyphs that they need, or whole where that is hardly larger. The same face
// and characters give the same bytes.
func (l *Library) WebFont(f *Face, runes []rune) ([]byte, error) {
	return l.pack(f.Path+"\x00"+string(runes), func() ([]byte, error) { return l.webFont(f, runes) })
}

// packOnce is a web font that is packed once: that takes seconds for a large
// face, and a page and an e-book need the same one.
type packOnce struct {
	once sync.Once
	data []byte
	err  error
}

func (l *Library) pack(key string, make func() ([]byte, error)) ([]byte, error) {
	v, _ := l.packed.LoadOrStore(key, &packOnce{})
	p := v.(*packOnce)
	p.once.Do(func() { p.data, p.err = make() })
	return p.data, p.err
}

func (l *Library) webFont(f *Face, runes []rune) ([]byte, error) {
	data, err := l.file(f)
	if err != nil {
		return nil, err
	}
	all, err := readTables(data)
	if err != nil {
		return nil, fmt.Errorf("%s: not a font that can be read: %w", f.Path, err)
	}
	all = slices.DeleteFunc(all, func(t sfntTable) bool { return slices.Contains(unneeded, t.tag) })
	cut, err := subset(f, all, runes)
	if err != nil && err != errNoSubset {
		return nil, err
	}
	// Packed, they would differ alike; packing a whole face takes seconds.
	if err == errNoSubset || float64(size(cut)) > worthCutting*float64(size(all)) {
		return l.pack(f.Path, func() ([]byte, error) { return woff2(all) })
	}
	return woff2(cut)
}

func size(tables []sfntTable) (n int) {
	for _, t := range tables {
		n += len(t.data)
	}
	return n
}

// file is the font file that the face was read from.
func (l *Library) file(f *Face) ([]byte, error) {
	if name, ok := strings.CutPrefix(f.Path, "bundle:"); ok {
		return fs.ReadFile(l.bundle, name)
	}
	return os.ReadFile(f.Path)
}

// knownTags are the tags that WOFF2's table directory has a number for: the
// index in this list (WOFF File Format 2.0, §4.1).
var knownTags = strings.Fields(`cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT
	VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty
	just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill`)

// woff2 packs tables into a WOFF2 file (W3C Recommendation, WOFF File Format
// 2.0), without the transforms of glyf, loca and hmtx, which would save some
// more: their transform version says so.
func woff2(all []sfntTable) ([]byte, error) {
	// loca stands right after glyf, as decoders like it.
	slices.SortStableFunc(all, func(a, b sfntTable) int { return strings.Compare(order(a), order(b)) })
	var packed bytes.Buffer
	w := brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22})
	be := binary.BigEndian
	var directory []byte
	size := 12 + 16*len(all) // of the font, unpacked
	for _, t := range all {
		if t.tag.String() == "head" && len(t.data) >= 18 {
			t.data = bytes.Clone(t.data)
			be.PutUint16(t.data[16:], be.Uint16(t.data[16:])|1<<11) // "has been converted without loss"
		}
		const nullTransform = 3 << 6
		number := slices.Index(knownTags, strings.ReplaceAll(t.tag.String(), " ", "_"))
		flags := byte(63)
		if number >= 0 {
			flags = byte(number)
		}
		if name := t.tag.String(); name == "glyf" || name == "loca" {
			flags |= nullTransform
		}
		directory = append(directory, flags)
		if number < 0 {
			directory = be.AppendUint32(directory, uint32(t.tag))
		}
		directory = appendBase128(directory, uint32(len(t.data)))
		size += (len(t.data) + 3) &^ 3
		if _, err := w.Write(t.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	const headerSize = 48
	flavor := uint32(0x00010000)
	if find(all, "CFF ") != nil || find(all, "CFF2") != nil {
		flavor = 0x4F54544F // OTTO
	}
	length := (headerSize + len(directory) + packed.Len() + 3) &^ 3
	b := append([]byte(nil), "wOF2"...)
	b = be.AppendUint32(b, flavor)
	b = be.AppendUint32(b, uint32(length))
	b = be.AppendUint16(b, uint16(len(all)))
	b = be.AppendUint16(b, 0)
	b = be.AppendUint32(b, uint32(size))
	b = be.AppendUint32(b, uint32(packed.Len()))
	b = append(b, make([]byte, headerSize-len(b))...) // no version, no metadata, no private data
	b = append(append(b, directory...), packed.Bytes()...)
	return append(b, make([]byte, length-len(b))...), nil
}

func order(t sfntTable) string {
	if t.tag.String() == "loca" {
		return "glyf~"
	}
	return t.tag.String()
}

// appendBase128 appends n as a UIntBase128: seven bits a byte, the first ones
// with their highest bit set.
func appendBase128(b []byte, n uint32) []byte {
	for shift := 28; shift > 0; shift -= 7 {
		if n>>shift != 0 {
			b = append(b, byte(n>>shift)|0x80)
		}
	}
	return append(b, byte(n)&0x7F)
}
