// Package patterns loads, checks and compiles the library of a lawyer's
// knowledge, and matches it against documents.
//
// A library is made of YAML files: class files with named patterns, lexicons,
// model clauses and the data of the legal test. docs/pattern-language.md is
// written for those who write them. Loading reads every file, reports every
// mistake with its place, and compiles what is left into a Library:
//
//	phrases -> words and nodes -> literals -> one scanner, one trie, one program
//
// Matching goes from cheap to dear. One scan finds which literals are in which
// sentence; a pattern is tried on a sentence only if each of its slots has its
// literals there, or where the slot may look besides; only then is the sentence
// tokenized and read.
package patterns

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// Version is the version of the built-in library.
const Version = "0.1.0"

//go:embed clauses legal lexicon rules
var builtin embed.FS

// FS is the built-in library.
var FS fs.FS = builtin

// Library is a compiled library. It says the same for ever and is safe for
// concurrent use.
type Library struct {
	compiled
	layers []fs.FS // where the files are, for the tests, which are read on demand
}

// compiled is what compiling makes of the files: what an image keeps, so data
// alone. See Open.
type compiled struct {
	classes    []*class
	patterns   []*pattern // of all classes, in order
	parties    structure.Options
	says       letterLists
	legal      *legal.Data
	clauses    suggest.Clauses
	vocabulary *vocabulary
	data       []marker // one a kind of data that has words
	triggers   []marker
	openings   openings // of data and triggers
	program    program  // of all phrases
	literals   []string
	scanner    *scanner
	letters    sieve    // over literals
	spoken     sieve    // over words, of what only the sentence itself can meet
	near       needs    // in a sentence
	limited    bits     // the patterns that are for some kinds of documents alone
	stances    []stance // of patterns
	digest     string
}

// class is a compiled class.
type class struct {
	*finding.Class
	file     string
	unless   []exception
	report   reported
	patterns []*pattern
}

// pattern is a compiled pattern of a class.
type pattern struct {
	conditions
	number     int32 // of compiled.patterns
	class      *class
	unless     []exception
	name       string
	set        reported
	report     reported
	confidence string
	asks       []ask
	needs      []need // until they are sealed
}

// exception is an entry of unless.
type exception struct {
	present int32 // what all phrases need that must be in the sentence itself; see code.needs
	conditions
	name string
}

// need is a guard of which one literal must be in one of the scopes.
type need struct {
	scopes scope
	leaf   *formula
}

// ask is a question of letters that must hold in one of the scopes.
type ask struct {
	scopes   scope
	question int32
	formula  *formula // until it is sealed
	slot     string
}

// marker finds what the lexicon knows: words for a kind of data, or phrases
// that make a trigger.
type marker struct {
	node    *node // while the library is compiled
	phrase  int32 // of the program
	data    norm.Data
	trigger norm.Trigger
}

// file is one file of a library.
type file struct {
	layer int // index of its file system
	path  string
	shown string // path as messages show it
	src   []byte
}

// limits of a library, far above the built-in one.
const (
	maxWords = 60000
	maxFiles = 4000
	maxBytes = 64 << 20
)

// Load reads and compiles a library from file systems laid out like FS; each
// goes on top of those before it: lexicons add up, a class of the same name
// gains patterns or has them replaced by name. With no file system it loads FS.
// The error is of type Diagnostics and holds every mistake found.
func Load(fsys ...fs.FS) (*Library, error) {
	if len(fsys) == 0 {
		fsys = []fs.FS{FS}
	}
	var diags Diagnostics
	l := &loader{diags: &diags, lexicon: newLexicon(), classes: map[string]*classFile{}}
	for layer, f := range fsys {
		l.collect(layer, f)
	}
	lib := l.compile()
	if len(diags) > 0 {
		diags.sort()
		return nil, diags
	}
	lib.layers = fsys
	return lib, nil
}

type loader struct {
	diags   *Diagnostics
	files   []file
	size    int
	lexicon *lexicon
	legal   *legal.Data // nil if there is no file of it
	illegal bool        // a file of it has mistakes
	clauses []file      // read once classes and sources are known
	classes map[string]*classFile
	order   []string
}

// collect reads the files of one file system.
func (l *loader) collect(layer int, fsys fs.FS) {
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := path.Ext(name)
		if d.IsDir() || ext != ".yaml" && ext != ".yml" {
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			l.report(place{file: shown(fsys, name)}, badFile, err)
			return nil
		}
		if l.size += len(src); l.size > maxBytes || len(l.files) >= maxFiles {
			l.report(place{file: shown(fsys, name)}, tooLarge, fmt.Sprintf("%d files, %d MiB", maxFiles, maxBytes>>20))
			return fs.SkipAll
		}
		l.files = append(l.files, file{layer, name, shown(fsys, name), src})
		return nil
	})
	if err != nil {
		l.report(place{file: shown(fsys, ".")}, badFile, err)
	}
}

func (l *loader) report(at place, kind problem, args ...any) *Diagnostic {
	*l.diags = append(*l.diags, at.problem(kind, args...))
	return &(*l.diags)[len(*l.diags)-1]
}

// folders are where the files of a library lie.
var folders = []string{"rules/ja", "lexicon/ja", "clauses/ja", "legal/jp"}

// compile reads the files by folder and compiles what they say.
func (l *loader) compile() *Library {
	sum := sha256.New()
	for _, f := range l.files {
		digest(sum, f)
		r := &reader{file: f.shown, diags: l.diags}
		dir := path.Dir(f.path)
		switch {
		case path.Dir(dir) == "rules/ja":
			top := r.open(withoutTests(f.src))
			if top == nil {
				continue
			}
			id := strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
			c := readClass(r, top, f, l.classes[id])
			if c == nil {
				continue
			}
			if _, ok := l.classes[id]; !ok {
				l.order = append(l.order, id)
			}
			l.classes[id] = c
		case dir == "lexicon/ja":
			if top := r.open(f.src); top != nil {
				l.lexicon.read(r, top)
			}
		case dir == "legal/jp":
			l.legalFile(f)
		case dir == "clauses/ja":
			l.clauses = append(l.clauses, f)
		default:
			l.report(place{file: f.shown}, strayFile, f.path).Hint = nearest(firstTwo(f.path), folders)
		}
	}
	l.completeLegal()
	l.lexicon.checkCycles()
	lib := l.build()
	lib.legal = l.legal
	lib.clauses = l.readClauses()
	lib.digest = hex.EncodeToString(sum.Sum(nil))
	return lib
}

// firstTwo returns the first two folders of a path.
func firstTwo(name string) string {
	parts := strings.Split(path.Dir(name), "/")
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// build compiles phrases in the order of what needs what: words for data first,
// since <data> is guarded by them.
func (l *loader) build() *Library {
	c := newCompiler(l.lexicon)
	lib := &Library{compiled: compiled{vocabulary: c.vocabulary}}
	c.inLexicon = true
	for k, entries := range l.lexicon.data {
		if n := c.either(entries); n != nil {
			lib.data = append(lib.data, marker{node: n, data: norm.Data(k)})
			if norm.Data(k) == norm.NoData {
				continue // words that only look like data: nothing asks for them
			}
			if len(n.guards) == 0 {
				l.findUnguarded(c, entries, "data")
				continue
			}
			c.dataGuards[k] = c.rarest(n.guards)
		}
	}
	for k, entries := range l.lexicon.triggers {
		if n := c.either(entries); n != nil {
			lib.triggers = append(lib.triggers, marker{node: n, trigger: norm.Trigger(k)})
		}
	}
	c.inLexicon = false
	for _, name := range l.lexicon.names() {
		if _, ok := c.classes[name]; !ok {
			c.classes[name] = nil
			c.classes[name] = c.either(l.lexicon.classes[name].entries)
		}
	}
	lib.parties = structure.Options{
		Vendor: longestFirst(l.lexicon.parties[structure.Vendor]), Customer: longestFirst(l.lexicon.parties[structure.Customer]),
	}
	lib.says = l.lexicon.letters
	slices.SortStableFunc(l.order, func(a, b string) int { return groupRank(l.classes[a]) - groupRank(l.classes[b]) })
	fs := newByLetters(c, lib)
	for _, id := range l.order {
		lib.add(l.class(c, l.classes[id], fs))
	}
	if len(c.vocabulary.canonical) >= maxWords {
		l.report(place{}, tooLarge, fmt.Sprintf("%d words", maxWords))
	}
	c.alike(lib.phrases())
	c.seal()
	words := len(c.vocabulary.canonical)
	if err := c.vocabulary.freeze(); err != nil {
		l.report(place{}, tooLarge, err.Error())
	}
	if err := lib.sealWords(words); err != nil {
		l.report(place{}, tooLarge, err.Error())
	}
	if err := lib.assemble(words); err != nil {
		l.report(place{}, tooLarge, err.Error())
	}
	lib.literals = c.literals
	if err := lib.sealLetters(fs); err != nil {
		l.report(place{}, tooLarge, err.Error())
	}
	lib.limited = newBits(len(lib.patterns))
	for i, p := range lib.patterns {
		p.number = int32(i)
		lib.stances = append(lib.stances, p.stance)
		if p.kinds != 0 {
			lib.limited.set(p.number)
		}
	}
	return lib
}

// phrases returns all phrases, as long as they are nodes.
func (lib *Library) phrases() []*node {
	var all []*node
	add := func(c *conditions) {
		for _, n := range c.written.slots {
			if n != nil {
				all = append(all, n)
			}
		}
		all = append(all, c.written.all...)
	}
	unless := func(es []exception) {
		for i := range es {
			add(&es[i].conditions)
		}
	}
	for _, m := range slices.Concat(lib.data, lib.triggers) {
		all = append(all, m.node)
	}
	for _, c := range lib.classes {
		for _, p := range c.patterns {
			add(&p.conditions)
			unless(p.unless)
		}
		unless(c.unless)
	}
	return all
}

// sealLetters makes the sieve of literals and the scanner for them. What no pattern
// asks for is not scanned for.
func (lib *Library) sealLetters(fs *byLetters) (err error) {
	l := newLayer(len(lib.literals))
	if l.inside, err = literalsInside(lib.literals); err != nil {
		return err
	}
	for _, p := range lib.patterns {
		if p.class.Group != finding.Division {
			p.needs = nil // nobody asks what comes near to it
		}
		slices.SortStableFunc(p.needs, func(a, b need) int { return fs.rarer(a.leaf.guard, b.leaf.guard) })
		for _, n := range p.needs {
			l.show(n.leaf)
		}
		for _, a := range p.asks {
			l.show(a.formula)
		}
	}
	l.order()
	for _, p := range lib.patterns {
		var own []*formula // what the sentence alone can meet; what is needed follows from it
		var around []circle
		for i := range p.asks {
			a := &p.asks[i]
			a.question = l.question(a.formula)
			if a.scopes == inSentence {
				own = append(own, a.formula)
			} else {
				around = append(around, circle{a.question, a.scopes})
			}
			a.formula = nil
		}
		l.pattern(own, around)
	}
	lib.near = l.needs(lib.patterns)
	numbers := l.merge(lib.near.guards)
	for i, q := range lib.near.guards {
		lib.near.guards[i] = numbers[q]
	}
	for _, p := range lib.patterns {
		for i := range p.asks {
			p.asks[i].question = numbers[p.asks[i].question]
		}
	}
	if lib.letters, err = l.seal(); err != nil {
		return err
	}
	lib.scanner, err = newScanner(lib.literals, numbers)
	return err
}

// sealWords makes the sieve of words, as long as there are nodes.
func (lib *Library) sealWords(words int) (err error) {
	fs, l := newByWords(), newLayer(words)
	own := make([][]*formula, len(lib.patterns))
	for i, p := range lib.patterns {
		ask := func(n *node) {
			if f := fs.of(n); f != nil {
				own[i] = append(own[i], f)
				l.show(f)
			}
		}
		for k, phrase := range p.written.slots {
			if phrase != nil && slotScopes[k] == inSentence {
				ask(phrase)
			}
		}
		for _, phrase := range p.written.all {
			ask(phrase)
		}
	}
	l.order()
	for i := range lib.patterns {
		l.pattern(own[i], nil)
	}
	lib.spoken, err = l.seal()
	return err
}

// assemble makes the program of all phrases over a number of words, once they are
// sealed, and lets go of their nodes. It fails on too many sets of words.
func (lib *Library) assemble(words int) error {
	a := newAssembler(words)
	lib.openings = a.openings(lib.data, lib.triggers, words)
	lib.data, lib.triggers = nil, nil
	unless := func(es []exception) {
		for i := range es {
			es[i].present = a.need(es[i].seal(a)...)
		}
	}
	for _, c := range lib.classes {
		for _, p := range c.patterns {
			p.conditions.seal(a)
			unless(p.unless)
		}
		unless(c.unless)
	}
	lib.program = a.program
	return a.full()
}

func (lib *Library) add(c *class) {
	lib.classes = append(lib.classes, c)
	lib.patterns = append(lib.patterns, c.patterns...)
}

func groupRank(c *classFile) int {
	if i := slices.Index(groupNames, string(c.class.Group)); i >= 0 {
		return i
	}
	return len(groupNames)
}

// class compiles a class and gives its patterns their needs.
func (l *loader) class(c *compiler, f *classFile, fs *byLetters) *class {
	k := &class{Class: f.class, file: f.at.file, report: f.report}
	k.unless = l.exceptions(c, f.unless)
	l.checkBasis(f.basis)
	l.checkSuggest(f.suggest)
	for _, w := range f.patterns {
		p := &pattern{name: w.name, class: k, set: w.set, report: w.report, confidence: w.confidence, unless: l.exceptions(c, w.unless)}
		p.conditions = l.conditions(c, w.slots)
		l.guard(c, w, p, fs)
		k.patterns = append(k.patterns, p)
	}
	return k
}

func (l *loader) exceptions(c *compiler, ws []writtenException) []exception {
	var es []exception
	for _, w := range ws {
		es = append(es, exception{name: w.name, conditions: l.conditions(c, w.slots)})
	}
	return es
}

func (l *loader) conditions(c *compiler, w writtenSlots) conditions {
	cs := w.conditions
	cs.written = &phrases{}
	for k, ws := range w.phrases {
		if len(ws) > 0 {
			cs.written.slots[k] = c.either(ws)
		}
	}
	for _, phrase := range w.all {
		if n := c.phrase(phrase); n != nil {
			cs.written.all = append(cs.written.all, n)
		}
	}
	return cs
}

// guard derives from the slots of a pattern what must be in the text, and
// refuses slots that nothing guards.
func (l *loader) guard(c *compiler, w *writtenPattern, p *pattern, fs *byLetters) {
	add := func(n *node, k slot) {
		for _, g := range n.guards {
			p.needs = append(p.needs, need{scopes: slotScopes[k], leaf: fs.leaf(g)})
		}
		if f := fs.of(n); f != nil {
			p.asks = append(p.asks, ask{scopes: slotScopes[k], formula: f, slot: slotNames[k]})
		}
	}
	for k, n := range p.written.slots {
		if n == nil {
			continue
		}
		if len(n.guards) == 0 && k < int(strictSlots) {
			l.findUnguarded(c, w.slots.phrases[k], slotNames[k])
		}
		add(n, slot(k))
	}
	for _, n := range p.written.all {
		add(n, allSlot)
	}
	p.asks = append(p.asks, fs.conditions(&p.conditions)...)
	slices.SortStableFunc(p.asks, func(a, b ask) int { return cmp.Compare(a.scopes, b.scopes) }) // what only the sentence can meet first
	switch {
	case !w.slots.guarded:
		l.report(w.at, noSlot, w.name)
	case !slices.ContainsFunc(p.needs, func(n need) bool { return n.scopes&inSentence != 0 }):
		// Only text, any and all are left: say which of their alternatives.
		l.findUnguarded(c, w.slots.phrases[textSlot], slotNames[textSlot])
		l.findUnguarded(c, w.slots.phrases[anySlot], slotNames[anySlot])
		l.findUnguarded(c, w.slots.all, "all")
	}
}

// findUnguarded reports the alternatives that no literal guards.
func (l *loader) findUnguarded(c *compiler, ws []written, what string) {
	for _, w := range ws {
		for _, alternative := range w.alternatives() {
			one := w
			one.phrase = alternative
			if n := c.node(one, alternative); n != nil && len(n.guards) == 0 {
				one.report(alternative, unguarded, what, alternative.String())
			}
		}
	}
}

// alternatives returns the alternatives at the top of a phrase.
func (n *phrase) alternatives() []*phrase {
	if n.kind == alternativeNode {
		return n.parts
	}
	return []*phrase{n}
}

// withoutTests blanks the tests of a class file: they are most of its bytes and
// are read only when they run. Lines keep their numbers.
func withoutTests(src []byte) []byte {
	out := make([]byte, 0, len(src))
	inside := false
	for line := range strings.Lines(string(src)) {
		if line[0] != ' ' && line[0] != '\n' && line[0] != '\r' && line[0] != '#' && line[0] != '-' {
			inside = strings.HasPrefix(line, "tests:")
		}
		if inside {
			line = "\n"
		}
		out = append(out, line...)
	}
	return out
}

// digest adds a file to the digest of the library: what could change a result,
// so without tests, comments on lines of their own and white space at line ends.
func digest(sum hash.Hash, f file) {
	fmt.Fprintf(sum, "%d %s\n", f.layer, f.path)
	for line := range strings.Lines(string(withoutTests(f.src))) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" || strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			continue
		}
		fmt.Fprintln(sum, line)
	}
}

// Digest identifies what the library says: same digest, same results. It is the
// SHA-256 of the files without their tests and comments, in hexadecimal.
func (lib *Library) Digest() string { return lib.digest }

// Classes returns the classes, by group and file name.
func (lib *Library) Classes() []*finding.Class {
	classes := make([]*finding.Class, len(lib.classes))
	for i, c := range lib.classes {
		classes[i] = c.Class
	}
	return classes
}

// Class returns a class by its ID, or nil.
func (lib *Library) Class(id string) *finding.Class {
	if c := lib.class(id); c != nil {
		return c.Class
	}
	return nil
}

func (lib *Library) class(id string) *class {
	i := slices.IndexFunc(lib.classes, func(c *class) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return lib.classes[i]
}

// Parties returns the words for parties where a document defines none.
func (lib *Library) Parties() structure.Options { return lib.parties }
