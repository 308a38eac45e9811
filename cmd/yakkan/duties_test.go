package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/report"
)

func TestDutiesCommand(t *testing.T) {
	args := []string{"duties", "--facts", mkCase + "facts.yaml", "--on", "2026-11-25", "--known-on", "2026-11-20", mkCase + "terms.md"}
	out, errs, code := yakkan(t, append([]string{args[0], "--format", "json"}, args[1:]...)...)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var s report.DutySheet
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	if s.Final != "entrustment" || s.Provisional || s.LawVersion != "2026-11" || len(s.Notices) < 3 || s.Breach.Known != "2026-11-20" {
		t.Errorf("sheet = %+v", s)
	}
	for _, d := range s.Duties {
		if d.LawVersion == "" || len(d.Basis) == 0 {
			t.Errorf("%s has no law or basis", d.ID)
		}
	}
	for _, format := range []string{"text", "md", "json"} {
		out, _, _ := yakkan(t, append([]string{args[0], "--format", format}, args[1:]...)...)
		for _, want := range []string{"2026-11-22", "2026-11-24", "2026-12-19", "2027-01-18", "概要", "法的助言、法的判断又は鑑定ではありません", "再委託"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s lacks %s", format, want)
			}
		}
	}
	out, _, _ = yakkan(t, append(args, "--role", "vendor")...)
	if strings.Contains(out, "委託先の選定") || !strings.Contains(out, "個人情報取扱事業者として") {
		t.Errorf("for the vendor:\n%s", out)
	}
	for _, bad := range [][]string{{"--role", "nobody"}, {"--known-on", "yesterday"}, {"--fill", "clint=A"}, {"--format", "pdf"}} {
		if _, _, code := yakkan(t, append(args, bad...)...); code != exitUsage {
			t.Errorf("%v: exit %d", bad, code)
		}
	}
}
