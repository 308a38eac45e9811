package norm

import "github.com/yakkan/yakkan/analyzer/token"

// What the words of a sentence are is gathered once, so that what reads it passes
// over all its tokens only where there is something to find.

// traits are what some word of a sentence is, a bit each.
type traits uint8

const (
	agentTrait   traits = 1 << iota // agents
	flagTrait                       // flags
	putInTrait                      // putIn
	passiveTrait                    // れる, られる
)

// traitWords is more than there are words with numbers.
const traitWords = 1 << 10

// traitsOf has the traits of each word.
var traitsOf = func() (all [traitWords]traits) {
	for _, s := range []struct {
		words *token.Words
		trait traits
	}{{&agents, agentTrait}, {&flags, flagTrait}, {&putIn, putInTrait}, {&passives, passiveTrait}} {
		for w := range all {
			if s.words.Has(token.Word(w)) {
				all[w] |= s.trait
			}
		}
	}
	return all
}()

// survey gathers the traits and the parts of speech of the tokens of u.
func (u *Unit) survey() {
	var of traits
	var are classes
	tokens := u.Sentence.Tokens
	for i := range tokens {
		t := &tokens[i]
		of |= traitsOf[t.Surface%traitWords] | traitsOf[t.Base%traitWords]
		are |= 1 << (t.POS & 31)
	}
	u.traits, u.classes = of, are
}

// What has a number has a place in traitsOf.
const _ = uint(traitWords - 64*len(token.Words{}))
