package token

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/source"
)

func TestSplitCutsWhatNeverEnds(t *testing.T) {
	for name, text := range map[string]string{
		"commas":        strings.Repeat("当社は、データを監視し、", 5000),
		"letters":       strings.Repeat("データ", 20000),
		"open brackets": strings.Repeat("（データ、", 20000),
	} {
		spans := Split(nil, text, source.Span{End: len(text)})
		at := 0
		for _, s := range spans {
			if s.Start != at || s.Len() > 2*endless+3 {
				t.Errorf("%s: span %v after %d, want spans that touch, of at most %d bytes", name, s, at, 2*endless+3)
				break
			}
			at = s.End
		}
		if at != len(text) {
			t.Errorf("%s: the spans end at %d of %d", name, at, len(text))
		}
	}
}
