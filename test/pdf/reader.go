package pdftest

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// The values of a PDF are Go's nil, bool and float64, and these.
type (
	Name   string
	String string // bytes, unescaped
	Array  []any
	Dict   map[string]any
	Ref    int // object number; generations other than 0 are not read
)

// A Stream is a stream object; Data is decoded.
type Stream struct {
	Dict Dict
	Data []byte
}

// A File is a PDF in memory. Its objects may be changed, to see whether Check
// notices.
type File struct {
	Version string
	Objects map[int]any
	Trailer Dict
	Raw     []byte // the file as it was read
}

// Read reads a file that has a cross-reference stream at its end. What
// ISO 32000-1 does not allow is an error.
func Read(pdf []byte) (f *File, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("the file is broken: %v", r)
		}
	}()
	head, _, _ := bytes.Cut(pdf, []byte("\n"))
	f = &File{Version: string(bytes.TrimPrefix(head, []byte("%PDF-"))), Objects: map[int]any{}, Raw: pdf}
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	if at < 0 || !bytes.HasSuffix(pdf, []byte("\n%%EOF\n")) {
		return nil, errors.New("no startxref and %%EOF at the end")
	}
	start, err := strconv.Atoi(string(bytes.TrimSuffix(pdf[at+len("startxref\n"):], []byte("\n%%EOF\n"))))
	if err != nil {
		return nil, err
	}
	_, object, err := f.indirect(start)
	if err != nil {
		return nil, err
	}
	xref, ok := object.(*Stream)
	if !ok || xref.Dict["Type"] != Name("XRef") {
		return nil, errors.New("startxref does not lead to a cross-reference stream")
	}
	f.Trailer = xref.Dict
	return f, f.table(xref)
}

// table reads all objects that the cross-reference stream lists.
func (f *File) table(xref *Stream) error {
	var w [3]int
	for i, v := range xref.Dict["W"].(Array) {
		w[i] = int(v.(float64))
	}
	row := w[0] + w[1] + w[2]
	size := int(xref.Dict["Size"].(float64))
	if len(xref.Data) != row*size {
		return fmt.Errorf("the cross-reference stream has %d bytes for %d objects", len(xref.Data), size)
	}
	type packed struct{ stream, index int }
	inside := map[int]packed{}
	for n := range size {
		var v [3]int
		r := xref.Data[n*row : (n+1)*row]
		for i := range w {
			for _, c := range r[:w[i]] {
				v[i] = v[i]<<8 | int(c)
			}
			r = r[w[i]:]
		}
		switch v[0] {
		case 1:
			num, object, err := f.indirect(v[1])
			if err != nil {
				return fmt.Errorf("object %d: %w", n, err)
			}
			if num != n {
				return fmt.Errorf("where object %d should be, there is %d", n, num)
			}
			f.Objects[n] = object
		case 2:
			inside[n] = packed{v[1], v[2]}
		}
	}
	unpacked := map[int]map[int]any{}
	for n, p := range inside {
		if unpacked[p.stream] == nil {
			s, ok := f.Objects[p.stream].(*Stream)
			if !ok || s.Dict["Type"] != Name("ObjStm") {
				return fmt.Errorf("object %d is said to be in %d, which is no object stream", n, p.stream)
			}
			all := map[int]any{}
			head := &lexer{b: s.Data}
			first := int(s.Dict["First"].(float64))
			for range int(s.Dict["N"].(float64)) {
				num, _ := head.value()
				offset, _ := head.value()
				body := &lexer{b: s.Data, i: first + int(offset.(float64))}
				v, err := body.value()
				if err != nil {
					return err
				}
				all[int(num.(float64))] = v
			}
			unpacked[p.stream] = all
		}
		v, ok := unpacked[p.stream][n]
		if !ok {
			return fmt.Errorf("object stream %d lacks object %d", p.stream, n)
		}
		f.Objects[n] = v
	}
	return nil
}

// indirect reads "n 0 obj … endobj" at an offset.
func (f *File) indirect(at int) (int, any, error) {
	l := &lexer{b: f.Raw, i: at}
	num, err := l.value()
	if err != nil {
		return 0, nil, err
	}
	gen, _ := l.value()
	word, _ := l.value()
	n, ok := num.(float64)
	if !ok || gen != 0.0 || word != operator("obj") {
		return 0, nil, fmt.Errorf("no object at offset %d", at)
	}
	v, err := l.value()
	if err != nil {
		return 0, nil, err
	}
	if d, ok := v.(Dict); ok {
		save := l.i
		if word, _ := l.value(); word == operator("stream") {
			if l.b[l.i] == '\r' {
				l.i++
			}
			l.i++
			length, ok := d["Length"].(float64)
			if !ok {
				return 0, nil, fmt.Errorf("stream %v: its Length is not direct", n)
			}
			data := l.b[l.i : l.i+int(length)]
			l.i += int(length)
			if word, _ := l.value(); word != operator("endstream") {
				return 0, nil, fmt.Errorf("stream %v: its Length is wrong", n)
			}
			data, err := decode(d, data)
			if err != nil {
				return 0, nil, fmt.Errorf("stream %v: %w", n, err)
			}
			v = &Stream{d, data}
		} else {
			l.i = save
		}
	}
	if word, _ := l.value(); word != operator("endobj") {
		return 0, nil, fmt.Errorf("object %v: no endobj", n)
	}
	return int(n), v, nil
}

func decode(d Dict, data []byte) ([]byte, error) {
	switch d["Filter"] {
	case nil, Name("DCTDecode"):
		return data, nil
	case Name("FlateDecode"):
	default:
		return nil, fmt.Errorf("filter %v is not known", d["Filter"])
	}
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	data, err = io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	p, _ := d["DecodeParms"].(Dict)
	if predictor, _ := p["Predictor"].(float64); predictor < 10 || d["Subtype"] == Name("Image") {
		return data, nil
	}
	columns := int(p["Columns"].(float64))
	var out []byte
	last := make([]byte, columns)
	for len(data) > 0 {
		if data[0] != 2 {
			return nil, fmt.Errorf("PNG predictor %d is not known", data[0])
		}
		row := append([]byte(nil), data[1:1+columns]...)
		for i := range row {
			row[i] += last[i]
		}
		out, last, data = append(out, row...), row, data[1+columns:]
	}
	return out, nil
}

// Get follows references.
func (f *File) Get(v any) any {
	for range 10 {
		r, ok := v.(Ref)
		if !ok {
			return v
		}
		v = f.Objects[int(r)]
	}
	return nil
}

// Dict is the dictionary that v is or leads to, a stream's too; nil for
// anything else.
func (f *File) Dict(v any) Dict {
	switch v := f.Get(v).(type) {
	case Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Array is the array that v is or leads to; a single value is an array of one.
func (f *File) Array(v any) Array {
	switch a := f.Get(v).(type) {
	case nil:
		return nil
	case Array:
		return a
	}
	return Array{v}
}

// Catalog is the document catalog.
func (f *File) Catalog() Dict { return f.Dict(f.Trailer["Root"]) }

// Pages are the pages, as references, in order.
func (f *File) Pages() []Ref {
	var pages []Ref
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > 50 {
			return
		}
		d := f.Dict(v)
		if d["Type"] == Name("Page") {
			if r, ok := v.(Ref); ok {
				pages = append(pages, r)
			}
			return
		}
		for _, k := range f.Array(d["Kids"]) {
			walk(k, depth+1)
		}
	}
	walk(f.Catalog()["Pages"], 0)
	return pages
}

// An operator is a word of a content stream, or a keyword.
type operator string

var errEnd = errors.New("the end")

type lexer struct {
	b []byte
	i int
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skip() {
	for l.i < len(l.b) {
		if c := l.b[l.i]; c == '%' {
			for l.i < len(l.b) && l.b[l.i] != '\n' && l.b[l.i] != '\r' {
				l.i++
			}
		} else if !space(c) {
			return
		} else {
			l.i++
		}
	}
}

// value reads the next value; a reference is one value.
func (l *lexer) value() (any, error) {
	l.skip()
	if l.i >= len(l.b) {
		return nil, errEnd
	}
	switch c := l.b[l.i]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case c == '<' && l.i+1 < len(l.b) && l.b[l.i+1] == '<':
		l.i += 2
		d := Dict{}
		for {
			k, err := l.value()
			if err != nil {
				return nil, err
			}
			if k == operator(">>") {
				return d, nil
			}
			key, ok := k.(Name)
			if !ok {
				return nil, fmt.Errorf("a dictionary's key is %v", k)
			}
			if _, twice := d[string(key)]; twice {
				return nil, fmt.Errorf("a dictionary has the key %s twice", key)
			}
			if d[string(key)], err = l.value(); err != nil {
				return nil, err
			}
		}
	case c == '<':
		return l.hex()
	case c == '[':
		l.i++
		a := Array{}
		for {
			v, err := l.value()
			if err != nil {
				return nil, err
			}
			if v == operator("]") {
				return a, nil
			}
			a = append(a, v)
		}
	case c == '>' && l.i+1 < len(l.b) && l.b[l.i+1] == '>':
		l.i += 2
		return operator(">>"), nil
	case c == ']':
		l.i++
		return operator("]"), nil
	}
	word := l.word()
	switch word {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	case "":
		return nil, fmt.Errorf("unexpected %q", l.b[l.i])
	}
	v, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return operator(word), nil
	}
	if save := l.i; v == float64(int(v)) && v >= 0 {
		l.skip()
		if l.word() == "0" {
			l.skip()
			if l.word() == "R" {
				return Ref(int(v)), nil
			}
		}
		l.i = save
	}
	return v, nil
}

func (l *lexer) word() string {
	start := l.i
	for l.i < len(l.b) && !space(l.b[l.i]) && !delimiter(l.b[l.i]) {
		l.i++
	}
	return string(l.b[start:l.i])
}

func (l *lexer) name() Name {
	l.i++
	raw := l.word()
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if v, err := strconv.ParseUint(raw[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return Name(out)
}

func (l *lexer) literal() (any, error) {
	var out []byte
	depth := 0
	for ; l.i < len(l.b); l.i++ {
		c := l.b[l.i]
		switch c {
		case '(':
			depth++
			if depth == 1 {
				continue
			}
		case ')':
			depth--
			if depth == 0 {
				l.i++
				return String(out), nil
			}
		case '\r':
			if l.i+1 < len(l.b) && l.b[l.i+1] == '\n' {
				l.i++
			}
			c = '\n'
		case '\\':
			l.i++
			if l.i >= len(l.b) {
				return nil, errEnd
			}
			switch c = l.b[l.i]; {
			case c == 'n':
				c = '\n'
			case c == 'r':
				c = '\r'
			case c == 't':
				c = '\t'
			case c == 'b':
				c = '\b'
			case c == 'f':
				c = '\f'
			case c == '\n':
				continue
			case c >= '0' && c <= '7':
				v := 0
				for j := 0; j < 3 && l.i < len(l.b) && l.b[l.i] >= '0' && l.b[l.i] <= '7'; j++ {
					v = v*8 + int(l.b[l.i]-'0')
					l.i++
				}
				l.i--
				c = byte(v)
			}
		}
		out = append(out, c)
	}
	return nil, errEnd
}

func (l *lexer) hex() (any, error) {
	l.i++
	var digits []byte
	for ; l.i < len(l.b); l.i++ {
		switch c := l.b[l.i]; {
		case c == '>':
			l.i++
			if len(digits)%2 != 0 {
				digits = append(digits, '0')
			}
			out := make([]byte, len(digits)/2)
			for i := range out {
				v, err := strconv.ParseUint(string(digits[2*i:2*i+2]), 16, 8)
				if err != nil {
					return nil, err
				}
				out[i] = byte(v)
			}
			return String(out), nil
		case !space(c):
			digits = append(digits, c)
		}
	}
	return nil, errEnd
}
