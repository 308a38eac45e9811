package patterns

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// TestWho: a norm is admitted if and only if the two conditions hold.
func TestWho(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := conditions{bearers: rapid.Uint8().Draw(t, "bearers"), modalities: rapid.Uint16Range(0, 1<<10-1).Draw(t, "modalities")}
		if rapid.Bool().Draw(t, "any bearer") {
			c.bearers = 0
		}
		if rapid.Bool().Draw(t, "any modality") {
			c.modalities = 0
		}
		n := norm.Norm{Unit: &norm.Unit{}, Bearer: structure.Role(rapid.IntRange(0, 7).Draw(t, "bearer")), Modality: norm.Modality(rapid.IntRange(0, 9).Draw(t, "modality"))}
		want := (c.bearers == 0 || c.bearers>>n.Bearer&1 != 0) && (c.modalities == 0 || c.modalities>>n.Modality&1 != 0)
		if got := c.who().admits(whoOf(&n)); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
