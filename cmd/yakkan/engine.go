package main

import (
	"io/fs"
	"os"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// engine is the compiled library with the analyzer on it.
type engine struct {
	*analyzer.Analyzer
	lib *patterns.Library
}

// open loads the built-in library, the folders given by --library on top, and
// the tokenizer. The two are loaded side by side.
func (a *app) open() (*engine, error) {
	layers := []fs.FS{patterns.FS}
	for _, dir := range a.library {
		st, err := os.Stat(dir)
		if err != nil || !st.IsDir() {
			return nil, fail("--library %s: そのようなフォルダはありません", "--library %s: there is no such folder", dir)
		}
		layers = append(layers, patterns.Dir(dir))
	}
	type loaded struct {
		tok *token.Tokenizer
		err error
	}
	ready := make(chan loaded, 1)
	go func() {
		tok, err := token.New(token.Options{})
		ready <- loaded{tok, err}
	}()
	lib, err := patterns.Open(token.CacheDir(""), layers...)
	tok := <-ready
	if err != nil {
		return nil, err
	}
	if tok.err != nil {
		return nil, tok.err
	}
	return &engine{lib: lib, Analyzer: &analyzer.Analyzer{Library: lib, Tokenizer: tok.tok, Version: patterns.Version}}, nil
}
