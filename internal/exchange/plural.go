package exchange

import (
	"fmt"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// A pluralFormula is a rule as gettext's header has it (gettext manual, §11.2.6).
type pluralFormula struct {
	forms      int
	expression string
	form       func(n int) int
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func choose(conditions ...bool) int {
	for i, c := range conditions {
		if c {
			return i
		}
	}
	return len(conditions)
}

func between(n, least, most int) bool { return n >= least && n <= most }

var pluralFormulas = []pluralFormula{
	{1, "0", func(int) int { return 0 }},
	{2, "(n != 1)", func(n int) int { return truth(n != 1) }},
	{2, "(n > 1)", func(n int) int { return truth(n > 1) }},
	{2, "(n%10!=1 || n%100==11)", func(n int) int { return truth(n%10 != 1 || n%100 == 11) }},
	{2, "(n%10!=1)", func(n int) int { return truth(n%10 != 1) }},
	{2, "(n%10==4 || n%10==6 || n%10==9)", func(n int) int { return truth(n%10 == 4 || n%10 == 6 || n%10 == 9) }},
	{2, "(n!=0 && n!=1 && (n<11 || n>99))", func(n int) int { return truth(n > 1 && (n < 11 || n > 99)) }},
	{3, "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)", func(n int) int {
		return choose(n%10 == 1 && n%100 != 11, between(n%10, 2, 4) && !between(n%100, 12, 14))
	}},
	{3, "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)", func(n int) int {
		return choose(n == 1, between(n%10, 2, 4) && !between(n%100, 12, 14))
	}},
	{3, "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)", func(n int) int { return choose(n == 1, between(n, 2, 4)) }},
	{3, "(n==1 ? 0 : n==2 ? 1 : 2)", func(n int) int { return choose(n == 1, n == 2) }},
	{3, "(n==0 ? 0 : n==1 ? 1 : 2)", func(n int) int { return choose(n == 0, n == 1) }},
	{3, "(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2)", func(n int) int { return choose(n == 1, n == 0 || between(n%100, 1, 19)) }},
	{3, "(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2)", func(n int) int {
		return choose(n%10 == 1 && !between(n%100, 11, 19), n%10 >= 2 && !between(n%100, 11, 19))
	}},
	{3, "(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 && n%100!=11 ? 1 : 2)", func(n int) int {
		return choose(n%10 == 0 || between(n%100, 11, 19), n%10 == 1 && n%100 != 11)
	}},
	{3, "(n<=1 ? 0 : n<=10 ? 1 : 2)", func(n int) int { return choose(n <= 1, n <= 10) }},
	{4, "(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)", func(n int) int {
		return choose(n%100 == 1, n%100 == 2, n%100 == 3 || n%100 == 4)
	}},
	{4, "(n==1 ? 0 : n==0 || (n%100>=2 && n%100<=10) ? 1 : n%100>=11 && n%100<=19 ? 2 : 3)", func(n int) int {
		return choose(n == 1, n == 0 || between(n%100, 2, 10), between(n%100, 11, 19))
	}},
	{5, "(n==1 ? 0 : n==2 ? 1 : n==0 || (n%100>=3 && n%100<=10) ? 2 : n%100>=11 && n%100<=19 ? 3 : 4)", func(n int) int {
		return choose(n == 1, n == 2, n == 0 || between(n%100, 3, 10), between(n%100, 11, 19))
	}},
	{4, "(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>=3 && n<=19 ? 2 : 3)", func(n int) int {
		return choose(n == 1 || n == 11, n == 2 || n == 12, between(n, 3, 19))
	}},
	{4, "(n==1 ? 0 : n==2 ? 1 : n>10 && n%10==0 ? 2 : 3)", func(n int) int { return choose(n == 1, n == 2, n > 10 && n%10 == 0) }},
	{5, "(n==1 ? 0 : n==2 ? 1 : n>=3 && n<=6 ? 2 : n>=7 && n<=10 ? 3 : 4)", func(n int) int {
		return choose(n == 1, n == 2, between(n, 3, 6), between(n, 7, 10))
	}},
	{4, "(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3)", func(n int) int { return choose(n%10 == 1, n%10 == 2, n%20 == 0) }},
	{5, "(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0 : n%10==2 && n%100!=12 && n%100!=72 && n%100!=92 ? 1 : " +
		"(n%10==3 || n%10==4 || n%10==9) && (n%100<10 || n%100>19) && (n%100<70 || n%100>79) && (n%100<90) ? 2 : n!=0 && n%1000000==0 ? 3 : 4)",
		func(n int) int {
			m := n % 100
			return choose(n%10 == 1 && m != 11 && m != 71 && m != 91, n%10 == 2 && m != 12 && m != 72 && m != 92,
				(n%10 == 3 || n%10 == 4 || n%10 == 9) && !between(m, 10, 19) && !between(m, 70, 79) && m < 90, n != 0 && n%1000000 == 0)
		}},
	{6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)", func(n int) int {
		return choose(n == 0, n == 1, n == 2, between(n%100, 3, 10), n%100 >= 11)
	}},
	{6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5)", func(n int) int {
		return choose(n == 0, n == 1, n == 2, n == 3, n == 6)
	}},
}

// pluralForms is the value of Plural-Forms: the formula that parts the counts
// as CLDR does. A language of which CLDR knows no rule has one form. Messages
// of a document have no plurals; tools want the header all the same.
func pluralForms(tag string) string {
	f := pluralFormulas[0]
	if t, err := language.Parse(tag); err == nil {
		if base, confidence := t.Base(); confidence != language.No && base.String() != "und" {
			for _, candidate := range pluralFormulas {
				if candidate.fits(t) {
					f = candidate
					break
				}
			}
		}
	}
	return fmt.Sprintf("nplurals=%d; plural=%s;", f.forms, f.expression)
}

// fits says whether the formula parts the numbers of everyday as CLDR's rule
// does: the same counts together.
func (f pluralFormula) fits(t language.Tag) bool {
	forms := map[plural.Form]int{}
	numbers := map[int]plural.Form{}
	for n := range 210 {
		form, number := plural.Cardinal.MatchPlural(t, n, 0, 0, 0, 0), f.form(n)
		if former, ok := forms[form]; ok && former != number {
			return false
		}
		if former, ok := numbers[number]; ok && former != form {
			return false
		}
		forms[form], numbers[number] = number, form
	}
	return true
}
