package workbench

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/locale"
)

// An entry is a language that somebody may look for.
type entry struct {
	locale.Locale
	Endonym string
	English string
	keys    []string // folded names by which it is found
	places  string   // where it is spoken, to tell namesakes apart
}

type unlisted struct{ endonym, english, more string }

// uncharted are languages that CLDR has no name for, or no name in themselves,
// and that people who have come to the United States speak, as their speakers
// write them (Academia de Lenguas Mayas de Guatemala; INALI, Catálogo de las
// lenguas indígenas nacionales), with other spellings by which they are looked
// for.
var uncharted = map[string]unlisted{
	"mam":      {"Qyol Mam", "Mam", "Guatemala, México"},
	"quc":      {"Kʼicheʼ", "Kʼicheʼ", "Quiché K'iche' Guatemala"},
	"kek":      {"Qʼeqchiʼ", "Qʼeqchiʼ", "Kekchí Q'eqchi' Guatemala"},
	"cak":      {"Kaqchikel", "Kaqchikel", "Cakchiquel Guatemala"},
	"kjb":      {"Qʼanjobʼal", "Qʼanjobʼal", "Kanjobal Q'anjob'al Guatemala"},
	"ixl":      {"Ixil", "Ixil", "Guatemala"},
	"acr":      {"Achi", "Achi", "Guatemala"},
	"agu":      {"Awakateko", "Awakateko", "Aguacateco Guatemala"},
	"cac":      {"Chuj", "Chuj", "Guatemala"},
	"jac":      {"Poptiʼ", "Poptiʼ", "Jakalteko Guatemala"},
	"knj":      {"Akateko", "Akateko", "Guatemala"},
	"poh":      {"Poqomchiʼ", "Poqomchiʼ", "Guatemala"},
	"tzj":      {"Tzʼutujil", "Tzʼutujil", "Guatemala"},
	"caa":      {"Chʼortiʼ", "Chʼortiʼ", "Guatemala, Honduras"},
	"cab":      {"Garífuna", "Garifuna", "Honduras, Belize"},
	"miq":      {"Miskitu", "Mískito", "Nicaragua, Honduras"},
	"yua":      {"Maayaʼ Tʼàan", "Yucatec Maya", "Maya yucateco México"},
	"tzh":      {"Batsʼil kʼop", "Tseltal", "Tzeltal México"},
	"tzo":      {"Batsʼi kʼop", "Tsotsil", "Tzotzil México"},
	"ctu":      {"Lakty'añ", "Chʼol", "Ch'ol México"},
	"nah":      {"Nāhuatl", "Nahuatl", "Náhuatl México"},
	"nhe":      {"Nahuatl (Huaxteca)", "Eastern Huasteca Nahuatl", "México"},
	"mxv":      {"Tuʼun Savi", "Metlatónoc Mixtec", "Mixteco México"},
	"mig":      {"Tuʼun Ñuʼu Savi", "San Miguel el Grande Mixtec", "Mixteco México"},
	"zap":      {"Diidxazá", "Zapotec", "Zapoteco México"},
	"trc":      {"Xnánj nuʼ aʼ", "Copala Triqui", "México"},
	"pua":      {"Pʼurhepecha", "Purépecha", "México"},
	"tcf":      {"Mèʼphàà", "Meʼphaa", "Tlapaneco México"},
	"qug":      {"Kichwa", "Kichwa", "Quichua Ecuador"},
	"hnj-Latn": {"Moob Leeg", "Hmong Njua", "Laos"},
	"mww-Latn": {"Hmoob Dawb", "Hmong Daw", "Laos"},
	"cnh":      {"Laiholh", "Hakha Chin", "Myanmar"},
	"ctd":      {"Zokam", "Tedim Chin", "Zomi Myanmar"},
	"ksw":      {"ကညီ", "Sʼgaw Karen", "Myanmar"},
	"rhg-Latn": {"Ruáingga", "Rohingya (Latin)", "Myanmar"},
	"aii":      {"ܣܘܪܝܬ", "Assyrian Neo-Aramaic", "Iraq"},
	"kmr":      {"Kurmancî", "Northern Kurdish", "Kurdî"},
	"gcr":      {"Kriyòl", "Guianese Creole", ""},
	"mlq":      {"Maninkakan", "Western Maninkakan", "Mali"},
	"snk":      {"Sooninkanxanne", "Soninke", "Mali"},
	"fuf":      {"Pular", "Pular", "Guinea"},
	"din":      {"Thuɔŋjäŋ", "Dinka", "South Sudan"},
	"zza":      {"Zazaki", "Zaza", ""},
}

// entries are all languages that have a name.
var entries = sync.OnceValue(func() []entry {
	var all []entry
	have := map[string]bool{}
	add := func(l locale.Locale) {
		if have[l.Tag] {
			return
		}
		have[l.Tag] = true
		u := uncharted[l.Tag]
		name, ok := l.Endonym()
		if !ok {
			name = u.endonym
		}
		e := entry{Locale: l, Endonym: name, English: cmp.Or(l.English(), u.english), places: u.more}
		for _, k := range []string{e.Endonym, e.English, u.endonym, u.english, u.more, l.Tag} {
			if f := folded(k); f != "" && !slices.Contains(e.keys, f) {
				e.keys = append(e.keys, f)
			}
		}
		all = append(all, e)
	}
	for _, l := range locale.Known() {
		add(l)
	}
	for tag := range uncharted {
		add(locale.MustParse(tag))
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.Tag, b.Tag) })
	return all
})

// folded is a name as people type it: without capitals, marks and apostrophes.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Lm, r), strings.ContainsRune("'’ʼ‘`´", r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.TrimSpace(s)))
}

// mostNames is how many languages are offered at a time.
const mostNames = 12

// look finds languages by a name in any of their languages, or by a tag: the
// likeliest first. A well-formed tag is found in any case.
func look(query string) []entry {
	q := folded(query)
	if q == "" {
		return nil
	}
	type hit struct {
		entry
		rank int
	}
	var hits []hit
	exact := false
	for _, e := range entries() {
		rank := 9
		for _, k := range e.keys {
			switch {
			case k == q:
				rank = 0
			case strings.HasPrefix(k, q):
				rank = min(rank, 1)
			case strings.Contains(k, " "+q), strings.Contains(k, "("+q):
				rank = min(rank, 2)
			case len(q) > 2 && strings.Contains(k, q):
				rank = min(rank, 3)
			}
		}
		if rank < 9 {
			hits = append(hits, hit{e, rank})
			exact = exact || strings.EqualFold(e.Tag, strings.TrimSpace(query))
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(len(a.Tag), len(b.Tag)))
	})
	var out []entry
	if l, ok := asTag(query); ok && !exact {
		out = append(out, entry{Locale: l, English: l.English()})
	}
	for _, h := range hits {
		if len(out) == mostNames {
			break
		}
		out = append(out, h.entry)
	}
	return out
}

// asTag reads a tag as people write it, in any case and with underscores. A
// single word that could be any name is none, unless it has two or three
// letters.
func asTag(s string) (locale.Locale, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if first, _, _ := strings.Cut(s, "-"); len(first) > 3 {
		return locale.Locale{}, false
	}
	l, err := locale.Parse(s)
	if err == nil {
		return l, true
	}
	if te, ok := err.(*locale.TagError); ok && te.Instead != "" {
		l, err = locale.Parse(te.Instead)
		return l, err == nil
	}
	return l, false
}
