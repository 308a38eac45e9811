package corpus

import (
	"fmt"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Settings is what the results of a run depend on beside the documents: the
// rules, and the options that differ from document to document least.
func Settings(a *analyzer.Analyzer, opt analyzer.Options) map[string]string {
	l := opt.Limits.WithDefaults()
	return map[string]string{
		"version": a.Version, "library": a.Library.Digest(), "dictionary": token.Version(), "law_version": a.Library.Legal().LawVersion,
		"kind": string(opt.Kind), "format": string(opt.Format),
		"limits": fmt.Sprintf("bytes=%d depth=%d provisions=%d seconds=%d", l.Bytes, l.Depth, l.Provisions, l.Seconds),
	}
}

// OptionsOf returns the options that settings were made of.
func OptionsOf(settings map[string]string) (analyzer.Options, error) {
	opt := analyzer.Options{Kind: structure.DocumentKind(settings["kind"]), Format: document.Format(settings["format"])}
	l := &opt.Limits
	if _, err := fmt.Sscanf(settings["limits"], "bytes=%d depth=%d provisions=%d seconds=%d", &l.Bytes, &l.Depth, &l.Provisions, &l.Seconds); err != nil {
		return opt, fmt.Errorf("the limits %q cannot be read", settings["limits"])
	}
	return opt, nil
}

// LabelsOf returns the words of a summary.
func LabelsOf(data *legal.Data) Labels {
	v := data.Verdicts
	var l Labels
	for _, t := range v.Verdicts {
		l.Verdicts = append(l.Verdicts, Label{ID: string(t.ID), Label: t.Title})
	}
	for _, t := range v.Overlays {
		l.Overlays = append(l.Overlays, Label{ID: string(t.ID), Label: t.Title})
	}
	l.Notices = []report.Text{v.Disclaimers.Short, v.Disclaimers.Score, data.Dated(data.LawVersion)}
	return l
}
