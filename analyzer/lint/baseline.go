// The baseline holds the issues that a team has decided to live with for now. It
// names a clause by its wording (finding.Wording), so that renumbered articles,
// moved paragraphs and wrapped lines open nothing again, and counts, so that a
// second clause of the same wording does. It is sorted, one entry a line, to be
// read in a pull request.

package lint

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// BaselineSchema is the version of the file.
const BaselineSchema = "yakkan.baseline/1"

// Baseline is a baseline file. A nil Baseline is empty.
type Baseline struct {
	Entries []BaselineEntry

	file string
}

// BaselineEntry is a clause that was there before: how often the wording is
// found in the document. Rule is for the reader; what counts is the fingerprint.
type BaselineEntry struct {
	Document    string `json:"document"` // relative to the folder of the file
	Rule        string `json:"rule"`
	Fingerprint string `json:"fingerprint"`
	Count       int    `json:"count"`
}

// DecodeBaseline reads a baseline; file is its path, which documents are named
// relative to.
func DecodeBaseline(file string, src []byte) (*Baseline, error) {
	var in struct {
		Schema  string          `json:"schema"`
		Entries []BaselineEntry `json:"entries"`
	}
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return nil, fmt.Errorf("read baseline %s, line %d: %w", file, 1+bytes.Count(src[:min(int(dec.InputOffset()), len(src))], []byte("\n")), err)
	}
	if in.Schema != BaselineSchema {
		return nil, fmt.Errorf("read baseline %s: its schema is %q, not %s; write it again with this version", file, in.Schema, BaselineSchema)
	}
	return &Baseline{Entries: in.Entries, file: file}, nil
}

// NewBaseline makes a baseline of the issues of a run that are not suppressed;
// file is where it will be written.
func NewBaseline(file string, r *Result) *Baseline {
	b := &Baseline{file: file}
	counts := map[BaselineEntry]int{}
	for _, is := range r.Issues {
		if is.State != Suppressed && is.Fingerprint != "" && is.Severity != "info" {
			counts[BaselineEntry{Document: b.name(is.Document), Rule: is.Rule, Fingerprint: stem(is.Fingerprint)}]++
		}
	}
	for e, n := range counts {
		e.Count = n
		b.Entries = append(b.Entries, e)
	}
	b.sort()
	return b
}

// Prune returns b without what the run did not find in the documents it read.
// Entries of other documents stay.
func (b *Baseline) Prune(r *Result) *Baseline {
	now := map[[2]string]int{}
	for _, e := range NewBaseline(b.file, r).Entries {
		now[e.key()] += e.Count
	}
	out := &Baseline{file: b.file}
	read := names(r.Inputs)
	for _, e := range b.Entries {
		if !slices.ContainsFunc(read, func(n string) bool { return b.name(n) == e.Document }) {
			out.Entries = append(out.Entries, e)
			continue
		}
		left := min(e.Count, now[e.key()])
		now[e.key()] -= left
		if e.Count = left; left > 0 {
			out.Entries = append(out.Entries, e)
		}
	}
	out.sort()
	return out
}

// Update returns the baseline of a run with the entries of b for documents that
// the run did not read.
func (b *Baseline) Update(r *Result) *Baseline {
	out := NewBaseline(b.file, r)
	read := names(r.Inputs)
	for _, e := range b.Entries {
		if !slices.ContainsFunc(read, func(n string) bool { return b.name(n) == e.Document }) {
			out.Entries = append(out.Entries, e)
		}
	}
	out.sort()
	return out
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Entries, func(x, y BaselineEntry) int {
		return cmp.Or(strings.Compare(x.Document, y.Document), strings.Compare(x.Rule, y.Rule), strings.Compare(x.Fingerprint, y.Fingerprint))
	})
}

func (b *Baseline) name(document string) string { return relative(filepath.Dir(b.file), document) }

func (e BaselineEntry) key() [2]string { return [2]string{e.Document, e.Fingerprint} }

// stem is a fingerprint without the number of its repetition.
func stem(print string) string {
	s, _, _ := strings.Cut(print, "-")
	return s
}

// Write writes b, one entry a line.
func (b *Baseline) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\"schema\":%q,\"entries\":[", BaselineSchema)
	for i, e := range b.Entries {
		line, err := encode(e)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	if len(b.Entries) > 0 {
		out.WriteByte('\n')
	}
	out.WriteString("]}\n")
	return out.Flush()
}

// encode is JSON on one line with Japanese and < as they are.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(buf.Bytes(), "\n"), nil
}

// mark sets the state of issues that are in the baseline, and returns how many
// entries for the documents that were read are found no more.
func (b *Baseline) mark(issues []Issue, read []string) (gone int) {
	if b == nil {
		return 0
	}
	left := map[[2]string]int{}
	for _, e := range b.Entries {
		left[e.key()] += e.Count
	}
	for i := range issues {
		is := &issues[i]
		if is.Fingerprint == "" {
			continue
		}
		key := [2]string{b.name(is.Document), stem(is.Fingerprint)}
		if left[key] > 0 {
			left[key]--
			if is.State == New {
				is.State = Old
			}
		}
	}
	for _, name := range read {
		for key, n := range left {
			if key[0] == b.name(name) {
				gone += n
				delete(left, key)
			}
		}
	}
	return gone
}

// Against counts what b and an older baseline have in common, what only b has,
// and what only the older one has. A nil baseline is empty.
func (b *Baseline) Against(old *Baseline) (kept, added, gone int) {
	before := map[[2]string]int{}
	if old != nil {
		for _, e := range old.Entries {
			before[e.key()] += e.Count
		}
	}
	for _, e := range b.Entries {
		n := min(e.Count, before[e.key()])
		before[e.key()] -= n
		kept += n
		added += e.Count - n
	}
	for _, n := range before {
		gone += n
	}
	return kept, added, gone
}
