package fonts

import (
	"bytes"
	"errors"
	stdmath "math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

func synthFace(t testing.TB, file string) *Face {
	t.Helper()
	path := filepath.Join("..", "..", "node_modules", "@expo-google-fonts", filepath.FromSlash(file))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("a font that the tests need is missing: %v\nhint: run npm ci", err)
	}
	f, err := Load(path, data, Regular, NodeModules)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func gid(t testing.TB, f *Face, r rune) font.GID {
	t.Helper()
	g, ok := f.Font.NominalGlyph(r)
	if !ok {
		t.Fatalf("%s has no %q", f.Path, r)
	}
	return g
}

// inside says whether a point lies inside an outline, by the non-zero winding
// rule, with curves cut into chords.
func inside(segments []ot.Segment, x, y float64) bool {
	winding := 0
	edge := func(a, b ot.SegmentPoint) {
		ax, ay, bx, by := float64(a.X), float64(a.Y), float64(b.X), float64(b.Y)
		cross := (bx-ax)*(y-ay) - (x-ax)*(by-ay)
		if ay <= y && by > y && cross > 0 {
			winding++
		} else if ay > y && by <= y && cross < 0 {
			winding--
		}
	}
	var at, start ot.SegmentPoint
	for _, s := range segments {
		end := s.Args[0]
		steps := 1
		switch s.Op {
		case ot.SegmentOpMoveTo:
			edge(at, start)
			at, start = end, end
			continue
		case ot.SegmentOpQuadTo:
			end, steps = s.Args[1], 16
		case ot.SegmentOpCubeTo:
			end, steps = s.Args[2], 16
		}
		from := at
		for i := 1; i <= steps; i++ {
			u := float32(i) / float32(steps)
			v := 1 - u
			p := end
			switch s.Op {
			case ot.SegmentOpQuadTo:
				p.X = v*v*from.X + 2*u*v*s.Args[0].X + u*u*end.X
				p.Y = v*v*from.Y + 2*u*v*s.Args[0].Y + u*u*end.Y
			case ot.SegmentOpCubeTo:
				p.X = v*v*v*from.X + 3*u*v*v*s.Args[0].X + 3*u*u*v*s.Args[1].X + u*u*u*end.X
				p.Y = v*v*v*from.Y + 3*u*v*v*s.Args[0].Y + 3*u*u*v*s.Args[1].Y + u*u*u*end.Y
			}
			edge(at, p)
			at = p
		}
	}
	edge(at, start)
	return winding != 0
}

// The synthesized glyphs show what the face shows: every point of a grid lies
// inside both or outside both, but for those on the very edge.
func TestSynthOutlines(t *testing.T) {
	for _, file := range []string{
		"noto-sans/400Regular/NotoSans_400Regular.ttf",
		"noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf",
		"noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf",
	} {
		f := synthFace(t, file)
		s := NewSynth(f)
		var ids []font.GID
		for id := font.GID(1); id < 400; id += 9 {
			if _, err := s.Add([]Part{{ID: id}}, 0, 500); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		data, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := loadWhole(data)
		if err != nil {
			t.Fatal(err)
		}
		back, err := loadWhole(complete(s.Program(nil)))
		if err != nil {
			t.Fatal(err)
		}
		for i, id := range ids {
			want, _ := font.NewFace(whole).GlyphDataOutline(id)
			got, _ := font.NewFace(back).GlyphDataOutline(font.GID(i + 1))
			if len(want.Segments) > 0 && len(got.Segments) == 0 {
				t.Errorf("%s: glyph %d has lost its outline", file, id)
			}
			differ := 0
			for x := -200.5; x < 1500; x += 50 {
				for y := -500.5; y < 1200; y += 50 {
					if inside(want.Segments, x, y) != inside(got.Segments, x, y) {
						differ++
					}
				}
			}
			if differ > 2 {
				t.Errorf("%s: glyph %d differs in %d points of the grid", file, id, differ)
			}
		}
		s.Free()
	}
}

// complete adds the tables that a whole font has and a PDF's does not, so that
// the font can be loaded.
func complete(program []byte) []byte {
	loaders, err := ot.NewLoaders(bytes.NewReader(program))
	if err != nil {
		panic(err)
	}
	tables := []table{{"cmap", []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 4, 0, 24, 0, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 1, 0, 0}}}
	for _, tag := range []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"} {
		data, err := loaders[0].RawTable(ot.MustNewTag(tag))
		if err != nil {
			panic(err)
		}
		tables = append(tables, table{tag, data})
	}
	return assemble(nil, tables)
}

// A cluster's parts stand at their places, shifted together.
func TestSynthMerge(t *testing.T) {
	f := synthFace(t, "noto-sans/400Regular/NotoSans_400Regular.ttf")
	o := gid(t, f, 'o')
	s := NewSynth(f)
	defer s.Free()
	one, err := s.Add([]Part{{ID: o}}, 0, 600)
	if err != nil {
		t.Fatal(err)
	}
	x0, y0, x1, y1 := s.Bounds()
	two, err := s.Add([]Part{{ID: o}, {ID: font.EmptyGlyph}, {ID: o, X: 600, Y: 100}}, -300, 1200.4)
	if err != nil {
		t.Fatal(err)
	}
	if one != 1 || two != 2 || s.Len() != 3 {
		t.Errorf("the glyphs are %d and %d of %d", one, two, s.Len())
	}
	if s.Advance(two) != 1200 {
		t.Errorf("the advance is %d", s.Advance(two))
	}
	a0, b0, a1, b1 := s.Bounds()
	if a0 != x0-300 || b0 != y0 || a1 != x1+300 || b1 != y1+100 {
		t.Errorf("the box is %d %d %d %d after %d %d %d %d", a0, b0, a1, b1, x0, y0, x1, y1)
	}
	if g, err := s.Add(nil, 0, -50); err != nil || s.Advance(g) != 0 {
		t.Errorf("a negative advance is %d, %v", s.Advance(g), err)
	}
}

func TestSynthFull(t *testing.T) {
	s := NewSynth(synthFace(t, "noto-sans/400Regular/NotoSans_400Regular.ttf"))
	defer s.Free()
	for s.Len() < maxSynthGlyphs {
		if _, err := s.Add(nil, 0, 1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Add(nil, 0, 1); !errors.Is(err, ErrSynthFull) {
		t.Errorf("the error is %v", err)
	}
}

// A large font needs long offsets.
func TestSynthLong(t *testing.T) {
	f := synthFace(t, "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf")
	s := NewSynth(f)
	defer s.Free()
	for r := rune(0x4E00); r < 0x4E00+900; r++ {
		if g, ok := f.Font.NominalGlyph(r); ok {
			if _, err := s.Add([]Part{{ID: g}}, 0, 1000); err != nil {
				t.Fatal(err)
			}
		}
	}
	program := s.Program(nil)
	if len(s.glyf) <= 2*stdmath.MaxUint16 {
		t.Fatalf("the font has only %d bytes of glyphs", len(s.glyf))
	}
	back, err := Load("synthesized", complete(program), Regular, Bundle)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := back.glyf.outline(font.GID(s.Len() - 1)); err != nil || len(out.points) == 0 {
		t.Errorf("the last glyph has no outline: %v", err)
	}
}

// A quadratic outline never leaves the cubic one by more than the tolerance and
// the rounding of its points.
func TestCubic(t *testing.T) {
	p := [4]ot.SegmentPoint{{X: 0, Y: 0}, {X: 100, Y: 900}, {X: 800, Y: -500}, {X: 1000, Y: 700}}
	var g outline
	if err := g.cubic(p[0], p[1], p[2], p[3]); err != nil {
		t.Fatal(err)
	}
	if n := len(g.points); n > 40 {
		t.Errorf("one cubic curve became %d points", n)
	}
	from := curvePoint{0, 0, true}
	n := len(g.points) / 2
	for i := range n {
		c, to := g.points[2*i], g.points[2*i+1]
		for j := 0; j <= 8; j++ {
			u := float64(j) / 8
			x := (1-u)*(1-u)*float64(from.x) + 2*u*(1-u)*float64(c.x) + u*u*float64(to.x)
			y := (1-u)*(1-u)*float64(from.y) + 2*u*(1-u)*float64(c.y) + u*u*float64(to.y)
			best := stdmath.Inf(1)
			for k := 0; k <= 4000; k++ {
				v := float64(k) / 4000
				w := 1 - v
				cx := 3*v*w*w*float64(p[1].X) + 3*v*v*w*float64(p[2].X) + v*v*v*float64(p[3].X)
				cy := 3*v*w*w*float64(p[1].Y) + 3*v*v*w*float64(p[2].Y) + v*v*v*float64(p[3].Y)
				best = min(best, stdmath.Hypot(x-cx, y-cy))
			}
			if best > cubicTolerance+0.8 {
				t.Errorf("part %d, at %v: %.2f units away", i, u, best)
			}
		}
		from = to
	}
}

func TestDropImplied(t *testing.T) {
	in := []curvePoint{{0, 0, true}, {10, 0, false}, {10, 5, true}, {10, 10, false}, {5, 11, true}, {0, 10, false}}
	out := dropImplied(append([]curvePoint(nil), in...), 0)
	if len(out) != 5 || out[2] != in[3] {
		t.Errorf("what is left is %v", out)
	}
}

// Outlines are shared by goroutines.
func TestOutlinesConcurrent(t *testing.T) {
	f := synthFace(t, "noto-sans/400Regular/NotoSans_400Regular.ttf")
	var programs [4][]byte
	var all sync.WaitGroup
	for i := range programs {
		all.Go(func() {
			s := NewSynth(f)
			defer s.Free()
			for id := font.GID(1); id < 300; id++ {
				if _, err := s.Add([]Part{{ID: id}}, 0, 500); err != nil {
					t.Error(err)
					return
				}
			}
			programs[i] = s.Program(nil)
		})
	}
	all.Wait()
	for _, p := range programs[1:] {
		if !bytes.Equal(p, programs[0]) {
			t.Error("the same glyphs give different fonts")
		}
	}
}

// What cannot be drawn is an error that names the file.
func TestSynthErrors(t *testing.T) {
	f := synthFace(t, "noto-sans/400Regular/NotoSans_400Regular.ttf")
	hollow := Face{Path: "hollow.ttf", Font: &font.Font{}, UnitsPerEm: 1000}
	for _, c := range []struct {
		face *Face
		part Part
	}{
		{f, Part{ID: 65000}},
		{f, Part{ID: 40, X: 40000}},
		{&hollow, Part{ID: 1}},
	} {
		s := NewSynth(c.face)
		if _, err := s.Add([]Part{c.part}, 0, 500); err == nil || !bytes.Contains([]byte(err.Error()), []byte(c.face.Path)) {
			t.Errorf("%v: the error is %v", c.part, err)
		}
		s.Free()
	}
}

func BenchmarkSynth(b *testing.B) {
	f := synthFace(b, "noto-sans/400Regular/NotoSans_400Regular.ttf")
	b.ReportAllocs()
	for b.Loop() {
		s := NewSynth(f)
		for id := font.GID(1); id < 100; id++ {
			if _, err := s.Add([]Part{{ID: id}}, 0, 500); err != nil {
				b.Fatal(err)
			}
		}
		s.Program(nil)
		s.Free()
	}
}
