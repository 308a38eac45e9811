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
	ctx := c.Request.Context()
	who := s.who(c.Request)
	left := make([]byte, 0, 80)
	var over *Problem
	for _, q := range s.config.Quotas {
		n := 1
		if q.Name == contentBytes {
			n = int(max(0, c.Request.ContentLength))
		}
		t := s.take(ctx, who, q, n)
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
		return "t/" + caller.Tenant
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
	if n == 0 {
		return store.Taken{OK: true, Remaining: q.Units}
	}
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
