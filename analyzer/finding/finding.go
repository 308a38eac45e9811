// Package finding is the vocabulary of results: classes of clauses, matches of
// their patterns, findings with evidence.
package finding

import (
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Text is a message in both languages.
type Text struct {
	JA string `json:"ja" yaml:"ja"`
	EN string `json:"en" yaml:"en"`
}

// Group is the group of a class (LEGAL.md 2).
type Group string

// The four groups.
const (
	Power    Group = "power"
	Support  Group = "support"
	Division Group = "division"
	Context  Group = "context"
)

// Severity is how much a finding matters to somebody who relies on the exception.
type Severity string

// The severities.
const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
	Info   Severity = "info"
)

// Class is one clause class of the library: its legal side. Immutable.
type Class struct {
	ID             string // slug: "monitor"
	Group          Group
	Title          Text
	Status         string // experimental, stable, deprecated
	Severity       Severity
	Basis          []string // IDs of patterns/legal sources
	Message        Text     // placeholders {bearer} {quote} {article} {data} {trigger}
	Explanation    Text
	FalsePositives []Text
	Suggest        []string // model clauses: G05
	Gather         bool     // the nouns of a list below a heading bear it together, on the first of them
	Once           bool     // reported once a document: on the surest provision, of equal ones that below a heading on it, and of these the first
}

// Match is a pattern that matched a sentence.
type Match struct {
	Class      *Class
	Pattern    string // name inside the class: "own-judgement"
	Unit       *norm.Unit
	Norm       *norm.Norm
	Data       norm.Data
	Among      bool // what customers store is among them, though they have another name: 「取得した個人情報」
	Trigger    norm.Trigger
	Weak       bool
	Grade      Grade
	Confidence string // high, medium, low
	Headed     bool   // a caption says what it is about
	Evidence   []Evidence
}

// Stored reports whether what customers store is what a match is about, or among it.
func (m *Match) Stored() bool { return m.Data == norm.CustomerData || m.Among }

// Grade is how much of what its class asks for a clause gives: a notice of
// breaches with a deadline and contents is full, one that only says 速やかに is half.
type Grade string

// The grades. Unset means the grade that the class has by default, mostly Full.
const (
	Unset    Grade = ""
	Full     Grade = "full"
	Half     Grade = "half"
	Nothing  Grade = "none"     // on the matter, but it gives nothing: a cap of liability
	Negative Grade = "negative" // takes away: 一切の責任を負わない
)

// Evidence is a slot of a pattern and the words that filled it.
type Evidence struct {
	Slot string
	Span source.Span // in Document.Text
}

// Finding is what a reader is shown: one per class and provision, on the
// sentence that bears it.
type Finding struct {
	ID          string // "f1", in document order
	Match       Match
	Provision   *structure.Provision
	Span        source.Span // the sentence, in Document.Text
	Fingerprint string
}
