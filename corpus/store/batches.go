package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Batch is a batch of documents as it is kept. What it holds is its maker's.
type Batch struct {
	ID, Tenant string
	Created    time.Time // whole milliseconds
	Expires    time.Time // whole milliseconds; the maker removes it, with what belongs to it
	Open       bool      // there is something left to do
	Body       []byte    // JSON
}

// Batches keeps batches until they are deleted.
type Batches interface {
	// PutBatch keeps a batch and replaces one of the same ID.
	PutBatch(ctx context.Context, b Batch) error
	// Batch returns a batch, or ErrNotFound.
	Batch(ctx context.Context, tenant, id string) (Batch, error)
	// TenantBatches returns the batches of a tenant, newest first, at most 100.
	TenantBatches(ctx context.Context, tenant string) ([]Batch, error)
	// PendingBatches returns, of all tenants, what is open or has expired, oldest first.
	PendingBatches(ctx context.Context) ([]Batch, error)
	// DeleteBatch removes a batch; ErrNotFound if there is none.
	DeleteBatch(ctx context.Context, tenant, id string) error
	// HoldBatch reports whether a batch is owner's to work on until ttl has passed.
	// An owner asks again to keep it. Where only one process can have the store
	// that is always so.
	HoldBatch(ctx context.Context, tenant, id, owner string, ttl time.Duration) (bool, error)
}

const maxBatches = 100

func newestFirst(a, b Batch) int {
	return cmp.Or(b.Created.Compare(a.Created), strings.Compare(a.ID, b.ID))
}

func oldestFirst(a, b Batch) int {
	return cmp.Or(a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
}

// pending reports whether somebody has to do something about a batch.
func (b *Batch) pending(now time.Time) bool { return b.Open || now.After(b.Expires) }

// PutBatch implements Batches.
func (m *Memory) PutBatch(_ context.Context, b Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.batches == nil {
		m.batches = map[place]Batch{}
	}
	m.batches[place{b.Tenant, b.ID}] = b
	return nil
}

// Batch implements Batches.
func (m *Memory) Batch(_ context.Context, tenant, id string) (Batch, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.batches[place{tenant, id}]
	if !ok {
		return b, ErrNotFound
	}
	return b, nil
}

// TenantBatches implements Batches.
func (m *Memory) TenantBatches(_ context.Context, tenant string) ([]Batch, error) {
	all := m.chosen(func(b *Batch) bool { return b.Tenant == tenant })
	slices.SortFunc(all, newestFirst)
	return all[:min(len(all), maxBatches)], nil
}

// PendingBatches implements Batches.
func (m *Memory) PendingBatches(context.Context) ([]Batch, error) {
	now := time.Now()
	all := m.chosen(func(b *Batch) bool { return b.pending(now) })
	slices.SortFunc(all, oldestFirst)
	return all, nil
}

func (m *Memory) chosen(take func(*Batch) bool) (all []Batch) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, b := range m.batches {
		if take(&b) {
			all = append(all, b)
		}
	}
	return all
}

// DeleteBatch implements Batches.
func (m *Memory) DeleteBatch(_ context.Context, tenant, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.batches[place{tenant, id}]; !ok {
		return ErrNotFound
	}
	delete(m.batches, place{tenant, id})
	return nil
}

// HoldBatch implements Batches.
func (m *Memory) HoldBatch(context.Context, string, string, string, time.Duration) (bool, error) {
	return true, nil
}

const batchSchema = `
CREATE TABLE IF NOT EXISTS batches (
  tenant  TEXT NOT NULL,
  id      TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  open    INTEGER NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT;
CREATE INDEX IF NOT EXISTS batches_open ON batches (open, created);
CREATE INDEX IF NOT EXISTS batches_expires ON batches (expires);
`

// PutBatch implements Batches.
func (s *File) PutBatch(ctx context.Context, b Batch) error {
	_, err := s.write.ExecContext(ctx, "INSERT OR REPLACE INTO batches (tenant, id, created, expires, open, body) VALUES (?, ?, ?, ?, ?, ?)",
		b.Tenant, b.ID, b.Created.UnixMilli(), b.Expires.UnixMilli(), b.Open, b.Body)
	return s.explain("write to", err)
}

// Batch implements Batches.
func (s *File) Batch(ctx context.Context, tenant, id string) (Batch, error) {
	all, err := s.batches(ctx, "tenant = ? AND id = ?", tenant, id)
	if err == nil && len(all) == 0 {
		return Batch{}, ErrNotFound
	}
	if err != nil {
		return Batch{}, err
	}
	return all[0], nil
}

// TenantBatches implements Batches.
func (s *File) TenantBatches(ctx context.Context, tenant string) ([]Batch, error) {
	return s.batches(ctx, "tenant = ? ORDER BY created DESC, id LIMIT ?", tenant, maxBatches)
}

// PendingBatches implements Batches.
func (s *File) PendingBatches(ctx context.Context) ([]Batch, error) {
	return s.batches(ctx, "open = 1 OR expires < ? ORDER BY created, id", time.Now().UnixMilli())
}

func (s *File) batches(ctx context.Context, where string, args ...any) (all []Batch, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT tenant, id, created, expires, open, body FROM batches WHERE "+where, args...)
	if err != nil {
		return nil, s.explain("read", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b Batch
		var created, expires int64
		if err := rows.Scan(&b.Tenant, &b.ID, &created, &expires, &b.Open, &b.Body); err != nil {
			return nil, s.explain("read", err)
		}
		b.Created, b.Expires = time.UnixMilli(created), time.UnixMilli(expires)
		all = append(all, b)
	}
	return all, s.explain("read", rows.Err())
}

// DeleteBatch implements Batches.
func (s *File) DeleteBatch(ctx context.Context, tenant, id string) error {
	r, err := s.write.ExecContext(ctx, "DELETE FROM batches WHERE tenant = ? AND id = ?", tenant, id)
	if err != nil {
		return s.explain("delete from", err)
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return ErrNotFound
	}
	return nil
}

// HoldBatch implements Batches.
func (s *File) HoldBatch(context.Context, string, string, string, time.Duration) (bool, error) {
	return true, nil
}

// On Redis a batch is a hash c e o b at yk:b:{tenant/id}; yk:bl:{tenant} and
// yk:bp are sorted sets of "tenant/id" by time: those of a tenant, and those that
// are open or will expire. yk:bh:{tenant/id} is its owner.
func batchKey(tenant, id string) string  { return "yk:b:{" + tenant + "/" + id + "}" }
func holdKey(tenant, id string) string   { return "yk:bh:{" + tenant + "/" + id + "}" }
func batchListKey(tenant string) string  { return "yk:bl:{" + tenant + "}" }
func batchName(tenant, id string) string { return tenant + "/" + id }

const pendingKey = "yk:bp"

// PutBatch implements Batches.
func (r *Redis) PutBatch(ctx context.Context, b Batch) error {
	return r.try(ctx, func() error {
		_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.HSet(ctx, batchKey(b.Tenant, b.ID), "c", b.Created.UnixMilli(), "e", b.Expires.UnixMilli(), "o", b.Open, "b", b.Body)
			p.ZAdd(ctx, batchListKey(b.Tenant), redis.Z{Score: float64(b.Created.UnixMilli()), Member: batchName(b.Tenant, b.ID)})
			due := b.Expires
			if b.Open {
				due = b.Created
			}
			p.ZAdd(ctx, pendingKey, redis.Z{Score: float64(due.UnixMilli()), Member: batchName(b.Tenant, b.ID)})
			return nil
		})
		return err
	})
}

// Batch implements Batches.
func (r *Redis) Batch(ctx context.Context, tenant, id string) (b Batch, err error) {
	err = r.try(ctx, func() error {
		b, err = r.batch(ctx, tenant, id)
		return err
	})
	if err == nil && b.ID == "" {
		err = ErrNotFound
	}
	return b, err
}

// batch reads a batch; its ID is "" where there is none.
func (r *Redis) batch(ctx context.Context, tenant, id string) (Batch, error) {
	var h struct {
		Created int64  `redis:"c"`
		Expires int64  `redis:"e"`
		Open    bool   `redis:"o"`
		Body    []byte `redis:"b"`
	}
	if err := r.client.HGetAll(ctx, batchKey(tenant, id)).Scan(&h); err != nil || h.Created == 0 {
		return Batch{}, err
	}
	return Batch{ID: id, Tenant: tenant, Created: time.UnixMilli(h.Created), Expires: time.UnixMilli(h.Expires), Open: h.Open, Body: h.Body}, nil
}

// TenantBatches implements Batches.
func (r *Redis) TenantBatches(ctx context.Context, tenant string) ([]Batch, error) {
	all, err := r.named(ctx, func() ([]string, error) {
		return r.client.ZRevRange(ctx, batchListKey(tenant), 0, maxBatches-1).Result()
	})
	slices.SortFunc(all, newestFirst)
	return all, err
}

// PendingBatches implements Batches.
func (r *Redis) PendingBatches(ctx context.Context) ([]Batch, error) {
	now := time.Now()
	all, err := r.named(ctx, func() ([]string, error) {
		return r.client.ZRangeByScore(ctx, pendingKey, &redis.ZRangeBy{Min: "-inf", Max: "(" + strconv.FormatInt(now.UnixMilli(), 10), Count: 1000}).Result()
	})
	all = slices.DeleteFunc(all, func(b Batch) bool { return !b.pending(now) })
	slices.SortFunc(all, oldestFirst)
	return all, err
}

func (r *Redis) named(ctx context.Context, list func() ([]string, error)) (all []Batch, err error) {
	err = r.try(ctx, func() error {
		names, err := list()
		if err != nil {
			return err
		}
		for _, name := range names {
			i := strings.LastIndex(name, "/")
			b, err := r.batch(ctx, name[:max(i, 0)], name[i+1:])
			if err != nil {
				return err
			}
			if b.ID != "" {
				all = append(all, b)
			}
		}
		return nil
	})
	return all, err
}

// DeleteBatch implements Batches.
func (r *Redis) DeleteBatch(ctx context.Context, tenant, id string) error {
	var n *redis.IntCmd
	err := r.try(ctx, func() error {
		_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			n = p.Del(ctx, batchKey(tenant, id))
			p.ZRem(ctx, batchListKey(tenant), batchName(tenant, id))
			p.ZRem(ctx, pendingKey, batchName(tenant, id))
			return nil
		})
		return err
	})
	if err == nil && n.Val() == 0 {
		err = ErrNotFound
	}
	return err
}

// HoldBatch implements Batches.
func (r *Redis) HoldBatch(ctx context.Context, tenant, id, owner string, ttl time.Duration) (held bool, err error) {
	key := holdKey(tenant, id)
	err = r.try(ctx, func() error {
		held, err = r.client.SetNX(ctx, key, owner, ttl).Result()
		if err != nil || held {
			return err
		}
		who, err := r.client.Get(ctx, key).Result()
		if errors.Is(err, redis.Nil) {
			return nil // it ended just now; the next one gets it
		}
		if err != nil || who != owner {
			return err
		}
		held, err = r.client.PExpire(ctx, key, ttl).Result()
		return err
	})
	return held, err
}
