package cli

import (
	"os"
	"runtime/debug"

	"multitude/internal/project"
)

// The memory, in bytes, from which on the collector works harder than it would:
// for a text of usual length in hundreds of languages, a third less memory at no
// cost; for one of 5,000 pages, an eighth more processor time and 0.8 GB less.
const (
	leastMemory   = 300 << 20
	mostMemory    = 1 << 30
	memoryForText = 100 // for each byte of the source
)

// garbage is how much may be lost, as a percentage of what is in use, before it is
// collected: twice what Go has by itself takes a tenth of the processor time away,
// and the limit above still holds.
const garbage = 200

// limitMemory sets the soft limit for work on a project. The environment's
// GOMEMLIMIT goes before it.
func (a *app) limitMemory(p *project.Project) {
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if a.getenv("GOMEMLIMIT") != "" {
		return
	}
	limit := int64(leastMemory)
	if info, err := os.Stat(p.SourcePath()); err == nil {
		limit = min(limit+memoryForText*info.Size(), mostMemory)
	}
	debug.SetMemoryLimit(limit)
}
