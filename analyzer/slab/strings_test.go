package slab

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestStrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(rapid.SampledFrom([]string{"", "a", "約款"}).Draw(t, "part"), rapid.SampledFrom([]int{0, 1, 7, 300, room}).Draw(t, "times"))
		})).Draw(t, "strings")
		var s Strings
		var got []string
		var b []byte
		for _, w := range want {
			b = append(b[:0], w...)
			got = append(got, s.Of(b))
			clear(b) // nobody holds on to it
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
