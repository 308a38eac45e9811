package corpus

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func anyFinding(t *rapid.T) FindingRow {
	text := rapid.String()
	number := rapid.Int()
	var f FindingRow
	for _, s := range [...]*string{&f.Finding, &f.Class, &f.Label.JA, &f.Label.EN, &f.Group, &f.Rule, &f.Data, &f.Trigger, &f.Grade, &f.Severity, &f.Confidence,
		&f.Article, &f.Quote, &f.Message.JA, &f.Message.EN, &f.Fingerprint} {
		*s = text.Draw(t, "text")
	}
	f.Line, f.Column, f.ByteFrom, f.ByteTo = number.Draw(t, "line"), number.Draw(t, "column"), number.Draw(t, "from"), number.Draw(t, "to")
	f.Weak = rapid.Bool().Draw(t, "weak")
	if rapid.Bool().Draw(t, "paged") {
		f.Page = new(number.Draw(t, "page"))
	}
	f.Basis = rapid.SliceOfN(text, 0, 40).Draw(t, "basis")
	return f
}

// TestFindingsRoundTrip shows that rows come back as they were, and that no
// beginning of them passes for the whole.
func TestFindingsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(anyFinding), 0, 4).Draw(t, "rows")
		data := appendFindings(nil, want)
		got, err := readFindings(data, []FindingRow{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if n := rapid.IntRange(0, len(data)-1).Draw(t, "cut"); len(data) > 1 {
			if _, err := readFindings(data[:n], nil); err == nil {
				t.Errorf("%d bytes of %d were read as whole", n, len(data))
			}
		}
	})
}

func FuzzReadFindings(f *testing.F) {
	page := 3
	f.Add(appendFindings(nil, []FindingRow{{Class: "use", Quote: "引用", Page: &page, Basis: []string{"a", "b"}}, {Weak: true}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := readFindings(data, nil)
		if err != nil {
			return
		}
		again, err := readFindings(appendFindings(nil, rows), nil)
		if err != nil || !cmp.Equal(rows, again) {
			t.Errorf("%v: %s", err, cmp.Diff(rows, again))
		}
	})
}
