// Command multitude publishes one Markdown text in many languages. Its commands
// are in internal/cli; docs/formats.md describes them and the files.
package main

import (
	"os"
	"runtime/debug"

	"multitude/internal/cli"
)

// softMemory is where the collector begins to work harder than it would: for a
// document of 5,000 pages an eighth more processor time, and 0.8 GB less memory.
// The environment's GOMEMLIMIT goes before it.
const softMemory = 1 << 30

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemory)
	}
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
