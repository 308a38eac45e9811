package patterns

import (
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// nodeAt makes the YAML node that a phrase would come from.
func nodeAt(src string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: src, Line: 1, Column: 1}
}

// matchesIn runs a library on a text, through the whole line.
func matchesIn(tb testing.TB, lib *Library, text string) []finding.Match {
	tb.Helper()
	tree := structure.Parse(document.Read("test.txt", []byte(text), document.Options{Format: document.Plain}), lib.Parties())
	matches, err := lib.Match(tb.Context(), norm.NewReader(tree, mustTokenizer(tb), lib))
	if err != nil {
		tb.Fatal(err)
	}
	return matches
}
