//go:build !mapped

package token

import "github.com/ikawaha/kagome-dict/ipa"

// embedded builds the dictionary from the one that the program contains.
func embedded() (*dictionary, error) { return fromKagome(ipa.Dict(), dictionaryName) }
