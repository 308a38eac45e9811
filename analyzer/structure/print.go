package structure

import (
	"fmt"
	"io"
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
)

// Print writes the tree as an outline, one provision a line, indented by depth.
func (t *Tree) Print(w io.Writer) {
	for _, p := range t.Provisions {
		t.printProvision(w, p)
	}
}

func (t *Tree) printProvision(w io.Writer, p *Provision) {
	text := t.Document.Text
	fmt.Fprintf(w, "%s%s", strings.Repeat("  ", max(p.Depth-1, 0)), p.Kind)
	if p.Label != "" {
		fmt.Fprintf(w, " %s", p.Label)
	}
	if !p.Caption.Empty() {
		fmt.Fprintf(w, "（%s）", p.Caption.Of(text))
	}
	if !p.Body.Empty() {
		fmt.Fprintf(w, " %s", excerpt(text, p.Body, 40))
	}
	fmt.Fprintln(w)
}

// excerpt returns the first n characters of a span, on one line.
func excerpt(text string, span source.Span, n int) string {
	s := strings.ReplaceAll(span.Of(text), "\n", " ")
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

var kindNames = [...]string{
	Root: "root", Annex: "annex", Supplement: "supplement", Part: "part", Chapter: "chapter", Section: "section",
	Article: "article", Paragraph: "paragraph", Item: "item", Subitem: "subitem", Text: "text",
}

// String returns the English name of k, as Print writes it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}
