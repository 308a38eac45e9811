package patterns

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// Some words of the lexicon are looked for as letters, in a line or in a whole document:
// they say what a document is about, where no norm is read. A list without a word is one
// that nothing is in.

// letterList is one of the lists that files name under letters.
type letterList uint8

// The lists, in the order of letterNames. What each is for, the file says.
const (
	takenWords letterList = iota
	takenThings
	givenEnds
	givingWords
	elsewhereWords
	joints
	endWords
	asked
	providedWords
	notTaken
	writtenDown
	byThemselves
	gatherers
	gatheringWords
	deviceWords
	onlyThere
	sentOut
	takingWords
	onceDone
	awayWords
	storingWords
	storingNot
	servedWords
	readerWords
	formWords
	pointsDown
	putInWords
	ofOneself
	waysWords
	personalWords
	memberWork
	letterListCount
)

var letterNames = [letterListCount]string{
	"taken", "taken_things", "given_ends", "giving", "elsewhere", "joints", "ends", "asked", "provided", "not_taken", "written_down", "by_themselves", "gatherers", "gathering",
	"devices", "only_there", "sent_out", "takings", "once_done", "thrown_away", "storing", "storing_not", "served", "readers", "forms", "points_down",
	"put_in", "of_oneself", "ways", "personal", "member_work",
}

// letterLists are the words of each list.
type letterLists [letterListCount][]string

// in reports whether a text has a word of a list.
func (l *letterLists) in(text string, list letterList) bool {
	return slices.ContainsFunc(l[list], func(w string) bool { return strings.Contains(text, w) })
}

// inBut reports whether a text has a word of a list that is not the beginning of one of another.
func (l *letterLists) inBut(text string, list, not letterList) bool {
	for _, w := range l[list] {
		for rest := text; ; rest = rest[len(w):] {
			i := strings.Index(rest, w)
			if i < 0 {
				break
			}
			if rest = rest[i:]; !spot.StartsAny(rest, l[not]...) {
				return true
			}
		}
	}
	return false
}

// ends reports whether a text ends with a word of a list.
func (l *letterLists) ends(text string, list letterList) bool {
	return spot.EndsAny(text, l[list]...)
}

// behind returns what follows the first word of a list, in the order of the list, that is in a
// text, from that word on.
func (l *letterLists) behind(text string, list letterList) (rest string, ok bool) {
	for _, w := range l[list] {
		if i := strings.Index(text, w); i >= 0 {
			return text[i:], true
		}
	}
	return "", false
}
