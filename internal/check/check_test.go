package check

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// run checks one message that translates one text.
func run(t *testing.T, tag, text, message string, o Options) []finding.Finding {
	t.Helper()
	u := unit.Unit{ID: "vision.text", Text: text}
	cat := &catalog.Catalog{Locale: locale.MustParse(tag), Path: "locales/active." + tag + ".toml",
		Messages: map[string]catalog.Message{u.ID: {ID: u.ID, Text: message, Hash: u.Hash()}}}
	return Prepare([]unit.Unit{u}).Run(cat, o)
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
		{"links", "[rights](https://example.org/en/rights)", "[derechos](https://example.com/es/rights)", "[derechos](https://es.example.org/rights)"},
		{"links", "[rights](https://one.github.io/en)", "[derechos](https://two.github.io/es)", "[derechos](https://one.github.io/es)"},
		{"links", "[rights](https://example.org/en)", "[derechos](http://example.org/es)", "[derechos](https://example.org/es/)"},
		{"links", "[rights](https://example.org/en)", "[derechos](https://evil.com／.example.org/es)", "[derechos](https://www.example.org/es)"},
		{"links", "[one](https://example.org/a) [two](https://example.org/b)", "[uno](https://example.org/a) [dos](https://example.org/a)", "[uno](https://example.org/a) [dos](https://example.org/b)"},
		{"moved-link", "[rights](https://example.org/en/rights)", "[derechos](https://example.org/es/derechos)", "[derechos](https://example.org/es/rights)"},
		{"moved-link", "[us](https://github.com/movement)", "[nos](https://github.com/attacker)", "[nos](https://github.com/movement)"},
		{"moved-link", "[us](https://movement.wordpress.com/)", "[nos](https://evil.wordpress.com/)", "[nos](https://es.movement.wordpress.com/)"},
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
		{"numbers", "in 2019", "en aquel año", "en el 2019"},
		{"numbers", "1,000 people", "100 personas", "1.000 personas"},
		{"numbers", "fourteen months", "1400 meses", "14 meses"},
		{"code-as-text", "the peace", `la \<img src=x onerror=alert\> paz`, "la paz & la vida <3"},
		{"repetition", "the peace", "la pazzzzzzzzzzzzzzzzzzzzzzz", "la paz"},
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

// The rules that know the language fire in it, and only where they should.
func TestLanguageRules(t *testing.T) {
	const sentence = "All people have inherent dignity and value."
	for _, c := range []struct{ rule, tag, text, wrong, right string }{
		{"link-space", "es", "see [Appendix A](#appendix)", "ver [Anexo A] (#appendix)", "ver [Anexo A](#appendix)"},
		{"block-shape", "es", "Context", "# Contexto", "Contexto"},
		{"block-shape", "es", "Context", "- Contexto", "Contexto"},
		{"markup-order", "es", "**Love** and *trust*", "*Confianza* y **amor**", "**Amor** y *confianza*"},
		{"placeholder", "es", "page {{.Number}}", "página {{.Número}}", "página {{.Number}}"},
		{"address", "es", "write to info@example.org", "escriba a info@exemplo.org", "escriba a info@example.org"},
		{"address", "es", "see www.example.org/a.", "vea www.example.com/a.", "vea www.example.org/a."},
		{"address", "es", "see https://example.org/en.", "vea https://example.net/es.", "vea https://es.example.org."},
		{"moved-link", "es", "see https://example.org/en.", "vea https://example.org/donate.", "vea https://example.org/es."},
		{"alternative-text", "es", "![A march](march.png)", "![](march.png)", "![Una marcha](march.png)"},
		{"sentences", "es", "One came. Two came. Three came. Four came.", "Vino una.", "Vino una. Vinieron dos. Vinieron tres y cuatro."},
		{"acronym", "es", "communities (MASA) of today", "comunidades de hoy", "comunidades (MASA) de hoy"},
		{"end-mark", "my", "We fight for these, and demand them:", "ဤအရာများအတွက် တိုက်ပွဲဝင်သည်၊ တောင်းဆိုသည်။", "ဤအရာများအတွက် တိုက်ပွဲဝင်၍ တောင်းဆိုသည်မှာ —"},
		{"sentences", "my", "One came. Two came. Three came.", "တစ်ယောက် လာသည်၊ နှစ်ယောက် လာသည်၊ သုံးယောက် လာသည်။", "တစ်ယောက် လာသည်။ နှစ်ယောက် လာသည်။ သုံးယောက် လာသည်။"},
		{"end-mark", "es", sentence, "Todas las personas tienen dignidad", "Todas las personas tienen dignidad."},
		{"end-mark", "hi", sentence, "सभी लोगों में गरिमा और मूल्य हैं", "सभी लोगों में गरिमा और मूल्य हैं।"},
		{"end-mark", "am", "Who are we, and where are we going?", "ማን ነን ወዴትስ እየሄድን ነው።", "ማን ነን ወዴትስ እየሄድን ነው?"},
		{"end-mark", "el", "Who are we, and where are we going?", "Ποιοι είμαστε και πού πάμε.", "Ποιοι είμαστε και πού πάμε;"},
		{"end-mark", "hy", sentence, "Բոլոր մարդիկ ունեն արժանապատվություն", "Բոլոր մարդիկ ունեն արժանապատվություն։"},
		{"quotation-marks", "es", "our “North Star” is", "nuestra \"Estrella\" es", "nuestra “Estrella” es"},
		{"quotation-marks", "fr", "our “North Star” is", "notre „étoile du Nord“ est", "notre «\u00a0étoile du Nord\u202f» est"},
		{"unpaired", "es", "all (and we mean all) people", "todas (y decimos todas las personas", "todas (y decimos todas) las personas"},
		{"ellipsis", "es", "and so on…", "y así...", "y así…"},
		{"dash", "es", "justice—today", "justicia - hoy", "justicia —hoy"},
		{"foreign-mark", "ar", "love, trust, courage", "محبة, ثقة، شجاعة", "محبة، ثقة، شجاعة"},
		{"foreign-mark", "ur", "love, trust, courage", "محبت, بھروسا، ہمت", "محبت، بھروسا، ہمت"},
		{"width", "zh-Hans", "love, trust, courage", "爱,信任，勇气", "爱，信任，勇气"},
		{"width", "ja", "in 2019, in autumn", "２０１９年の秋に", "2019年の秋に"},
		{"inverted-marks", "es", "Who are we?", "Quiénes somos?", "¿Quiénes somos?"},
		{"apostrophe", "haw", "the land of Hawaiʻi", "ka ʻāina o Hawai’i", "ka ʻāina o Hawaiʻi"},
		{"double-space", "es", "all the people", "todas  las personas", "todas las personas"},
		{"doubled-word", "es", "for all the people", "para para todas las personas", "para todas las personas"},
		{"space-before-mark", "es", "justice, peace", "justicia , paz", "justicia, paz"},
		{"space-before-mark", "fr", "and justice; and peace", "et la justice; et la paix", "et la justice\u202f; et la paix"},
		{"space-after-mark", "es", "justice, peace", "justicia,paz", "justicia, paz"},
		{"digits", "ar", "in 2019", "في ٢٠1٩", "في ٢٠١٩"},
		{"digits", "es", "in 2019", "en ٢٠١٩", "en 2019"},
		{"month", "es", "in November 2019", "en octubre de 2019", "en noviembre de 2019"},
		{"month", "ru", "in November 2019", "в октябре 2019", "в ноябре 2019"},
		{"foreign-letter", "ar", "the human person", "الإنسان بشڈ", "الإنسان بشر"},
		{"foreign-letter", "pl", "the people of today", "ludzie dzisiejși tutaj", "ludzie dzisiejsi tutaj"},
		{"mixed-script", "uk", "the peace of today", "мир сьoгодні", "мир сьогодні"},
		{"bidi-balance", "ar", "the peace of today", "سلام \u2067اليوم", "سلام \u2067اليوم\u2069"},
		{"invisible", "es", "the peace of today", "la p\u200baz de hoy", "la paz de hoy"},
		{"invisible", "fa", "we want peace", "ما صلح \u200cمی خواهیم", "ما صلح می\u200cخواهیم"},
		{"private-use", "es", "the peace of today", "la paz \ue000 de hoy", "la paz de hoy"},
		{"mojibake", "es", "the education of today", "la educaciÃ³n de hoy", "la educación de hoy"},
		{"arabic-letters", "fa", "the country of today", "كشور امروز", "کشور امروز"},
		{"zawgyi", "my", "the love of today", "ေမတၱာ တရား", "မေတ္တာ တရား"},
		{"khmer-order", "km", "the people of today", "ម្នុសាក្យ ស្ត្រីា្ស", "មនុស្ស"},
		{"unpaired", "es", "all “people” here", "todas las &ldquo;personas aquí", "todas las &ldquo;personas&rdquo; aquí"},
		{"stray-mark", "es", "all the people", "hola &#x0301;todos", "hola todos"},
		{"mixed-script", "el", "the world of today", "ο κόσµος σήμερα", "ο κόσμος σήμερα"},
		{"end-mark", "es", "We fight for these, and demand them:", "Luchamos por estas, y exigimos –", "Luchamos por estas, y exigimos:"},
		{"stray-mark", "es", "the peace of today", "la paz \u0301 de hoy", "la paz de hoy"},
		{"same-as-source", "es", "Our Vision of Today", "Our Vision of Today", "Nuestra visión de hoy"},
		{"stray-source", "es", sentence, "Todas have inherent dignity and value.", "Todas las personas tienen dignidad y valor."},
		{"stray-source", "hi", sentence, "सभी लोगों have inherent dignity हैं।", "सभी लोगों में गरिमा और मूल्य हैं।"},
		{"capital", "es", "Context", "contexto", "Contexto"},
		{"capital", "es", "Background of the text", "ANTECEDENTES DEL TEXTO", "Antecedentes del texto"},
		{"length", "es", strings.Repeat("All people have dignity and value, ", 6), "Todas las personas, con dignidad y", strings.Repeat("Todas las personas tienen dignidad y valor y, ", 6) + "fin"},
		{"language", "gu", strings.Repeat("All people have dignity and value, ", 6), strings.Repeat("Բոլոր մարդիկ ունեն արժանապատվություն, ", 6), strings.Repeat("બધા લોકોને ગૌરવ અને મૂલ્ય છે, અને ", 6) + "અંત"},
		{"language", "es", strings.Repeat("All people have dignity and value, ", 6), strings.Repeat("Wszyscy ludzie mają godność i wartość, ", 6), strings.Repeat("Todas las personas tienen dignidad y valor y, ", 6) + "fin"},
	} {
		var got []string
		for _, f := range run(t, c.tag, c.text, c.wrong, Options{}) {
			got = append(got, f.Rule)
		}
		if !slices.Contains(got, c.rule) {
			t.Errorf("%s does not fire on %q → %q in %s (%v)", c.rule, c.text, c.wrong, c.tag, got)
		}
		for _, f := range run(t, c.tag, c.text, c.right, Options{}) {
			t.Errorf("%s: on %q → %q in %s: %v", c.rule, c.text, c.right, c.tag, f)
		}
	}
}

// Words that the dictionary does not know, but for names that the original has.
func TestSpelling(t *testing.T) {
	o := Options{Spell: func(string) []string { return []string{"persoans", "Zacatapec", "ONU", "quedarse2"} }}
	const rule = "spelling"
	found := run(t, "es", "The people of Zacatapec have the right", "Las persoans de Zacatapec, ONU, quedarse2", o)
	if len(found) != 1 || found[0].Rule != rule || found[0].Severity != finding.Hint || !strings.Contains(found[0].Message, "“persoans”") || strings.Contains(found[0].Message, "Zacatapec") {
		t.Errorf("got %v", found)
	}
	for _, right := range []string{"Las personas de Zacatapec", "Las persoanss de Zacatapec"} {
		for _, f := range run(t, "es", "The people of Zacatapec", right, o) {
			t.Errorf("on %q: %v", right, f)
		}
	}
	for _, f := range run(t, "es", "The people of Zacatapec", "Las persoans de Zacatapec", Options{}) {
		t.Errorf("without a dictionary: %v", f)
	}
}

// An excuse holds for the two texts that it was given for, and for its rule.
func TestExcuses(t *testing.T) {
	const text, message = "in the year 2019", "en el año 2018"
	u := unit.Unit{ID: "vision.text", Text: text}
	for _, c := range []struct {
		name    string
		excuse  catalog.Excuse
		want    string
		excused int
	}{
		{"it holds", catalog.Excuse{Rule: "numbers", Reason: "so", Source: unit.Hash("", text), Translation: unit.Hash("", message)}, "", 2},
		{"the source was another", catalog.Excuse{Rule: "numbers", Reason: "so", Source: unit.Hash("", "in 2017"), Translation: unit.Hash("", message)}, "numbers numbers unused-excuse", 0},
		{"the translation was another", catalog.Excuse{Rule: "numbers", Reason: "so", Source: unit.Hash("", text), Translation: unit.Hash("", "x")}, "numbers numbers unused-excuse", 0},
		{"another rule", catalog.Excuse{Rule: "month", Reason: "so", Source: unit.Hash("", text), Translation: unit.Hash("", message)}, "numbers numbers unused-excuse", 0},
		{"no reason", catalog.Excuse{Rule: "numbers", Source: unit.Hash("", text), Translation: unit.Hash("", message)}, "numbers numbers unused-excuse", 0},
		{"no such rule", catalog.Excuse{Rule: "nmbers", Reason: "so", Source: unit.Hash("", text), Translation: unit.Hash("", message)}, "numbers numbers unused-excuse", 0},
	} {
		c.excuse.Unit = u.ID
		cat := &catalog.Catalog{Locale: locale.MustParse("es"), Messages: map[string]catalog.Message{u.ID: {ID: u.ID, Text: message, Hash: u.Hash()}},
			Excuses: map[string]catalog.Excuse{u.ID + "#" + c.excuse.Rule: c.excuse}}
		var got []string
		excused := 0
		for _, f := range Prepare([]unit.Unit{u}).Run(cat, Options{Excused: true}) {
			if f.Excused != "" {
				excused++
				if f.Severity != finding.Off {
					t.Errorf("%s: an excused finding has a severity: %v", c.name, f)
				}
				continue
			}
			got = append(got, f.Rule)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want || excused != c.excused {
			t.Errorf("%s: %v and %d excused, want %q and %d", c.name, got, excused, c.want, c.excused)
		}
	}
}

// Every rule has a text on which it fires.
func TestEveryRuleFires(t *testing.T) {
	data, err := os.ReadFile("check_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Rules() {
		if strings.Count(string(data), `"`+r.ID+`"`) == 0 && r.ID != unusedExcuse && strings.Count(string(data), `"`+r.ID+` `) == 0 {
			t.Errorf("no test makes %s fire", r.ID)
		}
	}
}

func TestGlossaryRules(t *testing.T) {
	g, found := glossary.Parse("glossary.toml", []byte(`
[stay]
term = "Freedom to Stay"
in.es = ["Libertad de quedarse", "Derecho a quedarse"]
[immigrant]
term = "immigrant"
in.es = "inmigrante"
never.es = ["ilegal"]
[firm]
term = "Macro Partners"
keep = true
`))
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, c := range []struct{ rule, text, wrong, right string }{
		{"term", "the Freedom to Stay of all", "la libertad de permanecer de toda persona", "la libertad de quedarse de toda persona"},
		{"term", "the immigrants of today", "las personas foráneas de hoy", "las personas inmigrantes de hoy"},
		{"forbidden-term", "the people of today", "la gente ilegal de hoy", "la gente de hoy"},
		{"kept-term", "a study by Macro Partners", "un estudio de Socios Macro", "un estudio de Macro Partners"},
	} {
		var got []string
		for _, f := range run(t, "es", c.text, c.wrong, Options{Glossary: g}) {
			got = append(got, f.Rule)
		}
		if !slices.Equal(got, []string{c.rule}) {
			t.Errorf("%q → %q: %v, want %s", c.text, c.wrong, got, c.rule)
		}
		for _, f := range run(t, "es", c.text, c.right, Options{Glossary: g}) {
			t.Errorf("on %q → %q: %v", c.text, c.right, f)
		}
	}
}

func TestCatalogRules(t *testing.T) {
	units := []unit.Unit{
		{ID: "a", Text: "Immigrant Process"}, {ID: "b", Text: "Immigrant Process"},
		{ID: "c", Text: "Freedom to Stay here"}, {ID: "d", Text: "Freedom to Move there"}, {ID: "e", Text: "Our context"},
	}
	message := func(id, text string) catalog.Message {
		i := slices.IndexFunc(units, func(u unit.Unit) bool { return u.ID == id })
		return catalog.Message{ID: id, Text: text, Hash: units[i].Hash()}
	}
	cat := &catalog.Catalog{Locale: locale.MustParse("ru"), Path: "locales/active.ru.toml", Messages: map[string]catalog.Message{
		"a": message("a", "Процесс мигрантов"), "b": message("b", "Инициатива мигрантов"),
		"c": message("c", "Свобода оставаться"), "d": message("d", "Свобода оставаться"), "e": message("e", ""),
	}, Reviews: map[string]catalog.Review{
		"e": {State: catalog.Reviewed, Translation: "sha1-1", Pos: doc.Position{File: "locales/review.ru.toml", Line: 3}},
	}, Words: map[string]catalog.Message{
		"edition.pages": {ID: "edition.pages", Text: "{{.N}} страницы", Forms: map[string]string{"one": "{{.N}} страница"}},
	}}
	var got []string
	for _, f := range Prepare(units).Run(cat, Options{}) {
		got = append(got, f.Rule+" "+f.Unit)
	}
	slices.Sort(got)
	if want := []string{"emptied e", "one-translation d", "plural-forms edition.pages", "plural-forms edition.pages", "two-translations b", "untranslated e"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What a catalog does all the time is said once, with the setting that ends it.
func TestCustoms(t *testing.T) {
	var units []unit.Unit
	cat := &catalog.Catalog{Locale: locale.MustParse("es"), Messages: map[string]catalog.Message{}}
	for i := range 20 {
		u := unit.Unit{ID: fmt.Sprintf("u%d", i), Text: fmt.Sprintf("The %d people, all of them, came", i)}
		units = append(units, u)
		cat.Messages[u.ID] = catalog.Message{ID: u.ID, Text: fmt.Sprintf("Las %d personas , todas, vinieron", i), Hash: u.Hash()}
	}
	found := Prepare(units).Run(cat, Options{})
	if len(found) != 1 || found[0].Rule != "space-before-mark" || !strings.Contains(found[0].Message, "20 messages") || !strings.Contains(found[0].Cure, "[locale.es.check]") {
		t.Errorf("got %v", found)
	}
}

// A custom is one of the thing that it is about, and of the messages that the
// rule looks at: who ends all sentences with a full stop has made no custom of a
// strange comma, and what one message in eight has is none.
func TestCustomsAreOfOneThing(t *testing.T) {
	catalogOf := func(texts []string) ([]unit.Unit, *catalog.Catalog) {
		var units []unit.Unit
		cat := &catalog.Catalog{Locale: locale.MustParse("ps"), Messages: map[string]catalog.Message{}}
		for i, text := range texts {
			u := unit.Unit{ID: fmt.Sprintf("u%d", i), Text: fmt.Sprintf("text %c", 'a'+i)}
			units = append(units, u)
			cat.Messages[u.ID] = catalog.Message{ID: u.ID, Text: text, Hash: u.Hash()}
		}
		return units, cat
	}
	count := func(texts []string) (all int, comma bool) {
		units, cat := catalogOf(texts)
		for _, f := range Prepare(units).Run(cat, Options{}) {
			if f.Rule == "foreign-mark" {
				all++
				comma = comma || strings.Contains(f.Message, "U+002C")
			}
		}
		return all, comma
	}
	stop, plain := "موږ دلته یو.", "موږ دلته یو؟"
	if all, comma := count([]string{stop, stop, stop, stop, stop, "موږ, دلته یو."}); all != 2 || !comma {
		t.Errorf("%d findings, the comma among them: %v", all, comma)
	}
	few := slices.Repeat([]string{plain}, 35)
	if all, _ := count(append(few, stop, stop, stop, stop, stop)); all != 5 {
		t.Errorf("an eighth: %d findings", all)
	}
	if all, _ := count(append(few[:34], stop, stop, stop, stop, stop)); all != 1 {
		t.Errorf("more than an eighth: %d findings", all)
	}
}

func TestWholeCatalogRules(t *testing.T) {
	units := []unit.Unit{{ID: "vision.a", Text: "one"}, {ID: "vision.b", Text: "two"}}
	cat := &catalog.Catalog{Locale: locale.MustParse("mam"), Path: "locales/active.mam.toml", Messages: map[string]catalog.Message{
		"vision.a":  {ID: "vision.a", Text: "jun", Hash: unit.Hash("", "an earlier text")},
		"vision.bb": {ID: "vision.bb", Text: "kab'", Hash: units[1].Hash()},
	}}
	var got []string
	for _, f := range Prepare(units).Run(cat, Options{}) {
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
	for _, f := range Prepare(units).Run(cat, Options{LeastComplete: .5, Severity: map[string]finding.Severity{"endonym": finding.Off, "unknown-unit": finding.Error}}) {
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
