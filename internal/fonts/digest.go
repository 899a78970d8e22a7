package fonts

import (
	"reflect"
	"unsafe"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// go-text 0.3.5 takes a wrong turn before it applies a lookup: its digest of
// the glyphs that a lookup covers (harfbuzz/set_digest.go, addRange) stops at
// the first range that fills one of its three masks, and so forgets the ranges
// after it. Arabic noon and yeh then keep the form that they have alone, in the
// middle of a word, and the letters of Nastaliq stay on the line instead of
// climbing to it. Lists of glyphs are digested rightly; mendDigests writes
// ranges as lists where they would be forgotten.
func mendDigests(f *font.Font) {
	for i := range f.GSUB.Lookups {
		mend(reflect.ValueOf(&f.GSUB.Lookups[i].Subtables).Elem())
	}
	for i := range f.GPOS.Lookups {
		mend(reflect.ValueOf(&f.GPOS.Lookups[i].Subtables).Elem())
	}
}

// mend replaces the coverages within v, which can be set.
func mend(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.Interface, reflect.Struct, reflect.Slice, reflect.Array, reflect.Pointer:
			for i := range v.Len() {
				mend(v.Index(i))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch field := v.Field(i); {
			case field.CanSet():
				mend(field)
			case field.Type() == coverage && field.CanAddr():
				// The coverages of positioning and of contexts are unexported.
				mend(reflect.NewAt(coverage, unsafe.Pointer(field.UnsafeAddr())).Elem())
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			mend(v.Elem())
		}
	case reflect.Interface:
		if v.IsNil() {
			return
		}
		if ranges, ok := v.Interface().(tables.Coverage2); ok {
			if forgotten(ranges) {
				v.Set(reflect.ValueOf(listed(ranges)))
			}
			return
		}
		// What an interface holds cannot be set: mend a copy.
		if v.Elem().Kind() == reflect.Struct {
			held := reflect.New(v.Elem().Type()).Elem()
			held.Set(v.Elem())
			mend(held)
			v.Set(held)
		}
	}
}

var coverage = reflect.TypeFor[tables.Coverage]()

// forgotten says whether the digest would leave glyphs out: whether there are
// more ranges, and enough glyphs to fill a mask of 64 bits.
func forgotten(c tables.Coverage2) bool {
	const mask = 64
	n := 0
	for _, r := range c.Ranges {
		n += max(int(r.EndGlyphID)-int(r.StartGlyphID)+1, 0)
	}
	// More than there are glyphs has only a broken font, and it would fill the
	// memory.
	return len(c.Ranges) > 1 && n >= mask && n <= 1<<16
}

func listed(c tables.Coverage2) tables.Coverage1 {
	out := tables.Coverage1{Glyphs: make([]tables.GlyphID, 0, c.Len())}
	for _, r := range c.Ranges {
		for g := int(r.StartGlyphID); g <= int(r.EndGlyphID); g++ {
			out.Glyphs = append(out.Glyphs, tables.GlyphID(g))
		}
	}
	return out
}
