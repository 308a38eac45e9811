package report

import (
	"strings"
	"sync"
	"testing"
)

// TestFixed writes more texts than there are places, again and again and at once: each
// is written as itself, whoever has its place.
func TestFixed(t *testing.T) {
	var texts [2 * fixedPlaces]Text
	for i := range texts {
		texts[i] = Text{JA: strings.Clone(pieces[i%len(pieces)] + "条"), EN: strings.Clone(pieces[i%7] + "<a>")}
	}
	var f fixedTexts
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for k := range 3 * len(texts) {
				x := texts[k%len(texts)]
				if k%5 == 0 {
					x.EN = strings.Clone(x.EN) // another one beside it
				}
				if got, want := string(f.append([]byte("["), &x, true)), string(appendText([]byte("["), &x, true)); got != want {
					t.Errorf("got %s, want %s", got, want)
					return
				}
			}
		})
	}
	all.Wait()
	x := Text{JA: texts[0].JA[:0], EN: texts[0].EN}
	if got := string(f.append(nil, &x, true)); got != string(appendText(nil, &x, true)) {
		t.Errorf("got %s of an empty text", got)
	}
}
