package typeset

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"multitude/internal/locale"
)

var kindMarks = map[breakKind]string{mandatory: "‖", ordinary: "|", dictionary: "¦", hyphen: "-"}

// breaksOf marks the opportunities in a text, those for need left out.
func breaksOf(t testing.TB, tag, text string) string {
	t.Helper()
	_, p := shapeText(t, tag, text)
	var b strings.Builder
	last := 0
	for _, o := range p.breaks {
		if mark := kindMarks[o.kind]; mark != "" {
			b.WriteString(clusterText(p, last, o.at) + mark)
			last = o.at
		}
	}
	return b.String()
}

func clusterText(p *paragraph, from, to int) string {
	return string(p.runes[p.clusters[from].start:p.clusters[to-1].end])
}

func TestOpportunities(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "to be", "to |be‖"},
		{"en", "long-term", "long-|term‖"},
		{"en", "to—be", "to—|be‖"},
		{"pl", "i w niebie", "i w nie-bie‖"},
		{"ru", "мы и они", "мы |и они‖"},
		{"es", "tú y yo", "tú |y |yo‖"},
		{"hi", "यह – जैसे", "यह – |जैसे‖"},
		{"es", "esto —hoy—", "esto |—hoy—‖"},
		{"zh-Hans", "移民——运动", "移|民|——|运|动‖"},
		{"en", "a\u2028b", "a\u2028‖b‖"},
		{"en", "no\u00a0break", "no\u00a0break‖"},
		{"en", "im\u00admi\u00adgrant", "im\u00ad-mi\u00ad-grant‖"}, // the author's hyphens alone
		{"en", "immigrants", "im-mi-grants‖"},
		{"en", "immigrants-immigrants", "immigrants-|immigrants‖"},
		{"en", "IMMIGRANTS", "IMMIGRANTS‖"},
		{"en", "movement@example.org", "movement@example.org‖"},
		{"en", "https://example.org/immigrants", "https://|example.org/|immigrants‖"},
		{"en", "immigrants.", "im-mi-grants.‖"},
		{"en", "(immigrants)", "(im-mi-grants)‖"},
		{"fr", "l’immigration", "l’im-mi-gra-tion‖"},
		{"ht", "transfòmasyon", "transfòmasyon‖"}, // no patterns
		{"km", "មនុស្សទាំងអស់", "មនុស្ស¦ទាំងអស់‖"},
		{"km", "មនុស្ស\u200bទាំង", "មនុស្ស\u200b|ទាំង‖"},
		{"km", "មនុស្ស។ ទាំង", "មនុស្ស។ |ទាំង‖"},
		{"km", "(មនុស្ស)", "(មនុស្ស)‖"},
		{"th", "มนุษย์ทั้งหลาย", "มนุษย์¦ทั้ง¦หลาย‖"},
		{"my", "လူတိုင်းသည်", "လူ¦တိုင်း¦သည်‖"},
		{"lo", "ມະນຸດທຸກຄົນ", "ມະນຸດ¦ທຸກຄົນ‖"},
		{"zh-Hans", "移民，运动", "移|民，|运|动‖"},
		{"zh-Hans", "“移民”（运动）", "“移|民”|（运|动）‖"},
		{"ja", "ばーっ。", "ばーっ。‖"},
		{"bo", "བོད་ཡིག", "བོད་|ཡིག‖"},   // tsheg
		{"am", "ሰላም፡ለዓለም", "ሰላም፡|ለዓለም‖"}, // wordspace
		{"", "", ""},
	} {
		if c.tag == "" {
			if _, p := shapeText(t, "en", c.text); len(p.breaks) != 0 {
				t.Errorf("nothing has the breaks %v", p.breaks)
			}
			continue
		}
		if got := breaksOf(t, c.tag, c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
}

// In need, a line ends between any two grapheme clusters, but no punctuation is
// parted from its word.
func TestBreaksInNeed(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "zzzzz", "z~z~z~z~z"},
		{"en", "zz, (zz)", "z~z, (z~z)"},
		{"en", "......", ".~.~.~.~.~."},
		{"en", "z\u0301z\u2060z z", "z\u0301~z\u2060z z"},
		{"hi", "क्षक्ष", "क्ष~क्ष"},
	} {
		_, p := shapeText(t, c.tag, c.text)
		var b strings.Builder
		last := 0
		for _, o := range p.breaks {
			b.WriteString(clusterText(p, last, o.at))
			if o.kind == emergency {
				b.WriteByte('~')
			}
			last = o.at
		}
		if got := b.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
}

// A word belongs to the language that it begins in.
func TestHyphensFollowTheLanguage(t *testing.T) {
	s := shaperFor(t, "en")
	en, ht := locale.MustParse("en"), locale.MustParse("ht")
	p := s.paragraph([]styled{
		{text: "transformation ", locale: en, size: 10}, {text: "transformation transfor", locale: ht, size: 10},
		{text: "mation transformation", locale: en, size: 10}, {text: " transformation", locale: en, size: 10, mono: true},
	}, locale.LTR)
	var at []int
	for _, o := range p.breaks {
		if o.kind == hyphen {
			at = append(at, p.clusters[o.at].start)
		}
	}
	if want := []int{5, 8, 10, 50, 53, 55}; !slices.Equal(at, want) {
		t.Errorf("hyphens at %v, want %v", at, want)
	}
}

// breakTest calls with each case of a file of Unicode's that marks breaks by ÷
// and their absence by ×.
func breakTest(t *testing.T, name string, check func(line string, text []rune, want []int) bool) {
	t.Helper()
	s := unicodeFile(t, "segmenter", "test", name)
	cases, wrong := 0, 0
	for s.Scan() {
		line, _, _ := strings.Cut(s.Text(), "#")
		var text []rune
		var want []int
		for _, f := range strings.Fields(line) {
			switch f {
			case "×":
			case "÷":
				want = append(want, len(text))
			default:
				r, err := strconv.ParseUint(f, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				text = append(text, rune(r))
			}
		}
		if len(text) == 0 {
			continue
		}
		cases++
		if !check(line, text, want) {
			wrong++
		}
	}
	if wrong > 0 || cases < 700 {
		t.Errorf("%d of %d cases are wrong", wrong, cases)
	}
}

func TestGraphemeBreakTest(t *testing.T) {
	s := newShaper(nil, nil)
	breakTest(t, "GraphemeBreakTest.txt", func(line string, text []rune, want []int) bool {
		s.segmenter.Init(text)
		got := s.graphemes(len(text))
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", line, got)
			return false
		}
		return true
	})
}

// Of what UAX #14 allows, all is allowed that does not part a cluster; and
// nothing is that it forbids, as long as no dictionary and no patterns speak.
func TestLineBreakTest(t *testing.T) {
	s := shaperFor(t, "mam")
	l := locale.MustParse("mam")
	breakTest(t, "LineBreakTest.txt", func(line string, text []rune, want []int) bool {
		p := s.paragraph([]styled{{text: string(text), locale: l, size: 10}}, l.Dir)
		if len(p.runes) != len(text) {
			t.Fatal(line)
		}
		starts := map[int]bool{len(text): true}
		for _, c := range p.clusters {
			starts[c.start] = true
		}
		var allowed []int
		for _, at := range want {
			if at > 0 && starts[at] {
				allowed = append(allowed, at)
			}
		}
		var got []int
		for _, o := range p.breaks {
			if o.kind != emergency && o.kind != dictionary {
				got = append(got, p.clusters[o.at-1].end)
			}
		}
		if !slices.Equal(got, allowed) {
			t.Errorf("%s: %v, want %v", line, got, allowed)
			return false
		}
		return true
	})
	if s.err != nil {
		t.Error(s.err)
	}
}
