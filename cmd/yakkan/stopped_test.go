package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
)

// TestStopped: a command that was stopped says so, and ends as shells have it.
func TestStopped(t *testing.T) {
	folder(t, "terms.md", "# 利用規約\n\n## 第1条\n当社は、契約者データを閲覧することができます。\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"analyze", "terms.md"}, {"batch", ".", "--out", "results"}} {
		var out, errs bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &errs, lang: "ja", now: time.Now}
		if code := a.runIn(ctx, args); code != exitStopped || !strings.Contains(errs.String(), "途中で止めました") {
			t.Errorf("%v: exit %d, %s", args, code, errs.String())
		}
	}
	if _, errs, code := yakkan(t, "analyze", "nowhere.md"); code != exitUsage {
		t.Errorf("nothing was stopped: exit %d, %s", code, errs)
	}
}

// TestGloss: one document under two names is missing once.
func TestGloss(t *testing.T) {
	for text, want := range map[string]int{
		"当社は、契約者データに含まれる個人情報を、プライバシーポリシー（個人情報保護方針）に従って取り扱います。": 1,
		"当社は、契約者データに含まれる個人情報を、プライバシーポリシー及び個人情報保護方針に従って取り扱います。": 2,
	} {
		folder(t, "terms.md", "# 利用規約\n\n## 第1条（個人情報）\n"+text+"\n")
		n := 0
		for _, notice := range analyzed(t, "terms.md").Notices {
			if strings.Contains(notice.JA, "プライバシーポリシー") || strings.Contains(notice.JA, "個人情報保護方針") {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: named in %d notices, want %d", text, n, want)
		}
	}
}
