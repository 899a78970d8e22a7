package test

import (
	"fmt"
	"strings"
)

// A payload is what a stranger might write into a catalog. Where a browser ran
// it, it would set window.pwned, or add an element, an attribute or a link that
// no page of ours has.
//
// payloads crosses what is known to run in browsers (the vectors of the OWASP
// and PortSwigger collections, in our own words) with what is known to get past
// filters.
func payloads() []string {
	const run = "self.pwned=1"
	vectors := []string{
		"<script>%s</script>", "<script src=data:text/javascript,%s></script>", "<script type=module>%s</script>", "<scr<script>ipt>%s</scr</script>ipt>",
		"<img src=x onerror=%s>", "<img src=x:x onerror='%s'>", "<image href=x onerror=%s>", "<input autofocus onfocus=%s>", "<select autofocus onfocus=%s>",
		"<textarea autofocus onfocus=%s>", "<body onload=%s>", "<svg onload=%s>", "<svg/onload=%s>", "<svg><script>%s</script></svg>",
		"<svg><animate onbegin=%s attributeName=x dur=1s>", "<svg><set onbegin=%s attributeName=x>", "<svg><a href='javascript:%s'><text>x</text></a></svg>",
		"<svg><use href='data:image/svg+xml,<svg id=x onload=%s></svg>#x'></svg>", "<math href='javascript:%s'>x</math>", "<math><mtext><style><img src=x onerror=%s></style></mtext></math>",
		"<details open ontoggle=%s>x</details>", "<video src=x onerror=%s></video>", "<audio src=x onerror=%s></audio>", "<video><source onerror=%s></video>",
		"<marquee onstart=%s>x</marquee>", "<iframe srcdoc='<script>parent.%s</script>'></iframe>", "<iframe src='javascript:%s'></iframe>", "<object data='javascript:%s'></object>",
		"<embed src='javascript:%s'>", "<form action='javascript:%s'><input type=submit autofocus></form>", "<button formaction='javascript:%s' autofocus>x</button>",
		"<a href='javascript:%s' autofocus>x</a>", "<a onmouseover=%s>x</a>", "<div style='animation:x 1s' onanimationstart=%s>x</div>", "<style>@keyframes x{}*{animation:x 1s}</style><p onanimationend=%s>",
		"<style>*{background:url('javascript:%s')}</style>", "<style>body{display:none}</style>%s", "<link rel=stylesheet href='data:text/css,*{display:none}'>%s", "<base href='javascript:%s//'>",
		"<meta http-equiv=refresh content='0;url=javascript:%s'>", "<template><script>%s</script></template>", "<noscript><p title='</noscript><img src=x onerror=%s>'>",
		"<dialog open oncancel=%s>x</dialog>", "<p contenteditable autofocus onfocus=%s>x</p>", "<xss tabindex=1 autofocus onfocus=%s>x</xss>", "<portal src='javascript:%s'>",
	}
	wraps := []func(string) string{
		func(s string) string { return s },
		func(s string) string { return `">` + s },
		func(s string) string { return `'>` + s },
		func(s string) string { return "</title></style></script></textarea>" + s },
		func(s string) string { return "--><!--x-->]]>" + s },
		func(s string) string { return "**" + s + "** *" + s + "*" },
		func(s string) string { return strings.NewReplacer("<", "\\<", ">", "\\>").Replace(s) },
		func(s string) string { return strings.NewReplacer("<", "&lt;", ">", "&gt;", "'", "&#39;").Replace(s) },
		func(s string) string {
			return "[x](https://example.org/ \"" + strings.ReplaceAll(s, `"`, "&quot;") + "\")"
		},
	}
	var all []string
	for _, v := range vectors {
		for _, w := range wraps {
			all = append(all, w(strings.Replace(v, "%s", run, 1)))
		}
	}

	schemes := []string{
		"javascript:", "JaVaScRiPt:", "vbscript:", "data:text/html,", "data:text/html;base64,", "&#106;avascript:", "&#x6A;avascript&colon;", "java&Tab;script:", "java&NewLine;script:",
		"%6Aavascript:", "\\javascript:", "&#0;javascript:", "&nbsp;javascript:", "&ZeroWidthSpace;javascript:", "java\u00adscript:", "file:///etc/passwd?", "blob:", "about:", "ws:", "//example.com/", "https:",
	}
	for _, s := range schemes {
		for _, form := range []string{"[x](%s)", "[x](<%s>)", "<%s>", "![x](%s)", "[**x**](%s \"t\")", "[x](%s 'a\" onclick=\"self.pwned=1')"} {
			all = append(all, fmt.Sprintf(form, s+run))
		}
	}
	all = append(all, "[x][y]\n\n[y]: javascript:"+run, "[x]: javascript:"+run+"\n\n[x]", "[x](#\" onclick=\"self.pwned=1)", "[x](# onmouseover=self.pwned=1)", "[^\"><script>self.pwned=1</script>]")

	for _, t := range []string{"{{.}}", "{{%s}}", "{{printf \"%%s\" .}}", "{{template \"page.html\" .}}", "{{define \"x\"}}<script>%s</script>{{end}}", "{{.Word \"<script>%s</script>\"}}", "${%s}", "#{%s}", "<%%=%s%%>", "{%%raw%%}%s{%%endraw%%}", "[[${%s}]]", "*{%s}", "`%s`", "``<script>%s</script>``", "{{constructor.constructor('%s')()}}"} {
		all = append(all, strings.NewReplacer("%s", run, "%%", "%").Replace(t))
	}
	tags := func(s string) string {
		return strings.Map(func(r rune) rune { return 0xE0000 + r }, s)
	}
	all = append(all,
		"x"+tags("<script>"+run+"</script>"), "x\u202E<tpircs/>1=denwp.fles<tpircs>", "x\u2066\u2067\u2068", "x\u202A\u202B\u202C\u202D", "\u200Ex\u200F", "x\u2069\u2069\u2069",
		"x\x00<script>self.pwned=1</script>", "x\x1b[31m", "x\x7f\x80\x9f", "x\uFEFF<script>self.pwned=1</script>", "x\uFFFE\uFFFF", "x\uFFFD", "x"+strings.Repeat("\u0301", 1000), "x"+strings.Repeat("\u0489", 1000),
		"x"+strings.Repeat("\u200D", 500), "\u00a0\u2003\u3164\u115F", strings.Repeat("<b>", 2000), strings.Repeat("[", 2000), strings.Repeat("*", 2001), strings.Repeat("&", 2000), strings.Repeat("![", 1000)+"x", "x"+strings.Repeat("A", 20000),
	)
	return all
}
