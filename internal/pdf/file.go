package pdf

import (
	"crypto/sha256"
	"encoding/hex"
)

// objectsPerStream is how many objects share an object stream: readers unpack a
// stream to get at one of them, and fewer compress worse.
const objectsPerStream = 500

// assembleFile writes the objects as a file of PDF 1.7: streams as they are, all
// else in object streams, a cross-reference stream at the end (ISO 32000-1
// §7.5.7, §7.5.8). The file's ID is a hash of what stands before the
// cross-references.
func assembleFile(objects []object, root, info int, z *deflater) []byte {
	// The second line says that the file is binary (§7.5.2).
	b := []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	type place struct{ stream, offset int } // stream 0: in the file itself
	size := len(objects)
	places := make([]place, size, size+size/objectsPerStream+2)

	var packed []int
	for n := 1; n < size; n++ {
		o := &objects[n]
		if o.stream == nil {
			packed = append(packed, n)
			continue
		}
		places[n].offset = len(b)
		b = append(appendInt(b, n), " 0 obj\n"...)
		b = append(o.dict.append(b), "\nstream\n"...)
		b = append(append(b, o.stream...), "\nendstream\nendobj\n"...)
	}

	var head, body []byte
	for len(packed) > 0 {
		part := packed[:min(len(packed), objectsPerStream)]
		packed = packed[len(part):]
		stream := len(places)
		head, body = head[:0], body[:0]
		for i, n := range part {
			head = append(appendInt(head, n), ' ')
			head = append(appendInt(head, len(body)), ' ')
			if o := &objects[n]; o.dict != nil {
				body = o.dict.append(body)
			} else {
				body = append(body, o.body...)
			}
			body = append(body, '\n')
			places[n] = place{stream, i}
		}
		data := z.deflate(append(head, body...))
		places = append(places, place{0, len(b)})
		b = append(appendInt(b, stream), " 0 obj\n<</Type/ObjStm/N "...)
		b = append(appendInt(b, len(part)), "/First "...)
		b = appendInt(b, len(head))
		b = append(b, "/Filter/FlateDecode/Length "...)
		b = append(appendInt(b, len(data)), ">>\nstream\n"...)
		b = append(append(b, data...), "\nendstream\nendobj\n"...)
	}

	sum := sha256.Sum256(b)
	id := hex.EncodeToString(sum[:16])
	start := len(b)
	number := len(places)
	places = append(places, place{0, start})
	wide := 2
	for start>>(8*wide) != 0 {
		wide++
	}
	// Each row is one byte of type, the offset or the stream, the generation or
	// the index; predicted from the row above (PNG's Up), since they differ
	// little.
	columns := 1 + wide + 2
	last, row := make([]byte, columns), make([]byte, columns)
	var rows []byte
	for n, p := range places {
		kind, second, third := 1, p.offset, 0
		switch {
		case n == 0:
			kind, second, third = 0, 0, 0xFFFF
		case p.stream != 0:
			kind, second, third = 2, p.stream, p.offset
		}
		row[0] = byte(kind)
		for i := range wide {
			row[1+i] = byte(second >> (8 * (wide - 1 - i)))
		}
		row[1+wide], row[2+wide] = byte(third>>8), byte(third)
		rows = append(rows, 2)
		for i := range row {
			rows = append(rows, row[i]-last[i])
		}
		last, row = row, last
	}
	data := z.deflate(rows)
	b = append(appendInt(b, number), " 0 obj\n<</Type/XRef/Size "...)
	b = append(appendInt(b, number+1), "/W[1 "...)
	b = append(appendInt(b, wide), " 2]/Root "...)
	b = append(appendRef(b, root), "/Info "...)
	b = append(appendRef(b, info), "/ID[<"...)
	b = append(append(append(append(b, id...), "><"...), id...), ">]"...)
	b = append(b, "/DecodeParms<</Predictor 12/Columns "...)
	b = append(appendInt(b, columns), ">>/Filter/FlateDecode/Length "...)
	b = append(appendInt(b, len(data)), ">>\nstream\n"...)
	b = append(append(b, data...), "\nendstream\nendobj\nstartxref\n"...)
	return append(appendInt(b, start), "\n%%EOF\n"...)
}
