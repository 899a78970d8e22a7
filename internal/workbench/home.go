package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// perHome is how many languages the first page shows at a time.
const perHome = 60

// title is the title of the document, or "".
func (o *original) title() string {
	if t := o.in.Document.Front.Title; t != nil {
		return doc.PlainText(t.Spans)
	}
	return ""
}

// A bar shows how the words of a translation stand.
type bar struct {
	Tag, Dir, Name, English string
	Broken                  bool
	Shares                  []share
	Done                    int // percent of words that are up to date
	Left                    int // words that are not
}

// A share is a part of a bar. From and Width are in thousandths of it.
type share struct {
	Standing    standing
	Words       int
	From, Width int
}

func barOf(l locale.Locale, t tally, total int) bar {
	b := bar{Tag: l.Tag, Dir: l.Dir.String(), Name: t.name, English: l.English(), Broken: t.broken}
	if b.English == "" {
		b.English = uncharted[l.Tag].english
	}
	at := 0
	for s, words := range t.words {
		if words == 0 || total == 0 {
			continue
		}
		to := at + words
		b.Shares = append(b.Shares, share{standing(s), words, 1000 * at / total, 1000*to/total - 1000*at/total})
		at = to
	}
	b.Left = t.words[stale] + t.words[missing]
	if total > 0 {
		b.Done = 100 * (total - b.Left) / total
	}
	return b
}

// Pages are the pages of a long list.
type pager struct {
	Now, Of  int // counted from 1
	Previous string
	Next     string
}

func pagerOf(r *http.Request, count, per int) (p pager, from, to int) {
	p.Of = max(1, (count+per-1)/per)
	p.Now, _ = strconv.Atoi(r.URL.Query().Get("page"))
	p.Now = min(max(p.Now, 1), p.Of)
	at := func(n int) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(n))
		q.Del("id")
		q.Del("said")
		return "?" + q.Encode()
	}
	if p.Now > 1 {
		p.Previous = at(p.Now - 1)
	}
	if p.Now < p.Of {
		p.Next = at(p.Now + 1)
	}
	return p, (p.Now - 1) * per, min(p.Now*per, count)
}

func (b *Workbench) home(w http.ResponseWriter, r *http.Request) {
	o, err := b.desk.original()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	all, err := b.desk.locales()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	if q := folded(query); q != "" {
		all = slices.DeleteFunc(all, func(l locale.Locale) bool {
			name, _ := l.Endonym()
			u := uncharted[l.Tag]
			return !strings.Contains(folded(strings.Join([]string{name, l.English(), l.Tag, u.endonym, u.english}, " ")), q)
		})
	}
	pages, from, to := pagerOf(r, len(all), perHome)
	var bars []bar
	for _, l := range all[from:to] {
		t, err := b.desk.tally(l)
		if err != nil {
			b.fail(w, r, err)
			return
		}
		bars = append(bars, barOf(l, t, o.total))
	}
	p := b.page(r, "home")
	p.Title = p.Project
	p.Body = map[string]any{
		"Bars": bars, "Pages": pages, "Query": query, "Words": o.total, "Units": len(o.in.Units), "Many": query != "" || pages.Of > 1 || len(bars) > 12,
		"Standings": []standing{approved, reviewed, translated, machine, stale, missing},
	}
	b.show(w, http.StatusOK, "home.html", p)
}

// startPage looks for the language that somebody wants to begin.
func (b *Workbench) startPage(w http.ResponseWriter, r *http.Request) {
	b.offer(w, r, r.URL.Query().Get("q"), "")
}

func (b *Workbench) offer(w http.ResponseWriter, r *http.Request, query, wrong string) {
	have, err := b.desk.locales()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	type offered struct {
		entry
		Here bool
	}
	var all []offered
	for _, e := range look(query) {
		if e.Locale != b.desk.project().Language {
			all = append(all, offered{e, slices.Contains(have, e.Locale)})
		}
	}
	p := b.page(r, "start")
	p.Title, p.Wrong = p.say("start-title"), wrong
	p.Body = map[string]any{"Query": query, "Found": all, "Asked": strings.TrimSpace(query) != ""}
	b.show(w, http.StatusOK, "start.html", p)
}

// start begins a translation.
func (b *Workbench) start(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	tag, name := r.PostFormValue("tag"), strings.TrimSpace(r.PostFormValue("name"))
	l, err := locale.Parse(tag)
	if err != nil || l == b.desk.project().Language {
		b.offer(w, r, tag, b.voiceOf(r).say("start-no-tag"))
		return
	}
	to := "/l/" + url.PathEscape(l.Tag) + "/"
	if have, err := b.desk.locales(); err == nil && slices.Contains(have, l) {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	if err := b.desk.settle(); err != nil {
		b.fail(w, r, err)
		return
	}
	o, err := b.desk.original()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	lang := b.desk.project().Language
	_, found, err := catalog.Add(b.desk.dir(), lang, l, o.in.Units)
	if err == nil && finding.Worst(found) == finding.Error {
		err = &errBroken{found}
	}
	if err != nil {
		b.fail(w, r, err)
		return
	}
	if _, known := l.Endonym(); name == "" && !known {
		name = uncharted[l.Tag].endonym
	}
	if own, _ := l.Endonym(); name != "" && name != own {
		if _, _, err := catalog.SetText(b.desk.dir(), lang, l, []catalog.Edit{{Unit: unit.Unit{ID: "edition.endonym"}, Text: name}}); err != nil {
			b.fail(w, r, err)
			return
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
