package pdfua

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	pdftest "multitude/test/pdf"
)

// intents is 6.2.3: one profile for all output intents of PDF/A. It sets what
// device colours may be used.
func (d *document) intents() {
	profiles := map[any]bool{}
	for _, v := range d.Array(d.catalog["OutputIntents"]) {
		i := d.Dict(v)
		if i["DestOutputProfile"] != nil {
			profiles[i["DestOutputProfile"]] = true
		}
		if i["DestOutputProfileRef"] != nil {
			d.say("6.2.3", "an output intent has its profile elsewhere")
		}
		if d.name(i["S"]) != "GTS_PDFA1" {
			continue
		}
		if !d.has(i["OutputConditionIdentifier"]) {
			d.say("6.2.3", "the output intent names no condition")
		}
		s, ok := d.Get(i["DestOutputProfile"]).(*pdftest.Stream)
		if !ok {
			d.say("6.2.3", "the output intent has no profile")
			continue
		}
		if fault := profileFault(s.Data, d.dictNumber(s.Dict, "N"), "prtr", "mntr"); fault != "" {
			d.say("6.2.3", "the profile of the output intent: %s", fault)
		}
	}
	if len(profiles) > 1 {
		d.say("6.2.3", "the output intents have %d profiles", len(profiles))
	}
}

func (d *document) dictNumber(v pdftest.Dict, key string) int {
	n, _ := d.number(v[key])
	return int(n)
}

// intended is the colour space of the output intent: "RGB ", "CMYK", "GRAY", or
// "" for none.
func (d *document) intended() string {
	for _, v := range d.Array(d.catalog["OutputIntents"]) {
		i := d.Dict(v)
		if s, ok := d.Get(i["DestOutputProfile"]).(*pdftest.Stream); ok && d.name(i["S"]) == "GTS_PDFA1" && len(s.Data) > 20 {
			return string(s.Data[16:20])
		}
	}
	return ""
}

// profileFault says what is wrong with an ICC profile (ICC.1:2001-04): its
// header, and whether its tags are there that a monitor's profile must have.
func profileFault(p []byte, n int, classes ...string) string {
	be := binary.BigEndian
	if len(p) < 132 || int(be.Uint32(p)) != len(p) || string(p[36:40]) != "acsp" {
		return "it is damaged"
	}
	if p[8] > 4 {
		return fmt.Sprintf("it is of version %d", p[8])
	}
	if !slices.Contains(classes, string(p[12:16])) {
		return fmt.Sprintf("it is of the class %q", p[12:16])
	}
	if components := map[string]int{"RGB ": 3, "CMYK": 4, "GRAY": 1, "Lab ": 3}[string(p[16:20])]; components != n || n == 0 {
		return fmt.Sprintf("it is for %q, and N is %d", p[16:20], n)
	}
	tags := map[string]bool{}
	for i := range int(min(be.Uint32(p[128:]), 100)) {
		if len(p) < 144+12*i {
			return "it is cut off"
		}
		r := p[132+12*i:]
		if at, size := int(be.Uint32(r[4:])), int(be.Uint32(r[8:])); at%4 != 0 || at+size > len(p) {
			return fmt.Sprintf("its tag %q lies outside", r[:4])
		}
		tags[string(r[:4])] = true
	}
	need := "desc cprt wtpt"
	if string(p[12:20]) == "mntrRGB " {
		need += " rXYZ gXYZ bXYZ rTRC gTRC bTRC"
	}
	for tag := range strings.FieldsSeq(need) {
		if !tags[tag] {
			return "it has no tag " + tag
		}
	}
	return ""
}

// operators are those of ISO 32000-1, annex A; BX and EX do not excuse others
// (6.2.2).
var operators = strings.Fields(`b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K
	k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`)

var renderingIntents = strings.Fields("RelativeColorimetric AbsoluteColorimetric Perceptual Saturation")

// A painted is a content stream that is looked at for its colours.
type painted struct {
	*document
	where     string
	resources pdftest.Dict
}

// colours walks all content for 6.2.2, 6.1.10 and the device colours of 6.2.4.3,
// and all objects for the rest of 6.2.4 to 6.2.10.
func (d *document) colours() {
	for _, page := range d.Pages() {
		p := &painted{d, fmt.Sprintf("page %d", page), d.Dict(d.Dict(page)["Resources"])}
		if p.resources == nil {
			if d.inherited(page, "Resources") != nil {
				p.resources = d.Dict(d.inherited(page, "Resources"))
			} else {
				p.resources = pdftest.Dict{}
			}
		}
		for _, s := range d.Array(d.Dict(page)["Contents"]) {
			if s, ok := d.Get(s).(*pdftest.Stream); ok {
				p.walk(s.Data)
			}
		}
		if g := d.Dict(d.Dict(page)["Group"]); g == nil && d.intended() == "" && d.transparent(p.resources) {
			d.say("6.2.10", "page %d has transparency, and no colour space to blend in", page)
		}
	}
	for n, o := range d.Objects {
		switch o := o.(type) {
		case *pdftest.Stream:
			d.xobject(n, o)
			if o.Dict["Subtype"] == pdftest.Name("Form") {
				p := &painted{d, fmt.Sprintf("form %d", n), d.Dict(o.Dict["Resources"])}
				p.walk(o.Data)
			}
		case pdftest.Array:
			d.space(fmt.Sprintf("object %d", n), o)
		}
	}
	d.everyDict(func(where int, v pdftest.Dict) {
		for _, gs := range d.Dict(v["ExtGState"]) {
			d.graphics(where, d.Dict(gs))
		}
		for _, space := range d.Dict(v["ColorSpace"]) {
			d.space(fmt.Sprintf("object %d", where), space)
		}
	})
}

func (p *painted) walk(data []byte) {
	depth := 0
	pdftest.Operators(data, func(op string, args []any) {
		last := pdftest.Name("")
		if len(args) > 0 {
			last, _ = args[len(args)-1].(pdftest.Name)
		}
		if !slices.Contains(operators, op) {
			p.say("6.2.2", "%s: the operator %q is unknown", p.where, op)
		}
		resource := func(kind string, name pdftest.Name) {
			if p.Dict(p.resources[kind])[string(name)] == nil {
				p.say("6.2.2", "%s: there is no %s %s among its own resources", p.where, kind, name)
			}
		}
		switch op {
		case "q":
			if depth++; depth > 28 {
				p.say("6.1.13", "%s: q is nested %d times", p.where, depth)
			}
		case "Q":
			depth--
		case "rg", "RG":
			p.space(p.where, pdftest.Name("DeviceRGB"))
		case "k", "K":
			p.space(p.where, pdftest.Name("DeviceCMYK"))
		case "g", "G":
			p.space(p.where, pdftest.Name("DeviceGray"))
		case "cs", "CS":
			if strings.HasPrefix(string(last), "Device") {
				p.space(p.where, last)
			} else if last != "Pattern" {
				resource("ColorSpace", last)
			}
		case "Tf":
			if len(args) > 1 {
				name, _ := args[0].(pdftest.Name)
				resource("Font", name)
			}
		case "Do":
			resource("XObject", last)
		case "gs":
			resource("ExtGState", last)
		case "ri":
			if !slices.Contains(renderingIntents, string(last)) {
				p.say("6.2.6", "%s: the rendering intent %s", p.where, last)
			}
		case "ID":
			for i := 0; i+1 < len(args); i += 2 {
				key := args[i]
				for _, v := range p.Array(args[i+1]) {
					name := p.name(v)
					if (key == pdftest.Name("F") || key == pdftest.Name("Filter")) && (name == "LZW" || name == "LZWDecode" || name == "Crypt") {
						p.say("6.1.10", "%s: an inline picture has the filter %s", p.where, name)
					}
				}
				if (key == pdftest.Name("I") || key == pdftest.Name("Interpolate")) && args[i+1] == true {
					p.say("6.2.8", "%s: an inline picture is interpolated", p.where)
				}
			}
		}
	})
}

// space checks a colour space: 6.2.4.2 to 6.2.4.4.
func (d *document) space(where string, v any) {
	v = d.Get(v)
	kind := d.name(v)
	a, _ := v.(pdftest.Array)
	if len(a) > 0 {
		kind = d.name(a[0])
	}
	switch kind {
	case "DeviceRGB", "RGB":
		if d.intended() != "RGB " {
			d.say("6.2.4.3", "%s: DeviceRGB, and no profile says what that is", where)
		}
	case "DeviceCMYK", "CMYK":
		if d.intended() != "CMYK" {
			d.say("6.2.4.3", "%s: DeviceCMYK, and no profile says what that is", where)
		}
	case "DeviceGray", "G":
		if d.intended() == "" {
			d.say("6.2.4.3", "%s: DeviceGray, and there is no output intent", where)
		}
	case "ICCBased":
		if len(a) > 1 {
			s, ok := d.Get(a[1]).(*pdftest.Stream)
			if !ok {
				d.say("6.2.4.2", "%s: a colour space without its profile", where)
			} else if fault := profileFault(s.Data, d.dictNumber(s.Dict, "N"), "prtr", "mntr", "scnr", "spac"); fault != "" {
				d.say("6.2.4.2", "%s: the profile of a colour space: %s", where, fault)
			}
		}
	case "Indexed", "I", "Pattern":
		if len(a) > 1 {
			d.space(where, a[1])
		}
	case "Separation", "DeviceN":
		if len(a) > 2 {
			d.space(where, a[2])
			if colorants := d.Array(a[1]); kind == "DeviceN" && len(colorants) > 32 {
				d.say("6.1.13", "%s: a colour space of %d colorants", where, len(colorants))
			} else if kind == "DeviceN" && len(a) > 4 {
				for _, c := range colorants {
					if n := d.name(c); n != "None" && !slices.Contains(strings.Fields("Cyan Magenta Yellow Black"), n) && d.Dict(d.Dict(a[4])["Colorants"])[n] == nil {
						d.say("6.2.4.4", "%s: the colorant %s is not described", where, n)
					}
				}
			} else if kind == "DeviceN" {
				d.say("6.2.4.4", "%s: the colorants are not described", where)
			}
		}
	}
}

// graphics checks a graphics state: 6.2.5, 6.2.6, 6.2.10.
func (d *document) graphics(where int, gs pdftest.Dict) {
	if gs["TR"] != nil || gs["TR2"] != nil && d.name(gs["TR2"]) != "Default" || gs["HTP"] != nil {
		d.say("6.2.5", "object %d: a graphics state with a transfer function or halftone phase", where)
	}
	if h := d.Dict(gs["HT"]); h != nil {
		if t := d.dictNumber(h, "HalftoneType"); t != 1 && t != 5 || h["HalftoneName"] != nil {
			d.say("6.2.5", "object %d: a halftone of type %d, or with a name", where, t)
		}
	}
	if ri := d.name(gs["RI"]); ri != "" && !slices.Contains(renderingIntents, ri) {
		d.say("6.2.6", "object %d: the rendering intent %s", where, ri)
	}
	for _, bm := range d.Array(gs["BM"]) {
		if !slices.Contains(blendModes, d.name(bm)) {
			d.say("6.2.10", "object %d: the blend mode %s", where, d.name(bm))
		}
	}
}

var blendModes = strings.Fields(`Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight
	SoftLight Difference Exclusion Hue Saturation Color Luminosity`)

// transparent says whether resources hold anything that is blended.
func (d *document) transparent(r pdftest.Dict) bool {
	for _, x := range d.Dict(r["XObject"]) {
		if x := d.Dict(x); x["SMask"] != nil || d.name(d.Dict(x["Group"])["S"]) == "Transparency" {
			return true
		}
	}
	for _, gs := range d.Dict(r["ExtGState"]) {
		gs := d.Dict(gs)
		for _, key := range []string{"ca", "CA"} {
			if v, ok := d.number(gs[key]); ok && v < 1 {
				return true
			}
		}
		if m := d.Get(gs["SMask"]); m != nil && m != pdftest.Name("None") {
			return true
		}
		if bm := d.name(gs["BM"]); bm != "" && bm != "Normal" && bm != "Compatible" {
			return true
		}
	}
	return false
}

// xobject is 6.2.8 and 6.2.9.
func (d *document) xobject(n int, s *pdftest.Stream) {
	v := s.Dict
	switch d.name(v["Subtype"]) {
	case "Image":
		if v["Alternates"] != nil || v["OPI"] != nil || d.Get(v["Interpolate"]) == true {
			d.say("6.2.8", "the picture %d has alternates or OPI, or is interpolated", n)
		}
		if bits, ok := d.number(v["BitsPerComponent"]); ok && !slices.Contains([]float64{1, 2, 4, 8, 16}, bits) {
			d.say("6.2.8", "the picture %d has %v bits", n, bits)
		}
		if ri := d.name(v["Intent"]); ri != "" && !slices.Contains(renderingIntents, ri) {
			d.say("6.2.6", "the picture %d has the rendering intent %s", n, ri)
		}
		if v["ColorSpace"] != nil {
			d.space(fmt.Sprintf("the picture %d", n), v["ColorSpace"])
		}
	case "Form":
		if v["OPI"] != nil || v["PS"] != nil || v["Ref"] != nil || d.name(v["Subtype2"]) == "PS" {
			d.say("6.2.9", "the form %d has OPI, PostScript or a reference", n)
		}
	case "PS":
		d.say("6.2.9", "the object %d is PostScript", n)
	}
}
