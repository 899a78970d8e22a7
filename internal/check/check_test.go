package check

import (
	"slices"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// run checks one message that translates one text.
func run(t *testing.T, tag, text, message string, o Options) []finding.Finding {
	t.Helper()
	u := unit.Unit{ID: "vision.text", Text: text}
	cat := &catalog.Catalog{Locale: locale.MustParse(tag), Path: "locales/active." + tag + ".toml",
		Messages: map[string]catalog.Message{u.ID: {ID: u.ID, Text: message, Hash: u.Hash()}}}
	return Run([]unit.Unit{u}, cat, o)
}

// Each rule fires where it should, and only it; and it does not where it
// should not.
func TestRules(t *testing.T) {
	for _, c := range []struct{ rule, text, wrong, right string }{
		{"untranslated", "Context", "", "Contexto"},
		{"unsafe-markup", "Freedom", "<b>Libertad</b>", "Libertad < 3"},
		{"unsafe-markup", "Freedom", "<script>alert(1)</script>", "Libertad"},
		{"unsafe-markup", "[here](https://example.org)", "[aquí](javascript:alert(1))", "[aquí](https://example.org)"},
		{"emphasis", "**Freedom:** all", "Libertad: todas", "**Libertad:** todas"},
		{"emphasis", "all *people*", "*todas* las *personas*", "todas las *personas*"},
		{"links", "see [Appendix A](#appendix)", "ver [Anexo A](#anexo)", "ver [Anexo A](#appendix)"},
		{"links", "see [Appendix A](#appendix)", "ver el Anexo A", "ver el [Anexo A](#appendix)"},
		{"notes", "process[^process] goes", "proceso sigue", "proceso[^process] sigue"},
		{"notes", "process[^process] goes", "proceso[^process] sigue[^process]", "el[^process] proceso sigue"},
		{"code", "run `make`", "haz `hacer`", "haz `make`"},
		{"unbalanced", "a star", "una **estrella", "una \\* estrella"},
		{"blank", "Context", " \u00a0", "Contexto"},
		{"outer-space", "Context", "Contexto ", "Contexto"},
		{"control-character", "Context", "Con\u202Etexto", "Contexto"},
		{"control-character", "Context", "Con\uFFFDtexto", "Contexto"},
		{"not-nfc", "truth", "Visio\u0301n", "Visión"},
		{"numbers", "in 2019", "en 2018", "en 2019"},
		{"numbers", "in 2019", "en aquel año", "en el ٢٠١٩"},
		{"numbers", "1,000 people", "100 personas", "1.000 personas"},
		{"numbers", "fourteen months", "1400 meses", "14 meses"},
	} {
		wrong := run(t, "es", c.text, c.wrong, Options{})
		var got []string
		for _, f := range wrong {
			got = append(got, f.Rule)
			if f.Cure == "" || f.Message == "" || f.Locale != "es" || f.Unit != "vision.text" {
				t.Errorf("%s: a finding that does not say all: %+v", c.rule, f)
			}
		}
		if !slices.Contains(got, c.rule) {
			t.Errorf("%s does not fire on %q → %q (%v)", c.rule, c.text, c.wrong, got)
		}
		for _, r := range slices.Compact(got) {
			if r != c.rule && !(c.rule == "blank" && r == "outer-space") {
				t.Errorf("%s fires, beside %s, on %q → %q", r, c.rule, c.text, c.wrong)
			}
		}
		for _, f := range run(t, "es", c.text, c.right, Options{}) {
			t.Errorf("on %q → %q: %v", c.text, c.right, f)
		}
	}
}

func TestWholeCatalogRules(t *testing.T) {
	units := []unit.Unit{{ID: "vision.a", Text: "one"}, {ID: "vision.b", Text: "two"}}
	cat := &catalog.Catalog{Locale: locale.MustParse("mam"), Path: "locales/active.mam.toml", Messages: map[string]catalog.Message{
		"vision.a":  {ID: "vision.a", Text: "jun", Hash: unit.Hash("", "an earlier text")},
		"vision.bb": {ID: "vision.bb", Text: "kab'", Hash: units[1].Hash()},
	}}
	var got []string
	for _, f := range Run(units, cat, Options{}) {
		got = append(got, f.Rule+" "+f.Severity.String())
		if f.Rule == "unknown-unit" && !strings.Contains(f.Cure, "vision.b") {
			t.Errorf("the cure names no near ID: %s", f.Cure)
		}
	}
	slices.Sort(got)
	if want := []string{"endonym warning", "stale warning", "unknown-unit warning", "untranslated warning"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	got = nil
	for _, f := range Run(units, cat, Options{LeastComplete: .5, Severity: map[string]finding.Severity{"endonym": finding.Off, "unknown-unit": finding.Error}}) {
		got = append(got, f.Rule+" "+f.Severity.String())
	}
	slices.Sort(got)
	if want := []string{"stale error", "unknown-unit error", "untranslated error"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEveryRuleIsExplained(t *testing.T) {
	var last string
	for _, r := range Rules() {
		if r.ID <= last {
			t.Errorf("%s is out of order, or stands twice", r.ID)
		}
		last = r.ID
		if r.What == "" || r.Why == "" || r.Example == "" || r.Mend == "" || r.Severity == finding.Off || (r.unit == nil) == (r.whole == nil) {
			t.Errorf("%s is not explained, or does nothing", r.ID)
		}
		if got, ok := Lookup(r.ID); !ok || got.ID != r.ID {
			t.Errorf("%s cannot be looked up", r.ID)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add("**Freedom:** all[^1] [a](#b)", "**Libertad:** `x` [a](#c) <b>")
	f.Fuzz(func(t *testing.T, text, message string) {
		run(t, "es", text, message, Options{})
	})
}
