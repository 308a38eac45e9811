// Package store keeps what a service must not forget: analyses, the texts that
// somebody asked to keep, API keys, claimed idempotency keys and spent quotas.
// There are three stores: Memory, File (one SQLite file, survives a kill) and
// Redis (shared by several nodes). All of them are safe for concurrent use, and
// what belongs to one tenant is never found under another.
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors that callers decide by; find them with errors.Is.
var (
	ErrNotFound = errors.New("not found")
	ErrAway     = errors.New("the store does not answer")
	ErrFull     = errors.New("the store is full")
	ErrReadOnly = errors.New("the store cannot be written")
)

// Store is all that a service asks of one place.
type Store interface {
	Analyses
	Keys
	Claims
	Limiter
	Batches
	// Ping reports whether the store answers.
	Ping(ctx context.Context) error
	// Kind names the store: "memory", "file", "redis".
	Kind() string
	Close() error
}

// Analysis is a finished analysis as it is kept.
type Analysis struct {
	ID, Tenant string
	Created    time.Time // whole milliseconds
	Expires    time.Time // whole milliseconds
	Summary    []byte    // JSON for lists
	Body       []byte    // the analysis, as the service packs it
}

// Text is a text that somebody asked to keep.
type Text struct {
	Name    string
	Media   string // media type as sent
	Data    []byte
	Expires time.Time
}

// Page asks for a part of a list.
type Page struct {
	After string // cursor of the part before; "" begins with the newest
	Limit int    // at least 1
}

// Analyses keeps analyses and kept texts until they expire.
type Analyses interface {
	// Put keeps an analysis with its texts and replaces one of the same ID.
	Put(ctx context.Context, a *Analysis, texts []Text) error
	// Get returns an analysis, or ErrNotFound. The caller must not change it.
	Get(ctx context.Context, tenant, id string) (*Analysis, error)
	// Delete removes an analysis and its texts; ErrNotFound if there is none.
	Delete(ctx context.Context, tenant, id string) error
	// List returns analyses without Body, newest first, and the cursor of what
	// follows, or "".
	List(ctx context.Context, tenant string, p Page) ([]*Analysis, string, error)
	// Text returns the n-th kept text of an analysis, or ErrNotFound.
	Text(ctx context.Context, tenant, id string, n int) (*Text, error)
	// Deleted calls gone for each analysis that another process deletes and lost
	// when deletions may have been missed, until ctx ends.
	Deleted(ctx context.Context, gone func(tenant, id string), lost func())
}

// Key is an API key. The key itself is not kept, only its hash.
type Key struct {
	ID      string    `json:"id"`
	Hash    []byte    `json:"hash"` // SHA-256 of the whole key, which has 256 random bits
	Tenant  string    `json:"tenant"`
	Name    string    `json:"name"`
	Scopes  []string  `json:"scopes"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"` // zero: never
	Revoked time.Time `json:"revoked"` // zero: not
}

// Keys keeps API keys. Nothing of it is cached: a revoked key is refused at once.
type Keys interface {
	AddKey(ctx context.Context, k Key) error
	Key(ctx context.Context, id string) (Key, error)
	ListKeys(ctx context.Context) ([]Key, error)
	// RevokeKey marks a key as revoked; ErrNotFound if there is none.
	RevokeKey(ctx context.Context, id string, at time.Time) error
}

// ClaimState is what a claimed idempotency key is at.
type ClaimState int

// The states of a claim as Claim returns it.
const (
	Claimed ClaimState = iota // by this call
	Running                   // by a request that has not ended
	Done                      // by a request that succeeded
	Other                     // by a request with another payload
)

// Claims keeps idempotency keys.
type Claims interface {
	// Claim claims a key for a payload. A claim that is neither finished nor
	// released ends by itself after a minute.
	Claim(ctx context.Context, tenant, key, fingerprint string) (ClaimState, error)
	// Finish keeps a claim as done for ttl.
	Finish(ctx context.Context, tenant, key, fingerprint string, ttl time.Duration) error
	// Release forgets a claim, so that the request can be sent again.
	Release(ctx context.Context, tenant, key string) error
}

// claimTime is how long a request may hold a claim.
const claimTime = time.Minute

// Quota allows Units in a Window, all of them at once if they were not used.
type Quota struct {
	Name   string
	Units  int
	Window time.Duration
}

// Taken is what a quota said.
type Taken struct {
	OK        bool
	Remaining int
	Reset     time.Duration // until the quota is whole again
	Retry     time.Duration // until the request would be allowed; 0 if it was
}

// Limiter counts quotas.
type Limiter interface {
	// Take takes n units of a quota for somebody. What asks for more than the
	// quota is never allowed.
	Take(ctx context.Context, who string, q Quota, n int) (Taken, error)
}

// Ask asks for units of a quota.
type Ask struct {
	Quota Quota
	N     int // at least 1
}

// AtOnce is what a store can do at once that would have to ask another place
// several times.
type AtOnce interface {
	// TakeAll is Take for one after the other, up to the first that is not allowed.
	TakeAll(ctx context.Context, who string, asks []Ask) ([]Taken, error)
	// KeyAndTake is Key together with TakeAll. What was taken may be missing.
	KeyAndTake(ctx context.Context, id, who string, asks []Ask) (Key, []Taken, error)
}

// cursor is the place of an analysis in its tenant's list; it sorts by time.
func cursor(a *Analysis) string { return fmt.Sprintf("%013d-%s", a.Created.UnixMilli(), a.ID) }

// ValidCursor reports whether a cursor can have come from List.
func ValidCursor(s string) bool {
	ms, id, ok := strings.Cut(s, "-")
	if !ok || len(ms) != 13 || id == "" || len(id) > 64 {
		return false
	}
	for _, c := range ms {
		if c < '0' || c > '9' {
			return false
		}
	}
	for _, c := range id {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
