package legal

import (
	"slices"
	"strings"
)

// Where the data lie. The test asks what the vendor may do with what is stored with it:
// what stays on the customer's own device, or with somebody whom the customer chose, does
// not lie with the vendor at all.

// stays reports whether the text says of what people write or record that it stays on
// their side, and nowhere that the vendor keeps it: 「記録は端末内にのみ保存されます」,
// 「当社は、メモを預かるサーバーを運用していません」.
func (r *reading) stays() bool {
	if r.staying == 0 {
		r.staying = -1
		if slices.ContainsFunc(r.t.Aside, r.words().Has) && r.keepsAll() {
			r.staying = 1
		}
	}
	return r.staying > 0
}

// keepsAll looks through the sentences for it.
func (r *reading) keepsAll() bool {
	said := false
	before := ""
	for rest := r.text(); rest != ""; {
		end := strings.IndexAny(rest, "。\n")
		sentence := rest
		if end >= 0 {
			sentence, rest = rest[:end], rest[end+1:]
			rest = strings.TrimPrefix(rest, "\x80\x82") // the end of a 。 of three bytes
		} else {
			rest = ""
		}
		switch {
		case sentence == "":
			continue
		case r.keptByVendor(sentence):
			return false
		case r.keptHere(before, sentence):
			said = true
		}
		before = sentence
	}
	return said
}

// keptByVendor reports whether a sentence says that something is stored with the vendor:
// 「写真は当社のサーバーに保存します」.
func (r *reading) keptByVendor(sentence string) bool {
	if !containsAny(sentence, []string{"サーバ", "クラウドに", "クラウド上", "クラウドへ", "データベース", "Firebase", "Supabase"}) || containsAny(sentence, r.t.Sides) || denied(sentence) {
		return false
	}
	return containsAny(sentence, []string{"保存", "保管", "蓄積", "記録", "送信", "アップロード", "送られ", "格納"})
}

// keptHere reports whether a sentence, with the one before it, says that data in general
// stay on the customer's side.
func (r *reading) keptHere(before, sentence string) bool {
	if containsAny(sentence, r.t.Partly) && !containsAny(sentence, r.t.Whole) {
		return false
	}
	here := containsAny(sentence, r.t.Sides)
	switch {
	case here && r.only(sentence):
		return true
	case neverLeaves(sentence):
		return here || strings.Contains(sentence, "サーバ") || containsAny(before, r.t.Sides) && containsAny(before, []string{"保存", "保管", "記録", "処理"}) && !(containsAny(before, r.t.Partly) && !containsAny(before, r.t.Whole))
	}
	return false
}

// only reports whether a sentence says that something is kept on the customer's side alone:
// 「端末内にのみ保存」, 「お手元の機器だけに残ります」, 「処理はブラウザで完結します」.
func (r *reading) only(sentence string) bool {
	for _, side := range r.t.Sides {
		i := strings.LastIndex(sentence, side)
		if i < 0 {
			continue
		}
		rest := sentence[i+len(side):]
		if containsAny(rest, []string{"完結", "留ま", "とどま"}) {
			return true
		}
		near := rest[:min(len(rest), len("のデータベース内にのみ"))]
		if containsAny(near, []string{"のみ", "だけ"}) && containsAny(rest, []string{"保存", "保管", "記録", "処理", "残", "置"}) {
			return true
		}
	}
	return false
}

// neverLeaves reports whether a sentence denies at its end that anything is sent out, or
// that somebody gets it or has a place for it.
func neverLeaves(sentence string) bool {
	if !denied(sentence) {
		return false
	}
	for _, w := range [...]string{"送信", "送られ", "送り", "通信", "受け取", "受領", "収集", "集め", "預か", "運用", "持って", "設置", "アップロード"} {
		if i := strings.LastIndex(sentence, w); i >= 0 && len(sentence)-i <= len("送信されることは一切ありません　　") {
			return true
		}
	}
	return false
}

// denied reports whether a sentence ends in a denial.
func denied(sentence string) bool {
	sentence = strings.TrimRight(sentence, "）) 　")
	for _, w := range [...]string{"ません", "ない", "ないものとします", "ないものとする", "ありません", "いたしません"} {
		if strings.HasSuffix(sentence, w) {
			return true
		}
	}
	return false
}

// serves reports whether the text speaks of something on which one can store anything:
// rules of a gymnasium or of a course do not. Signing up does not count where the text
// says that nobody needs to.
func (r *reading) serves() bool {
	text := r.text()
	if text == "" || containsAny(text, r.t.Stores) {
		return true
	}
	return containsAny(text, r.t.SignsUp) && !containsAny(text, r.t.NoSignUp)
}

// inside reports whether the text is the rules of a house for its own people: they are
// its subjects, and nobody else is spoken to.
func (r *reading) inside() bool {
	text := r.text()
	if slices.ContainsFunc(r.t.Outside, func(w string) bool { return strings.Contains(text, w+"は") }) {
		return false
	}
	n := 0
	for _, w := range r.t.Staff {
		n += strings.Count(text, w+"は")
	}
	return n >= 2
}
