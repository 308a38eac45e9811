package api

import (
	"context"
	"strings"
	"time"

	"github.com/yakkan/yakkan/corpus/store"
)

// idempotencyTime is how long an idempotency key is remembered.
const idempotencyTime = 24 * time.Hour

// once runs a request under its idempotency key, after
// draft-ietf-httpapi-idempotency-key-header: the same key with another payload
// is refused, and so is one whose first request has not ended. What a key was
// used for is kept as a digest only. A repeated request runs again: the same
// documents under the same rules have the same analysis, and what was kept is
// found, so the answer is the same; what was deleted meanwhile does not come
// back from a store of answers.
func once[T any](ctx context.Context, s *Service, header string, payload func() []string, do func() (*T, error)) (*T, error) {
	if header == "" {
		return do()
	}
	key, ok := idempotencyKey(header)
	if !ok {
		return nil, newProblem("bad-request", "Idempotency-Key は1文字以上200文字以下の引用符付き文字列で送ってください。", "Send Idempotency-Key as a quoted string of 1 to 200 characters.").
			with(Detail{Parameter: "Idempotency-Key", Messages: Text{JA: "例: \"8e03978e-40d5-43dd-bc93-6894a57f9324\"", EN: `such as "8e03978e-40d5-43dd-bc93-6894a57f9324"`}})
	}
	caller, err := need(ctx, "")
	if err != nil {
		return nil, err
	}
	fingerprint := digest(payload()...)
	state, err := s.store.Claim(ctx, caller.Tenant, key, fingerprint)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return do() // running it twice does no harm; refusing would
	}
	switch state {
	case store.Other:
		return nil, newProblem("key-reused", "この Idempotency-Key は別の内容のリクエストに使われています。新しいキーで送ってください。", "This Idempotency-Key was used for another request; use a new one.")
	case store.Running:
		return nil, newProblem("in-progress", "この Idempotency-Key のリクエストを処理中です。少し待って送り直してください。", "A request with this Idempotency-Key is in progress; try again in a moment.").header("Retry-After", "1")
	case store.Done:
		return do()
	}
	// Even if the client leaves now, the claim must not stay behind.
	after := context.WithoutCancel(ctx)
	out, err := do()
	if err != nil {
		_ = s.store.Release(after, caller.Tenant, key) // it ends by itself in a minute
		return nil, err
	}
	_ = s.store.Finish(after, caller.Tenant, key, fingerprint, idempotencyTime) // likewise
	return out, nil
}

// idempotencyKey reads the header: a quoted string, or a bare word.
func idempotencyKey(header string) (string, bool) {
	key := strings.TrimSpace(header)
	if len(key) >= 2 && key[0] == '"' && key[len(key)-1] == '"' {
		key = key[1 : len(key)-1]
	}
	if key == "" || len(key) > 200 {
		return "", false
	}
	for i := range len(key) {
		if c := key[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return "", false
		}
	}
	return key, true
}

// payload says what a request asks for, for its fingerprint.
func payload(operation string, docs []Upload, more ...string) []string {
	p := append([]string{operation}, more...)
	for i := range docs {
		p = append(p, docs[i].Name, string(docs[i].Kind), string(docs[i].Format), string(docs[i].Data))
		if facts := docs[i].facts(); facts != nil {
			p = append(p, "facts", string(facts))
		}
	}
	return p
}
