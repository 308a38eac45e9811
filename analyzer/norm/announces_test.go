package norm

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAnnounces: a text announces items if it has one of the words, wherever.
func TestAnnounces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("次以下左のに各目的記aあ条")), 0, 8, -1).Draw(t, "text")
		want := false
		for _, w := range []string{"次の", "以下の", "次に", "以下に", "以下各", "以下目的", "次各", "下記", "左の"} {
			want = want || strings.Contains(text, w)
		}
		if got := announces(text); got != want {
			t.Fatalf("%q: %v", text, got)
		}
	})
}
