// Package contract compares the OpenAPI document with the running server, by two
// validators and a generated client. It is a module of its own so that their
// dependencies stay out of the program's. Run it with
//
//	cd api/contract && go test ./...
package contract

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/patterns"
)

const sample = "# みどり台帳サービス利用規約\n\n## 第1条（定義）\n本規約において「当社」とは、みどり台帳株式会社をいいます。\n\n## 第2条（データの取扱い）\n当社は、運営上必要と判断した場合、契約者が登録したデータを閲覧することができます。\n"

// serve starts the service and returns its address and its OpenAPI document.
func serve(t *testing.T) (string, []byte) {
	t.Helper()
	lib, err := patterns.Load()
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		t.Fatal(err)
	}
	svc := api.NewService(api.ServiceConfig{Analyzer: &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}, Library: lib, Version: "1.2.3"})
	s := api.NewServer(api.Config{Service: svc, Open: true})
	h := httptest.NewServer(s)
	ctx, stop := context.WithCancel(context.Background())
	go svc.Run(ctx)
	t.Cleanup(func() {
		stop()
		h.Close()
		s.Close()
		svc.Close()
	})
	res, err := http.Get(h.URL + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	doc, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res.Status, err)
	}
	return h.URL, doc
}

func TestDocumentIsValid(t *testing.T) {
	_, doc := serve(t)
	t.Run("kin-openapi", func(t *testing.T) {
		parsed, err := openapi3.NewLoader().LoadFromData(doc)
		if err != nil {
			t.Fatal(err)
		}
		if err := parsed.Validate(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Run("libopenapi", func(t *testing.T) {
		parsed, err := libopenapi.NewDocument(doc)
		if err != nil {
			t.Fatal(err)
		}
		v, errs := validator.NewValidator(parsed)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if ok, errs := v.ValidateDocument(); !ok {
			for _, e := range errs {
				t.Error(e.Message, e.Reason)
			}
		}
	})
}

// call is a request to an operation.
type call struct {
	operation, method, path string
	media, body             string
	headers                 []string
	status                  int
}

// TestOperations sends a good and a bad request to every operation and compares
// both sides with the document.
func TestOperations(t *testing.T) {
	base, doc := serve(t)
	parsed, err := libopenapi.NewDocument(doc)
	if err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(parsed)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	text, _ := json.Marshal(sample)
	other, _ := json.Marshal(sample + "\n## 第3条（提供）\n当社は、契約者が登録したデータを第三者に提供することができます。\n")
	const facts = `{"schema":"yakkan.facts/1","facts":{"maintenance_id":"standing","handling_count_12m":20}}`
	const nobody = "00000000000000000000000000"
	var id string
	send := func(c call) []byte {
		t.Helper()
		path := strings.ReplaceAll(c.path, "ID", id)
		req, err := http.NewRequest(c.method, base+path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		if c.media != "" {
			req.Header.Set("Content-Type", c.media)
		}
		for i := 0; i < len(c.headers); i += 2 {
			req.Header.Set(c.headers[i], c.headers[i+1])
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != c.status {
			t.Errorf("%s %s: %d, want %d: %.300s", c.method, path, res.StatusCode, c.status, got)
		}
		res.Body = io.NopCloser(bytes.NewReader(got))
		ok, bad := v.ValidateHttpResponse(req, res)
		if !ok {
			for _, e := range bad {
				t.Errorf("%s %s: the answer is not as described: %s: %s %v", c.method, path, e.Message, e.Reason, e.SchemaValidationErrors)
			}
		}
		if c.status < 300 && !strings.HasPrefix(c.media, "multipart/") {
			req.Body = io.NopCloser(strings.NewReader(c.body))
			if ok, bad := v.ValidateHttpRequest(req); !ok {
				for _, e := range bad {
					t.Errorf("%s %s: the request is not as described: %s: %s", c.method, path, e.Message, e.Reason)
				}
			}
		}
		return got
	}
	var made struct{ ID string }
	if err := json.Unmarshal(send(call{"analyze", "POST", "/v1/analyses?keep_text=1h", "application/json", `{"text":` + string(text) + `}`, nil, 200}), &made); err != nil {
		t.Fatal(err)
	}
	id = made.ID
	calls := []call{
		{"analyze", "POST", "/v1/analyses?name=a.md&kind=terms", "text/markdown", sample, nil, 200},
		{"analyze", "POST", "/v1/analyses", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n" + sample + "\r\n--x--\r\n", nil, 200},
		{"analyze", "POST", "/v1/analyses", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"facts\"\r\n\r\n" + facts + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n" + sample + "\r\n--x--\r\n", nil, 200},
		{"analyze", "POST", "/v1/analyses?facts=" + url.QueryEscape(facts), "text/markdown", sample, nil, 200},
		{"analyze", "POST", "/v1/analyses?facts=%5B%5D", "text/markdown", sample, nil, 422},
		{"analyze", "POST", "/v1/analyses", "application/json", `{"txt":1}`, nil, 422},
		{"analyze", "POST", "/v1/analyses", "application/json", `{`, nil, 400},
		{"analyze", "POST", "/v1/analyses", "image/png", "x", nil, 415},
		{"listAnalyses", "GET", "/v1/analyses?limit=1", "", "", nil, 200},
		{"listAnalyses", "GET", "/v1/analyses?limit=x", "", "", nil, 422},
		{"getAnalysis", "GET", "/v1/analyses/ID", "", "", nil, 200},
		{"getAnalysis", "GET", "/v1/analyses/ID.json", "", "", nil, 200},
		{"getAnalysis", "GET", "/v1/analyses/ID.md", "", "", nil, 200},
		{"getAnalysis", "GET", "/v1/analyses/ID.html", "", "", nil, 200},
		{"getAnalysis", "GET", "/v1/analyses/ID.html?document=1", "", "", nil, 422},
		{"getAnalysis", "GET", "/v1/analyses/" + nobody, "", "", nil, 404},
		{"getAnalysis", "GET", "/v1/analyses/ID", "", "", []string{"Accept", "image/png"}, 406},
		{"getText", "GET", "/v1/analyses/ID/texts/0", "", "", nil, 200},
		{"getText", "GET", "/v1/analyses/ID/texts/1", "", "", nil, 404},
		{"analyze", "POST", "/v1/analyses", "application/json", `{"text":` + string(text) + `,"facts":` + facts + `}`, nil, 200},
		{"analyze", "POST", "/v1/analyses", "application/json", `{"name":"a.md","text":` + string(text) + `}`, []string{"Accept", "application/sarif+json"}, 200},
		{"judgeFacts", "POST", "/v1/analyses/ID/facts", "application/json", `{"facts":` + facts + `}`, nil, 200},
		{"judgeFacts", "POST", "/v1/analyses/ID/facts", "application/json", `{"facts":{"facts":{"x":1}}}`, nil, 422},
		{"judgeFacts", "POST", "/v1/analyses/" + nobody + "/facts", "application/json", `{"facts":` + facts + `}`, nil, 404},
		{"suggest", "POST", "/v1/suggestions", "application/json", `{"variant":"entrust","text":` + string(text) + `}`, nil, 200},
		{"suggest", "POST", "/v1/suggestions", "application/json", `{"variant":"x","text":"x"}`, nil, 422},
		{"annotate", "POST", "/v1/annotations", "application/json", `{"text":` + string(text) + `}`, nil, 422},
		{"duties", "POST", "/v1/duties", "application/json", `{"known_on":"2026-11-20","roles":["user"],"text":` + string(text) + `}`, nil, 200},
		{"duties", "POST", "/v1/duties", "application/json", `{"facts":` + facts + `,"text":` + string(text) + `}`, nil, 200},
		{"duties", "POST", "/v1/duties", "application/json", `{}`, nil, 422},
		{"diff", "POST", "/v1/diff", "application/json", `{"old":{"text":` + string(text) + `},"new":{"text":` + string(other) + `}}`, nil, 200},
		{"diff", "POST", "/v1/diff", "application/json", `{"old":{"text":"x"}}`, nil, 422},
		{"judgeCase", "POST", "/v1/cases", "application/json", `{"documents":[{"as":"terms","text":` + string(text) + `},{"as":"dpa","text":` + string(other) + `}],"facts":` + facts + `}`, nil, 200},
		{"judgeCase", "POST", "/v1/cases", "application/json", `{"documents":[]}`, nil, 422},
		{"caseDuties", "POST", "/v1/cases/duties", "application/json", `{"roles":["client"],"documents":[{"as":"terms","text":` + string(text) + `}],"facts":` + facts + `}`, nil, 200},
		{"caseDuties", "POST", "/v1/cases/duties", "application/json", `{"roles":["client"]}`, nil, 422},
		{"judgeCase", "POST", "/v1/cases", "application/json", `{"name":"データ","documents":[{"as":"terms","data":"` + base64.StdEncoding.EncodeToString([]byte(sample)) + `"}]}`, nil, 200},
		{"judgeCase", "POST", "/v1/cases", "application/json", `{"documents":[{"as":"terms"}]}`, nil, 422},
		{"compare", "POST", "/v1/compare", "application/json", `{"columns":[{"analysis":"` + id + `"},{"label":"B","text":` + string(text) + `}]}`, nil, 200},
		{"compare", "POST", "/v1/compare", "application/json", `{"columns":[]}`, nil, 422},
		{"explain", "POST", "/v1/explain", "application/json", `{"text":"当社は、契約者のデータを閲覧することができます。"}`, nil, 200},
		{"explain", "POST", "/v1/explain", "application/json", `{"text":"あ","rule":"nothing"}`, nil, 404},
		{"listRules", "GET", "/v1/rules?group=power", "", "", nil, 200},
		{"listRules", "GET", "/v1/rules?group=x", "", "", nil, 422},
		{"getRule", "GET", "/v1/rules/monitor", "", "", nil, 200},
		{"getRule", "GET", "/v1/rules/nothing", "", "", nil, 404},
		{"listClauses", "GET", "/v1/clauses", "", "", nil, 200},
		{"getSchema", "GET", "/v1/schema/report", "", "", nil, 200},
		{"getSchema", "GET", "/v1/schema/case", "", "", nil, 200},
		{"getSchema", "GET", "/v1/schema/revision", "", "", nil, 200},
		{"getSchema", "GET", "/v1/schema/diff", "", "", nil, 200},
		{"getSchema", "GET", "/v1/schema/facts", "", "", nil, 200},
		{"getSchema", "GET", "/v1/schema/nothing", "", "", nil, 422},
		{"getFactsSchema", "GET", "/v1/facts/schema", "", "", nil, 200},
		{"healthz", "GET", "/healthz", "", "", nil, 200},
		{"readyz", "GET", "/readyz", "", "", nil, 200},
		{"version", "GET", "/version", "", "", nil, 200},
		{"metrics", "GET", "/metrics", "", "", nil, 200},
		{"deleteAnalysis", "DELETE", "/v1/analyses/ID", "", "", nil, 204},
		{"deleteAnalysis", "DELETE", "/v1/analyses/ID", "", "", nil, 404},
	}
	called := map[string]bool{}
	for i, c := range calls {
		called[c.operation] = true
		if c.method == "POST" && c.status == 200 && c.media == "application/json" { // every one takes an idempotency key
			key := fmt.Sprintf("%q", fmt.Sprint("call-", i))
			c.headers = append(c.headers, "Idempotency-Key", key)
			first := send(c)
			if again := send(c); string(again) != string(first) {
				t.Errorf("%s %s: the same key got another answer", c.method, c.path)
			}
			other := call{c.operation, c.method, c.path, c.media, " " + strings.Replace(c.body, "データ", "情報", 1), c.headers, 422}
			if got := send(other); !strings.Contains(string(got), "key-reused") {
				t.Errorf("%s %s: the key was taken for another request: %.200s", c.method, c.path, got)
			}
			continue
		}
		send(c)
	}
	row, _ := json.Marshal(map[string]string{"custom_id": "r1", "text": sample})
	key := []string{"Idempotency-Key", `"batch"`}
	if err := json.Unmarshal(send(call{"createBatch", "POST", "/v1/batches?name=rows.jsonl&kind=terms", "application/jsonl", string(row), key, 202}), &made); err != nil {
		t.Fatal(err)
	}
	id = made.ID
	for range 200 { // its events end with it
		if got := send(call{"getBatch", "GET", "/v1/batches/ID", "", "", nil, 200}); bytes.Contains(got, []byte(`"status":"completed"`)) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	for _, c := range []call{
		{"createBatch", "POST", "/v1/batches", "application/jsonl", string(row), nil, 400},
		{"createBatch", "POST", "/v1/batches", "application/jsonl", "{}", key, 422},
		{"createBatch", "POST", "/v1/batches", "application/json", `{"source":"s3://nowhere/x"}`, []string{"Idempotency-Key", `"other"`}, 422},
		{"listBatches", "GET", "/v1/batches", "", "", nil, 200},
		{"getBatch", "GET", "/v1/batches/" + nobody, "", "", nil, 404},
		{"getBatchEvents", "GET", "/v1/batches/ID/events", "", "", nil, 200},
		{"getBatchEvents", "GET", "/v1/batches/" + nobody + "/events", "", "", nil, 404},
		{"getBatchFile", "GET", "/v1/batches/ID/files/reports.jsonl", "", "", nil, 200},
		{"getBatchFile", "GET", "/v1/batches/ID/files/documents.csv", "", "", nil, 200},
		{"getBatchFile", "GET", "/v1/batches/ID/files/summary.json", "", "", nil, 200},
		{"getBatchFile", "GET", "/v1/batches/ID/files/other", "", "", nil, 422},
		{"cancelBatch", "POST", "/v1/batches/ID/cancel", "", "", nil, 200},
		{"cancelBatch", "POST", "/v1/batches/" + nobody + "/cancel", "", "", nil, 404},
		{"deleteBatch", "DELETE", "/v1/batches/ID", "", "", nil, 204},
		{"deleteBatch", "DELETE", "/v1/batches/ID", "", "", nil, 404},
	} {
		called[c.operation] = true
		send(c)
	}

	var all struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		}
	}
	if err := json.Unmarshal(doc, &all); err != nil {
		t.Fatal(err)
	}
	n := 0
	for path, item := range all.Paths {
		for method, op := range item {
			n++
			if !called[op.OperationID] {
				t.Errorf("%s %s (%s) is in the document and was not called", method, path, op.OperationID)
			}
		}
	}
	if n < 15 {
		t.Errorf("the document has %d operations", n)
	}
}

const clientMain = `package main

import (
	"context"
	"fmt"
	"os"

	"github.com/yakkan/yakkan/api/contract/%s/client"
)

func main() {
	c, err := client.NewClientWithResponses(os.Args[1])
	if err != nil {
		panic(err)
	}
	text := os.Args[2]
	res, err := c.AnalyzeWithResponse(context.Background(), &client.AnalyzeParams{}, client.AnalyzeJSONRequestBody{Text: &text})
	if err != nil {
		panic(err)
	}
	if res.JSON200 == nil {
		panic(res.Status())
	}
	for _, r := range res.JSON200.Reports {
		for _, f := range r.Findings {
			fmt.Println(f.Class, f.Article)
		}
	}
}
`

// TestGeneratedClient generates a client from the document and analyses with it.
func TestGeneratedClient(t *testing.T) {
	base, doc := serve(t)
	dir, err := os.MkdirTemp(".", "generated")
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Clean(dir)
	defer os.RemoveAll(dir)
	if err := os.Mkdir(filepath.Join(dir, "client"), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("openapi.json", doc)
	write("main.go", fmt.Appendf(nil, clientMain, dir))
	run := func(args ...string) string {
		out, err := exec.Command("go", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run("run", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen", "-generate", "types,client", "-package", "client", "-o", filepath.Join(dir, "client", "client.go"), filepath.Join(dir, "openapi.json"))
	got := strings.Split(run("run", "./"+dir, base, sample), "\n")
	if !slices.ContainsFunc(got, func(line string) bool {
		return strings.HasPrefix(line, "access ") || strings.HasPrefix(line, "monitor ")
	}) {
		t.Errorf("the generated client found %q", got)
	}
}
