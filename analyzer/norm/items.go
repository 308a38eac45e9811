package norm

import (
	"strings"
	"sync"

	"github.com/yakkan/yakkan/analyzer/token"
)

// listWords announce items.
var listWords = [...]string{"次の", "以下の", "次に", "以下に", "下記の", "下記", "各号", "以下", "次のとおり"}

// itemNouns say, after a list word, what the items are. The first that stands
// behind the last list word decides; the longest word wins.
var itemNouns = []struct {
	word string
	role ItemRole
}{
	{"場合を除", Exceptions}, {"ときを除", Exceptions}, {"事由を除", Exceptions}, {"場合以外", Exceptions}, {"者を除", Exceptions}, {"除き", Exceptions}, {"除い", Exceptions},
	{"用語", Terms}, {"定義", Terms}, {"意味", Terms}, {"意義", Terms},
	{"利用目的", Purposes}, {"目的", Purposes}, {"用途", Purposes}, {"使いみち", Purposes}, {"使い道", Purposes}, {"ため", Purposes},
	{"場合", Conditions}, {"とき", Conditions}, {"事由", Conditions}, {"該当", Conditions}, {"条件", Conditions}, {"事態", Conditions},
	{"情報", Objects}, {"データ", Objects}, {"項目", Objects}, {"コンテンツ", Objects}, {"者", Objects}, {"会社", Objects}, {"事業者", Objects}, {"もの", Objects},
	{"行為", Acts}, {"事項", Acts}, {"措置", Acts}, {"対策", Acts}, {"業務", Acts}, {"こと", Acts}, {"取組", Acts}, {"方法", Acts}, {"義務", Acts}, {"処理", Acts}, {"権利", Acts},
}

// nounInitials finds the itemNouns that begin at a place.
var nounInitials = sync.OnceValue(func() *initials {
	var l initials
	l.of(len(itemNouns), func(i int) string { return itemNouns[i].word })
	return &l
})

// firstNoun returns which of the itemNouns a text has first, and where; -1 for none.
func firstNoun(text string) (noun, at int) {
	initials := nounInitials()
	for i := range text {
		for k := initials.at(text[i:]); k > 0; k = initials.next[k-1] {
			if strings.HasPrefix(text[i:], itemNouns[k-1].word) {
				return int(k - 1), i
			}
		}
	}
	return -1, 0
}

// lastList returns where the last list word of a text begins, or -1.
func lastList(text string) int {
	for i := len(text) - len("次の"); i >= 0; i-- {
		if c := text[i]; c < 0xE4 || c > 0xE6 { // no letter of the words begins otherwise
			continue
		}
		for _, w := range listWords {
			if strings.HasPrefix(text[i:], w) {
				return i
			}
		}
	}
	return -1
}

// itemRole reads from a lead what its items are to it.
func itemRole(u *Unit) ItemRole {
	s := surface(u)
	at := lastList(s)
	if at < 0 {
		// A lead like 「利用目的：」 or 「安全管理措置」.
		for _, n := range itemNouns {
			if len(s) < 90 && strings.Contains(s, n.word) {
				return n.role
			}
		}
		return Acts
	}
	rest := s[at:]
	best, role, noun := len(rest), Acts, ""
	if k, i := firstNoun(rest); k >= 0 {
		best, role, noun = i, itemNouns[k].role, itemNouns[k].word
	}
	if tail := rest[min(best+len(noun), len(rest)):]; noun == "もの" && (strings.HasPrefix(tail, "と") || strings.HasPrefix(tail, "で")) {
		role = Acts // 「次の各号を遵守するものとする」 names no things
	}
	if noun != "" && role == Acts {
		if tail := rest[best+len(noun):]; strings.HasPrefix(tail, "のため") || strings.HasPrefix(tail, "の目的") || strings.HasPrefix(tail, "を目的") {
			role = Purposes // 「次の業務のため、…」
		}
	}
	// 「次の場合、」「次のいずれかに該当する場合を除き」: the exception mark may follow the noun.
	if role == Conditions || role == Objects {
		tail := rest[min(best, len(rest)):]
		if i := strings.Index(tail, "除"); i >= 0 && i < 40 {
			return Exceptions
		}
	}
	return role
}

func surface(u *Unit) string {
	var b strings.Builder
	b.Grow(u.Sentence.Span.End - u.Sentence.Span.Start)
	depth := 0
	for i := range u.Sentence.Tokens {
		switch t := &u.Sentence.Tokens[i]; {
		case t.POS == token.OpenBracket && t.Surface != 鉤括弧 && t.Surface != 二重鉤括弧 && i > 0:
			depth++
		case t.POS == token.CloseBracket && t.Surface != 鉤括弧閉 && t.Surface != 二重鉤括弧閉:
			depth = max(0, depth-1)
		case depth == 0:
			b.WriteString(u.Sentence.Surface(i)) // 「（以下「閲覧等」という。）」 announces nothing
		}
	}
	return b.String()
}
