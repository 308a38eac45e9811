// Package structure cuts a document into the parts of a Japanese contract:
// 編, 章, 節, 条, 項, 号 and below, with definitions, parties and references.
package structure

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

// Tree is the structure of a document. It is immutable once parsed.
type Tree struct {
	Document    *document.Document
	Root        *Provision // Kind Root; its children are the top of the document
	Provisions  []*Provision
	Kind        DocumentKind
	Parties     Parties
	Definitions []Definition // in the order of their terms in the text
	References  []Reference

	// Problems says what was left unread: "too_deep", "too_many_provisions". They add to those of the Document.
	Problems []document.Problem

	clauses []*Clause
}

// DefinedIn returns the definitions whose terms stand in a span, also those of which
// only a part does.
func (t *Tree) DefinedIn(span source.Span) []Definition {
	first, _ := slices.BinarySearchFunc(t.Definitions, span.Start, func(d Definition, at int) int { return d.TermSpan.End - at - 1 })
	past, _ := slices.BinarySearchFunc(t.Definitions[first:], span.End, func(d Definition, at int) int { return d.TermSpan.Start - at })
	return t.Definitions[first : first+past]
}

// Kind is the kind of a provision.
type Kind uint8

// The kinds, from the widest. Text is a paragraph outside any numbering.
const (
	Root       Kind = iota
	Annex           // 別紙, 別表, 附属書
	Supplement      // 附則
	Part            // 編
	Chapter         // 章
	Section         // 節, or a numbered or Markdown heading that holds articles or text
	Article         // 条, or the unit that stands for it (heading "3. …")
	Paragraph       // 項
	Item            // 号
	Subitem         // イ, (ア), … and deeper
	Text
)

// Provision is one part of a contract. An Article with a single paragraph has
// no Paragraph child: its body is its own.
type Provision struct {
	Kind     Kind
	Label    string      // canonical and full: "第12条第2項第1号", "3.2", "別紙1第2条"; "" for Text
	Number   string      // its own number as written: "第１２条", "(1)", "イ"
	Caption  source.Span // 見出し, without brackets; empty where there is none
	Body     source.Span // its own words without number and caption; empty for a mere heading
	Span     source.Span // with number, caption and children
	Depth    int
	Parent   *Provision
	Children []*Provision
	// Continues is set on a Text that only goes on with the provision before it (ただし, なお on a line of its own).
	Continues *Provision

	id    int32 // place in parser.infos while parsing
	value int32 // place in its list: of the number, or counted for bullets
}

// Address returns by what p is cited: its label or, where it has none, that of the
// nearest provision above that has one; "" where none has.
func (p *Provision) Address() string {
	for ; p != nil; p = p.Parent {
		if p.Label != "" {
			return p.Label
		}
	}
	return ""
}

// Clause is what later stages read: the body of one provision, with what it
// inherits. An item stands for itself and points to its lead (柱書).
type Clause struct {
	Provision *Provision
	Span      source.Span   // = Provision.Body
	Lead      *Clause       // the clause that introduces this item; nil otherwise
	Items     []*Clause     // the items that this clause introduces
	Captions  []source.Span // captions from the nearest to the widest
	Index     int           // its place in Tree.Clauses
}

// DocumentKind is what a document is.
type DocumentKind string

// The kinds of documents. Unknown documents are treated as terms.
const (
	Terms     DocumentKind = "terms"
	Privacy   DocumentKind = "privacy"
	DPA       DocumentKind = "dpa"
	Security  DocumentKind = "security"
	NDA       DocumentKind = "nda"
	Contract  DocumentKind = "contract" // a works or services contract
	OtherKind DocumentKind = "other"
)

// Role is the part that somebody plays.
type Role uint8

// The roles. Vendor runs the service or does the work; Customer uses it.
const (
	NoRole Role = iota
	Vendor
	Customer
	Both  // 甲及び乙, 両当事者, 当社及び契約者
	Third // 第三者, 委託先, 本人, 行政機関 …
)

// Parties are the words by which a document names its parties.
type Parties struct {
	Vendor   []string // longest first; as in Document.Text
	Customer []string
	Defined  bool // a definition said so; otherwise the words were guessed from use
}

// Definition is a defined term: 「契約者データ」とは…をいう, …（以下「当社」という。）.
type Definition struct {
	Term      string
	TermSpan  source.Span
	Meaning   source.Span // the words that define it
	Provision *Provision
}

// Reference is a mention of a provision or of another document.
type Reference struct {
	Span     source.Span
	Target   *Provision // nil where it is another document or resolves to nothing
	Document string     // "プライバシーポリシー" for another document; "" otherwise
	From     *Provision
}
