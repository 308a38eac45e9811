package api

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"sync/atomic"
	"time"
)

// Two things drown a machine that analyses: more analyses at once than it has
// processors, and bodies that pile up in memory. The gate lets as many analyses
// run as there are processors, lets a bounded number wait for a bounded time,
// and refuses the others at once with 503 and Retry-After, which costs next to
// nothing. The budget counts the bytes of all bodies in memory as they arrive.

// gate admits analyses.
type gate struct {
	slots   chan struct{}
	queue   int64
	wait    time.Duration
	waiting atomic.Int64
	refused atomic.Int64
}

func processors() int { return runtime.GOMAXPROCS(0) }

func newGate(slots, queue int, wait time.Duration) *gate {
	return &gate{slots: make(chan struct{}, slots), queue: int64(queue), wait: wait}
}

// enter waits for a turn and returns the function that ends it.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.slots <- struct{}{}:
		return g.leave, nil
	default:
	}
	if g.waiting.Add(1) > g.queue {
		g.waiting.Add(-1)
		g.refused.Add(1)
		return nil, busy()
	}
	defer g.waiting.Add(-1)
	timer := time.NewTimer(g.wait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		// The scheduler would go on with whoever was let in, from one analysis to the
		// next, and look at new requests after sixty of them: those come first.
		runtime.Gosched()
		return g.leave, nil
	case <-timer.C:
		g.refused.Add(1)
		return nil, busy()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (g *gate) leave() { <-g.slots }

// idle takes a turn if there is one that nobody waits for.
func (g *gate) idle() bool {
	if g.waiting.Load() > 0 {
		return false
	}
	select {
	case g.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func busy() *Problem {
	return newProblem("busy", "処理待ちが上限に達しています。Retry-After の秒数を置いて送り直してください。", "Too many requests are waiting; send it again after the seconds in Retry-After.").header("Retry-After", "1")
}

// budget counts bytes in memory.
type budget struct {
	limit int64
	used  atomic.Int64
}

// take takes n bytes if they are there.
func (b *budget) take(n int64) bool {
	if b.used.Add(n) > b.limit {
		b.used.Add(-n)
		return false
	}
	return true
}

func (b *budget) give(n int64) { b.used.Add(-n) }

// body reads the body of a request up to a limit, within the budget.
type body struct {
	r      io.Reader
	budget *budget // nil if the bytes are in memory already
	left   int64   // bytes that may still come
	taken  int64   // from the budget
	read   int64
	err    error
}

// budgetStep is how much is taken from the budget at once.
const budgetStep = 64 << 10

// Read implements io.Reader. Its errors are problems where the reason is ours.
func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.budget != nil && b.read == b.taken {
		if !b.budget.take(budgetStep) {
			b.err = busy()
			return 0, b.err
		}
		b.taken += budgetStep
	}
	if b.budget != nil {
		p = p[:min(int64(len(p)), b.taken-b.read)]
	}
	n, err := b.r.Read(p)
	b.read += int64(n)
	if b.left -= int64(n); b.left < 0 {
		b.err = tooLarge()
		return 0, b.err
	}
	b.err = err
	return n, err
}

// done gives back what was taken.
func (b *body) done() {
	if b.budget != nil {
		b.budget.give(b.taken)
		b.taken = 0
	}
}

// all reads the rest of a body of about n bytes, if n is not negative.
func (b *body) all(n int64) ([]byte, error) {
	if held, ok := b.r.(*readBody); ok && b.read == 0 {
		return held.data, nil
	}
	var buf bytes.Buffer
	buf.Grow(int(min(max(n, 0), shortcutBody)) + bytes.MinRead) // what is announced may not come
	_, err := buf.ReadFrom(b)
	return buf.Bytes(), err
}

func tooLarge() *Problem {
	return newProblem("too-large", "本文が上限を超えています。文書を分けて送ってください。上限は /version に示しています。", "The body is over the limit; send the documents one by one. /version shows the limit.")
}
