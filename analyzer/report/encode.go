package report

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// How a report becomes a line of JSON
//
// What encoding/json writes, byte by byte, in a third of its time: how a type is
// written is found out once, names come with their quotes and colons, and strings,
// most of them Japanese, are looked through by the first bytes of their characters
// and copied whole. Only the types that reports are made of are known; the tests
// compare both ways of writing.

// encoder appends a value of its type to b.
type encoder func(b []byte, v reflect.Value) []byte

// reportEncoder writes a *Report.
var reportEncoder = sync.OnceValue(func() encoder { return encoderOf(reflect.TypeFor[*Report](), charsetWithout(`"\`)) })

// charset says which characters of ASCII strings have as they are.
type charset [utf8.RuneSelf]bool

// charsetWithout has all printable characters but some signs. Strings have anything
// but quotes, backslashes and controls as it is; those of scores not the signs of
// HTML, which come from a Marshaler where encoding/json writes them.
func charsetWithout(signs string) *charset {
	var set charset
	for c := ' '; c < utf8.RuneSelf; c++ {
		set[c] = !strings.ContainsRune(signs, c)
	}
	return &set
}

// encoderOf makes the encoder of a type, with strings of a set. It panics for what
// no report holds.
func encoderOf(t reflect.Type, set *charset) encoder {
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, v reflect.Value) []byte { return appendString(b, v.String(), set) }
	case reflect.Bool:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendBool(b, v.Bool()) }
	case reflect.Int:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendInt(b, v.Int(), 10) }
	case reflect.Float64:
		return func(b []byte, v reflect.Value) []byte { return appendFloat(b, v.Float()) }
	case reflect.Pointer:
		elem := encoderOf(t.Elem(), set)
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, "null"...)
			}
			return elem(b, v.Elem())
		}
	case reflect.Slice:
		list := listEncoder(t, set)
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, "null"...)
			}
			return list(b, v)
		}
	case reflect.Array:
		return listEncoder(t, set)
	case reflect.Struct:
		return structEncoder(t, set)
	}
	panic("report: no encoder of " + t.String())
}

// listEncoder writes slices and arrays.
func listEncoder(t reflect.Type, set *charset) encoder {
	elem := encoderOf(t.Elem(), set)
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
	key       string // with quotes and colon
	omitEmpty bool   // of a pointer
	encode    encoder
}

// structEncoder writes the fields of a struct under the names of their tags; hidden
// scores are null.
func structEncoder(t reflect.Type, set *charset) encoder {
	hides := t == reflect.TypeFor[Scores]()
	if hides { // they come from a Marshaler, whose strings have the signs of HTML escaped
		set = charsetWithout(`"\<>&`)
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "-" {
			fields = append(fields, field{i, `"` + name + `":`, options == "omitempty", encoderOf(f.Type, set)})
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
			b = append(append(b, ','), f.key...)
			b = f.encode(b, value)
		}
		b[open] = '{'
		return append(b, '}')
	}
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

// appendString writes a string in quotes.
func appendString(b []byte, s string, set *charset) []byte {
	b = append(b, '"')
	for {
		n := verbatim(s, set)
		b = append(b, s[:n]...)
		if n == len(s) {
			return append(b, '"')
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		b = appendEscaped(b, r)
		s = s[n+size:]
	}
}

// verbatim returns how many bytes of s a string of JSON has as they are.
func verbatim(s string, set *charset) int {
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case c >= 0xE3 && c <= 0xEC && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80: // U+3000 to U+CFFF
			i += 3
		case c < utf8.RuneSelf:
			if !set[c] {
				return i
			}
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || r == '\u2028' || r == '\u2029' {
				return i
			}
			i += size
		}
	}
	return i
}

// appendEscaped writes a character that a string of JSON cannot have as it is. A
// byte that is no character becomes U+FFFD.
func appendEscaped(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
