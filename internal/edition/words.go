package edition

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
)

//go:embed words/active.*.toml
var wordFiles embed.FS

// A voice says the edition's own words in one locale. go-i18n refuses tags that
// it has no plural rule for (ht, mam, quc …), so each voice has a bundle of its
// own, under a tag that lends its plural rule; the voice is known by our tag.
type voice struct {
	locale    locale.Locale
	localizer *i18n.Localizer
}

// words are the voices that an edition asks, in order: the project's own
// messages in the locale, ours in the locale and its parents, then the same in
// the language of the source, then English.
type words struct {
	voices []*voice
	pseudo *pseudo // of a test edition; else nil
}

// newWords prepares the words of an edition. overrides are the "edition.*"
// messages of the locale's catalog.
func newWords(loc, source locale.Locale, overrides map[string]catalog.Message) (*words, error) {
	w := &words{}
	if len(overrides) > 0 {
		var own []*i18n.Message
		for id, m := range overrides {
			own = append(own, &i18n.Message{ID: id, Zero: m.Forms["zero"], One: m.Forms["one"], Two: m.Forms["two"],
				Few: m.Forms["few"], Many: m.Forms["many"], Other: m.Text})
		}
		v, err := newVoice(loc, own)
		if err != nil {
			return nil, err
		}
		w.voices = append(w.voices, v)
	}
	var chain []locale.Locale
	for _, l := range []locale.Locale{loc, source, locale.MustParse("en")} {
		chain = append(append(chain, l), l.Parents()...)
	}
	for _, l := range chain {
		v, err := embeddedVoice(l)
		if err != nil {
			return nil, err
		}
		if v != nil {
			w.voices = append(w.voices, v)
		}
	}
	return w, nil
}

var embeddedVoices sync.Map // tag → func() (*voice, error)

// embeddedVoice is the voice of the words that come with the tool; nil where
// there are none for the locale.
func embeddedVoice(l locale.Locale) (*voice, error) {
	load, _ := embeddedVoices.LoadOrStore(l.Tag, sync.OnceValues(func() (*voice, error) {
		path := "words/active." + l.Tag + ".toml"
		data, err := fs.ReadFile(wordFiles, path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		f, err := i18n.ParseMessageFileBytes(data, path, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return newVoice(l, f.Messages)
	}))
	return load.(func() (*voice, error))()
}

func newVoice(l locale.Locale, messages []*i18n.Message) (*voice, error) {
	full := make([]*i18n.Message, len(messages))
	plural := false
	for i, m := range messages {
		plural = plural || m.One != ""
		full[i] = complete(*m)
	}
	carrier := language.Make(l.Language)
	bundle := i18n.NewBundle(carrier)
	if err := bundle.AddMessages(carrier, full...); err != nil {
		// No plural rule: English's where the messages tell one from many,
		// Chinese's where they do not.
		carrier = language.Chinese
		if plural {
			carrier = language.English
		}
		bundle = i18n.NewBundle(carrier)
		if err := bundle.AddMessages(carrier, full...); err != nil {
			return nil, fmt.Errorf("the words of %s: %w", l.Tag, err)
		}
	}
	return &voice{locale: l, localizer: i18n.NewLocalizer(bundle, carrier.String())}, nil
}

// complete fills the plural forms that the message does not tell apart with
// its general one: go-i18n has no word for a form that is not there.
func complete(m i18n.Message) *i18n.Message {
	for _, form := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many} {
		if *form == "" {
			*form = m.Other
		}
	}
	return &m
}

// Word is one of the edition's own words, such as "edition.contents", with the
// values put in the place of its {{.Name}} marks. It is in the language in
// which it was found: mark it where that is not the edition's.
func (e *Edition) Word(id string, values map[string]string) Text {
	return e.words.say(id, values, nil)
}

// Count is a word that depends on a number: the plural form is the one that
// the language uses for n, and {{.Count}} is n in the edition's digits.
func (e *Edition) Count(id string, n int, values map[string]string) Text {
	all := map[string]string{"Count": e.Locale.Number(n)}
	for k, v := range values {
		all[k] = v
	}
	return e.words.say(id, all, n)
}

func (w *words) say(id string, values map[string]string, count any) Text {
	for _, v := range w.voices {
		s, err := v.localizer.Localize(&i18n.LocalizeConfig{
			MessageID:      id,
			TemplateData:   values,
			PluralCount:    count,
			TemplateParser: placeholders{},
		})
		if err == nil && s != "" {
			t := Text{Spans: []doc.Span{{Text: s}}, Locale: v.locale}
			if w.pseudo != nil {
				t = w.pseudo.text(t)
			}
			return t
		}
	}
	// English has every word: a test holds that.
	return Text{}
}

// placeholders puts values in the place of {{.Name}} and does nothing else.
// Messages may come from strangers, and text/template is a language in which
// much more can be said.
type placeholders struct{}

func (placeholders) Cacheable() bool { return true }

func (placeholders) Parse(src, _, _ string) (template.ParsedTemplate, error) {
	return placeholderText(src), nil
}

type placeholderText string

func (t placeholderText) Execute(data any) (string, error) {
	values, _ := data.(map[string]string)
	var b strings.Builder
	rest := string(t)
	for {
		before, after, found := strings.Cut(rest, "{{")
		name, next, closed := strings.Cut(after, "}}")
		key, isValue := strings.CutPrefix(strings.TrimSpace(name), ".")
		value, known := values[key]
		if !found || !closed || !isValue || !known {
			b.WriteString(rest)
			return b.String(), nil
		}
		b.WriteString(before)
		b.WriteString(value)
		rest = next
	}
}
