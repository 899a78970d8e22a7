package test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/locale"
	"multitude/test/statement"
)

// A mistake is a kind of slip that translators make. plant puts one into a
// text, or says that there is no place for it; any of rules may find it.
type mistake struct {
	name  string
	rules []string
	plant func(p *planting) (string, bool)
}

// A planting is a message that gets a mistake.
type planting struct {
	*rand.Rand
	original, text string
	locale         locale.Locale
	others         []string // the other messages of the catalog
	terms          *glossary.Glossary
	foreign        string // the same message in another language
}

func (p *planting) replace(old, new string) (string, bool) {
	return strings.Replace(p.text, old, new, 1), strings.Contains(p.text, old)
}

// gap is the offset of a random space between two letters.
func (p *planting) gap() (int, bool) {
	var at []int
	for i, r := range p.text {
		if r == ' ' && i > 0 && i+1 < len(p.text) && letters(p.text[i+1:]) && strings.IndexFunc(p.text[:i], unicode.IsLetter) >= 0 && !strings.HasSuffix(p.text[:i], "*") {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return 0, false
	}
	return at[p.IntN(len(at))], true
}

func letters(s string) bool {
	for _, r := range s {
		return unicode.IsLetter(r)
	}
	return false
}

var mistakes = []mistake{
	{"a year is wrong", []string{"numbers"}, func(p *planting) (string, bool) { return p.digit(1) }},
	{"a year is lost", []string{"numbers"}, func(p *planting) (string, bool) { return p.digit(2) }},
	{"two kinds of digits", []string{"digits", "numbers"}, func(p *planting) (string, bool) { return p.digit(3) }},
	{"another month", []string{"month"}, func(p *planting) (string, bool) { return p.month() }},
	{"a link leads elsewhere", []string{"links"}, func(p *planting) (string, bool) { return p.replace("](#", "](#anexo-") }},
	{"a link is torn", []string{"link-space"}, func(p *planting) (string, bool) { return p.replace("](#", "] (#") }},
	{"bold is lost", []string{"emphasis"}, func(p *planting) (string, bool) {
		return strings.ReplaceAll(p.text, "**", ""), strings.Contains(p.text, "**")
	}},
	{"bold is not closed", []string{"unbalanced", "emphasis"}, func(p *planting) (string, bool) {
		i := strings.LastIndex(p.text, "**")
		if i < 0 {
			return "", false
		}
		return p.text[:i] + p.text[i+2:], true
	}},
	{"a note is lost", []string{"notes"}, func(p *planting) (string, bool) { return p.replace("[^process]", "") }},
	{"a note has another name", []string{"notes"}, func(p *planting) (string, bool) { return p.replace("[^process]", "[^proceso]") }},
	{"HTML", []string{"unsafe-markup"}, func(p *planting) (string, bool) { return p.wrap("<b>", "</b>") }},
	{"a link that runs a program", []string{"unsafe-markup", "links"}, func(p *planting) (string, bool) { return p.wrap("[", "](javascript:alert(1))") }},
	{"the end mark is lost", []string{"end-mark"}, func(p *planting) (string, bool) {
		runes := []rune(p.text)
		last := len(runes) - 1
		if !unicode.Is(unicode.STerm, runes[last]) || !strings.HasSuffix(p.original, ".") || p.locale.Script == "Thai" || p.locale.Script == "Laoo" {
			return "", false
		}
		return strings.TrimSpace(string(runes[:last])), true
	}},
	{"a quotation is not closed", []string{"unpaired"}, func(p *planting) (string, bool) { return p.without("”»」』") }},
	{"a bracket is not closed", []string{"unpaired"}, func(p *planting) (string, bool) {
		if strings.Contains(p.text, "](") {
			return "", false
		}
		return p.without(")）")
	}},
	{"typewriter quotation marks", []string{"quotation-marks"}, func(p *planting) (string, bool) { return p.wrap(`"`, `"`) }},
	{"two spaces", []string{"double-space"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + " " + p.text[i:], ok
	}},
	{"a space at the end", []string{"outer-space"}, func(p *planting) (string, bool) { return p.text + " ", true }},
	{"a word twice", []string{"doubled-word"}, func(p *planting) (string, bool) {
		switch p.locale.Script {
		case "Khmr", "Hans", "Hant", "Jpan", "Thai", "Laoo", "Mymr":
			return "", false
		}
		i, ok := p.gap()
		if !ok {
			return "", false
		}
		word, _, _ := strings.Cut(p.text[i+1:], " ")
		if len([]rune(word)) < 2 || strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) >= 0 {
			return "", false
		}
		return p.text[:i+1] + word + " " + p.text[i+1:], true
	}},
	{"a letter of another script", []string{"foreign-letter", "mixed-script"}, func(p *planting) (string, bool) {
		twin := map[rune]rune{'a': 'а', 'e': 'е', 'o': 'о', 'p': 'р', 'c': 'с', 'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'ا': 'ٵ', 'ه': 'ۂ', 'न': 'ऩ', 'क': 'ক', 'ক': 'क', 'ក': 'ก'}
		return p.twin(twin)
	}},
	{"an invisible space", []string{"invisible"}, func(p *planting) (string, bool) {
		switch p.locale.Script {
		case "Khmr", "Hans", "Hant", "Jpan", "Thai", "Laoo", "Mymr":
			return "", false
		}
		i, ok := p.gap()
		return p.text[:i] + "\u200b" + p.text[i:], ok
	}},
	{"a soft hyphen", []string{"invisible"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + "\u00ad" + p.text[i:], ok
	}},
	{"a letter was lost", []string{"control-character"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + "\ufffd" + p.text[i:], ok
	}},
	{"a bidi override", []string{"control-character", "unsafe-markup"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + "\u202e" + p.text[i:], ok
	}},
	{"a private-use character", []string{"private-use"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + "\ue123" + p.text[i:], ok
	}},
	{"the second half is missing", []string{"length", "sentences"}, func(p *planting) (string, bool) {
		if len(p.original) < 300 || strings.Contains(p.text, "[^") || strings.Contains(p.text, "](") {
			return "", false
		}
		runes := []rune(p.text)
		cut := strings.TrimRight(string(runes[:len(runes)*2/5]), "*")
		if strings.Count(cut, "**")%2 == 1 {
			cut += "**"
		}
		return strings.TrimSpace(cut) + ".", true
	}},
	{"a paragraph stands twice", []string{"length", "sentences"}, func(p *planting) (string, bool) {
		if len(p.original) < 300 || strings.ContainsAny(p.text, "*[") {
			return "", false
		}
		return p.text + " " + p.text + " " + p.text, true
	}},
	{"left in English", []string{"same-as-source"}, func(p *planting) (string, bool) {
		return p.original, len(strings.Fields(p.original)) > 2
	}},
	{"half left in English", []string{"stray-source"}, func(p *planting) (string, bool) {
		words := strings.Fields(p.original)
		i, ok := p.gap()
		if !ok || len(words) < 12 || strings.ContainsAny(p.original, "*[") {
			return "", false
		}
		from := p.IntN(len(words) - 7)
		return p.text[:i] + " " + strings.Join(words[from:from+6], " ") + p.text[i:], true
	}},
	{"another language", []string{"language"}, func(p *planting) (string, bool) {
		return p.foreign, len(p.original) > 400 && !strings.Contains(p.original, "[^") && p.foreign != ""
	}},
	{"another message pasted over", []string{"one-translation"}, func(p *planting) (string, bool) {
		o := p.others[p.IntN(len(p.others))]
		return o, len([]rune(o)) > 15 && !strings.ContainsAny(o+p.text, "[")
	}},
	{"a wrong conversion", []string{"mojibake"}, func(p *planting) (string, bool) {
		for i, r := range p.text {
			if r >= 0xC0 && r <= 0xFF {
				return p.text[:i] + strings.Map(func(r rune) rune { return r }, latin1(string(r))) + p.text[i+len(string(r)):], true
			}
		}
		return "", false
	}},
	{"letters in parts", []string{"not-nfc"}, func(p *planting) (string, bool) {
		d := norm.NFD.String(p.text)
		return d, d != p.text && norm.NFC.String(d) == p.text
	}},
	{"two hyphens for a dash", []string{"dash"}, func(p *planting) (string, bool) {
		for _, d := range []string{"—", "–", "——"} {
			if strings.Contains(p.text, d) {
				return strings.Replace(p.text, d, " -- ", 1), true
			}
		}
		return "", false
	}},
	{"a comma of another script", []string{"foreign-mark", "width"}, func(p *planting) (string, bool) {
		for _, m := range []string{"،", "，", "、"} {
			if strings.Contains(p.text, m) {
				return strings.Replace(p.text, m, ",", 1), true
			}
		}
		return "", false
	}},
	{"a space before the comma", []string{"space-before-mark"}, func(p *planting) (string, bool) {
		for _, m := range []string{", ", "، "} {
			if strings.Contains(p.text, m) {
				return strings.Replace(p.text, m, " "+m, 1), true
			}
		}
		return "", false
	}},
	{"no space after the comma", []string{"space-after-mark"}, func(p *planting) (string, bool) {
		for _, m := range []string{", ", "، "} {
			if i := strings.Index(p.text, m); i >= 0 && p.locale.Script != "Khmr" && letters(p.text[i+len(m):]) {
				return strings.Replace(p.text, m, strings.TrimSpace(m), 1), true
			}
		}
		return "", false
	}},
	{"a small letter at the beginning", []string{"capital"}, func(p *planting) (string, bool) {
		runes := []rune(p.text)
		if !unicode.IsUpper(runes[0]) || !unicode.IsUpper([]rune(p.original)[0]) {
			return "", false
		}
		return string(unicode.ToLower(runes[0])) + string(runes[1:]), true
	}},
	{"a heading's mark", []string{"block-shape"}, func(p *planting) (string, bool) {
		return "## " + p.text, len(p.text) < 200 && !strings.HasPrefix(p.text, "*")
	}},
	{"a placeholder that is none", []string{"placeholder"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + " {{.Name}}" + p.text[i:], ok
	}},
	{"a letter of the Arabic keyboard", []string{"arabic-letters"}, func(p *planting) (string, bool) {
		switch p.locale.Language {
		case "fa", "ur":
			return p.twin(map[rune]rune{'ی': 'ي', 'ک': 'ك'})
		case "ar":
			return p.twin(map[rune]rune{'ي': 'ی', 'ك': 'ک'})
		}
		return "", false
	}},
	{"a vowel before its consonant", []string{"zawgyi", "khmer-order"}, func(p *planting) (string, bool) {
		switch p.locale.Script {
		case "Mymr": // as Zawgyi's keyboards have it: vowel e, then the consonant
			return p.swap(" ", "\u1031", true)
		case "Khmr": // a vowel, then the subscript
			return p.swap("\u17d2", "\u17b6", false)
		}
		return "", false
	}},
	{"a term by another word", []string{"term"}, func(p *planting) (string, bool) {
		for _, t := range p.terms.In(p.original) {
			words := t.In(p.locale)
			if t.Keep || len(words) == 0 || len([]rune(words[0])) < 4 || strings.ContainsAny(words[0], "*[") {
				continue
			}
			// Every place where it stands, also with other words around it.
			if without := strings.ReplaceAll(p.text, words[0], strings.Trim(strings.Fields(p.text)[0], "*.,:;،：")); without != p.text && len(words) == 1 && strings.Count(strings.ToLower(without), strings.ToLower(words[0])) == 0 {
				return without, true
			}
		}
		return "", false
	}},
	{"a question without its beginning", []string{"inverted-marks"}, func(p *planting) (string, bool) {
		i, ok := p.gap()
		return p.text[:i] + "?" + p.text[i:], ok && p.locale.Language == "es"
	}},
	{"an acronym is lost", []string{"acronym"}, func(p *planting) (string, bool) { return p.replace("MASA", "") }},
	{"a name is translated", []string{"kept-term"}, func(p *planting) (string, bool) { return p.replace("Macro Advisory Partners", "") }},
}

func (p *planting) wrap(open, close string) (string, bool) {
	i, ok := p.gap()
	if !ok {
		return "", false
	}
	word, _, _ := strings.Cut(p.text[i+1:], " ")
	if strings.ContainsAny(word, "*[]()\"“”«»") {
		return "", false
	}
	return p.text[:i+1] + open + word + close + p.text[i+1+len(word):], true
}

func (p *planting) without(marks string) (string, bool) {
	i := strings.LastIndexAny(p.text, marks)
	if i < 0 {
		return "", false
	}
	_, size := firstRune(p.text[i:])
	return p.text[:i] + p.text[i+size:], true
}

func firstRune(s string) (rune, int) {
	for _, r := range s {
		return r, len(string(r))
	}
	return 0, 0
}

// digit changes (1), takes out (2) or mixes (3) the first number of four
// digits.
func (p *planting) digit(how int) (string, bool) {
	runes := []rune(p.text)
	for i := 0; i+4 <= len(runes); i++ {
		if slices.ContainsFunc(runes[i:i+4], func(r rune) bool { return !unicode.IsDigit(r) }) {
			continue
		}
		zero := runes[i+1] - (runes[i+1]-'0')%10 // the second digit of 2018, 2019 is a zero
		switch how {
		case 1:
			runes[i+3] = zero + 4
		case 2:
			runes = slices.Delete(runes, i, i+4)
		case 3:
			if runes[i+3] < 0x80 {
				runes[i+3] = '٩'
			} else {
				runes[i+3] = '9'
			}
		}
		return string(runes), true
	}
	return "", false
}

func (p *planting) month() (string, bool) {
	for _, pair := range [][2]string{{"noviembre", "marzo"}, {"novembro", "março"}, {"novembre", "mars"}, {"ноябрь", "март"}, {"листопад", "березень"}, {"listopad", "marzec"},
		{"نوفمبر", "مارس"}, {"नवंबर", "मार्च"}, {"វិច្ឆិកា", "មីនា"}, {"11月", "3月"}, {"11월", "3월"}, {"tháng 11", "tháng 3"}, {"Nobyembre", "Marso"}} {
		if i := strings.Index(strings.ToLower(p.text), pair[0]); i >= 0 && strings.Contains(p.original, "November") {
			return p.text[:i] + pair[1] + p.text[i+len(pair[0]):], true
		}
	}
	return "", false
}

func (p *planting) twin(twins map[rune]rune) (string, bool) {
	var at []int
	runes := []rune(p.text)
	for i, r := range runes {
		// not in a name, nor in a link or the mark of a note
		if twins[r] != 0 && i > 0 && unicode.IsLetter(runes[i-1]) && !strings.Contains(p.text, "[") {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return "", false
	}
	i := at[p.IntN(len(at))]
	runes[i] = twins[runes[i]]
	return string(runes), true
}

// swap puts vowel before the first consonant after a mark in the text, or
// before the mark.
func (p *planting) swap(mark, vowel string, behind bool) (string, bool) {
	i := strings.Index(p.text, mark)
	if i < 0 || i+len(mark) >= len(p.text) || strings.Contains(p.text, "[") {
		return "", false
	}
	if behind {
		i += len(mark)
	}
	return p.text[:i] + vowel + p.text[i:], true
}

// latin1 is what UTF-8 becomes when it is read as ISO 8859-1.
func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// A harvest is what became of a kind of mistake.
type harvest struct {
	planted, found int
	languages      []string // in which there was a place for it
	missed         []string
}

// The rules find the mistakes that people make: of 2,000 planted ones, at least
// 95 in a hundred, by the rule that is meant for them.
func TestPlantedMistakes(t *testing.T) {
	s, err := statement.Read("..")
	if err != nil {
		t.Fatal(err)
	}
	units, catalogs := s.Units, s.Catalogs
	options := check.Options{Source: s.Source, Glossary: s.Glossary}
	originals := check.Prepare(units)
	before := map[string]map[string]bool{} // what is reported without any mistake
	for _, c := range catalogs {
		before[c.Locale.Tag] = map[string]bool{}
		for _, f := range originals.Run(c, options) {
			before[c.Locale.Tag][f.Unit+" "+f.Rule] = true
		}
	}
	// plant plants a kind of mistake into every catalog.
	plant := func(m *mistake, random *rand.Rand) (r harvest) {
		const wanted = 6 // in a language
		options := options
		if !slices.Contains(m.rules, "language") { // the guess at the language takes most of the time
			options.Severity = map[string]finding.Severity{"language": finding.Off}
		}
		for k, c := range catalogs {
			of := 0
			for _, i := range random.Perm(len(units)) {
				if of == wanted {
					break
				}
				u := units[i]
				message := c.Messages[u.ID]
				if message.Text == "" || before[c.Locale.Tag][u.ID+" "+m.rules[0]] {
					continue
				}
				p := &planting{Rand: random, original: u.Text, text: message.Text, locale: c.Locale, terms: s.Glossary}
				for _, o := range units {
					if o.Text != u.Text && c.Messages[o.ID].Text != message.Text {
						p.others = append(p.others, c.Messages[o.ID].Text)
					}
				}
				if other := catalogs[(k+3)%len(catalogs)]; other.Locale.Script != c.Locale.Script || c.Locale.Script == "Latn" {
					p.foreign = other.Messages[u.ID].Text
				}
				wrong, ok := m.plant(p)
				if !ok || wrong == message.Text {
					continue
				}
				of++
				changed := message
				changed.Text = wrong
				bad := *c
				bad.Messages = maps.Clone(c.Messages)
				bad.Messages[u.ID] = changed
				r.planted++
				if slices.ContainsFunc(originals.Run(&bad, options), func(f finding.Finding) bool {
					return slices.Contains(m.rules, f.Rule) && (f.Unit == u.ID || f.Rule == "one-translation") && !before[c.Locale.Tag][f.Unit+" "+f.Rule]
				}) {
					r.found++
				} else if len(r.missed) < 3 {
					r.missed = append(r.missed, fmt.Sprintf("%s [%s] %.120s", c.Locale.Tag, u.ID, wrong))
				}
			}
			if of > 0 {
				r.languages = append(r.languages, c.Locale.Tag)
			}
		}
		return r
	}
	harvests := make([]harvest, len(mistakes))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range mistakes {
		wg.Go(func() {
			slots <- struct{}{}
			harvests[i] = plant(&mistakes[i], rand.New(rand.NewPCG(1, uint64(i))))
			<-slots
		})
	}
	wg.Wait()
	var planted, found, kinds int
	used := map[string]bool{}
	var table strings.Builder
	for i, m := range mistakes {
		r := harvests[i]
		planted, found = planted+r.planted, found+r.found
		if r.planted > 0 {
			kinds++
		}
		if r.planted == 0 || r.found*5 < r.planted*4 {
			t.Errorf("%s: %d of %d were found", m.name, r.found, r.planted)
		}
		for _, tag := range r.languages {
			used[tag] = true
		}
		fmt.Fprintf(&table, "%-34s %5d of %5d in %2d languages  %s\n", m.name, r.found, r.planted, len(r.languages), strings.Join(m.rules, ", "))
		for _, s := range r.missed {
			fmt.Fprintf(&table, "    missed: %s\n", s)
		}
	}
	fmt.Fprintf(&table, "%-34s %5d of %5d, %.1f %%, in %d languages\n", "in all", found, planted, 100*float64(found)/float64(planted), len(used))
	t.Logf("\n%s", table.String())
	if planted < 2000 || kinds < 20 || len(used) < 12 {
		t.Errorf("%d mistakes of %d kinds in %d languages: too few to tell", planted, kinds, len(used))
	}
	if float64(found) < 0.95*float64(planted) {
		t.Errorf("%d of %d planted mistakes were found", found, planted)
	}
}
