package report

import (
	"reflect"
	"sync/atomic"
	"unsafe"
)

// A third of a report are texts of the library: labels, questions, duties, what model
// clauses are for. Each is the same pair of strings in every report, so that it is
// written as JSON once and copied from then on.

// fixedTexts has texts of the library as JSON. A text that finds its place taken has
// none. It is safe for concurrent use.
type fixedTexts [fixedPlaces]atomic.Pointer[fixedText]

// fixedPlaces is how many places there are: some times what a library has texts.
const fixedPlaces = 1 << 12

type fixedText struct {
	text Text // whose strings keep their addresses as long as it is here
	json []byte
}

// same reports whether two strings are one and the same, not only equal.
func same(a, b string) bool { return len(a) == len(b) && unsafe.StringData(a) == unsafe.StringData(b) }

// append writes a text, which must be one of the library.
func (f *fixedTexts) append(b []byte, x *Text, html bool) []byte {
	at := uintptr(unsafe.Pointer(unsafe.StringData(x.JA)))
	place := &f[(at>>3^at>>15)%fixedPlaces]
	known := place.Load()
	if known == nil {
		known = &fixedText{text: *x, json: appendText(nil, x, html)}
		place.CompareAndSwap(nil, known)
	} else if !same(known.text.JA, x.JA) || !same(known.text.EN, x.EN) {
		return appendText(b, x, html)
	}
	return append(b, known.json...)
}

// appendText writes a text.
func appendText(b []byte, x *Text, html bool) []byte {
	b = appendQuoted(append(b, `{"ja":`...), x.JA, html)
	b = appendQuoted(append(b, `,"en":`...), x.EN, html)
	return append(b, '}')
}

// written are the fixed texts, with the signs of HTML as they are and escaped.
var written struct{ plain, escaped fixedTexts }

// fixed is encoderOf for a field, of texts or of lists of them, which are all of the
// library: its tag says so.
func fixed(t reflect.Type, html bool) encoder {
	texts := &written.plain
	if html {
		texts = &written.escaped
	}
	text := func(b []byte, v reflect.Value) []byte { return texts.append(b, v.Addr().Interface().(*Text), html) }
	if t.Kind() == reflect.Slice {
		return listEncoder(text)
	}
	return text
}
