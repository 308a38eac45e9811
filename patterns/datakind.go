package patterns

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// The kind of data that a match is about is settled in steps: what its words say, what words for
// all that was taken in stand for, what goes without saying, and whose data they are that the
// document calls personal information or its own.

// object is what a match is about, while its kind of data is looked for.
type object struct {
	*judge
	pattern *pattern
	power   bool // the class is a power,
	giving  bool // one of giving data to others, or not
	among   bool // what customers store is among the personal information that it names
}

// givings are the classes of what is given to others, or not.
var givings = map[string]bool{"restricted": true, "disclose": true, "disclose_legal": true}

// kindSteps are the steps, each of which may change what those before it found.
var kindSteps = [...]func(*object, norm.Data) norm.Data{
	(*object).notThePurpose,
	(*object).allThatWasTaken,
	(*object).unsaid,
	(*object).ofPersons,
	(*object).ofTheHouse,
}

// kind returns the kind of data that the match of a pattern is about, and whether what customers
// store is among those, if they are called personal information.
func (j *judge) kind(p *pattern) (kind norm.Data, among bool) {
	if p.set.data != nil {
		return *p.set.data, false
	}
	o := object{judge: j, pattern: p, power: p.class.Group == finding.Power, giving: givings[p.class.ID]}
	kind = j.said()
	for _, step := range kindSteps {
		kind = step(&o, kind)
	}
	return kind, o.among && kind == norm.PersonalInfo
}

// notThePurpose drops what the words of a purpose name, where a pattern says that the data
// are those taken in: 「利用状況の分析のために利用します」 says what for, not what.
func (o *object) notThePurpose(kind norm.Data) norm.Data {
	if o.pattern.report.collected && (o.inPurpose() || o.ofNoKind()) {
		return norm.NoData
	}
	return kind
}

// allThatWasTaken gives words that stand for all that a document is about the kind of what it
// takes in: what customers store, where that is among it.
func (o *object) allThatWasTaken(kind norm.Data) norm.Data {
	if !o.power && o.pattern.class.ID != "purpose_limit" {
		return kind
	}
	stands := false
	switch kind {
	case norm.NoData, norm.PersonalInfo:
		stands = o.pattern.report.collected && kind != norm.NoData
		if o.giving && kind == norm.PersonalInfo && o.namesPersons() {
			break // whom they are given to, policies tell of the persons in it
		}
		if stands && o.n.DataSpan.Empty() && o.ofPersonsAbove() {
			return kind
		}
		if o.whatWasTaken() {
			if o.power && o.namesPersons() && o.match.collected() == norm.CustomerData {
				o.among = true // 「取得した個人情報」
				break
			}
			stands = true // 「取得した情報は、次の目的で利用します」
			if taken := o.match.collected(); o.power && taken != norm.NoData {
				kind = taken
			}
		}
	case norm.AccountInfo:
		stands = o.pattern.report.collected
		if !o.allOfReaders() || o.match.collected() != norm.CustomerData {
			break
		}
		if o.giving && o.namesPersons() {
			kind = norm.PersonalInfo
		} else if o.match.kind == structure.Privacy {
			stands = true // 「お客様の情報を利用します」
		}
	}
	if stands && o.match.collected() == norm.CustomerData {
		return norm.CustomerData
	}
	return kind
}

// unsaid gives a match whose sentence says nothing of its data the kind that its pattern or its
// class has for that, else what all of such a document is about.
func (o *object) unsaid(kind norm.Data) norm.Data {
	for _, r := range []reported{o.pattern.report, o.pattern.class.report} {
		if kind == norm.NoData && r.collected {
			if kind = o.match.collected(); o.ofPersonsAbove() {
				kind = norm.PersonalInfo
			}
		}
		if kind == norm.NoData && r.data != nil {
			kind = *r.data
			if kind == norm.CustomerData && o.match.kind == structure.Privacy {
				kind = norm.PersonalInfo // a notice speaks of its readers
			}
		}
	}
	if kind == norm.NoData && o.power {
		switch o.match.kind {
		case structure.Privacy:
			return norm.PersonalInfo
		case structure.DPA:
			return norm.CustomerData
		}
	}
	return kind
}

// ofPersonsAbove reports whether the sentence is an item of a list that is of personal information
// (「取得した個人情報を次の目的で利用します」), or stands under such a caption (「個人情報の利用目的」), in a
// document that takes in what customers store: what is among it, then.
func (o *object) ofPersonsAbove() bool {
	above := o.s.unit.Clause.Captions
	above = above[:min(len(above), 1)] // its own; the title of a policy says nothing
	if lead := o.s.unit.Lead; lead != nil {
		above = append(slices.Clip(above), lead.Sentence.Span)
	}
	o.among = o.power && o.match.collected() == norm.CustomerData && slices.ContainsFunc(above, func(words source.Span) bool {
		return o.match.lib.says.in(words.Of(o.match.text), personalWords)
	})
	return o.among
}

// ofPersons says whose personal information it is that a power is about: that of an agreement
// on entrusted data is what is entrusted, that of a policy which takes in nothing that its
// readers store is theirs, and so is that of an article of terms on it.
func (o *object) ofPersons(kind norm.Data) norm.Data {
	if !o.power || kind != norm.PersonalInfo && (kind != norm.NoData || o.pattern.class.ID != "subcontract") {
		return kind // what work is left to others is seldom said to be about any data
	}
	if o.among {
		return kind // both the members' and what they store
	}
	doc := o.match.kind
	if doc == structure.Terms && o.match.collected() != norm.CustomerData && o.calledPersonal() && o.inArticleOnMembers() {
		return norm.AccountInfo
	}
	switch {
	case kind == norm.NoData:
		return kind
	case doc == structure.DPA, doc == structure.Terms && o.ofAnything():
		return norm.CustomerData
	case doc != structure.Privacy:
		return kind
	}
	switch taken := o.match.collected(); {
	case taken == norm.CustomerData && o.ofAnything():
		return norm.CustomerData
	case taken == norm.AccountInfo,
		taken == norm.NoData && o.match.whole() && o.match.lib.says.in(o.match.text, personalWords): // nothing is said to be stored
		return norm.AccountInfo
	}
	return kind
}

// mixed are the classes that are about data as such: what is kept twice, counted up or left to
// others is all that lies there.
var mixed = map[string]bool{"copy": true, "aggregate": true, "subcontract": true}

// ofAnything reports whether a power is about data of any kind: 「データを委託先に保管します」, or,
// of what is done with all of them, about none by name. Work for which others need to know the
// members (「決済の代行、商品の配送」) is about those, and what statistics are called (「集計した情報」)
// tells nothing of what they are made of.
func (o *object) ofAnything() bool {
	if o.n.Data == norm.NoData {
		return mixed[o.pattern.class.ID] && !o.match.lib.says.in(o.s.unit.Sentence.Span.Of(o.match.text), memberWork)
	}
	switch o.n.DataSpan.Of(o.match.text) {
	case "データ":
		return !o.giving
	case "情報", "":
		return mixed[o.pattern.class.ID] && (o.match.kind == structure.Terms || o.pattern.class.ID != "aggregate")
	}
	return false
}

// calledPersonal reports whether the sentence calls its data 個人情報, or does not name them: what
// needs special care (要配慮個人情報), and what tells who somebody is, may be of anybody.
func (o *object) calledPersonal() bool {
	words := strings.TrimSuffix(o.n.DataSpan.Of(o.match.text), "等")
	return o.n.Data == norm.NoData || slices.ContainsFunc(o.match.lib.says[personalWords], func(w string) bool {
		whose, ok := strings.CutSuffix(words, w)
		return ok && (whose == "" || strings.HasSuffix(whose, "の"))
	})
}

// inArticleOnMembers reports whether the sentence stands in an article of terms on personal
// information (「個人情報の取扱い」) that names nothing which customers store.
func (o *object) inArticleOnMembers() bool {
	for _, caption := range o.s.unit.Clause.Captions {
		if o.match.lib.says.in(caption.Of(o.match.text), personalWords) {
			return !o.match.storedUnder(caption)
		}
	}
	return false
}

// storedUnder reports whether an article names what customers store; where a sentence of it says
// what is taken in (「取得する情報：氏名、連絡先」), whether that one does.
func (m *matcher) storedUnder(caption source.Span) bool {
	stored, known := m.stored[caption]
	if known {
		return stored
	}
	clauses := m.reader.Clauses()
article:
	for c := range clauses {
		if !slices.Contains(clauses[c].Clause.Captions, caption) {
			continue
		}
		for s := range clauses[c].Sentences {
			words := clauses[c].Sentences[s].Of(m.text)
			names := !m.lib.says.in(words, asked) && slices.ContainsFunc(m.reader.Unit(c, s).Marks, func(k norm.Mark) bool { return k.Data == norm.CustomerData })
			if head, _, ok := strings.Cut(words, "："); ok && m.lib.says.saysCollected(head) {
				stored = names
				break article
			}
			stored = stored || names
		}
	}
	if m.stored == nil {
		m.stored = map[source.Span]bool{}
	}
	m.stored[caption] = stored
	return stored
}

// ofTheHouse makes account information of what a house writes of those whom it serves.
func (o *object) ofTheHouse(kind norm.Data) norm.Data {
	if o.match.kind != structure.Privacy || !o.match.ownRecords() {
		return kind
	}
	switch {
	case kind == norm.CustomerData,
		kind == norm.PersonalInfo && o.power && (o.match.whole() || o.match.ofATrade()):
		return norm.AccountInfo
	}
	return kind
}

// said returns the kind of data that a sentence names: that of the words which filled
// the object, else that of the norm.
func (j *judge) said() norm.Data {
	for _, e := range j.found {
		if e.slot != objectSlot {
			continue
		}
		e.s.know()
		for _, mark := range e.s.data {
			if mark.Start < e.end && e.start < mark.End {
				if roles := e.s.unit.Roles; j.n.Data != norm.NoData && e.s == j.s && mark.Start < len(roles) && roles[mark.Start] != norm.Main && (roles[mark.Start] != norm.Relative || e.end < j.dataAt()) {
					return j.n.Data // the words stand in a purpose, or describe others; the act is about those
				}
				return j.beside(e.s, mark)
			}
		}
	}
	return j.n.Data
}

// ofNoKind reports whether the words that filled the object are of no kind of data, though
// others beside them may be: 「利用状況の分析、統計データの作成」.
func (j *judge) ofNoKind() bool {
	for _, e := range j.found {
		if e.slot == objectSlot {
			return !slices.ContainsFunc(e.s.data, func(m norm.Mark) bool { return m.Start < e.end && e.start < m.End })
		}
	}
	return false
}

// and joins members of a list.
var and = token.WordOf("と")

// beside returns the kind of data of a mark, or, where it is listed with what
// customers store (「会員情報や保存データを」), that; in a notice it is the other way round.
func (j *judge) beside(s *sentence, mark norm.Mark) norm.Data {
	if mark.Data == norm.CustomerData || j.match.kind == structure.Privacy {
		return mark.Data
	}
	for _, m := range s.data {
		if m.Start < mark.End || m.Data != norm.CustomerData {
			continue
		}
		for k := mark.End; k < m.Start; k++ {
			switch t := &s.tokens[k]; t.POS {
			case token.CaseParticle, token.TopicParticle, token.ConjunctiveParticle, token.Verb, token.Period:
				if t.Surface != and {
					return mark.Data
				}
			}
		}
		return m.Data
	}
	return mark.Data
}

// inPurpose reports whether the word for data of the norm stands in a purpose.
func (j *judge) inPurpose() bool {
	roles := j.s.unit.Roles
	for _, mark := range j.s.data {
		if mark.Start < len(roles) && int(j.s.tokens[mark.Start].Start) == j.n.DataSpan.Start {
			return roles[mark.Start] == norm.Purpose
		}
	}
	return false
}

// dataAt returns the token of the main clause at which the norm's own data word
// begins, or -1.
func (j *judge) dataAt() int {
	for _, mark := range j.s.data {
		if mark.Start < len(j.s.unit.Roles) && j.s.unit.Roles[mark.Start] == norm.Main && int(j.s.tokens[mark.Start].Start) == j.n.DataSpan.Start {
			return mark.Start
		}
	}
	return -1
}

// What is done to take data in, and the words for all that was.
var (
	takings = token.WordsOf("取得", "収集", "入手", "預かる", "お預かり", "集める", "頂く", "いただく")
	takens  = token.WordsOf("情報", "データ", "もの")
	past    = token.WordOf("た")

	of       = token.WordOf("の")
	others   = token.WordOf("等")
	personal = token.WordOf("個人") // 「取得した個人情報」 are what the list has, too
)

// whatWasTaken reports whether the norm speaks of all that was taken in, without
// saying what that is: 「取得した情報は、次の目的で利用します」.
func (j *judge) whatWasTaken() bool {
	t := j.s.tokens[:j.n.End]
	for i := j.n.Start; i+2 < len(t); i++ {
		if !takings.Has(t[i].Base) {
			continue
		}
		for k := i + 1; k < len(t) && k < i+7; k++ { // 預からせていただいたもの
			if takens.Has(t[k].Surface) {
				if t[k-1].Surface == personal {
					k--
				}
				return t[k-1].Base == past
			}
		}
	}
	return false
}

// allOfReaders reports whether the words that filled the object are those for all that
// a policy is about: 「お客様の情報」, 「ユーザーの個人情報」, 「利用者情報」. What it names as
// collected is among that.
func (j *judge) allOfReaders() bool {
	if who, ok := strings.CutSuffix(j.n.DataSpan.Of(j.match.text), "情報"); ok {
		who = strings.TrimSuffix(strings.TrimSuffix(who, "個人"), "の")
		if slices.Contains(j.match.lib.says[readerWords], who) {
			return true
		}
	}
	for _, e := range j.found {
		if e.slot != objectSlot {
			continue
		}
		t := e.s.tokens
		k := e.end - 1
		if k < 0 || !takens.Has(t[k].Surface) {
			return false
		}
		if k > 0 && t[k-1].Surface == personal {
			k--
		}
		if k > 0 && t[k-1].Surface == of {
			k--
		}
		e.s.know()
		for _, p := range e.s.unit.Parties {
			if p.End == k && p.Role == structure.Customer {
				return true
			}
		}
		return false
	}
	return false
}

// namesPersons reports whether the words that filled the object, or else those of the norm,
// name information of persons as such: 「ユーザーの個人情報」, 「取得した個人情報」.
func (j *judge) namesPersons() bool {
	for _, e := range j.found {
		if e.slot != objectSlot {
			continue
		}
		t := e.s.tokens
		for k := e.start; k < e.end && k < len(t); k++ {
			if t[k].Surface == personal {
				return e.end >= len(t) || t[e.end].POS != token.Symbol // 「個人情報・入力内容」 are more
			}
		}
		return false
	}
	return j.match.lib.says.in(j.n.DataSpan.Of(j.match.text), personalWords)
}
