//go:build !mapped

package token

import (
	_ "embed"

	"github.com/ikawaha/kagome-dict/ipa"
)

// often says how often letters that could be a word of the dictionary occur in the
// rules, clauses and documents of the project itself: a word a line, a tab, a number.
// It decides where in the tables words lie, never what they are.
//
//go:generate go run often_make.go ../../patterns ../../corpus/evaluate/testdata/own ../../docs/examples
//go:embed often.txt
var often string

// segmentList has the segments that those texts have again and again (learn).
//
//go:generate go test -run TestMakeSegments -segments
//go:embed segments.txt
var segmentList string

// embedded builds the dictionary from the one that the program contains.
func embedded() (*dictionary, error) {
	d, err := fromKagome(ipa.Dict(), cacheName, often)
	if err != nil {
		return nil, err
	}
	return d, d.learn(segmentList)
}
