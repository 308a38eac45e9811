package patterns

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// phraseIn compiles a phrase with a small lexicon and looks for it in a sentence
// in which 当社 is the vendor and 契約者 the customer.
func phraseIn(t *testing.T, src, text string) (found string, ok bool) {
	t.Helper()
	lexicon := newLexicon()
	var diags Diagnostics
	r := &reader{file: "lexicon.yaml", diags: &diags}
	lexicon.read(r, r.open([]byte(`
classes:
  monitor: [監視, 分析 | 解析, 内容 の? 確認]
  watch: ["@monitor", 見張る]
data:
  customer_data: [契約者データ, 登録 データ, データ]
  personal_info: [情報, 個人 情報]
  none: [情報 システム]
triggers:
  discretion: [必要 ~2 (判断 | 認める), 裁量]
variants:
  - [取り扱い, 取扱い, 取扱]
  - [取り扱う, 取扱う]
  - [漏えい, 漏洩, ろうえい]
  - [また は, または, 又は]
`)))
	p, perr := parsePhrase(src)
	if perr != nil {
		t.Fatalf("%s: %v", src, perr)
	}
	c := newCompiler(lexicon)
	lib := &Library{compiled: compiled{vocabulary: c.vocabulary}}
	c.inLexicon = true
	for k, entries := range lexicon.data {
		if n := c.either(entries); n != nil {
			lib.data = append(lib.data, marker{node: n, data: norm.Data(k)})
		}
	}
	c.inLexicon = false
	n := c.phrase(written{p, src, &reader{file: "phrase", lines: []string{src}, diags: &diags}, nodeAt(src)})
	if len(diags) > 0 {
		t.Fatalf("%s: %v", src, diags)
	}
	c.seal()
	words := len(c.vocabulary.canonical)
	if err := c.vocabulary.freeze(); err != nil {
		t.Fatal(err)
	}
	lib.classes = []*class{{patterns: []*pattern{{conditions: conditions{written: &phrases{all: []*node{n}}}}}}}
	lib.assemble(words)

	tok := mustTokenizer(t)
	tokens := tok.Tokenize(nil, text, source.Span{End: len(text)})
	u := &norm.Unit{Sentence: &token.Sentence{Tokens: tokens, Text: tok.Text(text)}}
	mem := &norm.Memory{}
	u.Marks = lib.Marks(mem, u.Sentence.Text, tokens)
	for i := range tokens {
		switch u.Sentence.Surface(i) {
		case "当社":
			u.Parties = append(u.Parties, norm.PartyMark{Start: i, End: i + 1, Role: structure.Vendor})
		case "契約":
			if i+1 < len(tokens) && u.Sentence.Surface(i+1) == "者" {
				u.Parties = append(u.Parties, norm.PartyMark{Start: i, End: i + 2, Role: structure.Customer})
			}
		}
	}
	s := (&matcher{lib: lib, mem: memoryOf(mem)}).prepare(u)
	s.know()
	m, phrase := &machine{program: &lib.program}, lib.classes[0].patterns[0].fillings[0].phrase
	if !m.finds(phrase, s, viewKey{kind: wholeView}, nil) {
		return "", false
	}
	start, end := m.locate(phrase, s, viewKey{kind: wholeView}, nil)
	return text[tokens[start].Start:tokens[end-1].End], true
}

// no is what a phrase finds that is not there.
const no = "—"

var machineTests = []struct{ phrase, text, want string }{
	// a word meets every inflection of its last token
	{"取り扱う", "個人データを取り扱わない。", "取り扱わ"},
	{"取り扱う", "個人データを取り扱います。", "取り扱い"},
	{"取り扱う", "個人データを取扱うことができる。", "取扱う"},
	{"取り扱う", "個人データを取り扱えるものとする。", "取り扱える"},
	{"使う", "素材として使うことがあります。", "使う"},
	{"使う", "素材として使えます。", "使え"},
	{"認める", "当社が必要と認めた場合", "認め"},
	{"閲覧", "データを閲覧いたします。", "閲覧"},
	{"閲覧", "データの閲覧ができる。", "閲覧"},
	{"閲覧する", "データを閲覧しません。", "閲覧し"},
	{"閲覧する", "データを閲覧いたしません。", "閲覧いたし"},
	{"義務がある", "削除する義務がございます。", "義務がござい"},
	{"応じる", "請求に応じません。", "応じ"},
	{"取り扱わない", "個人データは取り扱わず、保存するだけです。", "取り扱わず"},
	{"講ずる", "必要な措置を講じます。", no}, // 講じる is another word; variants.yaml joins them
	{"できる", "閲覧することができません。", "でき"},
	// words begin and end at token borders, wherever the dictionary cuts
	{"個人情報", "個人情報を取得する。", "個人情報"},
	{"個人情報", "特定個人情報を取得する。", "個人情報"},
	{"人情", "個人情報を取得する。", no},
	{"契約者データ", "契約者データを保存する。", "契約者データ"},
	// spellings
	{"漏えい", "情報の漏洩を防止する。", "漏洩"},
	{"漏洩", "情報の漏えいを防止する。", "漏えい"},
	{"取扱い 規程", "取り扱い規程に従う。", "取り扱い規程"},
	// sequences and politeness
	{"監視 する", "データを監視します。", "監視し"},
	{"監視 する できる", "データを監視いたしますできる。", "監視いたしますできる"},
	{"利用 目的", "ご利用の目的", no},
	{"を 利用", "データをご利用になる。", "をご利用"},
	{"利用 場合 が ある", "利用させていただく場合がございます。", no}, // 「さ」 is する
	{"利用 する 場合 が ある", "利用させていただく場合がございます。", "利用させていただく場合がござい"},
	{"会社 に 任せる", "他の会社などに任せることがあります。", "会社などに任せる"},
	{"会社 に 任せる", "他の会社等に任せることがあります。", "会社等に任せる"},
	{"こと が ある $", "閲覧することがあります。", "ことがあり"},
	{"こと が ある $", "閲覧することがあります。", "ことがあり"},
	{"^ 当社 は", "当社は監視する。", "当社は"},
	{"^ 監視", "当社は監視する。", no},
	// gaps
	{"必要 ~2 判断", "必要と判断した。", "必要と判断"},
	{"必要 ~2 判断", "必要であると自ら判断した。", no},
	{"必要 ~4 判断", "必要であると自ら判断した。", "必要であると自ら判断"},
	{"監視 ~3 (ない | できる)", "監視しません。", "監視しません"},
	// alternatives, groups, options
	{"(監視 | 分析) の 結果", "分析の結果", "分析の結果"},
	{"内容 の? 確認", "内容確認", "内容確認"},
	{"内容 の? 確認", "内容の確認", "内容の確認"},
	{"内容 (の | を)? 確認", "内容を確認", "内容を確認"},
	// not
	{"統計 !法", "統計法に基づく。", no},
	{"統計 !法", "統計を作成する。", "統計"},
	{"監視 する !ない", "監視しません。", no},
	{"監視 する !ない", "監視します。", "監視し"},
	{"監視 !(する ない)", "監視しない。", no},
	{"監視 !(する ない)", "監視する。", "監視"},
	// classes and marks
	{"@watch を 行う", "内容の確認を行います。", "内容の確認を行い"},
	{"@watch", "見張っている。", "見張っ"},
	{"<vendor> は", "当社は監視する。", "当社は"},
	{"<customer> は", "当社は監視する。", no},
	{"<party> の <data>", "契約者の登録データを見る。", "契約者の登録データ"},
	{"<personal_info> を", "個人情報を見る。", "個人情報を"},
	{"<customer_data> を", "個人情報を見る。", no},
	{"<personal_info>", "情報システムを見る。", no},
}

func TestPhrasesMeetText(t *testing.T) {
	for _, tt := range machineTests {
		got, ok := phraseIn(t, tt.phrase, tt.text)
		if !ok {
			got = no
		}
		if got != tt.want {
			t.Errorf("%s in %s = %s, want %s", tt.phrase, tt.text, got, tt.want)
		}
	}
}

// TestLiteralsAreInTheirWords: whatever form a word takes in real texts, the
// letters that the scan looks for are there.
func TestLiteralsAreInTheirWords(t *testing.T) {
	tok := mustTokenizer(t)
	checked := 0
	for name, text := range corpus(t) {
		for i, tk := range tok.Tokenize(nil, text, source.Span{End: min(len(text), 60000)}) {
			surface, written := tok.Text(text).Surface(&tk), tok.Text(text).Base(&tk)
			bases := []string{written}
			if verb := plain(written); verb != "" {
				bases = append(bases, verb)
			}
			for _, base := range bases {
				// A phrase may end in this token: 監視 + している.
				for _, before := range []string{"", "監視", "監視して", "責任が", "用"} {
					if before == "" && !guards(literal(base)) || base != written && !endsIn(before, bound[base]) {
						continue // no literal of its own; おる is no いる here
					}
					if l := literal(before + base); !strings.Contains(before+surface, l) {
						t.Errorf("%s: token %d %s of %s: literal(%s) = %s is not in %s", name, i, surface, written, before+base, l, before+surface)
					}
				}
			}
			checked++
		}
	}
	if checked < 1000 {
		t.Errorf("checked %d tokens only", checked)
	}
}
