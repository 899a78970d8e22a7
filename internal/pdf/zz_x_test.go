package pdf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"bytes"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	pdftest "multitude/test/pdf"
)

func TestReal(t *testing.T) {
	files, _ := filepath.Glob("/tmp/pdfdev/proj/out/*/*.pdf")
	for _, p := range files {
		b, _ := os.ReadFile(p)
		f, err := pdftest.Read(b)
		if err != nil {
			t.Error(p, err)
			continue
		}
		for _, x := range f.Check() {
			t.Error(filepath.Base(p), x)
		}
		conf := model.NewDefaultConfiguration()
		conf.ValidationMode = model.ValidationRelaxed
		if err := api.Validate(bytes.NewReader(b), conf); err != nil {
			t.Error(p, err)
		}
		js, err := pdftest.ReadPDFJS(b)
		if err != nil {
			t.Fatal(err)
		}
		txt, _ := pdftest.Pdftotext(b)
		raw, _ := pdftest.Pdftotext(b, "-raw")
		mu, _ := pdftest.Mutool(b)
		n := 0
		counts := map[string]int{}
		for _, k := range f.StructText() {
			if len([]rune(k.Text)) < 3 {
				continue
			}
			n++
			for name, text := range map[string]string{"js": strings.Join(js.Pages, "\n"), "txt": txt, "raw": raw, "mu": mu} {
				if strings.Contains(pdftest.Essence(text), pdftest.Essence(k.Text)) {
					counts[name]++
				} else if name == "js" || name == "txt" {
					fmt.Println(filepath.Base(p), name, k.Role, k.Text)
				}
				if strings.Contains(words(text), words(k.Text)) {
					counts[name+"-spaced"]++
				}
			}
		}
		fmt.Println(filepath.Base(p), n, counts)
	}
}
