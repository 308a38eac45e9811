package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/yakkan/yakkan/analyzer/report"
)

// file is a file that people drop onto a page.
type file struct{ name, media, text string }

// example is an example document as a file.
func exampleFile(t *testing.T, path, name, media string) file {
	t.Helper()
	b, err := os.ReadFile("../../docs/examples/" + path)
	if err != nil {
		t.Fatal(err)
	}
	return file{name, media, string(b)}
}

// drop drops files onto the zone that a selector names.
func (b *tab) drop(zone string, files ...file) {
	b.t.Helper()
	var items strings.Builder
	for _, f := range files {
		fmt.Fprintf(&items, "data.items.add(new File([%s], %s, {type: %s}));", quoted(f.text), quoted(f.name), quoted(f.media))
	}
	b.run(`const data = new DataTransfer(); ` + items.String() + `
		document.querySelector(` + quoted(zone) + `).dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}))`)
}

// text is what an expression comes to.
func (b *tab) text(js string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return s
}

// set chooses or writes an answer, as people do.
func (b *tab) set(name, value string) {
	b.t.Helper()
	b.run(`const f = document.querySelector('[name="` + name + `"]'); f.focus(); f.value = ` + quoted(value) + `; f.dispatchEvent(new Event("change", {bubbles: true}))`)
}

// clipboard lets the page read the clipboard, and returns what reads it.
func (b *tab) clipboard() func() string {
	b.t.Helper()
	b.do(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		for _, name := range []string{"clipboard-read", "clipboard-write"} {
			if _, err := cdp.Call(ctx, s, browser.SetPermission, browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted, Origin: b.url}); err != nil {
				return chromedp.Void{}, err
			}
		}
		return chromedp.Void{}, nil
	})
	return func() string {
		b.t.Helper()
		b.run(`window.read = null; navigator.clipboard.readText().then((t) => { read = t }, (e) => { read = String(e) })`)
		b.until(`window.read !== null`)
		return b.text(`window.read`)
	}
}

// downloads has files saved to a folder, and returns what waits for one.
func (b *tab) downloads() func(name string) []byte {
	b.t.Helper()
	dir := b.t.TempDir()
	b.do(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
		return chromedp.Void{}, err
	})
	return func(name string) []byte {
		b.t.Helper()
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(data) > 0 {
				return data
			}
		}
		there, _ := os.ReadDir(dir)
		b.t.Fatalf("%s was not saved; there is %v", name, there)
		return nil
	}
}

// TestProcurement: drop a page of terms, read the sheet, follow a finding, copy a
// clause, save the report, compare three vendors.
func TestProcurement(t *testing.T) {
	b := browserTab(t)
	b.open("/?lang=ja")
	read, saved := b.clipboard(), b.downloads()
	page := file{"あさぎ.html", "text/html", `<!DOCTYPE html><html lang="ja"><head><title>あさぎ名簿</title><script>window.ran = true</script></head><body><nav>メニュー</nav>
		<h1>あさぎ名簿利用規約</h1><p>この規約は、あさぎ株式会社（以下「当社」といいます。）が契約者に提供するサービスの条件を定めます。「契約者データ」とは、契約者が登録した情報をいいます。</p>
		<h2>第1条（運用）</h2><p>当社は、運営上必要と判断した場合、契約者データを閲覧し、監視することができます。</p>
		<h2>第2条（秘密）</h2><p>当社は、契約者データを秘密として管理します。<img src=x onerror="window.ran = true"></p></body></html>`}
	b.drop(".drop", page)
	b.until(`document.querySelector("#result .verdict .value")?.textContent.includes("整合しない")`)
	b.until(`document.querySelectorAll("#d1-elements tbody tr").length >= 8`)
	if b.is(`window.ran`) {
		t.Error("a script of the document ran")
	}
	b.run(`document.querySelector("#d1-elements .where a").click()`)
	b.until(`document.querySelector(location.hash)?.classList.contains("finding")`)
	b.run(`window.finding = document.querySelector(location.hash); finding.querySelector("h4 a").click()`)
	b.until(`location.hash.startsWith("#d1-t-") && document.querySelector("mark.lit")`)
	if !b.is(`finding.querySelector("blockquote").textContent.includes(document.querySelector("mark.lit").textContent.trim())`) {
		t.Error("the finding leads to other words than its own")
	}
	b.run(`document.querySelector("#d1-suggestions button.copy").click()`)
	b.until(`document.getElementById("said").classList.contains("shown")`)
	if got, want := read(), b.text(`document.querySelector("#d1-suggestions blockquote").textContent.trim()`); got != want || len(want) < 20 {
		t.Errorf("copied %q, want %q", got, want)
	}
	b.run(`document.querySelector('[data-copy="d1-ask-vendor"]').click()`)
	for end := time.Now().Add(5 * time.Second); !strings.HasPrefix(read(), "1. ") && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	if got := read(); !strings.HasPrefix(got, "1. ") || !strings.Contains(got, "\n2. ") || strings.Contains(got, "動き得る") || strings.Contains(got, "<") {
		t.Errorf("copied questions: %.200q", got)
	}
	// Without TLS scripts have no clipboard.
	b.run(`window.board = navigator.clipboard; Object.defineProperty(navigator, "clipboard", {value: undefined, configurable: true})`)
	b.do(chromedp.Click("#d1-suggestions button.copy")) // a real click: without one browsers refuse
	b.run(`Object.defineProperty(navigator, "clipboard", {value: board})`)
	for end := time.Now().Add(5 * time.Second); strings.HasPrefix(read(), "1. ") && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	if got, want := read(), b.text(`document.querySelector("#d1-suggestions blockquote").textContent.trim()`); got != want {
		t.Errorf("copied without the clipboard of scripts: %q, want %q", got, want)
	}
	b.run(`document.querySelector('a[download$=".html"]').click()`)
	if html := string(saved("あさぎ-yakkan.html")); !strings.Contains(html, "あさぎ名簿") || !strings.Contains(html, "第1条") || strings.Contains(html, "<script") || !strings.HasPrefix(html, "<!DOCTYPE html>") {
		t.Errorf("the saved page is %d bytes and not the report", len(html))
	}
	b.run(`document.querySelector('a[download$=".json"]').click()`)
	var r report.Report
	if err := json.Unmarshal(saved("あさぎ-yakkan.json"), &r); err != nil || r.Verdict.Terms != "defeated" || r.Document.Name != "あさぎ.html" || len(r.Findings) == 0 {
		t.Errorf("the saved report: %v, verdict %q", err, r.Verdict.Terms)
	}
	b.quiet()

	b.open("/compare?lang=ja")
	b.drop(".drop", exampleFile(t, "vendors/midori.md", "みどり.md", "text/markdown"), exampleFile(t, "vendors/aozora.md", "あおぞら.md", "text/markdown"), exampleFile(t, "vendors/shirokane.md", "しろかね.md", "text/markdown"))
	b.do(chromedp.Click("button.go"))
	b.until(`document.querySelectorAll("#result .across thead th").length === 4`)
	if !b.is(`document.querySelectorAll("#result circle.dot").length === 3 && document.querySelector("#result thead").textContent.includes("しろかね")`) {
		t.Error("three vendors are not side by side")
	}
	b.quiet()
}

// TestLawyer: paste own terms, find why a clause is named, try its sentence, see
// how model clauses would stand in the text.
func TestLawyer(t *testing.T) {
	b := browserTab(t)
	b.open("/?lang=ja")
	read, saved := b.clipboard(), b.downloads()
	b.run(`document.getElementById("text").value = ` + quoted(terms) + `; document.querySelector('[name="name"]').value = "自社.md"`)
	b.do(chromedp.Click("button.go"))
	b.until(`document.querySelector("#d1-findings .power .why form")`)
	quote := b.text(`document.querySelector("#d1-findings .power .why [name=text]").value`)
	if !strings.Contains(quote, "閲覧し、監視する") {
		t.Errorf("the sentence to try is %q", quote)
	}
	// In the browser the form opens a tab of its own; here it stays in this one.
	b.run(`document.querySelector("#d1-findings .power .why form").removeAttribute("target"); document.querySelector("#d1-findings .power .why button").click()`)
	b.until(`location.pathname === "/tester" && document.querySelector("#result details.power[open] .held")`)
	if !b.is(`document.getElementById("text").value.includes("監視する") && document.querySelector("select[name=rule]").value !== ""`) {
		t.Error("the sentence or its type did not come along")
	}
	b.quiet()

	b.open("/?lang=ja")
	b.run(`document.getElementById("text").value = ` + quoted(terms) + `; document.querySelector('[name="name"]').value = "自社.md"`)
	b.do(chromedp.Click("button.go"))
	b.until(`document.querySelector("#d1-findings .power .why a")`)
	href := b.text(`document.querySelector("#d1-findings .power .why a").getAttribute("href")`)
	b.run(`const d = document.getElementById("d1-revision").closest("details"); d.open = true; d.querySelector("select").value = "entrust"; d.querySelector("button").click()`)
	b.until(`document.querySelector("#d1-revision .diff .add")`)
	b.run(`document.querySelector("#d1-revision [data-copy=d1-diff]").click()`)
	b.until(`document.getElementById("said").classList.contains("shown")`)
	if got := read(); !strings.Contains(got, "\n+") || !strings.Contains(got, "@@") {
		t.Errorf("the copied diff is %.200q", got)
	}
	b.run(`document.querySelector("#d1-revision a[download]").click()`)
	if whole := string(saved("自社-yakkan.md")); !strings.HasPrefix(whole, "# <b>あさぎ</b>") || !strings.Contains(whole, "委託") {
		t.Errorf("the saved text is %.200q", whole)
	}
	b.quiet()
	b.open(href)
	b.until(`document.body.innerText.includes("根拠資料")`)
	b.quiet()
}

// TestQuestionnaire: an answer moves verdict, scores, sheet and open questions at
// once, and the reader stays where he is.
func TestQuestionnaire(t *testing.T) {
	b := browserTab(t)
	b.open("/?lang=ja")
	read, saved := b.clipboard(), b.downloads()
	b.drop(".drop", exampleFile(t, "mk-like.md", "ひなた.md", "text/markdown"))
	b.until(`document.querySelector(".facts")`)
	open := `document.querySelectorAll("#d1-questions li").length`
	before := b.text(`String(` + open + `)`)
	b.run(`document.querySelector(".facts").open = true`)
	b.run(`document.querySelector("#d1-outcome .next a").click()`)
	b.until(`document.activeElement.closest(".q") !== null`)
	b.set("d1-f-maintenance_id", "standing")
	b.until(`document.querySelector("#d1-outcome .final")`)
	b.set("d1-f-handling_record", "some")
	b.set("d1-f-technical_control", "none") // at once: only the last answer of the server counts
	b.until(`document.getElementById("d1-answered").textContent.includes("3 / 22")`)
	b.until(`document.querySelector("#d1-body .verdict.final .value").textContent.includes("委託として取り扱うべき")`)
	if !b.is(`document.activeElement.name === "d1-f-technical_control"`) {
		t.Error("the field lost its focus")
	}
	if after := b.text(`String(` + open + `)`); after == before {
		t.Errorf("%s questions are open as before", after)
	}
	b.until(`document.querySelector("#d1-elements").textContent.includes("常設の保守用ID")`)
	if !b.is(`document.querySelector("#d1-outcome").textContent.includes("100") && document.querySelector("#d1-body .text mark")`) {
		t.Error("the score or the text is not there")
	}

	// A mistake is said beside the questions, and the result stays.
	b.set("d1-f-handling_count_12m", "0")
	b.set("d1-f-handling_record", "never")
	b.set("d1-f-own_case_handled", "yes")
	b.until(`document.querySelector("#d1-outcome [role=alert]")`)
	if !b.is(`document.querySelector("#d1-body .verdict.final")`) {
		t.Error("a mistake took the result away")
	}
	b.set("d1-f-own_case_handled", "no")
	b.until(`!document.querySelector("#d1-outcome [role=alert]")`)
	b.set("d1-f-handling_record", "some")

	b.until(`document.querySelector("#d1-save a")`)
	b.until(`document.getElementById("d1-answered").textContent.includes("5 / 22")`)
	b.run(`document.querySelector("#d1-save a").click()`)
	var facts struct {
		Facts map[string]struct{ Value any }
	}
	if err := json.Unmarshal(saved("yakkan-facts.json"), &facts); err != nil || facts.Facts["technical_control"].Value != "none" || len(facts.Facts) != 5 {
		t.Errorf("the saved answers: %v, %v", err, facts)
	}

	// What is not held any more is sent again by the page, with the answers.
	b.run(`for (const f of document.querySelectorAll("[name=held]")) f.value = "GONE"`)
	b.set("d1-f-key_custody", "vendor")
	b.until(`document.querySelector("[name=held]").value !== "GONE"`)
	b.until(`document.querySelector('[name="d1-f-key_custody"]').value === "vendor" && document.querySelector('[name="d1-f-technical_control"]').value === "none"`)
	b.until(`document.querySelector("#d1-body .verdict.final") && document.querySelector(".facts").open`)
	if !b.is(`document.activeElement.name === "d1-f-key_custody"`) {
		t.Error("the reader did not come back to his question")
	}
	if !b.is(`document.querySelectorAll(".carried").length === 0`) {
		t.Error("answers stayed in the form")
	}

	// The language changes with the answers.
	b.run(`document.getElementById("switch").click()`)
	b.until(`document.documentElement.lang === "en" && document.querySelector("#d1-body .verdict.final") && document.querySelector('[name="d1-f-key_custody"]').value === "vendor"`)

	// Duties, with a notice to copy.
	b.run(`const d = document.getElementById("d1-dutysheet").closest("details"); d.open = true; d.querySelector("[type=date]").value = "2026-11-20"; d.querySelector("button").click()`)
	b.until(`document.querySelector("#d1-dutysheet .notice button")`)
	b.run(`document.querySelector("#d1-dutysheet .notice").open = true; document.querySelector("#d1-dutysheet .notice button").click()`)
	b.until(`document.getElementById("said").classList.contains("shown")`)
	if got := read(); len(got) < 100 {
		t.Errorf("the copied notice is %q", got)
	}
	b.set("d1-f-key_custody", "customer")
	b.until(`document.getElementById("d1-dutysheet").children.length === 0`) // it was of other answers
	b.quiet()
}

// TestCaseInBrowser: several files dropped at once find their places, and quotes
// lead to the documents.
func TestCaseInBrowser(t *testing.T) {
	b := browserTab(t)
	b.open("/case?lang=ja")
	b.drop(".drop", exampleFile(t, "set/website.md", "紹介サイト.md", "text/markdown"), exampleFile(t, "set/terms.md", "利用規約.md", "text/markdown"), exampleFile(t, "set/privacy.md", "プライバシーポリシー.md", "text/markdown"))
	if got := b.text(`Array.from(document.querySelectorAll(".drop select"), (s) => s.value).slice(0, 3).join()`); got != "website,terms,privacy" {
		t.Errorf("the files are taken for %s", got)
	}
	b.do(chromedp.Click("button.go"))
	b.until(`document.querySelectorAll(".contradiction").length >= 5`)
	if !b.is(`document.querySelectorAll("#case-body table.across tbody tr").length === 3 && document.querySelectorAll("#case-body .considerations tbody tr").length === 4`) {
		t.Error("not three documents and four considerations")
	}
	b.run(`document.querySelector(".contradiction .go-to").click()`)
	b.until(`document.querySelector(location.hash).closest("details.member").open`)
	b.run(`document.querySelector("#case-body table.across tbody a").click()`)
	b.until(`document.getElementById("d1-top").open`)
	b.run(`document.querySelector(".facts").open = true`)
	b.set("case-f-maintenance_id", "standing")
	b.until(`document.querySelector("#case-body .verdict.final")`)
	b.run(`for (const f of document.querySelectorAll("[name=held]")) f.value = "GONE"`)
	b.set("case-f-handling_record", "some")
	b.until(`document.querySelector("[name=held]").value !== "GONE" && document.querySelector('[name="case-f-handling_record"]').value === "some" && document.querySelector("#case-body .verdict.final")`)
	b.quiet()
}

// TestDiffInBrowser: two versions dropped one by one.
func TestDiffInBrowser(t *testing.T) {
	b := browserTab(t)
	b.open("/diff?lang=ja")
	b.drop(".drop:nth-of-type(2)", exampleFile(t, "versions/2026.md", "新.md", "text/markdown"))
	b.drop(".drop:nth-of-type(1)", exampleFile(t, "versions/2024.md", "旧.md", "text/markdown"))
	b.do(chromedp.Click("button.go"))
	b.until(`document.querySelector("#result .trend.worse")`)
	if !b.is(`document.querySelector("#result h2").textContent === "旧.md → 新.md" && document.querySelectorAll("#result .k-came").length > 0 && document.querySelectorAll("#result ins").length > 0`) {
		t.Error("the changes are not there")
	}
	b.quiet()
}

// TestKeyboard: all of a check without a mouse, from the skip link to an answer.
func TestKeyboard(t *testing.T) {
	b := browserTab(t)
	key := func(keys string) {
		t.Helper()
		b.do(chromedp.KeyEvent(keys))
	}
	b.open("/?example=mk-like&lang=ja")
	key("\t")
	if !b.is(`document.activeElement.classList.contains("skip") && document.activeElement.getBoundingClientRect().left >= 0`) {
		t.Error("the first stop is not the link to the content, or it is not seen")
	}
	key("\r")
	b.until(`location.hash === "#main"`)
	for range 40 { // through the form to the questionnaire
		key("\t")
		if b.is(`document.activeElement.closest(".facts > summary")`) {
			break
		}
	}
	b.until(`document.activeElement.closest(".facts > summary")`)
	key(" ")
	b.until(`document.querySelector(".facts").open`)
	for range 12 {
		key("\t")
		if b.is(`document.activeElement.name === "d1-f-maintenance_id"`) {
			break
		}
	}
	b.until(`document.activeElement.name === "d1-f-maintenance_id"`)
	if !b.is(`(() => { const f = document.activeElement.getBoundingClientRect(), o = document.querySelector(".outcome").getBoundingClientRect(); return f.top >= o.bottom || f.bottom <= o.top })()`) {
		t.Error("the strip with the outcome covers the field")
	}
	key("常") // the answer that begins so
	b.until(`document.activeElement.value === "standing"`)
	b.until(`document.querySelector("#d1-outcome .final")`)
	if !b.is(`document.activeElement.name === "d1-f-maintenance_id" && document.querySelector("#d1-outcome").getAttribute("role") === "status"`) {
		t.Error("the field lost its focus, or nobody is told")
	}

	// A server that is away: the page says so and stays as it is.
	b.run(`window.fetch = () => Promise.reject(new TypeError("away"))`)
	b.set("d1-f-handling_record", "some")
	b.until(`document.getElementById("said").textContent.includes("届きませんでした")`)
	if !b.is(`document.querySelector("#d1-body .verdict.final")`) {
		t.Error("the result is gone")
	}
	b.quiet()
}
