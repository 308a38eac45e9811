// Package evaluate measures findings against labels that people made by
// reading: precision, recall and agreement, class by class.
package evaluate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Label is one provision that a reader marked.
type Label struct {
	Line    int    `json:"line"` // 1-based, in the text as it lies on disk
	Quote   string `json:"quote"`
	Class   string `json:"class"`
	Data    string `json:"data"`
	Trigger string `json:"trigger"`
	Sure    *bool  `json:"sure,omitempty"` // nil means true
	Weak    bool   `json:"weak,omitempty"`
}

// optional reports whether a label is neither a miss when unmatched nor counted
// when matched.
func (l Label) optional(group string) bool {
	if l.Sure != nil && !*l.Sure {
		return true
	}
	return (group == "division" || group == "context") && ownData(l.Data)
}

func ownData(data string) bool { return data == "account_info" || data == "usage_log" }

// Document is a labelled text.
type Document struct {
	ID       string
	Path     string
	Text     []byte
	Verdict  string
	Overlays []string
	Labels   []Label
}

type header struct {
	Doc      string   `json:"doc"`
	Verdict  string   `json:"verdict"`
	Overlays []string `json:"overlays"`
}

// Load reads DIR/txt/ID.* and DIR/labels/ID.jsonl. Every text needs labels and
// every file of labels a text.
func Load(dir string) ([]Document, error) {
	files, err := filepath.Glob(filepath.Join(dir, "labels", "*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no labels/*.jsonl; give a folder with txt/ID.txt and labels/ID.jsonl", dir)
	}
	sort.Strings(files)
	var docs []Document
	for _, f := range files {
		id := strings.TrimSuffix(filepath.Base(f), ".jsonl")
		d, err := loadOne(dir, id, f)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func loadOne(dir, id, labels string) (Document, error) {
	d := Document{ID: id}
	texts, err := filepath.Glob(filepath.Join(dir, "txt", id+".*"))
	if err != nil || len(texts) != 1 {
		return d, fmt.Errorf("%s: want exactly one text %s, found %d", labels, filepath.Join(dir, "txt", id+".*"), len(texts))
	}
	d.Path = texts[0]
	if d.Text, err = os.ReadFile(d.Path); err != nil {
		return d, err
	}
	raw, err := os.ReadFile(labels)
	if err != nil {
		return d, err
	}
	sc := bufio.NewScanner(bytes.NewReader(raw))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := bytes.TrimSpace(sc.Bytes())
		if len(line) == 0 {
			continue
		}
		if n == 1 {
			var h header
			if err := json.Unmarshal(line, &h); err != nil {
				return d, fmt.Errorf("%s:%d: %w", labels, n, err)
			}
			d.Verdict, d.Overlays = h.Verdict, h.Overlays
			continue
		}
		var l Label
		if err := json.Unmarshal(line, &l); err != nil {
			return d, fmt.Errorf("%s:%d: %w", labels, n, err)
		}
		if l.Class == "" || l.Line < 1 {
			return d, fmt.Errorf("%s:%d: a label needs line and class", labels, n)
		}
		d.Labels = append(d.Labels, l)
	}
	return d, sc.Err()
}
