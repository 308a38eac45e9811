package patterns

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	unorm "golang.org/x/text/unicode/norm"

	"go.yaml.in/yaml/v4"
)

// lexicon is what the lexicon files of a library say, before anything is
// compiled. Files add up: a class, a kind of data or a trigger that several
// files name has the entries of all.
type lexicon struct {
	classes  map[string]*lexiconClass
	data     [len(dataNames)][]written
	triggers [len(triggerNames)][]written
	parties  [len(partyNames)][]string
	letters  letterLists
	variants [][]string
	seen     map[string]string // spelling -> where it was given as a variant
	words    map[string]string // data word -> kind and place
}

type lexiconClass struct {
	name    string
	at      place
	entries []written
}

// The names that files use, in the order of the constants they stand for.
var (
	dataNames    = [...]string{"none", "customer_data", "personal_info", "confidential", "usage_log", "account_info"}
	triggerNames = [...]string{"none", "legal", "consent", "request", "breach", "operation", "discretion"}
	partyNames   = [...]string{"none", "vendor", "customer", "both", "third"}
)

func newLexicon() *lexicon {
	return &lexicon{classes: map[string]*lexiconClass{}, seen: map[string]string{}, words: map[string]string{}}
}

// read adds one file.
func (l *lexicon) read(r *reader, top *yaml.Node) {
	for _, f := range r.fields(top, "a lexicon file", []string{"classes", "data", "triggers", "parties", "letters", "variants"}) {
		switch f.key {
		case "classes":
			for _, c := range r.fields(f.node, "classes", nil) {
				if !isName(c.key) {
					r.at(c.name, badValue, "a class name", c.key, "a-z 0-9 _ -")
					continue
				}
				entries := r.phrases(c.node, "@"+c.key)
				if old, ok := l.classes[c.key]; ok {
					old.entries = append(old.entries, entries...)
					continue
				}
				l.classes[c.key] = &lexiconClass{c.key, r.place(c.name), entries}
			}
		case "data":
			for _, c := range r.fields(f.node, "data", dataNames[:]) {
				k := slices.Index(dataNames[:], c.key)
				for _, w := range r.phrases(c.node, c.key) {
					if l.fresh(w, c.key) {
						l.data[k] = append(l.data[k], w)
					}
				}
			}
		case "triggers":
			for _, c := range r.fields(f.node, "triggers", triggerNames[1:]) {
				k := slices.Index(triggerNames[:], c.key)
				l.triggers[k] = append(l.triggers[k], r.phrases(c.node, c.key)...)
			}
		case "parties":
			for _, c := range r.fields(f.node, "parties", []string{"vendor", "customer", "third"}) {
				k := slices.Index(partyNames[:], c.key)
				for _, word := range r.texts(c.node, c.key) {
					if word = unorm.NFKC.String(word); !slices.Contains(l.parties[k], word) {
						l.parties[k] = append(l.parties[k], word)
					}
				}
			}
		case "letters":
			for _, c := range r.fields(f.node, "letters", letterNames[:]) {
				k := slices.Index(letterNames[:], c.key)
				for _, word := range r.texts(c.node, c.key) {
					if word = unorm.NFKC.String(word); !slices.Contains(l.letters[k], word) {
						l.letters[k] = append(l.letters[k], word)
					}
				}
			}
		case "variants":
			l.readVariants(r, f.node)
		}
	}
}

// fresh reports whether a data phrase is not yet of another kind.
func (l *lexicon) fresh(w written, kind string) bool {
	key := w.phrase.String()
	at := w.reader.place(w.node).String()
	if old, ok := l.words[key]; ok {
		if other, where, _ := strings.Cut(old, " "); other != kind {
			w.report(w.phrase, duplicateWord, key, other, where)
		}
		return false
	}
	l.words[key] = kind + " " + at
	return true
}

func (l *lexicon) readVariants(r *reader, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.at(n, notList, "variants")
		return
	}
	for _, group := range n.Content {
		if group.Kind != yaml.SequenceNode {
			r.at(group, notList, "a group of variants")
			continue
		}
		var spellings []string
		for _, e := range group.Content {
			s := unorm.NFKC.String(r.text(e, "a variant"))
			switch {
			case s == "":
				continue
			case utf8.RuneCountInString(s) < 2 && guards(s):
				// One character is part of too many other words.
				r.at(e, badValue, "a variant", s, "two characters or more")
				continue
			}
			if old, ok := l.seen[s]; ok {
				r.at(e, duplicateName, "variant", s, old)
				continue
			}
			l.seen[s] = r.place(e).String()
			spellings = append(spellings, s)
		}
		if len(spellings) > 1 {
			l.variants = append(l.variants, spellings)
		}
	}
}

// names returns the names of all classes, sorted.
func (l *lexicon) names() []string { return slices.Sorted(maps.Keys(l.classes)) }

// checkCycles reports every class that leads back to itself and cuts the cycle.
func (l *lexicon) checkCycles() {
	const open, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(c *lexiconClass)
	visit = func(c *lexiconClass) {
		state[c.name] = open
		path = append(path, c.name)
		c.entries = slices.DeleteFunc(c.entries, func(w written) bool {
			cyclic := false
			for _, ref := range w.phrase.classes() {
				next, ok := l.classes[ref.text]
				switch {
				case !ok: // reported where the phrase is compiled
				case state[next.name] == open:
					from := slices.Index(path, next.name)
					w.report(ref, classCycle, "@"+strings.Join(append(slices.Clone(path[from:]), next.name), " → @"))
					cyclic = true
				case state[next.name] == 0:
					visit(next)
				}
			}
			return cyclic
		})
		path = path[:len(path)-1]
		state[c.name] = done
	}
	for _, name := range l.names() {
		if state[name] == 0 {
			visit(l.classes[name])
		}
	}
}

// classes returns the class references in a phrase, in order.
func (n *phrase) classes() []*phrase {
	if n.kind == classNode {
		return []*phrase{n}
	}
	var refs []*phrase
	for _, part := range n.parts {
		refs = append(refs, part.classes()...)
	}
	return refs
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

// longestFirst sorts words as structure.Options wants them.
func longestFirst(words []string) []string {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return words
}
