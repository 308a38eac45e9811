package report

// htmlWords are what the page says beside the words of all writers.
type htmlWords struct {
	Title, Sheet, Summary, Verdict, Incident, Defeat, DefeatNote, Division, Status, Element, Says, Where, Fact               string
	Elements, Considerations, Terms, Facts, Findings, Grounds, Steps, Parts, Absences, Nearest, Searched                     string
	Contradictions, Questions, ToVendor, ToSelf, Suggestions, Other, Check, Duties, OtherFacts, Provenance, Notices          string
	Document, Format, Kind, Chars, Digest, Library, Dictionary, Law, Made, Parties, Data, Text, Legend, Comma, None          string
	Unreadable, Partial, Overlays, Final, Severity, Back, Goal, Reason, Score, Value, BySeverity, LibraryDigest, Quote, Copy string
	CopyQuestions, Why, Try                                                                                                  string
}

var htmlJapanese = htmlWords{
	Title: "照合結果", Sheet: "稟議添付用", Summary: "概要", Verdict: "判定（文言のみ）", Defeat: "例外への依拠しにくさ", DefeatNote: "50は定めがないことを示します", Division: "責任分担の明確さ",
	Status: "照合", Element: "考慮要素", Says: "内容", Where: "該当箇所", Fact: "決め手となる事実", Elements: "考慮要素との照合", Considerations: "四つの考慮要素（令和6年3月25日）", Terms: "文言", Facts: "回答",
	Findings: "一致した条項", Grounds: "根拠資料", Steps: "指標の内訳（例外への依拠しにくさ）", Parts: "指標の内訳（責任分担の明確さ）", Absences: "見つからなかった定め", Nearest: "最も近い条項", Searched: "検索した条項数",
	Contradictions: "矛盾する定め", Questions: "確認すべき事項", ToVendor: "事業者への質問", ToSelf: "自社で確認する事項", Suggestions: "条項のひな形（登録済み）", Other: "もう一方の型", Check: "挿入後の確認",
	Duties: "役割ごとの確認事項", OtherFacts: "その他の回答", Provenance: "出所", Notices: "この結果について", Document: "文書", Format: "形式", Kind: "文書の種類", Chars: "文字数", Digest: "文書の SHA-256", Library: "ライブラリの版",
	LibraryDigest: "ライブラリの要約値", Dictionary: "辞書", Law: "法令の基準時点", Made: "作成日", Parties: "当事者の呼称", Data: "データの呼称", Text: "本文（該当箇所に印）", Legend: "凡例", Comma: "、", None: "なし",
	Unreadable: "読み取れなかったため、照合していません。", Partial: "一部を読み取れませんでした。結果は読み取れた範囲のものです。", Overlays: "あわせて", Final: "事実を加えた判定", Severity: "重要度", Back: "一覧へ",
	Goal: "目的", Reason: "理由", Score: "点", Value: "累計", Quote: "引用", Copy: "条項を写す", CopyQuestions: "質問を写す", Why: "類型と根拠", Try: "この文を試す（別のタブ）",
	Incident: "漏えい等の事案又は紛争が発生しているため、指標及び条項のひな形は表示しません。弁護士に相談してください。",
}

var htmlEnglish = htmlWords{
	Title: "Result of the comparison", Sheet: "for a request for approval", Summary: "Summary", Verdict: "Verdict (wording only)", Defeat: "Hard to rely on the exception", DefeatNote: "50 = the text says nothing", Division: "Clear division of responsibility",
	Status: "Status", Element: "Consideration", Says: "What it says", Where: "Where", Fact: "The fact that would decide", Elements: "Against the considerations", Considerations: "The four considerations (25 March 2024)", Terms: "Terms", Facts: "Answers",
	Findings: "Matching clauses", Grounds: "Sources", Steps: "How the score comes about (hard to rely on the exception)", Parts: "How the score comes about (division of responsibility)", Absences: "Not found", Nearest: "Nearest", Searched: "provisions searched",
	Contradictions: "Provisions that do not agree", Questions: "To be confirmed", ToVendor: "For the vendor", ToSelf: "From your own records", Suggestions: "Registered model clauses (in Japanese)", Other: "other variant", Check: "check afterwards",
	Duties: "To do, by role", OtherFacts: "Other answers", Provenance: "Provenance", Notices: "About this result", Document: "Document", Format: "Format", Kind: "Kind of document", Chars: "Characters", Digest: "SHA-256 of the document", Library: "Version of the library",
	LibraryDigest: "Digest of the library", Dictionary: "Dictionary", Law: "Law as of", Made: "Made on", Parties: "Names of the parties", Data: "Names of the data", Text: "Text (matching clauses marked)", Legend: "Legend", Comma: ", ", None: "none",
	Unreadable: "The document could not be read, so nothing was checked.", Partial: "Part of the document could not be read; the result covers what was read.", Overlays: "Also", Final: "Verdict with facts", Severity: "Severity", Back: "to the list",
	Goal: "goal", Reason: "reason", Score: "points", Value: "total", Quote: "quote", Copy: "Copy the clause", CopyQuestions: "Copy the questions", Why: "Clause type and grounds", Try: "Try this sentence (new tab)",
	Incident: "A breach or dispute is at hand: scores and model clauses are not shown. Please consult a lawyer.",
}

func htmlIn(lang string) *htmlWords {
	if lang == "en" {
		return &htmlEnglish
	}
	return &htmlJapanese
}
