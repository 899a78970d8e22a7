package exchange

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/finding"
)

const (
	head12 = `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" target-language="es" datatype="plaintext"><body>` + "\n"
	tail12 = `</body></file></xliff>`
	head2  = `<xliff version="2.1" srcLang="en" trgLang="es" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">` + "\n"
	tail2  = `</file></xliff>`
	headT  = `<tmx version="1.4"><header srclang="en"/><body>` + "\n"
	tailT  = `</body></tmx>`
)

// Bad files are refused with what is wrong and where.
func TestBadInput(t *testing.T) {
	for _, test := range []struct{ name, data, want string }{
		{"a.po", "", "a.po:1:1: error: the file is empty"},
		{"a.po", " \n", "the file is empty"},
		{"a.po", "msgid \"a\"\nmsgstr \"b", "a.po:2:10: error: a quotation mark is missing at the end"},
		{"a.po", "msgid \"a\"\n", "a.po:2:1: error: the file ends in the middle of a message"},
		{"a.po", "msgctxt \"é\" x\n", "a.po:1:12: error: something stands behind the quotation mark"},
		{"a.po", "msgid \"a\"\nmsgstr \"\\q\"", "a.po:2:9: error: \"\\\\q\" is no escape"},
		{"a.po", "msgid \"a\"\nmsgstr \"\\000\"", "is no escape"},
		{"a.po", "msgid \"a\"\nmsgid \"b\"\nmsgstr \"\"", "a.po:2:1: error: a second msgid"},
		{"a.po", "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"\"", "a.po:2:1: error: the message has plural forms"},
		{"a.po", "msgid \"a\"\nmsgstr[999999999] \"\"", "plural forms"},
		{"a.po", "msgstr \"a\"", "msgstr without a msgid"},
		{"a.po", "\"a\"", "a text without a keyword"},
		{"a.po", "msgid a", "a.po:1:7: error: a quotation mark is missing at the beginning"},
		{"a.po", "hello", "there is no keyword \"hello\""},
		{"a.po", "#| msgstr \"a\"", "there is no keyword \"msgstr\""},
		{"a.po", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n", "a.po:2:8: error: the header says that the encoding is \"iso-8859-1\""},
		{"a.po", "msgid \"\"\nmsgstr \"\"\n\nmsgid \"\"\nmsgstr \"\"\n", "a.po:4:1: error: the file has a second header"},
		{"a.po", "msgctxt \"a\"\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgctxt \"a\"\nmsgid \"a\"\nmsgstr \"c\"\n", "a.po:7:8: error: the message stands twice, with different texts; first in line 3 [a]"},
		{"a.po", "msgid \"a\xff\"\nmsgstr \"\"", "a.po:1:9: error: the byte 0xff is not UTF-8"},
		{"a.po", "\xff\xfem\x00", "the file is UTF-16"},
		{"a.po", "msgid \"a\x00\"", "a.po:1:9: error: the character U+0000"},
		{"a.txt", "hello", "the name does not tell"},

		{"a.xlf", `<!DOCTYPE xliff SYSTEM "file:///etc/passwd"><xliff version="1.2"/>`, "a.xlf:1:1: error: the file has a document type"},
		{"a.xlf", "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<xliff version=\"1.2\">&b;</xliff>", "a.xlf:2:1: error: the file has a document type"},
		{"a.xlf", head12 + "<trans-unit id=\"a\"><source>&xxe;</source></trans-unit>" + tail12, "a.xlf:2:"},
		{"a.xlf", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><xliff version=\"1.2\"/>", "its encoding is \"ISO-8859-1\", and only UTF-8 is read"},
		{"a.xlf", head12 + "<trans-unit id=\"a\"><source>x", "the file ends in the middle"},
		{"a.xlf", head12 + "<trans-unit id=\"a\"><target>x</target></trans-unit>" + tail12, "a.xlf:2:28: error: the message has no <source> [a]"},
		{"a.xlf", head12 + `<trans-unit id="a"><source>x</source><target><g id="9">y</g></target></trans-unit>` + tail12, "<g id=\"9\"> stands for a code that the source does not have [a]"},
		{"a.xlf", head12 + `<trans-unit id="a"><source>x</source><target><x id="9"/></target></trans-unit>` + tail12, "<x id=\"9\"> stands for a code"},
		{"a.xlf", head12 + strings.Repeat("<group>", 100), "elements lie more than 64 deep"},
		{"a.xlf", head12 + "<trans-unit id=\"a\"><source>" + strings.Repeat("<g id=\"1\">", 100), "elements lie more than 64 deep"},
		{"a.xlf", head12 + "<a></b>" + tail12, "the XML is broken"},
		{"a.xlf", "<xliff version=\"3.0\"/>", "there is no reader for XLIFF \"3.0\""},
		{"a.xlf", "<html/>", "the file begins with <html>"},
		{"a.xlf", "no XML at all", "is no XML"},
		{"a.xlf", strings.Replace(head12+"</body></file>", "es", "es", 1) + `<file original="b" source-language="en" target-language="fr" datatype="plaintext"><body></body></file></xliff>`, "the file has two languages"},
		{"b.xlf", head2 + `<unit id="a"><segment><target>y</target></segment></unit>` + tail2, "a segment has no <source>"},
		{"b.xlf", head2 + `<unit id="a"></unit>` + tail2, "the unit has no segment"},
		{"b.xlf", head2 + `<unit id="a"><segment><source>x</source><target><pc id="1">y</pc></target></segment></unit>` + tail2, "<pc id=\"1\"> stands for a code"},
		{"a.tmx", `<!DOCTYPE tmx SYSTEM "tmx14.dtd">` + headT + tailT, "a.tmx:1:1: error: the file has a document type"},
		{"a.tmx", headT + `<tu tuid="a"><tuv xml:lang="en"></tuv></tu>` + tailT, "a variant has no <seg>"},
		{"a.tmx", headT + `<tu tuid="a">`, "the file ends in the middle"},

		{"a.csv", "id;target\na;\"b\n", "the table is broken"},
		{"a.csv", "id,target\na,b\na,c\n", "a.csv:3:3: error: the message stands twice"},
		{"a.csv", "id,target\na\n", "a.csv:2:"},
		{"a.csv", "name,text\na,b\n", "there is no column \"id\""},
		{"a.csv", "id,id,target\n", "there are two columns \"id\""},
		{"a.csv", "id,target\n,b\n", "a.csv:2:2: error: a row has a translation and no id"},
		{"a.csv", "id,target,state\na,b,revewed\n", "there is no state \"revewed\""},
		{"a.csv", "id,target\na,b\"c\n", "a quotation mark stands in a text that is not quoted"},
		{"a.toml", "[\"a\"\nother = 1", "a.toml:1:"},
		{"a.toml", "[a]\nother = \"x\"\nwhat = 1\n[a.b]\nother=\"y\"", "go-i18n cannot read it"},
	} {
		f, found, err := Read(test.name, strings.NewReader(test.data))
		var all []string
		for _, f := range found {
			all = append(all, f.String())
			if f.Severity == finding.Error && f.Pos.Line == 0 {
				t.Errorf("%q: no position: %s", test.data, f)
			}
		}
		if said := strings.Join(all, "\n"); err != nil || f != nil || !strings.Contains(said, test.want) {
			t.Errorf("%s %.80q: %v\n%s\nwant %s", test.name, test.data, err, said, test.want)
		}
	}
}

// What other programs write otherwise than we do is read all the same.
func TestReadsOthers(t *testing.T) {
	for _, test := range []struct{ name, data, id, text string }{
		{"crlf.po", "\ufeffmsgid \"\"\r\nmsgstr \"\"\r\n\"Language: es\\n\"\r\n\r\nmsgctxt \"a\"\r\nmsgid \"\"\r\n\"one \"\r\n\"two\"\r\nmsgstr \"\\x41\\101\\t\"\r\n\"uno\"\r\n", "a", "AA\tuno"},
		{"same.po", "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\n\nmsgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"\n", "a", "y"},
		{"close.po", "msgctxt\"a\"\nmsgid\"x\"\nmsgstr\"y\"", "a", "y"},
		{"bpt.xlf", head12 + `<trans-unit id="a"><source>x</source><target><bpt id="1">**</bpt><mrk mtype="seg" mid="1">y</mrk><ept id="1">**</ept><ph id="2">[^n]</ph></target></trans-unit>` + tail12, "a", "**y**[^n]"},
		{"twin.xlf", head12 + `<trans-unit id="a"><source><g id="1" ctype="bold" equiv-text="**">x</g><x id="2" equiv-text="[^n]"/></source><target><x id="2"/><g id="1" ctype="bold" equiv-text="**">y</g></target></trans-unit>` + tail12, "a", "[^n]**y**"},
		{"split.xlf", head2 + `<unit id="a"><segment><source>x. </source><target>y. </target></segment><ignorable><source> </source></ignorable><segment><source>z</source><target>w</target></segment></unit>` + tail2, "a", "y.  w"},
		{"twin2.xlf", head2 + `<unit id="a"><originalData><data id="d1">**</data></originalData><segment><source><pc id="1" dataRefStart="d1" dataRefEnd="d1">x</pc></source><target><pc id="1">y</pc></target></segment></unit>` + tail2, "a", "**y**"},
		{"semi.csv", "\ufeffid;target\r\na;\"b\nc\"\r\n", "a", "b\nc"},
		{"tab.tsv", "target\tid\n'=b\ta\n", "a", "=b"},
		{"named.csv", "ID,English,Translation\na,x,y\n", "a", "y"},
		{"a.tmx", headT + `<tu tuid="a"><tuv xml:lang="EN"><seg>x</seg></tuv><tuv lang="es"><seg>y<bpt i="1">**</bpt></seg></tuv></tu>` + tailT, "a", "y**"},
		{"active.es.toml", "[\"a.b\"]\nother = \"{{ y\"\n", "a.b", "{{ y"},
	} {
		f, found, err := Read(test.name, strings.NewReader(test.data))
		if err != nil || f == nil || len(f.Messages) != 1 {
			t.Errorf("%s: %v %v", test.name, found, err)
			continue
		}
		if m := f.Messages[0]; m.ID != test.id || m.Text != test.text {
			t.Errorf("%s: %q %q", test.name, m.ID, m.Text)
		}
	}
}

// A million messages are refused in clear words, in each format; the file is
// made while it is read.
func TestTooManyMessages(t *testing.T) {
	for name, parts := range map[string][3]string{
		"a.po":  {"", "msgctxt \"%d\"\nmsgid \"a\"\nmsgstr \"b\"\n\n", ""},
		"a.csv": {"id,target\n", "%d,b\n", ""},
		"a.xlf": {head12, "<trans-unit id=\"%d\"><source>a</source></trans-unit>\n", tail12},
		"b.xlf": {head2, "<unit id=\"%d\"><segment><source>a</source></segment></unit>\n", tail2},
		"a.tmx": {headT, "<tu tuid=\"%d\"><tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"es\"><seg>b</seg></tuv></tu>\n", tailT},
	} {
		if name != "a.po" && os.Getenv("MULTITUDE_TEST") != "all" {
			continue
		}
		var b bytes.Buffer
		b.WriteString(parts[0])
		for i := range 1_000_000 {
			fmt.Fprintf(&b, parts[1], i)
		}
		b.WriteString(parts[2])
		f, found, err := Read(name, &b)
		if f != nil || err != nil || len(found) != 1 || !strings.Contains(found[0].String(), "the file has more than 500000 messages") || found[0].Pos.Line < 2 {
			t.Errorf("%s: %v %v", name, found, err)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestTooLarge(t *testing.T) {
	f, found, err := Read("a.po", io.LimitReader(endless{}, maxFile+10))
	if f != nil || err != nil || len(found) != 1 || !strings.Contains(found[0].Message, "larger than 256 MB") {
		t.Errorf("%v %v", found, err)
	}
}

// Long texts do not take the square of their length.
func TestLongTexts(t *testing.T) {
	for _, part := range []string{"[", "*", "`", "`a``", "[a](", "_a*", "![", "<a", "\\"} {
		checkPieces(t, strings.Repeat(part, mostProtected/len(part)))
		checkPieces(t, strings.Repeat(part, 1<<20/len(part)))
	}
}

// Files that were cut off anywhere are refused or read; nothing of them is
// taken for another text than it was. A PO file that ends between two lines of
// its last text looks whole; Merge keeps both texts then.
func TestTruncated(t *testing.T) {
	f := &File{Project: "p", Fingerprint: "0", Source: "en", Target: "es", SourcePath: "a.md", Messages: []Message{
		{ID: "a", Source: "One **two** three", Text: "Uno **dos** tres", Freshness: 2},
		{ID: "b", Source: "Four", Text: "Cuatro \"y\"\ncinco", Freshness: 1, Former: "For"},
	}}
	for _, format := range formats {
		var out bytes.Buffer
		Export(&out, f, format)
		for n := range out.Len() {
			back, _, err := Read("x"+format.Extension(), bytes.NewReader(out.Bytes()[:n]))
			if err != nil {
				t.Fatal(err)
			}
			if back == nil {
				continue
			}
			for _, m := range back.Messages {
				if want := map[string]string{"a": f.Messages[0].Text, "b": f.Messages[1].Text}[m.ID]; m.Text != want && m.Text != "" && !(format == PO && m.Text == "Cuatro \"y\"\n") {
					t.Errorf("%s cut at %d: %q says %q", format, n, m.ID, m.Text)
				}
			}
		}
	}
}

func fuzz(f *testing.F, extension string, format ...Format) {
	file := &File{Project: "p", Fingerprint: "0", Source: "en", Target: "es", SourcePath: "a.md", Messages: []Message{
		{ID: "a.b", Source: "One **two** [three](https://example.org)[^n]", Text: "=Uno **dos** `tres`", Freshness: 2, Path: []string{"A"}, Description: "d", Note: "n"},
		{ID: "c", Source: "Four\\\nfive", Text: "\x01", Freshness: 1, Former: "For *x*", State: 2, Signed: 3},
	}}
	for _, format := range format {
		var out bytes.Buffer
		Export(&out, file, format)
		f.Add(out.Bytes())
	}
	seeds, err := filepath.Glob("testdata/seeds/*" + extension)
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, path := range seeds {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, found, err := Read("x"+extension, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if file == nil && finding.Worst(found) != finding.Error {
			t.Fatal("no file, and nobody says why")
		}
		if file == nil {
			return
		}
		// What was read can be written, and comes back.
		for i := range file.Messages {
			m := &file.Messages[i]
			m.Source += "."
			if m.ID == "" || strings.ContainsRune(m.ID, 0) {
				m.ID = fmt.Sprint("m", i)
			}
			m.ID = strings.TrimSpace(strings.ToValidUTF8(xmlText(m.ID), ""))
		}
		file.Source, file.Target = "en", "es"
		var out bytes.Buffer
		if found, err := Export(&out, file, PO); found != nil || err != nil {
			return
		}
		if back, found, err := Read("x.po", &out); back == nil || err != nil || len(messageIDs(back)) > len(file.Messages) {
			if !strings.Contains(fmt.Sprint(found), "stands twice") {
				t.Fatal(found, err)
			}
		}
	})
}

func FuzzPO(f *testing.F)     { fuzz(f, ".po", PO) }
func FuzzXLIFF(f *testing.F)  { fuzz(f, ".xlf", XLIFF12, XLIFF21) }
func FuzzTMX(f *testing.F)    { fuzz(f, ".tmx", TMX) }
func FuzzCSV(f *testing.F)    { fuzz(f, ".csv", CSV) }
func FuzzGoI18n(f *testing.F) { fuzz(f, ".toml", GoI18n) }

func FuzzPieces(f *testing.F) {
	for _, s := range []string{"**a** *b* [c](d) `e` [^f] \\\n", "***a** b*", "[[a](b)](c)", "![a](b \"c\")"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ToValidUTF8(s, "") == s {
			checkPieces(t, s)
		}
	})
}
