package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"
	_ "image/jpeg"
	"image/png"

	"github.com/jung-kurt/gofpdf"

	"multitude/internal/typeset"
)

// drawImage puts a picture on the page: a figure of the structure tree, or an
// artifact where it has no content.
func drawImage(f *gofpdf.Fpdf, p *typeset.Picture, page int, height float64, m *marks) error {
	data, kind, err := acceptable(p.Data)
	if err != nil {
		return fmt.Errorf("page %d: a picture cannot be read: %w", page+1, err)
	}
	if p.Content == nil {
		f.RawWriteStr(string(bytes.TrimSpace(appendArtifact(nil, typeset.Ornament))))
	} else {
		mcid := m.next(page, p.Content, p.Leaf, -1)
		m.images[p.Content] = figure{height, page, p}
		f.RawWriteStr(string(bytes.TrimSpace(appendMark(nil, p.Content.Element.Role, mcid))))
	}
	sum := sha256.Sum256(p.Data)
	name := hex.EncodeToString(sum[:])
	options := gofpdf.ImageOptions{ImageType: kind, AllowNegativePosition: true}
	f.RegisterImageOptionsReader(name, options, bytes.NewReader(data))
	f.ImageOptions(name, p.X, p.Y, p.Width, p.Height, false, options, 0, "")
	f.RawWriteStr("EMC")
	if err := f.Error(); err != nil {
		return fmt.Errorf("page %d: a picture cannot be drawn: %w", page+1, err)
	}
	return nil
}

// maxPixels is the largest picture that is taken: a header can promise more
// than there is memory for.
const maxPixels = 100 << 20

// acceptable is the picture in a form that gofpdf reads rightly and PDF/A-2
// allows. gofpdf refuses 16-bit and interlaced PNG, makes one palette entry
// transparent where several are half so, and calls CMYK what the output intent
// says is RGB: those become plain 8-bit PNG.
func acceptable(data []byte) ([]byte, string, error) {
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", err
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxPixels/config.Height {
		return nil, "", fmt.Errorf("it is %d × %d pixels", config.Width, config.Height)
	}
	again := false
	switch kind {
	case "png":
		again = len(data) < 29 || data[24] > 8 || data[28] != 0 || bytes.Contains(data, []byte("tRNS"))
	case "jpeg":
		again = config.ColorModel != color.GrayModel && config.ColorModel != color.YCbCrModel
	}
	// Decoding whole says whether the file is damaged; gofpdf would not notice.
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil || !again {
		return data, kind, err
	}
	plain := image.NewNRGBA(picture.Bounds())
	for y := plain.Rect.Min.Y; y < plain.Rect.Max.Y; y++ {
		for x := plain.Rect.Min.X; x < plain.Rect.Max.X; x++ {
			plain.Set(x, y, picture.At(x, y))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, plain); err != nil {
		return nil, "", err
	}
	return out.Bytes(), "png", nil
}
