// Pdfium packs the PDFium that go-pdfium brings, for a program built with the tag
// mapped:
//
//	go run ./docs/_image/pdfium CACHE/pdfium.wasm.zst
package main

import (
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: pdfium FILE")
	}
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/klippa-app/go-pdfium").Output()
	check(err)
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "webassembly", "pdfium.wasm"))
	check(err)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20))
	check(err)
	check(os.WriteFile(os.Args[1], z.EncodeAll(data, nil), 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
