package edition

import (
	"cmp"
	"slices"

	"multitude/internal/locale"
)

// A Shelf is all editions that are being published: what each needs to know of
// the others to lead a reader there.
type Shelf struct {
	Source   locale.Locale
	BaseURL  string // without a slash at its end; "" where links are relative
	Listings []Listing
}

// A Listing is an edition as the others show it.
type Listing struct {
	Locale  locale.Locale
	Endonym string
	Title   Text
	English string // the language's name in English, or ""
	Pair    string // file name of the page with the original beside the translation, or ""
	Files   []File // what the edition has to take away, PDFs first
	Draft   bool   // no person has checked any of its translation
	Missing Text   // what a reader is told who asks for a page that is not there
}

// A File is a form of the edition that a reader can take away.
type File struct {
	Name  string // beside the page
	Type  string // media type
	Label Text   // in the edition's language
}

// Add lists an edition. The original stands first, the others by their tags:
// the order is the same for every reader and every run.
func (s *Shelf) Add(l Listing) {
	s.Listings = append(s.Listings, l)
	slices.SortStableFunc(s.Listings, func(a, b Listing) int {
		if (a.Locale == s.Source) != (b.Locale == s.Source) {
			if a.Locale == s.Source {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Locale.Tag, b.Locale.Tag)
	})
}
