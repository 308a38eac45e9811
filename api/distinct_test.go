package api

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDistinct(t *testing.T) {
	got := distinct([]string{"利用規約", "約款", "利用規約"})
	if diff := cmp.Diff([]string{"利用規約 (1)", "約款", "利用規約 (2)"}, got); diff != "" {
		t.Error(diff)
	}
}
