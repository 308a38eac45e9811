package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yakkan/yakkan/corpus/queue"
)

// backlog is how many jobs may wait on Redis; above it cutting the source waits.
const backlog = 1000

// errors of a run on workers; find them with errors.Is.
var (
	ErrDead  = fmt.Errorf("parts were put aside")
	ErrLocal = fmt.Errorf("a place that only this process can reach")
)

// job is what a worker is told: all that it needs to make a part.
type job struct {
	Source   string            `json:"source"`
	Include  []string          `json:"include"`
	Exclude  []string          `json:"exclude"`
	Limits   Limits            `json:"limits"`
	Out      string            `json:"out"`
	Settings map[string]string `json:"settings"`
	Shard    Shard             `json:"shard"`
}

// Batch names a run on a queue. The same source, results and settings have the
// same name, so a run that goes on finds what is under way.
func (r *Run) Batch() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%q\x00%q", r.Source, r.Out, r.Source.filter.Include, r.Source.filter.Exclude)
	for _, k := range slices.Sorted(maps.Keys(r.Settings)) {
		fmt.Fprintf(h, "\x00%s=%s", k, r.Settings[k])
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Spread is Do with the parts made by the workers of a queue, who have to reach
// the source and the place of the results under the same names. It may be killed
// and done again with Resume while the workers go on. Read is not used.
func (r *Run) Spread(ctx context.Context, q *queue.Queue) (*Summary, error) {
	if strings.HasPrefix(r.Source.String(), "mem:") || strings.HasPrefix(r.Out, "mem:") {
		return nil, ErrLocal
	}
	out, err := openShelf(ctx, r.Out)
	if err != nil {
		return nil, err
	}
	defer out.close()
	r.Out = out.String()
	led, done, err := r.begin(ctx, out)
	if err != nil || done != nil {
		return done, err
	}
	batch := r.Batch()
	if err := q.Begin(ctx, batch, map[string]string{"source": r.Source.String(), "out": r.Out, "state": "running"}); err != nil {
		return nil, err
	}
	for {
		n, whole, err := r.spread(ctx, q, batch, out, led)
		if err != nil {
			return nil, err
		}
		if !whole {
			continue // Redis lost what it had; what is missing is put there again
		}
		if err := q.Begin(ctx, batch, map[string]string{"state": "finishing"}); err != nil {
			return nil, err
		}
		s, err := r.finish(ctx, out, led, n)
		if err != nil {
			return nil, err
		}
		return s, q.End(ctx, batch, "complete")
	}
}

// spread puts the parts that are missing on the queue and waits until all are
// there. It returns how many documents there are, and whole false where the queue
// ran dry without all parts being there.
func (r *Run) spread(ctx context.Context, q *queue.Queue, batch string, out shelf, led *ledger) (n int, whole bool, err error) {
	have, err := parts(ctx, out)
	if err != nil {
		return 0, false, err
	}
	if err := q.Forget(ctx, batch); err != nil {
		return 0, false, err
	}
	want := map[int]marker{}
	put, skipped := 0, 0
	for sh, err := range r.Source.Shards(ctx, led.Part) {
		if err != nil {
			return 0, false, err
		}
		n += sh.Count
		want[sh.Part] = marker{sh.Mark}
		if m, ok := have[sh.Part]; ok {
			if m.sum != sh.Mark {
				return 0, false, ErrChanged
			}
			skipped += sh.Count
			continue
		}
		if put%64 == 0 {
			if err := r.room(ctx, q, batch, led, skipped); err != nil {
				return 0, false, err
			}
		}
		body, err := json.Marshal(job{Source: r.Source.String(), Include: led.Include, Exclude: led.Exclude, Limits: r.Source.limits, Out: r.Out, Settings: r.Settings, Shard: sh})
		if err != nil {
			return 0, false, err
		}
		if err := q.Publish(ctx, queue.Job{Batch: batch, Key: partName(sh.Part, marker{sh.Mark}), Body: body}); err != nil {
			return 0, false, err
		}
		put++
	}
	if n == 0 {
		return 0, false, ErrNone
	}
	for part := range have {
		if _, ok := want[part]; !ok {
			return 0, false, ErrChanged
		}
	}
	if err := q.Begin(ctx, batch, map[string]string{"parts": strconv.Itoa(len(want)), "documents": strconv.Itoa(n)}); err != nil {
		return 0, false, err
	}
	dry := 0
	for {
		done, err := q.Done(ctx, batch)
		if err != nil {
			return 0, false, err
		}
		r.tell(int(done), led, skipped, n)
		waiting, err := q.Backlog(ctx)
		if err != nil {
			return 0, false, err
		}
		if dry++; waiting > 0 {
			dry = 0
		}
		if int(done) >= put || dry > 2 {
			have, err := parts(ctx, out)
			if err != nil {
				return 0, false, err
			}
			if maps.Equal(have, want) {
				return n, true, nil
			}
			dead, err := q.Dead(ctx, batch)
			if err != nil {
				return 0, false, err
			}
			switch {
			case len(dead) > 0 && waiting == 0:
				return 0, false, fmt.Errorf("%w: %d of batch %s, the first because: %s", ErrDead, len(dead), batch, dead[0].Reason)
			case dry > 2:
				return n, false, nil
			}
		}
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return 0, false, err
		}
	}
}

// room waits until the queue has room.
func (r *Run) room(ctx context.Context, q *queue.Queue, batch string, led *ledger, skipped int) error {
	for {
		n, err := q.Backlog(ctx)
		if err != nil || n < backlog {
			return err
		}
		done, err := q.Done(ctx, batch)
		if err != nil {
			return err
		}
		r.tell(int(done), led, skipped, -1)
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return err
		}
	}
}

// tell says how far the workers are, in documents: parts are equally long.
func (r *Run) tell(parts int, led *ledger, skipped, of int) {
	if r.Progress == nil {
		return
	}
	n := skipped + parts*led.Part
	if of >= 0 {
		n = min(n, of)
	}
	r.Progress(Progress{Done: n, Skipped: skipped})
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
