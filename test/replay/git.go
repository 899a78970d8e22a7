package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// A step is what one commit does to one file.
type step struct {
	commit string
	path   string // after it; "" where the file goes
	former string // the path before, if the file had another, or goes
}

// history are the steps of the files that match, the oldest first, of the last
// most commits, or of all.
func history(repository, paths string, most int) ([]step, error) {
	args := []string{"-C", repository, "-c", "diff.renameLimit=2000", "log", "--first-parent", "--diff-merges=first-parent", "--name-status", "-z", "-M", "--diff-filter=AMRD", "--format=%x00%H"}
	if most > 0 {
		args = append(args, fmt.Sprintf("-%d", most))
	}
	cmd := exec.Command("git", append(args, "HEAD", "--", paths)...)
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git log: %w: %s", err, strings.TrimSpace(failure.String()))
	}
	var commits [][]step
	var commit string
	fields := strings.Split(string(out), "\x00")
	for i := 0; i < len(fields); i++ {
		field := strings.TrimLeft(fields[i], "\n")
		switch {
		case field == "":
		case len(field) == 40 && i+1 < len(fields) && strings.Trim(field, "0123456789abcdef") == "":
			commit = field
			commits = append(commits, nil)
		case commit != "" && i+1 < len(fields):
			s := step{commit: commit}
			switch i++; field[0] {
			case 'D':
				s.former = fields[i]
			case 'R':
				if i+1 == len(fields) {
					return nil, fmt.Errorf("git log ends within a rename")
				}
				s.former, s.path = fields[i], fields[i+1]
				i++
			default:
				s.path = fields[i]
			}
			commits[len(commits)-1] = append(commits[len(commits)-1], s)
		}
	}
	var all []step
	for i := range commits {
		all = append(all, commits[len(commits)-1-i]...)
	}
	return all, nil
}

// A store reads files as they were.
type store struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func open(repository string) (*store, error) {
	s := &store{cmd: exec.Command("git", "-C", repository, "cat-file", "--batch")}
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewReader(out)
	return s, s.cmd.Start()
}

func (s *store) close() error {
	s.in.Close()
	return s.cmd.Wait()
}

// read is a file as a commit left it; nil where the repository has it not, or it
// is no file.
func (s *store) read(commit, path string) ([]byte, error) {
	if strings.ContainsRune(path, '\n') {
		return nil, nil
	}
	if _, err := fmt.Fprintf(s.in, "%s:%s\n", commit, path); err != nil {
		return nil, err
	}
	head, err := s.out.ReadString('\n')
	if err != nil || strings.HasSuffix(head, " missing\n") {
		return nil, err
	}
	var id, kind string
	var size int64
	if _, err := fmt.Sscanf(head, "%s %s %d", &id, &kind, &size); err != nil {
		return nil, fmt.Errorf("git cat-file: %q", head)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(s.out, data); err != nil {
		return nil, err
	}
	if kind != "blob" {
		return nil, nil
	}
	return data[:size], nil
}
