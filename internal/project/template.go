package project

import (
	"bytes"
	"text/template"

	"multitude/internal/tomltree"
)

// Template is the multitude.toml of a new project: every setting, each with its
// meaning, and at its default but for the three given. Load reads it back.
func Template(name, source, language string) []byte {
	var b bytes.Buffer
	err := initial.Execute(&b, map[string]string{
		"name":     tomltree.QuoteKey(name),
		"source":   tomltree.QuoteKey(source),
		"language": tomltree.QuoteKey(language),
	})
	if err != nil {
		panic(err) // the template has no way to fail
	}
	return b.Bytes()
}

var initial = template.Must(template.New(FileName).Parse(`# The settings of this project. A line behind a "#" is a setting that you can
# have otherwise: take the "#" away, and write your value.

name     = {{.name}} # base name of the editions' files
source   = {{.source}} # the text, in Markdown
language = {{.language}} # the language of the text, as a BCP 47 tag

# formats  = ["html", "pdf"]
# base-url = "" # where the output folder is published, as in "https://example.org/statement"
# contact  = "" # where readers report a mistake in a translation: an e-mail or web address
# memory   = [] # translation memories: TMX files, or folders of other projects
# status   = false # whether a page for those who coordinate the translations is built, in output/status/

[publish]
# least-state    = "machine" # or "translated", "reviewed", "approved": below it, a translated text is not used
# least-complete = 0.0 # from 0 to 1: below it, an edition is not built

[pdf]
# paper  = "letter" # or "a4"
# layout = "standard" # or "large-print", "booklet", or some of them: ["standard", "booklet"]

[fonts]
# directories = [] # folders of this project in which to look for fonts first

[check]
# Rules of "multitude check" that you want otherwise: "error", "warning", "hint" or "off".
# stale = "error"

[theme]
# accent    = "#7a1f3d" # a color of your own
# logo      = "" # a PNG, JPEG or GIF above the title, by its path from here
# cover     = "" # a line below the title
# templates = "" # a folder with templates of your own for the web pages

# Any of these tables again, for one locale:
# [locale.es.publish]
# least-state = "reviewed"
`))
