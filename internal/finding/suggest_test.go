package finding

import "testing"

func TestSuggest(t *testing.T) {
	known := []string{"name", "source", "language", "formats", "base-url", "contact", "least-state"}
	for _, c := range []struct{ word, want string }{
		{"nmae", "name"},
		{"Name", "name"},
		{"base_url", "base-url"},
		{"lnaguage", "language"},
		{"format", "formats"},
		{"langage", "language"},
		{"least_stat", "least-state"},
		{"zzz", ""},
		{"", ""},
		{"nm", ""},
		{"typography", ""},
	} {
		if got := Suggest(c.word, known); got != c.want {
			t.Errorf("Suggest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestSuggestCountsRunes(t *testing.T) {
	if got := Suggest("भाष", []string{"भाषा", "देश"}); got != "भाषा" {
		t.Errorf("got %q", got)
	}
}
