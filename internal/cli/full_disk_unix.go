//go:build unix

package cli

import (
	"os/signal"
	"syscall"
)

// reportFullDisk makes a write beyond a quota of file sizes fail like one to a
// full disk. Otherwise the system would end the program in the middle of it.
func reportFullDisk() { signal.Ignore(syscall.SIGXFSZ) }
