package source

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// schemes are the only ones that a link may have. A list of what is allowed
// cannot be got round: javascript:, however it is disguised, is not on it.
var schemes = []string{"http", "https", "mailto", "tel", "sms"}

// target is where a link may lead: an absolute URL or "#" and an anchor; ""
// after a problem.
func (p *inlinePass) target(target string, offset int) string {
	shown := quoted([]byte(target))
	fail := func(cure, message string) string {
		p.fail(RuleLinkTarget, offset, cure, message, shown)
		return ""
	}
	if target == "" {
		p.fail(RuleLinkTarget, offset, "write the address between the round brackets, or take the brackets out", "the link leads nowhere")
		return ""
	}
	if anchor, ok := strings.CutPrefix(target, "#"); ok {
		return p.anchor(anchor, offset)
	}
	if strings.ContainsFunc(target, func(c rune) bool { return c < ' ' || forbidden(c) }) || strings.TrimSpace(target) != target {
		return fail("write the address without them", "the link target %q has control characters, or spaces at an end")
	}
	scheme, rest, ok := strings.Cut(target, ":")
	if !ok || strings.ContainsAny(scheme, "/?#[]@") {
		return fail("write the whole address, https://…, or # and the anchor of a heading", "the link target %q works on one website only, and not on paper")
	}
	if !slices.Contains(schemes, strings.ToLower(scheme)) {
		return fail("use https://…, mailto:, tel:, or # and the anchor of a heading", "the link target %q is of a kind that readers must not be sent to")
	}
	target = escapeURL(target)
	if u, err := url.Parse(target); err != nil || strings.HasPrefix(strings.ToLower(scheme), "http") && u.Host == "" || rest == "" {
		return fail("compare it with the address bar of a browser", "the link target %q is not an address")
	}
	return target
}

// anchor is the target of a link within the document.
func (p *inlinePass) anchor(anchor string, offset int) string {
	if !validAnchor(anchor) {
		p.fail(RuleLinkTarget, offset, "anchors have letters, digits, hyphens, underscores, full stops and colons only", "%q is no anchor", "#"+quoted([]byte(anchor)))
		return ""
	}
	if p.around == nil || p.around.anchors[anchor] {
		return "#" + anchor
	}
	cure := fmt.Sprintf("write {#%s} behind the heading that is meant", anchor)
	if near := finding.Suggest(anchor, p.around.known); near != "" {
		cure = fmt.Sprintf("did you mean #%s? Or %s", near, cure)
	}
	p.fail(RuleLinkTarget, offset, cure, "no heading has the anchor #%s", anchor)
	return ""
}

// escapeURL percent-encodes what may stand in no URL (RFC 3986, §2). Letters
// of all scripts stay: a person may read the address in print.
func escapeURL(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c == 0x7F || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func (p *inlinePass) link(n ast.Node, target, title string, like doc.Span, depth int) {
	before, hadProblems := len(p.result.spans), len(p.result.problems)
	if target = p.target(target, n.Pos()); target != "" {
		like.Link = &doc.Link{Target: target, Title: clean(title)}
	}
	p.children(n, like, depth+1)
	if len(p.result.spans) == before && len(p.result.problems) == hadProblems && like.Link != nil {
		p.fail(RuleLinkTarget, n.Pos(), "write words between the square brackets, or take the link out", "the link to %s has no words", quoted([]byte(target)))
	}
}

func (p *inlinePass) image(n *ast.Image, like doc.Span, depth int) {
	inner := &inlinePass{Context: p.Context, source: p.source, around: p.around}
	inner.result.breaks = p.result.breaks
	inner.children(n, doc.Span{}, depth+1)
	inner.flush()
	p.result.problems = append(p.result.problems, inner.result.problems...)
	p.result.foreign = p.result.foreign || inner.result.foreign
	if len(inner.result.marks) > 0 {
		p.fail(RuleFootnote, n.Pos(), "put it behind the picture", "the mark of a footnote cannot stand in the words that describe a picture")
	}
	like.Text = clean(doc.PlainText(inner.result.spans))
	if like.Text == "" {
		p.warn(RuleImageAlt, n.Pos(), "write what it shows: ![a crowd before the town hall](crowd.png)", "the picture has no words for readers who cannot see it")
	}
	if len(n.Title) > 0 {
		p.warn(RuleUnsupported, n.Pos(), "write a paragraph under the picture instead", "no edition shows the title of a picture")
	}
	source := unescape(n.Destination)
	cure := "save it beside the document and name the file: ![what it shows](picture.png)"
	switch {
	case source == "":
		p.fail(RuleImageSource, n.Pos(), cure, "the picture names no file")
	case strings.ContainsFunc(source, func(c rune) bool { return c < ' ' || forbidden(c) || c == '\\' || c == ':' || c == '?' || c == '#' }),
		path.IsAbs(source):
		p.fail(RuleImageSource, n.Pos(), cure, "%q is not a file beside the document: an edition carries its pictures within it", quoted([]byte(source)))
	default:
		if file, err := url.PathUnescape(source); err == nil {
			source = file
		}
		if strings.ContainsFunc(source, func(c rune) bool { return c < ' ' || forbidden(c) || c == '\\' || c == ':' }) || path.IsAbs(source) || !utf8.ValidString(source) {
			p.fail(RuleImageSource, n.Pos(), cure, "%q is not a file beside the document", quoted([]byte(source)))
			break
		}
		like.Kind, like.Source = doc.Image, source
		p.add(like, n.Pos())
		return
	}
	// What describes the picture is all that can be kept.
	p.add(like, n.Pos())
}

// clean is a text for one line of a caption or a tooltip.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case c == '\t' || c == '\n' || c == '\r':
			return ' '
		case forbidden(c):
			return -1
		}
		return c
	}, s))
}
