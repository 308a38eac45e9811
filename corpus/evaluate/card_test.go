package evaluate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/corpus/evaluate"
)

func cardOf(t *testing.T, set string, r *evaluate.Result, day int) string {
	t.Helper()
	var b strings.Builder
	if err := evaluate.WriteCard(&b, set, r, time.Date(2026, 4, day, 12, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func cardResult() *evaluate.Result {
	return &evaluate.Result{
		Digest: "abc", Documents: 3, MacroF1: 0.9, PowersSupports: 0.85,
		Verdict: evaluate.Share{Right: 2, Of: 3}, Trigger: evaluate.Share{Right: 9, Of: 10},
		Confidence: map[string]evaluate.Share{"high": {Right: 19, Of: 20}},
		Classes: []evaluate.Score{
			{Class: "monitor", Group: "power", N: 10, Hits: 8, Misses: 2, Alarms: 2, Precision: 0.8, Recall: 0.8, F: 0.8},
			{Class: "train", Group: "power", Alarms: 1},
		},
	}
}

func TestWriteCard(t *testing.T) {
	got := cardOf(t, "own", cardResult(), 1)
	want := `
## own
Date: 2026-04-01  
Set: 3 documents, SHA-256 of texts and labels abc  
Macro-F1 0.900, powers and supports 0.850  
Verdict 0.67 [0.21, 0.94], trigger 0.90 [0.60, 0.98], kind of data –

| confidence | right |
|---|---|
| high | 0.95 [0.76, 0.99] |
| medium | – |
| low | – |

| group | class | n | P | R | F1 |
|---|---|---|---|---|---|
| power | monitor | 10 | 0.80 [0.49, 0.94] | 0.80 [0.49, 0.94] | 0.80 |
| power | train | 0 | 0.00 [0.00, 0.79] | – | 0.00 |
`
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestCompareCard(t *testing.T) {
	r := cardResult()
	card := evaluate.CardHead + cardOf(t, "own", r, 1) + cardOf(t, "own-2", r, 1)
	better := cardResult()
	better.Classes[0].Hits, better.Classes[0].N = 9, 11
	longer := cardResult()
	longer.Classes = append(longer.Classes, evaluate.Score{Class: "use", Group: "power", N: 1})
	shorter := cardResult()
	shorter.Classes = shorter.Classes[:1]
	for _, tt := range []struct {
		name, section string
		differs       bool
	}{
		{"same", cardOf(t, "own", r, 1), false},
		{"another day", cardOf(t, "own", r, 9), false},
		{"the last section", cardOf(t, "own-2", r, 1), false},
		{"another figure", cardOf(t, "own", better, 1), true},
		{"another class", cardOf(t, "own", longer, 1), true},
		{"a class less", cardOf(t, "own-2", shorter, 1), true},
		{"no such section", cardOf(t, "dev", r, 1), true},
	} {
		got, want := evaluate.CompareCard(card, tt.section)
		if (got != want) != tt.differs {
			t.Errorf("%s: got %q, want %q", tt.name, got, want)
		}
	}
}
