package cli

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"multitude/internal/fonts"
)

func (a *app) licensesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licenses",
		Short: "show the licences of what is inside",
		Long: "Prints the licence of this program, and the notices of the fonts, the dictionaries, the\n" +
			"hyphenation patterns and the Go modules inside. A licence that several share is\n" +
			"printed once, below their names.",
		Example: "  multitude licenses | less",
		Args:    args(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.licenses() },
	}
}

func (a *app) licenses() error {
	bundle, err := fonts.BundleFS()
	if err != nil {
		return err
	}
	type notice struct{ names, copyrights []string }
	notices := map[string]*notice{} // by the text of the licence
	var texts []string
	err = fs.WalkDir(bundle, "notices", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(bundle, name)
		if err != nil {
			return err
		}
		copyright, text := cutCopyright(strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")))
		n := notices[text]
		if n == nil {
			n = &notice{}
			notices[text] = n
			texts = append(texts, text)
		}
		n.names = append(n.names, strings.TrimSuffix(strings.TrimPrefix(name, "notices/"), path.Ext(name)))
		if copyright != "" && !slices.Contains(n.copyrights, copyright) {
			n.copyrights = append(n.copyrights, copyright)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, text := range texts {
		n := notices[text]
		for _, name := range n.names {
			a.print("%s\n", a.colours.out.strong("=== "+name))
		}
		a.print("\n")
		for _, c := range n.copyrights {
			a.print("%s\n", c)
		}
		a.print("\n%s\n\n", text)
	}
	return nil
}

// cutCopyright parts a notice from the lines at its top that say whose the work
// is: they differ where the licence is the same.
func cutCopyright(notice string) (copyright, text string) {
	first, rest, ok := strings.Cut(notice, "\n\n")
	if !ok || !strings.HasPrefix(first, "Copyright ") {
		return "", notice
	}
	return first, strings.TrimSpace(rest)
}
