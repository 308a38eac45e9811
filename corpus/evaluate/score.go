package evaluate

import (
	"cmp"
	"math"
	"slices"
)

// Found is a finding as scoring needs it.
type Found struct {
	Line       int    `json:"line"`
	Class      string `json:"class"`
	Pattern    string `json:"pattern"`
	Data       string `json:"data"`
	Trigger    string `json:"trigger"`
	Weak       bool   `json:"weak,omitempty"`
	Confidence string `json:"confidence"`
	Quote      string `json:"quote"`
}

// Answer is what an analysis says of one document.
type Answer struct {
	Verdict  string
	Overlays []string
	Found    []Found
}

// Score counts one class. N is the number of sure labels.
type Score struct {
	Class                string  `json:"class"`
	Group                string  `json:"group"`
	N                    int     `json:"n"`
	Hits                 int     `json:"hits"`
	Misses               int     `json:"misses"`
	Alarms               int     `json:"alarms"`
	Precision, Recall, F float64 `json:"-"`
}

// Case is a miss or an alarm to look at.
type Case struct {
	Doc   string `json:"doc"`
	Line  int    `json:"line"`
	Class string `json:"class"`
	Label *Label `json:"label,omitempty"`
	Found *Found `json:"found,omitempty"`
	Text  string `json:"text"`
}

// Share is a count of right answers out of all.
type Share struct {
	Right int `json:"right"`
	Of    int `json:"of"`
}

// Value returns the share, 1 where there was nothing to answer.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 1
	}
	return float64(s.Right) / float64(s.Of)
}

// Wilson returns the 95 % interval of the share.
func (s Share) Wilson() (low, high float64) {
	if s.Of == 0 {
		return 0, 1
	}
	const z = 1.96
	n, p := float64(s.Of), s.Value()
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	return max(0, mid-half), min(1, mid+half)
}

// Pair is a matched label and finding whose trigger or data differ, or agree.
type Pair struct {
	Doc   string
	Label Label
	Found Found
}

// matchDocument pairs findings with labels of the same class within two lines, one to
// one, nearest first; of equally near ones the sure label first.
func matchDocument(labels []Label, found []Found, group func(string) string) (pairs []Pair, misses []Label, alarms []Found) {
	type edge struct{ l, f, d int }
	var edges []edge
	for li, l := range labels {
		for fi, f := range found {
			if l.Class != f.Class {
				continue
			}
			if d := l.Line - f.Line; d >= -2 && d <= 2 {
				edges = append(edges, edge{li, fi, max(d, -d)})
			}
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(optionalRank(labels[a.l], group), optionalRank(labels[b.l], group)), cmp.Compare(a.l, b.l), cmp.Compare(a.f, b.f))
	})
	usedL, usedF := make([]bool, len(labels)), make([]bool, len(found))
	for _, e := range edges {
		if usedL[e.l] || usedF[e.f] {
			continue
		}
		usedL[e.l], usedF[e.f] = true, true
		pairs = append(pairs, Pair{Label: labels[e.l], Found: found[e.f]})
	}
	for i, l := range labels {
		if !usedL[i] && !l.optional(group(l.Class)) {
			misses = append(misses, l)
		}
	}
	for i, f := range found {
		g := group(f.Class)
		if usedF[i] || (g == "division" || g == "context") && ownData(f.Data) {
			continue
		}
		alarms = append(alarms, f)
	}
	return pairs, misses, alarms
}

func optionalRank(l Label, group func(string) string) int {
	if l.optional(group(l.Class)) {
		return 1
	}
	return 0
}
