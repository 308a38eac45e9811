package structure

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

// Parse reads the structure of d. It never fails: what it cannot make out is
// Text, and what it had to leave out is in Problems.
func Parse(d *document.Document, opt Options) *Tree {
	t := &Tree{Document: d, Root: &Provision{Kind: Root, Span: source.Span{End: len(d.Text)}}, Kind: Terms}
	for _, b := range d.Blocks {
		if strings.TrimSpace(b.Span.Of(d.Text)) == "" {
			continue
		}
		p := &Provision{Kind: Text, Body: b.Span, Span: b.Span, Depth: 1, Parent: t.Root}
		t.Root.Children = append(t.Root.Children, p)
		t.Provisions = append(t.Provisions, p)
		t.clauses = append(t.clauses, &Clause{Provision: p, Span: p.Body})
	}
	t.Parties = Parties{Vendor: opt.Vendor, Customer: opt.Customer}
	if t.Parties.Vendor == nil {
		t.Parties.Vendor = defaultVendor
	}
	if t.Parties.Customer == nil {
		t.Parties.Customer = defaultCustomer
	}
	return t
}

// Clauses returns what there is to read, in document order, a lead before its
// items. The slice belongs to the tree.
func (t *Tree) Clauses() []*Clause { return t.clauses }
