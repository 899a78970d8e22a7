package source

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/doc"
)

// show writes spans so that a table of tests can be read: *…* is emphasis,
// **…** strong, and everything that is no plain text stands in braces.
func show(spans []doc.Span) string {
	var b strings.Builder
	for i, s := range spans {
		text := s.Text
		switch s.Kind {
		case doc.CodeSpan:
			text = "{code " + text + "}"
		case doc.Image:
			text = "{image " + s.Source + ": " + text + "}"
		case doc.NoteRef:
			text = "{note " + text + "}"
		case doc.HardBreak:
			text = "{break}"
		}
		if s.Emph {
			text = "*" + text + "*"
		}
		if s.Strong {
			text = "**" + text + "**"
		}
		if s.Link != nil && (i == 0 || spans[i-1].Link != s.Link) {
			text = "{" + strings.TrimSpace(s.Link.Target+" "+s.Link.Title) + ": " + text
		}
		if s.Link != nil && (i+1 == len(spans) || spans[i+1].Link != s.Link) {
			text += "}"
		}
		b.WriteString(text)
	}
	return b.String()
}

func TestParseInline(t *testing.T) {
	for _, c := range []struct{ message, want string }{
		{"", ""},
		{"word", "word"},
		{"  one\n two\n", "one two"},
		{"one\r\ntwo", "one two"},
		{"**Love:** We must", "**Love:** We must"},
		{"*a **b** c*", "*a ****b**** c*"},
		{"__a__ and _b_, snake_case", "**a** and *b*, snake_case"},
		{"2 * 3 * 4", "2 * 3 * 4"},
		{"[Appendix A](#appendix)", "{#appendix: Appendix A}"},
		{`[a *b*](https://example.org/x_\(y\) "T \"t\"")`, `{https://example.org/x_(y) T "t": a *b*}`},
		{"[a](<https://example.org/a b>)", "{https://example.org/a%20b: a}"},
		{"<https://example.org/?a&b>", "{https://example.org/?a&b: https://example.org/?a&b}"},
		{"<us@example.org>", "{mailto:us@example.org: us@example.org}"},
		{"[call](tel:+1-555-0100)", "{tel:+1-555-0100: call}"},
		{"[كن](https://example.org/كن)", "{https://example.org/كن: كن}"},
		{"*see [a **b**](#c)*", "*see *{#c: *a ****b***}"},
		{"![a crowd](../img/crowd%20one.png)", "{image ../img/crowd one.png: a crowd}"},
		{"[![a](b.png)](#c)", "{#c: {image b.png: a}}"},
		{"process[^process].", "process{note process}."},
		{"what![^a]", "what!{note a}"},
		{"[^a b] [^] [^a\nb]", "[^a b] [^] [^a b]"},
		{`\[^a]`, "[^a]"},
		{"one\\\ntwo", "one{break}two"},
		{"one  \ntwo", "one{break}two"},
		{"**a\\\nb**", "**a****{break}****b**"},
		{"[a\\\nb](#c)", "{#c: a{break}b}"},
		{"`` a`b ``", "{code a`b}"},
		{"`a\nb`", "{code a b}"},
		{`\*a\* &amp; &#x41;&copy;&nosuch; &lt;b>`, "*a* & A©&nosuch; <b>"},
		{`\&amp; &#92;*a*`, `&amp; \*a*`},
		{"a&nbsp;b", "a\u00a0b"},
		{"&#0;&#xD800;&#99999999;", "\uFFFD\uFFFD&#99999999;"},
		{"a&#10;b&Tab;c", "a b c"},
		{"3~5일, 7~10일", "3~5일, 7~10일"},
		{"a < b > c, I <3 you", "a < b > c, I <3 you"},
		// What would be a block in a document is text in a message.
		{"1. one", "1. one"},
		{"# one", "# one"},
		{"- one", "- one"},
		{"    one", "one"},
		{"> one", "> one"},
		{"***", "***"},
		{"one\n===", "one ==="},
		{"| a |\n|---|", "| a | |---|"},
		{"[a]: https://example.org", "[a]: https://example.org"},
		{"[ ] one", "[ ] one"},
		{"```", "```"},
		{"[a][b]", "[a][b]"},
	} {
		spans, err := ParseInline(c.message)
		if err != nil {
			t.Errorf("%q: %v", c.message, err)
		} else if got := show(spans); got != c.want {
			t.Errorf("%q is read as %q, not as %q", c.message, got, c.want)
		}
	}
}

func TestParseInlineRefuses(t *testing.T) {
	const zwsp = "\u200b"
	for _, c := range []struct {
		message, rule string
		column        int
	}{
		{"a <b>bold</b>", RuleRawHTML, 3},
		{"a<!-- b -->", RuleRawHTML, 2},
		{"<script>alert(1)</script>", RuleRawHTML, 1},
		{"<?php ?>", RuleRawHTML, 1},
		{"<![CDATA[x]]>", RuleRawHTML, 1},
		{"<!DOCTYPE html>", RuleRawHTML, 1},
		{"<a\nhref='x'>", RuleRawHTML, 1},
		{"déjà [x](javascript:alert(1))", RuleLinkTarget, 6},
		{"[x](JavaScript:alert(1))", RuleLinkTarget, 1},
		{"[x](java&#x73;cript:alert(1))", RuleLinkTarget, 1},
		{"[x](javascript&colon;alert(1))", RuleLinkTarget, 1},
		{`[x](javascript\:alert(1))`, RuleLinkTarget, 1},
		{"[x](java&Tab;script:alert(1))", RuleLinkTarget, 1},
		{"[x](java&NewLine;script:alert(1))", RuleLinkTarget, 1},
		{"[x](&#1;javascript:alert(1))", RuleLinkTarget, 1},
		{"[x](<  javascript:alert(1)>)", RuleLinkTarget, 1},
		{"[x](" + zwsp + "javascript:alert(1))", RuleLinkTarget, 1},
		{"[x](java" + zwsp + "script:alert(1))", RuleLinkTarget, 1},
		{"[x](vbscript:x)", RuleLinkTarget, 1},
		{"[x](data:text/html,x)", RuleLinkTarget, 1},
		{"[x](file:///etc/passwd)", RuleLinkTarget, 1},
		{"[x](feed:javascript:alert(1))", RuleLinkTarget, 1},
		{"<javascript:alert(1)>", RuleLinkTarget, 1},
		{"[x](//example.org)", RuleLinkTarget, 1},
		{"[x](page.html)", RuleLinkTarget, 1},
		{"[x](https://)", RuleLinkTarget, 1},
		{"[x](https:/example.org)", RuleLinkTarget, 1},
		{`[x](https://")`, RuleLinkTarget, 1},
		{"[x](https://a b)", "", 0}, // CommonMark: no link at all
		{"[x]()", RuleLinkTarget, 1},
		{"[x](#)", RuleLinkTarget, 1},
		{"[x](#a%20b)", RuleLinkTarget, 1},
		{"[](https://example.org)", RuleLinkTarget, 1},
		{"![x](data:image/png;base64,AA)", RuleImageSource, 1},
		{"![x](https://example.org/x.png)", RuleImageSource, 1},
		{"![x](/etc/passwd)", RuleImageSource, 1},
		{"![x](%2Fetc/passwd)", RuleImageSource, 1},
		{`![x](C:\\x.png)`, RuleImageSource, 1},
		{"![x](a%00.png)", RuleImageSource, 1},
		{"![x](a%FF.png)", RuleImageSource, 1},
		{"![x]()", RuleImageSource, 1},
		{"![[^x]](a.png)", RuleFootnote, 1},
		{"[a [^x]](#b)", RuleFootnote, 4},
		{"a ~~b~~", RuleUnsupported, 3},
		{"one\n\ntwo", RuleUnsupported, 5},
		{"a\x00b", RuleEncoding, 2},
		{"a\x1bb", RuleEncoding, 2},
		{"a\u0085b", RuleEncoding, 2},
		{"a&#27;b", RuleEncoding, 1},
		{"a\xffb", RuleEncoding, 1},
	} {
		spans, err := ParseInline(c.message)
		if c.rule == "" {
			if err != nil {
				t.Errorf("%q: %v", c.message, err)
			}
			continue
		}
		var e *InlineError
		if !errors.As(err, &e) || spans != nil {
			t.Errorf("%q is read as %q, without complaint: %v", c.message, show(spans), err)
			continue
		}
		if e.Rule != c.rule || e.Column != c.column || e.Message == "" || e.Cure == "" {
			t.Errorf("%q: %+v; want rule %s in column %d", c.message, *e, c.rule, c.column)
		}
	}
}

// Every text that the marks of Markdown can make, in any order, is written
// and read again without loss.
func TestMarkdownLaw(t *testing.T) {
	tokens := []string{
		"*", "**", "***", "_", "__", "`", "``", "[", "]", "](#a)", "](https://b.c)", "](d.png)", "![", "!", "[^n]", "<https://e.f>", "~", "~~",
		"a", "b", "c d", " ", "  ", "é", "語", ".", "(", ")", "\\", "\\\n", "  \n", "\n", "&#32;", "&nbsp;", "&#42;", "&", "&amp;", "<", "1", "^", "#", "|",
	}
	rapid.Check(t, func(rt *rapid.T) {
		message := strings.Join(rapid.SliceOfN(rapid.SampledFrom(tokens), 1, 24).Draw(rt, "tokens"), "")
		text, problems := prepare(message)
		if len(problems) > 0 {
			rt.Skip("an empty line")
		}
		spans := parseInline(text, nil).spans
		safe(t, spans)
		written := Markdown(spans)
		again, err := ParseInline(written)
		if err != nil || !doc.EqualSpans(again, spans) {
			rt.Fatalf("%q is %s,\nis written as %q,\nis read as %s (%v)", message, show(spans), written, show(again), err)
		}
		if twice := Markdown(again); twice != written {
			rt.Fatalf("%q is written as %q, then as %q", message, written, twice)
		}
	})
}

// The same for spans that come from nowhere, as a program may build them.
func TestMarkdownOfSpans(t *testing.T) {
	texts := []string{"a", " ", "a ", " a", ".", "*", "_", "`", "\\", "!", "[x]", "(b)", "^", "&amp;", "語", "\u00a0", "a_b", "~", "<b>"}
	links := []*doc.Link{nil, nil, {Target: "#a"}, {Target: "https://b.c/(d", Title: `"e\`}}
	rapid.Check(t, func(rt *rapid.T) {
		var spans []doc.Span
		for range rapid.IntRange(1, 6).Draw(rt, "spans") {
			s := doc.Span{
				Kind:   rapid.SampledFrom([]doc.SpanKind{doc.Plain, doc.Plain, doc.Plain, doc.CodeSpan, doc.Image, doc.NoteRef, doc.HardBreak}).Draw(rt, "kind"),
				Strong: rapid.Bool().Draw(rt, "strong"),
				Emph:   rapid.Bool().Draw(rt, "emph"),
				Link:   rapid.SampledFrom(links).Draw(rt, "link"),
				Text:   rapid.SampledFrom(texts).Draw(rt, "text"),
			}
			switch s.Kind {
			case doc.Image:
				s.Text, s.Source = strings.TrimSpace(s.Text), "a (b)%.png"
			case doc.NoteRef:
				s.Text, s.Link = "n", nil
			case doc.HardBreak:
				s = doc.Span{Kind: doc.HardBreak}
			}
			spans = append(spans, s)
		}
		spans = settleBreaks(merge(spans))
		written := Markdown(spans)
		again, err := ParseInline(written)
		if err != nil || !doc.EqualSpans(again, spans) {
			rt.Fatalf("%s\nis written as %q,\nis read as %s (%v)", show(spans), written, show(again), err)
		}
	})
}

// merge joins neighbours that differ in nothing but their text.
func merge(spans []doc.Span) []doc.Span {
	p := &inlinePass{}
	for _, s := range spans {
		p.add(s, 0)
	}
	p.flush()
	return p.result.spans
}

// Texts that nobody would write take no time and no stack.
func TestParseInlineLimits(t *testing.T) {
	const n = 10_000
	for _, c := range []struct {
		name, message string
		refused       bool
	}{
		{"brackets", strings.Repeat("[", n) + "a" + strings.Repeat("]", n), true},
		{"links in links", strings.Repeat("[", 900) + "a" + strings.Repeat("](#b)", 900), false},
		{"stars in a row", strings.Repeat("*", n) + "a" + strings.Repeat("*", n), true},
		{"stars within stars", strings.Repeat("*a ", n) + strings.Repeat("b* ", n), true},
		{"nested emphasis", strings.Repeat("**a ", 100) + strings.Repeat("b** ", 100), true},
		{"openers of one kind, closers of another", strings.Repeat("_a ", 4900) + strings.Repeat("b* ", 4900), false},
		{"images in images", strings.Repeat("![", n/2) + "a" + strings.Repeat("](b)", n/2), true},
		{"titles without end", strings.Repeat(`[a](b "`, n), true},
		{"destinations without end", strings.Repeat("[a](<b", n), true},
		{"comments without end", strings.Repeat("<!-- ", n), false},
		{"tags without end", strings.Repeat("<a b='", n), false},
		{"declarations without end", strings.Repeat("<!A ", n), false},
		{"notes without end", strings.Repeat("[^a", n/2), false},
		{"backticks of all lengths", backticks(800), true},
		{"references", strings.Repeat("&amp;", n), false},
		{"lines", strings.Repeat("a\n", 20*n), false},
		{"lines with brackets", strings.Repeat("[a]\n", 4900), false},
		{"tildes", strings.Repeat("~~a ", n), false},
		{"a long word", strings.Repeat("a", 100*n), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			spans, err := ParseInline(c.message)
			if (err != nil) != c.refused {
				t.Errorf("%d bytes: %v", len(c.message), err)
			}
			if err == nil {
				safe(t, spans)
			}
		})
	}
}

// backticks are runs of backticks of every length, none of which is closed.
func backticks(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "%sa", strings.Repeat("`", i))
	}
	return b.String()
}

// How Markdown writes what cannot stand as the author wrote it.
func TestMarkdown(t *testing.T) {
	a, b := &doc.Link{Target: "https://a.b/(c)?d&e", Title: `"t" \ &`}, &doc.Link{Target: "#f"}
	for _, c := range []struct {
		spans []doc.Span
		want  string
	}{
		{[]doc.Span{{Text: "one "}, {Text: "two", Strong: true}, {Text: " three"}}, "one **two** three"},
		{[]doc.Span{{Text: "a", Link: a}, {Text: "b", Link: a, Emph: true}, {Text: "c", Link: b, Emph: true}}, `[a*b*](https://a.b/\(c\)?d\&e "\"t\" \\ \&")[*c*](#f)`},
		{[]doc.Span{{Text: "a", Strong: true}, {Text: "b", Strong: true, Emph: true}, {Text: "c", Emph: true}}, "**&#97;**___&#98;___*&#99;*"},
		{[]doc.Span{{Text: " ", Strong: true}, {Text: "a_b", Emph: true}}, `**&#32;**_&#97;\_&#98;_`},
		{[]doc.Span{{Text: "a"}, {Kind: doc.HardBreak}, {Text: " b "}}, "a\\\n&#32;b&#32;"},
		{[]doc.Span{{Text: `2*3 [x] <y> a_b _c_ 3~5 ~~ & &amp; R&D ^ ! \`}}, `2\*3 \[x\] \<y> a_b \_c\_ 3~5 \~\~ & \&amp; R\&D ^ ! &#92;`},
		{[]doc.Span{{Text: "what!"}, {Text: "a", Link: b}, {Text: "^x"}}, `what\![a](#f)\^x`},
		{[]doc.Span{{Text: "![x"}}, `\!\[x`},
		{[]doc.Span{{Kind: doc.CodeSpan, Text: "a`b"}, {Text: " "}, {Kind: doc.CodeSpan, Text: "`"}, {Text: " "}, {Kind: doc.CodeSpan, Text: " c "}}, "``a`b`` `` ` `` `  c  `"},
		{[]doc.Span{{Kind: doc.Image, Text: "a [b]", Source: "c d(e)%.png"}, {Kind: doc.NoteRef, Text: "n"}}, `![a \[b\]](c%20d%28e%29%25.png)[^n]`},
		{nil, ""},
	} {
		got := Markdown(c.spans)
		if got != c.want {
			t.Errorf("%s is written as %q, not as %q", show(c.spans), got, c.want)
		}
		law(t, c.spans)
	}
}
