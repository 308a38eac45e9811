package pdf

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// worker is an instance of PDFium with a memory of its own. It reads one document
// at a time.
type worker struct {
	pdfium pdfium.Pdfium
	pool   pdfium.Pool
	cancel context.CancelFunc // ends whatever call is running
	read   int                // documents
}

// A worker is given up after this many documents, since the memory of a guest
// never shrinks.
const lifetime = 256

// engine holds the workers that wait. Nothing is compiled before the first PDF.
var engine struct {
	sync.Mutex
	idle  []*worker
	cache wazero.CompilationCache
	slots chan struct{} // one for each worker that may live
}

// cacheRoot is the folder of caches, or "": YAKKAN_CACHE ("off" means none), or else
// the folder yakkan in the user's cache folder.
func cacheRoot() string {
	switch dir := os.Getenv("YAKKAN_CACHE"); dir {
	case "off":
		return ""
	case "":
		user, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		return filepath.Join(user, "yakkan")
	default:
		return dir
	}
}

// cacheDir is where the compiled engine is kept from one run to the next, or "".
func cacheDir() string {
	root := cacheRoot()
	if root == "" {
		return ""
	}
	dir := filepath.Join(root, "pdf")
	if os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	return dir
}

// acquire waits for a worker. Give it back by release.
func acquire(memory uint32) (*worker, error) {
	engine.Lock()
	if engine.slots == nil {
		engine.slots = make(chan struct{}, min(8, runtime.GOMAXPROCS(0)))
	}
	slots := engine.slots
	engine.Unlock()
	slots <- struct{}{}
	engine.Lock()
	if n := len(engine.idle); n > 0 {
		w := engine.idle[n-1]
		engine.idle = engine.idle[:n-1]
		engine.Unlock()
		return w, nil
	}
	w, err := start(memory)
	engine.Unlock()
	if err != nil {
		<-slots
		return nil, flow.Failed("internal", "the PDF engine does not start: "+err.Error(), map[string]string{"stage": "pdf"})
	}
	return w, nil
}

// start makes a worker. The guest sees no file, no network and no clock of use to it.
func start(memory uint32) (*worker, error) {
	if engine.cache == nil {
		if dir := cacheDir(); dir != "" {
			engine.cache, _ = wazero.NewCompilationCacheWithDir(dir)
		}
		if engine.cache == nil {
			engine.cache = wazero.NewCompilationCache()
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	pool, err := open(webassembly.Config{
		Context: ctx, MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(memory).WithCloseOnContextDone(true).WithCompilationCache(engine.cache),
	})
	if err != nil {
		cancel()
		return nil, err
	}
	instance, err := pool.GetInstance(30 * time.Second)
	if err != nil {
		_ = pool.Close()
		cancel()
		return nil, err
	}
	return &worker{pdfium: instance, pool: pool, cancel: cancel}, nil
}

// release gives a worker back; one that failed, or has read enough, ends.
func (w *worker) release(failed bool) {
	w.read++
	if failed || w.read >= lifetime {
		w.cancel()
		_ = w.pool.Close()
	} else {
		engine.Lock()
		engine.idle = append(engine.idle, w)
		engine.Unlock()
	}
	<-engine.slots
}

// Warm starts the engine, so that its start does not count as time of reading. It
// returns at once where it has been started.
func Warm() {
	engine.Lock()
	started := len(engine.idle) > 0 || engine.cache != nil
	engine.Unlock()
	if started {
		return
	}
	if w, err := acquire(Limits{}.withDefaults().Memory); err == nil {
		w.read--
		w.release(false)
	}
}
