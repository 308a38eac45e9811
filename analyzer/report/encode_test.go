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

// plainly writes r as encoding/json does.
func plainly(t *rapid.T, r *Report) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLineIsJSON fills reports with anything that they can hold.
func TestLineIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &Report{}
		fillAny(t, reflect.ValueOf(r).Elem())
		var line bytes.Buffer
		if err := WriteJSONLine(&line, r); err != nil {
			t.Fatal(err)
		}
		if got, want := line.String(), plainly(t, r); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

// pieces are what strings are made of: what has to be escaped, what is no
// character, and what is neither.
var pieces = []string{"", "当社は、", "データ", "\"", "\\", "\n", "\r\n", "\t", "\b\f\x00\x1f\x7f", "\u2028\u2029\u2027", "\xe3\x81", "\xff", "\xed\xa0\x80", "\uf8ff\ufffd", "𠮷é", "/", "'<&>", "第12条"}

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
