// Package exchange carries messages to other people's tools and back: PO,
// XLIFF, CSV, TMX, and go-i18n's own format without our tables' extra keys.
// What a file brings home is merged with the catalog message by message, in
// three ways, and no text of anybody is lost on the way.
package exchange

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// The rules of this package's findings.
const (
	RuleFile   = "exchange-file"   // a file that cannot be read as what it is
	RuleImport = "exchange-import" // a file that is sound, but does not belong here
	RuleExport = "exchange-export" // a message that no file can carry
)

// Format is a format of files.
type Format string

// The formats.
const (
	PO      Format = "po"
	XLIFF12 Format = "xliff-1.2"
	XLIFF21 Format = "xliff-2.1"
	CSV     Format = "csv"
	TMX     Format = "tmx"
	GoI18n  Format = "go-i18n"
)

// Extension is what the names of the format's files end in.
func (f Format) Extension() string {
	switch f {
	case XLIFF12, XLIFF21:
		return ".xlf"
	case GoI18n:
		return ".toml"
	}
	return "." + string(f)
}

// A Message is a unit with its translation, as a file carries them.
type Message struct {
	ID          string
	Source      string       // the source's text
	Description string       // what people wrote for translators
	Path        []string     // the headings above, outermost first
	Where       doc.Position // of the unit in the source
	Text        string       // the translation; "" is none
	Freshness   catalog.Freshness
	Former      string        // the source text that a stale Text translates; "" where nobody knows it
	State       catalog.State // how far people vouch for Text
	Guessed     bool          // Text was filled in from the translation of a like text
	Signed      catalog.State // the state that was signed, perhaps for another text than this
	Note        string        // of the signature

	// Only in messages that were read from a file:

	Base     string       // hash of the translation when the file was made (unit.Hash of no description and it); "" where the file does not tell
	Settled  bool         // the file does not say that the translation is in need of work
	Obsolete bool         // the file keeps it as one that the source has no more
	Claim    bool         // State is what the file claims now, and not what was exported
	By       string       // who vouches for it by what the file says, or ""
	Pos      doc.Position // of the translation in the file
}

// A File is what an exchange file says.
type File struct {
	Name        string // as the user knows it
	Project     string // name of the project, or "" where the file does not tell
	Fingerprint string // of the source's units, or ""
	Source      string // tag of the source's language, or ""
	Target      string // tag of the translation's language, or ""
	SourcePath  string // of the source, with slashes
	Revised     string // the day of the last signature, ISO 8601, or ""
	Messages    []Message
}

// A Project is what messages are taken from, and given to.
type Project struct {
	Name       string
	Dir        string // locales/
	SourcePath string // below the project's root, with slashes
	Issued     string // of the source, ISO 8601, or ""
	Source     locale.Locale
	Units      []unit.Unit
	Catalog    *catalog.Catalog
	History    *catalog.History
}

// Collect is the file of the project's catalog: a message for each unit, in
// the order of the document.
func (p *Project) Collect() *File {
	f := &File{Project: p.Name, Fingerprint: fingerprint(p.Units), Source: p.Source.Tag, Target: p.Catalog.Locale.Tag, SourcePath: p.SourcePath}
	if len(p.Issued) == len("2006-01-02") {
		f.Revised = p.Issued
	}
	for _, u := range p.Units {
		now := p.Catalog.Messages[u.ID]
		m := Message{ID: u.ID, Source: u.Text, Description: u.Description, Path: u.Path, Where: u.Pos, Text: now.Text, Freshness: p.Catalog.Freshness(u)}
		m.Where.File = p.SourcePath
		if m.Text != "" {
			r := p.Catalog.Reviews[u.ID]
			m.State, m.Signed, m.Note = p.Catalog.State(u), r.State, r.Note
			_, m.Guessed = p.Catalog.Guess(u)
			f.Revised = max(f.Revised, r.On)
		}
		if m.Freshness == catalog.Stale {
			if was, ok := p.History.Text(now.Hash); ok {
				m.Former = was.Other
			}
		}
		f.Messages = append(f.Messages, m)
	}
	return f
}

// Template is the file without translations, for a language that is not named:
// what gettext calls a POT file.
func (f *File) Template() *File {
	t := *f
	t.Target, t.Messages = "", slices.Clone(f.Messages)
	for i, m := range t.Messages {
		t.Messages[i] = Message{ID: m.ID, Source: m.Source, Description: m.Description, Path: m.Path, Where: m.Where}
	}
	return &t
}

// fingerprint tells the states of a source apart.
func fingerprint(units []unit.Unit) string {
	h := sha1.New()
	for _, u := range units {
		fmt.Fprintf(h, "%s %s\n", u.ID, u.Hash())
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Export writes the file in a format. The same file gives the same bytes.
// Messages that the format cannot carry are findings, and then nothing is
// written.
func Export(w io.Writer, f *File, format Format) ([]finding.Finding, error) {
	var found []finding.Finding
	for _, m := range f.Messages {
		for _, s := range []string{m.Source, m.Text, m.Former} {
			if strings.ContainsRune(s, 0) {
				found = append(found, finding.Finding{Rule: RuleExport, Severity: finding.Error, Locale: f.Target, Unit: m.ID, Message: "the character U+0000 stands in the text, which no tool of translators can read", Cure: "take it out"})
				break
			}
		}
	}
	if found != nil {
		return found, nil
	}
	write := map[Format]func(io.Writer, *File) error{PO: writePO, XLIFF12: writeXLIFF12, XLIFF21: writeXLIFF21, CSV: writeCSV, TMX: writeTMX, GoI18n: writeGoI18n}[format]
	if write == nil {
		return nil, fmt.Errorf("there is no format %q", format)
	}
	return nil, write(w, f)
}

// The limits of what is read. A file within them takes a bounded amount of
// memory, some times its own size.
const (
	maxFile     = 256 << 20 // bytes
	maxMessages = 500_000
	maxText     = 4 << 20 // bytes of one text
)

// Read reads a file whose format its name and its beginning tell. The File is
// nil where the findings have an error; each names its place.
func Read(name string, r io.Reader) (*File, []finding.Finding, error) {
	return ReadMemory(name, r, "")
}

// ReadMemory is Read for a file that is a memory for one language: of several
// languages, which TMX allows, the one with this tag is read, and a text may
// stand there several times, with different translations.
func ReadMemory(name string, r io.Reader, target string) (*File, []finding.Finding, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, nil, err
	}
	in := &input{name: name, data: data, target: target}
	if len(data) > maxFile {
		in.fail(0, fmt.Sprintf("import it in parts of at most %d MB", maxFile>>20), "the file is larger than %d MB", maxFile>>20)
		return nil, in.found, nil
	}
	if !in.text() {
		return nil, in.found, nil
	}
	var f *File
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".po" || ext == ".pot":
		f = in.readPO()
	case ext == ".csv" || ext == ".tsv":
		f = in.readCSV()
	case slices.Contains([]string{".xlf", ".xliff", ".tmx", ".xml"}, ext) || strings.HasPrefix(strings.TrimSpace(string(in.data[:min(len(in.data), 100)])), "<"):
		f = in.readXML()
	case ext == ".toml":
		f = in.readGoI18n()
	default:
		in.fail(0, "give the file a name that ends in .po, .xlf, .csv, .tmx or .toml", "the name does not tell which format the file has")
	}
	if f != nil {
		in.unique(f)
		f.Name = name
	}
	if finding.Worst(in.found) == finding.Error {
		return nil, in.found, nil
	}
	return f, in.found, nil
}
