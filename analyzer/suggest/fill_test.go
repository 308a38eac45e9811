package suggest

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFillPolite: pieces turned in advance read as the whole text turned.
func TestFillPolite(t *testing.T) {
	words := []string{"当社は", "、本条に", "よる", "する", "なら", "ない", "る", "取り扱わ", "。", "）", "「"}
	part := rapid.SampledFrom(append([]string{"{{vendor}}", "{{days}}", "{{pdata}}", "{{G01|本契約の定め}}"}, words...))
	value := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(t, "value"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "text"), "")
		c := &Clause{Parameters: map[string]Parameter{"days": {Default: value.Draw(t, "days")}}}
		cut := cutPieces(c, text)
		f := filler{words: wordsOf(value.Draw(t, "vendor"), value.Draw(t, "pdata")), refs: map[string]string{"G01": value.Draw(t, "ref")}, article: rapid.Bool().Draw(t, "article")}
		plain, template := f, &Template{Text: text, pieces: cut}
		want := string(polite(nil, []byte(plain.fill(template, &cut))))
		f.words.polite = true
		if got := f.fill(template, &cut); got != want || f.words.pdata != plain.words.pdata {
			t.Fatalf("%q: %q, want %q", text, got, want)
		}
	})
}

func wordsOf(vendor, pdata string) words {
	return words{vendor: vendor, pdata: pdata, define: "本件個人データ", long: true}
}

func TestCutPieces(t *testing.T) {
	c := &Clause{Parameters: map[string]Parameter{"days": {Default: "30日"}}}
	got := cutPieces(c, "{{vendor}}は、{{days}}以内に、{{G01|本契約の定め}}により返却する。")
	want := pieces{
		plain: "は、以内に、により返却する。", polite: "は、以内に、により返却します。",
		list:  []piece{{hole: vendorHole}, {plain: 6, polite: 6, hole: parameterHole}, {plain: 18, polite: 18, named: 1, hole: clauseHole}, {plain: 42, polite: 45}},
		named: []named{{"days", "30日"}, {"G01", "本契約の定め"}}, sure: true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestPoliteAlone: what a value may change is not turned in advance.
func TestPoliteAlone(t *testing.T) {
	for _, tt := range []struct {
		piece       string
		first, last bool
		want        bool
	}{
		{"による。", false, true, true},
		{"ない。", false, true, false}, // 取り扱わない
		{"ない。", true, true, true},
		{"。", false, true, false},
		{"による。", false, false, false}, // ）
		{"により、", false, false, true},
	} {
		if got := politeAlone(tt.piece, tt.first, tt.last); got != tt.want {
			t.Errorf("%q, %v, %v: %v", tt.piece, tt.first, tt.last, got)
		}
	}
}
