package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yakkan/yakkan/corpus/queue"
)

// simulate measures what the queue costs: workers that sleep for as long as a part
// takes and write as much as a part has. What they lose against sleeping alone is
// the queue's.
func simulate(redis, dir string, ms, kb int) {
	service := time.Duration(ms) * time.Millisecond
	payload := make([]byte, kb<<10)
	_, _ = rand.Read(payload) // it never fails
	fmt.Println("workers  parts  seconds  parts/s  of ideal  first begins after")
	for _, n := range []int{1, 2, 4, 8, 16, 32, 64} {
		q, err := queue.Open(redis, queue.Options{Name: fmt.Sprintf("simulate-%d-%d", n, time.Now().UnixNano())})
		check(err)
		jobs := n * 20
		ctx, stop := context.WithCancel(context.Background())
		var running sync.WaitGroup
		var done atomic.Int64
		var first atomic.Int64
		finished := make(chan time.Time, 1)
		for range n {
			running.Go(func() {
				own, err := queue.Open(redis, queue.Options{Name: q.Name()})
				check(err)
				defer own.Close()
				check(own.Work(ctx, 1, time.Second, func(_ context.Context, j queue.Job) error {
					first.CompareAndSwap(0, time.Now().UnixNano())
					time.Sleep(service)
					if err := os.WriteFile(filepath.Join(dir, "part-"+j.Key), payload, 0o644); err != nil {
						return err
					}
					if done.Add(1) == int64(jobs) {
						finished <- time.Now()
					}
					return nil
				}))
			})
		}
		time.Sleep(time.Second) // they wait for work
		begin := time.Now()
		for i := range jobs {
			check(q.Publish(ctx, queue.Job{Batch: "b", Key: strconv.Itoa(i), Body: json.RawMessage(`"a piece of some two hundred bytes as a shard of documents has: files, where they begin and end, the digest"`)}))
		}
		took := (<-finished).Sub(begin)
		stop()
		running.Wait()
		check(q.Close())
		ideal := float64(n) / service.Seconds()
		rate := float64(jobs) / took.Seconds()
		fmt.Printf("%7d %6d %8.2f %8.1f %8.1f%% %19s\n", n, jobs, took.Seconds(), rate, 100*rate/ideal, time.Unix(0, first.Load()).Sub(begin).Round(time.Millisecond))
	}
}
