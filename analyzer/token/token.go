// Package token cuts clauses into sentences and sentences into morphemes. It is
// the only importer of kagome.
package token

import "github.com/yakkan/yakkan/analyzer/source"

// Token is one morpheme of the IPA dictionary. It has no pointers, so that a document's
// tokens lie close together and are nothing to the collector; Text knows its letters.
type Token struct {
	Start, End int32 // bytes in Document.Text
	ID         int32 // of the word in the dictionary, from 1; 0 for an unknown word. Tokens of one ID share surface and base
	Surface    Word  // what is written, if it has a number
	Base       Word  // its base form, likewise; = Surface where the dictionary has none. ん, ぬ and ず as negative auxiliaries have the base ない
	POS        POS
	Form       Form
}

// Span returns the place of t in Document.Text.
func (t *Token) Span() source.Span { return source.Span{Start: int(t.Start), End: int(t.End)} }

// Text is a text that was cut into tokens: it knows what stands in them.
type Text struct {
	text string
	dict *dictionary
}

// Text returns a text for the tokens that t cuts it into.
func (t *Tokenizer) Text(text string) Text { return Text{text, t.dict} }

// Surface returns the letters of a token of x.
func (x Text) Surface(t *Token) string { return x.text[t.Start:t.End] }

// Base returns the letters of the base form of a token of x.
func (x Text) Base(t *Token) string {
	switch {
	case t.Base != 0:
		return t.Base.String()
	case t.ID > 0:
		if at := x.dict.baseOf[t.ID-1]; at != 0 {
			return x.dict.baseAt(at)
		}
	}
	return x.Surface(t)
}

// Between returns the letters of the tokens from a to b, without the white space
// between them.
func (x Text) Between(tokens []Token, a, b int) string {
	if a >= b {
		return ""
	}
	for i := a + 1; i < b; i++ {
		if tokens[i-1].End != tokens[i].Start {
			var all []byte
			for k := a; k < b; k++ {
				all = append(all, x.Surface(&tokens[k])...)
			}
			return string(all)
		}
	}
	return x.text[tokens[a].Start:tokens[b-1].End]
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
	Text    Text // of Tokens
	Proviso bool // begins with ただし, 但し, もっとも: it belongs to the sentence before it
}

// Surface returns the letters of token i.
func (s *Sentence) Surface(i int) string { return s.Text.Surface(&s.Tokens[i]) }

// Base returns the letters of the base form of token i.
func (s *Sentence) Base(i int) string { return s.Text.Base(&s.Tokens[i]) }
