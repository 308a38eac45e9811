package main

import (
	"context"
	"slices"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/analyzer/report"
)

// between returns the provisions of the contracts of the settings that do not
// agree with those of another document; the sides name files.
func (a *app) between(ctx context.Context, e *engine, cfg *lint.Config, opt analyzer.Options) ([]report.Contradiction, error) {
	if cfg == nil {
		return nil, nil
	}
	opt.Trace = nil
	var out []report.Contradiction
	for _, k := range cfg.Contracts {
		if len(k.Documents) < 2 {
			continue
		}
		var docs []analyzer.CaseDocument
		var order []int
		for i, m := range k.Documents {
			file := cfg.Resolve(m.Path)
			data, err := a.readInput(file, opt.Limits.Bytes)
			if err != nil {
				return nil, err
			}
			docs = append(docs, analyzer.CaseDocument{Name: file, As: m.Paper(), Data: data})
			order = append(order, i)
		}
		got, err := e.ReadCase(ctx, docs, analyzer.CaseOptions{Options: opt, Name: k.Name, Order: order})
		if err != nil {
			return nil, err
		}
		names := map[string]string{}
		for i, d := range got.Report.Documents {
			names[d.ID] = docs[i].Name
		}
		for _, c := range got.Report.Contradictions {
			if len(c.Sides) != 2 || c.Sides[0].Document == c.Sides[1].Document {
				continue
			}
			c.Sides = slices.Clone(c.Sides)
			for i := range c.Sides {
				if name, ok := names[c.Sides[i].Document]; ok {
					c.Sides[i].Document = name
				}
			}
			out = append(out, c)
		}
	}
	return out, nil
}
