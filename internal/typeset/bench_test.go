package typeset

import "testing"

func BenchmarkPages(b *testing.B) {
	for _, c := range []struct{ name, tag, file string }{
		{"English", "en", "../../source/statement.md"},
		{"Spanish", "es", "testdata/es.md"},
	} {
		b.Run(c.name, func(b *testing.B) {
			ed := editionOf(b, c.tag, read(b, c.file))
			lib, data := library(b), testData(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Pages(ed, lib.For(ed.Locale), data, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
