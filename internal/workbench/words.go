package workbench

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"multitude/internal/locale"
)

//go:embed words/active.*.toml
var wordFiles embed.FS

// interfaces are the languages that the workbench speaks. English stands first:
// it is the one that is spoken where a browser asks for none of them.
var interfaces = []locale.Locale{locale.MustParse("en"), locale.MustParse("es"), locale.MustParse("ar")}

// bundle has the words of the interface.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, l := range interfaces {
		if _, err := b.LoadMessageFileFS(wordFiles, "words/active."+l.Tag+".toml"); err != nil {
			panic(err) // they are part of the program, and a test reads them all
		}
	}
	return b
})

// A voice says the words of the interface in one language.
type voice struct {
	locale.Locale
	localizer *i18n.Localizer
}

func newVoice(l locale.Locale) *voice { return &voice{l, i18n.NewLocalizer(bundle(), l.Tag)} }

// say is a text of the interface. args are names and values for the places
// that it has open; a value named Count chooses the plural form.
func (v *voice) say(id string, args ...any) string {
	data := map[string]any{}
	var count any
	for i := 0; i+1 < len(args); i += 2 {
		name, value := fmt.Sprint(args[i]), args[i+1]
		if n, ok := value.(int); ok {
			if name == "Count" {
				count = n
			}
			value = v.Number(n)
		}
		data[name] = value
	}
	text, err := v.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: count})
	if err != nil && text == "" {
		return id
	}
	return text
}

// rich is a text of the interface in which *…* is strong; all else is escaped.
func (v *voice) rich(id string, args ...any) template.HTML {
	parts := strings.Split(template.HTMLEscapeString(v.say(id, args...)), "*")
	var b strings.Builder
	for i, p := range parts {
		switch {
		case i%2 == 1 && i+1 < len(parts):
			b.WriteString("<strong>" + p + "</strong>")
		case i%2 == 1:
			b.WriteString("*" + p)
		default:
			b.WriteString(p)
		}
	}
	return template.HTML(b.String())
}

// voiceOf is the voice for a request: what its session chose, else what the
// browser asks for.
func (b *Workbench) voiceOf(r *http.Request) *voice {
	if s := b.guard.session(r); s != nil {
		s.mu.Lock()
		chosen := s.interfaze
		s.mu.Unlock()
		for _, l := range interfaces {
			if l.Tag == chosen {
				return newVoice(l)
			}
		}
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err == nil {
		for _, t := range tags {
			base, _ := t.Base()
			for _, l := range interfaces {
				if l.Language == base.String() {
					return newVoice(l)
				}
			}
		}
	}
	return newVoice(interfaces[0])
}

// setInterface chooses the language of the interface.
func (b *Workbench) setInterface(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	s := b.guard.session(r)
	s.mu.Lock()
	s.interfaze = r.PostFormValue("language")
	s.mu.Unlock()
	http.Redirect(w, r, back(r), http.StatusSeeOther)
}

// back is the page that a form was on: a path of this server, or the first
// page.
func back(r *http.Request) string {
	to := r.PostFormValue("back")
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}
