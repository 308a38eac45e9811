package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/yakkan/yakkan/corpus/store"
)

// An API key is yk_ID_SECRET. The ID finds the record, the secret has 260
// random bits: a plain SHA-256 of the whole is all that has to be kept, and
// nothing can be guessed from it.
const keyPrefix = "yk_"

// NewKey makes an API key and the record to be kept of it. The zero expires
// means that it does not expire.
func NewKey(tenant, name string, scopes []Scope, now, expires time.Time) (string, store.Key, error) {
	if !validTenant(tenant) {
		return "", store.Key{}, fmt.Errorf("tenant %q: use 1 to 64 of a-z A-Z 0-9 . _ -", tenant)
	}
	if len(scopes) == 0 {
		return "", store.Key{}, errors.New("a key without scopes can do nothing; name at least one")
	}
	k := store.Key{ID: strings.ToLower(rand.Text()[:12]), Tenant: tenant, Name: cleanName(name), Created: now.Truncate(time.Millisecond), Expires: expires}
	for _, s := range scopes {
		if !slices.Contains(Scopes, s) {
			return "", store.Key{}, fmt.Errorf("unknown scope %q; there are %v", s, Scopes)
		}
		k.Scopes = append(k.Scopes, string(s))
	}
	secret := keyPrefix + k.ID + "_" + rand.Text() + rand.Text()
	sum := sha256.Sum256([]byte(secret))
	k.Hash = sum[:]
	return secret, k, nil
}

// validTenant keeps the names of tenants free of what separates keys in stores.
func validTenant(s string) bool {
	return s != "" && len(s) <= 64 && s != Anyone.Tenant && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == ""
}

// Keys identifies callers by API keys. A revoked key is refused with the next
// request. Make it with NewKeys.
type Keys struct {
	store store.Keys
	grace time.Duration
	now   func() time.Time

	mu   sync.Mutex
	seen map[string]seenKey
}

type seenKey struct {
	key store.Key
	at  time.Time
}

// NewKeys returns an authenticator. While the store is away, keys that were good
// less than grace ago still are: nobody can revoke one meanwhile either.
func NewKeys(s store.Keys, grace time.Duration) *Keys {
	return &Keys{store: s, grace: grace, now: time.Now, seen: map[string]seenKey{}}
}

// Identify implements Authenticator.
func (k *Keys) Identify(ctx context.Context, credential string) (*Caller, error) {
	rest, ok := strings.CutPrefix(credential, keyPrefix)
	if !ok {
		return nil, ErrNoCaller
	}
	id, _, ok := strings.Cut(rest, "_")
	if !ok || id == "" || len(credential) > 128 {
		return nil, wrongCredential()
	}
	sum := sha256.Sum256([]byte(credential))
	key, err := k.find(ctx, id, sum[:])
	if err != nil {
		return nil, err
	}
	if !good(key, sum[:], k.now()) {
		return nil, wrongCredential()
	}
	c := &Caller{Tenant: key.Tenant, ID: "key/" + key.ID}
	for _, s := range key.Scopes {
		c.Scopes = append(c.Scopes, Scope(s))
	}
	return c, nil
}

// good reports whether a key is that of a credential and in force.
func good(key store.Key, sum []byte, now time.Time) bool {
	return subtle.ConstantTimeCompare(sum, key.Hash) == 1 && key.Revoked.IsZero() && (key.Expires.IsZero() || now.Before(key.Expires))
}

// tenantOf is the name under which quotas count a tenant.
func tenantOf(tenant string) string { return "t/" + tenant }

// look asks the store for a key, every time. Where the credential was good the last
// time, the quotas of its tenant are asked with the same call; one that was not
// takes nothing from anybody.
func (k *Keys) look(ctx context.Context, id string, sum []byte) (store.Key, error) {
	at, ok := k.store.(store.AtOnce)
	r := requestOf(ctx)
	if !ok || r == nil || len(r.asks) == 0 {
		return k.store.Key(ctx, id)
	}
	k.mu.Lock()
	last, ok := k.seen[id]
	k.mu.Unlock()
	if !ok || !good(last.key, sum, k.now()) {
		return k.store.Key(ctx, id)
	}
	key, taken, err := at.KeyAndTake(ctx, id, tenantOf(last.key.Tenant), r.asks)
	if err == nil && key.Tenant == last.key.Tenant {
		r.taken = taken
	}
	return key, err
}

// find returns the key as the store has it, or as it had it a moment ago while the
// store is away.
func (k *Keys) find(ctx context.Context, id string, sum []byte) (store.Key, error) {
	key, err := k.look(ctx, id, sum)
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case err == nil:
		if len(k.seen) > 10_000 {
			clear(k.seen)
		}
		k.seen[id] = seenKey{key, k.now()}
		return key, nil
	case errors.Is(err, store.ErrNotFound):
		delete(k.seen, id)
		return store.Key{}, wrongCredential()
	case errors.Is(err, store.ErrAway):
		if s, ok := k.seen[id]; ok && k.now().Sub(s.at) < k.grace {
			return s.key, nil
		}
	}
	return store.Key{}, storeProblem(err)
}

// Authenticators asks one after the other.
type Authenticators []Authenticator

// Identify implements Authenticator.
func (as Authenticators) Identify(ctx context.Context, credential string) (*Caller, error) {
	for _, a := range as {
		c, err := a.Identify(ctx, credential)
		if !errors.Is(err, ErrNoCaller) {
			return c, err
		}
	}
	return nil, ErrNoCaller
}
