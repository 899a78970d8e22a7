package test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

var preloaded = regexp.MustCompile(`const fonts = (\[[^\]]*\])`)

// A page asks early for the fonts of its own script, where readers lack them,
// and never for those that other languages' names in its menu have.
func TestPagesPreloadTheirOwnFontsAlone(t *testing.T) {
	own := map[string]string{"am": "ethiopic", "hy": "armenian", "km": "khmer", "ur": "nastaliq", "hi": "devanagari", "ne": "devanagari",
		"bn": "bengali", "gu": "gujarati", "pa": "gurmukhi", "ta": "tamil", "te": "telugu", "th": "thai", "ps": "arabic", "ti": "ethiopic", "lo": "lao", "my": "myanmar"}
	for tag, path := range files(t, ".html") {
		m := preloaded.FindStringSubmatch(read(t, path))
		if m == nil {
			t.Errorf("%s: no list of fonts", tag)
			continue
		}
		var list []string
		if err := json.Unmarshal([]byte(m[1]), &list); err != nil {
			t.Errorf("%s: %v", tag, err)
		}
		if tag == "km" && len(list) == 0 {
			t.Error("km: no font is preloaded")
		}
		for _, f := range list {
			if own[tag] == "" || !strings.Contains(f, own[tag]) {
				t.Errorf("%s preloads %s", tag, f)
			}
		}
	}
}
