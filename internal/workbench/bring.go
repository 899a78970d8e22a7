package workbench

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/finding"
	"multitude/internal/worddiff"
)

// brought is what a file that was brought home would do, shown before it does.
type brought struct {
	Name     string
	Data     string // of the file, base64, for the form that carries it out
	Steps    []step
	More     int // steps that are not shown
	Counts   map[string]int
	Changes  bool
	Findings []finding.Finding
}

// A step is what becomes of one message: in three ways, what the file was made
// from, what it says, and what the catalog says now.
type step struct {
	ID      string
	Outcome string
	Source  template.HTML
	Now     string
	File    template.HTML // with what it changes marked
}

// mostSteps is how many steps are shown.
const mostSteps = 200

var outcomeWords = map[exchange.Outcome]string{
	exchange.Unchanged: "unchanged", exchange.New: "new", exchange.Changed: "changed", exchange.Confirmed: "confirmed", exchange.Raised: "raised",
	exchange.Nameless: "nameless", exchange.Doubted: "doubted", exchange.Newer: "newer", exchange.Emptied: "emptied", exchange.Both: "both", exchange.Guess: "guess",
	exchange.Gone: "gone", exchange.Past: "past",
}

// bring reads a file that was translated elsewhere, and shows what it would do.
func (b *Workbench) bring(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	p, k, cat, ok := b.inBook(w, r, "take")
	if !ok {
		return
	}
	if r.MultipartForm == nil {
		b.refuse(w, r, http.StatusBadRequest, "refused-form")
		return
	}
	defer r.MultipartForm.RemoveAll()
	f, head, err := r.FormFile("file")
	if err != nil {
		p.Wrong = p.say("bring-none")
		b.showTake(w, r, http.StatusBadRequest, p, k, nil)
		return
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		b.fail(w, r, err)
		return
	}
	b.showPlan(w, r, p, k, cat, filepath.Base(head.Filename), data)
}

func (b *Workbench) showPlan(w http.ResponseWriter, r *http.Request, p *page, k *book, cat *catalog.Catalog, name string, data []byte) {
	plan, found, err := b.plan(k, cat, name, data, exchange.Options{})
	if err != nil {
		b.fail(w, r, err)
		return
	}
	show := &brought{Name: name, Findings: found}
	status := http.StatusOK
	if plan == nil {
		p.Wrong = p.say("bring-broken", "Name", name)
		status = http.StatusUnprocessableEntity
	} else {
		show.Data, show.Changes, show.Counts = base64.StdEncoding.EncodeToString(data), plan.Changes(), map[string]int{}
		for _, s := range plan.Steps {
			word := outcomeWords[s.Outcome]
			show.Counts[word]++
			if s.Outcome == exchange.Unchanged || s.Outcome == exchange.Past {
				continue
			}
			if len(show.Steps) == mostSteps {
				show.More++
				continue
			}
			x := step{ID: s.Message.ID, Outcome: word, Source: shown(s.Unit.Text, nil), Now: s.Now}
			if s.Now != "" && s.Message.Text != "" {
				x.File = worddiff.HTML(worddiff.Words(s.Now, s.Message.Text))
			} else {
				x.File = template.HTML(template.HTMLEscapeString(s.Message.Text))
			}
			show.Steps = append(show.Steps, x)
		}
	}
	b.showTake(w, r, status, p, k, show)
}

// plan merges a file with the catalog, as the command import does. It is nil
// where the file cannot be read as one of this language.
func (b *Workbench) plan(k *book, cat *catalog.Catalog, name string, data []byte, o exchange.Options) (*exchange.Plan, []finding.Finding, error) {
	file, found, err := exchange.Read(name, bytes.NewReader(data))
	if err != nil || file == nil {
		return nil, found, err
	}
	if t := strings.ReplaceAll(file.Target, "_", "-"); t != "" && !strings.EqualFold(t, k.locale.Tag) {
		return nil, append(found, finding.Finding{Severity: finding.Error, Message: "the file is in the language " + t, Cure: "open the workbench of that language, and bring it there"}), nil
	}
	p, err := k.exchangeProject(cat)
	if err != nil {
		return nil, found, err
	}
	var former exchange.Former
	if former.Units, _, err = catalog.RetiredSource(p.Dir, p.Source); err != nil {
		return nil, found, err
	}
	former.Units = append(former.Units, k.original.in.Former...)
	if former.Texts, _, err = catalog.RetiredSource(p.Dir, k.locale); err != nil {
		return nil, found, err
	}
	plan, more := p.Merge(file, former, o)
	return plan, append(found, more...), nil
}

// bringApply carries out what was shown. The file comes with the form: nothing
// of it was kept meanwhile.
func (b *Workbench) bringApply(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	p, k, cat, ok := b.inBook(w, r, "take")
	if !ok {
		return
	}
	name := filepath.Base(r.PostFormValue("name"))
	data, err := base64.StdEncoding.DecodeString(r.PostFormValue("data"))
	if err != nil {
		b.refuse(w, r, http.StatusBadRequest, "refused-form")
		return
	}
	if err := b.desk.settle(); err != nil {
		b.fail(w, r, err)
		return
	}
	plan, found, err := b.plan(k, cat, name, data, exchange.Options{By: strings.TrimSpace(r.PostFormValue("by")), On: b.today(), Prefer: r.PostFormValue("prefer") == "file"})
	if err == nil && plan == nil {
		err = &errBroken{found}
	}
	if err == nil {
		_, found, err = plan.Apply()
		if err == nil && finding.Worst(found) == finding.Error {
			err = &errBroken{found}
		}
	}
	if err != nil {
		b.fail(w, r, err)
		return
	}
	p.Said = p.say("bring-done", "Name", name)
	b.showTake(w, r, http.StatusOK, p, k, nil)
}
