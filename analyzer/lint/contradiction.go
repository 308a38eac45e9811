package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/report"
)

const contradiction = "contradiction/"

// contradictions are the issues about provisions that do not agree: those of the
// document, and those with other documents of its contract whose first side it is.
func contradictions(in *Input, opt *Options) []Issue {
	var out []Issue
	for i := range in.Report.Contradictions {
		out = append(out, disagreement(&in.Report.Contradictions[i], 0))
	}
	for i := range opt.Between {
		c := &opt.Between[i]
		if len(c.Sides) == 2 && sameFile(c.Sides[0].Document, in.Report.Document.Name) {
			out = append(out, disagreement(c, 0))
		}
	}
	return out
}

// disagreement is the issue about a contradiction at one of its sides.
func disagreement(c *report.Contradiction, side int) Issue {
	is := Issue{Rule: contradiction + c.Kind, Severity: "medium", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Message: c.Message}
	if len(c.Sides) != 2 {
		return is
	}
	here, there := c.Sides[side], c.Sides[1-side]
	is.Article, is.Line = here.Article, max(1, here.Line)
	is.EndLine = is.Line
	where := there.Article
	if there.Document != here.Document {
		where = there.Document + " " + where
	}
	is.Message = Text{
		JA: c.Label.JA + "（" + where + "「" + there.Quote + "」）: " + c.Message.JA,
		EN: c.Label.EN + " (" + where + " “" + there.Quote + "”): " + c.Message.EN,
	}
	sum := sha256.Sum256([]byte(is.Rule + "\x00" + finding.Wording(here.Quote) + "\x00" + finding.Wording(there.Quote)))
	is.Fingerprint = hex.EncodeToString(sum[:16])
	return is
}

func sameFile(a, b string) bool {
	x, errX := filepath.Abs(a)
	y, errY := filepath.Abs(b)
	return a == b || errX == nil && errY == nil && x == y
}
