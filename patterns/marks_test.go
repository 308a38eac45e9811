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
		l := &lens[[1]uint64]{machine: m}
		l.see(v)
		var want [2][]norm.Mark // of data, of triggers
		for at := range int32(len(v.s.tokens)) {
			for n, k := range lib.openings.markers {
				c := &m.codes[k.phrase]
				if has(l.begin(c), at) && l.from(c, at) > 0 {
					i := 0
					if n >= lib.openings.data {
						i = 1
					}
					want[i] = append(want[i], norm.Mark{Start: int(at), End: int(l.from(c, at)), Data: k.data, Trigger: k.trigger})
				}
			}
		}
		data, triggers := l.each(v, nil, nil, &lib.openings)
		if !slices.Equal(data, want[0]) || !slices.Equal(triggers, want[1]) {
			t.Errorf("%s: %v and %v, want %v", text, data, triggers, want)
		}
		if text != "" && len(data) == 0 {
			t.Errorf("%s: no marks", text)
		}
	}
}
