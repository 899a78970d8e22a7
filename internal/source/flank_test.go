package source

import "testing"

// Marks beside the punctuation of scripts without spaces work as a translator
// expects; elsewhere CommonMark's rules hold.
func TestEmphasisWithoutSpaces(t *testing.T) {
	for _, c := range []struct {
		markdown string
		strong   string // the text in bold
	}{
		{"**爱：**我们必须", "爱："},
		{"参与了**移民运动愿景进程**[^process]，建立", "移民运动愿景进程"},
		{"他说**“你好。”**然后", "“你好。”"},
		{"これは**「愛」**です", "「愛」"},
		{"**សេរីភាព៖**មនុស្ស", "សេរីភាព៖"},
		{"**เสรีภาพ:** ทุกคน", "เสรีภาพ:"},
		{"**Love:** we must", "Love:"},
		{"**Love:**we must", ""},
		{"a ** b ** c", ""},
	} {
		spans, err := ParseInline(c.markdown)
		if err != nil {
			t.Errorf("%s: %v", c.markdown, err)
			continue
		}
		strong := ""
		for _, s := range spans {
			if s.Strong {
				strong += s.Text
			}
		}
		if strong != c.strong {
			t.Errorf("%s: %q is bold, want %q", c.markdown, strong, c.strong)
		}
	}
}
