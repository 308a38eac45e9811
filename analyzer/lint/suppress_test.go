package lint_test

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/lint"
)

func TestSuppressInText(t *testing.T) {
	two := func(first, second string) string {
		return terms("## 第1条（運用）", first+monitors, "## 第2条（開発）", second+uses)
	}
	for _, tt := range []struct{ name, file, text, want string }{
		{"before the clause", "t.md", two("<!-- yakkan:ignore monitor,access 監査で確認済み -->\n", ""),
			"suppressed access 第1条\nsuppressed monitor 第1条\nnew use 第2条"},
		{"before the heading: the whole article", "t.md", terms("<!-- yakkan:ignore monitor 監査で確認済み -->\n## 第1条（運用）", "1. "+monitors+"\n2. "+harmless, "## 第2条（開発）", uses),
			"new access 第1条第1項\nsuppressed monitor 第1条第1項\nnew use 第2条"},
		{"one paragraph only", "t.md", terms("## 第1条（運用）", "1. "+harmless+"\n2. "+uses+"\n\n<!-- yakkan:ignore use 二つ目だけ -->\n3. "+strings.Replace(uses, "開発", "改良", 1)),
			"new use 第1条第2項\nsuppressed use 第1条第3項"},
		{"one pattern, until tomorrow, with an owner", "t.md", terms("## 第1条", "<!-- yakkan:ignore use 移行中 until=2026-11-26 owner=法務 -->\n"+uses),
			"suppressed use 第1条"},
		{"the last day counts", "t.md", terms("## 第1条", "<!-- yakkan:ignore use 移行中 until=2026-11-25 -->\n"+uses), "suppressed use 第1条"},
		{"expired", "t.md", terms("## 第1条", "<!-- yakkan:ignore use 移行中 until=2026-11-24 -->\n"+uses), "new suppress/expired\nnew use 第1条"},
		{"no date", "t.md", terms("## 第1条", "<!-- yakkan:ignore use 移行中 until=来春 -->\n"+uses), "new suppress/malformed\nnew use 第1条"},
		{"no reason", "t.md", terms("## 第1条", "<!-- yakkan:ignore use -->\n"+uses), "new suppress/no-reason\nnew use 第1条"},
		{"a reason of dashes is none", "t.md", terms("## 第1条", "<!-- yakkan:ignore use -- -->\n"+uses), "new suppress/no-reason\nnew use 第1条"},
		{"unknown rule", "t.md", terms("## 第1条", "<!-- yakkan:ignore usee 理由 -->\n"+uses), "new suppress/unknown-rule\nnew use 第1条"},
		{"unknown pattern", "t.md", terms("## 第1条", "<!-- yakkan:ignore use/nothing 理由 -->\n"+uses), "new suppress/unknown-rule\nnew use 第1条"},
		{"unknown directive", "t.md", terms("## 第1条", "<!-- yakkan:ignored use 理由 -->\n"+uses), "new suppress/malformed\nnew use 第1条"},
		{"no rule", "t.md", terms("## 第1条", "<!-- yakkan:ignore -->\n"+uses), "new suppress/malformed\nnew use 第1条"},
		{"unused", "t.md", terms("## 第1条", "<!-- yakkan:ignore monitor 理由 -->\n"+uses), "new suppress/unused\nnew use 第1条"},
		{"nothing follows", "t.md", terms("## 第1条", uses, "<!-- yakkan:ignore use 理由 -->"), "new use 第1条\nnew suppress/unused"},
		{"every rule is not allowed", "t.md", terms("## 第1条", "<!-- yakkan:ignore * 理由 -->\n"+uses), "new suppress/blanket\nnew use 第1条"},
		{"file", "t.md", two("<!-- yakkan:ignore-file use 開発目的は別紙で限定 -->\n", ""), "new access 第1条\nnew monitor 第1条\nsuppressed use 第2条"},
		{"inside a sentence", "t.md", terms("## 第1条", strings.Replace(uses, "当社は、", "当社は、<!-- yakkan:ignore use 文中 -->", 1)), "suppressed use 第1条"},
		{"HTML", "t.html", "<html><body><main><h1>利用規約</h1><h2>第1条（開発）</h2>\n<!-- yakkan:ignore use 別紙で限定 -->\n<p>" + uses + "</p><h2>第2条（運用）</h2><p>" + uses + "</p></main></body></html>",
			"suppressed use 第1条\nnew use 第2条"},
		{"plain text", "t.txt", "利用規約\n第1条（開発）\n# yakkan:ignore use 別紙で限定\n" + uses + "\n第2条（運用）\n" + uses + "\n", "suppressed use 第1条\nnew use 第2条"},
		{"plain text, as a comment of markup", "t.txt", "利用規約\n第1条（開発）\n<!-- yakkan:ignore use 別紙で限定 -->\n" + uses + "\n", "suppressed use 第1条"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := check(t, lint.Options{}, tt.file, tt.text)
			if got := list(r); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if n := strings.Count(tt.want, "suppressed "); r.Suppressed != n {
				t.Errorf("%d suppressed, want %d", r.Suppressed, n)
			}
			for _, is := range r.Issues {
				if (is.Suppression != nil) != (is.State == lint.Suppressed) {
					t.Errorf("%s: state %s, suppression %v", is.Rule, is.State, is.Suppression)
				}
			}
		})
	}
}

func TestBlanket(t *testing.T) {
	r := check(t, lint.Options{Blanket: true}, "t.md", terms("## 第1条", "<!-- yakkan:ignore * 旧版のため -->\n"+uses))
	if got, want := list(r), "suppressed use 第1条"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCause(t *testing.T) {
	r := check(t, lint.Options{}, "t.md", terms("## 第1条", "<!-- yakkan:ignore use 別紙で 限定済み owner=法務部 until=2027-03-31 -->\n"+uses))
	for _, is := range r.Issues {
		if is.State == lint.Suppressed {
			got := *is.Suppression
			want := lint.Cause{Kind: "text", Reason: "別紙で 限定済み", Owner: "法務部", Until: "2027-03-31", File: "t.md", Line: 7}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			return
		}
	}
	t.Error("nothing is suppressed")
}

// A message says what was meant.
func TestUnknownRuleHint(t *testing.T) {
	r := check(t, lint.Options{}, "t.md", terms("## 第1条", "<!-- yakkan:ignore monitr 理由 -->\n"+uses))
	for _, is := range r.Issues {
		if is.Rule == "suppress/unknown-rule" {
			if !strings.Contains(is.Message.EN, "Did you mean monitor?") || !strings.Contains(is.Message.JA, "monitor のことですか") {
				t.Errorf("got %q", is.Message)
			}
			return
		}
	}
	t.Error("no issue about the rule")
}

func TestSideFile(t *testing.T) {
	text := terms("## 第1条（運用）", monitors, "## 第2条（開発）", uses)
	in := read(t, "dir/terms.md", text)
	var print string
	for _, f := range in.Report.Findings {
		if f.Class == "use" {
			print = f.Fingerprint
		}
	}
	sum := in.Report.Document.SHA256
	const left = "new access 第1条\nnew monitor 第1条\nsuppressed use 第2条"
	const all = "new access 第1条\nnew monitor 第1条\nnew use 第2条"
	for _, tt := range []struct{ name, entry, want string }{
		{"path", "document: dir/terms.md, rule: use, reason: 別紙で限定", left},
		{"glob", "document: '**/*.md', rule: use, reason: 別紙で限定", left},
		{"digest", "sha256: " + sum + ", rule: use, reason: 別紙で限定", left},
		{"fingerprint", "document: dir/terms.md, rule: use, fingerprint: " + print + ", reason: 別紙で限定, owner: 法務, until: 2027-03-31", left},
		{"another fingerprint", "document: dir/terms.md, rule: use, fingerprint: '00', reason: 別紙で限定", all + "\nnew suppress/unused"},
		{"another digest", "sha256: " + strings.Repeat("0", 64) + ", rule: use, reason: 別紙で限定", all},
		{"digest and another path", "document: x.md, sha256: " + sum + ", rule: use, reason: 別紙で限定", all},
		{"a document that was not read", "document: other.md, rule: use, reason: 別紙で限定", all},
		{"no reason", "document: dir/terms.md, rule: use", all + "\nnew suppress/no-reason"},
		{"expired", "document: dir/terms.md, rule: use, reason: 移行中, until: 2026-01-01", all + "\nnew suppress/expired"},
		{"unknown rule", "document: dir/terms.md, rule: uze, reason: 移行中", all + "\nnew suppress/unknown-rule"},
		{"unused", "document: dir/terms.md, rule: train, reason: 移行中", all + "\nnew suppress/unused"},
		{"blanket", "document: dir/terms.md, rule: '*', reason: 移行中", all + "\nnew suppress/blanket"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := lint.DecodeSuppress("yakkan.suppress.yaml", []byte("version: 1\nsuppress:\n  - {"+tt.entry+"}\n"))
			if err != nil {
				t.Fatal(err)
			}
			r := check(t, lint.Options{Suppress: s}, "dir/terms.md", text)
			if got := list(r); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			for _, is := range r.Issues {
				if strings.HasPrefix(is.Rule, "suppress/") && (is.Document != "yakkan.suppress.yaml" || is.Line != 3) {
					t.Errorf("%s lies at %s:%d", is.Rule, is.Document, is.Line)
				}
			}
		})
	}
}
