package fonts

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// Every glyph of every face of the bundle has the outline and the box that
// go-text itself reads.
func TestSlimFaces(t *testing.T) {
	bundle, err := BundleFS()
	if err != nil {
		t.Fatal(err)
	}
	faces := 0
	err = fs.WalkDir(bundle, "faces", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_400Regular.ttf") {
			return err
		}
		data, err := fs.ReadFile(bundle, path)
		if err != nil {
			return err
		}
		face, err := Load(path, data, Regular, Bundle)
		if err != nil {
			return err
		}
		if face.glyf == nil {
			t.Errorf("%s keeps its outlines", path)
			return nil
		}
		whole, err := loadWhole(data)
		if err != nil {
			return err
		}
		faces++
		slimmed, full := face.New(), font.NewFace(whole)
		for id := range font.GID(face.glyf.glyphs) {
			got, err := face.glyf.outline(id)
			if err != nil {
				t.Fatalf("%s: glyph %d: %v", path, id, err)
			}
			want, ok := full.GlyphDataOutline(id)
			if !ok {
				t.Fatalf("%s: go-text has no glyph %d", path, id)
			}
			if a, b := area(contours(got)), area(segments(want)); a != b {
				t.Errorf("%s: glyph %d: area %v, want %v", path, id, a, b)
			}
			a, _ := slimmed.GlyphExtents(id)
			b, _ := full.GlyphExtents(id)
			if a != b {
				t.Errorf("%s: glyph %d: extents %v, want %v", path, id, a, b)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if faces < 20 {
		t.Errorf("%d faces", faces)
	}
}

func loadWhole(data []byte) (*font.Font, error) {
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return face.Font, nil
}

// contours are the polygons of an outline's points, with the points that lie
// half way between two others off the curve put in.
func contours(g *outline) [][][2]float64 {
	var out [][][2]float64
	from := 0
	for _, end := range g.ends {
		var c [][2]float64
		n := end + 1 - from
		for i := range n {
			p, q := g.points[from+i], g.points[from+(i+1)%n]
			c = append(c, [2]float64{float64(p.x), float64(p.y)})
			if !p.on && !q.on {
				c = append(c, [2]float64{(float64(p.x) + float64(q.x)) / 2, (float64(p.y) + float64(q.y)) / 2})
			}
		}
		out = append(out, c)
		from = end + 1
	}
	return out
}

func segments(g font.GlyphOutline) [][][2]float64 {
	var out [][][2]float64
	for _, s := range g.Segments {
		if s.Op == ot.SegmentOpMoveTo {
			out = append(out, nil)
		}
		last := &out[len(out)-1]
		for _, p := range s.ArgsSlice() {
			*last = append(*last, [2]float64{float64(p.X), float64(p.Y)})
		}
	}
	return out
}

// area is twice the signed area of polygons: it does not depend on the point at
// which a contour begins.
func area(polygons [][][2]float64) float64 {
	sum := 0.0
	for _, c := range polygons {
		for i, p := range c {
			q := c[(i+1)%len(c)]
			sum += p[0]*q[1] - q[0]*p[1]
		}
	}
	return sum
}
