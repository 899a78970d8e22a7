package workbench

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/glossary"
	"multitude/internal/unit"
	"multitude/internal/worddiff"
)

// perPage is how many paragraphs a page shows at a time.
const perPage = 15

// filters are what somebody may look at alone; "" is everything.
var filters = []string{"", "missing", "stale", "machine", "findings", "asked"}

// A card is a paragraph with its translation.
type card struct {
	ID       string
	Number   int // in the document, counted from 1
	Path     []string
	Section  string // the heading that begins above it on the page, or ""
	Source   template.HTML
	Raw      string // the source as it is written
	About    string // what people wrote for translators
	Terms    []agreed
	Text     string
	Shown    template.HTML // the translation as a reader sees it
	Revision string
	Standing standing
	Changed  *changed // where it is stale
	Problems []problem
	Tools    []tool
	Asked    string        // the note with which a reviewer asked back
	Signed   *signed       // who vouched last
	Since    template.HTML // how the translation changed since the signature, where that is known
	Kept     []string      // texts that are kept beside it
	Mine     string        // the text that lost a conflict
	Conflict bool
	Plural   bool // it has plural forms, which are edited in the file alone
}

// agreed is a term with the words that the language has chosen for it.
type agreed struct {
	Term, Definition string
	Words, Never     []string
}

// changed is how the source changed since the message was translated.
type changed struct {
	Known bool
	Diff  template.HTML
	Small bool // so that the translation probably still holds
}

// problem is a finding about a message.
type problem struct {
	Rule, Message, Cure string
	Error               bool
}

type signed struct {
	By, On, Note string
	State        catalog.State
	Holds        bool // for the message as it reads now
}

func problemsOf(found []finding.Finding) []problem {
	var out []problem
	for _, f := range found {
		p := problem{Rule: f.Rule, Message: f.Message, Cure: f.Cure, Error: f.Severity == finding.Error}
		if p.Cure == "" {
			if r, ok := check.Lookup(f.Rule); ok {
				p.Cure = r.Mend
			}
		}
		out = append(out, p)
	}
	return out
}

// card is the paragraph at a place of the document.
func (k *book) card(cat *catalog.Catalog, stands []standing, i int) card {
	o := k.original
	u := o.in.Units[i]
	m := cat.Messages[u.ID]
	terms := o.terms.In(u.Text)
	c := card{
		ID: u.ID, Number: i + 1, Path: u.Path, Raw: u.Text, About: u.Description, Text: m.Text, Revision: revision(m), Standing: stands[i],
		Source: shown(u.Text, terms), Tools: toolsOf(u.Text), Terms: k.agreed(terms), Kept: k.beside(u.ID), Plural: len(m.Forms) > 0,
	}
	c.look(k, cat, u, m.Text)
	if stands[i] == stale {
		c.Changed = changeOf(cat, u)
	}
	if r, ok := cat.Reviews[u.ID]; ok {
		c.Signed = signedOf(r, u, m)
		if c.Signed.Holds {
			c.Asked = askedIn(r.Note)
		}
	}
	return c
}

// look is what there is to say of a text for the paragraph.
func (c *card) look(k *book, cat *catalog.Catalog, u unit.Unit, text string) {
	c.Shown = shown(text, nil)
	c.Problems = problemsOf(k.findings(cat, u, text))
}

func (k *book) agreed(terms []*glossary.Term) []agreed {
	var out []agreed
	for _, t := range terms {
		a := agreed{Term: t.Text, Definition: t.Definition, Words: t.In(k.locale), Never: t.NeverIn(k.locale)}
		if t.Keep {
			a.Words = []string{t.Text}
		}
		out = append(out, a)
	}
	return out
}

func changeOf(cat *catalog.Catalog, u unit.Unit) *changed {
	for _, c := range cat.Changes([]unit.Unit{u}) {
		if c.Known {
			return &changed{Known: true, Diff: worddiff.HTML(worddiff.Words(c.Former, u.Text)), Small: c.Class.Small()}
		}
	}
	return &changed{}
}

func signedOf(r catalog.Review, u unit.Unit, m catalog.Message) *signed {
	s := &signed{By: r.By, On: r.On, Note: r.Note, State: r.State}
	s.Holds = r.Translation == unit.Hash("", m.Text) && r.Source == m.Hash
	return s
}

// keeps says whether a paragraph is among those that a filter shows.
func (k *book) keeps(filter, query string, cat *catalog.Catalog, s standing, u unit.Unit) bool {
	m := cat.Messages[u.ID]
	if query != "" {
		q := strings.ToLower(query)
		if !strings.Contains(strings.ToLower(u.Text), q) && !strings.Contains(strings.ToLower(m.Text), q) && u.ID != query {
			return false
		}
	}
	switch filter {
	case "missing":
		return s == missing
	case "stale":
		return s == stale
	case "machine":
		return s == machine
	case "findings":
		return len(k.findings(cat, u, m.Text)) > 0 || len(k.beside(u.ID)) > 0
	case "asked":
		r, ok := cat.Reviews[u.ID]
		return ok && askedIn(r.Note) != "" && signedOf(r, u, m).Holds
	}
	return true
}

// chosen are the places of the paragraphs that a request asks for.
func (k *book) chosen(r *http.Request, cat *catalog.Catalog, stands []standing, keeps func(i int) bool) (places []int, filter, query string) {
	filter, query = r.URL.Query().Get("filter"), strings.TrimSpace(r.URL.Query().Get("q"))
	if !slices.Contains(filters, filter) {
		filter = ""
	}
	for i, u := range k.original.in.Units {
		if keeps != nil && !keeps(i) {
			continue
		}
		if k.keeps(filter, query, cat, stands[i], u) {
			places = append(places, i)
		}
	}
	return places, filter, query
}

// A chapter is an entry of the list of headings: a link to where it begins.
type chapter struct {
	Title string
	Level int
	Link  string
	Here  bool
}

// mostChapters is how many headings are listed; a longer document has its
// search.
const mostChapters = 300

func (b *Workbench) translatePage(w http.ResponseWriter, r *http.Request) {
	p, k, cat, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	stands, err := k.standings()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	places, filter, query := k.chosen(r, cat, stands, nil)
	// A link to one paragraph opens the page that it is on.
	if id := r.URL.Query().Get("id"); id != "" {
		if _, i, ok := k.original.unit(id); ok {
			if at, found := slices.BinarySearch(places, i); found {
				q := r.URL.Query()
				q.Set("page", fmt.Sprint(at/perPage+1))
				r.URL.RawQuery = q.Encode()
			}
		}
	}
	pages, from, to := pagerOf(r, len(places), perPage)
	var cards []card
	path := ""
	for _, i := range places[from:to] {
		c := k.card(cat, stands, i)
		if joined := strings.Join(c.Path, "\x00"); joined != path && len(c.Path) > 0 {
			c.Section, path = c.Path[len(c.Path)-1], joined
		}
		cards = append(cards, c)
	}
	var chapters []chapter
	if s := k.original.sections; filter == "" && query == "" && len(s) <= mostChapters {
		for j, x := range s {
			here := from < to && x.from <= places[to-1] && (j+1 == len(s) || s[j+1].from > places[from])
			chapters = append(chapters, chapter{x.title, x.level, "?page=" + fmt.Sprint(x.from/perPage+1) + "#" + domID(k.original.in.Units[x.from].ID), here})
		}
	}
	p.Title = p.say("translate-plain", "Language", p.Target.Name)
	p.Body = map[string]any{
		"Cards": cards, "Pages": pages, "Filter": filter, "Query": query, "Filters": filters, "Found": len(places), "All": len(stands), "Chapters": chapters,
		"Characters": k.characters(cat), "Bar": b.barFor(k), "Key": b.desk.project().Name,
	}
	b.show(w, http.StatusOK, "translate.html", p)
}

func (b *Workbench) barFor(k *book) bar {
	t, err := b.desk.tally(k.locale)
	if err != nil {
		return bar{Tag: k.locale.Tag, Broken: true}
	}
	return barOf(k.locale, t, k.original.total)
}

// domID is the anchor of a paragraph on a page of the workbench.
func domID(id string) string { return "u-" + id }

// Open is how many terms of the text have no word agreed yet.
func (c card) Open() int {
	n := 0
	for _, t := range c.Terms {
		if len(t.Words) == 0 {
			n++
		}
	}
	return n
}

// DOM is the anchor of the card.
func (c card) DOM() string { return domID(c.ID) }

// Escaped is the ID as it stands in the query of an address.
func (c card) Escaped() string { return url.QueryEscape(c.ID) }

// onePage shows one paragraph with all that helps to translate it: what the
// script of the translating page brings along while one types.
func (b *Workbench) onePage(w http.ResponseWriter, r *http.Request) {
	p, k, cat, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	b.showOne(w, r, http.StatusOK, p, k, cat, r.URL.Query().Get("id"), nil)
}

func (b *Workbench) showOne(w http.ResponseWriter, r *http.Request, status int, p *page, k *book, cat *catalog.Catalog, id string, change func(*card)) {
	_, i, known := k.original.unit(id)
	if !known {
		b.fail(w, r, errNoUnit)
		return
	}
	stands, err := k.standings()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	c := k.card(cat, stands, i)
	if change != nil {
		change(&c)
	}
	units := k.original.in.Units
	body := map[string]any{"Card": c, "Suggestions": k.suggest(cat, units[i]), "Characters": k.characters(cat), "Key": b.desk.project().Name}
	if i > 0 {
		body["Before"] = units[i-1].ID
	}
	if i+1 < len(units) {
		body["After"] = units[i+1].ID
	}
	p.Title, p.Body = p.say("translate-plain", "Language", p.Target.Name), body
	b.show(w, status, "one.html", p)
}

// characters are those that a keyboard may lack: the letters of the language
// beside ASCII, and its quotation marks, the most frequent first.
func (k *book) characters(cat *catalog.Catalog) []string {
	const most = 32
	count := map[rune]int{}
	if s := k.locale.Script; s == "Latn" {
		for _, r := range check.Letters(k.locale) {
			if r > 0x7f {
				count[r] = 1
			}
		}
		for _, m := range cat.Messages {
			for _, r := range m.Text {
				if _, ok := count[r]; ok {
					count[r]++
				}
			}
		}
	}
	used := 0
	for _, n := range count {
		if n > 1 {
			used++
		}
	}
	var runes []rune
	for r, n := range count {
		// Of a language that has been written here, the letters that were used;
		// else all, capitals left out: the shift key makes them.
		if n > 1 || used < 5 && !unicode.IsUpper(r) {
			runes = append(runes, r)
		}
	}
	slices.SortFunc(runes, func(a, b rune) int { return cmp.Or(-cmp.Compare(count[a], count[b]), cmp.Compare(a, b)) })
	runes = runes[:min(len(runes), most)]
	var out []string
	for _, r := range runes {
		out = append(out, string(r))
	}
	q := k.locale.Quotes()
	for _, s := range append(q[:], special[k.locale.Language]...) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// special are characters that keyboards lack and that CLDR's letters do not
// have: the glottal stop of Mayan languages (U+02BC), joiners, the line's
// directions, the dashes of a language.
var special = map[string][]string{
	"mam": {"ʼ", "ẍ"}, "quc": {"ʼ"}, "kek": {"ʼ"}, "cak": {"ʼ", "ä", "ë", "ï", "ö", "ü"}, "kjb": {"ʼ", "ẍ"}, "tzo": {"ʼ"}, "tzh": {"ʼ"}, "yua": {"ʼ", "á", "à"},
	"es": {"¿", "¡", "—"}, "fa": {"\u200c", "،", "؛", "؟"}, "ar": {"،", "؛", "؟"}, "ur": {"،", "؛", "؟", "۔"}, "ps": {"،", "؛", "؟"}, "km": {"\u200b", "។"}, "hi": {"।"},
}
