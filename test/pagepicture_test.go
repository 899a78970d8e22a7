package test

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"

	"multitude/internal/preview"
	"multitude/internal/project"
)

// mostDifferent is how far two drawings of one page may be apart, of 255: as far
// as two ways to smooth edges are.
const mostDifferent = 5

// The picture of a page in the preview is the page of the PDF, as poppler draws
// it: in a script that joins, one that stacks, one of ideographs, and in ours.
func TestPagePictures(t *testing.T) {
	p, found, err := project.Find("..")
	if err != nil || p == nil {
		t.Fatal(err, found)
	}
	v, err := preview.New(p, preview.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	pdfs := files(t, ".pdf")
	root := browser(t)
	ctx := tab(t, root)
	for _, tag := range []string{"ar", "km", "zh-Hans", "en"} {
		t.Run(tag, func(t *testing.T) {
			const unit = "vision.freedom-to-stay"
			got, err := v.Page(tag, unit, nil)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			svg := filepath.Join(dir, "page.svg")
			if err := os.WriteFile(svg, got.SVG, 0o666); err != nil {
				t.Fatal(err)
			}
			// 96 pixels of a browser are an inch. Poppler puts letters on whole pixels,
			// so pictures are compared that are made larger, and then reduced.
			w, h := int64(got.Width*96/72), int64(got.Height*96/72)
			do(t, ctx, chromedp.EmulateViewport(w, h, chromedp.EmulateScale(enlarged)), chromedp.Navigate(fileURL(svg)))
			shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			first, last := strconv.Itoa(got.Number), strconv.Itoa(got.Number+1)
			if out, err := exec.Command("pdftoppm", "-r", strconv.Itoa(96*enlarged), "-png", "-f", first, "-l", last, pdfs[tag], filepath.Join(dir, "p")).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s\nhint: run make test, which installs poppler", err, out)
			}
			drawn, err := filepath.Glob(filepath.Join(dir, "p-*.png"))
			if err != nil || len(drawn) != 2 {
				t.Fatal(drawn, err)
			}
			theirs, next := decoded(t, []byte(read(t, drawn[0]))), decoded(t, []byte(read(t, drawn[1])))
			ours := decoded(t, shot)
			pixels := func(v float64) int { return int(v * 96 / 72) }
			box := image.Rect(pixels(got.Box.X), pixels(got.Box.Y), pixels(got.Box.X+got.Box.Width), pixels(got.Box.Y+got.Box.Height))
			page, unitOnly := difference(ours, theirs, ours.Bounds()), difference(ours, theirs, box)
			other := difference(ours, next, box)
			t.Logf("mean difference: page %.2f, paragraph %.2f of 255; from another page %.2f", page, unitOnly, other)
			if page > mostDifferent || unitOnly > 3*mostDifferent {
				t.Errorf("the picture of page %d differs by %.2f of 255, where the paragraph stands by %.2f", got.Number, page, unitOnly)
			}
			if other < 5*mostDifferent {
				t.Errorf("it is as much like another page (%.2f): nothing has been compared", other)
			}
		})
	}
}

// enlarged is how many pixels of a picture make one that is compared.
const enlarged = 3

// decoded is a picture, reduced, in grey.
func decoded(t *testing.T, data []byte) *image.Gray {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	size := img.Bounds().Size()
	flat := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(flat, flat.Rect, img, img.Bounds().Min, draw.Src)
	out := image.NewGray(image.Rect(0, 0, size.X/enlarged, size.Y/enlarged))
	for y := range out.Rect.Max.Y {
		for x := range out.Rect.Max.X {
			sum := 0
			for i := range enlarged * enlarged {
				at := flat.PixOffset(x*enlarged+i%enlarged, y*enlarged+i/enlarged)
				sum += int(flat.Pix[at]) + int(flat.Pix[at+1]) + int(flat.Pix[at+2])
			}
			out.Pix[out.PixOffset(x, y)] = uint8(sum / (3 * enlarged * enlarged))
		}
	}
	return out
}

// difference is how far two pictures are apart, in the mean of the pixels of r
// and of 255.
func difference(a, b *image.Gray, r image.Rectangle) float64 {
	r = r.Intersect(a.Rect).Intersect(b.Rect)
	sum := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			d := int(a.GrayAt(x, y).Y) - int(b.GrayAt(x, y).Y)
			sum += max(d, -d)
		}
	}
	return float64(sum) / float64(r.Dx()*r.Dy())
}
