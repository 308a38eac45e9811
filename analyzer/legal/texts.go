package legal

import (
	"slices"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Element is one element of the test and what the sheet says of it.
type Element struct {
	ID            string                  `yaml:"id" json:"id"`
	Limb          string                  `yaml:"limb" json:"limb"`                             // one of Limbs
	Consideration string                  `yaml:"consideration" json:"consideration,omitempty"` // ア, イ, ウ, エ of 25 March 2024
	Title         finding.Text            `yaml:"title" json:"title"`
	Basis         []string                `yaml:"basis" json:"basis"`
	Fact          string                  `yaml:"fact" json:"fact"` // the fact that would decide it
	Status        map[Status]finding.Text `yaml:"status" json:"status"`
}

// Limbs are the parts of the test that elements belong to.
var Limbs = []string{"terms", "control", "background", "conduct", "scope"}

// Elements is the file of elements, in the order of the sheet.
type Elements struct {
	Elements []Element `yaml:"elements" json:"elements"`
}

// VerdictText is what is said of a verdict.
type VerdictText struct {
	ID     Verdict      `yaml:"id" json:"id"`
	Title  finding.Text `yaml:"title" json:"title"`
	Colour string       `yaml:"colour" json:"colour"`
	Says   finding.Text `yaml:"says" json:"says"`
}

// OverlayText is what is said of an overlay, and the words that show it where
// it goes by words.
type OverlayText struct {
	ID    Overlay      `yaml:"id" json:"id"`
	Title finding.Text `yaml:"title" json:"title"`
	Says  finding.Text `yaml:"says" json:"says"`
	Basis []string     `yaml:"basis" json:"basis"`
	Words []string     `yaml:"words" json:"-"`
}

// Test is what the verdict goes by: classes of findings, triggers, words.
type Test struct {
	Powers       []string `yaml:"powers"`       // defeat if they are wide
	Narrow       []string `yaml:"narrow"`       // triggers that do not defeat
	Negations    []string `yaml:"negations"`    // stand against powers
	Declarations []string `yaml:"declarations"` // say that handling is entrusted
	OfSome       []string `yaml:"of_some"`      // rules of negations that are about the data they name alone: class/pattern
	Seeing       []string `yaml:"seeing"`       // rules of negations by which nobody looks into what people put in: class/pattern
	Beyond       []string `yaml:"beyond"`       // may serve the vendor's own purposes
	Passive      []string `yaml:"passive"`      // also speak of data that stay with the customer
	Kept         []string `yaml:"kept"`         // words that say that data stay with the customer
	Aside        []string `yaml:"aside"`        // words without which nothing is said to stay on the customer's side
	Sides        []string `yaml:"sides"`        // places on the customer's side
	Partly       []string `yaml:"partly"`       // what may stay there though the rest does not
	Whole        []string `yaml:"whole"`        // words for what people write and record
	All          []string `yaml:"all"`          // words for all data: where all are kept on the customer's side, none is elsewhere
	Given        []string `yaml:"given"`        // words for what people give to a service, which also tell that somebody is spoken to
	Stores       []string `yaml:"stores"`       // words of services on which one stores something
	SignsUp      []string `yaml:"signs_up"`     // words of services to which one signs up
	NoSignUp     []string `yaml:"no_sign_up"`   // words that say that nobody needs to
	Goods        []string `yaml:"goods"`        // words of shops, at which one signs up and stores nothing
	Teachers     []string `yaml:"teachers"`     // what words for a vendor end with that teaches or trains: only what is given to it is stored
	Hosts        []string `yaml:"hosts"`        // places with the vendor
	Whose        []string `yaml:"whose"`        // words before such a place that make it the customer's own
	Keeping      []string `yaml:"keeping"`      // what is done with data at any place
	Remaining    []string `yaml:"remaining"`    // and what on the customer's side
	Sent         []string `yaml:"sent"`         // how data come to a place
	Leaving      []string `yaml:"leaving"`      // how data leave a place
	Staying      []string `yaml:"staying"`      // how they do not
	Unreached    []string `yaml:"unreached"`    // what says that something does not reach the vendor
	Topics       []string `yaml:"topics"`       // ends of topics that are all that one has there
	Besides      []string `yaml:"besides"`      // words by which a place is one of several, or for a while
	Gone         []string `yaml:"gone"`         // words without which nothing is said not to be kept
	Once         []string `yaml:"once"`         // when data go that are only worked on
	Erased       []string `yaml:"erased"`       // how they go
	AtEnd        []string `yaml:"at_end"`       // when data go that were kept
	Made         []string `yaml:"made"`         // words for what people put in
	PutBy        []string `yaml:"put_by"`       // what people do to put it in
	OwnThings    []string `yaml:"own_things"`   // what a vendor keeps of its own, whoever put it in
	Secrecy      string   `yaml:"secrecy"`      // class of clauses of secrecy
	OfSecrets    []string `yaml:"of_secrets"`   // classes that such a clause of a contract on work may bear without anything being stored
	InPassing    []string `yaml:"in_passing"`   // classes that also speak of data that are not kept
	PutIn        []string `yaml:"put_in"`       // data that people put in, by that name
	OnPersons    []string `yaml:"on_persons"`   // captions of the article on personal information
	Things       []string `yaml:"things"`       // what a vendor hands out, by the name that terms of it have for it
	Services     []string `yaml:"services"`     // words of a service, which such terms do not have
	Staff        []string `yaml:"staff"`        // whom the rules of a house are for, as subjects
	Everyone     []string `yaml:"everyone"`     // whom they bind, in any place
	OnAService   []string `yaml:"on_a_service"` // words of a contract on work under which things are stored as well
	OwnPeople    []string `yaml:"own_people"`   // whom a paper of the house is addressed to
	House        []string `yaml:"house"`        // what such rules are called
	Itself       []string `yaml:"itself"`       // what they call themselves
	Outside      []string `yaml:"outside"`      // whom other terms speak to, as subjects
	Bounds       []string `yaml:"bounds"`       // rules by which what customers store serves the service only
	ToOthers     []string `yaml:"to_others"`    // classes of what others are given
	PointsBack   []string `yaml:"points_back"`  // words by which a clause points to the end told before it
	Near         []string `yaml:"near"`         // words one of which a clause has that is near to a class it is not of
	Policies     []string `yaml:"policies"`     // names of documents that matter if they cover stored data
	Minor        []string `yaml:"minor"`        // names of documents that never matter
}

// Verdicts is the file of the test: what the verdict goes by, and what is said
// of verdicts and overlays, with the disclaimers.
type Verdicts struct {
	Test        Test          `yaml:"test" json:"-"`
	Verdicts    []VerdictText `yaml:"verdicts" json:"verdicts"`
	Overlays    []OverlayText `yaml:"overlays" json:"overlays"`
	Disclaimers Disclaimers   `yaml:"disclaimers" json:"disclaimers"`
}

// Disclaimers are the texts that go with every output. Full has {date}, the
// date of the law; MissingDocument has {doc}.
type Disclaimers struct {
	Short           finding.Text `yaml:"short" json:"short"`
	Full            finding.Text `yaml:"full" json:"full"`
	Score           finding.Text `yaml:"score" json:"score"`
	MissingDocument finding.Text `yaml:"missing_document" json:"missing_document"`
	Template        finding.Text `yaml:"template" json:"template"` // beside every model clause
}

// Element returns the element of an ID, or nil; it is looked for at a place first.
func (e *Elements) Element(id string, at int) *Element {
	if at < len(e.Elements) && e.Elements[at].ID == id {
		return &e.Elements[at]
	}
	for i := range e.Elements {
		if e.Elements[i].ID == id {
			return &e.Elements[i]
		}
	}
	return nil
}

// dated is the full disclaimer under a version of the law.
type dated struct {
	version string
	text    finding.Text
}

// Dated returns the full disclaimer under a version of the law.
func (d *Data) Dated(lawVersion string) finding.Text {
	if d.dated.text.JA != "" && d.dated.version == lawVersion {
		return d.dated.text
	}
	full := d.Verdicts.Disclaimers.Full
	ja, en := lawVersion, lawVersion
	if t, err := time.Parse("2006-01", lawVersion); err == nil {
		ja, en = t.Format("2006年1月"), t.Format("January 2006")
	}
	return finding.Text{JA: strings.ReplaceAll(full.JA, "{date}", ja), EN: strings.ReplaceAll(full.EN, "{date}", en)}
}

// Verdict returns what is said of a verdict.
func (v *Verdicts) Verdict(id Verdict) VerdictText {
	for _, t := range v.Verdicts {
		if t.ID == id {
			return t
		}
	}
	return VerdictText{ID: id}
}

// Overlay returns what is said of an overlay.
func (v *Verdicts) Overlay(id Overlay) OverlayText {
	for _, t := range v.Overlays {
		if t.ID == id {
			return t
		}
	}
	return OverlayText{ID: id}
}

// Scores is the file of the names that readers see.
type Scores struct {
	Defeat   ScoreText               `yaml:"defeat" json:"defeat"`
	Division ScoreText               `yaml:"division" json:"division"`
	Triggers map[string]finding.Text `yaml:"triggers" json:"triggers"`
	Data     map[string]finding.Text `yaml:"data" json:"data"`
	Statuses map[Status]finding.Text `yaml:"statuses" json:"statuses"`
}

// ScoreText is how a score is named and explained. Steps have {class},
// {article} and {trigger}.
type ScoreText struct {
	Title  finding.Text                   `yaml:"title" json:"title"`
	Short  finding.Text                   `yaml:"short" json:"short"`
	Says   finding.Text                   `yaml:"says" json:"says"`
	Steps  map[StepKind]finding.Text      `yaml:"steps" json:"steps,omitempty"`
	Grades map[finding.Grade]finding.Text `yaml:"grades" json:"grades,omitempty"`
}

// DecodeElements reads the file of elements.
func DecodeElements(file string, src []byte) (*Elements, error) {
	e, err := Decode(file, src, checkElements)
	if err != nil {
		return nil, err
	}
	return &e, nil
}

func checkElements(c *Checker, e *Elements) {
	var ids []string
	for i, element := range e.Elements {
		at := []any{"elements", i}
		c.OneOf(element.ID, "element", elementIDs, append(at, "id")...)
		c.OneOf(element.Limb, "limb", Limbs, append(at, "limb")...)
		c.NeedText(element.Title, "title", at...)
		c.Need(element.Fact, "fact", at...)
		for status, text := range element.Status {
			c.OneOf(string(status), "status", statusNames, append(at, "status", string(status))...)
			c.NeedText(text, string(status), append(at, "status")...)
		}
		ids = append(ids, element.ID)
	}
	for _, id := range elementIDs {
		if !slices.Contains(ids, id) {
			c.Need("", id, "elements")
		}
	}
}

// DecodeVerdicts reads the file of verdicts, overlays and disclaimers.
func DecodeVerdicts(file string, src []byte) (*Verdicts, error) {
	v, err := Decode(file, src, checkVerdicts)
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func checkVerdicts(c *Checker, v *Verdicts) {
	for i, trigger := range v.Test.Narrow {
		c.OneOf(trigger, "trigger", triggerNames, "test", "narrow", i)
	}
	for name, list := range map[string][]string{
		"powers": v.Test.Powers, "negations": v.Test.Negations, "declarations": v.Test.Declarations, "beyond": v.Test.Beyond,
	} {
		if len(list) == 0 {
			c.Need("", name, "test")
		}
	}
	verdicts, overlays := map[Verdict]bool{}, map[Overlay]bool{}
	for i, t := range v.Verdicts {
		c.OneOf(string(t.ID), "verdict", texts(AllVerdicts), "verdicts", i, "id")
		c.NeedText(t.Title, "title", "verdicts", i)
		c.NeedText(t.Says, "says", "verdicts", i)
		verdicts[t.ID] = true
	}
	for i, t := range v.Overlays {
		c.OneOf(string(t.ID), "overlay", texts(AllOverlays), "overlays", i, "id")
		c.NeedText(t.Title, "title", "overlays", i)
		c.NeedText(t.Says, "says", "overlays", i)
		overlays[t.ID] = true
	}
	for _, id := range AllVerdicts {
		if !verdicts[id] {
			c.Need("", string(id), "verdicts")
		}
	}
	for _, id := range AllOverlays {
		if !overlays[id] {
			c.Need("", string(id), "overlays")
		}
	}
	c.NeedText(v.Disclaimers.Short, "short", "disclaimers")
	c.NeedText(v.Disclaimers.Full, "full", "disclaimers")
	c.NeedText(v.Disclaimers.Score, "score", "disclaimers")
	c.NeedText(v.Disclaimers.MissingDocument, "missing_document", "disclaimers")
	c.NeedText(v.Disclaimers.Template, "template", "disclaimers")
}

// DecodeScores reads the file of the names of scores, triggers and kinds of data.
func DecodeScores(file string, src []byte) (*Scores, error) {
	s, err := Decode(file, src, checkScores)
	if err != nil {
		return nil, err
	}
	return &s, nil
}

func checkScores(c *Checker, s *Scores) {
	for name, t := range map[string]ScoreText{"defeat": s.Defeat, "division": s.Division} {
		c.NeedText(t.Title, "title", name)
		c.NeedText(t.Short, "short", name)
		c.NeedText(t.Says, "says", name)
	}
	for _, name := range triggerNames {
		c.NeedText(s.Triggers[name], name, "triggers")
	}
	for _, name := range dataNames {
		c.NeedText(s.Data[name], name, "data")
	}
	for _, name := range statusNames {
		c.NeedText(s.Statuses[Status(name)], name, "statuses")
	}
}

func texts[T ~string](values []T) []string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	return names
}
