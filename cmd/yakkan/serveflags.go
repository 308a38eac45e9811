//go:build !cli

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/api"
)

// serveFlags are the settings of the service. Each is a flag, an environment
// variable (--max-body is YAKKAN_MAX_BODY) and a key of the file named by
// --config; the flag wins, then the environment, then the file.
type serveFlags struct {
	config, listen, ops      string
	data, redis              string
	auth                     string
	hosts, origins           []string
	oidcIssuer, oidcAudience string
	oidcTenant, oidcScopes   string
	oidcDefault              []string
	rateRequests, rateBytes  int
	maxBody, maxInFlight     int64
	maxDocuments, cacheBytes int
	analyses, queue          int
	wait, request            time.Duration
	keep, keepText, linger   time.Duration
	timeout                  int
	tlsCert, tlsKey          string
	logLevel, traces         string
	batchDir, batchQueue     string
	batchSources, secrets    []string
	batchBody                int64
	batchDocuments           int
}

// stateFlags are where keys and analyses lie; `yakkan keys` has them as well.
func (f *serveFlags) addState(fs *pflag.FlagSet) {
	fs.StringVar(&f.config, "config", "", "設定ファイル（YAML、キーはフラグ名）")
	fs.StringVar(&f.data, "data", "", "照合結果とAPIキーを保管するフォルダ（既定はメモリーだけ）")
	fs.StringVar(&f.redis, "redis", "", "RedisのURL: redis://… 又は rediss://…（YAKKAN_REDIS_URL でも可。パスワードは環境変数で）")
}

func (f *serveFlags) add(fs *pflag.FlagSet) {
	f.addState(fs)
	fs.StringVar(&f.listen, "listen", "127.0.0.1:8080", "待ち受けるアドレス")
	fs.StringVar(&f.ops, "ops-listen", "", "計測値、稼働確認、pprof を認証なしで出すアドレス（外から届かないもの）")
	fs.StringVar(&f.auth, "auth", "auto", "auto（ループバックだけ認証なし）、required、open（どこからでも認証なし）")
	fs.StringSliceVar(&f.hosts, "host", nil, "認証なしで応答するホスト名（既定は localhost と 127.0.0.1 と ::1）")
	fs.StringSliceVar(&f.origins, "origin", nil, "APIを使わせる他のサイト（CORS）: https://app.example.com")
	fs.StringVar(&f.oidcIssuer, "oidc-issuer", "", "OIDCの発行者: https://id.example.com")
	fs.StringVar(&f.oidcAudience, "oidc-audience", "", "OIDCのトークンの宛先（aud）")
	fs.StringVar(&f.oidcTenant, "oidc-tenant-claim", "", "組織を示すクレーム（既定 sub）")
	fs.StringVar(&f.oidcScopes, "oidc-scopes-claim", "", "権限を示すクレーム（既定 scope）")
	fs.StringSliceVar(&f.oidcDefault, "oidc-default-scopes", nil, "権限のないトークンに与える権限")
	fs.IntVar(&f.rateRequests, "rate-requests", 600, "認証ありのとき、組織ごとの1分あたりの要求数（0 で無制限）")
	fs.IntVar(&f.rateBytes, "rate-bytes", 256<<20, "認証ありのとき、組織ごとの1分あたりのバイト数（0 で無制限）")
	fs.Int64Var(&f.maxBody, "max-body", 0, "要求の本文の上限バイト数（既定 16777216）")
	fs.Int64Var(&f.maxInFlight, "max-in-flight", 0, "同時に受け取る本文の合計の上限バイト数（既定 268435456）")
	fs.IntVar(&f.maxDocuments, "max-documents", 0, "一つの要求の文書数の上限（既定 20）")
	fs.IntVar(&f.timeout, "timeout", 0, "1文書の上限秒数（既定 10）")
	fs.DurationVar(&f.request, "request-time", 0, "一つの要求の文書全部の照合の上限時間（既定 30s）")
	fs.IntVar(&f.analyses, "analyses", 0, "同時に照合する数（既定はCPU数）")
	fs.IntVar(&f.queue, "queue", 0, "順番を待てる要求の数（既定は同時数の64倍）")
	fs.DurationVar(&f.wait, "wait", 0, "順番を待つ時間の上限（既定 0.5s）")
	fs.DurationVar(&f.keep, "keep", 0, "照合結果を保管する期間（既定 720h、メモリーでは 24h）")
	fs.DurationVar(&f.keepText, "keep-text", 0, "依頼された文書を保管する期間の上限（既定 720h）")
	fs.IntVar(&f.cacheBytes, "cache-bytes", 0, "プロセス内のキャッシュのバイト数（既定 67108864、負の数で無効）")
	fs.DurationVar(&f.linger, "stop-timeout", 20*time.Second, "停止のとき、処理中の要求を待つ時間")
	fs.StringVar(&f.tlsCert, "tls-cert", "", "TLSの証明書のファイル")
	fs.StringVar(&f.tlsKey, "tls-key", "", "TLSの鍵のファイル")
	fs.StringVar(&f.logLevel, "log-level", "info", "ログの水準: debug, info, warn, error")
	fs.StringVar(&f.batchDir, "batch-dir", "", "一括照合の受取りと結果のフォルダ（既定は --data の中の batches、なければ一時フォルダ）。--redis と併せて指定すると yakkan worker が照合する")
	fs.StringVar(&f.batchQueue, "batch-queue", "default", "一括照合の作業の列の名前（yakkan worker --queue と同じもの。none でこのサーバーが照合する）")
	fs.StringSliceVar(&f.batchSources, "batch-source", nil, "一括照合で指定してよいバケットのURL: s3://bucket/folder?region=…")
	fs.StringSliceVar(&f.secrets, "webhook-secret", nil, "Webhookの署名の鍵 whsec_…（環境変数 YAKKAN_WEBHOOK_SECRET で。複数は交代のとき。なければWebhookは使えない）")
	fs.Int64Var(&f.batchBody, "batch-body", 0, "一括照合で受け取るファイルの上限バイト数（既定 1073741824）")
	fs.IntVar(&f.batchDocuments, "batch-documents", 0, "一括照合の文書数の上限（既定 100000）")
	fs.StringVar(&f.traces, "traces", "", "トレースを送るOTLP/HTTPのURL（既定は送らない）")
}

// load fills the flags that were not given from the environment and the file.
func (f *serveFlags) load(c *cobra.Command) error {
	if v := os.Getenv("YAKKAN_CONFIG"); v != "" && !c.Flags().Changed("config") {
		f.config = v
	}
	file, err := readConfig(f.config, serviceKeys())
	if err != nil {
		return err
	}
	var bad error
	c.Flags().VisitAll(func(fl *pflag.Flag) {
		if fl.Changed || bad != nil || fl.Name == "config" || fl.Name == "help" {
			return
		}
		name := "YAKKAN_" + strings.ToUpper(strings.ReplaceAll(fl.Name, "-", "_"))
		value, from := os.Getenv(name), name
		if fl.Name == "redis" && value == "" {
			value, from = os.Getenv("YAKKAN_REDIS_URL"), "YAKKAN_REDIS_URL"
		}
		if value == "" {
			value, from = file[fl.Name], f.config+": "+fl.Name
		}
		if value == "" {
			return
		}
		if err := c.Flags().Set(fl.Name, value); err != nil {
			// The value itself may be a secret.
			bad = fail("%s の値が正しくありません（%s）", "%s: the value is not right (%s)", from, fl.Value.Type())
		}
	})
	return bad
}

// serviceKeys are the keys of a configuration file.
func serviceKeys() []string {
	var names []string
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(serveFlags).add(fs)
	fs.VisitAll(func(fl *pflag.Flag) {
		if fl.Name != "config" {
			names = append(names, fl.Name)
		}
	})
	return names
}

// readConfig reads a file of settings: scalars, or lists of them. No file has no
// settings.
func readConfig(path string, known []string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fail("設定ファイル %s を読めません: %v", "cannot read the configuration %s: %v", path, err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return nil, fail("%s はYAMLとして読めません: %v", "%s is not YAML: %v", path, err)
	}
	out := map[string]string{}
	if len(doc.Content) == 0 {
		return out, nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, fail("%s は「名前: 値」の並びにしてください", "%s must be a list of name: value", path)
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		name := strings.ReplaceAll(key.Value, "_", "-")
		at := fmt.Sprintf("%s:%d", path, key.Line)
		if !slices.Contains(known, name) {
			ja, en := "。yakkan serve --help に一覧があります", "; yakkan serve --help lists them"
			if near := api.Nearest(name, known); near != "" {
				ja, en = "。"+near+" ではありませんか", "; did you mean "+near+"?"
			}
			return nil, &failure{fmt.Sprintf("%s: %s という設定はありません%s", at, key.Value, ja), fmt.Sprintf("%s: there is no setting %s%s", at, key.Value, en)}
		}
		switch value.Kind {
		case yaml.ScalarNode:
			out[name] = value.Value
		case yaml.SequenceNode:
			var parts []string
			for _, v := range value.Content {
				if v.Kind != yaml.ScalarNode || strings.Contains(v.Value, ",") {
					return nil, fail("%s: %s の要素は一つずつ値を書いてください", "%s: each entry of %s must be a single value", at, key.Value)
				}
				parts = append(parts, v.Value)
			}
			out[name] = strings.Join(parts, ",")
		default:
			return nil, fail("%s: %s には値か一覧を書いてください", "%s: %s must be a value or a list", at, key.Value)
		}
	}
	return out, nil
}
