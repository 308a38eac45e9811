// Package builtintest is the analyzer as it is built in, for tests of packages that
// know the analysis of a document only from its results. What it gives is made once.
package builtintest

import (
	"sync"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

var library = sync.OnceValues(func() (*patterns.Library, error) { return patterns.Load() })

var machine = sync.OnceValues(func() (*analyzer.Analyzer, error) {
	lib, err := library()
	if err != nil {
		return nil, err
	}
	tok, err := token.New(token.Options{})
	return &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}, err
})

// Library returns the built-in library, compiled from its files.
func Library(tb testing.TB) *patterns.Library {
	tb.Helper()
	lib, err := library()
	if err != nil {
		tb.Fatal(err)
	}
	return lib
}

// Analyzer returns the analyzer of the built-in library and dictionary.
func Analyzer(tb testing.TB) *analyzer.Analyzer {
	tb.Helper()
	a, err := machine()
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// Read analyses a text.
func Read(tb testing.TB, name, text string) *analyzer.Analysis {
	tb.Helper()
	got, err := Analyzer(tb).Read(tb.Context(), name, []byte(text), analyzer.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return got
}
