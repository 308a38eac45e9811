package queue

import (
	"context"
	"encoding/json"
	"errors"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/redis/go-redis/v9"
)

// Dead is a job that was put aside.
type Dead struct {
	ID     string    `json:"id"` // of the entry
	At     time.Time `json:"at"`
	Batch  string    `json:"batch"`
	Key    string    `json:"key"`
	Reason string    `json:"reason"`

	job Job
}

// Dead returns the jobs that were put aside, of a batch or of all (""), oldest
// first.
func (q *Queue) Dead(ctx context.Context, batch string) (out []Dead, err error) {
	from := "-"
	for {
		var ms []redis.XMessage
		err := q.patiently(ctx, func() (err error) {
			ms, err = q.client.XRangeN(ctx, q.key("dead"), from, "+", 500).Result()
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, x := range ms {
			d := Dead{ID: x.ID, Reason: "?"}
			if ms, err := strconv.ParseInt(strings.Split(x.ID, "-")[0], 10, 64); err == nil {
				d.At = time.UnixMilli(ms)
			}
			if m, err := (redisstream.DefaultMarshallerUnmarshaller{}).Unmarshal(x.Values); err == nil {
				d.Reason = m.Metadata.Get(middleware.ReasonForPoisonedKey)
				if json.Unmarshal(m.Payload, &d.job) == nil {
					d.Batch, d.Key = d.job.Batch, d.job.Key
				}
			}
			if batch == "" || d.Batch == batch {
				out = append(out, d)
			}
		}
		if len(ms) < 500 {
			return out, nil
		}
		from = "(" + ms[len(ms)-1].ID
	}
}

// Requeue puts jobs that were put aside back into the stream, of a batch or of
// all (""), and returns how many. A job is in the stream before it is taken off
// the list of the dead.
func (q *Queue) Requeue(ctx context.Context, batch string) (n int, err error) {
	dead, err := q.Dead(ctx, batch)
	if err != nil {
		return 0, err
	}
	for _, d := range dead {
		if d.Batch == "" {
			continue // it is no job
		}
		if err := q.Publish(ctx, d.job); err != nil {
			return n, err
		}
		if err := q.client.XDel(ctx, q.key("dead"), d.ID).Err(); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Status is how a queue stands.
type Status struct {
	Stream  string        `json:"stream"`
	Waiting int64         `json:"waiting"` // jobs that nobody has
	Held    int64         `json:"held"`    // jobs that workers have
	Dead    int64         `json:"dead"`
	Workers []WorkerState `json:"workers"` // that live, by name
	Batches []BatchState  `json:"batches"` // newest first
}

// WorkerState is a worker that lives.
type WorkerState struct {
	Name string    `json:"name"`
	Seen time.Time `json:"seen"`
	Done int64     `json:"done"` // jobs since it began
	Busy int64     `json:"busy"`
	Job  string    `json:"job"` // batch and key; "" where it has none
}

// BatchState is a batch.
type BatchState struct {
	ID    string            `json:"id"`
	Began time.Time         `json:"began"`
	Done  int64             `json:"done"` // jobs
	Facts map[string]string `json:"facts"`
}

// Status asks how the queue stands.
func (q *Queue) Status(ctx context.Context) (*Status, error) {
	s := &Status{Stream: q.Stream(), Workers: []WorkerState{}, Batches: []BatchState{}}
	if err := q.trim(ctx); err != nil {
		return nil, err
	}
	n, err := q.client.XLen(ctx, q.Stream()).Result()
	if err != nil {
		return nil, err
	}
	pending, err := q.client.XPending(ctx, q.Stream(), group).Result()
	switch {
	case err == nil:
		s.Held = pending.Count
	case !strings.HasPrefix(err.Error(), "NOGROUP") && !errors.Is(err, redis.Nil):
		return nil, err
	}
	s.Waiting = max(0, n-s.Held)
	if s.Dead, err = q.client.XLen(ctx, q.key("dead")).Result(); err != nil {
		return nil, err
	}
	names, err := q.client.SMembers(ctx, q.key("workers")).Result()
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	for _, name := range names {
		h, err := q.client.HGetAll(ctx, q.key("worker", name)).Result()
		if err != nil {
			return nil, err
		}
		if len(h) == 0 {
			q.client.SRem(ctx, q.key("workers"), name) // it died
			continue
		}
		w := WorkerState{Name: name, Seen: time.Unix(number(h["seen"]), 0), Done: number(h["done"]), Busy: number(h["busy"]), Job: h["job"]}
		s.Workers = append(s.Workers, w)
	}
	batches, err := q.client.ZRevRangeWithScores(ctx, q.key("batches"), 0, 99).Result()
	if err != nil {
		return nil, err
	}
	for _, z := range batches {
		id, _ := z.Member.(string)
		b := BatchState{ID: id, Began: time.Unix(int64(z.Score), 0)}
		if b.Facts, err = q.client.HGetAll(ctx, q.key("batch", id)).Result(); err != nil {
			return nil, err
		}
		if b.Done, err = q.client.SCard(ctx, q.key("done", id)).Result(); err != nil {
			return nil, err
		}
		s.Batches = append(s.Batches, b)
	}
	return s, nil
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // what is no number counts as none
	return n
}
