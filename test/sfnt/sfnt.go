// Package sfnt takes font files apart and puts them together, so that tests can
// spoil them.
package sfnt

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// Tables are a font file's tables by tag. The file must be sound.
func Tables(font []byte) map[string][]byte {
	be := binary.BigEndian
	tables := map[string][]byte{}
	for i := range int(be.Uint16(font[4:])) {
		r := font[12+16*i:]
		at, n := be.Uint32(r[8:]), be.Uint32(r[12:])
		tables[string(r[:4])] = slices.Clone(font[at : at+n])
	}
	return tables
}

// File is a TrueType font of the tables. Its checksums are 0: readers do not
// look at them.
func File(tables map[string][]byte) []byte {
	be := binary.BigEndian
	out := be.AppendUint32(nil, 0x00010000)
	out = append(be.AppendUint16(out, uint16(len(tables))), 0, 0, 0, 0, 0, 0)
	at := 12 + 16*len(tables)
	var body []byte
	for _, tag := range slices.Sorted(maps.Keys(tables)) {
		t := tables[tag]
		out = be.AppendUint32(append(out, tag...), 0)
		out = be.AppendUint32(be.AppendUint32(out, uint32(at+len(body))), uint32(len(t)))
		body = append(body, t...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

// Words are 16-bit numbers as font files write them.
func Words(numbers ...int) []byte {
	var b []byte
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return b
}

// GSUB is a table GSUB whose only feature, of the default script, has the
// lookups, of no more than 64 KiB in all.
func GSUB(tag string, lookups ...[]byte) []byte {
	n := len(lookups)
	t := Words(1, 0, 10, 30, 42+2*n)
	t = append(t, Words(1)...) // at 10: scripts
	t = append(append(t, "DFLT"...), 0, 8)
	t = append(t, Words(4, 0)...)            // at 18: the script
	t = append(t, Words(0, 0xFFFF, 1, 0)...) // at 22: its languages
	t = append(t, Words(1)...)               // at 30: features
	t = append(append(t, tag...), 0, 8)
	t = append(t, Words(0, n)...) // at 38: the feature
	for i := range n {
		t = append(t, Words(i)...)
	}
	t = append(t, Words(n)...) // lookups
	at := 2 + 2*n
	for _, l := range lookups {
		t = append(t, Words(at)...)
		at += len(l)
	}
	return append(t, bytes.Join(lookups, nil)...)
}
