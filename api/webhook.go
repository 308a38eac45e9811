package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Webhooks are those of Standard Webhooks: a thin message, signed by a secret that
// the receiver knows, tried again for three days. They go to public addresses by
// https only. The address is looked at when the connection is made, after names
// were resolved, so that no name, however it answers, leads into the network of
// the service; redirects are not followed and proxies not used.

// hook is a webhook of a batch.
type hook struct {
	URL   string    `json:"url"`
	ID    string    `json:"id"` // of the message, the same for every attempt
	Tries int       `json:"tries"`
	Next  time.Time `json:"next"`
	Done  bool      `json:"done"` // delivered, or given up
}

// hookWaits are the waits before further attempts.
var hookWaits = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

var errAddress = errors.New("the address is not a public one")

// special are the networks that are not public beside those that netip knows.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("5f00::/16"), netip.MustParsePrefix("fec0::/10"),
}

// public reports whether an address is one of the internet, not of this machine,
// its network, or a translation into either.
func public(ip netip.Addr) bool {
	if ip.Zone() != "" {
		return false
	}
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// hookClient returns a client that reaches public addresses only; tests let it
// reach any.
func hookClient(any bool) *http.Client {
	d := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return errAddress
		}
		if !any && !public(at.Addr()) {
			return errAddress
		}
		return nil
	}}
	return &http.Client{
		Timeout:       15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: d.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true},
	}
}

// checkHook refuses an address that can be seen to lead nowhere good before it is
// kept. What it leads to is looked at when it is used.
func checkHook(address string) error {
	bad := func(ja, en string) error {
		return newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Pointer: "/webhook", Parameter: "webhook", Code: "webhook", Messages: Text{JA: ja, EN: en}})
	}
	u, err := url.Parse(address)
	if err != nil || len(address) > 2048 || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return bad("https:// のアドレスを、利用者名と # なしで指定してください", "give an https:// address without user and fragment")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) {
		return bad("外部から届くアドレスを指定してください", "give an address of the internet")
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return bad("外部から届くアドレスを指定してください", "give an address of the internet")
	}
	return nil
}

// CheckSecret reports what is wrong with a secret of webhooks.
func CheckSecret(s string) error {
	_, err := secretBytes(s)
	return err
}

func secretBytes(s string) ([]byte, error) {
	raw, ok := strings.CutPrefix(s, "whsec_")
	key, err := base64.StdEncoding.DecodeString(raw)
	if !ok || err != nil || len(key) < 24 || len(key) > 64 {
		return nil, errors.New("a secret of webhooks is whsec_ and 24 to 64 bytes in base64")
	}
	return key, nil
}

// sign returns the signatures of a message, one a secret.
func sign(secrets []string, id string, at time.Time, body []byte) string {
	var out []string
	for _, s := range secrets {
		key, err := secretBytes(s)
		if err != nil {
			continue // it was refused at start
		}
		m := hmac.New(sha256.New, key)
		fmt.Fprintf(m, "%s.%d.", id, at.Unix())
		m.Write(body)
		out = append(out, "v1,"+base64.StdEncoding.EncodeToString(m.Sum(nil)))
	}
	return strings.Join(out, " ")
}

// hookMessage is what a webhook says: that a batch ended, not what is in it.
type hookMessage struct {
	Type      string    `json:"type"` // batch.completed
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		ID            string          `json:"id"`
		Status        BatchState      `json:"status"`
		RequestCounts BatchCountsJSON `json:"request_counts"`
	} `json:"data"`
}

// deliver makes one attempt to tell that a batch ended and keeps what came of it.
func (b *batches) deliver(ctx context.Context, one *batch) {
	status, err := b.send(ctx, one)
	if ctx.Err() != nil {
		return
	}
	word := ""
	if err != nil {
		word = "no answer"
		if errors.Is(err, errAddress) {
			word = errAddress.Error()
		}
	}
	b.conf.Log.Info("webhook", "batch", one.ID, "attempt", one.Hook.Tries+1, "status", status, "error", word)
	_, _ = b.update(ctx, one.Tenant, one.ID, func(x *batch) bool { // else it is sent again
		x.Hook.Tries++
		if status/100 == 2 || status == http.StatusGone || x.Hook.Tries > len(hookWaits) {
			x.Hook.Done = true
			return true
		}
		x.Hook.Next = b.service.now().Add(hookWaits[x.Hook.Tries-1])
		return true
	})
}

func (b *batches) send(ctx context.Context, one *batch) (int, error) {
	now := b.service.now().UTC()
	m := hookMessage{Type: "batch." + string(one.Status), Timestamp: now}
	m.Data.ID, m.Data.Status, m.Data.RequestCounts = one.ID, one.Status, one.RequestCounts
	body, err := json.Marshal(m)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, one.Hook.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "yakkan/"+b.service.version)
	req.Header.Set("Webhook-Id", one.Hook.ID)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	req.Header.Set("Webhook-Signature", sign(b.conf.Secrets, one.Hook.ID, now, body))
	res, err := b.hooks.Do(req)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 4<<10)) // what it says does not matter
	return res.StatusCode, res.Body.Close()
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it never fails
	return b
}
