package api

import (
	"context"
	"slices"
)

// Scope is something that a caller may do.
type Scope string

// The scopes. Reading rules, clauses and schemas needs a caller but no scope.
const (
	ScopeAnalyze Scope = "analyze" // send documents: analyses, compare, explain
	ScopeRead    Scope = "read"    // read analyses and kept texts
	ScopeDelete  Scope = "delete"  // delete analyses
	ScopeMetrics Scope = "metrics" // read /metrics
)

// Scopes are all scopes.
var Scopes = []Scope{ScopeAnalyze, ScopeRead, ScopeDelete, ScopeMetrics}

// Caller is who makes a request. Whatever it makes belongs to its tenant.
type Caller struct {
	Tenant string  // never empty
	ID     string  // of the key or the subject, for logs
	Scopes []Scope // what it may do
}

// May reports whether c has a scope.
func (c *Caller) May(s Scope) bool { return c != nil && slices.Contains(c.Scopes, s) }

// Anyone is the caller of a service that asks for no credentials.
var Anyone = &Caller{Tenant: "open", ID: "anonymous", Scopes: Scopes}

type contextKey int

const requestKey contextKey = iota

// CallerOf returns who makes the request, or nil.
func CallerOf(ctx context.Context) *Caller {
	if r := requestOf(ctx); r != nil {
		return r.caller
	}
	return nil
}

// need returns the caller if it has a scope; "" means any caller.
func need(ctx context.Context, s Scope) (*Caller, error) {
	c := CallerOf(ctx)
	if c == nil {
		return nil, unauthenticated("APIキー又はOIDCのトークンを Authorization: Bearer … で送ってください。", "Send an API key or an OIDC token as Authorization: Bearer ….")
	}
	if s != "" && !c.May(s) {
		return nil, problemf("forbidden", "この操作には権限 %[1]s が必要です。%[1]s を含むキーを使ってください。", "This needs the scope %[1]s; use a key that has it.", s)
	}
	return c, nil
}

func unauthenticated(ja, en string) *Problem {
	return newProblem("unauthenticated", ja, en).header("WWW-Authenticate", `Bearer realm="yakkan"`)
}
