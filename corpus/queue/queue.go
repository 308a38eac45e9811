// Package queue hands pieces of work to any number of workers through Redis
// Streams. A piece of work is done at least once: it belongs to a worker until
// that worker says that it is done, and goes to another when the worker falls
// silent. Doing it twice must therefore do no harm.
//
// Streams are watermill's (watermill-redisstream), which reads, claims, retries
// and puts aside what fails. Three things are added here: a worker says every few
// seconds that it still works on what it holds, so that work can take long and a
// dead worker is still noticed soon; work whose worker died several times is put
// aside, not only work that failed; and a worker that stops hands back what it
// has not begun.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"github.com/yakkan/yakkan/corpus/store"
)

// Job is a piece of work.
type Job struct {
	Batch string          `json:"batch"` // what it is a part of
	Key   string          `json:"key"`   // names it within its batch
	Body  json.RawMessage `json:"body"`
}

// Queue is a stream of jobs with what belongs to it. It is safe for concurrent
// use.
//
//	{yakkan:NAME}:jobs       stream of jobs, read by the group "workers"
//	{yakkan:NAME}:dead       stream of jobs that were put aside, with the reason
//	{yakkan:NAME}:done:B     set of the keys of batch B that are done
//	{yakkan:NAME}:batch:B    hash: what a batch is, for status
//	{yakkan:NAME}:batches    sorted set of batches by the time of their begin
//	{yakkan:NAME}:worker:W   hash: a worker that lives; it expires
type Queue struct {
	client redis.UniversalClient
	prefix string
	log    *slog.Logger
	opt    Options
}

// Options are the settings of a queue. The zero value means the defaults.
type Options struct {
	Name       string        // "default"
	Silence    time.Duration // after which the work of a worker goes to another; 30 s
	Deliveries int           // how often workers may die over a job before it is put aside; 5
	Retries    int           // how often a job that fails is tried again; 4
	Backoff    time.Duration // before the first retry, then twice as long each; 1 s
	Log        *slog.Logger  // nil means none
}

const group = "workers"

// keep is how long a batch is remembered after it was last heard of.
const keep = 14 * 24 * time.Hour

// Open opens a queue on a Redis; see store.ParseRedis for addresses. Redis is not
// asked yet.
func Open(address string, opt Options) (*Queue, error) {
	o, err := store.ParseRedis(address)
	if err != nil {
		return nil, err
	}
	o.ReadTimeout, o.WriteTimeout, o.MaxRetries = 5*time.Second, 5*time.Second, 3
	if opt.Name == "" {
		opt.Name = "default"
	}
	if strings.ContainsAny(opt.Name, "{}: \t\n") {
		return nil, fmt.Errorf("the name of a queue has no braces, colons or spaces")
	}
	if opt.Silence == 0 {
		opt.Silence = 30 * time.Second
	}
	if opt.Deliveries == 0 {
		opt.Deliveries = 5
	}
	if opt.Retries == 0 {
		opt.Retries = 4
	}
	if opt.Backoff == 0 {
		opt.Backoff = time.Second
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	redis.SetLogger(&logging.VoidLogger{}) // what goes wrong comes back as errors
	return &Queue{client: redis.NewUniversalClient(o), prefix: "{yakkan:" + opt.Name + "}:", log: opt.Log, opt: opt}, nil
}

// Close ends the use of the queue.
func (q *Queue) Close() error { return q.client.Close() }

// Name is the name of the queue.
func (q *Queue) Name() string { return q.opt.Name }

// Stream is the key of the stream of jobs, for what scales workers by its lag.
func (q *Queue) Stream() string { return q.key("jobs") }

func (q *Queue) key(parts ...string) string { return q.prefix + strings.Join(parts, ":") }

// Patiently does something with Redis, again and again while Redis is away, until
// ctx ends. Errors that Redis answers with come back.
func (q *Queue) patiently(ctx context.Context, do func() error) error {
	wait, said := 100*time.Millisecond, false
	for {
		err := do()
		if err == nil || errors.Is(err, redis.Nil) {
			if said {
				q.log.Info("redis is back")
			}
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !away(err) {
			return err
		}
		if !said {
			said = true
			q.log.Warn("redis does not answer; waiting for it", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait = min(2*wait, 2*time.Second)
	}
}

// away reports whether an error is that Redis is not there, or not ready yet.
func away(err error) bool {
	var answer redis.Error
	if !errors.As(err, &answer) {
		return !errors.Is(err, redis.ErrClosed)
	}
	for _, p := range []string{"LOADING", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "BUSY "} {
		if strings.HasPrefix(answer.Error(), p) {
			return true
		}
	}
	return false
}

// Begin says that there is a batch, for status. It makes the stream and its group,
// so that what starts workers by the lag finds them before there are any.
func (q *Queue) Begin(ctx context.Context, batch string, facts map[string]string) error {
	return q.patiently(ctx, func() error {
		if err := q.client.XGroupCreateMkStream(ctx, q.Stream(), group, "0").Err(); err != nil && !strings.HasPrefix(err.Error(), "BUSYGROUP") {
			return err
		}
		_, err := q.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for k, v := range facts {
				p.HSet(ctx, q.key("batch", batch), k, v)
			}
			p.Expire(ctx, q.key("batch", batch), keep)
			p.ZAddNX(ctx, q.key("batches"), redis.Z{Score: float64(time.Now().Unix()), Member: batch})
			p.ZRemRangeByScore(ctx, q.key("batches"), "-inf", fmt.Sprint(time.Now().Add(-keep).Unix()))
			return nil
		})
		return err
	})
}

// Forget forgets which jobs of a batch are done.
func (q *Queue) Forget(ctx context.Context, batch string) error {
	return q.patiently(ctx, func() error { return q.client.Del(ctx, q.key("done", batch)).Err() })
}

// End forgets which jobs of a batch are done, and says that it ended.
func (q *Queue) End(ctx context.Context, batch, state string) error {
	return q.patiently(ctx, func() error {
		_, err := q.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.HSet(ctx, q.key("batch", batch), "state", state)
			p.Expire(ctx, q.key("batch", batch), keep)
			p.Del(ctx, q.key("done", batch))
			return nil
		})
		return err
	})
}

// Publish puts a job at the end of the stream. While Redis is away it waits.
func (q *Queue) Publish(ctx context.Context, j Job) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	pub, err := redisstream.NewPublisher(redisstream.PublisherConfig{Client: q.client}, watermill.NopLogger{})
	if err != nil {
		return err
	}
	return q.patiently(ctx, func() error {
		return pub.Publish(q.Stream(), message.NewMessage(watermill.NewUUID(), data))
	})
}

// Done returns how many jobs of a batch are done, and of each of some whether it
// is one of them.
func (q *Queue) Done(ctx context.Context, batch string, keys ...string) (n int, are []bool, err error) {
	members := make([]any, len(keys))
	for i, k := range keys {
		members[i] = k
	}
	err = q.patiently(ctx, func() error {
		var count *redis.IntCmd
		var each *redis.BoolSliceCmd
		_, err := q.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			if count = p.SCard(ctx, q.key("done", batch)); len(keys) > 0 {
				each = p.SMIsMember(ctx, q.key("done", batch), members...)
			}
			return nil
		})
		if err == nil {
			n = int(count.Val())
			if each != nil {
				are = each.Val()
			}
		}
		return err
	})
	return n, are, err
}

// Backlog returns how many jobs of all batches are not done, after it has removed
// what is done from the stream.
func (q *Queue) Backlog(ctx context.Context) (n int64, err error) {
	err = q.patiently(ctx, func() (err error) {
		if err = q.trim(ctx); err != nil {
			return err
		}
		n, err = q.client.XLen(ctx, q.Stream()).Result()
		return err
	})
	return n, err
}

// trim removes jobs before the first that is not done. Everything up to the one
// that was handed out last was handed out; of these, what is pending is not done.
func (q *Queue) trim(ctx context.Context) error {
	groups, err := q.client.XInfoGroups(ctx, q.Stream()).Result()
	if err != nil {
		if strings.Contains(err.Error(), "no such key") {
			return nil
		}
		return err
	}
	for _, g := range groups {
		if g.Name != group {
			continue
		}
		pending, err := q.client.XPending(ctx, q.Stream(), group).Result()
		if err != nil {
			return err
		}
		first := after(g.LastDeliveredID)
		if pending.Count > 0 {
			first = pending.Lower
		}
		return q.client.XTrimMinID(ctx, q.Stream(), first).Err()
	}
	return nil
}

// after is the ID that follows an ID of a stream.
func after(id string) string {
	ms, seq, _ := strings.Cut(id, "-")
	var n uint64
	if _, err := fmt.Sscan(seq, &n); err != nil {
		return id
	}
	return fmt.Sprintf("%s-%d", ms, n+1)
}
