package legal

import (
	"iter"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
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

// keepsAll looks for it in the sentences that name a place, and in those behind them.
func (r *reading) keepsAll() bool {
	text, said := r.text(), false
	for at := range r.sentences(r.t.Sides, r.t.Hosts) {
		sentence := at.Of(text)
		if r.keptByVendor(sentence) {
			return false
		}
		said = said || r.keptHere(r.sentenceBefore(at.Start), sentence) || r.keptHere(sentence, r.sentenceBehind(at.End))
	}
	return said
}

// sentences yields the sentences of the text that have one of some words, each once.
func (r *reading) sentences(words ...[]string) iter.Seq[source.Span] {
	return func(yield func(source.Span) bool) {
		end := 0
		for f := range r.words().Each(words...) {
			if int(f.At) < end {
				continue
			}
			at := r.sentenceAt(int(f.At))
			if end = at.End; !yield(at) {
				return
			}
		}
	}
}

// sentenceAt returns the bytes of the sentence that byte at is in, or begins behind it; its
// end is not. A line is cut once, however many of its sentences are asked for.
func (r *reading) sentenceAt(at int) source.Span {
	text, cut := r.text(), &r.cut
	if cut.line.Empty() || at < cut.line.Start || at > cut.line.End {
		cut.line = source.Span{Start: strings.LastIndexByte(text[:at], '\n') + 1, End: len(text)}
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			cut.line.End = at + i
		}
		if cut.sentences == nil {
			cut.sentences = cut.room[:0]
		}
		cut.sentences = token.Split(cut.sentences[:0], text, cut.line)
	}
	i, _ := slices.BinarySearchFunc(cut.sentences, at, func(s source.Span, at int) int {
		if s.End <= at {
			return -1
		}
		return 1
	})
	if i == len(cut.sentences) {
		return cut.line
	}
	s := cut.sentences[i]
	return source.Span{Start: s.Start, End: s.Start + len(strings.TrimRight(s.Of(text), "。"))}
}

// cutLine is a line of a text and its sentences.
type cutLine struct {
	line      source.Span
	sentences []source.Span
	room      [16]source.Span // for them, in lines of the usual length
}

// sentenceBefore returns the sentence before the one that begins at a byte.
func (r *reading) sentenceBefore(start int) string {
	text := r.text()
	end := len(strings.TrimRight(text[:start], "。\n"))
	return text[r.sentenceAt(max(0, end-1)).Start:end]
}

// sentenceBehind returns the sentence behind the one that ends at a byte.
func (r *reading) sentenceBehind(end int) string {
	text := r.text()
	at := len(text) - len(strings.TrimLeft(text[end:], "。\n"))
	if at == len(text) {
		return ""
	}
	return r.sentenceAt(at).Of(text)
}

// keptByVendor reports whether a sentence says that something is stored with the vendor:
// 「写真は当社のサーバーに保存します」, 「同期すると、端末のほか当社のクラウドにも保存します」.
func (r *reading) keptByVendor(sentence string) bool {
	switch {
	case !r.hosted(sentence) || denied(sentence):
		return false
	case spot.HasAny(sentence, r.t.Sides...):
		return r.keptThere(sentence)
	}
	if r.keptThere(sentence) {
		return true
	}
	return (spot.HasAny(sentence, r.t.Keeping...) || spot.HasAny(sentence, r.t.Sent...)) && !strings.Contains(sentence, "ず、")
}

// keptThere reports whether words say right behind a place with the vendor that something is
// kept there, or that it is erased from there.
func (r *reading) keptThere(sentence string) bool {
	for host, after := range behind(sentence, r.t.Hosts) {
		if r.theirs(sentence[:len(sentence)-len(after)-len(host)], host) {
			continue
		}
		phrase, _, _ := strings.Cut(after, "、")
		near := phrase[:min(len(phrase), len("ーにも保存され"))]
		if strings.HasPrefix(strings.TrimLeft(near, "ーバ"), "から") && spot.HasAny(near, r.t.Erased...) && !spot.HasAny(sentence, r.t.Once...) {
			return true // 「90日後にサーバーから消去されます」
		}
		if spot.HasAny(near, r.t.Keeping...) && !strings.Contains(phrase, "ず") && !strings.Contains(phrase, "な") && !strings.Contains(phrase, "せん") {
			return true
		}
	}
	return false
}

// hosted reports whether a sentence names a place with the vendor.
func (r *reading) hosted(sentence string) bool {
	for host, after := range behind(sentence, r.t.Hosts) {
		if !r.theirs(sentence[:len(sentence)-len(after)-len(host)], host) {
			return true
		}
	}
	return false
}

// theirs reports whether the words before a place say that it is the customer's own:
// 「お客様自身のSupabase」; a database that is called theirs may lie with the vendor.
func (r *reading) theirs(before, host string) bool {
	if host == "データベース" {
		return false
	}
	if spot.EndsAny(before, r.t.Whose...) {
		return true
	}
	who, ok := strings.CutSuffix(before, "の")
	return ok && spot.EndsAny(who, r.c.Tree.Parties.Customer...)
}

// behind yields each place of some words in a sentence: the word, and what follows it.
func behind(sentence string, words []string) iter.Seq2[string, string] {
	return func(yield func(word, after string) bool) {
		for _, w := range words {
			for rest := sentence; ; {
				_, after, ok := strings.Cut(rest, w)
				if !ok {
					break
				}
				if rest = after; !yield(w, after) {
					return
				}
			}
		}
	}
}

// keptHere reports whether a sentence, with the one before it, says that data in general
// stay on the customer's side: only there, or all of them.
func (r *reading) keptHere(before, sentence string) bool {
	if r.partly(sentence) {
		return false
	}
	here := spot.HasAny(sentence, r.t.Sides...)
	switch {
	case here && spot.HasAny(sentence, r.t.Unreached...) && r.remains(sentence):
		return true // 「端末の中で処理されて、当社には届きません」
	case r.notThere(sentence):
		return spot.HasAny(before, r.t.Sides...) && r.remains(before) && !r.partly(before)
	case here && (r.only(sentence) || (spot.HasAny(sentence, r.t.All...) || r.ofAll(sentence)) && r.remains(sentence)):
		return true
	case r.neverLeaves(sentence):
		return here || spot.HasAny(sentence, r.t.Hosts...) || spot.HasAny(before, r.t.Sides...) && r.remains(before) && !r.partly(before)
	}
	return false
}

// ofAll reports whether a sentence is about all that one has there and names one place for
// it: 「データはご利用のブラウザに保存されます」.
func (r *reading) ofAll(sentence string) bool {
	topic, rest, ok := strings.Cut(sentence, "は")
	return ok && len(topic) <= len("本アプリで利用者が作成したメモやその他のデータ") && spot.EndsAny(topic, r.t.Topics...) && !spot.HasAny(rest, r.t.Hosts...) && !spot.HasAny(rest, r.t.Besides...)
}

// partly reports whether a sentence is about what may stay with the customer though the
// rest does not.
func (r *reading) partly(sentence string) bool {
	return spot.HasAny(sentence, r.t.Partly...) && !spot.HasAny(sentence, r.t.Whole...)
}

// only reports whether a sentence says that something is kept on the customer's side alone:
// 「端末内にのみ保存」, 「お手元の機器だけに残ります」, 「処理はブラウザで完結します」.
func (r *reading) only(sentence string) bool {
	for side, after := range behind(sentence, r.t.Sides) {
		if !strings.Contains(after, side) && spot.HasAny(after, r.t.Staying...) {
			return true
		}
		near := after[:min(len(after), len("のデータベース内にのみ"))]
		if spot.HasAny(near, "のみ", "だけ") && r.remains(after) {
			return true
		}
	}
	return false
}

// remains reports whether words say that data are kept on the customer's side.
func (r *reading) remains(words string) bool {
	return spot.HasAny(words, r.t.Keeping...) || spot.HasAny(words, r.t.Remaining...)
}

// neverLeaves reports whether a sentence denies at its end that anything is sent out, or
// that somebody gets it or has a place for it.
func (r *reading) neverLeaves(sentence string) bool {
	if !denied(sentence) {
		return false
	}
	return spot.HasAny(sentence[max(0, len(sentence)-len("送信されることは一切ありません　　")):], r.t.Leaving...)
}

// notThere reports whether a sentence denies that something is kept with the vendor:
// 「運営者のサーバーには保存されません」.
func (r *reading) notThere(sentence string) bool {
	if !denied(sentence) || !spot.HasAny(sentence, r.t.Hosts...) {
		return false
	}
	return spot.HasAny(sentence[max(0, len(sentence)-len("保存されることは一切ありません　　")):], r.t.Keeping...)
}

// denied reports whether a sentence ends in a denial.
func denied(sentence string) bool {
	sentence = strings.TrimRight(sentence, "）) 　*")
	for _, w := range [...]string{"ません", "ない", "ないものとします", "ないものとする"} {
		if strings.HasSuffix(sentence, w) {
			return true
		}
	}
	return false
}

// serves reports whether the text speaks of something on which one can store anything:
// rules of a gymnasium or of a course do not, unless people give something to it. Signing
// up does not count where the text says that nobody needs to, nor at a shop.
func (r *reading) serves() bool {
	has := r.words().Has
	if r.teaches() {
		return slices.ContainsFunc(r.t.Given, has)
	}
	if r.text() == "" || slices.ContainsFunc(r.t.Stores, has) {
		return true
	}
	return slices.ContainsFunc(r.t.SignsUp, has) && !slices.ContainsFunc(r.t.NoSignUp, has) && !r.sells()
}

// teaches reports whether the vendor is a school, a class or a gymnasium by the word that the
// document has for it.
func (r *reading) teaches() bool {
	text := r.text()
	return text != "" && slices.ContainsFunc(r.c.Tree.Parties.Vendor, func(w string) bool { return spot.EndsAny(w, r.t.Teachers...) && strings.Contains(text, w) })
}

// sells reports whether the text is the terms of a shop.
func (r *reading) sells() bool { return r.often(r.t.Goods) >= 3 }

// often returns how often some words are in the text, together.
func (r *reading) often(words []string) (n int) {
	for _, w := range words {
		n += r.words().Often(w)
	}
	return n
}

// keepsSome reports whether a sentence of the text says that the vendor keeps something.
func (r *reading) keepsSome() bool { return r.keeps(func(string) bool { return true }) }

// keepsPut reports whether one says so of what people put in, which are not the vendor's
// own things.
func (r *reading) keepsPut() bool {
	return r.keeps(func(sentence string) bool {
		return spot.HasAny(sentence, r.t.PutBy...) && !spot.HasAny(sentence, r.t.OwnThings...) && r.keptThere(sentence)
	})
}

// keeps reports whether a sentence for which what holds says that the vendor keeps something.
func (r *reading) keeps(what func(sentence string) bool) bool {
	for at := range r.sentences(r.t.Hosts) {
		if sentence := at.Of(r.text()); r.keptByVendor(sentence) && what(sentence) {
			return true
		}
	}
	return false
}

// passing returns the sentences that say of what people put in that it is not kept: gone
// once it was worked on, or never stored. Nil where the vendor keeps something beside it.
func (r *reading) passing() []source.Span {
	var found []source.Span
	for at := range r.sentences(r.t.Gone) {
		if r.notKept(r.sentenceBefore(at.Start), at.Of(r.text())) {
			found = append(found, at)
		}
	}
	if len(found) > 0 && r.keepsSome() {
		return nil
	}
	return found
}

// notKept reports whether a sentence, which may point back to the one before it, says that
// what people put in is not kept: 「お送りいただいた音声は、変換が終わると消去されます」.
func (r *reading) notKept(before, sentence string) bool {
	about := spot.HasAny(sentence, r.t.Made...) || (strings.Contains(sentence, "これら") || strings.Contains(sentence, "それ")) && spot.HasAny(before, r.t.Made...)
	if !about || spot.HasAny(sentence, r.t.OwnThings...) || spot.HasAny(sentence, r.t.AtEnd...) {
		return false
	}
	if spot.HasAny(sentence, r.t.Once...) && spot.HasAny(sentence, r.t.Erased...) {
		return true
	}
	end := sentence[max(0, len(sentence)-len("保存したり、蓄積したりすることは一切ありません")):]
	return denied(sentence) && (spot.HasAny(end, r.t.Keeping...) || spot.HasAny(end, r.t.Gone...))
}

// putsIn reports whether the text names data that people put in.
func (r *reading) putsIn() bool { return spot.HasAny(r.text(), r.t.PutIn...) }

// inside reports whether the text is the rules of a house for its own people: they are
// its subjects, or whom rules by that name bind, or the paper is addressed to them, and nobody else is spoken to. What is on
// security is such rules only if it calls itself so.
func (r *reading) inside() bool {
	switch r.kind {
	case structure.Terms, structure.OtherKind:
	case structure.Security:
		if !slices.ContainsFunc(r.t.Itself, r.words().Has) {
			return false
		}
	default:
		return false
	}
	n := r.often(r.t.Staff)
	if slices.ContainsFunc(r.t.House, r.words().Has) {
		n += r.often(r.t.Everyone)
	}
	if slices.ContainsFunc(r.t.OwnPeople, r.words().Has) {
		n = 2
	}
	return n >= 2 && !slices.ContainsFunc(r.t.Outside, r.words().Has)
}

// ofAThing reports whether the text is the terms of something that the vendor hands out
// and speaks of no service: what is done with a template is done at the customer's.
func (r *reading) ofAThing() bool {
	return r.often(r.t.Things) >= 3 && !slices.ContainsFunc(r.t.Services, r.words().Has)
}
