// Package examples holds the example documents, so that the program can show
// them without the files. They are inventions.
package examples

import "embed"

// Files are the documents.
//
//go:embed *.md */*.md
var Files embed.FS
