// Polite speech says the verb as a noun: お送りする for 送る, お渡しください for 渡す. The
// dictionary has some of these as one noun (お送り), some as お and a noun (お/渡し), some
// as お and the verb. All become お and the verb, so that whoever looks for 送る finds it.

package token

import "strings"

// carriers are the verbs that follow such a noun.
var carriers = WordsOf("する", "いたす", "致す", "申し上げる", "くださる", "下さる", "いただく", "頂く", "願う", "できる")

// politely are the verbs by the form that follows お. Each has a number.
var politely = map[string]string{
	"伝え": "伝える", "知らせ": "知らせる", "届け": "届ける", "答え": "答える", "受け": "受ける", "引き受け": "引き受ける", "預け": "預ける",
	"調べ": "調べる", "見せ": "見せる", "控え": "控える", "避け": "避ける", "求め": "求める", "尋ね": "尋ねる", "任せ": "任せる", "教え": "教える",
	"集め": "集める", "捨て": "捨てる", "確かめ": "確かめる", "借り": "借りる", "送り": "送る", "断り": "断る", "預かり": "預かる", "守り": "守る",
	"渡し": "渡す", "引き渡し": "引き渡す", "引渡し": "引き渡す", "出し": "出す", "戻し": "戻す", "返し": "返す", "示し": "示す", "移し": "移す", "消し": "消す",
	"残し": "残す", "探し": "探す", "話し": "話す", "明かし": "明かす", "漏らし": "漏らす", "手伝い": "手伝う", "使い": "使う", "支払い": "支払う", "払い": "払う",
	"立ち会い": "立ち会う", "取り扱い": "取り扱う", "取扱い": "取り扱う", "持ち": "持つ", "読み": "読む", "選び": "選ぶ", "書き": "書く", "聞き": "聞く", "取り次ぎ": "取り次ぐ", "取次ぎ": "取り次ぐ",
	"引き継ぎ": "引き継ぐ", "引継ぎ": "引き継ぐ", "取り出し": "取り出す", "取出し": "取り出す", "申し込み": "申し込む", "申込み": "申し込む", "申し出": "申し出る", "届け出": "届け出る",
}

// humble makes お and a verb of the polite noun that dst ends with, if next is one of
// the carriers.
func (x Text) humble(dst []Token, next Word) []Token {
	last := len(dst) - 1
	if last < 0 || !carriers.Has(next) {
		return dst
	}
	tok := &dst[last]
	surface := x.Surface(tok)
	whole := strings.HasPrefix(surface, "お")
	if !whole && (last == 0 || x.Surface(&dst[last-1]) != "お") {
		return dst
	}
	if !whole {
		if verb := politely[surface]; verb != "" && tok.POS != Verb {
			tok.POS, tok.Form, tok.Base, tok.ID = Verb, Continuative, WordOf(verb), 0
		}
		return dst
	}
	verb := politely[surface[len("お"):]]
	if verb == "" || tok.POS != VerbalNoun && tok.POS != Noun {
		return dst
	}
	rest := x.part(*tok, len("お"), len(surface))
	rest.POS, rest.Form, rest.Base, rest.ID = Verb, Continuative, WordOf(verb), 0
	*tok = x.part(*tok, 0, len("お"))
	tok.POS, tok.Form, tok.ID = Prefix, 0, 0
	return append(dst, rest)
}
