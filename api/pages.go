package api

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// What pages beside the API need to keep its limits and its manners.

// RequestBody returns the body of a request within the limits of the service:
// its errors are Problems where the reason is one of them. Call done when the
// bytes are not needed any more.
func (s *Server) RequestBody(r *http.Request) (rd io.Reader, done func()) {
	b := s.body(r)
	return b, b.done
}

// ProblemOf returns the problem that an error holds, else an internal one whose
// cause goes to the log.
func (s *Server) ProblemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(s.explain(ctx, err), &p) {
		return p
	}
	return humaProblem(http.StatusInternalServerError, "").(*Problem)
}

// BodyProblem says why a body could not be read.
func BodyProblem(err error) error { return bodyProblem(err) }

// Invalid is the problem of a form that lacks something.
func Invalid(ja, en string) *Problem { return newProblem("invalid", ja, en) }

// Unknown is the problem of an address where there is nothing.
func Unknown(ja, en string) *Problem { return newProblem("not-found", ja, en) }

// NotHeld is the problem of a document that has to be sent again.
func NotHeld() *Problem {
	return newProblem("text-not-kept", "読み取った文書を保持する時間を過ぎました。文書をもう一度照合してください。", "The document is not held any more; please check it again.")
}

// TooMany is the problem of more documents than a request may have.
func TooMany(n int) *Problem { return tooMany(n) }

// Signed returns the caller, or the problem of a request without one.
func Signed(ctx context.Context) (*Caller, error) { return need(ctx, "") }

// CleanName makes the name of a file fit to be shown.
func CleanName(name string) string { return cleanName(name) }

// Language returns the language that the request of a context asks for: ja, en.
func Language(ctx context.Context) string {
	if r := requestOf(ctx); r != nil {
		return r.lang
	}
	return "ja"
}
