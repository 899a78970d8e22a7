package pdfua

import (
	"slices"
	"strings"

	pdftest "multitude/test/pdf"
)

// kindsOfAnnotation are those that ISO 32000-1 §12.5.6.1 knows.
var kindsOfAnnotation = strings.Fields(`Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline
	Squiggly StrikeOut Stamp Caret Ink Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D
	Redact`)

// annotations is checkpoint 28, with 11-004 and 11-005.
func (d *document) annotations() {
	for _, page := range d.Pages() {
		p := d.Dict(page)
		annots := d.Array(p["Annots"])
		if len(annots) == 0 {
			continue
		}
		if p["Tabs"] == nil {
			d.say("28-008", "page %d has annotations, and no Tabs", page)
		} else if d.name(p["Tabs"]) != "S" {
			d.say("28-009", "page %d: Tabs is %s", page, d.name(p["Tabs"]))
		}
		crop := d.inherited(page, "CropBox")
		if crop == nil {
			crop = d.inherited(page, "MediaBox")
		}
		for _, v := range annots {
			ref, _ := v.(pdftest.Ref)
			if a := d.Dict(v); a != nil {
				d.annotation(ref, a, crop)
			}
		}
	}
}

// holder is the element that an annotation is in.
func (d *document) holder(ref pdftest.Ref, a pdftest.Dict) *element {
	key, ok := d.number(a["StructParent"])
	if !ok {
		return nil
	}
	if r, ok := d.parents[int(key)].(pdftest.Ref); ok && d.byRef[r] != nil {
		return d.byRef[r]
	}
	return nil
}

func (d *document) annotation(ref pdftest.Ref, a pdftest.Dict, crop any) {
	kind := d.name(a["Subtype"])
	e := d.holder(ref, a)
	role, alt := "", false
	if e != nil {
		role, alt = e.std, d.has(e.dict["Alt"])
	}
	lang := d.language || e != nil && e.lang
	contents := d.has(a["Contents"])
	if _, ok := pdftest.Text(d.Get(a["Contents"])); ok && !lang {
		d.say("11-004", "Contents of the annotation %d are in no language", ref)
	}
	name := ""
	if kind == "Widget" {
		for f, n := a, 0; f != nil && n < 20 && name == ""; f, n = d.Dict(f["Parent"]), n+1 {
			name, _ = pdftest.Text(d.Get(f["TU"]))
		}
		if name != "" && !lang {
			d.say("11-005", "TU of the field %d is in no language", ref)
		}
	}
	flags, _ := d.number(a["F"])
	if hidden := int(flags)&2 != 0; hidden || d.outside(a["Rect"], crop) {
		return
	}
	switch kind {
	case "Link":
		if role != "Link" {
			d.say("28-011", "the link %d is in no Link element", ref)
		}
		if !contents {
			d.say("28-012", "the link %d has no Contents", ref)
		}
		return
	case "Widget":
		if name == "" && !alt {
			d.say("28-005", "the field %d has neither TU nor Alt", ref)
		}
		if role != "Form" {
			d.say("28-010", "the field %d is in no Form element", ref)
		}
		return
	case "TrapNet":
		d.say("28-007", "the annotation %d is a TrapNet", ref)
		return
	case "PrinterMark":
		if e != nil || d.byObject[ref] != nil {
			d.say("28-017", "the PrinterMark %d is in the structure tree", ref)
		}
		return
	case "Popup":
		return
	case "FileAttachment":
		spec := d.Dict(a["FS"])
		if !d.has(spec["F"]) || !d.has(spec["UF"]) {
			d.say("28-016", "the attachment %d has a file specification without F or UF", ref)
		}
	}
	if !slices.Contains(kindsOfAnnotation, kind) {
		d.say("28-006", "the annotation %d is of a kind that is not known: %s", ref, kind)
	} else if role != "Annot" {
		d.say("28-002", "the annotation %d, a %s, is in no Annot element", ref, kind)
	}
	if !contents && !alt {
		d.say("28-004", "the annotation %d, a %s, has neither Contents nor Alt", ref, kind)
	}
}

// box is a rectangle, its lower left corner first.
func (d *document) box(v any) (b [4]float64, ok bool) {
	a := d.Array(v)
	if len(a) != 4 {
		return b, false
	}
	for i := range b {
		if b[i], ok = d.number(a[i]); !ok {
			return b, false
		}
	}
	return [4]float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}, true
}

func (d *document) outside(rect, crop any) bool {
	r, ok1 := d.box(rect)
	c, ok2 := d.box(crop)
	return ok1 && ok2 && (r[2] < c[0] || r[0] > c[2] || r[3] < c[1] || r[1] > c[3])
}
