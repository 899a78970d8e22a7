package status

// A document is a report as machines read it. Findings stand in the form that
// the caller gives them.
type document struct {
	Name     string       `json:"name"`
	Source   sourceJSON   `json:"source"`
	Locales  []localeJSON `json:"locales"`
	Findings any          `json:"findings,omitempty"`
}

type sourceJSON struct {
	Tag     string `json:"tag"`
	Endonym string `json:"endonym,omitempty"`
	Units   int    `json:"units"`
	Words   int    `json:"words"`
}

type localeJSON struct {
	Tag       string         `json:"tag"`
	Endonym   string         `json:"endonym,omitempty"`
	Direction string         `json:"direction"`
	File      string         `json:"file,omitempty"`
	Broken    bool           `json:"broken,omitempty"`
	Complete  float64        `json:"complete"` // share of units that are fresh
	Units     freshnessJSON  `json:"units"`
	Words     freshnessJSON  `json:"words"`
	States    map[string]int `json:"states"`
	Shares    sharesJSON     `json:"shares"`
	Errors    int            `json:"errors"`
	Next      []stepJSON     `json:"next"`
	Stale     []string       `json:"stale"` // IDs of the units
	Edits     map[string]int `json:"edits"` // what is stale, by the class of the edit
}

type freshnessJSON struct {
	All     int `json:"all"`
	Fresh   int `json:"fresh"`
	Stale   int `json:"stale"`
	Missing int `json:"missing"`
}

// sharesJSON are words of the source; together they are all.
type sharesJSON struct {
	Approved   int `json:"approved"`
	Reviewed   int `json:"reviewed"`
	Translated int `json:"translated"`
	Machine    int `json:"machine"`
	Guessed    int `json:"guessed"`
	Stale      int `json:"stale"`
	Missing    int `json:"missing"`
}

type stepJSON struct {
	What    string `json:"what"`
	Command string `json:"command"`
}

// JSON is the report for encoding/json. findings may be nil.
func (r *Report) JSON(findings any) any {
	out := document{
		Name: r.Name, Locales: []localeJSON{}, Findings: findings,
		Source: sourceJSON{r.Source.Locale.Tag, r.Source.Endonym, r.Source.Tally.Units, r.Source.Tally.Words},
	}
	for _, p := range r.Locales {
		n := p.Tally
		l := localeJSON{
			Tag: p.Locale.Tag, Endonym: p.Endonym, Direction: p.Locale.Dir.String(), File: p.File, Broken: p.Broken,
			Units:  freshnessJSON{n.Units, n.Fresh, n.Stale, n.Missing},
			Words:  freshnessJSON{n.Words, upToDate(n), n.StaleWords, n.MissingWords},
			States: map[string]int{"machine": n.Machine - n.Guessed.Units, "guessed": n.Guessed.Units, "translated": n.Translated, "reviewed": n.Reviewed, "approved": n.Approved},
			Errors: p.Errors, Next: []stepJSON{}, Stale: []string{}, Edits: map[string]int{},
		}
		s := p.Shares()
		l.Shares = sharesJSON{s[0].Words, s[1].Words, s[2].Words, s[3].Words, s[4].Words, s[5].Words, s[6].Words}
		for _, step := range p.Next() {
			l.Next = append(l.Next, stepJSON{step.What, step.Command})
		}
		for _, c := range p.Changes {
			l.Stale = append(l.Stale, c.Unit.ID)
			l.Edits[c.Edit()]++
		}
		if !p.Broken {
			l.Complete = 1
			if n.Units > 0 {
				l.Complete = float64(n.Fresh) / float64(n.Units)
			}
		}
		out.Locales = append(out.Locales, l)
	}
	return out
}
