package patterns

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var phraseTests = []struct{ in, want string }{
	{"閲覧", "閲覧"},
	{" 監視 分析 ", "(監視 分析)"},
	{"監視 | 分析", "(監視 | 分析)"},
	{"内容 の? 確認", "(内容 の? 確認)"},
	{"必要 ~2 (判断 | 認める)", "(必要 ~2 (判断 | 認める))"},
	{"(義務 | 責任)~2負う ない", "((義務 | 責任) ~2 負う ない)"},
	{"@monitor する?", "(@monitor する?)"},
	{"<vendor> は !ない ^ $", "(<vendor> は !ない ^ $)"},
	{"(a b)? c", "((a b)? c)"},
	{"(a | b | (c d))", "(a | b | (c d))"},
	{"ＡＢＣ ｶﾅ", "(ABC カナ)"},
	{"（以下 契約者　データ", "((以下 契約者 データ)"},
	{"!(a | b) c", "(!(a | b) c)"},
	{"監視\n| 分析", "(監視 | 分析)"},
}

func TestParsePhrase(t *testing.T) {
	for _, tt := range phraseTests {
		p, err := parsePhrase(tt.in)
		if err != nil {
			t.Errorf("parsePhrase(%q): %v", tt.in, err)
			continue
		}
		if got := p.String(); got != tt.want {
			t.Errorf("parsePhrase(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

var phraseErrorTests = []struct {
	in     string
	offset int
	want   string
}{
	{"", 0, "the phrase is empty"},
	{"   ", 0, "the phrase is empty"},
	{"a |", 2, "a word is missing here"},
	{"| a", 0, "a word is missing here"},
	{"a !(b?)", 2, "(…?) behind ! matches nothing as well"},
	{"a ()", 3, "a word is missing here"},
	{"a (b", 2, "this ( is never closed"},
	{"a) b", 1, "this ) has no ("},
	{"a ~ b", 2, "~ needs a number from 1 to 100"},
	{"a ~0 b", 2, "~ needs a number from 1 to 100"},
	{"a ~101 b", 2, "~ needs a number from 1 to 100"},
	{"a ~99999999999999999999 b", 2, "~ needs a number from 1 to 100"},
	{"@ a", 0, "@ needs the name of a lexicon class"},
	{"a <vendor", 2, "write a name between < and >"},
	{"a <> b", 2, "write a name between < and >"},
	{"a > b", 2, "this > has no <"},
	{"? a", 0, "? needs a word before it"},
	{"a??", 2, "there is a ? already"},
	{"a !b?", 4, "? belongs behind a word or a group"},
	{"a !", 2, "! needs a word behind it"},
	{"a !~3", 2, "a gap or another ! cannot follow !"},
	{"a !!b", 2, "a gap or another ! cannot follow !"},
	{"監視 ｜ 分析", 7, "write the operator in ASCII: |"},
	{"a ～3 b", 2, "write the operator in ASCII: ~"},
	{"a\x00b", 1, "there is a control character"},
	{"a\xff", 0, "it is not UTF-8"},
	{strings.Repeat("(", 17) + "a" + strings.Repeat(")", 17), 16, "it is nested too deeply"},
	{strings.Repeat("a ", maxPhrase), 0, "too large"},
}

func TestParsePhraseErrors(t *testing.T) {
	for _, tt := range phraseErrorTests {
		name := tt.in[:min(len(tt.in), 40)]
		p, err := parsePhrase(tt.in)
		if err == nil {
			t.Errorf("parsePhrase(%q) = %v, want an error", name, p)
			continue
		}
		if !strings.Contains(err.Error(), tt.want) || err.offset != tt.offset {
			t.Errorf("parsePhrase(%q): %d: %v, want %d: %s", name, err.offset, err, tt.offset, tt.want)
		}
	}
}

// spells reports whether a word of the phrase has one of the characters.
func (n *phrase) spells(chars string) bool {
	if n.kind == wordNode && strings.ContainsAny(n.text, chars) {
		return true
	}
	return slices.ContainsFunc(n.parts, func(p *phrase) bool { return p.spells(chars) })
}

// FuzzPhrase: no phrase makes the parser panic; what it accepts prints as a
// phrase that parses to the same; errors lie inside the phrase.
func FuzzPhrase(f *testing.F) {
	for _, tt := range phraseTests {
		f.Add(tt.in)
	}
	for _, tt := range phraseErrorTests {
		if len(tt.in) < 100 {
			f.Add(tt.in)
		}
	}
	f.Fuzz(func(t *testing.T, in string) {
		p, err := parsePhrase(in)
		if err != nil {
			if err.offset < 0 || err.offset > len(in) {
				t.Errorf("offset %d outside of %q", err.offset, in)
			}
			if !utf8.ValidString(err.Error()) && utf8.ValidString(in) {
				t.Errorf("%q: message is not UTF-8", in)
			}
			return
		}
		printed := p.String()
		if p.spells("|()?~@<>!^$") {
			return // compatibility characters that stand for operators are letters
		}
		if strings.Count(printed, "(") > maxNesting || len(printed) > maxPhrase {
			return // printing adds groups
		}
		again, err := parsePhrase(printed)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", in, printed, err)
		}
		if got := again.String(); got != printed {
			t.Errorf("%q prints as %q, which prints as %q", in, printed, got)
		}
	})
}
