package api

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yakkan/yakkan/corpus"
	"github.com/yakkan/yakkan/corpus/store"
)

// batchServer is a service whose batches are worked on.
type batchServer struct {
	t   *testing.T
	url string
	svc *Service
	log *syncBuffer
}

func openBatches(t *testing.T, conf BatchConfig, change ...func(*Config, *ServiceConfig)) *batchServer {
	t.Helper()
	var b batchServer
	s := open(t, append(change, func(c *Config, sc *ServiceConfig) {
		conf.Log = c.Log
		sc.Batches = conf
	})...)
	h := httptest.NewServer(s)
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan struct{})
	go func() { s.Service().Run(ctx); close(ran) }()
	t.Cleanup(func() {
		stop()
		<-ran
		h.Close()
	})
	b.t, b.url, b.svc, b.log = t, h.URL, s.Service(), s.log
	return &b
}

func (b *batchServer) do(method, path, body string, headers ...string) (int, http.Header, []byte) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, res.Header, data
}

var keys atomic.Int64

// post makes a batch under a new key.
func (b *batchServer) post(path, media, body string) BatchJSON {
	b.t.Helper()
	status, head, data := b.do("POST", path, body, "Content-Type", media, "Idempotency-Key", fmt.Sprintf(`"key-%d"`, keys.Add(1)))
	if status != 202 {
		b.t.Fatalf("status %d: %s", status, data)
	}
	one := decode[BatchJSON](b.t, data)
	if head.Get("Location") != "/v1/batches/"+one.ID || one.Status.ended() {
		b.t.Errorf("Location %s, %+v", head.Get("Location"), one)
	}
	return one
}

func (b *batchServer) get(id string) BatchJSON {
	b.t.Helper()
	status, _, data := b.do("GET", "/v1/batches/"+id, "")
	if status != 200 {
		b.t.Fatalf("status %d: %s", status, data)
	}
	return decode[BatchJSON](b.t, data)
}

// wait returns a batch when it has ended.
func (b *batchServer) wait(id string) BatchJSON {
	b.t.Helper()
	for range 600 {
		if one := b.get(id); one.Status.ended() {
			return one
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("batch %s does not end: %+v", id, b.get(id))
	return BatchJSON{}
}

func jsonl(n int, from int) string {
	var b strings.Builder
	for i := range n {
		row, _ := json.Marshal(map[string]string{"custom_id": fmt.Sprintf("row-%d", from+i), "text": sample + fmt.Sprintf("\n## 第3条（連絡）\n当社の窓口は第%d窓口とします。\n", from+i)})
		b.Write(append(row, '\n'))
	}
	return b.String()
}

func TestBatch(t *testing.T) {
	b := openBatches(t, BatchConfig{Dir: t.TempDir()})
	body := jsonl(5, 0) + "not a row\n" + strings.Replace(jsonl(1, 0), "row-0", "again", 1)
	one := b.wait(b.post("/v1/batches?name=../%E8%A6%8F%E7%B4%84.jsonl", "application/jsonl", body).ID)
	want := BatchCountsJSON{Total: 7, Processed: 7, Completed: 6, Failed: 1, Duplicate: 1}
	if one.Status != BatchCompleted || one.RequestCounts != want || one.Name != "規約.jsonl" || one.EndedAt == nil || one.InProgressAt == nil || one.FinalizingAt == nil || len(one.Errors) != 0 {
		t.Errorf("%+v", one)
	}
	_, _, reports := b.do("GET", *one.OutputFile, "")
	if n := bytes.Count(reports, []byte("\n")); n != 5 || !bytes.Contains(reports, []byte(`"custom_id":"row-4"`)) {
		t.Errorf("%d reports", n)
	}
	_, _, unread := b.do("GET", *one.ErrorFile, "")
	if n := bytes.Count(unread, []byte("\n")); n != 1 || !bytes.Contains(unread, []byte("bad_row")) {
		t.Errorf("unreadable: %s", unread)
	}
	for name, path := range one.Files {
		status, head, data := b.do("GET", path, "")
		if status != 200 || head.Get("Content-Type") != batchFiles[name] || len(data) == 0 {
			t.Errorf("%s: %d %s, %d bytes", name, status, head.Get("Content-Type"), len(data))
		}
	}
	for _, path := range []string{"/v1/batches/" + one.ID + "/files/batch.json", "/v1/batches/" + one.ID + "/files/..%2f..%2fx"} {
		if status, _, _ := b.do("GET", path, ""); status != 404 && status != 422 {
			t.Errorf("%s: %d", path, status)
		}
	}
	if strings.Contains(b.log.String(), "窓口") {
		t.Error("the log has words of a document")
	}
	dir, _ := b.svc.batches.dir(one.ID)
	if _, err := os.Stat(filepath.Join(dir, "input")); !errors.Is(err, os.ErrNotExist) {
		t.Error("what was sent is still there")
	}

	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range []string{"a.txt", "b/c.md"} {
		w, _ := z.Create(name)
		_, _ = io.WriteString(w, sample+name)
	}
	z.Close()
	packed := b.wait(b.post("/v1/batches?kind=terms", "application/octet-stream", buf.String()).ID)
	if packed.RequestCounts.Completed != 2 {
		t.Errorf("an archive: %+v", packed)
	}
	mail := b.wait(b.post("/v1/batches", "message/rfc822", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+sample).ID)
	if mail.RequestCounts.Completed != 1 {
		t.Errorf("a mail: %+v", mail)
	}
	_, _, data := b.do("GET", "/v1/batches", "")
	var list struct{ Batches []BatchJSON }
	if err := json.Unmarshal(data, &list); err != nil || len(list.Batches) != 3 || list.Batches[0].ID != mail.ID {
		t.Errorf("list %s: %v", data, err)
	}
	if status, _, _ := b.do("DELETE", "/v1/batches/"+one.ID, ""); status != 204 {
		t.Errorf("delete: %d", status)
	}
	if status, _, _ := b.do("GET", "/v1/batches/"+one.ID, ""); status != 404 {
		t.Errorf("after delete: %d", status)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("results are still there")
	}
}

func TestBatchRefuses(t *testing.T) {
	b := openBatches(t, BatchConfig{Body: 100_000, Documents: 20, Secrets: nil})
	for _, tt := range []struct {
		path, media, body, key string
		status                 int
		problem                string
	}{
		{"/v1/batches", "application/jsonl", "{}", "", 400, "bad-request"},
		{"/v1/batches", "application/jsonl", "", "k1", 400, "bad-request"},
		{"/v1/batches", "text/plain", "x", "k2", 415, "unsupported-media-type"},
		{"/v1/batches", "application/jsonl", strings.Repeat("x", 100_001), "k3", 413, "too-large"},
		{"/v1/batches?webhook=https://example.com/", "application/jsonl", "{}", "k4", 422, "invalid"},
		{"/v1/batches", "application/json", `{"source":"s3://nobody/x"}`, "k5", 422, "invalid"},
		{"/v1/batches", "application/json", `{"sauce":"x"}`, "k6", 422, "invalid"},
		{"/v1/batches?kind=poem", "application/jsonl", "{}", "k7", 422, "invalid"},
	} {
		head := []string{"Content-Type", tt.media}
		if tt.key != "" {
			head = append(head, "Idempotency-Key", `"`+tt.key+`"`)
		}
		status, _, data := b.do("POST", tt.path, tt.body, head...)
		if p := decode[Problem](t, data); status != tt.status || p.Name() != tt.problem {
			t.Errorf("%s %s: %d %s", tt.path, tt.media, status, data)
		}
	}
	for want, body := range map[string]string{"duplicate_custom_id": jsonl(1, 1) + jsonl(1, 1), "too_many": strings.Repeat("{\"text\":\"x\"}\n", 21), "no_documents": "\n\n"} {
		one := b.wait(b.post("/v1/batches", "application/jsonl", body).ID)
		if one.Status != BatchFailed || len(one.Errors) != 1 || one.Errors[0].Code != want || one.Errors[0].Messages.JA == "" || one.OutputFile != nil {
			t.Errorf("%s: %+v", want, one)
		}
		if status, _, _ := b.do("GET", "/v1/batches/"+one.ID+"/files/reports.jsonl", ""); status != 404 {
			t.Errorf("results of a failed batch: %d", status)
		}
	}
	if status, _, _ := b.do("GET", "/v1/batches/"+strings.Repeat("0", 26), ""); status != 404 {
		t.Error("a batch that is not there")
	}
}

func TestBatchIdempotency(t *testing.T) {
	b := openBatches(t, BatchConfig{})
	head := []string{"Content-Type", "application/jsonl", "Idempotency-Key", `"once"`}
	_, _, first := b.do("POST", "/v1/batches", jsonl(2, 0), head...)
	one := decode[BatchJSON](t, first)
	b.wait(one.ID)
	status, _, again := b.do("POST", "/v1/batches", jsonl(2, 0), head...)
	if got := decode[BatchJSON](t, again); status != 202 || got.ID != one.ID || got.Status != BatchCompleted {
		t.Errorf("again: %d %s", status, again)
	}
	if status, _, data := b.do("POST", "/v1/batches", jsonl(3, 0), head...); status != 422 || !strings.HasSuffix(decode[Problem](t, data).Type, "/key-reused") {
		t.Errorf("the key with another body: %d %s", status, data)
	}
	_, _, data := b.do("GET", "/v1/batches", "")
	if n := bytes.Count(data, []byte(`"object":"batch"`)); n != 1 {
		t.Errorf("%d batches", n)
	}
}

func TestBatchCancel(t *testing.T) {
	b := openBatches(t, BatchConfig{Parallel: 1})
	long := b.post("/v1/batches", "application/jsonl", jsonl(3000, 0))
	waiting := b.post("/v1/batches", "application/jsonl", jsonl(2, 0))
	for b.get(long.ID).Status == BatchValidating {
		time.Sleep(10 * time.Millisecond)
	}
	if status, _, data := b.do("DELETE", "/v1/batches/"+long.ID, ""); status != 409 {
		t.Errorf("delete of a running batch: %d %s", status, data)
	}
	if status, _, data := b.do("POST", "/v1/batches/"+long.ID+"/cancel", ""); status != 200 || decode[BatchJSON](t, data).Status != BatchCancelling {
		t.Errorf("cancel: %d %s", status, data)
	}
	if one := b.wait(long.ID); one.Status != BatchCancelled || one.OutputFile != nil {
		t.Errorf("%+v", one)
	}
	if one := b.wait(waiting.ID); one.Status != BatchCompleted {
		t.Errorf("the next one: %+v", one)
	}
	if status, _, data := b.do("POST", "/v1/batches/"+waiting.ID+"/cancel", ""); status != 200 || decode[BatchJSON](t, data).Status != BatchCompleted {
		t.Errorf("cancel of what has ended: %d %s", status, data)
	}
}

// TestBatchEvents follows a batch, breaks off, and goes on from there.
func TestBatchEvents(t *testing.T) {
	b := openBatches(t, BatchConfig{})
	one := b.post("/v1/batches", "application/jsonl", jsonl(400, 0))
	follow := func(last string, most int) (ids []string, state BatchState) {
		req, _ := http.NewRequestWithContext(t.Context(), "GET", b.url+"/v1/batches/"+one.ID+"/events", nil)
		if last != "" {
			req.Header.Set("Last-Event-ID", last)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatal(res.Header)
		}
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				ids = append(ids, id)
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				state = decode[BatchJSON](t, []byte(data)).Status
				if len(ids) == most {
					return ids, state
				}
			}
		}
		return ids, state
	}
	first, _ := follow("", 1)
	rest, state := follow(first[0], 0)
	if state != BatchCompleted || len(rest) == 0 || rest[0] == first[0] {
		t.Errorf("after %v came %v, %s", first, rest, state)
	}
	if again, _ := follow(rest[len(rest)-1], 0); len(again) != 0 {
		t.Errorf("all was told, and yet came %v", again)
	}
}

func TestBatchBuckets(t *testing.T) {
	mem := corpus.Memory(t.Name())
	for _, key := range []string{"open/terms/a.txt", "open/terms/b.txt", "closed/c.txt"} {
		if err := mem.WriteAll(t.Context(), key, []byte(sample+key), nil); err != nil {
			t.Fatal(err)
		}
	}
	b := openBatches(t, BatchConfig{Sources: []string{"mem://" + t.Name() + "/open", "s3://terms/in?region=ap-northeast-1&endpoint=https://inner.example"}})
	one := b.wait(b.post("/v1/batches", "application/json", `{"source":"mem://`+t.Name()+`/open/terms","include":["a.*"]}`).ID)
	if one.RequestCounts.Completed != 1 || one.Status != BatchCompleted {
		t.Errorf("%+v", one)
	}
	for _, tt := range []struct{ in, want string }{
		{"s3://terms/in", "s3://terms/in?region=ap-northeast-1&endpoint=https://inner.example"},
		{"s3://terms/in/a/b/", "s3://terms/in/a/b?region=ap-northeast-1&endpoint=https://inner.example"},
		{"s3://terms/input", ""}, {"s3://terms", ""}, {"s3://terms/", ""}, {"s3://terms/in/../secret", ""}, {"s3://terms/in/%2e%2e/secret", ""}, {"s3://terms/in/..%2fsecret", ""},
		{"s3://terms/in?endpoint=http://169.254.169.254", ""}, {"s3://terms/in?", ""}, {"s3://terms/in#x", ""}, {"s3://u:p@terms/in", ""}, {"S3://other/in", ""},
		{"s3://terms:80/in", ""}, {"file:///etc", ""}, {"/etc", ""}, {"http://169.254.169.254/latest", ""}, {"s3://[::1]/in", ""}, {"mem://" + t.Name() + "/closed", ""},
		{"s3://terms/in//x", ""}, {"s3:terms/in", ""}, {`s3://terms\in`, ""}, {"gs://terms/in", ""},
	} {
		got, err := b.svc.batches.allowed(tt.in)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("allowed(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
}

func TestPublic(t *testing.T) {
	for _, s := range []string{"127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1", "2600::1%x"} {
		if public(netip.MustParseAddr(s)) {
			t.Errorf("%s counts as public", s)
		}
	}
	for _, s := range []string{"8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "100.128.0.1"} {
		if !public(netip.MustParseAddr(s)) {
			t.Errorf("%s does not count as public", s)
		}
	}
	for _, s := range []string{"http://example.com/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://localhost/", "https://LOCALHOST./", "https://a.localhost/", "https://db.internal/", "https://u:p@example.com/",
		"https://example.com/#x", "https:///x", "ftp://example.com", "https://169.254.169.254/latest/", "https://10.1.2.3:8443/", "https://[64:ff9b::a00:1]/", "javascript:alert(1)", "https://" + strings.Repeat("a", 2048)} {
		if checkHook(s) == nil {
			t.Errorf("%s was taken", s)
		}
	}
	if err := checkHook("https://hooks.example.com/yakkan?x=1"); err != nil {
		t.Error(err)
	}
}

// TestHookStaysOutside tries to bring the client of webhooks to an address of this
// machine: by name, by number in every writing, and by a redirect.
func TestHookStaysOutside(t *testing.T) {
	var reached atomic.Int64
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inner.Close()
	_, port, _ := net.SplitHostPort(inner.Listener.Addr().String())
	client := hookClient(false)
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]", "127.1", "2130706433", "0x7f000001", "017700000001", "localhost.", "LocalHost"} {
		res, err := client.Post("http://"+host+":"+port+"/", "application/json", strings.NewReader("{}"))
		if err == nil {
			res.Body.Close()
			t.Errorf("%s was reached", host)
		}
	}
	t.Setenv("HTTP_PROXY", inner.URL)
	if res, err := client.Post("http://hooks.invalid/", "application/json", strings.NewReader("{}")); err == nil {
		res.Body.Close()
		t.Error("a proxy was used")
	}
	outer := httptest.NewServer(http.RedirectHandler(inner.URL, http.StatusTemporaryRedirect))
	defer outer.Close()
	res, err := hookClient(true).Post(outer.URL, "application/json", strings.NewReader("{}"))
	if err != nil || res.StatusCode != 307 {
		t.Fatal(res, err)
	}
	res.Body.Close()
	if reached.Load() != 0 {
		t.Errorf("the inner server was reached %d times", reached.Load())
	}
}

// TestWebhook receives a webhook as Standard Webhooks has it: refused at first,
// then again with the same ID, signed by both secrets, with nothing of a document.
func TestWebhook(t *testing.T) {
	secrets := []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}
	for _, s := range append(secrets, "whsec_short", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") {
		if ok := CheckSecret(s) == nil; ok != (len(s) > 36) {
			t.Errorf("CheckSecret(%s): %v", s, ok)
		}
	}
	// The vector of the specification.
	at := time.Unix(1614265330, 0)
	if got := sign(secrets[:1], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, []byte(`{"test": 2432232314}`)); got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Error(got)
	}
	type message struct {
		head http.Header
		body []byte
	}
	got := make(chan message, 10)
	var n atomic.Int64
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- message{r.Header, body}
		if n.Add(1) == 1 {
			w.WriteHeader(500)
		}
	}))
	defer receiver.Close()
	before := hookWaits[0]
	hookWaits[0] = 10 * time.Millisecond
	defer func() { hookWaits[0] = before }()
	b := openBatches(t, BatchConfig{Secrets: secrets})
	b.svc.batches.hooks = hookClient(true)
	status, _, data := b.do("POST", "/v1/batches?webhook=https://hooks.example.com/x", jsonl(3, 0), "Content-Type", "application/jsonl", "Idempotency-Key", `"hook"`)
	if status != 202 {
		t.Fatal(string(data))
	}
	one := decode[BatchJSON](t, data)
	if _, err := b.svc.batches.update(t.Context(), Anyone.Tenant, one.ID, func(x *batch) bool { x.Hook.URL = receiver.URL; return true }); err != nil {
		t.Fatal(err)
	}
	b.wait(one.ID)
	first, second := <-got, <-got
	if first.head.Get("Webhook-Id") == "" || first.head.Get("Webhook-Id") != second.head.Get("Webhook-Id") {
		t.Errorf("IDs %q and %q", first.head.Get("Webhook-Id"), second.head.Get("Webhook-Id"))
	}
	var m hookMessage
	if err := json.Unmarshal(second.body, &m); err != nil || m.Type != "batch.completed" || m.Data.ID != one.ID || m.Data.RequestCounts.Completed != 3 {
		t.Errorf("%s: %v", second.body, err)
	}
	if bytes.Contains(second.body, []byte("row-")) || len(second.body) > 2000 {
		t.Errorf("the message is not thin: %s", second.body)
	}
	var sec int64
	fmt.Sscan(second.head.Get("Webhook-Timestamp"), &sec)
	if want := sign(secrets, second.head.Get("Webhook-Id"), time.Unix(sec, 0), second.body); second.head.Get("Webhook-Signature") != want || strings.Count(want, "v1,") != 2 {
		t.Errorf("signature %s, want %s", second.head.Get("Webhook-Signature"), want)
	}
	time.Sleep(1500 * time.Millisecond)
	if len(got) != 0 {
		t.Error("it was sent again after it was received")
	}
}

// TestEndedMeanwhile: who goes by a list that was made before a batch ended takes
// nothing up again and loses none of its results.
func TestEndedMeanwhile(t *testing.T) {
	b := openBatches(t, BatchConfig{})
	id := b.post("/v1/batches", "application/jsonl", jsonl(3, 0)).ID
	done := b.wait(id)
	kept, err := b.svc.store.Batch(t.Context(), Anyone.Tenant, id)
	if err != nil {
		t.Fatal(err)
	}
	old, err := decodeBatch(kept)
	if err != nil {
		t.Fatal(err)
	}
	old.Status = BatchInProgress
	if b.svc.batches.hold(t.Context(), old) != nil {
		t.Error("it was taken up again")
	}
	b.svc.batches.end(t.Context(), old, BatchFailed)
	if code, _, data := b.do("GET", *done.OutputFile, ""); code != 200 || bytes.Count(data, []byte("\n")) != 3 {
		t.Errorf("%d %.200s", code, data)
	}
	if now := b.wait(id); now.Status != BatchCompleted {
		t.Errorf("%+v", now)
	}
}

// TestServerKilled kills a server with -9 while twenty batches are under way, and
// starts it again: all complete, and no row is there twice.
func TestServerKilled(t *testing.T) {
	if dir := os.Getenv("YAKKAN_TEST_SERVER"); dir != "" {
		serveUntilKilled(dir)
	}
	dir := t.TempDir()
	var cmd *exec.Cmd
	var url string
	start := func() {
		cmd = exec.Command(os.Args[0], "-test.run=^TestServerKilled$")
		cmd.Env = append(os.Environ(), "YAKKAN_TEST_SERVER="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		url = strings.TrimSpace(line)
	}
	kill := func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	start()
	defer func() { kill() }()
	b := &batchServer{t: t, url: url}
	var ids []string
	for i := range 20 {
		ids = append(ids, b.post("/v1/batches", "application/jsonl", jsonl(60, 100*i)).ID)
	}
	for range 4 {
		time.Sleep(time.Duration(100+rand.IntN(400)) * time.Millisecond)
		kill()
		start()
		b.url = url
	}
	var running sync.WaitGroup
	for i, id := range ids {
		running.Go(func() {
			one := b.wait(id)
			if one.Status != BatchCompleted || one.RequestCounts.Completed != 60 || one.RequestCounts.Total != 60 {
				t.Errorf("%+v", one)
				return
			}
			_, _, data := b.do("GET", *one.OutputFile, "")
			lines := strings.Split(strings.TrimSpace(string(data)), "\n")
			if len(lines) != 60 {
				t.Errorf("%d reports", len(lines))
			}
			for n, l := range lines {
				if !strings.Contains(l, fmt.Sprintf(`"custom_id":"row-%d"`, 100*i+n)) {
					t.Errorf("line %d of batch %d is %.80s", n, i, l)
					return
				}
			}
		})
	}
	running.Wait()
}

func serveUntilKilled(dir string) {
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	st, err := store.OpenFile(dir)
	check(err)
	sc := engine()
	sc.Store, sc.Batches = st, BatchConfig{Dir: filepath.Join(dir, "batches"), Log: slog.New(slog.DiscardHandler)}
	svc := NewService(sc)
	s := NewServer(Config{Service: svc, Open: true})
	go svc.Run(context.Background())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println("http://" + l.Addr().String())
	check(http.Serve(l, s))
}
