package fonts

import (
	"reflect"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// maxCalls is how deep rules that call rules may nest: HarfBuzz stops at 6.
const maxCalls = 64

// recurses says whether contextual rules of the font call each other in a
// circle, or deeper than any font needs. HarfBuzz follows such calls to a depth
// of 6; go-text 0.3.5 means to (harfbuzz/ot_layout_gsubgpos.go, recurse), but
// goes on until its stack overflows, which no program survives.
func recurses(f *font.Font) bool {
	gsub := make([][]int, len(f.GSUB.Lookups))
	for i := range gsub {
		called(reflect.ValueOf(f.GSUB.Lookups[i].Subtables), &gsub[i])
	}
	gpos := make([][]int, len(f.GPOS.Lookups))
	for i := range gpos {
		called(reflect.ValueOf(f.GPOS.Lookups[i].Subtables), &gpos[i])
	}
	return circular(gsub) || circular(gpos)
}

// circular says whether a way through calls comes back, or is longer than
// maxCalls. calls are, for each rule, those that it calls.
func circular(calls [][]int) bool {
	const unknown, open = 0, -1
	depth := make([]int, len(calls)) // of the calls below, and one
	var walk func(i int) bool
	walk = func(i int) bool {
		switch {
		case i >= len(calls) || depth[i] > 0:
			return false
		case depth[i] == open:
			return true
		}
		depth[i] = open
		below := 0
		for _, next := range calls[i] {
			if walk(next) {
				return true
			}
			if next < len(calls) {
				below = max(below, depth[next])
			}
		}
		depth[i] = below + 1
		return depth[i] > maxCalls
	}
	for i := range calls {
		if depth[i] == unknown && walk(i) {
			return true
		}
	}
	return false
}

var recordType = reflect.TypeFor[tables.SequenceLookupRecord]()

// called collects the rules that v, subtables of a rule, calls.
func called(v reflect.Value, into *[]int) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == recordType {
			*into = append(*into, int(v.FieldByName("LookupListIndex").Uint()))
			return
		}
		for i := range v.NumField() {
			called(v.Field(i), into)
		}
	case reflect.Slice, reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.Interface, reflect.Struct, reflect.Slice, reflect.Array, reflect.Pointer:
			for i := range v.Len() {
				called(v.Index(i), into)
			}
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			called(v.Elem(), into)
		}
	}
}
