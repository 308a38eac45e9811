package token

import (
	"unicode"
	"unicode/utf8"
)

// classify maps a POS row of the IPA dictionary (品詞, 細分類1 to 3, 活用型,
// 活用形) to the coarse parts of speech of this package.
func classify(row [6]string) (POS, Form) {
	form := forms[row[5]]
	switch row[0] {
	case "名詞":
		switch row[1] {
		case "サ変接続":
			return VerbalNoun, form
		case "形容動詞語幹", "ナイ形容詞語幹":
			return AdjectivalNoun, form
		case "副詞可能":
			return AdverbialNoun, form
		case "数":
			return Number, form
		case "非自立":
			if row[2] == "副詞可能" {
				return AdverbialNoun, form
			}
			return FormalNoun, form
		case "接尾":
			switch row[2] {
			case "副詞可能":
				return AdverbialNoun, form
			case "形容動詞語幹":
				return AdjectivalNoun, form
			}
		}
		return Noun, form
	case "動詞":
		if row[1] == "自立" {
			return Verb, form
		}
		return BoundVerb, form
	case "形容詞":
		return Adjective, form
	case "副詞":
		return Adverb, form
	case "連体詞":
		return Adnominal, form
	case "接続詞":
		return Conjunction, form
	case "助詞":
		switch row[1] {
		case "格助詞":
			return CaseParticle, form
		case "係助詞":
			return TopicParticle, form
		case "連体化":
			return AdnominalParticle, form
		case "接続助詞":
			return ConjunctiveParticle, form
		case "副助詞", "副助詞／並立助詞／終助詞":
			return AdverbialParticle, form
		case "並立助詞":
			return ParallelParticle, form
		}
		return OtherParticle, form
	case "助動詞":
		return Auxiliary, form
	case "接頭詞":
		return Prefix, form
	case "記号":
		switch row[1] {
		case "読点":
			return Comma, form
		case "句点":
			return Period, form
		case "括弧開":
			return OpenBracket, form
		case "括弧閉":
			return CloseBracket, form
		}
		return Symbol, form
	}
	return Other, form
}

var forms = map[string]Form{
	"未然形": Irrealis, "未然ウ接続": Irrealis, "未然ヌ接続": Irrealis, "未然レル接続": Irrealis, "未然特殊": Irrealis,
	"連用形": Continuative, "連用タ接続": Continuative, "連用テ接続": Continuative, "連用デ接続": Continuative, "連用ニ接続": Continuative, "連用ゴザイ接続": Continuative,
	"基本形": Terminal, "文語基本形": Terminal, "現代基本形": Terminal, "基本形-促音便": Terminal,
	"体言接続": Attributive, "体言接続特殊": Attributive, "体言接続特殊２": Attributive,
	"仮定形": Hypothetical, "仮定縮約１": Hypothetical, "仮定縮約２": Hypothetical,
	"命令ｅ": Imperative, "命令ｒｏ": Imperative, "命令ｙｏ": Imperative, "命令ｉ": Imperative,
}

// refine returns the part of speech of a word, also of signs that the dictionary
// does not know as such.
func refine(surface string, pos POS) POS {
	switch surface {
	case "、", "，", ",":
		return Comma
	case "。", "．", ".":
		return Period
	case "「", "『", "（", "(", "【", "［", "[", "〔", "｢", "“":
		return OpenBracket
	case "」", "』", "）", ")", "】", "］", "]", "〕", "｣", "”":
		return CloseBracket
	}
	if pos == VerbalNoun {
		if r, _ := utf8.DecodeRuneInString(surface); !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return Symbol // of signs that the dictionary does not know it thinks as of 名詞,サ変接続
		}
	}
	return pos
}
