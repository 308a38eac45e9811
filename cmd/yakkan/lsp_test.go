package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/lint"
)

func TestLSPCommand(t *testing.T) {
	const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`
	var out, errs bytes.Buffer
	code := run([]string{"lsp", "--stdio"}, strings.NewReader(fmt.Sprintf("nonsense\r\n\r\nContent-Length: %d\r\n\r\n%s", len(hello), hello)), &out, &errs)
	if code != exitClean || !strings.Contains(out.String(), `"name":"yakkan"`) {
		t.Errorf("code %d\n%s%s", code, out.String(), errs.String())
	}
}

// The editor goes by the settings, the suppressions and the baseline that hold in
// the folder of the document.
func TestLSPSettings(t *testing.T) {
	folder(t,
		"a/yakkan.yaml", "version: 1\nlang: en\nseverities: {use: low}\n", "b/yakkan.yaml", "version: 1\nbaseline: none.json\n", "c/x", "",
		"d/yakkan.suppress.yaml", "version: 1\nsuppress:\n  - {document: t.md, rule: use, reason: 別紙で限定}\n", "d/yakkan.yaml", "version: 1\n")
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	a := &app{in: strings.NewReader(""), lang: "ja", now: time.Now}
	root := a.root()
	cmd, _, err := root.Find([]string{"lsp"})
	if err != nil {
		t.Fatal(err)
	}
	e, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	text := lintHead + "## 第1条\n\n" + lintUse
	for sub, want := range map[string]string{"a": "new low", "c": "new high", "d": "suppressed high"} {
		r, err := a.lintText(context.Background(), cmd, e, filepath.Join(dir, sub, "t.md"), text)
		if err != nil {
			t.Fatalf("%s: %v", sub, err)
		}
		got := ""
		for _, is := range r.Issues {
			if strings.HasPrefix(is.Rule, "use/") {
				got = string(is.State) + " " + is.Severity
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", sub, got, want)
		}
	}
	if a.lang != "ja" {
		t.Error("the settings of a folder changed the language of the server")
	}
	if _, err := a.lintText(context.Background(), cmd, e, filepath.Join(dir, "b", "t.md"), text); err == nil || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("a baseline that is not there: %v", err)
	}
	var r *lint.Result
	if r, err = a.lintText(context.Background(), cmd, e, "untitled", text); err != nil || r.New == 0 {
		t.Errorf("a document without a folder: %v", err)
	}
}
