package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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
	unlock, err := lock(out)
	if err != nil {
		return nil, err
	}
	defer unlock()
	led, done, err := r.begin(ctx, out)
	if err != nil || done != nil {
		return done, err
	}
	batch := r.Batch()
	if err := q.Begin(ctx, batch, map[string]string{"source": r.Source.String(), "out": r.Out, "state": "running"}); err != nil {
		return nil, err
	}
	asm, err := r.newAssembly(ctx, out, led)
	if err != nil {
		return nil, err
	}
	defer asm.drop()
	for {
		sp := &spread{Run: r, q: q, batch: batch, out: out, led: led, asm: asm, of: -1}
		whole, err := sp.all(ctx)
		if err != nil {
			return nil, err
		}
		if !whole {
			continue // Redis lost what it had; what is missing is put there again
		}
		if err := q.Begin(ctx, batch, map[string]string{"state": "finishing"}); err != nil {
			return nil, err
		}
		if r.Finishing != nil {
			r.Finishing(sp.documents)
		}
		for m, ok := sp.want[asm.next]; ok; m, ok = sp.want[asm.next] {
			if err := asm.add(ctx, m); err != nil {
				return nil, err
			}
		}
		s, err := asm.end(ctx, sp.documents)
		if err != nil {
			return nil, err
		}
		return s, q.End(ctx, batch, "complete")
	}
}

// spread hands out the parts of a source once.
type spread struct {
	*Run
	q         *queue.Queue
	batch     string
	out       shelf
	led       *ledger
	asm       *assembly
	have      map[int]marker // parts that are known to be there
	want      map[int]marker // all parts, so far as the source was cut
	documents int
	of        int // documents of the source, -1 until it was cut
	put       int // parts put on the queue
	skipped   int // documents of the parts that were there before
}

// all puts the parts that are missing on the queue and waits until all are there,
// while it adds them to the results. It returns false where the queue ran dry
// without all parts being there.
func (s *spread) all(ctx context.Context) (whole bool, err error) {
	if s.have, err = parts(ctx, s.out); err != nil {
		return false, err
	}
	if err := s.q.Forget(ctx, s.batch); err != nil {
		return false, err
	}
	if err := s.cut(ctx); err != nil {
		return false, err
	}
	if s.of = s.documents; s.of == 0 {
		return false, ErrNone
	}
	for part := range s.have {
		if _, ok := s.want[part]; !ok {
			return false, ErrChanged
		}
	}
	if err := s.q.Begin(ctx, s.batch, map[string]string{"parts": strconv.Itoa(len(s.want)), "documents": strconv.Itoa(s.documents)}); err != nil {
		return false, err
	}
	return s.wait(ctx)
}

// cut cuts the source and puts the parts that are missing on the queue.
func (s *spread) cut(ctx context.Context) error {
	s.want = map[int]marker{}
	for sh, err := range s.Source.Shards(ctx, s.led.Part) {
		if err != nil {
			return err
		}
		s.documents += sh.Count
		m := marker{sh.Mark}
		s.want[sh.Part] = m
		if there, ok := s.have[sh.Part]; ok {
			if there != m {
				return ErrChanged
			}
			s.skipped += sh.Count
			continue
		}
		if s.put%64 == 0 {
			if err := s.room(ctx); err != nil {
				return err
			}
		}
		body, err := json.Marshal(job{Source: s.Source.String(), Include: s.led.Include, Exclude: s.led.Exclude, Limits: s.Source.limits, Out: s.Out, Settings: s.Settings, Shard: sh})
		if err != nil {
			return err
		}
		if err := s.q.Publish(ctx, queue.Job{Batch: s.batch, Key: partName(sh.Part, m), Body: body}); err != nil {
			return err
		}
		s.put++
	}
	return nil
}

// room waits until the queue has room.
func (s *spread) room(ctx context.Context) error {
	for {
		n, err := s.q.Backlog(ctx)
		if err != nil {
			return err
		}
		done, err := s.step(ctx)
		if err != nil || n < backlog {
			return err
		}
		s.tell(done, s.led, s.skipped, s.of)
		if err := pause(ctx, 5*poll); err != nil {
			return err
		}
	}
}

// poll is how often it is asked what is done.
const poll = 100 * time.Millisecond

// dueNext is how many of the parts that are due next are asked for at a time.
const dueNext = 8

// step adds to the results what is done of the parts that are due. It returns how
// many parts of this run are done.
func (s *spread) step(ctx context.Context) (done int, err error) {
	for {
		var keys []string
		for i := s.asm.next; len(keys) < dueNext; i++ {
			m, ok := s.want[i]
			if !ok {
				break
			}
			keys = append(keys, partName(i, m))
		}
		n, are, err := s.q.Done(ctx, s.batch, keys...)
		if err != nil {
			return 0, err
		}
		for i := range keys {
			next := s.asm.next
			if _, ok := s.have[next]; !ok && !are[i] {
				return n, nil
			}
			if err := s.asm.add(ctx, s.want[next]); errors.Is(err, fs.ErrNotExist) && are[i] {
				return n, nil // Redis is not believed
			} else if err != nil {
				return 0, err
			}
		}
		if len(keys) < dueNext {
			return n, nil
		}
		s.tell(n, s.led, s.skipped, s.of)
	}
}

// wait waits until all parts are there.
func (s *spread) wait(ctx context.Context) (whole bool, err error) {
	dry, waiting := 0, int64(1)
	for round := 0; ; round++ {
		done, err := s.step(ctx)
		if err != nil {
			return false, err
		}
		s.tell(done, s.led, s.skipped, s.of)
		if round%5 == 0 {
			if waiting, err = s.q.Backlog(ctx); err != nil {
				return false, err
			}
			if dry++; waiting > 0 {
				dry = 0
			}
		}
		if done >= s.put || dry > 2 {
			if whole, err := s.whole(ctx, waiting); whole || err != nil {
				return whole, err
			}
			if dry > 2 {
				return false, nil
			}
		}
		if err := pause(ctx, poll); err != nil {
			return false, err
		}
	}
}

// whole looks whether all parts are there. It fails where some were put aside and
// nothing waits.
func (s *spread) whole(ctx context.Context, waiting int64) (bool, error) {
	have, err := parts(ctx, s.out)
	if err != nil {
		return false, err
	}
	if maps.Equal(have, s.want) {
		return true, nil
	}
	dead, err := s.q.Dead(ctx, s.batch)
	if err == nil && len(dead) > 0 && waiting == 0 {
		err = fmt.Errorf("%w: %d of batch %s, the first because: %s", ErrDead, len(dead), s.batch, dead[0].Reason)
	}
	return false, err
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
