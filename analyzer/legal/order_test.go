package legal

import (
	"os"
	"testing"
)

// worse orders the verdicts by how far the terms keep a customer from relying on
// the exception. A declared entrustment is a matter of its own.
var worse = map[Verdict]int{Supported: 1, Silent: 2, Conflicting: 3, Defeated: 4}

// ordered counts the pairs of documents whose verdicts differ in order, and those
// of them whose scores do not go the other way (half of a tie).
func ordered(docs []labelled, d *Data) (right, of float64) {
	score := make([]int, len(docs))
	for i, doc := range docs {
		score[i] = Judge(doc.c, d).Defeat.Value
	}
	for i, a := range docs {
		for k, b := range docs {
			if x, y := worse[a.verdict], worse[b.verdict]; x == 0 || y == 0 || x >= y {
				continue
			}
			of++
			switch {
			case score[i] < score[k]:
				right++
			case score[i] == score[k]:
				right += 0.5
			}
		}
	}
	return right, of
}

// TestScoresFollowVerdicts: on labelled documents, with their labels for findings,
// the worse verdict has the higher score.
func TestScoresFollowVerdicts(t *testing.T) {
	d := loadData(t)
	for _, dir := range []string{"../../corpus/evaluate/testdata/own", "../../../shared/gold/dev"} {
		if _, err := os.Stat(dir); err != nil {
			t.Logf("no labelled documents at %s", dir)
			continue
		}
		right, of := ordered(readLabelled(t, dir), d)
		t.Logf("%s: %.1f of %.0f pairs, %.3f", dir, right, of, right/of)
		if right/of < 0.92 {
			t.Errorf("%s: of the pairs of documents with different verdicts %.3f have scores in that order, want 0.92", dir, right/of)
		}
	}
}
