package patterns

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/yakkan/yakkan/analyzer/token"
)

var tokenizer = sync.OnceValues(func() (*token.Tokenizer, error) { return token.New(token.Options{}) })

func mustTokenizer(tb testing.TB) *token.Tokenizer {
	tb.Helper()
	tok, err := tokenizer()
	if err != nil {
		tb.Fatal(err)
	}
	return tok
}

func mustLoad(tb testing.TB) *Library {
	tb.Helper()
	lib, err := Load()
	if err != nil {
		tb.Fatal(err)
	}
	return lib
}

// TestStoppedByOne: a none test that names a pattern wants that nothing but what it names
// keeps that pattern from matching.
func TestStoppedByOne(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	const text = "個人データの入力を当社に任せた場合、当社は、これを外部に任せることがあります。"
	for _, tt := range []struct{ text, pattern, by, want string }{
		{text, "to-the-vendor", "to-contractors", ""},
		{text, "to-the-vendor", "bearer", "by bearer is not all that keeps to-the-vendor from matching; it said no by to-contractors"},
		{text, "to-nobody", "to-contractors", "nothing: there is no such pattern"},
		{"当社は、個人データを閲覧しません。", "to-the-vendor", "to-contractors", "no literal of"},
	} {
		r, err := lib.RunTest(t.Context(), tok, "entrusted", Test{Want: WantNone, Text: tt.text, Pattern: tt.pattern, By: tt.by})
		if err != nil {
			t.Fatal(err)
		}
		if tt.want == "" && !r.Passed() || !strings.Contains(r.Why, tt.want) {
			t.Errorf("%s by %s: %s, want %s", tt.pattern, tt.by, r.Why, tt.want)
		}
	}
}

// TestRules runs the tests in the class files: go test ./patterns -run
// 'TestRules/monitor' for one class, with -v to see how near the misses came.
func TestRules(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	classes, err := lib.Tests("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range classes {
		t.Run(c.Class.ID, func(t *testing.T) {
			for i, test := range c.Tests {
				t.Run(fmt.Sprintf("%s-%d", test.Want, i+1), func(t *testing.T) {
					r, err := lib.RunTest(t.Context(), tok, c.Class.ID, test)
					if err != nil {
						t.Fatal(err)
					}
					if r.Passed() {
						return
					}
					t.Errorf("%s: %s: %s\n%s", test.Position(), test.Want, r.Why, strings.TrimSpace(test.Text))
					if testing.Verbose() {
						var b bytes.Buffer
						if err := WriteExplanation(&b, r.Text, r.Near, false); err != nil {
							t.Fatal(err)
						}
						t.Log("\n" + b.String())
					}
				})
			}
		})
	}
}
