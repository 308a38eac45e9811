package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBatches(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		now := time.Now().Truncate(time.Millisecond)
		ids := func(all []Batch, err error) (out []string) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range all {
				out = append(out, b.Tenant+"/"+b.ID)
			}
			return out
		}
		for i := range 3 {
			b := Batch{ID: fmt.Sprintf("b%d", i), Tenant: "acme", Created: now.Add(time.Duration(i-10) * time.Second), Expires: now.Add(time.Hour), Open: i != 1, Body: []byte(`{"n":1}`)}
			if err := s.PutBatch(ctx, b); err != nil {
				t.Fatal(err)
			}
			got, err := s.Batch(ctx, "acme", b.ID)
			if diff := cmp.Diff(b, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		}
		old := Batch{ID: "old", Tenant: "beta/x", Created: now.Add(-time.Minute), Expires: now.Add(-time.Second), Body: []byte("{}")}
		if err := s.PutBatch(ctx, old); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"acme/b2", "acme/b1", "acme/b0"}, ids(s.TenantBatches(ctx, "acme"))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"beta/x/old", "acme/b0", "acme/b2"}, ids(s.PendingBatches(ctx))); diff != "" {
			t.Error(diff)
		}
		if _, err := s.Batch(ctx, "other", "b0"); !errors.Is(err, ErrNotFound) {
			t.Errorf("another tenant's batch: %v", err)
		}
		done := Batch{ID: "b0", Tenant: "acme", Created: now.Add(-10 * time.Second), Expires: now.Add(time.Hour), Body: []byte("2")}
		if err := s.PutBatch(ctx, done); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteBatch(ctx, "beta/x", "old"); err != nil {
			t.Error(err)
		}
		if err := s.DeleteBatch(ctx, "beta/x", "old"); !errors.Is(err, ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		if diff := cmp.Diff([]string{"acme/b2"}, ids(s.PendingBatches(ctx))); diff != "" {
			t.Error(diff)
		}
		mine, err := s.HoldBatch(ctx, "acme", "b2", "me", time.Minute)
		if !mine || err != nil {
			t.Error(mine, err)
		}
		if again, err := s.HoldBatch(ctx, "acme", "b2", "me", time.Minute); !again || err != nil {
			t.Error(again, err)
		}
		if theirs, err := s.HoldBatch(ctx, "acme", "b2", "they", time.Minute); err != nil || theirs != (s.Kind() != "redis") {
			t.Errorf("%s: another owner got it: %v, %v", s.Kind(), theirs, err)
		}
	})
}
