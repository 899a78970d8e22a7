//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory is the most memory, in MB, that a finished process had.
func peakMemory(p *os.ProcessState) int {
	u := p.SysUsage().(*syscall.Rusage)
	if runtime.GOOS == "darwin" { // in bytes there
		return int(u.Maxrss >> 20)
	}
	return int(u.Maxrss >> 10)
}
