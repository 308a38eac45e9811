package token

import (
	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"

	"github.com/yakkan/yakkan/analyzer/source"
)

// Options are the settings of a Tokenizer. The zero value is the default.
type Options struct{}

// Tokenizer cuts sentences into tokens. It is safe for concurrent use.
type Tokenizer struct {
	kagome *tokenizer.Tokenizer
}

// New returns a tokenizer on the IPA dictionary.
func New(Options) (*Tokenizer, error) {
	k, err := tokenizer.New(ipa.Dict(), tokenizer.OmitBosEos())
	if err != nil {
		return nil, err
	}
	return &Tokenizer{kagome: k}, nil
}

// Tokenize appends to dst the tokens of the part of text that span covers.
// White space is left out. Spans are offsets into text.
func (t *Tokenizer) Tokenize(dst []Token, text string, span source.Span) []Token {
	for _, k := range t.kagome.Tokenize(span.Of(text)) {
		if isBlank(k.Surface) {
			continue
		}
		start := span.Start + k.Position
		tok := Token{Span: source.Span{Start: start, End: start + len(k.Surface)}, Surface: k.Surface, Base: k.Surface}
		if b, ok := k.BaseForm(); ok && b != "*" && b != "" {
			tok.Base = b
		}
		var row [6]string
		for i := range row {
			row[i], _ = k.FeatureAt(i)
		}
		tok.POS, tok.Form = classify(row)
		refine(&tok)
		dst = append(dst, tok)
	}
	return dst
}

func isBlank(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '　' && r != '\t' && r != '\n' && r != '\r' {
			return false
		}
	}
	return true
}
