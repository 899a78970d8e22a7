package pdftest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
)

// A PDFJS is what pdf.js finds in a file: see pdfjs.mjs.
type PDFJS struct {
	Pages  []string          `json:"pages"`
	Marked map[string]string `json:"marked"` // by "page object/MCID"
	Tree   []*PDFJSNode      `json:"tree"`   // of each page
	Error  string            `json:"error"`
}

// A PDFJSNode is a structure element.
type PDFJSNode struct {
	Role     string       `json:"role"`
	Lang     string       `json:"lang"`
	Alt      string       `json:"alt"` // Alt or ActualText
	Text     string       `json:"text"`
	Children []*PDFJSNode `json:"children"`
}

// A pdfjsReader is a running pdf.js. It takes a second to start, and so reads
// one file after the other.
type pdfjsReader struct {
	in  io.WriteCloser
	out *bufio.Reader
}

// pdfjsReaders are as many as there are processors; they end with this process.
var pdfjsReaders = sync.OnceValue(func() chan *pdfjsReader {
	n := runtime.GOMAXPROCS(0)
	c := make(chan *pdfjsReader, n)
	for range n {
		c <- &pdfjsReader{}
	}
	return c
})

// ReadPDFJS reads the file with pdf.js.
func ReadPDFJS(pdf []byte) (*PDFJS, error) {
	readers := pdfjsReaders()
	r := <-readers
	defer func() { readers <- r }()
	if r.in == nil {
		if err := r.start(); err != nil {
			return nil, err
		}
	}
	line, err := withFile(pdf, r.ask)
	if err != nil {
		r.in = nil
		return nil, fmt.Errorf("pdf.js: %w", err)
	}
	var found PDFJS
	if err := json.Unmarshal([]byte(line), &found); err != nil {
		return nil, err
	}
	if found.Error != "" {
		return nil, errors.New("pdf.js: " + found.Error)
	}
	return &found, nil
}

func (r *pdfjsReader) ask(path string) (string, error) {
	if _, err := fmt.Fprintln(r.in, path); err != nil {
		return "", err
	}
	return r.out.ReadString('\n')
}

func (r *pdfjsReader) start() error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(root, "node_modules", "pdfjs-dist")); err != nil {
		return errors.New("pdfjs-dist is not installed\nhint: run npm ci in the repository's root")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return errors.New("node is not installed\nhint: sudo apt-get install nodejs")
	}
	cmd := exec.Command(node, filepath.Join(root, "test", "pdf", "pdfjs.mjs"))
	cmd.Stderr = os.Stderr
	if r.in, err = cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	r.out = bufio.NewReader(out)
	return cmd.Start()
}
