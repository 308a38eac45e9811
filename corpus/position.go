package corpus

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
)

// Order is an order of documents.
type Order string

// The orders of documents; what has the same score goes by the other score, then
// by its place in the source.
const (
	ByDefeat      Order = "defeat"    // highest first
	ByDefeatUp    Order = "-defeat"   // lowest first
	ByDivision    Order = "division"  // highest first
	ByDivisionLow Order = "-division" // lowest first
)

func (o Order) compare() func(a, b Standing) int {
	better := func(a, b Standing) int {
		return cmp.Or(cmp.Compare(b.Division, a.Division), cmp.Compare(a.Defeat, b.Defeat), cmp.Compare(a.N, b.N))
	}
	switch o {
	case ByDefeat:
		return worse
	case ByDefeatUp:
		return func(a, b Standing) int { return worse(b, a) }
	case ByDivision:
		return better
	case ByDivisionLow:
		return func(a, b Standing) int { return better(b, a) }
	}
	return nil
}

// Results returns the summary of a complete run.
func Results(ctx context.Context, where string) (*Summary, error) {
	s, err := existingShelf(ctx, where)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return readSummary(ctx, s)
}

// existingShelf opens a place that has results; it makes no folder.
func existingShelf(ctx context.Context, where string) (shelf, error) {
	if dir, ok := localFolder(where); ok {
		return diskShelf(dir), nil
	}
	return openShelf(ctx, where)
}

// Rank returns the first top documents of a complete run by an order. It reads
// documents.csv as a stream.
func Rank(ctx context.Context, where string, by Order, top int) ([]Standing, error) {
	order := by.compare()
	if order == nil {
		return nil, fmt.Errorf("there is no order %q: use defeat, -defeat, division or -division", by)
	}
	s, err := existingShelf(ctx, where)
	if err != nil {
		return nil, err
	}
	defer s.close()
	f, err := s.open(ctx, "documents.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		_, _ = in.Discard(3)
	}
	rows := csv.NewReader(in)
	rows.ReuseRecord = true
	head, err := rows.Read()
	if err != nil || !slices.Equal(head, documentColumns) {
		return nil, fmt.Errorf("documents.csv has other columns than this version writes")
	}
	column := func(name string) int { return slices.Index(documentColumns, name) }
	id, n, status, verdict, defeat, division := column("id"), column("n"), column("status"), column("verdict"), column("defeat"), column("division")
	var list []Standing
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if row[status] != string(document.Complete) && row[status] != string(document.Partial) || row[defeat] == "" {
			continue
		}
		one := Standing{ID: strings.Clone(unsafeCell(row[id])), Verdict: strings.Clone(row[verdict])}
		for _, c := range []struct {
			to *int
			at int
		}{{&one.N, n}, {&one.Defeat, defeat}, {&one.Division, division}} {
			if *c.to, err = strconv.Atoi(row[c.at]); err != nil {
				return nil, fmt.Errorf("documents.csv: %w", err)
			}
		}
		list = insert(list, one, order, top)
	}
}

// unsafeCell undoes safeCell.
func unsafeCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && safeCell(s[1:]) == s {
		return s[1:]
	}
	return s
}

// Position is where a document stands in a corpus. Shares are of 100.
type Position struct {
	Of               int     // documents compared with
	Verdict          float64 // share that has the same verdict
	Defeat, Division Standpoint
	Classes          []ClassPosition // of the document or the corpus, by group and share
}

// Standpoint is where a score stands among those of a corpus.
type Standpoint struct {
	Below, Same, Above float64
	Median             int
}

// ClassPosition is how common a class is, and whether the document has it.
type ClassPosition struct {
	Class string
	Group string
	Label report.Text
	Share float64
	Here  bool
}

// Position says where a document stands in the corpus. The document itself is not
// taken out of it.
func (s *Summary) Position(r *report.Report) Position {
	of := s.Read()
	share := func(n int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	p := Position{Of: of, Verdict: share(s.Verdicts[r.Verdict.Terms]), Defeat: standpoint(s.Defeat, r.Scores.Defeat.Value), Division: standpoint(s.Division, r.Scores.Division.Value)}
	here := map[string]bool{}
	for _, f := range r.Findings {
		if !here[f.Class] && !slices.ContainsFunc(s.Classes, func(c ClassShare) bool { return c.Class == f.Class }) {
			p.Classes = append(p.Classes, ClassPosition{Class: f.Class, Group: f.Group, Label: f.Label, Here: true})
		}
		here[f.Class] = true
	}
	for _, c := range s.Classes {
		p.Classes = append(p.Classes, ClassPosition{c.Class, c.Group, c.Label, share(c.Documents), here[c.Class]})
	}
	groups := []string{"power", "support", "division", "context"}
	slices.SortStableFunc(p.Classes, func(a, b ClassPosition) int {
		return cmp.Or(cmp.Compare(slices.Index(groups, a.Group), slices.Index(groups, b.Group)), cmp.Compare(b.Share, a.Share), cmp.Compare(a.Class, b.Class))
	})
	return p
}

func standpoint(scores []int, v int) Standpoint {
	below, same, above := 0, 0, 0
	for at, n := range scores {
		switch {
		case at < v:
			below += n
		case at == v:
			same += n
		default:
			above += n
		}
	}
	all := float64(max(1, below+same+above))
	return Standpoint{100 * float64(below) / all, 100 * float64(same) / all, 100 * float64(above) / all, median(scores)}
}

// median is the score that half of the documents do not exceed.
func median(scores []int) int {
	total, sum := 0, 0
	for _, n := range scores {
		total += n
	}
	for v, n := range scores {
		if sum += n; 2*sum >= total {
			return v
		}
	}
	return 0
}
