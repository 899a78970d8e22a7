package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"multitude/internal/atomicfile"
	"multitude/internal/edition"
)

// manifestName is the file of the output folder that lists what the tool wrote
// there. Only files that it lists are ever deleted.
const manifestName = ".manifest.json"

// A manifest is what the last build left: inputs by their hashes, outputs by
// their hashes, sizes and times.
type manifest struct {
	// Inputs is the hash of all inputs of the last whole build; where it is the
	// same and the outputs stand, there is nothing to do.
	Inputs   string                `json:"inputs,omitempty"`
	Editions map[string]*published `json:"editions"`         // by tag
	Site     map[string]*output    `json:"site,omitempty"`   // by name below the folder
	Images   []string              `json:"images,omitempty"` // that the source shows, below the project's root
}

// published is an edition in the manifest.
type published struct {
	PDF     string             `json:"pdf,omitempty"`  // hash of the inputs of the PDF
	HTML    string             `json:"html,omitempty"` // hash of the inputs of the page
	Page    []string           `json:"page,omitempty"` // names of the outputs that belong to the page
	Pages   int                `json:"pages,omitempty"`
	Tally   edition.Tally      `json:"tally"`
	Outputs map[string]*output `json:"outputs"` // by file name below the edition's folder
}

// An output is a file that was written.
type output struct {
	SHA256 string    `json:"sha256"`
	Size   int64     `json:"size"`
	Time   time.Time `json:"time"`
}

// readManifest reads the manifest of an output folder. One that is missing or
// cannot be read is empty: then everything is built, and nothing deleted.
func readManifest(dir string) *manifest {
	m := &manifest{}
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil || json.Unmarshal(data, m) != nil {
		m = &manifest{}
	}
	if m.Editions == nil {
		m.Editions = map[string]*published{}
	}
	for tag, e := range m.Editions {
		if e == nil {
			delete(m.Editions, tag)
		}
	}
	return m
}

func (m *manifest) write(dir string) error {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return atomicfile.Write(filepath.Join(dir, manifestName), append(data, '\n'), 0o666)
}

// stands says whether the file at path is still what was written: of the same
// size and time. Reading it all would cost more than it tells.
func (o *output) stands(path string) bool {
	if o == nil {
		return false
	}
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() == o.Size && info.ModTime().Equal(o.Time)
}

// record is the output for a file that has just been put in its place; sum is
// the hash of its content.
func record(path string, sum []byte) (*output, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return &output{SHA256: hexOf(sum), Size: info.Size(), Time: info.ModTime()}, nil
}

func hashOf(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

func hexOf(sum []byte) string { return hex.EncodeToString(sum) }

// A digest adds up inputs. Each piece goes in with its length, so that two
// lists of pieces are never taken for one another.
type digest struct{ h hash.Hash }

func newDigest() digest { return digest{sha256.New()} }

func (d digest) add(pieces ...any) digest {
	for _, p := range pieces {
		switch p := p.(type) {
		case []byte:
			fmt.Fprintf(d.h, "%d:", len(p))
			d.h.Write(p)
		default:
			s := fmt.Sprint(p)
			fmt.Fprintf(d.h, "%d:%s", len(s), s)
		}
	}
	return d
}

// file adds a file's content; a file that is not there adds that.
func (d digest) file(path string) digest {
	f, err := os.Open(path)
	if err != nil {
		return d.add(path, "absent")
	}
	defer f.Close()
	content := sha256.New()
	if _, err := io.Copy(content, f); err != nil {
		return d.add(path, "unreadable")
	}
	return d.add(path, content.Sum(nil))
}

// stat adds a file's size and time in the place of its content: for the
// binary itself and for fonts, which are large and seldom change.
func (d digest) stat(path string) digest {
	info, err := os.Stat(path)
	if err != nil {
		return d.add(path, "absent")
	}
	return d.add(path, info.Size(), info.ModTime().UnixNano())
}

func (d digest) String() string { return hex.EncodeToString(d.h.Sum(nil)) }
