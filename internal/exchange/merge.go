package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// Outcome says what an import does with a message.
type Outcome uint8

// The outcomes.
const (
	Unchanged Outcome = iota // the file says what the catalog says
	New                      // there was no translation
	Changed                  // the file alone changed it
	Confirmed                // the same text, and the file says that it holds for the source's new text
	Raised                   // the same text, and a person vouches for it
	Nameless                 // the same text, in a higher state, and no person is named: not raised
	Doubted                  // the same text, marked as in need of work: not lowered
	Newer                    // the catalog alone changed it: it stays
	Emptied                  // the file has no text: the catalog's stays
	Both                     // both changed it: both texts are kept
	Guess                    // the file has a guess for a message without a translation: kept beside
	Gone                     // the unit has gone, and its text is another than the retired one: kept beside
	Past                     // the unit has gone: nothing to do
)

var outcomes = [...]string{"unchanged", "new", "changed", "confirmed", "raised", "not raised", "doubted", "newer here", "emptied", "conflict", "guess", "unit gone", "unit gone"}

func (o Outcome) String() string { return outcomes[o] }

// A Step is what an import does with one message.
type Step struct {
	Outcome Outcome
	Message Message
	Unit    unit.Unit // the unit, with the text that the message translates
	Now     string    // what the catalog has
	Was     catalog.State
	State   catalog.State // to be signed; Machine: nothing is
	By      string
}

// A Plan is what an import does.
type Plan struct {
	Steps  []Step
	prefer bool
	on     string
	dir    string
	source locale.Locale
	target locale.Locale
	origin string
}

// Options are what whoever imports says beside the file.
type Options struct {
	By     string // the name of who vouches for what the file changed, or ""
	On     string // the day, ISO 8601
	Prefer bool   // in a conflict the file's text becomes the message's, and the former is kept beside
}

// Former units and messages, to tell what has gone from what never was.
type Former struct {
	Units []unit.Unit // of the source
	Texts []unit.Unit // retired messages of the locale: their Text is the translation
}

// Merge compares a file with the catalog, message by message and in three
// ways: what the file was made from, what it says, and what the catalog says
// now. The Plan is nil where the file does not belong here.
func (p *Project) Merge(f *File, former Former, o Options) (*Plan, []finding.Finding) {
	g := &merging{Project: p, file: f, options: o, byID: map[string]unit.Unit{}, bySource: map[string][]unit.Unit{}, gone: map[string]bool{}, retired: map[string][]string{}}
	for _, u := range p.Units {
		g.byID[u.ID] = u
		g.bySource[u.Text] = append(g.bySource[u.Text], u)
	}
	for _, u := range p.Units { // and by what they said when they were translated
		if was, ok := p.History.Text(p.Catalog.Messages[u.ID].Hash); ok && was.Other != u.Text {
			g.bySource[was.Other] = append(g.bySource[was.Other], u)
		}
	}
	g.goneBySource = map[string]string{}
	for _, u := range former.Units {
		g.gone[u.ID] = true
		g.goneBySource[u.Text] = u.ID
	}
	for _, u := range former.Texts {
		g.gone[u.ID] = true
		g.retired[u.ID] = append(g.retired[u.ID], u.Text)
	}
	plan := &Plan{prefer: o.Prefer, on: o.On, dir: p.Dir, source: p.Source, target: p.Catalog.Locale, origin: f.Name}
	done := map[string]int{}
	for i, m := range f.Messages {
		u, status := g.find(&m)
		if status == unknown {
			g.unknown(m)
			continue
		}
		if status == ignored {
			continue
		}
		g.known++
		if at, again := done[m.ID]; again {
			if first := plan.Steps[at].Message; first.Text != m.Text {
				g.found = append(g.found, finding.Finding{Rule: RuleFile, Severity: finding.Error, Unit: m.ID, Pos: m.Pos, Message: fmt.Sprintf("the message stands twice, with different texts; first in line %d", first.Pos.Line), Cure: "leave the right one"})
			}
			continue
		}
		done[m.ID] = len(plan.Steps)
		step := g.step(m, u, status == vanished)
		if i == len(f.Messages)-1 && step.Outcome == Changed && strings.HasSuffix(m.Text, "\n") && strings.HasPrefix(step.Now, m.Text) {
			step.Outcome, step.State = Both, catalog.Machine // perhaps the file was cut off there
		}
		plan.Steps = append(plan.Steps, step)
	}
	if found := g.verdict(); finding.Worst(found) == finding.Error {
		return nil, found
	}
	return plan, g.found
}

type merging struct {
	*Project
	file     *File
	options  Options
	byID     map[string]unit.Unit
	bySource map[string][]unit.Unit // units in the order of the document
	gone     map[string]bool

	goneBySource map[string]string // IDs by the last text
	retired      map[string][]string
	known        int
	strange      []Message // whose IDs do not exist
	found        []finding.Finding
}

type standing uint8

const (
	unknown standing = iota
	present
	vanished
	ignored
)

// find finds the unit of a message: by its ID; where a tool has dropped or
// replaced that, by the source's text, now or once, the first of several going
// to the first.
func (g *merging) find(m *Message) (unit.Unit, standing) {
	if u, ok := g.byID[m.ID]; ok {
		return u, present
	}
	if g.gone[m.ID] {
		return unit.Unit{ID: m.ID}, vanished
	}
	if m.Obsolete {
		return unit.Unit{}, ignored
	}
	for _, text := range []string{m.Source, m.Former} {
		if units := g.bySource[text]; text != "" && len(units) > 0 {
			if len(units) > 1 {
				g.bySource[text] = units[1:]
			}
			m.ID = units[0].ID
			return units[0], present
		}
	}
	if id := g.goneBySource[m.Source]; id != "" && g.byID[id].ID == "" {
		m.ID = id
		return unit.Unit{ID: id}, vanished
	}
	return unit.Unit{}, unknown
}

func (g *merging) unknown(m Message) {
	g.strange = append(g.strange, m)
}

// verdict says whether the file belongs to this project.
func (g *merging) verdict() []finding.Finding {
	all := g.known + len(g.strange)
	whose := ""
	if g.file.Project != "" && g.file.Project != g.Project.Name {
		whose = fmt.Sprintf(": it was exported from %q", g.file.Project)
	}
	add := func(severity finding.Severity, f finding.Finding) {
		f.Rule, f.Severity, f.Locale = RuleImport, severity, g.Catalog.Locale.Tag
		if f.Pos.File == "" {
			f.Pos.File = g.file.Name
		}
		g.found = append(g.found, f)
	}
	switch {
	case all == 0:
		add(finding.Warning, finding.Finding{Message: "the file has no translation for this project"})
	case g.known == 0 || whose != "" && g.known*2 < all:
		add(finding.Error, finding.Finding{Message: fmt.Sprintf("the file is for another project%s; of its %d messages %d are here", whose, all, g.known), Cure: "go to that project's folder, or name it with -C"})
		return g.found
	case whose != "":
		add(finding.Warning, finding.Finding{Message: "the file has another project's name" + whose, Cure: "nothing needs doing if the project was renamed"})
	}
	var ids []string
	for _, u := range g.Units {
		ids = append(ids, u.ID)
	}
	for i, m := range g.strange {
		if i == mostFindings {
			add(finding.Error, finding.Finding{Message: fmt.Sprintf("and %d more messages that are not here", len(g.strange)-i)})
			break
		}
		cure := "take the message out of the file; or run multitude extract, if the text is new"
		if near := finding.Suggest(m.ID, ids); near != "" {
			cure = fmt.Sprintf("write %q if you mean that, or take the message out of the file", near)
		}
		add(finding.Error, finding.Finding{Unit: m.ID, Pos: m.Pos, Message: fmt.Sprintf("there is no unit %q", short([]byte(m.ID))), Cure: cure})
	}
	finding.Sort(g.found)
	return g.found
}

// step decides what becomes of a message.
func (g *merging) step(m Message, u unit.Unit, gone bool) Step {
	s := Step{Message: m, Unit: u, Now: g.Catalog.Messages[m.ID].Text}
	if gone {
		s.Unit = g.translated(m, u, "")
		s.Outcome = Gone
		if m.Text == "" || m.Text == s.Now || slices.Contains(g.retired[m.ID], m.Text) || m.Base == unit.Hash("", m.Text) {
			s.Outcome = Past
		}
		return s
	}
	now := s.Now
	s.Was = g.Catalog.State(u)
	s.Unit = g.translated(m, u, now)
	name := cmp.Or(g.options.By, m.By)
	claim := catalog.Machine
	if m.Claim && m.Settled {
		claim = m.State
	}
	untouched := m.Base != "" && m.Base == unit.Hash("", m.Text)
	switch {
	case m.Text == "" && now == "":
		s.Outcome = Unchanged
	case m.Text == "":
		s.Outcome = Emptied
	case m.Text == now:
		s.Outcome = g.same(m, u, claim, name)
		s.Unit = u
		if s.Outcome == Raised {
			s.State, s.By = claim, name
		}
		if s.Outcome == Confirmed {
			s.Unit = g.translated(m, u, now)
		}
	case untouched:
		s.Outcome = Newer
	case now == "" && !m.Settled && m.Former == "":
		s.Outcome = Guess
	case now == "":
		s.Outcome = New
	case m.Base != "" && m.Base == unit.Hash("", now):
		s.Outcome = Changed
	default:
		s.Outcome = Both
	}
	taken := s.Outcome == New || s.Outcome == Changed || s.Outcome == Confirmed || s.Outcome == Both && g.options.Prefer
	if taken && name != "" && m.Settled && s.Unit.Text != "" {
		s.State, s.By = max(claim, catalog.Translated), name
	}
	return s
}

// same decides about a message whose text is the catalog's.
func (g *merging) same(m Message, u unit.Unit, claim catalog.State, name string) Outcome {
	fresh := g.Catalog.Freshness(u)
	switch {
	case fresh == catalog.Stale && m.Settled && m.Base != "" && m.Source == u.Text:
		// It was exported as stale, and the mark has gone.
		return Confirmed
	case fresh == catalog.Stale:
		return Unchanged
	case claim > g.Catalog.State(u) && m.Source != "" && m.Source != u.Text:
		return Unchanged // it was signed for a text that the source has no more
	case claim > g.Catalog.State(u) && name == "":
		return Nameless
	case claim > g.Catalog.State(u):
		return Raised
	case !m.Settled && m.Base != "" && m.Former == "" && m.Freshness != catalog.Stale && m.State > catalog.Machine && m.Source == u.Text:
		return Doubted
	}
	return Unchanged
}

// translated is the unit with the text that a message of the file translates.
// Its Text is "" where the file does not tell; then the message's hash stays.
func (g *merging) translated(m Message, u unit.Unit, now string) unit.Unit {
	text := m.Source
	if !m.Settled || text == "" {
		text = m.Former
	}
	switch {
	case text == "" && now == "" && m.Settled:
		return u
	case text == u.Text:
		return u
	}
	return unit.Unit{ID: m.ID, Text: text, Description: u.Description}
}

// Changes says whether the plan changes anything.
func (p *Plan) Changes() bool {
	in := p.Incoming()
	return len(in.Edits)+len(in.Kept)+len(in.Signed) > 0
}

// Only counts the texts that the file has and nobody else: neither the catalog
// nor what is kept beside its messages.
func (p *Plan) Only(kept []catalog.Message) int {
	beside := map[string]bool{}
	for _, m := range kept {
		beside[m.ID+"\x00"+m.Text] = true
	}
	n := 0
	for _, s := range p.Steps {
		switch s.Outcome {
		case New, Changed, Both, Guess, Gone:
			if !beside[s.Message.ID+"\x00"+s.Message.Text] {
				n++
			}
		}
	}
	return n
}

// Incoming is the plan as the catalog takes it.
func (p *Plan) Incoming() catalog.Incoming {
	in := catalog.Incoming{Origin: originOf(p.origin)}
	for _, s := range p.Steps {
		edit := catalog.Edit{Unit: s.Unit, Text: s.Message.Text, Former: s.Now}
		switch s.Outcome {
		case New, Changed, Confirmed:
			in.Edits = append(in.Edits, edit)
		case Both:
			if p.prefer {
				in.Kept = append(in.Kept, catalog.Kept{Unit: unit.Unit{ID: s.Unit.ID}, Text: s.Now})
				in.Edits = append(in.Edits, edit)
			} else {
				in.Kept = append(in.Kept, catalog.Kept{Unit: s.Unit, Text: s.Message.Text})
			}
		case Guess, Gone:
			in.Kept = append(in.Kept, catalog.Kept{Unit: s.Unit, Text: s.Message.Text})
		}
		if s.State > catalog.Machine {
			in.Signed = append(in.Signed, catalog.Signed{Unit: s.Unit, Signature: catalog.Signature{State: s.State, By: s.By, On: p.on}})
		}
	}
	return in
}

// originOf is the name of a file without the folders, which are nobody's
// business.
func originOf(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return xmlText(name)
}

// Apply carries the plan out: all of it, or nothing. Messages that somebody
// changed since Merge are conflicts, and both texts are kept.
func (p *Plan) Apply() ([]catalog.Conflict, []finding.Finding, error) {
	return catalog.Receive(p.dir, p.source, p.target, p.Incoming())
}
