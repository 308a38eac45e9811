package report

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// markedProvision is a provision of the text with its findings marked.
type markedProvision struct {
	Kind    string // of structure: article, paragraph, item, …
	Depth   int    // of indent, 0 to 4
	Number  string
	Caption string
	Runs    []markedRun
}

// markedRun is a stretch of text that the same findings cover.
type markedRun struct {
	Text    string
	Group   string         // of the gravest finding that covers it; "" for none
	Gravest string         // its ID
	Begins  []*markFinding // the findings that begin here
	Key     bool           // evidence: the words that a rule went by
}

// markFinding is a finding at the place where it begins.
type markFinding struct {
	ID, Label string
}

// marks of a group, the gravest first.
var groupOrder = []string{string(finding.Power), string(finding.Support), string(finding.Division), string(finding.Context)}

// mark is a finding over the text.
type mark struct {
	span  source.Span
	id    string
	group string
	label Text
	keys  []source.Span
}

// markText cuts the text at every border of a finding, so that findings may
// overlap: each stretch knows all that cover it and shows the gravest.
func markText(opt HTMLOptions) []markedProvision {
	if opt.Tree == nil || opt.Document == nil {
		return nil
	}
	var marks []mark
	for i := range opt.Findings {
		f := &opt.Findings[i]
		m := mark{span: f.Span, id: f.ID, group: string(f.Match.Class.Group), label: f.Match.Class.Title}
		for _, e := range f.Match.Evidence {
			m.keys = append(m.keys, e.Span)
		}
		marks = append(marks, m)
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.span.Start, b.span.Start) })
	var out []markedProvision
	from := 0 // marks before it end before the provision
	for _, p := range opt.Tree.Provisions {
		mp := markedProvision{Kind: p.Kind.String(), Depth: indent(p), Number: p.Number, Caption: p.Caption.Of(opt.Document.Text)}
		for from < len(marks) && marks[from].span.End <= p.Span.Start {
			from++
		}
		mp.Runs = runs(opt.Document, p.Body, marks[from:], opt.Lang)
		if len(mp.Runs) > 0 || mp.Caption != "" || mp.Number != "" {
			out = append(out, mp)
		}
	}
	return out
}

// indent is how far a provision stands in: items below paragraphs below articles.
func indent(p *structure.Provision) int {
	switch p.Kind {
	case structure.Paragraph:
		return 1
	case structure.Item:
		return 2
	case structure.Subitem:
		n := 3
		for q := p.Parent; q != nil && q.Kind == structure.Subitem && n < 5; q = q.Parent {
			n++
		}
		return n
	}
	return 0
}

// runs cuts span at the borders of the marks over it.
func runs(d *document.Document, span source.Span, marks []mark, lang string) []markedRun {
	if span.Empty() {
		return nil
	}
	var over []mark
	cuts := []int{span.Start, span.End}
	cut := func(at int) {
		if span.Start < at && at < span.End {
			cuts = append(cuts, at)
		}
	}
	for _, m := range marks {
		if m.span.Start >= span.End {
			break
		}
		if m.span.Overlaps(span) {
			over = append(over, m)
			cut(m.span.Start)
			cut(m.span.End)
			for _, k := range m.keys {
				cut(k.Start)
				cut(k.End)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []markedRun
	for i := 0; i+1 < len(cuts); i++ {
		piece := source.Span{Start: cuts[i], End: cuts[i+1]}
		run := markedRun{Text: piece.Of(d.Text)}
		best := len(groupOrder) + 1
		for _, m := range over {
			if !m.span.Overlaps(piece) {
				continue
			}
			rank := slices.Index(groupOrder, m.group)
			if rank < 0 {
				rank = len(groupOrder)
			}
			if rank < best {
				best, run.Group, run.Gravest = rank, m.group, m.id
			}
			if max(m.span.Start, span.Start) == piece.Start && m.span.Start >= span.Start {
				run.Begins = append(run.Begins, &markFinding{m.id, In(m.label, lang)})
			}
			run.Key = run.Key || slices.ContainsFunc(m.keys, piece.Overlaps)
		}
		out = append(out, run)
	}
	return out
}
