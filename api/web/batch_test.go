package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// TestBatchPages sends a file of rows on the page, follows it to its end, and reads
// the plots: names from documents are text, and nothing is styled or run in line.
func TestBatchPages(t *testing.T) {
	s := open(t)
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan struct{})
	go func() { s.Service().Run(ctx); close(ran) }()
	defer func() { stop(); <-ran }()
	if status, _, body := s.do("GET", "/batches?lang=ja", "", ""); status != 200 || !strings.Contains(body, "まだ実行はありません") {
		t.Errorf("%d %s", status, body)
	}
	media, form := multi(nil)
	if status, _, body := s.do("POST", "/batches", media, form); status != 422 || !strings.Contains(body, "ファイルがありません") {
		t.Errorf("no file: %d %.300s", status, body)
	}
	rows := ""
	for i := range 4 {
		row, _ := json.Marshal(map[string]string{"custom_id": fmt.Sprintf("<i>%d</i>", i), "text": terms + fmt.Sprint(i)})
		rows += string(row) + "\n"
	}
	media, form = multi(nil, "行.jsonl", rows+"{}\n")
	status, head, body := s.do("POST", "/batches?lang=ja", media, form, "Sec-Fetch-Site", "same-origin")
	at := head.Get("Location")
	if status != 303 || !strings.HasPrefix(at, "/batches/") {
		t.Fatalf("%d %s %.300s", status, at, body)
	}
	for range 400 {
		status, _, body = s.do("GET", at, "", "", "HX-Request", "true")
		if status != 200 || !strings.Contains(body, "hx-trigger") {
			break
		}
		if strings.Contains(body, "<html") {
			t.Fatal("htmx got a whole page")
		}
		time.Sleep(25 * time.Millisecond)
	}
	_, head, body = s.do("GET", at, "", "")
	for _, want := range []string{"完了", "読取り 4 件（うち一部 0 件、重複 0 件）、読取り不能 1 件", "&lt;i&gt;0&lt;/i&gt;", "<circle", "bad_row", `href="/assets/corpus.css"`, "/files/documents.csv", "法的助言"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in the page", want)
		}
	}
	for _, bad := range []string{"<i>0", " style=", "<style", "onerror=alert"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	if _, err := html.Parse(strings.NewReader(body)); err != nil || !strings.Contains(head.Get("Content-Security-Policy"), "style-src 'self'") {
		t.Error(err, head)
	}
	if status, _, css := s.do("GET", "/assets/corpus.css", "", ""); status != 200 || !strings.Contains(css, ".corpus") {
		t.Errorf("the style sheet: %d", status)
	}
	if status, _, csv := s.do("GET", "/v1"+strings.TrimSuffix(at, "?lang=ja")+"/files/documents.csv", "", ""); status != 200 || strings.Count(csv, "\n") != 6 {
		t.Errorf("documents.csv: %d %s", status, csv)
	}
	path := strings.TrimSuffix(at, "?lang=ja")
	if status, _, _ := s.do("POST", path+"/cancel?lang=en", "", "", "Sec-Fetch-Site", "cross-site"); status != 403 {
		t.Errorf("another site cancelled it: %d", status)
	}
	if status, head, _ := s.do("POST", path+"/delete?lang=en", "", "", "Sec-Fetch-Site", "same-origin"); status != 303 || head.Get("Location") != "/batches?lang=en" {
		t.Errorf("delete: %d %s", status, head.Get("Location"))
	}
	if status, _, _ := s.do("GET", path, "", ""); status != 404 {
		t.Errorf("after delete: %d", status)
	}
}
