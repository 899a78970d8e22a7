package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// This file reads the file that gofpdf writes, and no other: a classic
// cross-reference table, every object "n 0 obj … endobj" with a dictionary or
// an array, stream lengths direct. What is not so is an error, never a guess.

// An object is an indirect object: a dictionary's entries, or any other value
// in body, and a stream's data.
type object struct {
	dict   dict
	body   []byte // where it is no dictionary
	stream []byte // nil where it is no stream
}

// A dict is a dictionary in the order in which it is written; values are in
// PDF's notation.
type dict []entry

type entry struct {
	key   string
	value []byte
}

func (d dict) get(key string) []byte {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// set gives the key a value, in place or at the end.
func (d *dict) set(key string, value []byte) {
	for i := range *d {
		if (*d)[i].key == key {
			(*d)[i].value = value
			return
		}
	}
	*d = append(*d, entry{key, value})
}

func (d *dict) drop(key string) {
	for i := range *d {
		if (*d)[i].key == key {
			*d = append((*d)[:i], (*d)[i+1:]...)
			return
		}
	}
}

func (d dict) append(b []byte) []byte {
	b = append(b, "<<"...)
	for _, e := range d {
		b = appendName(b, e.key)
		if c := e.value[0]; c != '/' && c != '(' && c != '<' && c != '[' {
			b = append(b, ' ')
		}
		b = append(b, e.value...)
	}
	return append(b, ">>"...)
}

var errIrregular = errors.New("gofpdf's file is not as its version 1.16.2 writes it")

// readObjects reads all objects of the file, by number; index 0 is unused.
func readObjects(file []byte) ([]object, error) {
	tail := bytes.LastIndex(file, []byte("startxref\n"))
	if tail < 0 {
		return nil, errIrregular
	}
	number, _, _ := bytes.Cut(file[tail+len("startxref\n"):], []byte("\n"))
	at, err := strconv.Atoi(string(number))
	if err != nil || at < 0 || at >= tail {
		return nil, errIrregular
	}
	lines := file[at:tail]
	var size int
	if _, err := fmt.Sscanf(string(lines[:min(len(lines), 40)]), "xref\n0 %d\n", &size); err != nil || size < 1 || size > len(lines)/20 {
		return nil, errIrregular
	}
	lines = lines[len(fmt.Sprintf("xref\n0 %d\n", size)):]
	if len(lines) < 20*size {
		return nil, errIrregular
	}
	objects := make([]object, size)
	for n := 1; n < size; n++ {
		row := lines[20*n : 20*n+20]
		offset, err := strconv.Atoi(string(row[:10]))
		if err != nil || offset >= at || offset < 0 {
			return nil, errIrregular
		}
		objects[n], err = readObject(file[offset:at], n)
		if err != nil {
			return nil, err
		}
	}
	return objects, nil
}

func readObject(b []byte, n int) (object, error) {
	var o object
	rest, ok := bytes.CutPrefix(b, []byte(strconv.Itoa(n)+" 0 obj\n"))
	if !ok {
		return o, errIrregular
	}
	value, rest, ok := cutValue(rest)
	if !ok {
		return o, errIrregular
	}
	if !bytes.HasPrefix(value, []byte("<<")) {
		o.body = value
		return o, nil
	}
	if o.dict, ok = readDict(value); !ok {
		return o, errIrregular
	}
	rest = bytes.TrimLeft(rest, "\n ")
	if data, ok := bytes.CutPrefix(rest, []byte("stream\n")); ok {
		length, err := strconv.Atoi(string(o.dict.get("Length")))
		if err != nil || length < 0 || length > len(data) || !bytes.HasPrefix(data[length:], []byte("\nendstream")) {
			return o, errIrregular
		}
		o.stream = data[:length:length]
	}
	return o, nil
}

// readDict reads a dictionary's entries.
func readDict(b []byte) (dict, bool) {
	b, ok := bytes.CutPrefix(b, []byte("<<"))
	if !ok {
		return nil, false
	}
	b, ok = bytes.CutSuffix(b, []byte(">>"))
	if !ok {
		return nil, false
	}
	var d dict
	for {
		b = skipSpace(b)
		if len(b) == 0 {
			return d, true
		}
		key, rest, ok := cutValue(b)
		if !ok || key[0] != '/' {
			return nil, false
		}
		value, rest, ok := cutValue(rest)
		if !ok {
			return nil, false
		}
		d = append(d, entry{string(key[1:]), value})
		b = rest
	}
}

// readArray reads an array's elements.
func readArray(b []byte) ([][]byte, bool) {
	if len(b) < 2 || b[0] != '[' || b[len(b)-1] != ']' {
		return nil, false
	}
	b = b[1 : len(b)-1]
	var a [][]byte
	for {
		b = skipSpace(b)
		if len(b) == 0 {
			return a, true
		}
		value, rest, ok := cutValue(b)
		if !ok {
			return nil, false
		}
		a = append(a, value)
		b = rest
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func skipSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

// cutValue cuts the first value off b: a reference "n 0 R" is one value.
func cutValue(b []byte) (value, rest []byte, ok bool) {
	b = skipSpace(b)
	n := valueLength(b)
	if n <= 0 {
		return nil, nil, false
	}
	if isDigits(b[:n]) {
		if r := bytes.TrimPrefix(b[n:], []byte(" 0 R")); len(r) < len(b)-n && (len(r) == 0 || isSpace(r[0]) || isDelimiter(r[0])) {
			n = len(b) - len(r)
		}
	}
	return b[:n:n], b[n:], true
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// valueLength is the length of the token, array, dictionary or string that b
// begins with; 0 where there is none.
func valueLength(b []byte) int {
	depth := 0
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case isSpace(c) && depth > 0:
			i++
			continue
		case c == '[' || c == '<' && i+1 < len(b) && b[i+1] == '<':
			depth++
			i++
			if c == '<' {
				i++
			}
			continue
		case c == ']' || c == '>' && i+1 < len(b) && b[i+1] == '>':
			depth--
			i++
			if c == '>' {
				i++
			}
		case c == '(':
			n := literalLength(b[i:])
			if n == 0 {
				return 0
			}
			i += n
		case c == '<':
			n := bytes.IndexByte(b[i:], '>')
			if n < 0 {
				return 0
			}
			i += n + 1
		default:
			start := i
			i++
			for i < len(b) && !isSpace(b[i]) && !isDelimiter(b[i]) {
				i++
			}
			if isSpace(b[start]) || b[start] == ')' || b[start] == '>' {
				return 0
			}
		}
		if depth < 0 {
			return 0
		}
		if depth == 0 {
			return i
		}
	}
	return 0
}

func literalLength(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// refNumber is the object that a reference leads to; 0 where it is none.
func refNumber(b []byte) int {
	s, ok := bytes.CutSuffix(b, []byte(" 0 R"))
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(string(s))
	if err != nil {
		return 0
	}
	return n
}
