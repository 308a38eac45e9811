// Package norm reads from a sentence who may, must, must not, will or will not
// do what to which data, when, and except when. Words are compared as the numbers
// that tokens carry, constants with the name of the word (named.go).
package norm

import (
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Norm is one predication of a sentence: 「当社は、…できる」. A sentence with
// coordinated predicates of different subjects or modalities has several.
type Norm struct {
	Unit       *Unit
	Start, End int // token range in Unit.Sentence.Tokens
	Head       int // index of the token that heads the predicate (the last content verb, verbal noun or adjective); -1 for none

	Bearer     structure.Role
	BearerSpan source.Span // the words that name it, in Document.Text; empty when inherited or assumed
	BearerBy   BearerSource

	Modality Modality
	Consent  bool // consent fiction: the customer agrees that the vendor acts; Bearer and Modality are then the vendor's
	Effort   bool // 努める, 努力する
	Softened bool // 原則として, 通常, 可能な限り
	Passive  bool

	Condition bool // tokens with role Condition exist
	Purpose   bool
	Exception bool // …を除き, …以外, ただし…この限りでない (also in the next sentence or in items)

	Trigger  Trigger // from condition and purpose (of the exception, where Modality denies and Exception is set); None if nothing says
	Data     Data    // kind of the nearest data object; NoData if none
	DataSpan source.Span

	bare   bool // a continuative without polarity of its own
	shall  bool // ものとする
	listed bool // an item in plain form that names an act its lead denies
	cannot bool // できない
}

// ObjectOmitted reports whether a predicate names no object of its own, so that it
// goes on with what was named before it, by the predicate before or in a condition:
// 「データを監視する義務を負わないが、監視する権利を留保する」, 「内容に誤りがあるときは、修正できる」.
func (n *Norm) ObjectOmitted() bool {
	t := n.Unit.Sentence.Tokens
	for k := n.Start + 1; k < n.End; k++ {
		if t[k].Surface == を && n.Unit.Sentence.Proviso && insides.Has(t[k-1].Surface) && (k == n.Start+1 || t[k-2].Surface != の && !isNominal(&t[k-2])) {
			continue // 「ただし、内容を閲覧することがある」: of what the sentence before names
		}
		if t[k].Surface == を && n.Unit.Roles[k] == Main && !hollowNouns.Has(t[k-1].Surface) && !actOnly.Has(t[k-1].Surface) && !rights.Has(t[k-1].Surface) && t[k-1].POS != token.VerbalNoun && t[k-1].POS != token.FormalNoun {
			return false
		}
		if n.Unit.Roles[k] == Main {
			switch t[k].Surface {
			case について, に対し, に対して, に関し, に関して, の:
				if t[k].Surface == の && n.Unit.Roles[k-1] == Purpose {
					continue // 「評価の目的での利用に同意する」
				}
				if _, party := partyAt(n.Unit, k); !party && (t[k].Surface != の || n.Unit.Does(k+1) && t[k+1].POS == token.VerbalNoun && t[k-1].POS != token.VerbalNoun && !actOnly.Has(t[k-1].Surface)) {
					return false // 「…設備について」, 「脆弱性の修正を行う」; not 「事前の通知なく」, 「削除、利用の制限を行う」
				}
			}
		}
		if isTopic(n.Unit, k) && n.Unit.Roles[k] == Main {
			if _, party := partyAt(n.Unit, k); !party {
				return false
			}
		}
	}
	return true
}

// insides are words for what a thing holds.
var insides = token.SetOf(内容, 中身, 全部, 一部, 全文)

// Modalities returns the modality of n and, where n is an item that only names
// an act, that which the lead gives it: 「次の行為をすることができる」 permits, and what
// 「次の事項を遵守する」 and 「次の行為をしてはならない」 make of 「漏らさないこと」 and 「再委託すること」.
func (n *Norm) Modalities() (own, given Modality) {
	u := n.Unit
	if n.Modality == Nominal && u.Lead != nil && u.Inherits == Acts && len(u.Lead.Norms) > 0 {
		l := u.Lead.announcing()
		if l.Modality == Permission && permitsActs(l) {
			return n.Modality, l.Modality
		}
		if l.Modality == Will && l.Bearer == structure.Vendor && doesActs(l) {
			return n.Modality, Will
		}
		if act, denied := n.namesAct(); act {
			switch {
			case (l.Modality == Prohibition || l.Modality == Denial && (binds(l) || permitsActs(l))) && !denied:
				return n.Modality, l.Modality
			case (l.Modality == Obligation || l.Modality == Will) && binds(l):
				if denied {
					return n.Modality, Prohibition
				}
				return n.Modality, Obligation
			}
		}
	}
	return n.Modality, n.Modality
}

// announcing returns the norm that what is listed below the sentence belongs to: the last
// but for one that only disclaims (「次の権利を有しますが、義務は負いません」), or nil.
func (u *Unit) announcing() *Norm {
	k := len(u.Norms) - 1
	if k > 0 && u.Norms[k].Modality == Exempt {
		k--
	}
	if k < 0 {
		return nil
	}
	return &u.Norms[k]
}

// namesAct reports whether n ends in 「…すること」, and whether that is 「…しないこと」.
func (n *Norm) namesAct() (act, denied bool) {
	t := n.Unit.Sentence.Tokens[n.Start:n.End]
	if n.listed {
		return true, false
	}
	for len(t) > 0 && (t[len(t)-1].POS == token.Period || t[len(t)-1].POS == token.CloseBracket) {
		t = t[:len(t)-1]
	}
	if k := len(t) - 1; k > 0 && t[k].Surface == こと {
		return true, t[k-1].Base == ない
	}
	return false, false
}

// binds reports whether a lead promises or is bound to do what its items name, and does
// not only tell them.
func binds(n *Norm) bool {
	if n.Head < 0 {
		return false
	}
	t := n.Unit.Sentence.Tokens
	b := t[n.Head].Base
	return lightVerbs.Has(b) || binding.Has(b) || adjoin(t, 遵守, 事項)
}

// adjoin reports whether two words stand together: 「当社の遵守事項は、次のとおりとします」.
func adjoin(t []token.Token, first, second token.Word) bool {
	for i := 1; i < len(t); i++ {
		if t[i].Surface == second && t[i-1].Surface == first {
			return true
		}
	}
	return false
}

// binding are the words of leads whose items are duties: 「次の事項を守る」, 「次の義務を負う」.
var binding = token.SetOf(遵守, 守る, 実施, 講じる, 講ずる, 負う, 約束, 確約, 誓約, 誓う, 約する, 義務, 責務, 責任, 取り扱う)

// doesActs reports whether a lead says that the acts of its items are done: 「次の作業を行います」.
func doesActs(n *Norm) bool {
	t := n.Unit.Sentence.Tokens
	h := n.Head
	if h >= 2 && t[h].Base == 実施 && t[h-1].Surface == を {
		h -= 2
	}
	return h >= 0 && (t[h].Surface == 作業 || t[h].Surface == 行為)
}

// permitsActs reports whether a lead permits to do what its items name, and does
// not only announce them (「次の事項を確認できます」).
func permitsActs(n *Norm) bool {
	t := n.Unit.Sentence.Tokens
	if n.Head >= 0 && lightVerbs.Has(t[n.Head].Base) {
		return true
	}
	for k := n.Start; k < n.End; k++ {
		switch t[k].Surface {
		case 行為, 措置, 権利, 権限, 取り扱い, 取扱い, 処分:
			return true
		case こと, 対応, 処置, 作業, 処理, 操作:
			// 「次のことをする場合があります」, 「以下の対応を行うことができる」
			if k > n.Start+1 && k+2 < n.End && t[k-1].Surface == の && listed.Has(t[k-2].Surface) && (t[k+1].Surface == を || t[k+1].Surface == が) && lightVerbs.Has(t[k+2].Base) {
				return true
			}
		}
	}
	return false
}

// listed are the words by which a lead points to its items.
var listed = token.SetOf(次, 以下, 下記, 各号)

// Unit is a sentence with everything it is read with.
type Unit struct {
	Clause    *structure.Clause
	Sentence  *token.Sentence
	Roles     []TokenRole // one per token
	Marks     []Mark      // data words and trigger phrases, from the lexicon and from the document's definitions; see Mark
	Parties   []PartyMark // party words
	Norms     []Norm
	Lead      *Unit    // last sentence of the lead (柱書), when the clause is an item
	Provisos  []*Unit  // the ただし sentences that follow and belong to it
	ItemsAre  ItemRole // what the items of this sentence are to it
	Inherits  ItemRole // what this sentence, as an item, is to its lead
	Kept      any      // what whoever asks for units keeps of the sentence
	step      step     // how far its outline is read
	marked    bool     // Marks are there
	finished  bool     // triggers and data are there
	traits    traits   // of the words of the sentence
	classes   classes  // that its tokens are of
	roles     uint8    // that occur in Roles beside main, brackets and relatives, a bit each
	deeds     []bool   // one per token, see Does; nil before somebody asks
	undecided int      // the first token of deeds that is settled
	reader    *Reader
	at        [2]int  // clause and sentence of reader
	items     []int32 // clauses of reader that are its items
	read      []*Unit // their first sentences, once somebody asked
}

// memory returns what the unit lies in.
func (u *Unit) memory() *Memory { return u.reader.mem }

// HasItems reports whether the sentence introduces items.
func (u *Unit) HasItems() bool { return len(u.items) > 0 }

// Items returns the first sentences of the items that this sentence introduces.
// They are read when they are asked for.
func (u *Unit) Items() []*Unit {
	if u.read == nil && len(u.items) > 0 {
		u.read = u.memory().read.Take(len(u.items))
		for i, c := range u.items {
			u.read[i] = u.reader.bare(int(c), 0)
		}
		for _, it := range u.read {
			if it.Roles == nil {
				it.Lead, it.Inherits = u, u.ItemsAre
				roles(it)
			}
		}
	}
	return u.read
}

// TokenRole says where in a sentence a token stands.
type TokenRole uint8

// The roles of tokens.
const (
	Main      TokenRole = iota
	Condition           // …場合, …ときは, …したら, …に応じて
	Exception           // …を除き, …以外, …のほか
	Purpose             // …のため, …を目的として
	Relative            // a clause that modifies a noun
	Bracket             // inside （）
	Quoted              // inside 「」
)

// ItemRole is what the items of a lead are to its predicate.
type ItemRole uint8

// The roles of items.
const (
	NoItems    ItemRole = iota
	Acts                // 次の行為を…, 次の措置を講じる
	Conditions          // 次の場合に…
	Exceptions          // 次の場合を除き…
	Purposes            // 次の目的のために…
	Objects             // 次の情報を…
	Terms               // 次の用語の意味
)

// BearerSource says how the bearer was found.
type BearerSource uint8

// The sources of a bearer, the surest first.
const (
	Unstated BearerSource = iota
	Topic                 // …は
	Subject               // …が
	Agent                 // …により, …による, passive
	FromLead
	FromBefore // the sentence before
	FromConsent
	Assumed // no subject, power passive: the vendor by LEGAL.md 2.E
)

// Modality is what the predicate does to the act.
type Modality uint8

// The modalities.
const (
	Statement   Modality = iota // is, has, means
	Permission                  // できる, ことがある, 場合がある, 権利を有する, 妨げない, 留保する, 許諾する (granted)
	Will                        // する, します, いたします, ものとする with the vendor
	Obligation                  // なければならない, 義務を負う, ものとする with the customer, てください
	Prohibition                 // してはならない, 禁止する, customer: できない, しないものとする
	Denial                      // vendor: しない, いたしません, ことはない, できない (it has no power)
	Exempt                      // 義務を負わない, 責任を負わない, 保証しない
	Nominal                     // no predicate: 「特権操作の記録」
)

// Trigger is what lets a power arise, the widest that holds (LABELS.md).
type Trigger uint8

// The triggers, from none to the widest.
const (
	NoTrigger Trigger = iota
	Legal
	ConsentGiven
	Request
	Breach
	Operation
	Discretion
)

// Data is the kind of data a clause is about (LABELS.md).
type Data uint8

// The kinds of data.
const (
	NoData Data = iota
	CustomerData
	PersonalInfo
	Confidential
	UsageLog
	AccountInfo
)

// Mark is a place in a sentence where the lexicon knows a data word or a
// trigger phrase. Start and End are token indices, half-open.
type Mark struct {
	Start, End int
	Data       Data
	Trigger    Trigger
}

// PartyMark is a place in a sentence where a party is named, as token indices.
type PartyMark struct {
	Start, End int
	Role       structure.Role
}

// Before returns the outline of the sentence before it in the same clause, or nil.
// It is read when it is asked for.
func (u *Unit) Before() *Unit {
	if u.reader == nil || u.at[1] == 0 {
		return nil
	}
	return u.reader.Outline(u.at[0], u.at[1]-1)
}

// Pointed returns the sentence that u points back to: the one before it, or, at the
// beginning of a provision which opens with a word that points (「これらの情報は」, 「ただし」)
// or whose only object is one (「利用者は、これらを複製することを許諾する」), the last of the
// provision before it under the same caption. Its outline is read when it is asked for. It
// is nil if there is none.
func (u *Unit) Pointed() *Unit {
	if b := u.Before(); b != nil || u.reader == nil || u.at[1] != 0 || u.at[0] == 0 {
		return b
	}
	t := u.Sentence.Tokens
	opens := false
	for i := 0; i < len(t) && i < 6; i++ {
		switch t[i].Surface {
		case これ, これら, それら, 当該, かかる, 上記, ただし, 但し:
			opens = true
		case 前項: // 「前項の統計データ」, not 「前項の定めにかかわらず」
			opens = opens || i+3 < len(t) && t[i+1].Surface == の && (generic.Has(t[i+2].Surface) || generic.Has(t[i+3].Surface))
		case は, を:
			i = len(t)
		}
	}
	if !opens && !u.onlyPoints() {
		return nil
	}
	return u.provisionBefore()
}

// onlyPoints reports whether the first object of the sentence is これ or これら.
func (u *Unit) onlyPoints() bool {
	t := u.Sentence.Tokens
	for i := 1; i < len(t); i++ {
		if t[i].Surface == を {
			return t[i-1].Surface == これ || t[i-1].Surface == これら || t[i-1].Surface == それら
		}
	}
	return false
}

// provisionBefore returns the last sentence of the provision before that of u under the
// same caption, or nil. Its outline is read when it is asked for.
func (u *Unit) provisionBefore() *Unit {
	if u.reader == nil || u.at[0] == 0 {
		return nil
	}
	own, last := u.reader.clauses[u.at[0]], u.reader.clauses[u.at[0]-1]
	if own.Clause.Provision.Parent != last.Clause.Provision.Parent || len(last.Sentences) == 0 {
		return nil
	}
	return u.reader.Outline(u.at[0]-1, len(last.Sentences)-1)
}

// Mark finds the data words and trigger phrases of a sentence, if nobody did before.
func (u *Unit) Mark() {
	if !u.marked && u.reader != nil {
		u.marked = true
		u.Marks = u.reader.mark(u)
	}
}

// Finish reads what an outline leaves: marks, and the triggers and data of the
// norms. Of a sentence that only others are read with it finds the marks.
func (u *Unit) Finish() {
	u.Mark()
	if u.finished || u.step < outlined {
		return
	}
	u.finished = true
	if u.Lead != nil {
		u.Lead.Finish() // it looks at the marks of its items as they stand there
	}
	resolve(u)
	for i := range u.Norms {
		readTrigger(u, &u.Norms[i])
		readData(u, &u.Norms[i])
	}
}

// Finished reports whether Finish has nothing left to do.
func (u *Unit) Finished() bool { return u.finished }

// Lexicon finds the words that norms are made of. The compiled library
// implements it; it must be safe for concurrent use.
type Lexicon interface {
	// Marks returns the marks of a sentence in a text, in order of Start. They may lie in
	// memory that goes with mem.
	Marks(mem *Memory, text token.Text, tokens []token.Token) []Mark
}
