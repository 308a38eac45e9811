//go:build mapped

package pdf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
)

// maxModule is how large PDFium may be; it has some 6 MB.
const maxModule = 64 << 20

// open starts PDFium as it lies, packed, in the cache that an image brings along:
// a program built with the tag mapped has not got it.
func open(c webassembly.Config) (pdfium.Pool, error) {
	root := cacheRoot()
	if root == "" {
		return nil, errors.New("this program was built without PDFium; set YAKKAN_CACHE to the folder that came with it")
	}
	name := filepath.Join(root, "pdfium.wasm.zst")
	packed, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("this program was built without PDFium, which the folder YAKKAN_CACHE has to hold: %w", err)
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxModule))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if c.WASM, err = z.DecodeAll(packed, nil); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return webassembly.InitWithWASM(c)
}
