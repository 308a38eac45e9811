package web_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/corpus/store"
)

const formMedia = "application/x-www-form-urlencoded"

var (
	heldField = regexp.MustCompile(`name="held" value="([A-Z2-7]{26})"`)
	dataURI   = regexp.MustCompile(`base64,[A-Za-z0-9+/=&#;]*`)
)

// hold sends a document and returns under which name it is held.
func (s *site) hold(path string, fields map[string]string, headers ...string) string {
	s.t.Helper()
	media, body := multi(fields)
	status, h, page := s.do("POST", path, media, body, headers...)
	s.checkPage(path, status, 200, h, page)
	held := heldField.FindStringSubmatch(page)
	if held == nil {
		s.t.Fatalf("%s holds nothing: %.300s", path, page)
	}
	return held[1]
}

// part sends a form as htmx does.
func (s *site) part(path string, values url.Values) (int, string) {
	s.t.Helper()
	status, h, page := s.do("POST", path, formMedia, values.Encode(), "HX-Request", "true")
	if status != 200 {
		s.checkPage(path, status, status, h, page)
		return status, page
	}
	s.checkPage(path, status, 200, h, page)
	if strings.Contains(page, "<html") {
		s.t.Errorf("%s: the whole page came, not a part", path)
	}
	return status, dataURI.ReplaceAllString(page, "")
}

// TestJudge: an answer moves the verdict and the score of what is held, in the
// part that htmx puts in, and without htmx on a whole page.
func TestJudge(t *testing.T) {
	s := open(t)
	held := s.hold("/", map[string]string{"text": terms})
	v := url.Values{"held": {held}, "at": {"d1-"}}
	_, before := s.part("/judge", v)
	if strings.Contains(before, `class="final"`) {
		t.Error("there is a final verdict without any answer")
	}
	v.Set("d1-f-maintenance_id", "standing")
	v.Set("d1-f-handling_record", "some")
	v.Set("d1-f-handling_count_12m", "24")
	v.Set("d1-f-technical_control", "none")
	v["d1-f-support_method"] = []string{"maintenance_id", "data_sent"}
	v.Set("d1-f-sub_vendor-0-name", `<img src=x onerror=alert(7)>`)
	v.Set("d1-f-sub_vendor-0-handles", "no")
	v.Set("d1-f-third_party_cert-0-name", "ISMS")
	v.Set("d1-f-third_party_cert-0-report_seen", "yes")
	v.Set("d1-f-maintenance_id-evidence", `"><script>alert(8)</script>`)
	v.Set("d1-by", "窓口")
	v.Set("d1-on", "2026-10-01")
	_, after := s.part("/judge", v)
	for _, want := range []string{"委託として取り扱うべき状態", `id="d1-body" data-hx-swap-oob="innerHTML"`, "回答 7 / 22", "常設", "窓口", "yakkan-facts.json"} {
		if !strings.Contains(after, want) {
			t.Errorf("the judgement has no %q", want)
		}
	}
	for _, bad := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(after, bad) {
			t.Errorf("%q came through as markup", bad)
		}
	}
	media, both := multi(map[string]string{"text": terms}, "先.md", terms)
	_, _, two := s.do("POST", "/", media, both)
	names := heldField.FindAllStringSubmatch(two, -1)
	second := url.Values{"held": {names[len(names)-1][1]}, "at": {"d2-"}, "d1-f-maintenance_id": {"standing"}}
	if _, part := s.part("/judge", second); !strings.Contains(part, `id="d2-body"`) || strings.Contains(part, `class="final"`) {
		t.Error("the second document is judged by answers on the first, or not at all")
	}
	second.Set("d2-f-maintenance_id", "standing")
	if _, part := s.part("/judge", second); !strings.Contains(part, `class="final"`) || strings.Contains(part, `id="d1-`) {
		t.Error("the second document is not judged by its answers alone")
	}
	status, h, whole := s.do("POST", "/judge", formMedia, v.Encode())
	s.checkPage("whole", status, 200, h, whole)
	if !strings.Contains(whole, "<html") || !strings.Contains(whole, `<option value="standing" selected>`) || !strings.Contains(whole, `value="24"`) {
		t.Error("without htmx the page does not come with the answers")
	}
	status, h, printed := s.do("POST", "/print", formMedia, url.Values{"held": {held}}.Encode())
	if status != 200 || !strings.Contains(printed, "委託として取り扱うべき状態") || strings.Contains(printed, "<script") {
		t.Errorf("print: status %d, no judgement by the answers, or a script", status)
	}
	if p := h.Get("Content-Security-Policy"); strings.Contains(p, "script-src") || !strings.Contains(p, "default-src 'none'") {
		t.Errorf("print: policy %q", p)
	}
	v.Set("d1-f-incident_open", "yes")
	if _, incident := s.part("/judge", v); strings.Contains(incident, `class="figure">例外に`) || !strings.Contains(incident, "弁護士に相談") || strings.Contains(incident, `id="d1-suggestions"`) {
		t.Error("with an incident scores or clauses are shown")
	}
}

// TestJudgeRefused: mistakes are said by the titles of questions, and the result
// stays.
func TestJudgeRefused(t *testing.T) {
	s := open(t)
	held := s.hold("/", map[string]string{"text": terms})
	for _, tt := range []struct {
		name   string
		change url.Values
		status int
		want   string
	}{
		{"value", url.Values{"d1-f-maintenance_id": {"nonesuch"}}, 422, "保守用ID"},
		{"count", url.Values{"d1-f-handling_count_12m": {"many"}}, 422, "直近12か月の件数"},
		{"day", url.Values{"d1-f-volume": {"1000+"}, "d1-on": {"2999-01-01"}}, 422, "2999-01-01"},
		{"contradictory", url.Values{"d1-f-handling_record": {"never"}, "d1-f-own_case_handled": {"yes"}}, 422, "「取扱いの実績」が「なし」"},
		{"held", url.Values{"held": {"NONESUCH"}}, 409, "もう一度照合"},
		{"anchor", url.Values{"at": {`d1-"><script>`}}, 422, "フォーム"},
	} {
		v := url.Values{"held": {held}, "at": {"d1-"}}
		for k, value := range tt.change {
			v[k] = value
		}
		status, page := s.part("/judge", v)
		if status != tt.status || !strings.Contains(page, tt.want) || strings.Contains(page, "data-hx-swap-oob") {
			t.Errorf("%s: status %d, want %d with %q and nothing else: %.500s", tt.name, status, tt.status, tt.want, page)
		}
	}
	for _, path := range []string{"/revise", "/duties", "/print"} {
		if status, page := s.part(path, url.Values{"held": {"NONESUCH"}, "at": {"d1-"}, "variant": {"auto"}}); status != 409 || !strings.Contains(page, "もう一度照合") {
			t.Errorf("%s of what is not held: status %d", path, status)
		}
	}
	if status, _ := s.part("/revise", url.Values{"held": {held}, "at": {"d1-"}, "variant": {"other"}}); status != 422 {
		t.Errorf("an unknown variant: status %d", status)
	}
	if status, _ := s.part("/duties", url.Values{"held": {held}, "at": {"d1-"}, "known_on": {"tomorrow"}}); status != 422 {
		t.Errorf("a day that is none: status %d", status)
	}
}

// TestHeldByTenant: what one tenant holds is not there for another.
func TestHeldByTenant(t *testing.T) {
	keys := store.NewMemory(0)
	s := open(t, func(c *api.Config, _ *api.ServiceConfig) {
		c.Open, c.Auth = false, api.Authenticators{api.NewKeys(keys, time.Minute)}
	})
	key := func(tenant string) string {
		secret, k, err := api.NewKey(tenant, "test", []api.Scope{api.ScopeAnalyze}, time.Now(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if err := keys.AddKey(t.Context(), k); err != nil {
			t.Fatal(err)
		}
		return "Bearer " + secret
	}
	one, other := key("one"), key("other")
	held := s.hold("/", map[string]string{"text": terms}, "Authorization", one)
	body := url.Values{"held": {held}, "at": {"d1-"}, "d1-f-maintenance_id": {"standing"}}.Encode()
	if status, _, _ := s.do("POST", "/judge", formMedia, body, "Authorization", other); status != 409 {
		t.Errorf("another tenant got status %d, want 409", status)
	}
	if status, _, _ := s.do("POST", "/judge", formMedia, body, "Authorization", one); status != 200 {
		t.Errorf("status %d, want 200", status)
	}
	if status, _, _ := s.do("POST", "/judge", formMedia, body); status != 401 {
		t.Errorf("nobody got status %d, want 401", status)
	}
}

// TestRevise: clauses with places, a diff that escapes the document, verdict and
// scores before and after.
func TestRevise(t *testing.T) {
	s := open(t)
	held := s.hold("/", map[string]string{"text": terms, "name": "あさぎ.md"})
	if status, _, page := s.do("POST", "/revise", formMedia, url.Values{"held": {held}, "at": {"d1-"}, "variant": {"auto"}}.Encode()); status != 200 || !strings.Contains(page, "<main") || !strings.Contains(page, `<span class="add">`) {
		t.Errorf("without scripts: status %d", status)
	}
	if status, _, page := s.do("POST", "/duties", formMedia, url.Values{"held": {held}, "at": {"d1-"}}.Encode()); status != 200 || !strings.Contains(page, "<main") || !strings.Contains(page, "<h3>") {
		t.Errorf("duties without scripts: status %d", status)
	}
	for variant, want := range map[string][]string{
		"auto": {`<span class="add">&#43;`, `<span class="del">-`, "組込み後", "data-copy=\"d1-diff\"", "あさぎ-yakkan.md"}, "entrust": {"委託"}, "preserve": {"維持"},
	} {
		_, page := s.part("/revise", url.Values{"held": {held}, "at": {"d1-"}, "variant": {variant}})
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s has no %q", variant, w)
			}
		}
		if strings.Contains(page, "<img src=x") || strings.Contains(page, "<script>") {
			t.Errorf("%s: the document made elements", variant)
		}
	}
}

// TestDuties: by role, with deadlines from the day that was given.
func TestDuties(t *testing.T) {
	s := open(t)
	held := s.hold("/", map[string]string{"text": terms})
	_, page := s.part("/duties", url.Values{"held": {held}, "at": {"d1-"}, "role": {"user", "nobody"}, "known_on": {"2026-11-20"}, "service": {"<b>あさぎ</b>"}})
	for _, want := range []string{"委託先の選定", "2026-11-2", "&lt;b&gt;あさぎ&lt;/b&gt;", "-duties.md"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list has no %q", want)
		}
	}
	if strings.Contains(page, "<h3>サービスの提供者</h3>") || strings.Contains(page, "<b>あさぎ") {
		t.Error("another role came, or a name as markup")
	}
}

// TestFactsFile: a file of facts is read with the documents, its mistakes have
// places, and the answers can be saved in the same form.
func TestFactsFile(t *testing.T) {
	s := open(t)
	facts, err := os.ReadFile("../../docs/examples/mk-case/facts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	send := func(src string) (int, string) {
		media, body := multi(map[string]string{"text": terms})
		end := strings.LastIndex(body, "--"+media[strings.Index(media, "boundary=")+9:])
		boundary := media[strings.Index(media, "boundary=")+9:]
		body = body[:end] + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"facts\"; filename=\"facts.yaml\"\r\n\r\n" + src + "\r\n" + body[end:]
		status, h, page := s.do("POST", "/", media, body)
		s.checkPage("facts", status, status, h, page)
		return status, page
	}
	status, page := send(string(facts))
	for _, want := range []string{"回答 22 / 22", `<option value="hr_payroll" selected>`, "授受確認書の控え", "国内データセンター事業者", "委託として取り扱うべき状態"} {
		if status != 200 || !strings.Contains(page, want) {
			t.Errorf("status %d, no %q", status, want)
		}
	}
	status, page = send("facts:\n  maintenance_id: often\n  colour: red\n")
	if status != 422 || !strings.Contains(page, "facts.yaml:2:19") || !strings.Contains(page, "facts.yaml:3:3") {
		t.Errorf("mistakes: status %d without their places", status)
	}
}

// TestCase: several documents on one page, with contradictions, order, what is
// missing, and answers that move the whole.
func TestCase(t *testing.T) {
	s := open(t)
	for lang, wants := range map[string][]string{
		"ja": {"案件としての判定", "消去と終了後の保持", "個人データの取扱いに関する特約", "判定に加えず", "法的助言、法的判断又は鑑定ではありません", `href="#d2-f`},
		"en": {"Verdict on the case", "Referred to and not supplied", "no legal advice"},
	} {
		status, h, page := s.do("GET", "/case?example=set&lang="+lang, "", "")
		s.checkPage("case "+lang, status, 200, h, page)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
	}
	fields := map[string]string{"name": "<i>案件</i>", "as1": "terms", "text1": terms, "as2": "website", "text2": "当社は<script>alert(9)</script>お客様のデータを閲覧しません。", "name2": "<b>頁</b>", "as3": "nonesuch"}
	held := s.hold("/case", fields)
	media, body := multi(fields)
	_, _, page := s.do("POST", "/case", media, body)
	for _, bad := range []string{"<i>案件", "<b>頁", "<script>alert"} {
		if strings.Contains(page, bad) {
			t.Errorf("%q came through as markup", bad)
		}
	}
	_, judged := s.part("/judge", url.Values{"held": {held}, "case-f-handling_record": {"some"}, "case-f-maintenance_id": {"standing"}})
	if !strings.Contains(judged, "事実を加えた判定") || !strings.Contains(judged, `id="case-body" data-hx-swap-oob`) {
		t.Error("answers do not move the case")
	}
	status, h, printed := s.do("POST", "/print", formMedia, url.Values{"held": {held}}.Encode())
	if status != 200 || !strings.Contains(printed, "事実を加えた判定") || !strings.Contains(printed, "&lt;i&gt;案件") || strings.Contains(printed, "<button") || strings.Contains(printed, "href=\"#") || strings.Contains(h.Get("Content-Security-Policy"), "script-src") {
		t.Errorf("the page to print of a case: status %d, or something to press", status)
	}
	if _, duties := s.part("/duties", url.Values{"held": {held}, "at": {"case-"}}); !strings.Contains(duties, "<h3>") {
		t.Error("a case has no duties")
	}
	if status, _ := s.part("/revise", url.Values{"held": {held}, "at": {"d1-"}, "variant": {"auto"}}); status != 422 {
		t.Errorf("a case was revised: status %d", status)
	}
	media, body = multi(map[string]string{"name": "何もない"})
	status, h, page = s.do("POST", "/case", media, body)
	s.checkPage("empty case", status, 422, h, page)
}

// TestDiff: two versions, in both languages, as text.
func TestDiff(t *testing.T) {
	s := open(t)
	for lang, wants := range map[string][]string{
		"ja": {"判定: 悪化", "新たに該当", "番号変更", "第1条（料金） → 第1条（利用料金）", "<del>10</del><ins>末</ins>", "削除", "法的助言"},
		"en": {"Verdict: worse", "renumbered", "no legal advice"},
	} {
		status, h, page := s.do("GET", "/diff?example=versions&lang="+lang, "", "")
		s.checkPage("diff "+lang, status, 200, h, page)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
	}
	media, body := multi(map[string]string{"text1": terms, "text2": terms + "\n3. 当社は<script>alert(9)</script>契約者データを複製することができます。\n", "name2": "<i>新</i>"})
	status, h, page := s.do("POST", "/diff", media, body)
	s.checkPage("pasted", status, 200, h, page)
	if strings.Contains(page, "<i>新") || strings.Contains(page, "<script>alert") || !strings.Contains(page, "<ins>") {
		t.Error("a version made elements, or nothing came")
	}
	media, body = multi(map[string]string{"text1": terms})
	status, h, page = s.do("POST", "/diff", media, body)
	s.checkPage("one version", status, 422, h, page)
	if !strings.Contains(page, "旧版と新版の両方") {
		t.Error("no reason is given")
	}
}

// TestKeptText: a result that was kept with its text can be asked for again, one
// without says that it cannot.
func TestKeptText(t *testing.T) {
	s := open(t)
	for keep, want := range map[string]bool{"yes": false, "text": true} {
		text := fmt.Sprintf("%s\n\n%s\n", terms, keep)
		media, body := multi(map[string]string{"text": text, "keep": keep})
		_, _, page := s.do("POST", "/", media, body)
		id := regexp.MustCompile(`/results/([0-9a-v]{26})\?`).FindStringSubmatch(page)
		if id == nil {
			t.Fatalf("keep=%s: nothing was kept", keep)
		}
		status, h, kept := s.do("GET", "/results/"+id[1], "", "")
		s.checkPage("kept "+keep, status, 200, h, kept)
		if got := heldField.MatchString(kept); got != want {
			t.Errorf("keep=%s: can be asked: %v, want %v", keep, got, want)
		}
		if got := strings.Contains(kept, `data-finding="d1-f1"`); got != want {
			t.Errorf("keep=%s: the text is shown: %v, want %v", keep, got, want)
		}
		links := regexp.MustCompile(`href="(/v1/analyses/[^"]+)"`).FindAllStringSubmatch(kept, -1)
		if len(links) != 3 {
			t.Errorf("keep=%s: %d links to the API, want 3", keep, len(links))
		}
		for _, l := range links {
			if status, _, body := s.do("GET", l[1], "", ""); status != 200 || len(body) < 1000 {
				t.Errorf("%s: status %d, %d bytes", l[1], status, len(body))
			}
		}
		status, h, list := s.do("GET", "/results", "", "")
		s.checkPage("list", status, 200, h, list)
		if !strings.Contains(list, "/results/"+id[1]+"?") || !strings.Contains(list, "例外と整合しない") {
			t.Errorf("keep=%s: the list does not have it", keep)
		}
		if status, _, _ := s.do("POST", "/results/"+id[1]+"/delete", formMedia, ""); status != 200 {
			t.Errorf("delete: status %d", status)
		}
		if status, _, _ := s.do("GET", "/results/"+id[1], "", ""); status != 404 {
			t.Errorf("after deleting: status %d", status)
		}
	}
}
