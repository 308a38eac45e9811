package report

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// How a report becomes JSON
//
// What encoding/json writes, byte by byte, with a third of its instructions: how a
// type is written is found out once, names come with their quotes and colons, and
// strings are looked through eight bytes at a time (quote.go). Only the types that
// reports are made of are known; the tests compare both ways of writing.

// AppendJSON appends r as json.Marshal writes it: signs of HTML are escaped.
func AppendJSON(b []byte, r *Report) []byte {
	return encoders().escaped(b, reflect.ValueOf(r))
}

// AppendJSONLine appends the line that WriteJSONLine writes, with its end.
func AppendJSONLine(b []byte, r *Report) []byte {
	return append(encoders().plain(b, reflect.ValueOf(r)), '\n')
}

// encoder appends a value of its type to b. Structs are parts of what a pointer
// leads to or a slice holds.
type encoder func(b []byte, v reflect.Value) []byte

// encoders write a *Report.
var encoders = sync.OnceValue(func() (e struct{ escaped, plain encoder }) {
	e.escaped = encoderOf(reflect.TypeFor[*Report](), true)
	e.plain = encoderOf(reflect.TypeFor[*Report](), false)
	return e
})

// encoderOf makes the encoder of a type; html escapes the signs of HTML in strings.
// It panics for what no report holds.
func encoderOf(t reflect.Type, html bool) encoder {
	switch t { // the types that reports have most of
	case reflect.TypeFor[Text]():
		return func(b []byte, v reflect.Value) []byte {
			x := v.Addr().Interface().(*Text)
			b = appendQuoted(append(b, `{"ja":`...), x.JA, html)
			b = appendQuoted(append(b, `,"en":`...), x.EN, html)
			return append(b, '}')
		}
	case reflect.TypeFor[Span]():
		return func(b []byte, v reflect.Value) []byte {
			x := v.Addr().Interface().(*Span)
			b = appendRange(append(b, `{"byte":[`...), x.Byte)
			b = appendRange(append(b, `],"utf16":[`...), x.UTF16)
			b = appendRange(append(b, `],"rune":[`...), x.Rune)
			return append(b, "]}"...)
		}
	}
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, v reflect.Value) []byte { return appendQuoted(b, v.String(), html) }
	case reflect.Bool:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendBool(b, v.Bool()) }
	case reflect.Int:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendInt(b, v.Int(), 10) }
	case reflect.Float64:
		return func(b []byte, v reflect.Value) []byte { return appendFloat(b, v.Float()) }
	case reflect.Pointer:
		elem := encoderOf(t.Elem(), html)
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, "null"...)
			}
			return elem(b, v.Elem())
		}
	case reflect.Slice:
		list := listEncoder(t, html)
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, "null"...)
			}
			return list(b, v)
		}
	case reflect.Array:
		return listEncoder(t, html)
	case reflect.Struct:
		return structEncoder(t, html)
	}
	panic("report: no encoder of " + t.String())
}

// listEncoder writes slices and arrays.
func listEncoder(t reflect.Type, html bool) encoder {
	elem := encoderOf(t.Elem(), html)
	return func(b []byte, v reflect.Value) []byte {
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = elem(b, v.Index(i))
		}
		return append(b, ']')
	}
}

// field is a field of a struct as it is written.
type field struct {
	index     int
	key       string // with the comma before it, quotes and colon
	omitEmpty bool   // of a pointer
	encode    encoder
}

// structEncoder writes the fields of a struct under the names of their tags; hidden
// scores are null.
func structEncoder(t reflect.Type, html bool) encoder {
	hides := t == reflect.TypeFor[Scores]()
	if hides { // they come from a Marshaler, whose strings have the signs of HTML escaped
		html = true
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "-" {
			fields = append(fields, field{i, `,"` + name + `":`, options == "omitempty", encoderOf(f.Type, html)})
		}
	}
	return func(b []byte, v reflect.Value) []byte {
		if hides && v.FieldByName("Hidden").Bool() {
			return append(b, "null"...)
		}
		open := len(b)
		for i := range fields {
			f := &fields[i]
			value := v.Field(f.index)
			if f.omitEmpty && value.IsNil() {
				continue
			}
			b = f.encode(append(b, f.key...), value)
		}
		b[open] = '{'
		return append(b, '}')
	}
}

func appendRange(b []byte, r [2]int) []byte {
	b = append(strconv.AppendInt(b, int64(r[0]), 10), ',')
	return strconv.AppendInt(b, int64(r[1]), 10)
}

// appendFloat writes a number as encoding/json does, which has no exponents for those
// of a report.
func appendFloat(b []byte, f float64) []byte {
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		written, err := json.Marshal(f)
		if err != nil {
			return append(b, "null"...) // no number: Judge makes none
		}
		return append(b, written...)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}
