//go:build !unix

package cli

func reportFullDisk() {}
