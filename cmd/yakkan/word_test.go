package main

import (
	"strings"
	"testing"
)

// TestWordCommands gives a Word document to every command that reads one document.
func TestWordCommands(t *testing.T) {
	in := wordFile(t, "規約.docx")
	for _, tt := range []struct {
		args []string
		code int
		want []string
	}{
		{[]string{"analyze", in}, 0, []string{"docx", "変更履歴があります", "¶3", "第1条第1項"}},
		{[]string{"analyze", "--format", "json", in}, 0, []string{`"format": "docx"`, `"paragraph": 3`, `"status": "complete"`, `"tracked_changes"`}},
		{[]string{"analyze", "--format", "html", in}, 0, []string{"¶3"}},
		{[]string{"lint", "--fail-on", "high", in}, 1, []string{"規約.docx:3:", "access"}},
		{[]string{"structure", in}, 0, []string{"第1条第2項"}},
		{[]string{"suggest", in}, 0, []string{"G05"}},
		{[]string{"suggest", "--write", in + ".txt", in}, 2, nil},
	} {
		code, out, errs := invoke(t, tt.args...)
		if code != tt.code {
			t.Errorf("%v: exit %d, want %d\n%s", tt.args[:2], code, tt.code, errs)
		}
		for _, w := range tt.want {
			if !strings.Contains(out, w) {
				t.Errorf("%v: %q is missing in\n%.1500s", tt.args[:2], w, out)
			}
		}
	}
}
