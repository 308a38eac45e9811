package api

import (
	"context"
	"fmt"
	"mime"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// CompareJSON is the JSON body of POST /v1/compare.
type CompareJSON struct {
	Columns []ColumnIn `json:"columns" minItems:"2" maxItems:"20" doc:"What to put side by side."`
}

// ColumnIn is one column: a text, or an analysis that was kept.
type ColumnIn struct {
	Label    string `json:"label,omitempty" maxLength:"255" doc:"Heading of the column, such as the vendor. Without it the name of the document."`
	Name     string `json:"name,omitempty" maxLength:"255"`
	Kind     string `json:"kind,omitempty" enum:"terms,privacy,dpa,security,nda,contract,other"`
	Format   string `json:"format,omitempty" enum:"text,markdown,html"`
	Text     string `json:"text,omitempty" doc:"The document. Either this, data or analysis."`
	Data     []byte `json:"data,omitempty" doc:"The bytes of a file in base64."`
	Analysis string `json:"analysis,omitempty" pattern:"^[0-9a-v]{26}$" doc:"ID of a kept analysis; its first document."`
}

// CompareIn asks for a comparison.
type CompareIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"256"`

	// Columns are what to compare. Over HTTP they are the body.
	Columns []Column `json:"-"`
}

// Column is one document of a comparison.
type Column struct {
	Label    string
	Analysis string // ID of a kept analysis; "" means Upload
	Upload   Upload
}

// CompareOut is a comparison.
type CompareOut struct {
	CacheControl string `header:"Cache-Control"`
	Body         Comparison
}

// Comparison is documents side by side. The cells of each row are in the order
// of the columns.
type Comparison struct {
	Columns  []ComparedColumn  `json:"columns"`
	Elements []ComparedElement `json:"elements" doc:"The element sheet, an element a row."`
	Classes  []ComparedClass   `json:"classes" doc:"Who has which class of clause; only classes that some document has or lacks."`
	Notices  []Text            `json:"notices" doc:"To be shown with the comparison."`
}

// ComparedColumn is the head of a column.
type ComparedColumn struct {
	Label    string           `json:"label"`
	Document ComparedDocument `json:"document"`
	Verdict  ComparedVerdict  `json:"verdict"`
	Defeat   *ComparedScore   `json:"defeat,omitempty" doc:"Missing where the document could not be read."`
	Division *ComparedScore   `json:"division,omitempty" doc:"Missing where the document could not be read."`
	Powers   int              `json:"powers" doc:"Findings of powers."`
	Absences int              `json:"absences" doc:"Classes that were looked for and not found."`
}

// ComparedDocument says which document a column is about.
type ComparedDocument struct {
	Name     string            `json:"name"`
	Kind     string            `json:"kind"`
	SHA256   string            `json:"sha256"`
	Status   string            `json:"status"`
	Problems []ComparedProblem `json:"problems"`
}

// ComparedProblem says what could not be read.
type ComparedProblem struct {
	Code    string `json:"code"`
	Message Text   `json:"message"`
}

// ComparedVerdict is the verdict of a column.
type ComparedVerdict struct {
	Terms    string   `json:"terms"`
	Label    Text     `json:"label"`
	Overlays []string `json:"overlays"`
}

// ComparedScore is a score with its range, 0 to 100.
type ComparedScore struct {
	Value int  `json:"value"`
	Low   int  `json:"low"`
	High  int  `json:"high"`
	Band  Text `json:"band" doc:"In words; empty for the score of defeat."`
}

// ComparedElement is a row of the element sheet.
type ComparedElement struct {
	ID    string        `json:"id"`
	Label Text          `json:"label"`
	Cells []ElementCell `json:"cells"`
}

// ElementCell is what one document says to an element.
type ElementCell struct {
	Status string       `json:"status" doc:"met, defeated, conditional, conflicting, silent, fact_needed; unread for a document that could not be read."`
	Says   Text         `json:"says"`
	Quotes []ShortQuote `json:"quotes"`
}

// ShortQuote is a provision that bears on a cell.
type ShortQuote struct {
	Article string `json:"article"`
	Line    int    `json:"line"`
	Place   string `json:"place" doc:"Where a reader of the format finds it: the page (p.3), the paragraph (¶12) or the line (L45)."`
	Class   string `json:"class"`
	Quote   string `json:"quote"`
}

// ComparedClass is a row of clause classes.
type ComparedClass struct {
	Class string      `json:"class"`
	Group string      `json:"group"`
	Label Text        `json:"label"`
	Cells []ClassCell `json:"cells"`
}

// ClassCell is what one document has of a class.
type ClassCell struct {
	State  string       `json:"state" doc:"found, weak, absent (looked for and not found), none (not looked for), unread."`
	Quotes []ShortQuote `json:"quotes"`
}

// Resolve reads the columns from the body.
func (in *CompareIn) Resolve(ctx huma.Context) []error {
	r := requestOf(ctx.Context())
	req := humagin.Unwrap(ctx).Request
	media, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if media != "application/json" {
		docs, done, err := r.server.uploads(ctx, r.server.service.limits.Documents)
		r.onEnd(done)
		for _, d := range docs {
			in.Columns = append(in.Columns, Column{Upload: d})
		}
		if err != nil {
			return []error{err}
		}
		return nil
	}
	var v CompareJSON
	if _, err := r.server.jsonIn(r, req, &v); err != nil {
		return []error{err}
	}
	for i, c := range v.Columns {
		one := c.Text != "" || len(c.Data) > 0
		if one == (c.Analysis != "") {
			return []error{newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
				with(Detail{Pointer: fmt.Sprintf("/columns/%d/text", i), Messages: Text{JA: "text、data、analysis のいずれか一つが必要です", EN: "one of text, data and analysis is needed"}})}
		}
		col := Column{Label: cleanName(c.Label), Analysis: c.Analysis, Upload: Upload{Name: cleanName(c.Name), Kind: structure.DocumentKind(c.Kind), Format: document.Format(c.Format)}}
		if one {
			var err error
			if col.Upload.Data, err = content(c.Text, c.Data, fmt.Sprintf("/columns/%d", i)); err != nil {
				return []error{err}
			}
		}
		in.Columns = append(in.Columns, col)
	}
	return nil
}

// Compare puts documents side by side. Nothing of it is kept.
func (s *Service) Compare(ctx context.Context, in *CompareIn) (*Comparison, error) {
	caller, err := need(ctx, ScopeAnalyze)
	if err != nil {
		return nil, err
	}
	if len(in.Columns) < 2 || len(in.Columns) > s.limits.Documents {
		return nil, problemf("invalid", "比較する文書を2件から%[1]d件指定してください。", "Give 2 to %[1]d documents to compare.", s.limits.Documents)
	}
	reports := make([]*report.Report, len(in.Columns))
	var uploads []Upload
	var at []int
	for i, c := range in.Columns {
		if c.Analysis == "" {
			uploads, at = append(uploads, c.Upload), append(at, i)
			continue
		}
		if !caller.May(ScopeRead) {
			_, err := need(ctx, ScopeRead)
			return nil, err
		}
		a, err := s.Analysis(ctx, c.Analysis)
		if err != nil {
			return nil, err
		}
		kept, err := a.Reports()
		if err != nil {
			return nil, err
		}
		reports[i] = kept[0]
	}
	if len(uploads) > 0 {
		docs, err := s.read(ctx, uploads)
		if err != nil {
			return nil, err
		}
		for k, d := range docs {
			reports[at[k]] = d.Report
		}
	}
	labels := make([]string, len(reports))
	for i, c := range in.Columns {
		labels[i] = c.Label
		if labels[i] == "" {
			labels[i] = reports[i].Document.Name
		}
		if labels[i] == "" {
			labels[i] = fmt.Sprint(i + 1)
		}
	}
	return SideBySide(labels, reports), nil
}

// SideBySide puts reports into the columns of a comparison.
func SideBySide(labels []string, reports []*report.Report) *Comparison {
	labels = distinct(labels)
	c := &Comparison{Columns: []ComparedColumn{}, Elements: []ComparedElement{}, Classes: []ComparedClass{}, Notices: []Text{}}
	for i, r := range reports {
		c.Columns = append(c.Columns, column(labels[i], r))
		for _, n := range r.Notices {
			if !slices.Contains(c.Notices, n) {
				c.Notices = append(c.Notices, n)
			}
		}
	}
	c.elements(reports)
	c.classes(reports)
	return c
}

// distinct numbers labels that are the same: files of all vendors may be called
// 利用規約.pdf, and nobody could tell their columns apart.
func distinct(labels []string) []string {
	count, seen := map[string]int{}, map[string]int{}
	for _, l := range labels {
		count[l]++
	}
	out := slices.Clone(labels)
	for i, l := range labels {
		if count[l] > 1 {
			seen[l]++
			out[i] = fmt.Sprintf("%s (%d)", l, seen[l])
		}
	}
	return out
}

func column(label string, r *report.Report) ComparedColumn {
	out := ComparedColumn{
		Label:    label,
		Document: ComparedDocument{Name: r.Document.Name, Kind: r.Document.Kind, SHA256: r.Document.SHA256, Status: r.Document.Status, Problems: []ComparedProblem{}},
		Verdict:  ComparedVerdict{Terms: r.Verdict.Terms, Label: r.Verdict.Label, Overlays: append([]string{}, r.Verdict.Overlays...)},
		Absences: len(r.Absences),
	}
	if s := &r.Scores; !s.Hidden {
		out.Defeat = &ComparedScore{Value: s.Defeat.Value, Low: s.Defeat.Low, High: s.Defeat.High}
		out.Division = &ComparedScore{Value: s.Division.Value, Low: s.Division.Value, High: s.Division.Value, Band: s.Division.Band}
	}
	for _, p := range r.Document.Problems {
		out.Document.Problems = append(out.Document.Problems, ComparedProblem{Code: p.Code, Message: p.Message})
	}
	for i := range r.Findings {
		if r.Findings[i].Group == "power" {
			out.Powers++
		}
	}
	return out
}

// elements fills the sheet: the elements in the order of the first report that
// has them.
func (c *Comparison) elements(reports []*report.Report) {
	row := map[string]int{}
	for _, r := range reports {
		for _, e := range r.Elements {
			if _, ok := row[e.ID]; !ok {
				row[e.ID] = len(c.Elements)
				c.Elements = append(c.Elements, ComparedElement{ID: e.ID, Label: e.Label, Cells: blank(len(reports), ElementCell{Status: report.Unread, Quotes: []ShortQuote{}})})
			}
		}
	}
	for i, r := range reports {
		for _, e := range r.Elements {
			cell := ElementCell{Status: e.Status, Says: e.Says, Quotes: []ShortQuote{}}
			for _, id := range e.Findings {
				if f := r.By(id); f != nil {
					cell.Quotes = append(cell.Quotes, shortQuote(f))
				}
			}
			c.Elements[row[e.ID]].Cells[i] = cell
		}
	}
}

// classes fills the table of classes, by group and then in the order found.
func (c *Comparison) classes(reports []*report.Report) {
	row := map[string]int{}
	add := func(class, group string, label Text) int {
		k, ok := row[class]
		if !ok {
			k = len(c.Classes)
			row[class] = k
			c.Classes = append(c.Classes, ComparedClass{Class: class, Group: group, Label: label, Cells: blank(len(reports), ClassCell{State: "none", Quotes: []ShortQuote{}})})
		}
		if group != "" {
			c.Classes[k].Group = group
		}
		return k
	}
	for i, r := range reports {
		for _, a := range r.Absences {
			c.Classes[add(a.Class, "division", a.Label)].Cells[i].State = "absent"
		}
		for k := range r.Findings {
			f := &r.Findings[k]
			cell := &c.Classes[add(f.Class, f.Group, f.Label)].Cells[i]
			if f.Weak && cell.State != "found" {
				cell.State = "weak"
			} else {
				cell.State = "found"
			}
			cell.Quotes = append(cell.Quotes, shortQuote(f))
		}
	}
	for i, r := range reports {
		if r.Document.Status == "unreadable" {
			for k := range c.Classes {
				c.Classes[k].Cells[i].State = report.Unread
			}
		}
	}
	order := []string{"power", "support", "division", "context"}
	slices.SortStableFunc(c.Classes, func(a, b ComparedClass) int { return slices.Index(order, a.Group) - slices.Index(order, b.Group) })
}

func blank[T any](n int, v T) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func shortQuote(f *report.Finding) ShortQuote {
	q := strings.Join(strings.Fields(f.Quote), " ")
	if r := []rune(q); len(r) > 200 {
		q = string(r[:199]) + "…"
	}
	return ShortQuote{Article: f.Article, Line: f.Line, Place: f.Place(), Class: f.Class, Quote: q}
}

// postCompare is POST /v1/compare.
func (s *Service) postCompare(ctx context.Context, in *CompareIn) (*CompareOut, error) {
	var what []Upload
	var names []string
	for _, col := range in.Columns {
		what, names = append(what, col.Upload), append(names, col.Label, col.Analysis)
	}
	c, err := once(ctx, s, in.IdempotencyKey, func() []string { return payload("compare", what, names...) }, func() (*Comparison, error) { return s.Compare(ctx, in) })
	if err != nil {
		return nil, err
	}
	return &CompareOut{CacheControl: "no-store", Body: *c}, nil
}
