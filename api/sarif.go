package api

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yakkan/yakkan/analyzer/lint"
)

// sarifMedia is the media type of SARIF (OASIS SARIF 2.1.0, appendix on media types).
const sarifMedia = "application/sarif+json"

// acceptsSARIF reports whether Accept names SARIF. Wildcards mean JSON.
func acceptsSARIF(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		media, _, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(media), sarifMedia) {
			return true
		}
	}
	return false
}

// sarif writes the findings of an analysis that was made for this request as
// yakkan lint does without a configuration. Suppressions in the text hold.
func (s *Service) sarif(a *Analysis, lang string) ([]byte, error) {
	if a.Documents == nil {
		return nil, fmt.Errorf("SARIF of analysis %s: it was not made for this request", a.ID)
	}
	opt := lint.Options{Sources: s.library.Legal().Sources, Today: s.now().In(japan), Version: s.version}
	for _, c := range s.library.List() {
		for _, p := range c.Patterns {
			opt.Rules = append(opt.Rules, lint.Rule{ID: c.Class.ID + "/" + p, Class: c.Class})
		}
	}
	var inputs []lint.Input
	for i, d := range a.Documents {
		r := d.Report
		if r.Document.Name == "" { // SARIF wants an address
			named := *r
			named.Document.Name = fmt.Sprintf("document-%d", i)
			r = &named
		}
		inputs = append(inputs, lint.Input{Report: r, Document: d.Document, Tree: d.Tree, Findings: d.Findings})
	}
	var b bytes.Buffer
	err := lint.Check(inputs, opt).Write(&b, "sarif", lint.WriteOptions{Lang: lang})
	return b.Bytes(), err
}
