package structure

// How lists are nested
//
// Between two headings stand numbered lines, bullets and plain lines. Markup
// made flat writes the items of a list in the same style as the paragraphs
// around it (4., then 1. 2. 3., then 5.), so the style alone does not say where
// a line belongs; its place in a sequence and its words do. nest keeps the few
// cheapest readings of what it has seen so far (a beam). Each reading is a stack
// of open lists; a line may go on with one of them, open a list below the line
// before, or be no number at all. Costs are for breaks in a sequence, for lists
// that nobody announces, and for lists whose lines are of different kinds
// (headings, noun phrases, sentences). Readings that ended in the same stack are
// one. Width 8 gives the same trees as 64 on the texts it was tried on; work is
// linear in the lines because both width and depth are bounded.

import (
	"math"
	"sync"

	"github.com/yakkan/yakkan/analyzer/document"
)

// frame is an open list at one moment: its last line and value, and the list
// that holds it. Frames are immutable; going on with a list makes a new one.
type frame struct {
	parent int32 // index of the frame of the line that holds this list; -1: none
	line   int32 // the last line of the list
	list   int32 // the first line of the list: its identity
	value  int32
	other  int32
	path   [4]int32
	n      int8
	depth  int8
	style  style
	class  class
	bullet rune
	level  int16  // list level by markup, 0 without
	sum    uint64 // of the stack, to find equal readings
}

// reading is one way to read the lines so far.
type reading struct {
	cost int32
	top  int32 // frame index, -1: no open list
	past int32 // index of the step that led here, -1
}

// step is the decision for one line.
type step struct {
	past  int32
	line  int32
	frame int32 // -1: the line has no number after all
}

// class is what the words of a numbered line are.
type class uint8

const (
	heading class = iota // short, a noun
	phrase               // a noun phrase: an item
	clause               // a sentence
)

func (l *line) class() class {
	switch {
	case l.shape&(sentence|inner) != 0 && l.shape&nominal == 0, l.shape&inner != 0 && l.shape&itemEnd == 0:
		return clause
	case l.shape&short != 0 && l.shape&(itemEnd|colon|fragment|term|period) == 0:
		return heading
	}
	return phrase
}

var mismatches = [3][3]int32{heading: {0, 1, 3}, phrase: {1, 0, 2}, clause: {3, 2, 0}}

const beamWidth = 8

// nester holds the working memory of nest; it is reused from region to region.
type nester struct {
	frames  []frame
	steps   []step
	now     []reading
	options []option
	best    int32   // the cost of the cheapest option
	placed  []int32 // per line of the region: index into frames, or -1
	words   bool    // sentences stand before the first number of the region
}

// nest decides for the lines [from, to) which lists they belong to; the result
// is in p.placed, by line, as indices into p.nester.frames.
func (p *parser) nest(from, to int) {
	n := p.nester
	n.frames, n.steps = n.frames[:0], n.steps[:0]
	n.now = append(n.now[:0], reading{top: -1, past: -1})
	seen := between{}
	n.words = false
	first := true
	for i := from; i < to; i++ {
		l := &p.lines[i]
		if l.gone {
			continue
		}
		if p.headsBullets(i, to) {
			l.shape &^= itemEnd
		}
		if l.num.style == noStyle || l.num.style.structural() {
			seen.text(l)
			continue
		}
		if first {
			under := from > 0 && (p.lines[from-1].rank == rankArticle || p.lines[from-1].rank == rankAnnex)
			n.words, first = under && (seen.prose > 0 || !p.lines[from-1].rest.Empty()), false
		}
		p.advance(i, &seen)
		seen = between{}
	}
	best := n.now[0]
	for _, r := range n.now[1:] {
		if r.cost < best.cost {
			best = r
		}
	}
	n.placed = n.placed[:0]
	for range to - from {
		n.placed = append(n.placed, -1)
	}
	for s := best.past; s >= 0; s = n.steps[s].past {
		n.placed[int(n.steps[s].line)-from] = n.steps[s].frame
	}
}

// bulletedHeads are formal nouns that a heading in plain words ends with: 「7.1 取得するもの」.
var bulletedHeads = sync.OnceValue(func() *affixes { return ends("もの", "こと", "ところ") })

// headsBullets reports whether line i is a short numbered line that ends in a formal noun
// and has bullets right below it: it heads them and is no item.
func (p *parser) headsBullets(i, to int) bool {
	l := &p.lines[i]
	if l.shape&(short|itemEnd|sentence|inner|announces|colon|period) != short|itemEnd || l.num.style == noStyle || l.num.style == styleBullet || l.num.style.structural() || i+1 >= to || p.lines[i+1].num.style != styleBullet {
		return false
	}
	s := l.rest.Of(p.text)
	return len(s) <= 3*14 && bulletedHeads().end(s)
}

// between is what stands between two numbered lines.
type between struct {
	prose     int  // sentences
	heads     int  // short lines without a predicate
	announced bool // the last of them announces a list
	any       bool
}

func (b *between) text(l *line) {
	b.any = true
	b.announced = l.shape&announces != 0
	if l.shape&(sentence|inner) != 0 || l.shape&(short|nominal) != short|nominal {
		b.prose++
	} else {
		b.heads++
	}
}

// advance extends every reading by line i.
func (p *parser) advance(i int, seen *between) {
	n := p.nester
	l := &p.lines[i]
	n.options, n.best = n.options[:0], math.MaxInt32-slack
	for _, r := range n.now {
		p.goOn(r, i, seen)
		p.open(r, i, seen)
		if c := rejection(&l.num); c < never {
			n.reject(r, c)
		}
	}
	n.settle(i)
}

const never = 100

func rejection(num *number) int32 {
	switch {
	case num.style == styleBullet:
		return never
	case num.loose:
		return 3
	case num.style >= styleKana && num.style <= styleUpperPar || num.style == styleKanji:
		return 5
	}
	return 9
}

// goOn adds the readings in which line i goes on with an open list.
func (p *parser) goOn(r reading, i int, seen *between) {
	n := p.nester
	l := &p.lines[i]
	for at := r.top; at >= 0; at = n.frames[at].parent {
		f := &n.frames[at]
		if f.style != l.num.style {
			continue
		}
		c, value, other, ok := follows(f, &l.num, seen, i, l.class())
		if !ok {
			continue
		}
		c += mismatches[f.class][l.class()]
		if l.level > 0 && f.level > 0 && l.kind == document.ListItem && l.level != f.level {
			c += 6
		}
		if at == r.top && int(f.line) == i-1 && p.lines[f.line].shape&announces != 0 {
			c++
		}
		g := *f
		g.line, g.value, g.other, g.path, g.n, g.class, g.level = int32(i), value, other, l.num.path, l.num.n, l.class(), max(l.level, 0)
		n.push(r, c, &g)
	}
}

// follows says at what cost num comes after f in its list.
func follows(f *frame, num *number, seen *between, i int, c1 class) (c, value, other int32, ok bool) {
	if num.style == styleBullet {
		if f.bullet != num.bullet {
			return 0, 0, 0, false
		}
		if seen.prose > 0 {
			c = 1
		}
		return c, 0, 0, true
	}
	if num.style == styleDotted || num.style == styleHyphen {
		return followsPath(f, num)
	}
	if num.value > 0 && num.value == f.value+1 && f.value > 0 {
		value = num.value
	}
	if num.other > 0 && num.other == f.other+1 && f.other > 0 {
		other = num.other
	}
	if num.value == 0 && num.other == f.other+1 && f.other > 0 { // ii after i
		return 0, 0, num.other, true
	}
	if value > 0 || other > 0 {
		return 0, value, other, true
	}
	gap := num.value - f.value - 1
	switch {
	case num.value == 0 || f.value == 0:
		return 0, 0, 0, false
	case gap > 0 && int(gap) <= seen.heads+seen.prose:
		return 1, num.value, 0, true // lines that lost their number stand between
	case gap > 0 && int(gap) == i-int(f.line)-1:
		return 2, num.value, 0, true // markup that counted the bullets between
	case gap > 0:
		return 3 + min(gap, 3), num.value, 0, true
	}
	if num.value == 1 && f.class == clause && c1 == clause {
		return 4, num.value, 0, true // begun anew by mistake
	}
	return 8, num.value, 0, true
}

func followsPath(f *frame, num *number) (c, value, other int32, ok bool) {
	if f.n != num.n {
		return 0, 0, 0, false
	}
	k := num.n - 1
	for i := range k {
		if f.path[i] != num.path[i] {
			return 6, num.value, 0, true
		}
	}
	switch gap := num.path[k] - f.path[k]; {
	case gap == 1:
		return 0, num.value, 0, true
	case gap > 1:
		return 3, num.value, 0, true
	}
	return 8, num.value, 0, true
}

// open adds the readings in which line i opens a new list.
func (p *parser) open(r reading, i int, seen *between) {
	n := p.nester
	l := &p.lines[i]
	g := frame{parent: -1, line: int32(i), list: int32(i), value: l.num.value, other: l.num.other, path: l.num.path, n: l.num.n,
		style: l.num.style, class: l.class(), bullet: l.num.bullet, level: l.level}
	base := p.opening(l, r)
	if r.top < 0 {
		n.push(r, base, &g)
		return
	}
	if l.num.value == 2 && n.words && l.class() == clause && !n.openStyle(r, l.num.style) {
		// 2 after the items of a first paragraph that has no number
		n.push(r, max(base-6, 0), &g)
	}
	for at := r.top; at >= -1; {
		if at == -1 {
			g.parent, g.depth = -1, 0
		} else if f := &n.frames[at]; int(f.depth)+1 < p.depth {
			g.parent, g.depth = at, f.depth+1
		} else {
			p.tooDeep = true
			at = f.parent
			continue
		}
		n.push(r, base+p.below(r, at, l, seen), &g)
		if at == -1 {
			break
		}
		at = n.frames[at].parent
	}
}

// opening says what it costs that a list begins with l at all.
func (p *parser) opening(l *line, r reading) int32 {
	num := &l.num
	var c int32
	if num.loose {
		c = 2
	}
	switch {
	case num.style == styleBullet:
		return 0
	case num.style == styleDotted, num.style == styleHyphen:
		if num.path[num.n-1] > 1 {
			c += 2
		}
		return c
	case num.value == 1 || num.other == 1:
		return c
	case num.style == styleDecimal && num.value == p.ended[num.style]+1 && r.top < 0:
		return c // numbers that run through the whole document
	case num.value == 2 && r.top < 0 && p.nester.words:
		return c // the first paragraph has no number
	case num.style == styleMarkerItem:
		return c
	}
	return c + 7
}

// openStyle reports whether a list of the style is open at the outermost level.
func (n *nester) openStyle(r reading, st style) bool {
	for at := r.top; at >= 0; at = n.frames[at].parent {
		if f := &n.frames[at]; f.depth == 0 {
			return f.style == st
		}
	}
	return false
}

// below says what it costs to open the list of l under the frame at.
func (p *parser) below(r reading, at int32, l *line, seen *between) int32 {
	n := p.nester
	var c int32
	if l.num.style == styleDotted || l.num.style == styleHyphen {
		return p.belowPath(at, l)
	}
	same := false
	for f := at; f >= 0; f = n.frames[f].parent {
		if n.frames[f].style == l.num.style && n.frames[f].bullet == l.num.bullet {
			same = true
			break
		}
	}
	if l.level > 0 && l.kind == document.ListItem {
		// markup says how deep it is
		outer := int16(0)
		if at >= 0 && p.lines[n.frames[at].line].kind == document.ListItem {
			outer = n.frames[at].level
		}
		if outer >= l.level && outer > 0 {
			c += 6
		} else if outer > 0 {
			return c
		}
	}
	between := seen.prose+seen.heads > 0
	switch {
	case at == r.top && between && at >= 0 && n.frames[at].style == styleBullet:
		c += 2 // the text between has closed the bullets
	case at == r.top && at >= 0 && !between && n.frames[at].style == styleBullet && n.frames[at].class != clause && l.class() == clause && p.lines[n.frames[at].line].shape&announces == 0:
		c += 5 // a sentence below a noun
	case at == r.top:
	case !between:
		c += 4
	case seen.announced || n.frames[r.top].class != clause || n.frames[r.top].style == styleBullet:
	default:
		c++
	}
	if !same {
		for f := r.top; f != at; f = n.frames[f].parent {
			if n.frames[f].style == l.num.style && n.frames[f].bullet == l.num.bullet {
				return c + 1 // closes a list that it could go on with
			}
		}
		return c
	}
	if l.num.style == styleBullet {
		return c + 6
	}
	if at != r.top {
		return c + 2
	}
	owner := &p.lines[n.frames[at].line]
	switch {
	case seen.announced:
	case seen.any && seen.prose > 0:
		c += 2
	case owner.shape&announces != 0:
	case owner.class() == heading:
		c++
	case owner.class() == clause:
		c += 3
	default:
		c += 4
	}
	return c
}

// belowPath is below for 1.1: the list it belongs under is written in the number.
func (p *parser) belowPath(at int32, l *line) int32 {
	n := p.nester
	if at < 0 {
		return 2
	}
	f := &n.frames[at]
	if int(f.n) == int(l.num.n)-1 && (f.style == styleDecimal || f.style == l.num.style) {
		for i := range f.n {
			if f.path[i] != l.num.path[i] {
				return 5
			}
		}
		return 0
	}
	return 4
}

// option is a reading that line i may lead to; it is kept only if it is cheap.
type option struct {
	cost  int32
	past  int32
	sum   uint64
	frame frame
	none  bool  // no number after all: the stack stays as it was
	top   int32 // of the stack, when none
}

// push adds the reading r extended by a frame.
func (n *nester) push(r reading, c int32, f *frame) {
	if r.cost+c > n.best+slack {
		return
	}
	f.sum = mix(uint64(f.style)<<32^uint64(uint32(f.value))<<8^uint64(uint32(f.other))<<40^uint64(f.class)<<4, f.depth)
	if f.parent >= 0 {
		f.sum ^= n.frames[f.parent].sum * 0x9e3779b97f4a7c15
	}
	n.add(option{cost: r.cost + c, past: r.past, sum: f.sum, frame: *f})
}

// reject adds the reading r in which the line has no number.
func (n *nester) reject(r reading, c int32) {
	if r.cost+c > n.best+slack {
		return
	}
	o := option{cost: r.cost + c, past: r.past, sum: 1, none: true, top: r.top}
	if r.top >= 0 {
		o.sum = n.frames[r.top].sum
	}
	n.add(o)
}

func mix(x uint64, depth int8) uint64 {
	x += uint64(depth) << 56
	x ^= x >> 31
	x *= 0xbf58476d1ce4e5b9
	return x ^ x>>29
}

// add keeps o unless an equal option is at least as cheap or enough better ones are known.
func (n *nester) add(o option) {
	n.best = min(n.best, o.cost)
	worst := -1
	for i := range n.options {
		k := &n.options[i]
		if k.sum == o.sum {
			if o.cost < k.cost {
				*k = o
			}
			return
		}
		if worst < 0 || k.cost > n.options[worst].cost {
			worst = i
		}
	}
	switch {
	case len(n.options) < 3*beamWidth:
		n.options = append(n.options, o)
	case o.cost < n.options[worst].cost:
		n.options[worst] = o
	}
}

// slack is how much dearer than the best a reading may be and still be followed.
const slack = 8

// settle makes the cheapest options the readings of the next line, the cheapest first and
// equal ones in their order.
func (n *nester) settle(i int) {
	var many [slack + 1]int32 // options by how much dearer than the best they are
	for k := range n.options {
		if c, ok := n.kept(k); ok {
			many[c]++
		}
	}
	at, kept := [slack + 1]int32{}, int32(0) // where those of each cost come
	for c := range many {
		at[c], kept = kept, kept+many[c]
	}
	var chosen [beamWidth]int32
	for k := range n.options {
		if c, ok := n.kept(k); ok {
			if at[c] < beamWidth {
				chosen[at[c]] = int32(k)
			}
			at[c]++
		}
	}
	n.now = n.now[:0]
	for _, k := range chosen[:min(kept, beamWidth)] {
		o := &n.options[k]
		top := o.top
		s := step{past: o.past, line: int32(i), frame: -1}
		if !o.none {
			n.frames = append(n.frames, o.frame)
			top = int32(len(n.frames) - 1)
			s.frame = top
		}
		n.steps = append(n.steps, s)
		n.now = append(n.now, reading{cost: o.cost - n.best, top: top, past: int32(len(n.steps) - 1)})
	}
}

// kept returns how much dearer than the best option k is, and whether it is followed.
func (n *nester) kept(k int) (dearer int32, ok bool) {
	cost := n.options[k].cost
	return cost - n.best, cost >= 0 && cost-n.best <= slack
}
