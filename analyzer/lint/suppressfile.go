package lint

import (
	"encoding/hex"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// SuppressFile is yakkan.suppress.yaml: suppressions for documents that one may
// not edit. It is not changed once decoded.
type SuppressFile struct {
	Version  int        `yaml:"version"`
	Suppress []Excepted `yaml:"suppress"`

	file string // its path; documents are named relative to its folder
}

// Excepted is one suppression. Document is a path or glob relative to the file,
// SHA256 the digest of a document; one of them is needed, and with both, both
// must agree. Without a fingerprint all findings of the rule are meant.
type Excepted struct {
	Document    string `yaml:"document"`
	SHA256      string `yaml:"sha256"`
	Rule        string `yaml:"rule"`
	Fingerprint string `yaml:"fingerprint"`
	Reason      string `yaml:"reason"`
	Owner       string `yaml:"owner"`
	Until       string `yaml:"until"`

	line, column int
}

// DecodeSuppress reads a side file; file is its path. The error is of type
// legal.Mistakes. A missing reason, a date that is over and the like are no
// mistakes here but issues of the run.
func DecodeSuppress(file string, src []byte) (*SuppressFile, error) {
	s := &SuppressFile{file: file}
	d, err := decodeYAML(file, src, s)
	if err != nil {
		return nil, err
	}
	d.version(s.Version)
	for i := range s.Suppress {
		e := &s.Suppress[i]
		e.line, e.column = d.at("suppress", i)
		if e.Document == "" && e.SHA256 == "" {
			d.report(Text{JA: "document 又は sha256 で文書を指定してください", EN: "name the document by document or sha256"}, "suppress", i)
		}
		if _, err := hex.DecodeString(e.SHA256); e.SHA256 != "" && (err != nil || len(e.SHA256) != 64) {
			d.report(Text{JA: "sha256 は 16 進数 64 桁です", EN: "a sha256 has 64 hexadecimal digits"}, "suppress", i, "sha256")
		}
		if e.Rule == "" {
			d.report(Text{JA: "rule がありません", EN: "lacks a rule"}, "suppress", i)
		}
		if _, err := path.Match(e.Document, ""); err != nil {
			d.report(Text{JA: fmt.Sprintf("document %q はパターンとして読めません", e.Document), EN: fmt.Sprintf("document %q is no pattern", e.Document)}, "suppress", i, "document")
		}
	}
	return s, d.err()
}

// sideFile is a side file in a run.
type sideFile struct {
	dir     string
	entries []*sideEntry
}

type sideEntry struct {
	suppression
	Excepted
}

func newSideFile(opt *Options) *sideFile {
	s := &sideFile{}
	if opt.Suppress == nil {
		return s
	}
	s.dir = filepath.Dir(opt.Suppress.file)
	for _, e := range opt.Suppress.Suppress {
		x := &sideEntry{Excepted: e}
		x.rules = []string{e.Rule}
		x.place = Issue{Document: opt.Suppress.file, State: New, Line: e.line, Column: e.column, EndLine: e.line, EndColumn: e.column}
		x.cause = Cause{Kind: "file", Reason: e.Reason, Owner: e.Owner, Until: e.Until, File: opt.Suppress.file, Line: e.line}
		x.check(opt)
		s.entries = append(s.entries, x)
	}
	return s
}

// suppress returns why the side file suppresses an issue, or nil.
func (s *sideFile) suppress(is *Issue) *Cause {
	for _, e := range s.entries {
		if e.wrong != nil || !e.takes(is.Rule) || !s.names(e, is.input) || e.Fingerprint != "" && e.Fingerprint != is.Fingerprint {
			continue
		}
		e.used = true
		return new(e.cause)
	}
	return nil
}

// names reports whether an entry means a document.
func (s *sideFile) names(e *sideEntry, in *Input) bool {
	if e.SHA256 != "" && !strings.EqualFold(e.SHA256, in.Report.Document.SHA256) {
		return false
	}
	return e.Document == "" || matchPath(e.Document, relative(s.dir, in.Report.Document.Name))
}

// issues are what is wrong with the file. An entry for a document that was not
// among the inputs is not unused.
func (s *sideFile) issues(opt *Options, inputs []Input) []Issue {
	var out []Issue
	for _, e := range s.entries {
		if e.wrong == nil && !slices.ContainsFunc(inputs, func(in Input) bool { return s.names(e, &in) }) {
			continue
		}
		out = e.report(out, opt, func() (string, string) {
			return fmt.Sprintf("規則 %s の抑制は使われていません。不要なら削除してください。", e.Rule), fmt.Sprintf("the suppression of %s is not used; delete it if it is not needed.", e.Rule)
		})
	}
	return out
}
