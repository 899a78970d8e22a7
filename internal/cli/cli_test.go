package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/doc"
	"multitude/internal/exchange"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/source"
)

// Whatever rule a finding names, check --explain knows it.
func TestEveryRuleIsExplained(t *testing.T) {
	rules := append([]string{
		project.Rule, catalog.RuleFile, catalog.RuleTag, catalog.RuleSign, catalog.RuleEdit,
		source.RuleEncoding, source.RuleFrontMatter, source.RuleHeadingLevel, source.RuleHeading, source.RuleAnchor,
		source.RuleLinkTarget, source.RuleImageSource, source.RuleImageAlt, source.RuleFootnote, source.RuleRawHTML,
		source.RuleTable, source.RuleNesting, source.RuleUnsupported,
		glossary.Rule, exchange.RuleFile, exchange.RuleImport, exchange.RuleExport,
	}, publish.OtherRules...)
	for _, r := range otherRules {
		if _, ok := check.Lookup(r.ID); ok {
			t.Errorf("%s is explained twice", r.ID)
		}
	}
	for _, id := range rules {
		r, ok := lookupRule(id)
		if !ok {
			t.Errorf("%s is not explained", id)
			continue
		}
		if r.What == "" || r.Why == "" || r.Example == "" || r.Mend == "" || r.Severity == finding.Off {
			t.Errorf("%s is explained in part: %+v", id, r)
		}
	}
	if len(rules) != len(otherRules) {
		t.Errorf("%d rules, %d explanations", len(rules), len(otherRules))
	}
}

// Every command says what it does, and shows how.
func TestEveryCommandHasHelp(t *testing.T) {
	a := newApp(nil, &bytes.Buffer{}, &bytes.Buffer{}, func(string) string { return "" })
	for _, c := range append(a.command().Commands(), a.command()) {
		if c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		if c.Short == "" || c.Long == "" || !strings.Contains(c.Example, "multitude ") {
			t.Errorf("%s: its help says too little", c.Name())
		}
		if first, _ := utf8.DecodeRuneInString(c.Short); strings.ToLower(string(first)) != string(first) || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: %q has a capital or a period", c.Name(), c.Short)
		}
		checkWidth(t, c)
	}
}

// checkWidth sees to it that help fits a terminal of 100 columns.
func checkWidth(t *testing.T, c *cobra.Command) {
	if c.Name() == "check" { // its list of rules has a line for each, however long
		return
	}
	for _, line := range strings.Split(c.Long+"\n"+c.Example, "\n") {
		if utf8.RuneCountInString(line) > 100 {
			t.Errorf("%s: %q is too long", c.Name(), line)
		}
	}
}

// A clone has no other place to learn the command line than docs/formats.md.
func TestEveryFlagIsDocumented(t *testing.T) {
	data, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(data), "\n## The command line\n")
	sections := strings.Split(text, "\n### ")
	a := newApp(nil, &bytes.Buffer{}, &bytes.Buffer{}, func(string) string { return "" })
	root := a.command()
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			continue
		}
		i := slices.IndexFunc(sections, func(s string) bool { return strings.HasPrefix(s, c.Name()+" ") || strings.HasPrefix(s, c.Name()+"\n") })
		if i < 0 {
			t.Errorf("docs/formats.md has no section on %s", c.Name())
			continue
		}
		if c.Name() != "completion" && !strings.HasPrefix(sections[i], c.Use+"\n") {
			t.Errorf("docs/formats.md does not call it %q", c.Use)
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(sections[i], "--"+f.Name) {
				t.Errorf("docs/formats.md does not say what --%s of %s is", f.Name, c.Name())
			}
		})
	}
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(sections[0], "--"+f.Name) {
			t.Errorf("docs/formats.md does not say what --%s is", f.Name)
		}
	})
}

func TestPrintable(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Kreyòl ayisyen\tខ្មែរ\n", "Kreyòl ayisyen\tខ្មែរ\n"},
		{"\x1b[31mred\x1b[0m", `\u001b[31mred\u001b[0m`},
		{"bell\a \u009b1m", `bell\u0007 \u009b1m`},
		{"qued\xf3", `qued\xf3`},
	} {
		if got := printable(c.text); got != c.want {
			t.Errorf("printable(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if got := sprintf("%s %s", palette(true).error("a\x1bb"), "c\x1bd"); got != "\x1b[1;31ma\\u001bb\x1b[0m c\\u001bd" {
		t.Errorf("got %q", got)
	}
}

func TestTable(t *testing.T) {
	tab := &table{header: []string{"tag", "units", "language"}, numbers: []bool{false, true}}
	tab.add("es", "7", "Español")
	tab.add("zh-Hans", "1000", "简体 | 中文")
	if got, want := tab.text(), "tag      units  language\nes           7  Español\nzh-Hans   1000  简体 | 中文\n"; got != want {
		t.Errorf("text:\n%s\nwant:\n%s", got, want)
	}
}

// Paths and texts that are hard to quote reach machines as they are.
func TestMachineFormats(t *testing.T) {
	f := finding.Finding{
		Rule: "stale", Severity: finding.Error, Pos: doc.Position{File: "a b/100%,ñ.toml", Line: 2, Column: 3},
		Message: "50 % of\nit: gone", Cure: "<mend> it",
	}
	if got, want := github(f), "::error title=stale,file=a b/100%25%2Cñ.toml,line=2,col=3::50 %25 of%0Ait: gone%0Ahint: <mend> it\n"; got != want {
		t.Errorf("github: %q, want %q", got, want)
	}
	data, err := json.Marshal(sarif([]finding.Finding{f, {Rule: "project", Severity: finding.Warning, Message: "no place"}}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"uri":"a%20b/100%25,%C3%B1.toml"`, `"startLine":2,"startColumn":3`, `"level":"error"`, `"version":"2.1.0"`} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("SARIF has no %s: %s", want, data)
		}
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Locations []any
			}
		}
	}
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	for _, r := range log.Runs[0].Results {
		if got := log.Runs[0].Tool.Driver.Rules[r.RuleIndex].ID; got != r.RuleID {
			t.Errorf("the rule %s is listed as %s", r.RuleID, got)
		}
	}
	if n := len(log.Runs[0].Results[1].Locations); n != 0 {
		t.Errorf("a finding without a place has %d", n)
	}
}
