package fonts

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/language"

	"multitude/internal/finding"
	"multitude/internal/locale"
)

// A Library finds faces and keeps those that it has loaded, each once, for all
// editions of a run. It is safe for concurrent use.
type Library struct {
	bundle  fs.FS    // nil in a binary without its fonts
	modules []string // the node_modules folders, nearest first
	project []*Face

	mu     sync.Mutex
	loaded map[string]*loadOnce // by family and style
	system *systemFonts
	packed sync.Map // of WebFont: path, and characters where cut → *packOnce
}

type loadOnce struct {
	once sync.Once
	face *Face // nil where no place has it
	err  error
}

// Open prepares a library for the project at root, whose own fonts lie in
// directories (below root, or absolute). It reads the project's fonts; all
// others are loaded when they are needed. A broken font of the project is an
// error that names the file.
func Open(root string, directories []string) (*Library, error) {
	l := &Library{loaded: map[string]*loadOnce{}, system: &systemFonts{}}
	bundle, err := BundleFS()
	if err == nil {
		l.bundle = bundle
	} else if !errors.Is(err, ErrNoBundle) {
		return nil, err
	}
	dir, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	for {
		m := filepath.Join(dir, "node_modules")
		if info, err := os.Stat(m); err == nil && info.IsDir() {
			l.modules = append(l.modules, m)
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	for _, d := range directories {
		if !filepath.IsAbs(d) {
			d = filepath.Join(root, d)
		}
		if err := l.readProject(d); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Data is the bundle's data beside the faces (dictionaries, hyphenation
// patterns, notices); ErrNoBundle where there is none.
func (l *Library) Data() (fs.FS, error) {
	if l.bundle == nil {
		return nil, ErrNoBundle
	}
	return l.bundle, nil
}

func (l *Library) readProject(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("the folder of fonts cannot be read: %w\nhint: correct [fonts] directories in multitude.toml", err)
	}
	for _, e := range entries {
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".ttf", ".otf", ".ttc", ".otc":
		default:
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		face, err := Load(path, data, 0, Project)
		if err != nil {
			return fmt.Errorf("%w\nhint: take the file away, or replace it by one that a font viewer can open", err)
		}
		aspect := face.Font.Describe().Aspect
		if aspect.Weight >= 600 {
			face.Style |= Bold
		}
		if aspect.Style > 1 { // normal is 1
			face.Style |= Italic
		}
		l.project = append(l.project, face)
	}
	return nil
}

// face is the face of a family in exactly one style, or nil where no place
// has it.
func (l *Library) face(fam family, style Style) (*Face, error) {
	key := fmt.Sprintf("%s/%d", fam, style)
	l.mu.Lock()
	once := l.loaded[key]
	if once == nil {
		once = &loadOnce{}
		l.loaded[key] = once
	}
	l.mu.Unlock()
	once.once.Do(func() { once.face, once.err = l.read(string(fam), style) })
	return once.face, once.err
}

func (l *Library) read(fam string, style Style) (*Face, error) {
	file := StyleFile(fam, style)
	if l.bundle != nil {
		name := "faces/" + fam + "/" + file
		data, err := fs.ReadFile(l.bundle, name)
		if err == nil {
			return Load("bundle:"+name, data, style, Bundle)
		}
	}
	for _, m := range l.modules {
		for _, name := range packageFiles(fam, style) {
			path := filepath.Join(m, filepath.FromSlash(name))
			data, err := os.ReadFile(path)
			if err == nil {
				return Load(path, data, style, NodeModules)
			}
			if !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	return nil, nil
}

// A Set picks faces for one edition, and remembers what an author of the
// edition should know. It belongs to one goroutine.
type Set struct {
	library *Library
	locale  locale.Locale
	used    []*Face
	err     error
}

// For is the set of faces for an edition in the locale.
func (l *Library) For(loc locale.Locale) *Set { return &Set{library: l, locale: loc} }

// Used are the faces that Pick has given so far, in the order of their first
// use.
func (s *Set) Used() []*Face { return s.used }

// Err is the first error that reading a face met: a file that is no font, or
// cannot be read.
func (s *Set) Err() error { return s.err }

// Pick is the face for a grapheme cluster of the script, in the style or in
// the nearest that the family has. One face shows the whole cluster: a mark is
// never parted from its base. Where none has all of its characters, ok is false.
func (s *Set) Pick(cluster []rune, script language.Script, style Style, monospace bool, loc locale.Locale) (face *Face, ok bool) {
	if loc.Tag == "" {
		loc = s.locale
	}
	for _, f := range s.library.project {
		if f.serves(script) && f.covers(cluster) {
			return s.use(s.styled(f, style))
		}
	}
	code := script.String()
	var order []family
	if monospace {
		order = append(order, mono)
	}
	order = append(order, families(code, loc)...)
	order = append(order, families(loc.Script, loc)...)
	order = append(order, latin, symbols, symbols2, math, emoji)
	// Punctuation and digits of other scripts, which have a script of their own
	// only in the character's extensions.
	for _, r := range cluster {
		order = append(order, families(language.LookupScript(r).String(), loc)...)
		if isEastAsian(r) {
			order = append(order, families("Hani", loc)...)
		}
	}
	order = append(order, naskh)
	for i, fam := range order {
		if slices.Contains(order[:i], fam) {
			continue
		}
		for _, st := range nearest(style) {
			f, err := s.library.face(fam, st)
			if err != nil {
				s.err = cmp.Or(s.err, err)
			}
			if f != nil && f.covers(cluster) {
				return s.use(f)
			}
		}
	}
	for _, f := range s.library.project {
		if f.covers(cluster) {
			return s.use(s.styled(f, style))
		}
	}
	f, err := s.library.system.face(cluster, style)
	if err != nil {
		s.err = cmp.Or(s.err, err)
	}
	if f == nil {
		return nil, false
	}
	return s.use(f)
}

// isEastAsian says whether r is punctuation or a form that the writing systems
// of East Asia share: CJK Symbols and Punctuation, Halfwidth and Fullwidth
// Forms.
func isEastAsian(r rune) bool { return r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF }

func (s *Set) use(f *Face) (*Face, bool) {
	if !slices.Contains(s.used, f) {
		s.used = append(s.used, f)
	}
	return f, true
}

// styled is the project's face of f's family that comes nearest to the style.
func (s *Set) styled(f *Face, style Style) *Face {
	for _, st := range nearest(style) {
		for _, g := range s.library.project {
			if g.Family == f.Family && g.Style == st {
				return g
			}
		}
	}
	return f
}

// nearest are the styles that may stand in for style, best first: weight
// carries meaning further than slant.
func nearest(style Style) []Style {
	switch style {
	case Bold | Italic:
		return []Style{Bold | Italic, Bold, Italic, Regular}
	case Bold:
		return []Style{Bold, Regular}
	case Italic:
		return []Style{Italic, Regular}
	}
	return []Style{Regular, Bold}
}

// Lacking is the finding that no face has the characters.
func Lacking(runes []rune, loc locale.Locale) finding.Finding {
	const shown = 20
	var names []string
	for i, r := range runes {
		if i == shown {
			names = append(names, fmt.Sprintf("and %d more", len(runes)-shown))
			break
		}
		names = append(names, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	return finding.Finding{
		Rule: "missing-glyph", Severity: finding.Error, Locale: loc.Tag,
		Message: "no font has " + strings.Join(names, ", "),
		Cure:    cure(runes),
	}
}

// cure is what to do about characters that no face has: the command that
// installs a package for them where there is a script to name it by.
func cure(runes []rune) string {
	for _, r := range runes {
		name := scriptNames()[language.LookupScript(r).String()]
		switch name {
		case "", "common", "inherited", "latin", "greek", "cyrillic":
		case "han", "hiragana", "katakana", "hangul", "bopomofo":
			return "install a font for Chinese, Japanese or Korean: npm install @expo-google-fonts/noto-sans-sc (or -tc, -jp, -kr)"
		default:
			return "install a font for the script: npm install @expo-google-fonts/noto-sans-" + name
		}
	}
	return "put a font that has them into a folder, and name the folder in multitude.toml: [fonts] directories = [\"fonts\"]"
}
