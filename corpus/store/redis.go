package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Redis keeps everything on Redis or Valkey, for any number of nodes: one
// server, Sentinel or Cluster, with or without TLS. While it does not answer,
// calls return ErrAway at once and one call a second tries again. Make it with
// OpenRedis.
//
//	yk:a:{tenant/id}   hash c e s b: created, expires, summary, body
//	yk:t:{tenant/id}:n hash n m e d: name, media, expires, data
//	yk:l:{tenant}      sorted set of cursors, all of score 0
//	yk:k               hash of key ID -> key, yk:kr of key ID -> when it was revoked
//	yk:i:{tenant/key}  claim: "r" or "d", then the fingerprint
//	yk:gone            channel of deleted analyses
type Redis struct {
	client redis.UniversalClient
	probe  atomic.Int64 // Unix milliseconds before which nobody tries; 0 while Redis answers
}

var (
	_ Store  = (*Redis)(nil)
	_ AtOnce = (*Redis)(nil)
)

// pause is how long nobody tries after Redis did not answer.
const pause = time.Second

// ParseRedis reads where Redis is:
//
//	redis://user:password@host:6379/0
//	rediss://…?ca=FILE                       TLS, FILE holds the authority's certificates
//	redis://host1:26379,host2:26379/0?master=NAME   Sentinel
//	redis://host1:6379,host2:6379?cluster=true      Cluster
//
// Errors do not show the password.
func ParseRedis(s string) (*redis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || scheme != "redis" && scheme != "rediss" {
		return nil, errors.New("the address of Redis must begin with redis:// or rediss://")
	}
	opt := &redis.UniversalOptions{
		DialTimeout: time.Second, ReadTimeout: 500 * time.Millisecond, WriteTimeout: 500 * time.Millisecond, PoolTimeout: time.Second,
		MaxRetries: 1, DialerRetries: 1, ContextTimeoutEnabled: true, DisableIdentity: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	rest, query, _ := strings.Cut(rest, "?")
	if i := strings.LastIndex(rest, "@"); i >= 0 {
		user, err := url.Parse("redis://" + rest[:i+1] + "host")
		if err != nil {
			return nil, errors.New("the user and password of Redis cannot be read; percent-encode special characters")
		}
		opt.Username = user.User.Username()
		opt.Password, _ = user.User.Password()
		rest = rest[i+1:]
	}
	hosts, db, _ := strings.Cut(rest, "/")
	for h := range strings.SplitSeq(hosts, ",") {
		if h == "" {
			return nil, errors.New("the address of Redis names no host")
		}
		if !strings.Contains(h, ":") {
			h += ":6379"
		}
		opt.Addrs = append(opt.Addrs, h)
	}
	if db != "" {
		n, err := strconv.Atoi(db)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("the database of Redis must be a number, not %q", db)
		}
		opt.DB = n
	}
	if scheme == "rediss" {
		opt.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil, errors.New("the options after ? of the address of Redis cannot be read")
	}
	for name := range q {
		switch v := q.Get(name); name {
		case "master":
			opt.MasterName = v
		case "cluster":
			opt.IsClusterMode = v == "true"
		case "sentinel_password":
			opt.SentinelPassword = v
		case "ca":
			if opt.TLSConfig == nil {
				return nil, errors.New("ca= needs rediss://")
			}
			pem, err := os.ReadFile(v)
			if err != nil {
				return nil, fmt.Errorf("read the certificates of Redis: %w", err)
			}
			opt.TLSConfig.RootCAs = x509.NewCertPool()
			if !opt.TLSConfig.RootCAs.AppendCertsFromPEM(pem) {
				return nil, fmt.Errorf("%s holds no certificate", v)
			}
		default:
			return nil, fmt.Errorf("unknown option %q of the address of Redis; there are master, cluster, sentinel_password, ca", name)
		}
	}
	return opt, nil
}

// OpenRedis returns a store on Redis. It does not wait for Redis to answer.
func OpenRedis(address string) (*Redis, error) {
	opt, err := ParseRedis(address)
	if err != nil {
		return nil, err
	}
	redis.SetLogger(&logging.VoidLogger{}) // what goes wrong comes back as errors
	c := redis.NewUniversalClient(opt)
	return &Redis{client: c}, nil
}

// Kind implements Store.
func (r *Redis) Kind() string { return "redis" }

// Close implements Store.
func (r *Redis) Close() error { return r.client.Close() }

// Ping implements Store. It asks even while nobody else tries.
func (r *Redis) Ping(ctx context.Context) error {
	return r.outcome(ctx, r.client.Ping(ctx).Err())
}

// try calls do unless Redis did not answer a moment ago.
func (r *Redis) try(ctx context.Context, do func() error) error {
	if at := r.probe.Load(); at != 0 {
		now := time.Now().UnixMilli()
		if now < at || !r.probe.CompareAndSwap(at, now+pause.Milliseconds()) {
			return ErrAway
		}
	}
	return r.outcome(ctx, do())
}

// outcome remembers whether Redis answered and classifies the error.
func (r *Redis) outcome(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, redis.Nil) {
		r.probe.Store(0)
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var answer redis.Error
	if errors.As(err, &answer) { // it is there, but refuses: loading, full, read-only, no permission
		kind := ErrAway
		switch word, _, _ := strings.Cut(answer.Error(), " "); word {
		case "OOM":
			kind = ErrFull
		case "READONLY":
			kind = ErrReadOnly
		}
		return fmt.Errorf("%w: redis: %s", kind, answer.Error())
	}
	r.probe.Store(time.Now().Add(pause).UnixMilli())
	return fmt.Errorf("%w: redis: %w", ErrAway, err)
}

func analysisKey(tenant, id string) string { return "yk:a:{" + tenant + "/" + id + "}" }
func listKey(tenant string) string         { return "yk:l:{" + tenant + "}" }
func textKey(tenant, id string, n int) string {
	return "yk:t:{" + tenant + "/" + id + "}:" + strconv.Itoa(n)
}

// maxTexts is how many texts an analysis may have.
const maxTexts = 64

// Put implements Analyses.
func (r *Redis) Put(ctx context.Context, a *Analysis, texts []Text) error {
	if len(texts) > maxTexts {
		return fmt.Errorf("an analysis keeps at most %d texts", maxTexts)
	}
	return r.try(ctx, func() error {
		_, err := r.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
			key := analysisKey(a.Tenant, a.ID)
			p.HSet(ctx, key, "c", a.Created.UnixMilli(), "e", a.Expires.UnixMilli(), "s", a.Summary, "b", a.Body, "n", len(texts))
			p.PExpireAt(ctx, key, a.Expires)
			for n, t := range texts {
				key := textKey(a.Tenant, a.ID, n)
				p.HSet(ctx, key, "n", t.Name, "m", t.Media, "e", t.Expires.UnixMilli(), "d", t.Data)
				p.PExpireAt(ctx, key, t.Expires)
			}
			return nil
		})
		if err != nil {
			return err
		}
		_, err = r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			key := listKey(a.Tenant)
			p.ZAdd(ctx, key, redis.Z{Member: cursor(a)})
			// Entries of as long ago as this one will last are gone by then.
			oldest := a.Created.Add(a.Created.Sub(a.Expires)).UnixMilli()
			p.ZRemRangeByLex(ctx, key, "-", fmt.Sprintf("(%013d", max(0, oldest)))
			left := time.Until(a.Expires) + time.Minute
			p.ExpireNX(ctx, key, left)
			p.ExpireGT(ctx, key, left)
			return nil
		})
		return err
	})
}

// Get implements Analyses.
func (r *Redis) Get(ctx context.Context, tenant, id string) (*Analysis, error) {
	var a *Analysis
	err := r.try(ctx, func() error {
		v, err := r.client.HMGet(ctx, analysisKey(tenant, id), "c", "e", "s", "b").Result()
		if err != nil {
			return err
		}
		a, err = decodeAnalysis(tenant, id, v)
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, ErrNotFound
	}
	return a, err
}

// decodeAnalysis reads the fields c e s b; redis.Nil where there is none.
func decodeAnalysis(tenant, id string, v []any) (*Analysis, error) {
	created, ok := v[0].(string)
	if !ok {
		return nil, redis.Nil
	}
	expires, _ := v[1].(string)
	summary, _ := v[2].(string)
	c, err := strconv.ParseInt(created, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("analysis %s on redis: %w", id, err)
	}
	e, err := strconv.ParseInt(expires, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("analysis %s on redis: %w", id, err)
	}
	a := &Analysis{ID: id, Tenant: tenant, Created: time.UnixMilli(c), Expires: time.UnixMilli(e), Summary: []byte(summary)}
	if len(v) > 3 {
		if body, _ := v[3].(string); body != "" {
			a.Body = unsafe.Slice(unsafe.StringData(body), len(body)) // nobody changes it
		}
	}
	return a, nil
}

// Delete implements Analyses and tells the other nodes.
func (r *Redis) Delete(ctx context.Context, tenant, id string) error {
	err := r.try(ctx, func() error {
		v, err := r.client.HMGet(ctx, analysisKey(tenant, id), "c", "n").Result()
		if err != nil {
			return err
		}
		created, ok := v[0].(string)
		if !ok {
			return redis.Nil
		}
		ms, _ := strconv.ParseInt(created, 10, 64)
		kept, _ := v[1].(string)
		texts, _ := strconv.Atoi(kept)
		_, err = r.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
			for n := range min(texts, maxTexts) {
				p.Del(ctx, textKey(tenant, id, n))
			}
			p.Del(ctx, analysisKey(tenant, id))
			return nil
		})
		if err != nil {
			return err
		}
		_, err = r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.ZRem(ctx, listKey(tenant), cursor(&Analysis{ID: id, Created: time.UnixMilli(ms)}))
			p.Publish(ctx, goneChannel, tenant+"\x00"+id)
			return nil
		})
		return err
	})
	if errors.Is(err, redis.Nil) {
		return ErrNotFound
	}
	return err
}

// List implements Analyses.
func (r *Redis) List(ctx context.Context, tenant string, p Page) ([]*Analysis, string, error) {
	var all []*Analysis
	after := p.After
	err := r.try(ctx, func() error {
		for len(all) <= p.Limit {
			from := "+"
			if after != "" {
				from = "(" + after
			}
			cursors, err := r.client.ZRevRangeByLex(ctx, listKey(tenant), &redis.ZRangeBy{Max: from, Min: "-", Count: int64(p.Limit) + 1}).Result()
			if err != nil || len(cursors) == 0 {
				return err
			}
			after = cursors[len(cursors)-1]
			found, err := r.summaries(ctx, tenant, cursors)
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	return cut(all, p.Limit)
}

// summaries reads the analyses of a list and takes those that expired off it.
func (r *Redis) summaries(ctx context.Context, tenant string, cursors []string) ([]*Analysis, error) {
	ids := make([]string, len(cursors))
	cmds := make([]*redis.SliceCmd, len(cursors))
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, c := range cursors {
			_, ids[i], _ = strings.Cut(c, "-")
			cmds[i] = p.HMGet(ctx, analysisKey(tenant, ids[i]), "c", "e", "s")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var found []*Analysis
	for i, cmd := range cmds {
		a, err := decodeAnalysis(tenant, ids[i], cmd.Val())
		switch {
		case errors.Is(err, redis.Nil), err == nil && cursor(a) != cursors[i]: // expired, or made again later
			if err := r.client.ZRem(ctx, listKey(tenant), cursors[i]).Err(); err != nil {
				return nil, err
			}
		case err != nil:
			return nil, err
		default:
			found = append(found, a)
		}
	}
	return found, nil
}

// Text implements Analyses.
func (r *Redis) Text(ctx context.Context, tenant, id string, n int) (*Text, error) {
	var t *Text
	err := r.try(ctx, func() error {
		v, err := r.client.HMGet(ctx, textKey(tenant, id, n), "n", "m", "e", "d").Result()
		if err != nil {
			return err
		}
		name, ok := v[0].(string)
		if !ok {
			return redis.Nil
		}
		media, _ := v[1].(string)
		expires, _ := v[2].(string)
		data, _ := v[3].(string)
		ms, _ := strconv.ParseInt(expires, 10, 64)
		t = &Text{Name: name, Media: media, Data: []byte(data), Expires: time.UnixMilli(ms)}
		return nil
	})
	if errors.Is(err, redis.Nil) {
		return nil, ErrNotFound
	}
	return t, err
}

const goneChannel = "yk:gone"

// Deleted implements Analyses. It subscribes, and says lost whenever it had to
// subscribe again.
func (r *Redis) Deleted(ctx context.Context, gone func(tenant, id string), lost func()) {
	for ctx.Err() == nil {
		sub := r.client.Subscribe(ctx, goneChannel)
		// Receiving does not look at the context.
		unhook := context.AfterFunc(ctx, func() { _ = sub.Close() })
		for {
			m, err := sub.Receive(ctx)
			if err != nil {
				break
			}
			switch m := m.(type) {
			case *redis.Subscription:
				lost() // whatever was said before this moment
			case *redis.Message:
				if tenant, id, ok := strings.Cut(m.Payload, "\x00"); ok {
					gone(tenant, id)
				}
			}
		}
		unhook()
		_ = sub.Close()
		lost()
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

const (
	keysKey    = "yk:k"
	revokedKey = "yk:kr"
)

// AddKey implements Keys.
func (r *Redis) AddKey(ctx context.Context, k Key) error {
	value, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("encode key %s: %w", k.ID, err)
	}
	return r.try(ctx, func() error { return r.client.HSet(ctx, keysKey, k.ID, value).Err() })
}

// Key implements Keys.
func (r *Redis) Key(ctx context.Context, id string) (Key, error) {
	k, _, err := r.KeyAndTake(ctx, id, "", nil)
	return k, err
}

// ListKeys implements Keys.
func (r *Redis) ListKeys(ctx context.Context) ([]Key, error) {
	var all []Key
	err := r.try(ctx, func() error {
		values, err := r.client.HGetAll(ctx, keysKey).Result()
		if err != nil {
			return err
		}
		revoked, err := r.client.HGetAll(ctx, revokedKey).Result()
		if err != nil {
			return err
		}
		for id, v := range values {
			ms, _ := strconv.ParseInt(revoked[id], 10, 64)
			k, err := decodeKey(v, ms)
			if err != nil {
				return err
			}
			all = append(all, k)
		}
		return nil
	})
	sortKeys(all)
	return all, err
}

// RevokeKey implements Keys.
func (r *Redis) RevokeKey(ctx context.Context, id string, at time.Time) error {
	err := r.try(ctx, func() error {
		if err := r.client.HGet(ctx, keysKey, id).Err(); err != nil {
			return err
		}
		return r.client.HSet(ctx, revokedKey, id, at.UnixMilli()).Err()
	})
	if errors.Is(err, redis.Nil) {
		return ErrNotFound
	}
	return err
}

func claimKey(tenant, key string) string { return "yk:i:{" + tenant + "/" + key + "}" }

// Claim implements Claims.
func (r *Redis) Claim(ctx context.Context, tenant, key, fingerprint string) (ClaimState, error) {
	var state ClaimState
	err := r.try(ctx, func() error {
		have, err := r.client.SetArgs(ctx, claimKey(tenant, key), "r"+fingerprint, redis.SetArgs{Mode: "NX", Get: true, TTL: claimTime}).Result()
		switch {
		case errors.Is(err, redis.Nil):
			state = Claimed
			return nil
		case err != nil:
			return err
		case len(have) < 1 || have[1:] != fingerprint:
			state = Other
		case have[0] == 'd':
			state = Done
		default:
			state = Running
		}
		return nil
	})
	return state, err
}

// Finish implements Claims.
func (r *Redis) Finish(ctx context.Context, tenant, key, fingerprint string, ttl time.Duration) error {
	return r.try(ctx, func() error { return r.client.Set(ctx, claimKey(tenant, key), "d"+fingerprint, ttl).Err() })
}

// Release implements Claims.
func (r *Redis) Release(ctx context.Context, tenant, key string) error {
	return r.try(ctx, func() error { return r.client.Del(ctx, claimKey(tenant, key)).Err() })
}
