package structure

import (
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// Options say how a document is parsed. The zero value works.
type Options struct {
	Vendor   []string        // words for the vendor where the document defines none; nil means the built-in ones
	Customer []string        // words for the customer, likewise
	Limits   document.Limits // Depth and Provisions are used here

	// Words is the text of the document, in which words made by Words are looked for: what
	// was found in it serves others too. Nil means that Parse looks for its own.
	Words *spot.Text
}

// The bounds that a zero document.Limits stands for.
const (
	defaultDepth      = 64
	defaultProvisions = 20000
)

func (o Options) depth() int {
	if o.Limits.Depth > 0 {
		return o.Limits.Depth
	}
	return defaultDepth
}

func (o Options) provisions() int {
	if o.Limits.Provisions > 0 {
		return o.Limits.Provisions
	}
	return defaultProvisions
}

var defaultVendor = []string{"当社", "弊社", "当方", "当団体", "当法人", "運営者", "運営会社", "受託者", "処理者", "提供者"}

var defaultCustomer = []string{"契約者", "利用者", "ユーザー", "お客様", "会員", "委託者", "登録者", "申込者"}
