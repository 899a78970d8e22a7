// Pictures writes the pictures of docs/translating.md: every page of the
// workbench, at the width of a desktop and of a phone, in English and Arabic.
package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"log"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"multitude/internal/project"
	"multitude/internal/workbench"
)

// look is what is done before the picture of a page is taken: the second
// paragraph is in hand.
const look = `(async () => { const t = document.querySelectorAll('.card textarea')[6]; if (t) { t.focus(); t.closest('.card').scrollIntoView({block: 'start'}); await new Promise(r => setTimeout(r, 3000)); } return true; })()`

func main() {
	out := "docs/pictures"
	if len(os.Args) > 1 {
		out = os.Args[1]
	}
	dir, err := os.MkdirTemp("", "pictures-")
	check(err)
	defer os.RemoveAll(dir)
	for _, d := range []string{"locales", "source"} {
		check(os.CopyFS(filepath.Join(dir, d), os.DirFS(d)))
	}
	settings, err := os.ReadFile("multitude.toml")
	check(err)
	check(os.WriteFile(filepath.Join(dir, "multitude.toml"), settings, 0o666))
	p, _, err := project.Find(dir)
	check(err)
	bench, _, err := workbench.New(p, workbench.Options{})
	check(err)
	defer bench.Close()
	server := httptest.NewServer(bench.Handler())
	defer server.Close()
	check(os.MkdirAll(out, 0o777))

	for _, voice := range []string{"en", "ar"} {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(chromium()), chromedp.Flag("accept-lang", voice))
		root, stop := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, stopTab := chromedp.NewContext(root)
		check(chromedp.Do(ctx, chromedp.Navigate(server.URL+bench.Invite()), chromedp.Sleep(time.Second)))
		tag := map[string]string{"en": "es", "ar": "ar"}[voice]
		for _, page := range []struct{ name, path string }{
			{"home", "/"}, {"start", "/start?q=k'iche'"}, {"translate", "/l/" + tag + "/"}, {"review", "/l/" + tag + "/review"}, {"take", "/l/" + tag + "/take"},
		} {
			for _, width := range []int64{1440, 375} {
				height := int64(900)
				if width < 500 {
					height = 760
				}
				check(chromedp.Do(ctx, chromedp.EmulateViewport(width, height, chromedp.EmulateScale(0.75)), chromedp.Navigate(server.URL+page.path)))
				if page.name == "translate" { // in whose window the cursor is
					check(chromedp.Do(ctx, chromedp.KeyEvent("\t")))
				}
				if page.name == "translate" {
					_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](look, chromedp.EvalAwaitPromise))
					check(err)
				}
				shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				check(err)
				form := map[bool]string{true: "phone", false: "desktop"}[width < 500]
				name := strings.Join([]string{page.name, voice, form}, "-") + ".png"
				check(os.WriteFile(filepath.Join(out, name), small(shot), 0o666))
				fmt.Println(name)
			}
		}
		stopTab()
		stop()
	}
}

// small is a picture in its 256 most frequent colours, of five bits each.
func small(data []byte) []byte {
	from, err := png.Decode(bytes.NewReader(data))
	check(err)
	count := map[color.RGBA]int{}
	box := from.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			count[coarse(from.At(x, y))]++
		}
	}
	all := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var colors color.Palette
	for _, c := range all[:min(len(all), 256)] {
		colors = append(colors, c)
	}
	to := image.NewPaletted(box, colors)
	draw.Draw(to, box, from, box.Min, draw.Src)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	check(encoder.Encode(&b, to))
	return b.Bytes()
}

func coarse(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	five := func(v uint32) uint8 { return uint8((v >> 11) * 255 / 31) }
	return color.RGBA{five(r), five(g), five(b), 255}
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	log.Fatal("there is no Chromium\nhint: run sh test/install.sh")
	return ""
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
