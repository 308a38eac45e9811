package patterns

import (
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

var featureNames = []string{"exception", "condition", "purpose", "proviso", "softener", "effort", "consent_fiction", "passive", "items", "item", "lead_negated", "omitted"}

var modalityNames = []string{"statement", "permission", "will", "obligation", "prohibition", "denial", "exempt", "nominal"}

var kindNames = []string{
	string(structure.Terms), string(structure.Privacy), string(structure.DPA), string(structure.Security),
	string(structure.NDA), string(structure.Contract), string(structure.OtherKind),
}

// bearerNames as files write them; none is nobody named or inherited.
var bearerNames = []string{"none", "vendor", "customer", "both", "third"}

// conditions are what a pattern, or an entry of unless, asks of a norm. The
// zero value asks nothing.
type conditions struct {
	bearers    uint8 // of structure.Role bits; 0 asks nothing
	modalities uint16
	data       uint8
	triggers   uint8
	with       []feature
	without    []feature
	kinds      []structure.DocumentKind
	phrases    [slotCount]*node
	all        []*node
}
