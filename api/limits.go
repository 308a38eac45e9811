package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/corpus/store"
)

// contentBytes is the quota that counts bytes of bodies.
const contentBytes = "content-bytes"

// count takes the request from the quotas of its caller and says in the headers
// of draft-ietf-httpapi-ratelimit-headers what is left.
func (s *Server) count(c *gin.Context) {
	if len(s.config.Quotas) == 0 || !counted(c.Request) {
		c.Next()
		return
	}
	taken := s.taken(c.Request)
	left := make([]byte, 0, 80)
	var over *Problem
	for _, q := range s.config.Quotas {
		n := cost(c.Request, q)
		t := store.Taken{OK: true, Remaining: q.Units}
		if n > 0 {
			t, taken = taken[0], taken[1:]
		}
		if len(left) > 0 {
			left = append(left, ", "...)
		}
		left = append(append(append(left, '"'), q.Name...), `";r=`...)
		left = strconv.AppendInt(left, int64(t.Remaining), 10)
		left = strconv.AppendInt(append(left, ";t="...), int64(ceil(t.Reset)), 10)
		if !t.OK {
			over = overQuota(q, n, t)
			break
		}
	}
	h := c.Writer.Header()
	h["Ratelimit-Policy"] = s.policies
	h["Ratelimit"] = []string{string(left)}
	if over != nil {
		s.fail(c, over)
		return
	}
	c.Next()
}

// cost is how many units of a quota a request takes.
func cost(r *http.Request, q store.Quota) int {
	if q.Name == contentBytes {
		return int(max(0, r.ContentLength))
	}
	return 1
}

// asksOf is what a request asks of the quotas.
func (s *Server) asksOf(r *http.Request) []store.Ask {
	if !counted(r) {
		return nil
	}
	all := make([]store.Ask, 0, len(s.config.Quotas))
	for _, q := range s.config.Quotas {
		if n := cost(r, q); n > 0 {
			all = append(all, store.Ask{Quota: q, N: n})
		}
	}
	return all
}

// taken is what quotas gave to a request, up to the first that did not. A store
// that can is asked for all at once.
func (s *Server) taken(r *http.Request) []store.Taken {
	ctx := r.Context()
	if t := requestOf(ctx).taken; len(t) > 0 {
		return t
	}
	who, asks := s.who(r), s.asksOf(r)
	if at, ok := s.service.store.(store.AtOnce); ok && len(asks) > 0 {
		if t, err := at.TakeAll(ctx, who, asks); err == nil {
			return t
		}
	}
	all := make([]store.Taken, 0, len(asks))
	for _, a := range asks {
		t := s.take(ctx, who, a.Quota, a.N)
		if all = append(all, t); !t.OK {
			break
		}
	}
	return all
}

// policies are the quotas as a header says them.
func policies(quotas []store.Quota) []string {
	var all []string
	for _, q := range quotas {
		unit := ""
		if q.Name == contentBytes {
			unit = `;qu="content-bytes"`
		}
		all = append(all, fmt.Sprintf(`"%s";q=%d%s;w=%d`, q.Name, q.Units, unit, int(q.Window.Seconds())))
	}
	return []string{strings.Join(all, ", ")}
}

// counted reports whether quotas count a request: operations and whatever sends
// something, not pages, health and documentation.
func counted(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/v1/") || r.Method != http.MethodGet && r.Method != http.MethodHead
}

// who is whom quotas count: the tenant, or the address where there is none.
func (s *Server) who(r *http.Request) string {
	if caller := CallerOf(r.Context()); caller != nil && caller != Anyone {
		return tenantOf(caller.Tenant)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return "a/" + host
}

// take asks the store's limiter, or the one in this process while the store is
// away: a node by itself still has limits.
func (s *Server) take(ctx context.Context, who string, q store.Quota, n int) store.Taken {
	t, err := s.service.store.Take(ctx, who, q, n)
	if err != nil {
		t, _ = s.local.Take(ctx, who, q, n) // memory does not fail
	}
	return t
}

// countLate takes the bytes of a body whose length was not announced.
func (s *Server) countLate(r *http.Request, read int64) error {
	if r.ContentLength >= 0 {
		return nil
	}
	for _, q := range s.config.Quotas {
		if q.Name != contentBytes {
			continue
		}
		if read == 0 {
			continue
		}
		if t := s.take(r.Context(), s.who(r), q, int(read)); !t.OK {
			return overQuota(q, int(read), t)
		}
	}
	return nil
}

func overQuota(q store.Quota, n int, t store.Taken) *Problem {
	if n > q.Units {
		return problemf("rate-limited", "一つのリクエストが %[2]s あたりの上限（%[1]d バイト）を超えています。文書を分けてください。", "A single request is over the limit of %[1]d bytes in %[2]s; split the documents.", q.Units, q.Window).
			header("Retry-After", strconv.Itoa(ceil(q.Window)))
	}
	return problemf("rate-limited", "%[2]s あたりの上限（%[1]s %[3]d）に達しました。Retry-After の秒数を置いて送り直してください。", "Over the limit of %[3]d %[1]s in %[2]s; send it again after the seconds in Retry-After.", q.Name, q.Window, q.Units).
		header("Retry-After", strconv.Itoa(max(1, ceil(t.Retry))))
}

func ceil(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
