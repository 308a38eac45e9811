package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
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

// TestTerminated: SIGTERM ends a batch with 143, and what was done is kept.
func TestTerminated(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	as := filepath.Join(dir, "yakkan") // the name by which TestMain knows what to be
	if err := os.Symlink(exe, as); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	terms := filepath.Join(dir, "terms")
	if err := os.Mkdir(terms, 0o755); err != nil {
		t.Fatal(err)
	}
	for n := range 300 {
		text := "# 利用規約\n\n" + strings.Repeat(fmt.Sprintf("## 第%d条\n当社は、契約者データを閲覧することができます。\n", n+1), 400)
		if err := os.WriteFile(filepath.Join(terms, fmt.Sprintf("%d.md", n)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "results")
	batch := func(args ...string) *exec.Cmd {
		return exec.Command(as, append([]string{"batch", terms, "--out", out, "--formats", "jsonl", "--part", "5"}, args...)...)
	}
	c := batch()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if parts, _ := filepath.Glob(filepath.Join(out, "*")); len(parts) > 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); c.ProcessState.ExitCode() != exitTerminated {
		t.Fatalf("ended by SIGTERM: %v", err)
	}
	if said, err := batch("--resume").CombinedOutput(); err != nil {
		t.Errorf("resumed: %v\n%s", err, said)
	}
}
