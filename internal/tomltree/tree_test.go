package tomltree

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"pgregory.net/rapid"
)

func parse(t testing.TB, text string) *File {
	t.Helper()
	f, err := Parse("f.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTree(t *testing.T) {
	const text = `# above
a = 1 # behind
"b c" . d = "x = \"y\""

[t]  # heading
e = { f = 'g', "h" = [1.5, true, 2025-01-31, "z"] }
[[l]]
m = """
n"""
[l.o]
p = "ñ" `
	f := parse(t, text)
	for _, c := range []struct {
		path, kind, text, raw, at string
	}{
		{"a", "a whole number", "1", "1", "2:5"},
		{"b c/d", "text", `x = "y"`, `"x = \"y\""`, "3:13"},
		{"t", "a table", "", "[t]  # heading\n", "5:1"},
		{"t/e", "a table", "", `{ f = 'g', "h" = [1.5, true, 2025-01-31, "z"] }`, "6:5"},
		{"t/e/f", "text", "g", "'g'", "6:11"},
		{"t/e/h", "a list", "", `[1.5, true, 2025-01-31, "z"]`, "6:22"},
	} {
		n := f.Root.Get(strings.Split(c.path, "/")...)
		if n == nil {
			t.Errorf("%s is not there", c.path)
			continue
		}
		pos := f.Pos(n.Range.Start)
		if n.Kind.String() != c.kind || n.Text != c.text || string(f.Bytes(n.Range)) != c.raw || fmt.Sprintf("%d:%d", pos.Line, pos.Column) != c.at {
			t.Errorf("%s: %v %q %q %v", c.path, n.Kind, n.Text, f.Bytes(n.Range), pos)
		}
	}
	h := f.Root.Get("t", "e", "h").Children
	if len(h) != 4 || h[0].Kind != Float || h[1].Kind != Bool || h[2].Kind != Date || string(f.Bytes(h[3].Range)) != `"z"` {
		t.Errorf("%+v", h)
	}
	l := f.Root.Child("l").Children[0]
	if l.Child("m").Text != "n" || l.Get("o", "p").Text != "ñ" {
		t.Errorf("%+v", l)
	}
	var kinds []ExprKind
	var all strings.Builder
	for _, x := range f.Exprs {
		kinds = append(kinds, x.Kind)
		all.Write(f.Bytes(x.Range))
	}
	if got := fmt.Sprint(kinds); got != fmt.Sprint([]ExprKind{Comment, KeyValue, KeyValue, Header, KeyValue, ArrayHeader, KeyValue, Header, KeyValue}) {
		t.Errorf("expressions: %s", got)
	}
	if want := strings.Replace(text, "\n\n", "\n", 1); all.String() != want {
		t.Errorf("the expressions' lines are not the file's:\n%s", all.String())
	}
}

func TestErrors(t *testing.T) {
	for text, at := range map[string]string{
		"a = ":               "1:4",
		"a = 1\na = 2":       "2:1",
		"é = 1":              "1:1",
		"\"é\" = x":          "1:7",
		"[a]\n[a]":           "2:2",
		"a = 2025-99-99":     "1:5",
		"a = \"\xe9\"":       "1:6",
		"a = [\n1,\n":        "2:3",
		"\ufeffa = 1\nb = x": "2:5",
	} {
		_, err := Parse("f.toml", []byte(text))
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := fmt.Sprintf("%d:%d", e.Pos.Line, e.Pos.Column); got != at || e.Cure == "" || e.Pos.File != "f.toml" {
			t.Errorf("%q: %s %+v, want %s", text, got, e, at)
		}
	}
}

// Quote gives back the text, in any place that TOML has for one.
func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		"":                    `""`,
		"a 'b' \"c\" \\ d":    `"a 'b' \"c\" \\ d"`,
		"tab\tbell\adel\x7f":  `"tab\tbell\u0007del\u007F"`,
		"one\ntwo":            "\"\"\"\none\ntwo\"\"\"",
		"a \"b\" c\n\"\"\"\"": "\"\"\"\na \"b\" c\n\"\\\"\"\\\"\"\"\"",
	} {
		if got := Quote(s, "\n"); got != want {
			t.Errorf("Quote(%q) = %s, want %s", s, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\\"'\n\r\t #a-c]*`)).Draw(t, "s")
		key := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\\"'\n\r\t #a-c]*`)).Draw(t, "key")
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "eol")
		text := CommentLines("# ", s, eol) + QuoteKey(key) + " = " + Quote(s, eol) + eol
		f, err := Parse("", []byte(text))
		if err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		if n := f.Root.Child(Clean(key)); n == nil || n.Text != Clean(s) {
			t.Fatalf("%q came back from %q as %+v", s, text, n)
		}
	})
}

func TestSplice(t *testing.T) {
	f := parse(t, "a = 1\nb = 2\n")
	got := string(f.Splice(Range{0, len(f.Data)}, []Edit{{Range{10, 11}, "20"}, {Range{4, 5}, "10"}, {Range{6, 6}, "x = 0\n"}, {Range{6, 6}, "y = 0\n"}}))
	if want := "a = 10\nx = 0\ny = 0\nb = 20\n"; got != want {
		t.Errorf("got %q", got)
	}
}

// Whatever go-toml reads, the tree says the same, and every range holds what
// it should.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a = 1\n", "[a.b]\nc = \"d\"\n[[e]]\nf = [1, [2], {g = 3}]\n", "a.b.c = ''' x\ny'''\r\n", "[a]\n[a.b]\n[a.b.c]\n", "\ufeff# x",
		"a = { b.c = 1, d = { } }", "[a.b.c]\n[a]\nb.d = 1\n", "[a]\nb.c = 1\n[a.b.d]\n", "[a]\nb.c = 1\n[a.b]\n", "a = {}\n[a.b]\n", "a = []\n[[a]]\n", "[[a]]\n[a]\n", "a.b = 1\na.b.c = 2\n", "a = 1_0_0\nb = 0x\n", "x = [\n# c\n1, # d\n]\n", "[[a]]\n[a.b]\nc=1\n[[a]]\n[a.b]\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Parse("f", []byte(text))
		var value map[string]any
		tomlErr := toml.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &value)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Pos.Line < 1 || e.Pos.Column < 1 || e.Message == "" {
				t.Fatalf("%#v", err)
			}
			if tomlErr == nil && !strings.Contains(e.Message, "deeper than") && utf8.ValidString(text) {
				t.Fatalf("go-toml reads it, and we do not: %v", err)
			}
			return
		}
		if tomlErr != nil {
			t.Fatalf("we read it, and go-toml does not: %v", tomlErr)
		}
		compare(t, file, file.Root, value)
		at := 0
		for _, x := range file.Exprs {
			if x.Start < at || strings.Trim(string(file.Data[at:x.Start]), " \t\r\n") != "" {
				t.Fatalf("something stands between expressions: %q", file.Data[at:x.Start])
			}
			at = x.End
		}
		if strings.Trim(string(file.Data[at:]), " \t\r\n") != "" {
			t.Fatalf("something stands behind the last expression: %q", file.Data[at:])
		}
	})
}

func compare(t *testing.T, f *File, n *Node, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		var keys []string
		for _, c := range n.Children {
			keys = append(keys, c.Key)
			compare(t, f, c, v[c.Key])
		}
		slices.Sort(keys)
		if n.Kind != Table || !slices.Equal(keys, slices.Sorted(maps.Keys(v))) {
			t.Fatalf("keys %q, want %q", keys, slices.Sorted(maps.Keys(v)))
		}
	case []any:
		if n.Kind != Array || len(n.Children) != len(v) {
			t.Fatalf("%v with %d members, want %d", n.Kind, len(n.Children), len(v))
		}
		for i, c := range n.Children {
			compare(t, f, c, v[i])
		}
	case string:
		if n.Kind != String || n.Text != Newlines(v) {
			t.Fatalf("%v %q, want %q", n.Kind, n.Text, v)
		}
		var back struct{ X string }
		if err := toml.Unmarshal([]byte("X = "+string(f.Bytes(n.Range))), &back); err != nil || back.X != v {
			t.Fatalf("the range of %q holds %q", v, f.Bytes(n.Range))
		}
	default:
		if n.Kind == Table || n.Kind == Array || n.Kind == String {
			t.Fatalf("%v, want %T", n.Kind, v)
		}
	}
}
