package compare

import (
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"
)

// Edit is a run of text that stayed, went or came. The edits of a clause in order
// are its old words without those that came, and its new words without those that
// went.
type Edit struct {
	Op   string `json:"op"` // keep, delete, insert
	Text string `json:"text"`
}

// shortest is how many characters must stay between two edits for the reader to
// make sense of them; fewer go with the edits.
const shortest = 2

// edits are the changes from one text to another, white space aside.
func edits(old, new string) []Edit {
	old, new = strings.Join(strings.Fields(old), " "), strings.Join(strings.Fields(new), " ")
	var out []Edit
	add := func(op, text string) {
		if text == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Op == op {
			out[n-1].Text += text
			return
		}
		out = append(out, Edit{op, text})
	}
	at := 0
	var gone, come strings.Builder
	flush := func() {
		add("delete", gone.String())
		add("insert", come.String())
		gone.Reset()
		come.Reset()
	}
	for _, e := range udiff.Strings(old, new) {
		kept := old[at:e.Start]
		if at > 0 && gone.Len()+come.Len() > 0 && utf8.RuneCountInString(kept) < shortest {
			gone.WriteString(kept)
			come.WriteString(kept)
		} else {
			flush()
			add("keep", kept)
		}
		gone.WriteString(old[e.Start:e.End])
		come.WriteString(e.New)
		at = e.End
	}
	flush()
	add("keep", old[at:])
	return out
}
