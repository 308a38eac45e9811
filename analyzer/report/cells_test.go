package report

import (
	"testing"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// TestCells compares with a library that knows every character: none takes less
// than it says, and what terms are written in takes as much.
func TestCells(t *testing.T) {
	library := &runewidth.Condition{EastAsianWidth: true}
	for r := rune(0); r < 0x2FFFF; r++ {
		if !unicode.IsGraphic(r) && !unicode.IsControl(r) || r > 0xFFFF && r < 0x1F000 {
			continue // the scripts of antiquity, among others
		}
		got, want := cells.RuneWidth(r), library.RuneWidth(r)
		same := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.P, unicode.N) || unicode.IsControl(r)
		if got < want || same && got != want {
			t.Errorf("%U %c: %d columns, want %d", r, r, got, want)
		}
	}
}

// TestRoom: what has room is told faster of most characters, and told the same.
func TestRoom(t *testing.T) {
	for r := rune(' '); r < 0xFFFF; r++ {
		s := string(r) + "条"
		if _, got := cells.room(s, 9); got != cells.RuneWidth(r)+2 {
			t.Errorf("%U %c: %d columns, want %d", r, r, got-2, cells.RuneWidth(r))
		}
	}
}

func TestCellsText(t *testing.T) {
	if got := cells.StringWidth("第1条 ②Ａｱ"); got != 11 {
		t.Errorf("%d columns, want 11", got)
	}
	for _, tt := range []struct {
		n    int
		want string
	}{{0, ""}, {1, ""}, {2, "約"}, {3, "約"}, {4, "約款"}, {5, "約款a"}, {9, "約款a"}} {
		if got := cells.Truncate("約款a", tt.n); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.n, got, tt.want)
		}
	}
	if got := cells.FillRight("約款", 6) + "|" + cells.FillRight("約款", 3); got != "約款  |約款" {
		t.Errorf("filled: %q", got)
	}
}
