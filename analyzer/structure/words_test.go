package structure

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// TestOwnWords: each has one place, the same whatever else is looked for.
func TestOwnWords(t *testing.T) {
	words := Words([]string{"利用", "当社", "当"}, []string{"約"})
	for i, w := range ownWords {
		if got := words.Index(w.text); got != i {
			t.Errorf("%s is word %d, want %d", w.text, got, i)
		}
	}
	if got := words.Index("利用"); got < len(ownWords) {
		t.Errorf("利用 is word %d, which is one of Parse", got)
	}
}

// TestWordsOfOthers: what others look for changes no tree.
func TestWordsOfOthers(t *testing.T) {
	tree := func(words *spot.Words) string {
		d := plainText(longText)
		opt := Options{}
		if words != nil {
			opt.Words = &spot.Text{}
			opt.Words.Reset(d.Text, words)
		}
		parsed := Parse(d, opt)
		var b strings.Builder
		parsed.Print(&b)
		for _, x := range parsed.Definitions {
			b.WriteString("\n" + x.Term + "=" + x.Meaning.Of(d.Text))
		}
		for _, r := range parsed.References {
			b.WriteString("\n" + r.Span.Of(d.Text))
		}
		return b.String() + strings.Join(parsed.Parties.Vendor, " ") + strings.Join(parsed.Parties.Customer, " ")
	}
	want := tree(nil)
	if got := tree(Words([]string{"用", "利用", "第1条", "本", "者は、"})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
