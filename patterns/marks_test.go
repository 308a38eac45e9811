package patterns

import (
	"slices"
	"testing"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
)

// TestEach: the marks of a sentence are those that each marker has at each token,
// whether its words stand alone there or begin a longer phrase.
func TestEach(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	for _, text := range []string{
		"当社は、利用者が登録した個人情報及び保存データを、障害の調査のために必要な範囲で閲覧することができます。",
		"法令に基づく場合又は裁判所の命令がある場合を除き、会員データ、アクセスログその他の利用履歴を第三者に開示いたしません。",
		"当社が必要と判断したときは、投稿されたコンテンツを事前の通知なく削除させていただくことがございます。",
		"お客様からのお問い合わせに対応するため、アカウント情報、秘密情報、ご登録の情報を確認いたします。",
		"情報システムの安全を図る。", "",
	} {
		mem := memoryOf(&norm.Memory{})
		m := &mem.machine
		m.program = &lib.program
		v := &view{}
		v.whole(lib.begin(mem, tok.Text(text), tok.Tokenize(nil, text, source.Span{End: len(text)})))
		for i, markers := range [2][]marker{lib.data, lib.triggers} {
			var want []norm.Mark
			for at := range int32(len(v.s.tokens)) {
				for _, k := range markers {
					c := &m.codes[k.phrase]
					if out := m.run(c, v, positions{at}); m.begins(c, v, at) && len(out) > 0 {
						want = append(want, norm.Mark{Start: int(at), End: int(out[len(out)-1]), Data: k.data, Trigger: k.trigger})
					}
				}
			}
			if got := m.each(nil, markers, lib.begins[i], v); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", text, got, want)
			}
			if i == 0 && text != "" && len(want) == 0 {
				t.Errorf("%s: no marks", text)
			}
		}
	}
}
