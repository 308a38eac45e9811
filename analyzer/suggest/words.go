package suggest

import (
	"slices"
	"strings"
	"sync"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// words are what a document calls the things that clauses speak of.
type words struct {
	vendor, customer, data, service, self, contract, annex string
	pdata                                                  string // where no clause of the plan defines it
	define                                                 string // the term for it where one does
	long                                                   bool   // pdata describes it, for want of a term
	polite                                                 bool   // most sentences end in polite style
}

// What things are called where a document does not say.
const (
	usualVendor   = "当社"
	usualCustomer = "契約者"
)

var (
	services  = []string{"本サービス", "当サービス", "本件サービス", "本システム", "本アプリケーション", "本アプリ", "本ソフトウェア", "本サイト", "当サイト", "本製品"}
	selves    = []string{"本規約", "本利用規約", "本契約", "本約款", "本特約", "本覚書", "本合意書", "本ポリシー", "本プライバシーポリシー", "本方針", "この規約", "この約款", "この契約"}
	contracts = []string{"利用契約", "本利用契約", "サービス利用契約", "本サービス利用契約", "本契約"}
	dataEnds  = []string{"データ", "データ等", "情報", "情報等", "コンテンツ", "コンテンツ等", "ファイル", "投稿"}
	personal  = lazily(`個人(データ|情報)$`)
	annexes   = lazily(`^別紙\s*([0-9]+)`)
)

// readWords takes the words of a document from its parties and definitions, and
// from how often it uses the usual ones.
func readWords(c *Case) words {
	terms := dataTerms(c)
	used := counts{c.Words}
	if used.Text == nil {
		used.Text = &spot.Text{}
		used.Reset(c.Tree.Document.Text, wanted())
	}
	w := words{
		vendor:   used.oftenest(c.Tree.Parties.Vendor, usualVendor),
		service:  used.oftenest(services, services[0]),
		self:     used.oftenest(selves, selves[0]),
		contract: used.oftenest(contracts, contracts[0]),
		annex:    nextAnnex(c.Tree),
		polite:   used.polite(),
	}
	w.customer = used.customer(c.Tree.Parties.Customer)
	w.data = used.oftenest(terms, w.customer+"が"+w.service+"に保存したデータ")
	w.pdata = w.customer + "が" + w.service + "に保存した個人データ"
	w.define, w.long = "本件個人データ", true
	for _, t := range terms {
		if personal().MatchString(t) {
			w.pdata, w.long = t, false
		}
	}
	if slices.ContainsFunc(c.Tree.Definitions, func(d structure.Definition) bool { return d.Term == w.define }) {
		w.define = "対象個人データ"
	}
	return w
}

// Wanted returns the words that For looks for in every text, in lists: what services
// and documents call themselves, usual names of the parties, ends of sentences.
func Wanted() [][]string {
	return [][]string{services, selves, contracts, parties, politeStops}
}

// wanted are the words of Wanted.
var wanted = sync.OnceValue(func() *spot.Words { return spot.New(Wanted()...) })

// parties are what most documents call theirs.
var parties = []string{usualVendor, "弊社", "甲", "乙", "運営者", "本サービス", usualCustomer, "利用者", "ユーザー", "ユーザ", "お客様", "会員", "登録ユーザー", "利用契約者", "登録者", "皆様"}

// counts says how often a text has a word, in other words too.
type counts struct{ *spot.Text }

// oftenest returns the word that the text uses most, of equal ones the first, or
// otherwise where it uses none.
func (used counts) oftenest(of []string, otherwise string) string {
	best, most := otherwise, 0
	for _, w := range of {
		n := used.Often(w)
		if n <= most {
			continue
		}
		for _, longer := range of {
			if longer != w && strings.Contains(longer, w) {
				n -= used.Often(longer)
			}
		}
		if n > most {
			best, most = w, n
		}
	}
	return best
}

// customer prefers the party to the contract over those who merely use the
// service.
func (used counts) customer(of []string) string {
	for _, w := range of {
		if strings.Contains(w, "契約") && used.Often(w) > 1 {
			return w
		}
	}
	return used.oftenest(of, usualCustomer)
}

// stores are the words by which a definition says that its term is what customers
// hand over.
var stores = []string{"登録", "保存", "入力", "送信", "伝送", "アップロード", "投稿", "提供", "保管", "蓄積"}

// mostTerms is how many terms for data clauses choose among: the first of the document.
const mostTerms = 100

// dataTerms returns the terms that the document defines for what customers store:
// those that were found as such, else those whose definition reads so.
func dataTerms(c *Case) []string {
	terms := foundTerms(c)
	if len(terms) > 0 {
		return terms
	}
	text := c.Tree.Document.Text
	for _, d := range c.Tree.Definitions {
		if len(terms) == mostTerms {
			break
		}
		meaning := d.Meaning.Of(text)
		says := func(words []string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(meaning, w) })
		}
		if namesData(d.Term) && says(c.Tree.Parties.Customer) && says(stores) && !slices.Contains(terms, d.Term) {
			terms = append(terms, d.Term)
		}
	}
	return terms
}

func foundTerms(c *Case) []string {
	var terms []string
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Match.Class.ID != "pd_definition" || f.Match.Data != norm.CustomerData {
			continue
		}
		for _, d := range c.Tree.DefinedIn(f.Span) {
			if len(terms) == mostTerms {
				return terms
			}
			if strings.Contains(d.Term, "秘密") || strings.Contains(d.Term, "機密") {
				continue // what is kept secret is more than what customers store
			}
			if !slices.Contains(terms, d.Term) && namesData(d.Term) {
				terms = append(terms, d.Term)
			}
		}
	}
	return terms
}

func namesData(term string) bool {
	return slices.ContainsFunc(dataEnds, func(end string) bool { return strings.HasSuffix(term, end) })
}

// nextAnnex returns the name of an annex that the document does not have yet.
func nextAnnex(tree *structure.Tree) string {
	last, any := 0, false
	for _, p := range tree.Provisions {
		if p.Kind != structure.Annex {
			continue
		}
		any = true
		if m := annexes().FindStringSubmatch(p.Label); m != nil {
			last = max(last, number(m[1]))
		}
	}
	if !any {
		return "別紙"
	}
	return "別紙" + ascii.format(last+1)
}

// own reports whether a finding is about what the vendor holds of its own.
func own(f *finding.Finding) bool {
	return f.Match.Data == norm.AccountInfo || f.Match.Data == norm.UsageLog
}
