//go:build !mapped

package pdf

import (
	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
)

// open starts PDFium as it lies in the program.
func open(c webassembly.Config) (pdfium.Pool, error) { return webassembly.Init(c) }
