package fonts

import (
	"errors"
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/go-text/typesetting/font"
)

// A font is a program: its tables lead whoever reads them, and those of a
// broken or hostile one may lead into a panic, round in circles, or to more
// data than there is memory for. Fonts of ours, the bundle's and those that the
// lock file pins, are read as they are; all others under guard.

// strange says whether the fonts of an origin are read under guard.
func (o Origin) strange() bool { return o == Project || o == System }

// ErrPatience is what Guard says of work that it gave up.
var ErrPatience = errors.New("it takes too much time or memory")

// memoryPatience is by how many bytes the heap may grow while one piece of work
// is under guard.
const memoryPatience = 1 << 30

// Guard does work that a font of the origin leads, and makes an error of a
// panic. With a strange font, work that takes longer than limit, or fills the
// memory, is given up: then the error is ErrPatience, the work may go on for
// itself, and what it holds must not be touched any more.
func Guard(o Origin, limit time.Duration, work func() error) error {
	careful := func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("it is broken: %v", r)
			}
		}()
		return work()
	}
	if !o.strange() {
		return careful()
	}
	before := heapBytes()
	done := make(chan error, 1)
	go func() { done <- careful() }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	watch := time.NewTicker(20 * time.Millisecond)
	defer watch.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-timer.C:
			return ErrPatience
		case <-watch.C:
			if heapBytes() > before+memoryPatience {
				return ErrPatience
			}
		}
	}
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// Glyph is the face's glyph for r; ok is false where it has none.
func (f *Face) Glyph(r rune) (id font.GID, ok bool) {
	defer func() {
		if recover() != nil { // a broken cmap
			id, ok = 0, false
		}
	}()
	return f.Font.NominalGlyph(r)
}
