package pdftest

import (
	"bytes"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

var pdfcpuReady = sync.OnceFunc(api.DisableConfigDir) // it would write one into the home folder

// Pdfcpu has pdfcpu validate the file, by its relaxed rules.
func Pdfcpu(pdf []byte) error {
	pdfcpuReady()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	return api.Validate(bytes.NewReader(pdf), conf)
}
