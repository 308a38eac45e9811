package suggest

import (
	"fmt"

	"github.com/aymanbagabas/go-udiff"
)

// Diff returns the changes of a decoded text as a unified diff, with three lines
// around each. It is empty where nothing changes.
func Diff(name, text string, edits []Edit) (string, error) {
	changes := make([]udiff.Edit, 0, len(edits))
	for _, e := range edits {
		changes = append(changes, udiff.Edit{Start: e.Span.Start, End: e.Span.End, New: e.Text})
	}
	if len(changes) == 0 {
		return "", nil
	}
	diff, err := udiff.ToUnified("a/"+name, "b/"+name, text, changes, 3)
	if err != nil {
		return "", fmt.Errorf("write the changes of %s as a diff: %w", name, err)
	}
	return diff, nil
}
