package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// Most operations have one shape: a JSON body in, a JSON value out, nothing kept,
// and an idempotency key. Ask puts a function of that shape on an address.

// JSONRequest is a request whose body is JSON.
type JSONRequest[B any] struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"256" doc:"Sending the same request with the same key again gives the same answer, for 24 hours."`

	body B
	sent []byte
}

// Resolve reads the body.
func (in *JSONRequest[B]) Resolve(ctx huma.Context) []error {
	r := requestOf(ctx.Context())
	var err error
	if in.sent, err = r.server.jsonIn(r, humagin.Unwrap(ctx).Request, &in.body); err != nil {
		return []error{err}
	}
	return nil
}

// JSONOut is an answer that is JSON already.
type JSONOut struct {
	CacheControl string `header:"Cache-Control"`
	ContentType  string `header:"Content-Type"`
	Body         []byte
}

// answer runs a request under its idempotency key and writes what comes of it.
// What names the operation, with all that its path says.
func (in *JSONRequest[B]) answer(ctx context.Context, s *Service, what string, do func() (any, error)) (*JSONOut, error) {
	return once(ctx, s, in.IdempotencyKey, func() []string { return []string{what, string(in.sent)} }, func() (*JSONOut, error) {
		v, err := do()
		if err != nil {
			return nil, err
		}
		b, err := json.Marshal(v)
		return &JSONOut{CacheControl: "no-store", ContentType: "application/json", Body: b}, err
	})
}

// askErrors are the problems that every operation with a JSON body may answer.
var askErrors = []int{400, 401, 403, 408, 409, 413, 415, 422, 429, 503}

// ask puts a function from a JSON body to a JSON value on an address. The answer
// is described by a schema.
func ask[B any](s *Server, op huma.Operation, description string, answer *huma.Schema, do func(context.Context, *B) (any, error)) {
	op.Method = http.MethodPost
	op.Errors = append(op.Errors, askErrors...)
	added := Add(s, ScopeAnalyze, op, func(ctx context.Context, in *JSONRequest[B]) (*JSONOut, error) {
		return in.answer(ctx, s.service, op.OperationID, func() (any, error) { return do(ctx, &in.body) })
	})
	var body B
	s.asks(added, body, description, answer)
}

// asks describes body and answer of an operation by hand.
func (s *Server) asks(op *huma.Operation, body any, description string, answer *huma.Schema) {
	op.RequestBody = s.jsonBody(body)
	s.answers(op, "200", description, map[string]*huma.Schema{"application/json": answer})
}
