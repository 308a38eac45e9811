package structure

import (
	"strings"
	"testing"
)

func TestOrnaments(t *testing.T) {
	const adorned = "ふみノート\n■ 集める情報\n・会員が書いた日記\n■ 利用目的\n情報は次の目的に使います。\n・本サービスの提供\n■ 第三者への提供\n当社は、情報を第三者に提供しません。"
	for _, tt := range []struct {
		name, in string
		want     int // headings
	}{
		{"marks above something else", adorned, 3},
		{"another mark", strings.ReplaceAll(adorned, "■ ", "◆"), 3},
		{"numbers behind the mark", strings.NewReplacer("■ 集", "■ 1. 集", "■ 利", "■ 2. 利", "■ 第", "■ 3. 第").Replace(adorned), 3},
		{"a list", "次の情報を集めます。\n■ 氏名\n■ 住所\n■ 電話番号\n以上です。", 0},
		{"sentences", "■ 会員は、日記を書くことができます。\n詳しくは別に定めます。\n■ 当社は、日記を読みません。\n詳しくは別に定めます。", 0},
		{"one alone", "■ 利用目的\n情報は次の目的に使います。", 0},
	} {
		p := &parser{doc: plainText(tt.in), text: tt.in}
		p.scanLines()
		got := 0
		for i := range p.lines {
			if p.lines[i].level > 0 {
				got++
			}
		}
		if got != tt.want {
			t.Errorf("%s: %d headings, want %d", tt.name, got, tt.want)
		}
	}
}
