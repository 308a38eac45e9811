package api

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"

	"github.com/yakkan/yakkan/analyzer/compare"
	"github.com/yakkan/yakkan/analyzer/report"
)

const entrusting = `{"schema":"yakkan.facts/1","facts":{"maintenance_id":"standing","handling_count_12m":20}}`

// post sends JSON.
func (s *testServer) post(path, body string) *http.Response {
	return s.do("POST", path, body, "Content-Type", "application/json")
}

// TestFactsWithText gives facts together with the text: they are in the report,
// and the analysis is another than without them.
func TestFactsWithText(t *testing.T) {
	s := open(t)
	text := quote(t, sample)
	bare := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses", `{"text":`+text+`}`), 200))
	with := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses", `{"text":`+text+`,"facts":`+entrusting+`}`), 200))
	inList := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses", `{"documents":[{"text":`+text+`,"facts":`+entrusting+`}]}`), 200))
	if bare.ID == with.ID || with.ID != inList.ID {
		t.Errorf("IDs: without facts %s, with facts %s and %s", bare.ID, with.ID, inList.ID)
	}
	if bare.Reports[0].Verdict.Final != nil || with.Reports[0].Verdict.Final == nil || with.Reports[0].Facts == nil {
		t.Errorf("final without facts %v, with facts %v", bare.Reports[0].Verdict.Final, with.Reports[0].Verdict.Final)
	}
	for body, pointer := range map[string]string{
		`{"text":` + text + `,"facts":{"facts":{"maintenance_ids":"none"}}}`:                 "/facts",
		`{"documents":[{"text":` + text + `,"facts":{"facts":{"maintenance_id":"maybe"}}}]}`: "/documents/0/facts",
		`{"text":` + text + `,"facts":[]}`:                                                   "/facts",
	} {
		p := s.problem(s.post("/v1/analyses", body), 422)
		if len(p.Errors) == 0 || p.Errors[0].Pointer != pointer || p.Errors[0].Messages.JA == "" {
			t.Errorf("%.60s…: %+v, want a mistake at %s", body[len(body)-50:], p.Errors, pointer)
		}
	}
}

// after returns the word behind a mark.
func after(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	word, _, _ := strings.Cut(rest, "\n")
	return word
}

// TestJudgeFacts judges a kept text with facts, and says what to do where the text
// was not kept.
func TestJudgeFacts(t *testing.T) {
	s := open(t)
	text := quote(t, sample)
	kept := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses?keep_text=1h", `{"text":`+text+`,"name":"a.md"}`), 200))
	before := s.read(s.do("GET", "/v1/analyses/"+kept.ID, ""), 200)
	got := decode[report.Report](t, s.read(s.post("/v1/analyses/"+kept.ID+"/facts", `{"facts":`+entrusting+`}`), 200))
	want := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses?ephemeral=true", `{"text":`+text+`,"name":"a.md","facts":`+entrusting+`}`), 200)).Reports[0]
	if got.Verdict.Final == nil || want.Verdict.Final == nil || *got.Verdict.Final != *want.Verdict.Final || got.Scores.Defeat.Value != want.Scores.Defeat.Value || got.Document.SHA256 != want.Document.SHA256 {
		t.Errorf("judged %+v, want as with the text %+v", got.Verdict, want.Verdict)
	}
	read := string(s.read(s.do("GET", "/metrics", ""), 200))
	other := decode[report.Report](t, s.read(s.post("/v1/analyses/"+kept.ID+"/facts", `{"facts":{"schema":"yakkan.facts/1","facts":{"maintenance_id":"none"}}}`), 200))
	if other.Verdict.Final == nil || *other.Verdict.Final == *got.Verdict.Final && other.Scores.Defeat.Value == got.Scores.Defeat.Value {
		t.Errorf("other facts change nothing: %+v", other.Verdict)
	}
	const count = `yakkan_documents_total{state="complete"} `
	if now := string(s.read(s.do("GET", "/metrics", ""), 200)); !strings.Contains(read, count) || after(now, count) != after(read, count) {
		t.Errorf("the document was read again: %s, before %s", after(now, count), after(read, count))
	}
	if after := s.read(s.do("GET", "/v1/analyses/"+kept.ID, ""), 200); string(after) != string(before) {
		t.Error("the kept analysis changed")
	}
	bare := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses", `{"text":`+quote(t, sample+"\n")+`}`), 200))
	if p := s.problem(s.post("/v1/analyses/"+bare.ID+"/facts", `{"facts":`+entrusting+`}`), 409); p.Name() != "text-not-kept" || !strings.Contains(p.Messages.JA, "keep_text") {
		t.Errorf("without a text: %+v", p)
	}
	s.problem(s.post("/v1/analyses/"+strings.Repeat("0", idLength)+"/facts", `{"facts":`+entrusting+`}`), 404)
	for body, pointer := range map[string]string{`{"facts":` + entrusting + `,"document":1}`: "/document", `{"facts":{"facts":{"x":1}}}`: "/facts", `{"fact":{}}`: "/fact"} {
		p := s.problem(s.post("/v1/analyses/"+kept.ID+"/facts", body), 422)
		found := false
		for _, e := range p.Errors {
			found = found || e.Pointer == pointer
		}
		if !found {
			t.Errorf("%s: %+v, want a mistake at %s", body, p.Errors, pointer)
		}
	}
}

// TestSuggestions puts clauses into a document: the verdict before is that of the
// document, the text changed, and analysing it says what the answer said.
func TestSuggestions(t *testing.T) {
	s := open(t)
	r := decode[report.Revision](t, s.read(s.post("/v1/suggestions", `{"name":"a.md","variant":"preserve","text":`+quote(t, sample)+`}`), 200))
	if r.Schema != report.RevisionSchema || r.Variant != "preserve" || len(r.Edits) == 0 || r.After == nil || r.Text == sample || r.Diff == "" {
		t.Fatalf("no revision: %+v", r)
	}
	a := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses?ephemeral=true", `{"name":"a.md","text":`+quote(t, r.Text)+`}`), 200))
	if got := a.Reports[0]; got.Verdict.Terms != r.After.Verdict || got.Scores.Defeat.Value != r.After.Defeat {
		t.Errorf("analysed again %s %d, said %s %d", got.Verdict.Terms, got.Scores.Defeat.Value, r.After.Verdict, r.After.Defeat)
	}
	p := s.problem(s.post("/v1/suggestions", `{"text":"x","variants":"preserve"}`), 422)
	if len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Messages.EN, "variant?") {
		t.Errorf("no hint: %+v", p.Errors)
	}
	s.problem(s.post("/v1/suggestions", `{"text":"x","variant":"both"}`), 422)
	if p := s.problem(s.post("/v1/suggestions", `{"text":"\u0000\u0001\u0002\u0003"}`), 422); p.Name() != "unreadable-document" || len(p.Errors) == 0 || p.Errors[0].Pointer != "/text" {
		t.Errorf("unreadable: %+v", p)
	}
	if list := decode[ListJSON](t, s.read(s.do("GET", "/v1/analyses", ""), 200)); len(list.Analyses) != 0 {
		t.Errorf("kept %d analyses", len(list.Analyses))
	}
}

func TestDuties(t *testing.T) {
	s := open(t)
	d := decode[report.DutySheet](t, s.read(s.post("/v1/duties", `{"name":"a.md","text":`+quote(t, sample)+`,"facts":`+entrusting+`,"roles":["user"],"known_on":"2026-11-20","fill":{"client":"株式会社みどり商店"}}`), 200))
	if d.Provisional || len(d.Duties) == 0 || d.Breach.Known != "2026-11-20" || d.Breach.Deadlines[0].From == "" {
		t.Errorf("the sheet: provisional %v, %d duties, breach %+v", d.Provisional, len(d.Duties), d.Breach)
	}
	for _, duty := range d.Duties {
		if duty.Role != "user" {
			t.Errorf("a duty of %s", duty.Role)
		}
	}
	filled := false
	for _, n := range d.Notices {
		filled = filled || strings.Contains(n.Body.JA, "株式会社みどり商店")
	}
	if !filled {
		t.Error("no notice has the name that was given")
	}
	for _, member := range []string{`"roles":["boss"]`, `"known_on":"yesterday"`, `"fill":{"nobody":"x"}`, `"facts":{"facts":{"x":1}}`} {
		s.problem(s.post("/v1/duties", `{"text":"当社は、契約者データを閲覧できます。",`+member+`}`), 422)
	}
}

func TestDiff(t *testing.T) {
	s := open(t)
	changed := strings.Replace(sample, "2. 当社は、契約者データを暗号化して保管します。\n", "2. 当社は、契約者データを第三者に提供することができます。\n", 1)
	d := decode[compare.Comparison](t, s.read(s.post("/v1/diff", `{"old":{"name":"old.md","text":`+quote(t, sample)+`},"new":{"name":"new.md","text":`+quote(t, changed)+`}}`), 200))
	came := false
	for _, f := range d.Findings {
		came = came || f.Kind == "came" && f.New.Class == "disclose"
	}
	if d.Schema != compare.Schema || len(d.Clauses) == 0 || !came || !d.Worse {
		t.Errorf("the differences: %+v", d)
	}
	p := s.problem(s.post("/v1/diff", `{"old":{"text":`+quote(t, sample)+`},"new":{"text":"\u0000\u0001\u0002"}}`), 422)
	if p.Name() != "unreadable-document" || p.Errors[0].Pointer != "/new/text" {
		t.Errorf("unreadable: %+v", p)
	}
	s.problem(s.post("/v1/diff", `{"old":{"text":"x"}}`), 422)
}

func TestCase(t *testing.T) {
	s := open(t)
	body := `{"name":"みどり台帳","documents":[{"name":"terms.md","as":"terms","text":` + quote(t, sample) + `},{"name":"dpa.md","as":"dpa","text":` + quote(t, "# データ処理契約\n\n## 第1条（取扱い）\n当社は、契約者データに含まれる個人データを取り扱いません。\n") + `}],"order":[1,0]`
	c := decode[report.Case](t, s.read(s.post("/v1/cases", body+`,"facts":`+entrusting+`}`), 200))
	if c.Schema != report.CaseSchema || len(c.Documents) != 2 || c.Precedence.Source != "case" || c.Verdict.Final == nil {
		t.Errorf("the case: %d documents, %+v, %+v", len(c.Documents), c.Precedence, c.Verdict)
	}
	for _, b := range []string{strings.Replace(body, "[1,0]", "[1,1]", 1) + "}", strings.Replace(body, "[1,0]", "[2]", 1) + "}", `{"documents":[]}`, `{"documents":[{"as":"memo","text":"x"}]}`, body + `,"facts":{"facts":{"x":1}}}`} {
		if p := s.problem(s.post("/v1/cases", b), 422); p.Name() != "invalid" || len(p.Errors) == 0 {
			t.Errorf("%+v", p)
		}
	}
}

// TestFactsBeside gives facts in a form and beside a document that is the body.
func TestFactsBeside(t *testing.T) {
	s := open(t)
	part := func(name, file, body string) string {
		if file != "" {
			file = `; filename="` + file + `"`
		}
		return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n" + body + "\r\n"
	}
	const inYAML = "schema: yakkan.facts/1\nservice: みどり台帳\nfacts:\n  maintenance_id: standing\n  handling_count_12m: 20\n"
	form := func(parts ...string) *http.Response {
		return s.do("POST", "/v1/analyses?ephemeral=true", strings.Join(parts, "")+"--x--\r\n", "Content-Type", "multipart/form-data; boundary=x")
	}
	want := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses?ephemeral=true", `{"text":`+quote(t, sample)+`,"facts":`+entrusting+`}`), 200)).Reports[0].Verdict.Final
	a := decode[AnalysisJSON](t, s.read(form(part("file", "a.md", sample), part("facts", "facts.yaml", inYAML), part("file", "b.md", sample), part("facts", "", ""), part("file", "c.md", sample)), 200))
	if len(a.Reports) != 3 || a.Reports[0].Verdict.Final != nil || a.Reports[1].Verdict.Final == nil || *a.Reports[1].Verdict.Final != *want || a.Reports[2].Verdict.Final != nil {
		t.Errorf("want facts for the second file alone: %d reports", len(a.Reports))
	}
	raw := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses?ephemeral=true&facts="+url.QueryEscape(entrusting), sample, "Content-Type", "text/markdown"), 200))
	if got := raw.Reports[0].Verdict.Final; got == nil || *got != *want {
		t.Errorf("facts beside the body: final %v, want %v", got, *want)
	}
	for what, res := range map[string]*http.Response{
		"unknown fact in a form":  form(part("facts", "", `{"facts":{"x":1}}`), part("file", "a.md", sample)),
		"unknown fact in a query": s.do("POST", "/v1/analyses?facts="+url.QueryEscape(`{"facts":{"x":1}}`), sample, "Content-Type", "text/plain"),
		"a query beside JSON":     s.post("/v1/analyses?facts="+url.QueryEscape(entrusting), `{"text":`+quote(t, sample)+`}`),
		"a query beside a form":   s.do("POST", "/v1/analyses?facts="+url.QueryEscape(entrusting), part("file", "a.md", sample)+"--x--\r\n", "Content-Type", "multipart/form-data; boundary=x"),
	} {
		if p := s.problem(res, 422); len(p.Errors) == 0 || p.Errors[0].Parameter != "facts" {
			t.Errorf("%s: %+v", what, p.Errors)
		}
	}
	s.problem(form(part("facts", "", strings.Repeat("#", maxFacts+1)), part("file", "a.md", sample)), 413)
}

// TestFilesInJSON: bytes of a file, in base64, are read wherever a text is.
func TestFilesInJSON(t *testing.T) {
	s := open(t)
	sjis, err := japanese.ShiftJIS.NewEncoder().String(sample)
	if err != nil {
		t.Fatal(err)
	}
	as := func(text string) string { return quote(t, base64.StdEncoding.EncodeToString([]byte(text))) }
	for path, body := range bodies(t, strings.Repeat("0", idLength), sample) {
		if path == "/v1/explain" || strings.HasSuffix(path, "/facts") || path == "/v1/annotations" {
			continue // they take no document, or none but a Word document
		}
		body = strings.ReplaceAll(body, `"text":`+quote(t, sample), `"name":"a.md","data":`+as(sjis))
		got := string(s.read(s.post(path, body), 200))
		if path != "/v1/duties" && path != "/v1/cases/duties" && path != "/v1/diff" && !strings.Contains(got, "みどり台帳") && !strings.Contains(got, "契約者データ") {
			t.Errorf("%s: the file was not read: %.200s", path, got)
		}
		both := strings.Replace(body, `"data":`, `"text":"x","data":`, 1)
		if p := s.problem(s.post(path, both), 422); len(p.Errors) == 0 || !strings.HasSuffix(p.Errors[0].Pointer, "/text") {
			t.Errorf("%s with text and data: %+v", path, p.Errors)
		}
		s.problem(s.post(path, strings.Replace(body, as(sjis), `"…"`, 1)), 422)
		s.problem(s.post(path, strings.Replace(body, `"data":`+as(sjis), `"data":""`, 1)), 422)
	}
}

// TestCaseDuties: duties by the judgement of all documents together.
func TestCaseDuties(t *testing.T) {
	s := open(t)
	body := `{"name":"みどり台帳","documents":[{"name":"terms.md","as":"terms","text":` + quote(t, sample) + `},{"name":"confirmation.md","as":"confirmation","text":` + quote(t, "# 個人データ取扱確認書\n\n当社は、契約者の依頼に基づき、契約者データに含まれる個人データを取り扱います。\n") + `}]`
	facts := strings.Replace(entrusting, `"facts":{`, `"service":"みどり台帳","facts":{`, 1)
	d := decode[report.DutySheet](t, s.read(s.post("/v1/cases/duties", body+`,"roles":["user"],"known_on":"2026-11-20","facts":`+facts+`}`), 200))
	if d.Schema != report.DutiesSchema || d.Document != "みどり台帳" || d.Provisional || len(d.Duties) == 0 || d.Breach.Known != "2026-11-20" {
		t.Errorf("the sheet: %s %q, provisional %v, %d duties", d.Schema, d.Document, d.Provisional, len(d.Duties))
	}
	named := false
	for _, n := range d.Notices {
		named = named || strings.Contains(n.Body.JA, "みどり台帳")
	}
	if !named {
		t.Error("no notice names the service that the facts are about")
	}
	if bare := decode[report.DutySheet](t, s.read(s.post("/v1/cases/duties", body+`}`), 200)); !bare.Provisional {
		t.Error("without facts the duties are not provisional")
	}
	for _, member := range []string{`,"roles":["boss"]`, `,"known_on":"yesterday"`, `,"fill":{"nobody":"x"}`, `,"order":[7]`} {
		s.problem(s.post("/v1/cases/duties", body+member+`}`), 422)
	}
}

// TestOnce: every operation with a JSON body refuses an idempotency key that was
// used for another request, and its answer comes again for the same.
func TestOnce(t *testing.T) {
	s := open(t)
	text := quote(t, sample)
	kept := decode[AnalysisJSON](t, s.read(s.post("/v1/analyses?keep_text=1h", `{"text":`+text+`}`), 200))
	for path, body := range map[string]string{
		"/v1/suggestions": `{"text":` + text + `}`, "/v1/duties": `{"text":` + text + `}`, "/v1/diff": `{"old":{"text":` + text + `},"new":{"text":` + text + `}}`,
		"/v1/cases": `{"documents":[{"as":"terms","text":` + text + `}]}`, "/v1/cases/duties": `{"documents":[{"as":"terms","text":` + text + `}]}`,
		"/v1/explain": `{"text":"当社は、契約者のデータを閲覧することができます。"}`, "/v1/analyses/" + kept.ID + "/facts": `{"facts":` + entrusting + `}`,
	} {
		send := func(body string) *http.Response {
			return s.do("POST", path, body, "Content-Type", "application/json", "Idempotency-Key", `"`+path+`"`)
		}
		first := s.read(send(body), 200)
		if again := s.read(send(body), 200); string(again) != string(first) {
			t.Errorf("%s: another answer for the same key", path)
		}
		if p := s.problem(send(body+" "), 422); p.Name() != "key-reused" {
			t.Errorf("%s: %s", path, p.Name())
		}
	}
}

// TestWholeRequest: all documents of a request together have a time.
func TestWholeRequest(t *testing.T) {
	s := open(t, func(_ *Config, sc *ServiceConfig) { sc.Limits.Request = time.Nanosecond })
	text := quote(t, sample)
	for path, body := range map[string]string{
		"/v1/analyses": `{"documents":[{"text":` + text + `},{"text":` + text + `}]}`, "/v1/suggestions": `{"text":` + text + `}`, "/v1/cases": `{"documents":[{"as":"terms","text":` + text + `}]}`,
	} {
		if p := s.problem(s.post(path, body), 422); p.Name() != "too-long" {
			t.Errorf("%s: %s", path, p.Name())
		}
	}
}

// TestRevisionsAreNotLogged sends what must not be in logs to the operations.
func TestRevisionsAreNotLogged(t *testing.T) {
	s := open(t)
	secret := "閲覧し、分析する"
	for path, body := range map[string]string{
		"/v1/suggestions": `{"text":` + quote(t, sample) + `}`, "/v1/duties": `{"text":` + quote(t, sample) + `}`,
		"/v1/diff": `{"old":{"text":` + quote(t, sample) + `},"new":{"text":` + quote(t, sample) + `}}`, "/v1/cases": `{"documents":[{"as":"terms","text":` + quote(t, sample) + `}]}`,
		"/v1/cases/duties": `{"documents":[{"as":"terms","text":` + quote(t, sample) + `}]}`,
	} {
		s.read(s.post(path, body), 200)
	}
	if log := s.log.String(); log == "" || strings.Contains(log, secret) {
		t.Errorf("the log has words of the document, or nothing: %.300s", log)
	}
}
