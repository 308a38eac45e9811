package report

import "strings"

// words are what the writers say beside the report itself.
type words struct {
	verdict, overlays, defeat, defeatNote, division, reasons, missing, none                string
	elements, findings, absences, suggestions, notices, questions, problems                string
	nearest, ownOnly, searched, replaces, after, atEnd, other, basis, provenance, data, by string
	unreadable, partial, weak, document, preserve, entrust, page, rule, more               string
	goal, reason, check, note                                                              string
	strong                                                                                 string // not weak
	group                                                                                  map[string]string
	status, trigger, dataKind, read, severity, confidence, grade                           map[string]string
}

var japanese = words{
	verdict: "判定（文言のみ）", overlays: "あわせて", defeat: "例外への依拠しにくさ", defeatNote: "50 = 定めなし", division: "責任分担の明確さ",
	reasons: "主な根拠", missing: "見つからなかった定め", none: "なし",
	elements: "考慮要素との照合", findings: "一致した条項", absences: "見つからなかった定め", suggestions: "条項のひな形（登録済み）", notices: "この結果について", questions: "確認すべき事項", problems: "読み取りの問題",
	nearest: "最も近い条項", ownOnly: "会員・登録情報等についての定めのみ", searched: "検索した条項数", replaces: "置換え", after: "挿入位置", atEnd: "末尾", other: "もう一方の型", basis: "根拠資料", provenance: "出所", data: "対象", by: "規則",
	unreadable: "読み取れなかったため、照合していません。", partial: "一部を読み取れませんでした。結果は読み取れた範囲のものです。", weak: "限定的", document: "文書", preserve: "P（例外を維持する型）", entrust: "E（委託を受ける型）", page: "ページ", rule: "規則", more: "ほか",
	goal: "目的", reason: "理由", check: "挿入後の確認", note: "※ ",
	group:      map[string]string{"power": "取扱いの権限に関わる条項", "support": "例外と整合する方向の条項", "division": "責任分担に関わる条項", "context": "文脈となる条項"},
	status:     map[string]string{"met": "満たす方向", "defeated": "損なう", "conditional": "条件付き", "conflicting": "不一致", "silent": "記載なし", "fact_needed": "事実確認"},
	trigger:    map[string]string{"discretion": "事業者の判断", "operation": "運用・保守上", "breach": "違反等のとき", "request": "依頼時", "consent": "同意時", "legal": "法令等", "none": "条件の定めなし"},
	dataKind:   map[string]string{"customer_data": "契約者のデータ", "personal_info": "個人情報（対象不明確）", "confidential": "秘密情報", "usage_log": "利用状況の記録", "account_info": "会員・登録情報", "none": "—"},
	read:       map[string]string{"complete": "全文を読取り", "partial": "一部のみ読取り", "unreadable": "読取り不可"},
	severity:   map[string]string{"high": "高", "medium": "中", "low": "低", "info": "参考"},
	confidence: map[string]string{"high": "高", "medium": "中", "low": "低"},
	grade:      map[string]string{"full": "十分", "half": "一部", "negative": "反対", "none": "なし"}, strong: "限定なし",
}

var english = words{
	verdict: "Verdict (wording only)", overlays: "Also", defeat: "Hard to rely on the exception", defeatNote: "50 = says nothing", division: "Clear division of responsibility",
	reasons: "Main grounds", missing: "Not found", none: "none",
	elements: "Against the considerations", findings: "Matching clauses", absences: "Not found", suggestions: "Registered model clauses (in Japanese)", notices: "About this result", questions: "To be confirmed", problems: "Problems in reading",
	nearest: "nearest", ownOnly: "only about members or usage records", searched: "provisions searched", replaces: "replaces", after: "goes after", atEnd: "the end", other: "other variant", basis: "sources", provenance: "Provenance", data: "data", by: "rule",
	unreadable: "The document could not be read, so nothing was checked.", partial: "Part of the document could not be read; the result covers what was read.", weak: "weak", document: "Document", preserve: "P (preserve the exception)", entrust: "E (accept the entrustment)", page: "page", rule: "rule", more: "more",
	goal: "goal", reason: "reason", check: "check afterwards", note: "* ",
	group:      map[string]string{"power": "Clauses on handling power", "support": "Clauses in line with the exception", "division": "Clauses that divide responsibility", "context": "Context"},
	status:     map[string]string{"met": "in line", "defeated": "against", "conditional": "conditional", "conflicting": "conflicting", "silent": "silent", "fact_needed": "fact needed"},
	trigger:    map[string]string{"discretion": "at discretion", "operation": "for operation", "breach": "on breach", "request": "on request", "consent": "on consent", "legal": "by law", "none": "no condition stated"},
	dataKind:   map[string]string{"customer_data": "customer's data", "personal_info": "personal information (unclear whose)", "confidential": "confidential information", "usage_log": "usage records", "account_info": "account information", "none": "—"},
	read:       map[string]string{"complete": "read in full", "partial": "read in part", "unreadable": "unreadable"},
	severity:   map[string]string{"high": "high", "medium": "medium", "low": "low", "info": "info"},
	confidence: map[string]string{"high": "high", "medium": "medium", "low": "low"},
	grade:      map[string]string{"full": "in full", "half": "in part", "negative": "to the contrary", "none": "none"}, strong: "not weak",
}

func in(lang string) *words {
	if lang == "en" {
		return &english
	}
	return &japanese
}

// Named are the codes of a finding in words.
type Named struct{ Severity, Data, Trigger, Grade, Strength string }

// Named returns the codes of f in words of a language.
func (f *Finding) Named(lang string) Named {
	w := in(lang)
	n := Named{Severity: w.severity[f.Severity], Data: w.dataKind[f.Data], Trigger: w.trigger[f.Trigger], Grade: w.grade[f.Grade], Strength: w.strong}
	if f.Weak {
		n.Strength = w.weak
	}
	return n
}

// groupTitle is the heading of a group; one of the user's own has its name.
func (w *words) groupTitle(group string) string {
	if t := w.group[group]; t != "" {
		return t
	}
	return group
}

// condition says in brackets which data a power is about and when it arises; of other
// clauses, that they are about members or usage records only, or nothing.
func (w *words) condition(f *Finding) string {
	parts := []string{w.dataKind[f.Data]}
	switch {
	case f.Group == "power":
		parts = append(parts, w.trigger[f.Trigger])
		if f.Weak {
			parts = append(parts, w.weak)
		}
	case f.Data != "account_info" && f.Data != "usage_log":
		return ""
	}
	if w == &english {
		return "(" + strings.Join(parts, ", ") + ")"
	}
	return "（" + strings.Join(parts, "・") + "）"
}
