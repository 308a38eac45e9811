//go:build !cli

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus"
	"github.com/yakkan/yakkan/corpus/queue"
)

// queueFlags say where work is handed out.
type queueFlags struct {
	redis, name string
	flag        *pflag.Flag
}

func (f *queueFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.redis, "redis", "", "作業を分けるRedisのURL（既定は環境変数 YAKKAN_REDIS_URL）")
	f.flag = c.Flags().Lookup("redis")
	c.Flags().StringVar(&f.name, "queue", "default", "作業の列の名前。版の異なるワーカーには別の名前を使う")
}

// url returns the address of Redis. That of the environment is no default of the
// flag: help would show the password in it.
func (f *queueFlags) url() string {
	if !f.flag.Changed {
		return os.Getenv("YAKKAN_REDIS_URL")
	}
	return f.redis
}

// open opens the queue.
func (f *queueFlags) open(log *slog.Logger) (*queue.Queue, error) {
	if f.url() == "" {
		return nil, fail("--redis にRedisのURLを指定してください", "give the URL of Redis with --redis")
	}
	q, err := queue.Open(f.url(), queue.Options{Name: f.name, Log: log})
	if err != nil {
		return nil, fail("--redis、--queue: %v", "--redis, --queue: %v", err)
	}
	return q, nil
}

// spread runs a batch on the workers of the queue.
func (f *queueFlags) spread(ctx context.Context, a *app, r *corpus.Run) (*corpus.Summary, error) {
	q, err := f.open(slog.New(slog.NewTextHandler(a.err, nil)))
	if err != nil {
		return nil, err
	}
	defer q.Close()
	return r.Spread(ctx, q)
}

func (a *app) workerCommand() *cobra.Command {
	var f queueFlags
	var workers, slots int
	var linger time.Duration
	c := &cobra.Command{
		Use:   "worker --redis URL",
		Short: "yakkan batch --redis の作業を引き受ける",
		Long: `yakkan batch --redis が分けた作業を引き受けます。いくつでも、いつでも起動し、止めることができます。
止まったワーカーの作業は、ほかのワーカーが引き継ぎます。元の文書と結果の置き場所は、同じ名前で読み書きできる必要があります。docs/scale.md に説明があります。`,
		Example: "  yakkan worker --redis redis://queue:6379/0\n  YAKKAN_REDIS_URL=redis://queue:6379/0 yakkan worker --workers 1",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if workers < 0 || slots < 1 {
				return fail("--workers と --slots には正の数を指定してください", "--workers and --slots have to be positive")
			}
			log := slog.New(slog.NewJSONHandler(a.err, nil))
			q, err := f.open(log)
			if err != nil {
				return err
			}
			defer q.Close()
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			e, err := a.open()
			if err != nil {
				return err
			}
			w := &corpus.Worker{Reader: e.reader, Workers: workers}
			return q.Work(ctx, slots, linger, w.Do)
		},
	}
	f.add(c)
	c.Flags().IntVar(&workers, "workers", 0, "同時に照合する文書の数（既定はCPUの数）")
	c.Flags().IntVar(&slots, "slots", 1, "同時に引き受ける部分の数。置き場所が遅いときは2にする")
	c.Flags().DurationVar(&linger, "stop-timeout", 60*time.Second, "停止の際、引き受けた部分が終わるのを待つ時間")
	return c
}

// reader returns how documents are analysed under the settings of a run. A worker
// with other rules refuses: its results would not be those that were asked for.
func (e *engine) reader(settings map[string]string) (corpus.Read, error) {
	opt, err := corpus.OptionsOf(settings)
	if err != nil {
		return nil, queue.Permanent(err)
	}
	if mine := corpus.Settings(e.Analyzer, opt); !maps.Equal(mine, settings) {
		return nil, fail("このワーカーの規則は実行のものと違います（ワーカー: version %s, library %.12s、実行: version %s, library %.12s）。版ごとに --queue を分けてください", "this worker has other rules: version %s, library %.12s; the batch wants version %s, library %.12s. Give each version a queue of its own (--queue)", mine["version"], mine["library"], settings["version"], settings["library"])
	}
	return func(ctx context.Context, name string, data []byte) (*report.Report, error) {
		return e.Analyze(ctx, name, data, opt)
	}, nil
}

func (a *app) batchStatusCommand() *cobra.Command {
	var f queueFlags
	var asJSON bool
	c := &cobra.Command{
		Use: "status --redis URL", Short: "作業の列、ワーカー、実行の状態を示す", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q, err := f.open(nil)
			if err != nil {
				return err
			}
			defer q.Close()
			s, err := q.Status(cmd.Context())
			if err != nil {
				return fail("Redisから状態を読めません: %v", "cannot read the status from Redis: %v", err)
			}
			dead, err := q.Dead(cmd.Context(), "")
			if err != nil {
				return fail("Redisから状態を読めません: %v", "cannot read the status from Redis: %v", err)
			}
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", "  ")
				return enc.Encode(struct {
					*queue.Status
					Aside []queue.Dead `json:"put_aside"`
				}{s, dead})
			}
			a.printStatus(s, dead)
			return nil
		},
	}
	f.add(c)
	c.Flags().BoolVar(&asJSON, "json", false, "JSONで出力する")
	return c
}

func (a *app) printStatus(s *queue.Status, dead []queue.Dead) {
	fmt.Fprintf(a.out, a.say("列 %s: 待ち %d、処理中 %d、除外 %d、ワーカー %d\n", "stream %s: waiting %d, held %d, put aside %d, workers %d\n"), s.Stream, s.Waiting, s.Held, s.Dead, len(s.Workers))
	for _, w := range s.Workers {
		fmt.Fprintf(a.out, a.say("  ワーカー %s: 済み %d、%s %s\n", "  worker %s: done %d, %s %s\n"), w.Name, w.Done, w.Seen.Format(time.TimeOnly), w.Job)
	}
	for _, b := range s.Batches {
		parts := b.Facts["parts"]
		if parts == "" {
			parts = "?"
		}
		done := strconv.FormatInt(b.Done, 10)
		if b.Facts["state"] == "complete" {
			done = parts
		}
		fmt.Fprintf(a.out, a.say("  実行 %s %s: 今回 %s/%s 部分、%s → %s（%s）\n", "  batch %s %s: %s/%s parts now, %s -> %s (%s)\n"), b.ID, b.Facts["state"], done, parts, b.Facts["source"], b.Facts["out"], b.Began.Format(time.DateTime))
	}
	for _, d := range dead {
		fmt.Fprintf(a.out, a.say("  除外 %s %s: %s\n", "  put aside %s %s: %s\n"), d.Batch, d.Key, d.Reason)
	}
}

func (a *app) batchRequeueCommand() *cobra.Command {
	var f queueFlags
	var batch string
	c := &cobra.Command{
		Use: "requeue --redis URL", Short: "除外された作業を列に戻す", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q, err := f.open(nil)
			if err != nil {
				return err
			}
			defer q.Close()
			n, err := q.Requeue(cmd.Context(), batch)
			if err != nil {
				return fail("%d 件を戻したところで止まりました: %v", "stopped after %d jobs: %v", n, err)
			}
			fmt.Fprintf(a.out, a.say("%d 件を列に戻しました\n", "put back: %d\n"), n)
			return nil
		},
	}
	f.add(c)
	c.Flags().StringVar(&batch, "batch", "", "この実行のものだけを戻す（既定はすべて）")
	return c
}
