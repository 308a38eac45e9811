package legal

import "github.com/yakkan/yakkan/analyzer/finding"

// Contradictory is the file of kinds of contradictions. It is immutable once
// decoded.
type Contradictory struct {
	Kinds []ContradictionKind `yaml:"kinds" json:"kinds"`
}

// ContradictionKind says what stands on either side of a contradiction.
type ContradictionKind struct {
	ID      string       `yaml:"id" json:"id"`
	Title   finding.Text `yaml:"title" json:"title"`
	Why     finding.Text `yaml:"why" json:"why"`
	Basis   []string     `yaml:"basis" json:"basis"`
	Between bool         `yaml:"between" json:"-"` // of two documents only
	One     Side         `yaml:"one" json:"-"`
	Other   Side         `yaml:"other" json:"-"`
	Differ  []string     `yaml:"differ" json:"-"` // the acts whose deadlines have to differ
	Same    bool         `yaml:"same" json:"-"`   // in one document both sides have to name the same data
}

// Side is one side of a contradiction: findings of classes, or sentences.
type Side struct {
	Classes  []string   `yaml:"classes"`
	Sentence bool       `yaml:"sentence"`
	Data     []string   `yaml:"data"` // kinds of data; empty means what customers store
	Wide     bool       `yaml:"wide"`
	Triggers []string   `yaml:"triggers"`
	Grades   []string   `yaml:"grades"`
	Kinds    []string   `yaml:"kinds"` // of documents
	All      [][]string `yaml:"all"`
	None     []string   `yaml:"none"`
	Flat     bool       `yaml:"flat"`
}

// Kind returns what is said of a kind.
func (c *Contradictory) Kind(id string) ContradictionKind {
	for _, k := range c.Kinds {
		if k.ID == id {
			return k
		}
	}
	return ContradictionKind{ID: id}
}

// DecodeContradictory reads the file of contradictions.
func DecodeContradictory(file string, src []byte) (*Contradictory, error) {
	c, err := Decode(file, src, checkContradictory)
	if err != nil {
		return nil, err
	}
	return &c, nil
}

func checkContradictory(c *Checker, x *Contradictory) {
	seen := map[string]bool{}
	for i := range x.Kinds {
		k, at := &x.Kinds[i], []any{"kinds", i}
		c.Need(k.ID, "id", at...)
		if seen[k.ID] {
			c.Report(finding.Text{JA: "id が重複しています", EN: "id is already there"}, append(at, "id")...)
		}
		seen[k.ID] = true
		c.NeedText(k.Title, "title", at...)
		c.NeedText(k.Why, "why", at...)
		for name, side := range map[string]*Side{"one": &k.One, "other": &k.Other} {
			at := []any{"kinds", i, name}
			switch {
			case side.Sentence == (len(side.Classes) > 0):
				c.Report(finding.Text{JA: name + " には classes 又は sentence の一方を書いてください", EN: name + " needs either classes or sentence"}, at...)
			case side.Sentence && len(side.All) == 0:
				c.Report(finding.Text{JA: name + " の文を選ぶ all がありません", EN: name + " lacks all, by which a sentence is found"}, at...)
			}
			for n, group := range side.All {
				if len(group) == 0 {
					c.Report(finding.Text{JA: "語の組が空です", EN: "the group has no words"}, append(at, "all", n)...)
				}
			}
			for n, t := range side.Triggers {
				c.OneOf(t, "trigger", triggerNames, "kinds", i, name, "triggers", n)
			}
			for n, t := range side.Data {
				c.OneOf(t, "data", dataNames, "kinds", i, name, "data", n)
			}
		}
	}
}
