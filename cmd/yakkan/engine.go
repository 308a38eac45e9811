package main

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// engine is the compiled library with the tokenizer.
type engine struct {
	lib *patterns.Library
	tok *token.Tokenizer
}

// open loads the built-in library, the folders given by --library on top, and
// the tokenizer.
func (a *app) open() (*engine, error) {
	layers := []fs.FS{patterns.FS}
	for _, dir := range a.library {
		st, err := os.Stat(dir)
		if err != nil || !st.IsDir() {
			return nil, fmt.Errorf("--library %s: そのようなフォルダはありません", dir)
		}
		layers = append(layers, os.DirFS(dir))
	}
	lib, err := patterns.Load(layers...)
	if err != nil {
		return nil, err
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		return nil, err
	}
	return &engine{lib: lib, tok: tok}, nil
}
