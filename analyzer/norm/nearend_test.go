package norm

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/token"
)

// TestNearEnd: reading the end of a predicate says the same as reading all of it.
func TestNearEnd(t *testing.T) {
	words := []string{"もの", "と", "する", "こと", "に", "なる", "だ", "は", "ある", "ない", "で", "て", "ます", "れる", "ので", "から", "、", "了承", "お", "くださる", "できる", "義務", "を", "負う", "が", "ため", "の", "いただく", "いたす", "閲覧", "データ", "わけ", "旨", "約する", "対象", "得る", "権利", "よう", "せる", "予定", "です"}
	poses := []token.POS{token.Noun, token.VerbalNoun, token.Verb, token.BoundVerb, token.Auxiliary, token.ConjunctiveParticle, token.CaseParticle, token.Comma, token.Period, token.Prefix, token.Adjective}
	forms := []token.Form{token.NoForm, token.Continuative, token.Terminal}
	word := rapid.Custom(func(t *rapid.T) token.Token {
		w := token.WordOf(rapid.SampledFrom(words).Draw(t, "word"))
		return token.Token{Surface: w, Base: w, POS: rapid.SampledFrom(poses).Draw(t, "pos"), Form: rapid.SampledFrom(forms).Draw(t, "form")}
	})
	role := rapid.SampledFrom([]TokenRole{Main, Main, Main, Main, Condition, Bracket, Quoted})
	rapid.Check(t, func(t *rapid.T) {
		tokens := rapid.SliceOfN(word, 1, 60).Draw(t, "tokens")
		u := &Unit{Sentence: &token.Sentence{Tokens: tokens}, Roles: rapid.SliceOfN(role, len(tokens), len(tokens)).Draw(t, "roles"), reader: &Reader{mem: &Memory{}}}
		u.survey()
		start := rapid.IntRange(0, len(tokens)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(tokens)).Draw(t, "end")
		near, all := Norm{Start: start, End: end, Head: -1}, Norm{Start: start, End: end, Head: -1}
		readModality(u, &near)
		readEnd(u, &all, start)
		if near != all {
			t.Fatalf("read from the end %+v, as a whole %+v", near, all)
		}
	})
}
