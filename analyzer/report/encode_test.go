package report

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// line is what encoding/json writes on a line, with signs of HTML as they are.
func line(t interface{ Fatal(...any) }, v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestEncodersAgree fills reports with anything that they can hold.
func TestEncodersAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &Report{}
		fillAny(t, reflect.ValueOf(r).Elem())
		var b bytes.Buffer
		if err := WriteJSONLine(&b, r); err != nil {
			t.Fatal(err)
		}
		if got, want := b.String(), line(t, r); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := AppendJSON([]byte("before"), r); string(got) != "before"+string(want) {
			t.Fatalf("got  %s\nwant before%s", got, want)
		}
	})
}

// pieces are what strings are made of: what has to be escaped, what is no
// character, and what is neither.
var pieces = []string{"", "当社は、", "データ", "\"", "\\", "\n", "\r\n", "\t", "\b\f\x00\x1f\x7f", "\u2028\u2029\u2027", "\xe3\x81", "\xff", "\xed\xa0\x80", "\uf8ff\ufffd", "𠮷é", "/", "'<&>", "第12条",
	"データを取り扱うことがあります。", "the vendor may look at data", "~~~~~~~~}}}}}}}}", "（１２）・…", "한국어입니다"}

// TestQuotedAgrees puts a piece at every place of strings of every length around
// those that are looked through at once, in both alphabets.
func TestQuotedAgrees(t *testing.T) {
	for _, around := range []string{strings.Repeat("a", 40), strings.Repeat("条", 20), strings.Repeat("条", 3) + strings.Repeat("a", 18) + strings.Repeat("項", 12)} {
		for at := range len(around) {
			for _, p := range pieces {
				quoted(t, around[:at]+p+around[at:])
				quoted(t, around[at:]+p)
			}
		}
	}
	for _, far := range []int{quoteStep - 3, quoteStep - 2, quoteStep - 1, quoteStep, quoteStep + 1} {
		for _, p := range pieces {
			quoted(t, strings.Repeat("a", far)+p+strings.Repeat("条", quoteStep))
		}
	}
	quoted(t, strings.Repeat("\x80", 3*quoteStep))
	quoted(t, strings.Repeat("\n", 3*quoteStep))
}

func quoted(t *testing.T, s string) {
	t.Helper()
	if got, want := string(appendQuoted(nil, s, false)), strings.TrimSuffix(line(t, s), "\n"); got != want {
		t.Fatalf("%q is %s, want %s", s, got, want)
	}
	want, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(appendQuoted(nil, s, true)); got != string(want) {
		t.Fatalf("%q for HTML is %s, want %s", s, got, want)
	}
}

// FuzzQuoted is TestQuotedAgrees for any string.
func FuzzQuoted(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + "利用者がデータを保存します" + p)
	}
	f.Fuzz(quoted)
}

// fillAny puts anything into v.
func fillAny(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 3).Draw(t, "text"), ""))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int:
		v.SetInt(int64(rapid.Int().Draw(t, "int")))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 1, -2.5, 1. / 3, 1e-7, 1e21, 123456789, math.MaxFloat64, math.Copysign(0, -1)}).Draw(t, "float"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "set") {
			v.Set(reflect.New(v.Type().Elem()))
			fillAny(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 2).Draw(t, "len"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fillAny(t, v.Index(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fillAny(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillAny(t, v.Field(i))
		}
	}
}
