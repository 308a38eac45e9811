package web

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/patterns"
)

var library = sync.OnceValue(func() *patterns.Library {
	lib, err := patterns.Load()
	if err != nil {
		panic(err)
	}
	return lib
})

// newPages are pages of a service that only knows the questionnaire.
func newPages(t testing.TB) *pages {
	t.Helper()
	s := api.NewService(api.ServiceConfig{Analyzer: &analyzer.Analyzer{Library: library()}, Library: library()})
	t.Cleanup(s.Close)
	return &pages{service: s, held: newHolder(), now: time.Now}
}

// TestAnswersComeBack: whatever is answered, the page that shows it sends the same
// answers, and the file that saves it is read as the same answers.
func TestAnswersComeBack(t *testing.T) {
	p := newPages(t)
	words := rapid.StringMatching(`[a-z0-9<>"'&あ-ん%{}\\😀][a-z0-9<>"'&あ-ん%{}\\😀 ]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SampledFrom([]string{"d1-", "d12-", caseAnchor}).Draw(t, "at")
		v := url.Values{}
		for _, q := range library().Legal().Facts.Facts {
			if !rapid.Bool().Draw(t, q.Field) {
				continue
			}
			name := at + "f-" + q.Field
			switch q.Kind {
			case "choice":
				v.Set(name, rapid.SampledFrom(q.Values).Draw(t, "value").ID)
			case "choices":
				for _, x := range q.Values {
					if rapid.Bool().Draw(t, x.ID) {
						v.Add(name, x.ID)
					}
				}
			case "count":
				v.Set(name, rapid.StringMatching(`[1-9][0-9]{0,5}|0`).Draw(t, "count"))
			case "text":
				v.Set(name, words.Draw(t, "text"))
			case "vendors":
				v.Set(name+"-0-name", words.Draw(t, "name"))
				v.Set(name+"-0-country", words.Draw(t, "country"))
				v.Set(name+"-3-name", words.Draw(t, "name"))
				v.Set(name+"-3-handles", rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "handles"))
			case "certificates":
				v.Set(name+"-1-name", words.Draw(t, "name"))
				v.Set(name+"-1-report_seen", rapid.SampledFrom([]string{"", "yes"}).Draw(t, "seen"))
			}
			if rapid.Bool().Draw(t, "shown") {
				v.Set(name+"-evidence", words.Draw(t, "evidence"))
				v.Set(name+"-by", words.Draw(t, "by"))
				v.Set(name+"-on", "2026-10-0"+rapid.StringMatching(`[1-9]`).Draw(t, "on"))
			}
		}
		facts, err := p.answers(at, v)
		if err != nil || facts == nil {
			return // they contradict each other, or nothing was answered
		}
		saved, err := p.readFacts("yakkan-facts.json", factsFile(facts))
		if err != nil {
			t.Fatalf("the saved answers: %v", err)
		}
		if diff := cmp.Diff(facts.Answers, saved.Answers); diff != "" {
			t.Errorf("saved and read: %s", diff)
		}
		var b bytes.Buffer
		if err := templates().ExecuteTemplate(&b, "questionnaire", &view{Lang: "ja", Data: p.questionnaire(at, "HELD", facts)}); err != nil {
			t.Fatal(err)
		}
		sent, err := p.answers(at, fields(b.String()))
		if err != nil {
			t.Fatalf("what the page sends: %v", err)
		}
		if diff := cmp.Diff(facts.Answers, sent.Answers); diff != "" {
			t.Errorf("shown and sent: %s", diff)
		}
	})
}

// fields are what a browser would send of a form.
func fields(page string) url.Values {
	v := url.Values{}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		panic(err)
	}
	attr := func(n *html.Node, key string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val, true
			}
		}
		return "", false
	}
	for n := range root.Descendants() {
		name, _ := attr(n, "name")
		value, _ := attr(n, "value")
		switch {
		case n.Data == "input":
			kind, _ := attr(n, "type")
			if _, checked := attr(n, "checked"); kind != "checkbox" || checked {
				v.Add(name, value)
			}
		case n.Data == "textarea" && n.FirstChild != nil:
			v.Add(name, n.FirstChild.Data)
		case n.Data == "option":
			if _, selected := attr(n, "selected"); selected {
				name, _ = attr(n.Parent, "name")
				v.Add(name, value)
			}
		}
	}
	return v
}

// FuzzForm: no body makes the reader of forms panic, or keep more than it may.
func FuzzForm(f *testing.F) {
	const multipart = "multipart/form-data; boundary=b"
	for _, seed := range []string{
		"--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n第1条\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"file3\"; filename=\"../a.md\"\r\nContent-Type: text/markdown\r\n\r\n# 一\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"facts\"; filename=\"f.yaml\"\r\n\r\nfacts: {maintenance_id: none}\r\n--b--\r\n", "--b\r\n\r\n", "",
	} {
		f.Add(multipart, []byte(seed))
	}
	f.Add("application/x-www-form-urlencoded", []byte("held=A&at=d1-&d1-f-maintenance_id=standing&d1-f-handling_count_12m=-1"))
	p := newPages(f)
	f.Fuzz(func(t *testing.T, media string, body []byte) {
		r := httptest.NewRequest("POST", "/", nil)
		r.Header.Set("Content-Type", media)
		got, err := readForm(r, bytes.NewReader(body), 2)
		if err != nil {
			return
		}
		n := len(got.Files)
		for _, files := range got.Slots {
			n += len(files)
		}
		if n > 2 {
			t.Errorf("%d files", n)
		}
		for _, at := range []string{"d1-", caseAnchor} {
			if facts, err := p.answers(at, got.Values); err == nil && facts != nil && len(facts.Answers) == 0 {
				t.Error("facts without an answer")
			}
		}
		_ = p.factsIn(got)
	})
}
