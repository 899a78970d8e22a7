package cli

import (
	"fmt"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/source"
)

// otherRules are the rules of findings that do not come from reading a
// translation against the source. Those that publish names, [check] can
// change; the rest it cannot.
var otherRules = []check.Rule{
	// publish and typeset
	{ID: "not-extracted", Severity: finding.Warning,
		What: "a source that has changed since the last `multitude extract`",
		Why:  "translators do not see the change yet",
		Mend: "run `multitude extract`"},
	{ID: "second-text", Severity: finding.Warning,
		What: "a text that an import has kept beside a message",
		Why:  "two people changed the message, and only one text can be published",
		Mend: "put what is right into the message file, and take the entry out of conflicts.<tag>.toml"},
	{ID: "image", Severity: finding.Error,
		What: "a picture that cannot be read, or is no PNG, JPEG or GIF",
		Why:  "readers meet its description in its place",
		Mend: "put the picture where the source says, as PNG, JPEG or GIF"},
	{ID: "missing-glyph", Severity: finding.Error,
		What: "characters that no font has",
		Why:  "readers would meet empty boxes; the PDF is not built, unless --allow-missing-glyphs is given",
		Mend: "install the font that the finding names, or put one into a folder that [fonts] directories names"},
	{ID: "contrast", Severity: finding.Warning,
		What: "an accent that cannot be read well on the paper",
		Why:  "people who see little read a text only where it is much darker than its paper: 7 to 1, as WCAG 2.2 counts",
		Mend: "write a darker accent below [theme]; until then editions use a darker shade of yours"},
	{ID: "system-font", Severity: finding.Warning,
		What: "a font that comes from this machine, not from the project or the program",
		Why:  "another machine may make another edition",
		Mend: "put the font into a folder of the project, and name the folder in multitude.toml: [fonts] directories"},
	{ID: "overfull-line", Severity: finding.Warning,
		What: "a line that is wider than its column",
		Why:  "its end stands in the margin, or is cut off in print",
		Mend: "give the long word a place to break, such as a soft hyphen (U+00AD) or a zero width space (U+200B)"},
	// project
	{ID: project.Rule, Severity: finding.Error,
		What: "a multitude.toml that says what it cannot say",
		Why:  "a setting that was mistyped would silently not hold",
		Mend: "correct the line; docs/formats.md explains each setting"},
	// catalog
	{ID: catalog.RuleFile, Severity: finding.Error,
		What: "a file of locales/ that cannot be read as what it is",
		Why:  "its language cannot be built, and is left as it is by every command",
		Mend: "correct the line; most often a quotation mark or a backslash is missing"},
	{ID: catalog.RuleTag, Severity: finding.Error,
		What: "a file of locales/ whose name has no canonical language tag, or two files for one language",
		Why:  "nobody could tell which file a language is in",
		Mend: "rename the file as the finding says"},
	{ID: catalog.RuleSign, Severity: finding.Error,
		What: "a signature that cannot be given, or a name that still stands where it was to be taken out",
		Why:  "the ledger says who vouches for what, and must be right",
		Mend: "do as the finding says"},
	{ID: catalog.RuleEdit, Severity: finding.Error,
		What: "a change that cannot be made without harm to the file",
		Why:  "no text of a translator is ever lost",
		Mend: "do as the finding says, in an editor"},
	// source
	{ID: source.RuleEncoding, Severity: finding.Error,
		What: "a source that is not UTF-8, or has characters that no text has",
		Why:  "they cannot be shown or translated",
		Mend: "save the file as UTF-8"},
	{ID: source.RuleFrontMatter, Severity: finding.Error,
		What: "front matter (the lines between ---) that cannot be read, or has an unknown key",
		Why:  "the title page and the metadata are made of it",
		Mend: "write lines such as title: Our Vision; the keys are title, subtitle, date, issued, authors, rights"},
	{ID: source.RuleHeadingLevel, Severity: finding.Warning,
		What: "a heading that leaves a level out, or is too deep",
		Why:  "people who do not see the page find their way by the levels of headings",
		Mend: "begin with ##, and let each level be at most one deeper than the one above it"},
	{ID: source.RuleHeading, Severity: finding.Error,
		What: "a heading without words, or with an attribute that is no anchor",
		Why:  "the table of contents leads to it by its words",
		Mend: "write its words; an anchor is written {#name}"},
	{ID: source.RuleAnchor, Severity: finding.Error,
		What: "an anchor that is given twice, or is ill-formed",
		Why:  "links to it would lead elsewhere",
		Mend: "write {#name}, with letters, digits and hyphens, once in the document"},
	{ID: source.RuleLinkTarget, Severity: finding.Error,
		What: "a link that leads nowhere, or that a reader must not follow",
		Why:  "a dead or dangerous link harms readers",
		Mend: "link to an https: or mailto: address, or to the anchor of a heading"},
	{ID: source.RuleImageSource, Severity: finding.Error,
		What: "a picture that is not a file beside the document",
		Why:  "an edition works without a network",
		Mend: "put the picture beside the document, and name it by its path from there"},
	{ID: source.RuleImageAlt, Severity: finding.Warning,
		What: "a picture without a description",
		Why:  "people who do not see it hear nothing",
		Mend: "describe it between the brackets: ![what it shows](picture.png)"},
	{ID: source.RuleFootnote, Severity: finding.Error,
		What: "a mark of a footnote without its note, or a note without its mark",
		Why:  "readers would look for what is not there, or never find what is",
		Mend: "write the mark [^name] in the text, and the note below: [^name]: ..."},
	{ID: source.RuleRawHTML, Severity: finding.Error,
		What: "HTML in the source",
		Why:  "it cannot become a page of a PDF, and could harm readers",
		Mend: "write it in Markdown, as the finding says"},
	{ID: source.RuleTable, Severity: finding.Error,
		What: "a table whose rows do not fit its header",
		Why:  "text would stand in the wrong column, or nowhere",
		Mend: "give each row as many cells as the header has"},
	{ID: source.RuleNesting, Severity: finding.Error,
		What: "lists, quotations or marks within one another, deeper than any page can show",
		Why:  "there is no room left for the text",
		Mend: "write it flatter"},
	{ID: source.RuleUnsupported, Severity: finding.Error,
		What: "something else that cannot become a good edition",
		Why:  "nothing is dropped in silence",
		Mend: "write it as the finding says"},
}

// lookupRule finds the documentation of any rule.
func lookupRule(id string) (check.Rule, bool) {
	if r, ok := check.Lookup(id); ok {
		return r, true
	}
	i := slices.IndexFunc(otherRules, func(r check.Rule) bool { return r.ID == id })
	if i < 0 {
		return check.Rule{}, false
	}
	return otherRules[i], true
}

func ruleIDs() []string {
	var ids []string
	for _, r := range slices.Concat(check.Rules(), otherRules) {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}

// ruleList is the rules that [check] of multitude.toml can change, for the help.
func ruleList() string {
	var b strings.Builder
	b.WriteString("The rules, which [check] in multitude.toml can make \"error\", \"warning\" or \"off\":\n")
	line := func(id string) {
		r, _ := lookupRule(id)
		fmt.Fprintf(&b, "  %-18s %s\n", id, r.What)
	}
	for _, r := range check.Rules() {
		line(r.ID)
	}
	for _, id := range publish.OtherRules {
		line(id)
	}
	b.WriteString("Files that cannot be read or published have findings of other rules, which stay as they are.")
	return b.String()
}

// explain prints the documentation of a rule.
func (a *app) explain(id string) error {
	r, ok := lookupRule(id)
	if !ok {
		hint := "the rules are " + strings.Join(ruleIDs(), ", ")
		if near := finding.Suggest(id, ruleIDs()); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		return usage(hint, "there is no rule %q", id)
	}
	a.print("%s (%s)\n", a.colours.out.strong(r.ID), r.Severity)
	for _, part := range []struct{ label, text string }{
		{"looks for", r.What}, {"because", r.Why}, {"for example", r.Example}, {"what to do", r.Mend},
	} {
		if part.text != "" {
			a.print("  %-12s %s\n", part.label, oneLine(part.text))
		}
	}
	return nil
}
