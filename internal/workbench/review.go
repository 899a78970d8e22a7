package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/unit"
)

// askMark begins the note of a signature that asks the translator back. It is
// what people would write, and what the ledger's readers understand.
const askMark = "? "

// askedIn is the question in a note, or "".
func askedIn(note string) string {
	q, ok := strings.CutPrefix(note, askMark)
	if !ok {
		return ""
	}
	return q
}

// reviewFilters are what a reviewer may look at alone; the first is what waits
// for her.
var reviewFilters = []string{"waiting", "since", "asked", "all"}

// reviewPage shows source and translation side by side, to be vouched for.
func (b *Workbench) reviewPage(w http.ResponseWriter, r *http.Request) {
	p, k, cat, ok := b.inBook(w, r, "review")
	if !ok {
		return
	}
	b.showReview(w, r, http.StatusOK, p, k, cat)
}

func (b *Workbench) showReview(w http.ResponseWriter, r *http.Request, status int, p *page, k *book, cat *catalog.Catalog) {
	stands, err := k.standings()
	if err != nil {
		b.fail(w, r, err)
		return
	}
	show := r.URL.Query().Get("show")
	if !slices.Contains(reviewFilters, show) {
		show = reviewFilters[0]
	}
	units := k.original.in.Units
	count := map[string]int{}
	places, _, query := k.chosen(r, cat, stands, func(i int) bool {
		m := cat.Messages[units[i].ID]
		if stands[i] == missing {
			return false
		}
		is := map[string]bool{"all": true, "waiting": stands[i] != approved}
		if rev, ok := cat.Reviews[units[i].ID]; ok {
			s := signedOf(rev, units[i], m)
			is["since"] = rev.State > catalog.Machine && (!s.Holds || stands[i] == stale)
			is["asked"] = s.Holds && askedIn(rev.Note) != ""
		}
		for f, yes := range is {
			if yes {
				count[f]++
			}
		}
		return is[show]
	})
	pages, from, to := pagerOf(r, len(places), perPage)
	var cards []card
	for _, i := range places[from:to] {
		c := k.card(cat, stands, i)
		c.Since = k.since(cat, c.ID)
		cards = append(cards, c)
	}
	name, given := "", false
	if s := b.guard.session(r); s != nil {
		s.mu.Lock()
		name, given = s.name, s.signed
		s.mu.Unlock()
	}
	p.Title = p.say("review-plain", "Language", p.Target.Name)
	p.Body = map[string]any{
		"Cards": cards, "Pages": pages, "Show": show, "Shows": reviewFilters, "Counts": count, "Query": query, "Found": len(places), "Name": name, "Named": given,
	}
	b.show(w, status, "review.html", p)
}

// sign enters what a reviewer decided of one paragraph or of several.
func (b *Workbench) sign(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	p, k, cat, ok := b.inBook(w, r, "review")
	if !ok {
		return
	}
	name := strings.TrimSpace(r.PostFormValue("by"))
	if s := b.guard.session(r); s != nil {
		s.mu.Lock()
		s.name, s.signed = name, true
		s.mu.Unlock()
	}
	note := strings.Join(strings.Fields(r.PostFormValue("note")), " ")
	to := back(r)
	again := func(word string) {
		p.Wrong = p.say(word)
		if u, err := url.Parse(to); err == nil {
			r.URL.RawQuery = u.RawQuery
			p.Path = to
		}
		b.showReview(w, r, http.StatusConflict, p, k, cat)
	}
	var units []unit.Unit
	ids, revisions := r.PostForm["id"], r.PostForm["revision"]
	for i, id := range ids {
		u, _, known := k.original.unit(id)
		if !known || i >= len(revisions) {
			b.fail(w, r, errNoUnit)
			return
		}
		// What she read is what she signs.
		if revision(cat.Messages[id]) != revisions[i] {
			again("review-changed")
			return
		}
		units = append(units, u)
	}
	s := catalog.Signature{By: name, On: b.today(), Note: note}
	switch r.PostFormValue("do") {
	case "approve":
		s.State = catalog.Approved
	case "good":
		s.State = catalog.Reviewed
	case "ask":
		if note == "" {
			again("review-no-question")
			return
		}
		b.ask(w, r, k, cat, units, name, note, to)
		return
	default:
		b.fail(w, r, errNoUnit)
		return
	}
	if err := b.desk.settle(); err != nil {
		b.fail(w, r, err)
		return
	}
	found, err := catalog.Sign(b.desk.dir(), b.desk.project().Language, k.locale, units, s)
	if err == nil && finding.Worst(found) != finding.Error {
		k.keepSigned(cat, units)
	}
	b.signedOff(w, r, found, err, to)
}

// ask sends paragraphs back with a question. Nobody's signature is taken for
// another's: that of a translator stays with the message, and a state that was
// higher goes down to hers.
func (b *Workbench) ask(w http.ResponseWriter, r *http.Request, k *book, cat *catalog.Catalog, units []unit.Unit, name, note, to string) {
	if name != "" {
		note += " (" + name + ")"
	}
	for _, u := range units {
		if cat.Freshness(u) != catalog.Fresh {
			continue // it must be brought up to date in any case, and a signature would call it so
		}
		s := catalog.Signature{State: min(cat.State(u), catalog.Translated), On: b.today(), Note: askMark + note}
		switch old := cat.Reviews[u.ID]; {
		case s.State == catalog.Machine:
		case old.State == catalog.Translated:
			s.By, s.On = old.By, old.On
		case len(old.Translators) == 0: // the text is a machine's, and a reviewer's word for it is withdrawn
			s.State = catalog.Machine
		case old.Translators[0] != catalog.Unnamed:
			s.By = old.Translators[0]
		}
		found, err := catalog.Sign(b.desk.dir(), b.desk.project().Language, k.locale, []unit.Unit{u}, s)
		if err != nil || finding.Worst(found) == finding.Error {
			b.signedOff(w, r, found, err, to)
			return
		}
	}
	b.signedOff(w, r, nil, nil, to)
}

func (b *Workbench) signedOff(w http.ResponseWriter, r *http.Request, found []finding.Finding, err error, to string) {
	if err == nil && finding.Worst(found) == finding.Error {
		err = &errBroken{found}
	}
	if err != nil {
		b.fail(w, r, err)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
