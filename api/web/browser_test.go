package web_test

import (
	"context"
	"encoding/json"
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder to write screenshots of the pages to")

// tab is a browser at a server.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

func browserTab(t *testing.T) *tab {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no chromium is installed: the pages were not tried in a browser")
	}
	srv := httptest.NewServer(open(t))
	t.Cleanup(srv.Close)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("lang", "ja"))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, url: srv.URL}
	b.do(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return chromedp.Void{}, err
	})
	// What the policy stops and what goes wrong in scripts is remembered.
	b.do(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.wrong = [];
			document.addEventListener("securitypolicyviolation", (e) => wrong.push(e.violatedDirective + " " + e.blockedURI));
			window.addEventListener("error", (e) => wrong.push(e.message));
			window.addEventListener("unhandledrejection", (e) => wrong.push(String(e.reason)));`})
		return chromedp.Void{}, err
	})
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to an address.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + path))
}

// is evaluates an expression.
func (b *tab) is(js string) bool {
	b.t.Helper()
	ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+js+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return ok
}

// until waits for an expression to hold.
func (b *tab) until(js string) {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		// While a page gives way to another there is nothing to ask.
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+js+")")); ok || err != nil && !strings.Contains(err.Error(), "navigated") {
			if err != nil {
				b.t.Fatalf("%s: %v", js, err)
			}
			return
		}
	}
	text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText.slice(0, 600)"))
	b.t.Fatalf("%s never held; the page: %s", js, text)
}

// run runs statements.
func (b *tab) run(js string) { b.t.Helper(); b.is("(() => {" + js + "; return true })()") }

// quiet complains of what went wrong in the page.
func (b *tab) quiet() {
	b.t.Helper()
	wrong, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string]("window.wrong"))
	if err != nil || len(wrong) > 0 {
		b.t.Errorf("in the page: %v %v", wrong, err)
	}
}

func quoted(s string) string { b, _ := json.Marshal(s); return string(b) }

// TestBrowser goes through a check as people do: drop a file, follow a finding
// to its place and a mark to its finding, copy a clause, switch the language,
// try a sentence.
func TestBrowser(t *testing.T) {
	b := browserTab(t)
	b.open("/?lang=ja")
	b.run(`const data = new DataTransfer();
		data.items.add(new File([` + quoted(terms) + `], "あさぎ.md", {type: "text/markdown"}));
		document.querySelector(".drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}))`)
	b.until(`document.querySelector("#result .verdict .value")`)
	b.until(`document.activeElement.id === "result"`)
	if !b.is(`document.getElementById("file").files.length === 1 && document.body.innerText.includes("あさぎ.md")`) {
		t.Error("the file is not in the form any more")
	}
	if b.is(`document.querySelector("#result img[src=x], #result .text script")`) {
		t.Error("the document made elements")
	}
	b.until(`document.querySelector(".text mark[data-finding]").dataset.finding === "d1-f1"`)
	b.run(`document.querySelector("#d1-f1 h4 a").click()`)
	b.until(`location.hash === "#d1-t-f1" && document.querySelectorAll("mark.lit").length > 0`)
	b.run(`document.querySelector('mark[data-finding="d1-f1"]').click()`)
	b.until(`location.hash === "#d1-f1" && document.activeElement.id === "d1-f1"`)
	b.run(`document.querySelector("button[data-copy]").click()`)
	b.until(`document.getElementById("said").textContent !== ""`)
	if !b.is(`document.querySelectorAll('a[download][href^="data:"]').length === 3`) {
		t.Error("there are no downloads")
	}
	b.run(`document.getElementById("switch").click()`)
	b.until(`document.documentElement.lang === "en" && document.querySelector("#result .verdict .label").textContent.includes("Verdict")`)
	if !b.is(`document.getElementById("file").files[0].name === "あさぎ.md"`) {
		t.Error("the switch of language lost the file")
	}
	b.run(`document.getElementById("switch").click()`)
	b.until(`document.documentElement.lang === "ja" && document.querySelector("#result .verdict .label").textContent.includes("判定")`)
	b.quiet()

	b.open("/tester?lang=ja")
	b.do(chromedp.SendKeys("#text", "当社は、契約者データを閲覧することができます。"), chromedp.Click("button.go"))
	b.until(`document.querySelector("#result details.power[open]")`)
	b.quiet()

	b.open("/?lang=ja")
	b.do(chromedp.Click("button.go"))
	b.until(`document.querySelector("#result [role=alert]")`)
	b.quiet()
}

// unfold opens all that is folded, and asks for what comes on demand.
func (b *tab) unfold() {
	b.t.Helper()
	b.run(`for (const d of document.querySelectorAll("details")) d.open = true; for (const f of document.querySelectorAll(".tool form:not(.asks) button")) f.click()`)
	for _, id := range []string{"d1-revision", "d1-dutysheet", "case-dutysheet"} {
		b.until(`!document.getElementById("` + id + `") || document.getElementById("` + id + `").children.length > 0`)
	}
	b.run(`for (const d of document.querySelectorAll("details")) d.open = true`)
}

// TestWidth: no page is wider than a phone.
func TestWidth(t *testing.T) {
	b := browserTab(t)
	b.do(chromedp.EmulateViewport(360, 800, chromedp.EmulateMobile))
	for _, path := range []string{"/", "/?example=mk-like", "/compare?example=vendors", "/case", "/case?example=set", "/diff", "/diff?example=versions", "/results", "/rules", "/rules/monitor", "/clauses", "/tester"} {
		b.open(path)
		b.unfold()
		if !b.is(`Array.from(document.querySelectorAll("table.pair")).every((t) => Math.abs(t.tHead.rows[0].cells[1].getBoundingClientRect().left - t.tBodies[0].rows[0].cells[1].getBoundingClientRect().left) < 1)`) {
			t.Errorf("%s has headings above columns of others", path)
		}
		if !b.is(`document.documentElement.scrollWidth <= 360`) {
			t.Errorf("%s is wider than a phone", path)
		}
		if b.is(`document.querySelector("input:not([type=hidden]), select, textarea") && Array.from(document.querySelectorAll("input:not([type=hidden]), select, textarea")).some((e) => !e.labels.length)`) {
			t.Errorf("%s has a field without a label", path)
		}
		b.quiet()
	}
}

// TestShots writes screenshots where -shots says.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots")
	}
	b := browserTab(t)
	for _, s := range []struct {
		name, path, before string
		width, height      int64
		dark               bool
	}{
		{"web-desk", "/?lang=ja", "", 1280, 800, false},
		{"web-result-desk", "/?example=mk-like&lang=ja", "", 1440, 1200, false},
		{"web-result-desk-dark", "/?example=midori&lang=ja", `document.querySelector("#d1-f1 h4 a").click()`, 1440, 1200, true},
		{"web-result-phone", "/?example=mk-like&lang=ja", `document.querySelector(".document").scrollIntoView()`, 390, 1600, false},
		{"web-result-phone-dark", "/?example=aozora&lang=en", `document.querySelector(".document").scrollIntoView()`, 390, 1600, true},
		{"web-compare-desk", "/compare?example=vendors&lang=ja", "", 1280, 1300, false},
		{"web-compare-phone", "/compare?example=vendors&lang=ja", `document.querySelector(".document").scrollIntoView()`, 390, 1500, false},
		{"web-facts-desk", "/?example=mk-like&lang=ja", `document.querySelector(".facts").open = true; for (const [n, v] of [["maintenance_id", "standing"], ["technical_control", "none"], ["handling_record", "some"]]) { const s = document.querySelector('[name="d1-f-' + n + '"]'); s.value = v; s.dispatchEvent(new Event("change", {bubbles: true})) } document.querySelector(".facts").scrollIntoView()`, 1440, 1200, false},
		{"web-facts-phone-dark", "/?example=mk-like&lang=ja", `document.querySelector(".facts").open = true; document.querySelector("#d1-q-technical_control").scrollIntoView({block: "center"})`, 390, 1200, true},
		{"web-revision-desk", "/?example=mk-like&lang=ja", `const d = document.querySelectorAll(".tool")[1]; d.open = true; d.querySelector("button").click(); d.scrollIntoView()`, 1440, 1400, false},
		{"web-duties-desk-dark", "/?example=mk-like&lang=ja", `const d = document.querySelectorAll(".tool")[2]; d.open = true; d.querySelector("[type=date]").value = "2026-11-20"; d.querySelector("button").click(); d.scrollIntoView()`, 1440, 1400, true},
		{"web-case-desk", "/case?example=set&lang=ja", `document.querySelector("#case-top").scrollIntoView()`, 1440, 1900, false},
		{"web-case-phone", "/case?example=set&lang=ja", `document.querySelector("#case-body").scrollIntoView()`, 390, 1900, false},
		{"web-case-form-desk", "/case?lang=ja", "", 1280, 1000, false},
		{"web-diff-desk", "/diff?example=versions&lang=ja", `document.querySelector("#result").scrollIntoView()`, 1280, 1500, false},
		{"web-diff-phone-dark", "/diff?example=versions&lang=en", `document.querySelector("#result").scrollIntoView()`, 390, 1500, true},
		{"web-rules-desk", "/rules?lang=ja", "", 1280, 1000, false},
		{"web-clauses-desk-dark", "/clauses?lang=en", "", 1280, 1000, true},
		{"web-tester-desk", "/tester?lang=ja", `document.getElementById("text").value = "当社は、保守上必要と判断した場合、契約者データを閲覧することがあります。"; document.getElementById("ask").submit()`, 1280, 1000, false},
	} {
		scheme := "light"
		if s.dark {
			scheme = "dark"
		}
		b.do(chromedp.EmulateViewport(s.width, s.height), inScheme(scheme))
		b.open(s.path)
		if s.before != "" {
			b.run(s.before)
			time.Sleep(700 * time.Millisecond)
		}
		if strings.Contains(s.name, "tester") {
			b.until(`document.querySelector("#result .sentence")`)
		}
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*shots, s.name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var axe = flag.String("axe", "", "axe.min.js of the package axe-core, to look for what keeps people out")

// TestAxe finds nothing serious on any page, light or dark. axe-core is not part
// of the module; -axe says where it is.
func TestAxe(t *testing.T) {
	if *axe == "" {
		t.Skip("no -axe: the pages were not looked at by axe-core")
	}
	script, err := os.ReadFile(*axe)
	if err != nil {
		t.Fatal(err)
	}
	b := browserTab(t)
	for _, scheme := range []string{"light", "dark"} {
		b.do(chromedp.EmulateViewport(1280, 900), inScheme(scheme))
		for _, path := range []string{"/", "/?example=mk-like", "/?example=shirokane&lang=en", "/compare?example=vendors", "/case", "/case?example=set", "/diff", "/diff?example=versions&lang=en", "/rules", "/rules/monitor", "/clauses?lang=en", "/tester", "/?example=none"} {
			b.open(path)
			b.unfold()
			b.run(string(script))
			b.run(`window.found = null; axe.run().then((r) => { window.passed = r.passes.length; found = r.violations.filter((v) => v.impact === "serious" || v.impact === "critical").flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + " " + n.html.slice(0, 160) + " " + n.failureSummary.slice(0, 200))) })`)
			b.until(`window.found !== null`)
			if !b.is(`window.passed >= 10`) {
				t.Errorf("%s: hardly anything was looked at", path)
			}
			found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string]("window.found"))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				t.Errorf("%s, %s: %s", path, scheme, f)
			}
		}
	}
}

// inScheme makes the screen light or dark.
func inScheme(scheme string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return chromedp.Void{}, err
	}
}
