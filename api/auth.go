package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/corpus/store"
)

// Authenticator finds out who makes a request.
type Authenticator interface {
	// Identify returns the caller of a credential, or ErrNoCaller if the
	// credential is not one of its kind. Any other error refuses the request.
	Identify(ctx context.Context, credential string) (*Caller, error)
}

// ErrNoCaller says that a credential is of another kind.
var ErrNoCaller = errors.New("not a credential of this kind")

// identify finds out who makes the request and puts it into the context. A
// wrong credential is refused, even where none is needed: whoever sends one
// expects it to count.
func (s *Server) identify(c *gin.Context) {
	credential, ok := credentialOf(c.Request)
	switch {
	case ok && s.config.Auth != nil:
		requestOf(c.Request.Context()).asks = s.asksOf(c.Request)
		caller, err := s.config.Auth.Identify(c.Request.Context(), credential)
		if errors.Is(err, ErrNoCaller) {
			err = wrongCredential()
		}
		if err != nil {
			s.refuse(c, err)
			return
		}
		requestOf(c.Request.Context()).caller = caller
	case s.config.Open:
		requestOf(c.Request.Context()).caller = Anyone
	}
	c.Next()
}

// credentialOf returns the bearer token, or the password of basic
// authentication, by which browsers send API keys.
func credentialOf(r *http.Request) (string, bool) {
	h := r.Header.Get("Authorization")
	const bearer = "bearer "
	if len(h) > len(bearer) && equalFold(h[:len(bearer)], bearer) {
		return h[len(bearer):], true
	}
	if _, password, ok := r.BasicAuth(); ok {
		return password, true
	}
	return "", h != ""
}

func equalFold(a, lower string) bool {
	for i := range len(a) {
		c := a[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

func wrongCredential() *Problem {
	return unauthenticated("APIキー又はトークンが正しくないか、失効しています。", "The API key or token is wrong, expired or revoked.")
}

// guesses are how many wrong credentials an address may send.
var guesses = store.Quota{Name: "wrong-credentials", Units: 30, Window: time.Minute}

// refuse answers a wrong credential, and after too many of them with 429.
func (s *Server) refuse(c *gin.Context, err error) {
	var p *Problem
	if errors.As(err, &p) && p.Status == http.StatusUnauthorized {
		host, _, _ := net.SplitHostPort(c.Request.RemoteAddr)
		if t, _ := s.local.Take(c.Request.Context(), host, guesses, 1); !t.OK {
			s.fail(c, overQuota(guesses, 1, t))
			return
		}
	}
	s.Fail(c, err)
}
