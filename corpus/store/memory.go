package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// Memory keeps everything in this process, bounded by bytes: what has not been
// asked for is dropped first. Make it with NewMemory.
type Memory struct {
	analyses *otter.Cache[place, *Analysis]
	texts    *otter.Cache[place, []Text]
	quotas   *otter.Cache[string, *rate.Limiter]

	mu      sync.Mutex
	keys    map[string]Key
	claims  map[string]claim
	batches map[place]Batch
	swept   time.Time
}

// place is where something of a tenant lies.
type place struct{ tenant, id string }

type claim struct {
	fingerprint string
	done        bool
	expires     time.Time
}

var _ Store = (*Memory)(nil)

// NewMemory returns a store of at most about so many bytes; 0 means 256 MiB.
func NewMemory(bytes int) *Memory {
	if bytes <= 0 {
		bytes = 256 << 20
	}
	until := func(t time.Time) time.Duration { return max(time.Until(t), 1) }
	return &Memory{
		analyses: otter.Must(&otter.Options[place, *Analysis]{
			MaximumWeight: uint64(bytes),
			Weigher:       func(_ place, a *Analysis) uint32 { return uint32(len(a.Body) + len(a.Summary) + 512) },
			ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[place, *Analysis]) time.Duration {
				return until(e.Value.Expires)
			}),
		}),
		texts: otter.Must(&otter.Options[place, []Text]{
			MaximumWeight: uint64(bytes),
			Weigher: func(_ place, ts []Text) uint32 {
				n := 512
				for _, t := range ts {
					n += len(t.Data)
				}
				return uint32(n)
			},
			ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[place, []Text]) time.Duration {
				return until(e.Value[0].Expires)
			}),
		}),
		quotas: newQuotas(),
		keys:   map[string]Key{},
		claims: map[string]claim{},
	}
}

// Kind implements Store.
func (m *Memory) Kind() string { return "memory" }

// Ping implements Store.
func (m *Memory) Ping(context.Context) error { return nil }

// Close implements Store.
func (m *Memory) Close() error {
	m.analyses.StopAllGoroutines()
	m.texts.StopAllGoroutines()
	m.quotas.StopAllGoroutines()
	return nil
}

// Put implements Analyses.
func (m *Memory) Put(_ context.Context, a *Analysis, texts []Text) error {
	at := place{a.Tenant, a.ID}
	m.texts.Invalidate(at)
	if len(texts) > 0 {
		m.texts.Set(at, texts)
	}
	m.analyses.Set(at, a)
	return nil
}

// Get implements Analyses.
func (m *Memory) Get(_ context.Context, tenant, id string) (*Analysis, error) {
	a, ok := m.analyses.GetIfPresent(place{tenant, id})
	if !ok {
		return nil, ErrNotFound
	}
	return a, nil
}

// Repack replaces the body of an analysis by what pack makes of it, unless the
// analysis is gone or another one by then.
func (m *Memory) Repack(tenant, id string, pack func([]byte) []byte) {
	at := place{tenant, id}
	e, ok := m.analyses.GetEntryQuietly(at)
	if !ok {
		return
	}
	packed := *e.Value
	packed.Body = pack(packed.Body)
	m.analyses.ComputeIfPresent(at, func(now *Analysis) (*Analysis, otter.ComputeOp) {
		if now != e.Value {
			return now, otter.CancelOp
		}
		return &packed, otter.WriteOp
	})
}

// Delete implements Analyses.
func (m *Memory) Delete(_ context.Context, tenant, id string) error {
	at := place{tenant, id}
	m.texts.Invalidate(at)
	if _, ok := m.analyses.Invalidate(at); !ok {
		return ErrNotFound
	}
	return nil
}

// List implements Analyses.
func (m *Memory) List(_ context.Context, tenant string, p Page) ([]*Analysis, string, error) {
	var all []*Analysis
	for at, a := range m.analyses.All() {
		if at.tenant == tenant && (p.After == "" || cursor(a) < p.After) {
			all = append(all, &Analysis{ID: a.ID, Tenant: a.Tenant, Created: a.Created, Expires: a.Expires, Summary: a.Summary})
		}
	}
	slices.SortFunc(all, func(a, b *Analysis) int { return cmp.Compare(cursor(b), cursor(a)) })
	return cut(all, p.Limit)
}

// cut takes the first n of a list that may be longer, and the cursor of the rest.
func cut(all []*Analysis, n int) ([]*Analysis, string, error) {
	if len(all) <= n {
		return all, "", nil
	}
	return all[:n], cursor(all[n-1]), nil
}

// Text implements Analyses.
func (m *Memory) Text(_ context.Context, tenant, id string, n int) (*Text, error) {
	ts, ok := m.texts.GetIfPresent(place{tenant, id})
	if !ok || n < 0 || n >= len(ts) {
		return nil, ErrNotFound
	}
	return &ts[n], nil
}

// Deleted implements Analyses: no other process shares this memory.
func (m *Memory) Deleted(context.Context, func(tenant, id string), func()) {}

// AddKey implements Keys.
func (m *Memory) AddKey(_ context.Context, k Key) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys[k.ID] = k
	return nil
}

// Key implements Keys.
func (m *Memory) Key(_ context.Context, id string) (Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.keys[id]
	if !ok {
		return Key{}, ErrNotFound
	}
	return k, nil
}

// ListKeys implements Keys.
func (m *Memory) ListKeys(context.Context) ([]Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Key
	for _, k := range m.keys {
		all = append(all, k)
	}
	sortKeys(all)
	return all, nil
}

func sortKeys(all []Key) {
	slices.SortFunc(all, func(a, b Key) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
}

// RevokeKey implements Keys.
func (m *Memory) RevokeKey(_ context.Context, id string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.keys[id]
	if !ok {
		return ErrNotFound
	}
	k.Revoked = at
	m.keys[id] = k
	return nil
}

// Claim implements Claims.
func (m *Memory) Claim(_ context.Context, tenant, key, fingerprint string) (ClaimState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	if now.Sub(m.swept) > time.Minute {
		m.swept = now
		for k, c := range m.claims {
			if now.After(c.expires) {
				delete(m.claims, k)
			}
		}
	}
	c, ok := m.claims[tenant+"\x00"+key]
	switch {
	case !ok || now.After(c.expires):
		m.claims[tenant+"\x00"+key] = claim{fingerprint: fingerprint, expires: now.Add(claimTime)}
		return Claimed, nil
	case c.fingerprint != fingerprint:
		return Other, nil
	case c.done:
		return Done, nil
	}
	return Running, nil
}

// Finish implements Claims.
func (m *Memory) Finish(_ context.Context, tenant, key, fingerprint string, ttl time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.claims[tenant+"\x00"+key] = claim{fingerprint: fingerprint, done: true, expires: time.Now().Add(ttl)}
	return nil
}

// Release implements Claims.
func (m *Memory) Release(_ context.Context, tenant, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.claims, tenant+"\x00"+key)
	return nil
}

// newQuotas returns the counters of the last 100,000 callers; a counter that
// was not used for an hour is whole again anyway.
func newQuotas() *otter.Cache[string, *rate.Limiter] {
	return otter.Must(&otter.Options[string, *rate.Limiter]{
		MaximumSize:      100_000,
		ExpiryCalculator: otter.ExpiryAccessing[string, *rate.Limiter](time.Hour),
	})
}

// Take implements Limiter.
func (m *Memory) Take(_ context.Context, who string, q Quota, n int) (Taken, error) {
	return take(m.quotas, who, q, n), nil
}

// take takes from a token bucket that fills up once a window.
func take(quotas *otter.Cache[string, *rate.Limiter], who string, q Quota, n int) Taken {
	perSecond := float64(q.Units) / q.Window.Seconds()
	key := q.Name + "\x00" + who
	l, ok := quotas.GetIfPresent(key)
	if !ok {
		l, _ = quotas.SetIfAbsent(key, rate.NewLimiter(rate.Limit(perSecond), q.Units))
	}
	now := time.Now()
	t := Taken{OK: l.AllowN(now, n)}
	left := l.TokensAt(now)
	t.Remaining = max(0, int(left))
	t.Reset = seconds((float64(q.Units) - left) / perSecond)
	if !t.OK {
		t.Retry = seconds(max(0, float64(min(n, q.Units))-left) / perSecond)
	}
	return t
}

func seconds(s float64) time.Duration {
	return time.Duration(math.Ceil(s*1000)) * time.Millisecond
}
