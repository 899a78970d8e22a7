package spell

import (
	"errors"
	"slices"
	"testing"

	"multitude/internal/locale"
)

func TestDictionaries(t *testing.T) {
	got := dictionaries("SEARCH PATH:\n.::/usr/share/hunspell\nAVAILABLE DICTIONARIES (path is not mandatory for -d option):\n" +
		"/usr/share/hunspell/es_MX\n/usr/share/hunspell/es_ES\n/usr/share/myspell/es_ES\n/usr/share/hunspell/hyph_es\nLOADED DICTIONARY:\n/usr/share/hunspell/en_US.aff\n")
	if want := []string{"es_ES", "es_MX"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDictionaryFor(t *testing.T) {
	s := &Speller{names: []string{"de_AT", "de_DE", "en", "es_ES", "es_MX", "pt_BR", "pt_PT", "sr", "sr_Latn_RS", "xx"}}
	for tag, want := range map[string]string{
		"es": "es_ES", "es-MX": "es_MX", "pt": "pt_BR", "pt-PT": "pt_PT", "de": "de_DE", "de-LI": "de_AT", "en-GB": "en",
		"sr": "sr", "km": "",
	} {
		if got, ok := s.Dictionary(locale.MustParse(tag)); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
}

// The real program: make test installs it.
func TestUnknown(t *testing.T) {
	s, err := Open()
	if err != nil {
		t.Fatalf("%v\nhint: run make test, which installs hunspell", err)
	}
	name, ok := s.Dictionary(locale.MustParse("es"))
	if !ok {
		t.Fatal("there is no Spanish dictionary\nhint: run make test, which installs one")
	}
	got, err := s.Unknown(name, "Las persoans y las niñas. & # Las persoans, libertdad\n")
	if want := []string{"persoans", "libertdad"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
	if got, err := s.Unknown(name, "La libertad de quedarse, también.\n"); err != nil || len(got) > 0 {
		t.Errorf("got %q (%v)", got, err)
	}
	if _, err := s.Unknown("nothing_XX", "a"); err == nil {
		t.Error("a dictionary that is not there gives no error")
	}
}

func TestNoProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(); !errors.Is(err, ErrNoProgram) {
		t.Errorf("got %v", err)
	}
}
