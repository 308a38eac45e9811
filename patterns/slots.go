package patterns

import (
	"cmp"
	"math"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// slot is a condition of a pattern that holds a phrase.
type slot uint8

const (
	actSlot slot = iota
	doesSlot
	objectSlot
	conditionSlot
	purposeSlot
	exceptionSlot
	textSlot
	anySlot
	captionSlot
	leadSlot
	itemsSlot
	provisoSlot
	beforeSlot
	slotCount
	allSlot // has a list of its own
)

// guardedSlots is how many slots, from the first, make a pattern (so does all);
// strictSlots is how many of them must each be guarded by literals. The others
// may look for words of grammar, as long as another slot is guarded.
const (
	guardedSlots = anySlot + 1
	strictSlots  = textSlot
)

var slotNames = [...]string{"act", "does", "object", "condition", "purpose", "exception", "text", "any", "caption", "lead", "items", "proviso", "before", "", "all"}

// scope says where the words of a slot may stand, as seen from the sentence.
type scope uint8

const (
	leadPlace = iota + 1 // the places of the bits of a scope
	itemsPlace
	provisoPlace
	beforePlace
	captionPlace
)

const (
	inSentence scope = 1 << iota
	inLead
	inItems
	inProviso
	inBefore
	inCaption

	scopeCount = iota
)

var slotScopes = [...]scope{
	actSlot: inSentence, doesSlot: inSentence, objectSlot: inSentence | inLead | inBefore,
	conditionSlot: inSentence | inLead | inItems, purposeSlot: inSentence | inLead | inItems, exceptionSlot: inSentence | inLead | inItems,
	textSlot: inSentence, anySlot: inSentence, captionSlot: inCaption, leadSlot: inLead, itemsSlot: inItems,
	provisoSlot: inProviso, beforeSlot: inBefore, allSlot: inSentence,
}

// feature is something that a norm has or has not.
type feature uint8

const (
	hasException feature = iota
	hasCondition
	hasPurpose
	hasProviso
	hasSoftener
	hasEffort
	hasConsentFiction
	isPassive
	hasItems
	isItem
	leadNegated
	objectOmitted
)

// features are some of them, one bit each.
type features uint16

var featureNames = []string{"exception", "condition", "purpose", "proviso", "softener", "effort", "consent_fiction", "passive", "items", "item", "lead_negated", "omitted"}

var modalityNames = []string{"statement", "permission", "will", "obligation", "prohibition", "denial", "exempt", "nominal"}

// kindNames are the kinds of documents; sets of them have one bit each.
var kindNames = []string{
	string(structure.Terms), string(structure.Privacy), string(structure.DPA), string(structure.Security),
	string(structure.NDA), string(structure.Contract), string(structure.OtherKind),
}

// bearerNames as files write them; none is nobody named or inherited.
var bearerNames = []string{"none", "vendor", "customer", "both", "third"}

// conditions are what a pattern, or an entry of unless, asks of a norm. The
// zero value asks nothing.
type conditions struct {
	stance
	data     uint8
	triggers uint8
	kinds    uint8 // of documents
	with     features
	without  features
	fillings []filling // in the order they are asked
	written  *phrases  // until they are in the program
}

// setOf returns the set of one kind of documents.
func setOf(kind structure.DocumentKind) uint8 {
	return 1 << slices.Index(kindNames, string(kind))
}

// stance is who a norm binds and how, as sets: of a norm what it is, of conditions what
// it may be. Of conditions an empty set asks nothing.
type stance struct {
	bearers    uint8 // of structure.Role bits
	modalities uint16
}

func stanceOf(n *norm.Norm) stance {
	own, given := n.Modalities()
	return stance{1 << n.Bearer, 1<<own | 1<<given}
}

func (s stance) bearer(of stance) bool   { return s.bearers == 0 || s.bearers&of.bearers != 0 }
func (s stance) modality(of stance) bool { return s.modalities == 0 || s.modalities&of.modalities != 0 }

// phrases are those of conditions, by slot and of all, as nodes.
type phrases struct {
	slots [slotCount]*node
	all   []*node
}

// filling is a slot with the phrase that must fill it.
type filling struct {
	slot   slot
	place  uint8 // of its evidence: as slots are listed, those of all as they were written
	marks  bool  // the phrase asks for data words
	phrase int32 // of the program
}

// cost says which slots are asked first: those that look at the main clause and
// the sentence as it is, then those that may read other sentences.
var cost = [...]uint8{
	actSlot: 0, doesSlot: 0, textSlot: 1, anySlot: 1, allSlot: 1, conditionSlot: 2, purposeSlot: 2, exceptionSlot: 2, captionSlot: 2,
	leadSlot: 3, objectSlot: 3, itemsSlot: 4, provisoSlot: 4, beforeSlot: 4,
}

// seal lists the fillings, which go into the program. What asks for data words
// comes last: finding them is the dear part of reading a sentence. own are the phrases
// that must be in the sentence itself.
func (c *conditions) seal(a *assembler) (own []*node) {
	add := func(k slot, place int, n *node) {
		c.fillings = append(c.fillings, filling{k, uint8(min(place, math.MaxUint8)), n.marks, a.add(n)})
		if slotScopes[k] == inSentence {
			own = append(own, n)
		}
	}
	for k, n := range c.written.slots {
		if n != nil {
			add(slot(k), k, n)
		}
	}
	for i, n := range c.written.all {
		add(allSlot, int(allSlot)+i, n)
	}
	c.written = nil
	slices.SortStableFunc(c.fillings, func(a, b filling) int {
		if a.marks != b.marks {
			if b.marks {
				return -1
			}
			return 1
		}
		return cmp.Compare(cost[a.slot], cost[b.slot])
	})
	return own
}
