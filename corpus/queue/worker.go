package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/redis/go-redis/v9"
)

// permanent is an error that trying again does not mend.
type permanent struct{ error }

// Unwrap returns what went wrong.
func (p permanent) Unwrap() error { return p.error }

// Permanent marks an error of a job as one that trying again does not mend: the
// job is put aside at once.
func Permanent(err error) error { return permanent{err} }

// Work does jobs until ctx ends, slots of them at a time. What is under way then
// is finished unless it takes longer than linger; what was not begun goes to
// others at once. While Redis is away it waits. do gets a context that ends only
// after linger.
func (q *Queue) Work(ctx context.Context, slots int, linger time.Duration, do func(context.Context, Job) error) error {
	host, _ := os.Hostname()
	w := &worker{Queue: q, name: fmt.Sprintf("%s-%d-%s", host, os.Getpid(), watermill.NewShortUUID()[:6]), do: do}
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	w.ctx = inner
	beats := make(chan struct{})
	go func() { w.beat(inner); close(beats) }()
	q.log.Info("working", "worker", w.name, "stream", q.Stream())
	for ctx.Err() == nil {
		if err := w.run(ctx, slots, linger); err != nil && ctx.Err() == nil {
			if !away(err) && !strings.Contains(err.Error(), "NOGROUP") {
				cancel()
				<-beats
				return err
			}
			select { // Redis is away, or came back without its data
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
	cancel()
	<-beats
	w.leave()
	q.log.Info("stopped", "worker", w.name, "done", w.done.Load())
	return nil
}

// worker is one process that does jobs.
type worker struct {
	*Queue
	name string
	ctx  context.Context // of the jobs
	do   func(context.Context, Job) error
	done atomic.Int64
	busy atomic.Int64
	now  atomic.Pointer[string] // the job that is under way, for status
}

// run works with one router until ctx ends or the stream is lost.
func (w *worker) run(ctx context.Context, slots int, linger time.Duration) error {
	logger := &quietLogger{log: w.log}
	err := w.client.XGroupCreateMkStream(ctx, w.Stream(), group, "0").Err()
	if err != nil && !strings.HasPrefix(err.Error(), "BUSYGROUP") {
		return err
	}
	pub, err := redisstream.NewPublisher(redisstream.PublisherConfig{Client: w.client}, logger)
	if err != nil {
		return err
	}
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: linger}, logger)
	if err != nil {
		return err
	}
	aside, err := middleware.PoisonQueueWithFilter(pub, w.key("dead"), func(error) bool { return w.ctx.Err() == nil })
	if err != nil {
		return err
	}
	router.AddMiddleware(aside, middleware.Retry{
		MaxRetries: w.opt.Retries, InitialInterval: w.opt.Backoff, MaxInterval: time.Minute, Multiplier: 2, RandomizationFactor: 0.2, Logger: logger, ResetContextOnRetry: true,
		ShouldRetry: func(p middleware.RetryParams) bool {
			_, stop := errors.AsType[permanent](p.Err)
			return !stop && ctx.Err() == nil
		},
	}.Middleware, middleware.Recoverer)
	lost := make(chan error, 1)
	for i := range max(slots, 1) {
		sub, err := redisstream.NewSubscriber(redisstream.SubscriberConfig{
			Client: named{w.client}, Unmarshaller: unmarshaller{}, Consumer: fmt.Sprintf("%s-%d", w.name, i), ConsumerGroup: group, DisableIndefiniteInitialBlock: true,
			BlockTime: 200 * time.Millisecond, ClaimInterval: w.opt.Silence / 6, MaxIdleTime: w.opt.Silence, CheckConsumersInterval: time.Minute, ConsumerTimeout: 10 * time.Minute,
			ShouldClaimPendingMessage: w.claimable,
			ShouldStopOnReadErrors: func(err error) bool {
				if !strings.HasPrefix(err.Error(), "NOGROUP") {
					return false
				}
				select {
				case lost <- err:
				default:
				}
				return true
			},
		}, logger)
		if err != nil {
			return err
		}
		router.AddConsumerHandler(fmt.Sprintf("shards-%d", i), w.Stream(), sub, w.handle)
	}
	ended := make(chan error, 1)
	go func() { ended <- router.Run(context.WithoutCancel(ctx)) }()
	select {
	case err = <-ended:
		return err
	case err = <-lost:
	case <-ctx.Done():
	}
	return errors.Join(err, router.Close())
}

// handle does a job that came from the stream and says that it is done before
// the stream is told, so that it is not done again.
func (w *worker) handle(m *message.Message) error {
	var j Job
	if err := json.Unmarshal(m.Payload, &j); err != nil {
		return Permanent(fmt.Errorf("the job cannot be read: %w", err))
	}
	name := j.Batch + "/" + j.Key
	w.now.Store(&name)
	w.busy.Add(1)
	defer w.busy.Add(-1)
	var has bool
	err := w.patiently(w.ctx, func() (err error) {
		has, err = w.client.SIsMember(w.ctx, w.key("done", j.Batch), j.Key).Result()
		return err
	})
	if err == nil && !has {
		err = w.do(w.ctx, j)
	}
	if err != nil {
		return err
	}
	err = w.patiently(w.ctx, func() error {
		_, err := w.client.Pipelined(w.ctx, func(p redis.Pipeliner) error {
			p.SAdd(w.ctx, w.key("done", j.Batch), j.Key)
			p.Expire(w.ctx, w.key("done", j.Batch), keep)
			p.XAck(w.ctx, w.Stream(), group, m.Metadata.Get(idField))
			return nil
		})
		return err
	})
	if err == nil {
		w.done.Add(1)
	}
	return err
}

// beat says every few seconds that the worker lives and still works on what it
// holds. Work that it holds is then never idle for as long as Silence.
func (w *worker) beat(ctx context.Context) {
	tick := time.NewTicker(w.opt.Silence / 4)
	defer tick.Stop()
	for {
		_ = w.say(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (w *worker) say(ctx context.Context) error {
	key := w.key("worker", w.name)
	now := ""
	if p := w.now.Load(); p != nil && w.busy.Load() > 0 {
		now = *p
	}
	_, err := w.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, key, "done", w.done.Load(), "busy", w.busy.Load(), "job", now, "seen", time.Now().Unix())
		p.Expire(ctx, key, 2*w.opt.Silence)
		p.SAdd(ctx, w.key("workers"), w.name)
		return nil
	})
	if err != nil {
		return err
	}
	return w.mine(ctx, func(consumer string, ids []string) error {
		return w.client.XClaimJustID(ctx, &redis.XClaimArgs{Stream: w.Stream(), Group: group, Consumer: consumer, Messages: ids}).Err()
	})
}

// mine calls do with the work that each slot of the worker holds.
func (w *worker) mine(ctx context.Context, do func(consumer string, ids []string) error) error {
	all, err := w.client.XInfoConsumers(ctx, w.Stream(), group).Result()
	if err != nil {
		return err
	}
	for _, c := range all {
		if !strings.HasPrefix(c.Name, w.name+"-") || c.Pending == 0 {
			continue
		}
		held, err := w.client.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: w.Stream(), Group: group, Start: "-", End: "+", Count: 100, Consumer: c.Name}).Result()
		if err != nil {
			return err
		}
		ids := make([]string, len(held))
		for i, h := range held {
			ids[i] = h.ID
		}
		if len(ids) > 0 {
			if err := do(c.Name, ids); err != nil {
				return err
			}
		}
	}
	return nil
}

// leave makes what was not begun look idle, so that others take it at once, and
// takes the worker off the list.
func (w *worker) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = w.mine(ctx, func(consumer string, ids []string) error {
		args := []any{"XCLAIM", w.Stream(), group, consumer, 0}
		for _, id := range ids {
			args = append(args, id)
		}
		return w.client.Do(ctx, append(args, "IDLE", (2*w.opt.Silence).Milliseconds(), "JUSTID")...).Err()
	})
	w.client.Del(ctx, w.key("worker", w.name))
	w.client.SRem(ctx, w.key("workers"), w.name)
}

// claimable says whether the work of a worker that fell silent is to be taken
// over. What workers died over too often is put aside instead.
func (w *worker) claimable(p redis.XPendingExt) bool {
	if int(p.RetryCount) < w.opt.Deliveries {
		return true
	}
	ctx := w.ctx
	ms, err := w.client.XRangeN(ctx, w.Stream(), p.ID, p.ID, 1).Result()
	if err != nil || len(ms) == 0 {
		return err == nil // removed: claiming it acknowledges it
	}
	m, err := redisstream.DefaultMarshallerUnmarshaller{}.Unmarshal(ms[0].Values)
	if err != nil {
		return false
	}
	// Only one of the workers that see this may put it aside.
	got, err := w.client.XClaimJustID(ctx, &redis.XClaimArgs{Stream: w.Stream(), Group: group, Consumer: w.name + "-aside", MinIdle: w.opt.Silence, Messages: []string{p.ID}}).Result()
	if err != nil || len(got) == 0 {
		return false
	}
	m.Metadata.Set(middleware.ReasonForPoisonedKey, fmt.Sprintf("handed out %d times; the worker fell silent each time", p.RetryCount))
	pub, err := redisstream.NewPublisher(redisstream.PublisherConfig{Client: w.client}, watermill.NopLogger{})
	if err == nil && pub.Publish(w.key("dead"), m) == nil {
		w.client.XAck(ctx, w.Stream(), group, p.ID)
		w.log.Error("a job was put aside", "id", p.ID, "deliveries", p.RetryCount)
	}
	return false
}

// idField carries the ID of an entry of the stream to the handler.
const idField = "yakkan_entry_id"

// named puts the ID of each entry into the entry, and leaves the connection open
// when a subscriber ends.
type named struct{ redis.UniversalClient }

// Close does nothing: the connection belongs to the queue.
func (named) Close() error { return nil }

// XReadGroup implements redis.UniversalClient.
func (n named) XReadGroup(ctx context.Context, a *redis.XReadGroupArgs) *redis.XStreamSliceCmd {
	cmd := n.UniversalClient.XReadGroup(ctx, a)
	for _, s := range cmd.Val() {
		nameEntries(s.Messages)
	}
	return cmd
}

// XClaim implements redis.UniversalClient.
func (n named) XClaim(ctx context.Context, a *redis.XClaimArgs) *redis.XMessageSliceCmd {
	cmd := n.UniversalClient.XClaim(ctx, a)
	nameEntries(cmd.Val())
	return cmd
}

func nameEntries(ms []redis.XMessage) {
	for _, m := range ms {
		if m.Values != nil {
			m.Values[idField] = m.ID
		}
	}
}

// unmarshaller reads an entry and what named put into it. An entry that is no
// message becomes one that cannot be done and is put aside.
type unmarshaller struct {
	redisstream.DefaultMarshallerUnmarshaller
}

// Unmarshal implements redisstream.Unmarshaller.
func (u unmarshaller) Unmarshal(values map[string]any) (*message.Message, error) {
	m, err := u.DefaultMarshallerUnmarshaller.Unmarshal(values)
	if err != nil {
		m = message.NewMessage(watermill.NewUUID(), []byte("no job"))
	}
	if id, ok := values[idField].(string); ok {
		m.Metadata.Set(idField, id)
	}
	return m, nil
}
