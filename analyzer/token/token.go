// Package token cuts clauses into sentences and sentences into morphemes. It is
// the only importer of kagome.
package token

import "github.com/yakkan/yakkan/analyzer/source"

// Token is one morpheme of the IPA dictionary.
type Token struct {
	Span    source.Span // in Document.Text
	Surface string
	Base    string // base form; = Surface where the dictionary has none. ん, ぬ and ず as negative auxiliaries have the base ない
	ID      int32  // of the word in the dictionary, from 1; 0 for an unknown word. Tokens of one ID share surface and base
	POS     POS
	Form    Form
}

// POS is a part of speech, as coarse as the analyzer needs it.
type POS uint8

// The parts of speech.
const (
	Other          POS = iota
	Noun               // 名詞一般, 固有名詞, 代名詞, 数, 接尾
	VerbalNoun         // 名詞,サ変接続
	AdjectivalNoun     // 名詞,形容動詞語幹
	FormalNoun         // 名詞,非自立: こと, もの, ため, とき(as noun), 場合 is AdverbialNoun
	AdverbialNoun      // 名詞,副詞可能 and 接尾,副詞可能: 場合, 際, 上, 後
	Verb               // 動詞,自立
	BoundVerb          // 動詞,非自立 and 接尾: いる, いただく, 得る, れる, られる, せる
	Adjective
	Adverb
	Adnominal           // 連体詞
	Conjunction         // 接続詞
	CaseParticle        // が, を, に, で, と, から, まで, より, へ, について, により, として
	TopicParticle       // は, も and other 係助詞
	AdnominalParticle   // の
	ConjunctiveParticle // て, ば, が, ながら, つつ
	AdverbialParticle   // のみ, だけ, まで, など, 等 is Noun
	ParallelParticle    // と, や, とか
	OtherParticle
	Auxiliary
	Prefix
	Comma  // 、 ，
	Period // 。 ．
	OpenBracket
	CloseBracket
	Symbol
	Number
)

// Form is an inflected form.
type Form uint8

// The inflected forms.
const (
	NoForm       Form = iota
	Irrealis          // 未然形
	Continuative      // 連用形
	Terminal          // 基本形 (= 連体形 for most)
	Attributive       // 連体形, 体言接続
	Hypothetical      // 仮定形
	Imperative        // 命令形
)

// Sentence is a sentence of a clause. Brackets are respected: a 。 inside 「」
// or （） does not end it.
type Sentence struct {
	Span    source.Span // without surrounding white space, with the 。
	Tokens  []Token
	Proviso bool // begins with ただし, 但し, もっとも: it belongs to the sentence before it
}
