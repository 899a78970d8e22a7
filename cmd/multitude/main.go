// Command multitude publishes one Markdown text in many languages. Its commands
// are in internal/cli; docs/formats.md describes them and the files.
package main

import (
	"os"

	"multitude/internal/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)) }
