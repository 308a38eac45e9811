// An accuracy card says in one page how often the library is right on a set of
// labelled documents: which set (its digest), when, each class with the number
// of its labels and the intervals that so many allow. A card holds a section for
// each set; it is written by a program and compared by one, so that nobody has
// to remember to renew it. The date is that of the writing and is passed over
// when a card is compared.

package evaluate

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// CardHead opens a card file: what the figures are and how they are renewed.
const CardHead = `# Accuracy card

Written by ` + "`yakkan rules stats --card`" + `; do not edit by hand. Each section is one set of labelled documents.
P is the share of findings that a label bears out, R the share of sure labels that are found; the brackets hold the 95 % interval (Wilson).
A class with fewer than 4 labels is shown and does not count in the means. How the sets were made and what they can say: [accuracy.md](accuracy.md).
`

// WriteCard writes the section of a set.
func WriteCard(w io.Writer, set string, r *Result, date time.Time) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n", set)
	fmt.Fprintf(&b, "%s%s  \n", datePrefix, date.UTC().Format(time.DateOnly))
	fmt.Fprintf(&b, "Set: %d documents, SHA-256 of texts and labels %s  \n", r.Documents, r.Digest)
	fmt.Fprintf(&b, "Macro-F1 %.3f, powers and supports %.3f  \n", r.MacroF1, r.PowersSupports)
	fmt.Fprintf(&b, "Verdict %s, trigger %s, kind of data %s\n\n", share(r.Verdict), share(r.Trigger), share(r.Data))
	b.WriteString("| confidence | right |\n|---|---|\n")
	for _, c := range []string{"high", "medium", "low"} {
		fmt.Fprintf(&b, "| %s | %s |\n", c, share(r.Confidence[c]))
	}
	b.WriteString("\n| group | class | n | P | R | F1 |\n|---|---|---|---|---|---|\n")
	for _, s := range r.Classes {
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %.2f |\n", s.Group, s.Class, s.N, share(Share{s.Hits, s.Hits + s.Alarms}), share(Share{s.Hits, s.N}), s.F)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const datePrefix = "Date: "

// share writes a share with its interval, a dash where there was nothing to count.
func share(s Share) string {
	if s.Of == 0 {
		return "–"
	}
	low, high := s.Wilson()
	return fmt.Sprintf("%.2f [%.2f, %.2f]", s.Value(), low, high)
}

// CompareCard reports the first line of a section that differs from that of the
// same set in a card, as the card has it and as it should be; both are empty
// where the section is as it should be, whatever its date.
func CompareCard(card, section string) (got, want string) {
	title := strings.SplitN(strings.TrimLeft(section, "\n"), "\n", 2)[0]
	_, rest, ok := strings.Cut("\n"+card, "\n"+title+"\n")
	if !ok {
		return "", title
	}
	if i := strings.Index(rest, "\n## "); i >= 0 {
		rest = rest[:i]
	}
	_, now, _ := strings.Cut(section, title+"\n")
	a, b := cardLines(rest), cardLines(now)
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return "", b[i]
		case i >= len(b):
			return a[i], ""
		case a[i] != b[i]:
			return a[i], b[i]
		}
	}
	return "", ""
}

// cardLines returns the lines of a section that say something, but the date.
func cardLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, datePrefix) {
			lines = append(lines, line)
		}
	}
	return lines
}
