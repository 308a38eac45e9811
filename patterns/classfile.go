package patterns

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// classFile is a class file as it was written, before its phrases are compiled.
// Files of one class in several file systems add up: the later one replaces what
// it names and keeps the rest.
type classFile struct {
	class    *finding.Class
	at       place
	basis    []reference
	suggest  []reference
	unless   []writtenException
	report   reported // what matches of the class report where the sentence says nothing
	patterns []*writtenPattern
	tests    []Test
}

// reference is the ID of something defined elsewhere in the library.
type reference struct {
	id string
	at place
}

type writtenPattern struct {
	name       string
	at         place
	slots      writtenSlots
	unless     []writtenException
	set        reported
	report     reported
	confidence string
}

type writtenException struct {
	name  string
	slots writtenSlots
}

// writtenSlots are conditions whose phrases are not compiled yet.
type writtenSlots struct {
	conditions
	phrases [slotCount][]written
	all     []written
	guarded bool // a slot that makes a pattern was there, right or wrong
}

// reported is what a pattern says about its matches; nil fields say nothing.
type reported struct {
	data       *norm.Data
	trigger    *norm.Trigger
	weak       *bool
	grade      finding.Grade
	confidence string
	collected  bool // data is only what no section on collected data tells
}

var (
	groupNames      = []string{string(finding.Power), string(finding.Support), string(finding.Division), string(finding.Context)}
	severityNames   = []string{string(finding.High), string(finding.Medium), string(finding.Low), string(finding.Info)}
	statusNames     = []string{"experimental", "stable", "deprecated"}
	confidenceNames = []string{"high", "medium", "low"}
	gradeNames      = []string{string(finding.Full), string(finding.Half), string(finding.Nothing), string(finding.Negative)}

	classKeys = []string{"class", "group", "title", "status", "severity", "basis", "message", "explanation", "false_positives", "suggest", "once", "gather", "unless", "default", "patterns", "tests"}
	slotKeys  = append([]string{"bearer", "modality", "data", "trigger", "with", "without", "kinds", "all"}, slotNames[:slotCount]...)
	// what a pattern may say besides its slots
	patternKeys = append([]string{"unless", "set", "default", "confidence"}, slotKeys...)
)

// readClass reads a class file. A file that adds to a class of an earlier file
// system needs no more than the class and what it adds.
func readClass(r *reader, top *yaml.Node, file file, old *classFile) *classFile {
	fields := r.fields(top, "a class file", classKeys)
	if fields == nil {
		return old
	}
	c := old
	if c == nil {
		r.need(top, "the class file", fields, "class", "group", "title", "severity", "basis", "message", "explanation", "patterns")
		c = &classFile{class: &finding.Class{Status: "stable"}, at: place{file: r.file, line: top.Line, column: top.Column}}
	} else {
		copied := *c.class
		c.class = &copied
	}
	class := c.class
	for _, f := range fields {
		switch f.key {
		case "class":
			class.ID = r.text(f.node, "class")
			if want := strings.TrimSuffix(path.Base(file.path), path.Ext(file.path)); class.ID != want && class.ID != "" {
				r.at(f.node, misplaced, file.path, "class "+class.ID)
			}
		case "group":
			class.Group = r.group(f.node, file)
		case "title":
			class.Title.JA, class.Title.EN = r.bilingual(f.node, "title")
		case "status":
			if i := r.enum(f.node, "status", statusNames); i >= 0 {
				class.Status = statusNames[i]
			}
		case "severity":
			if i := r.enum(f.node, "severity", severityNames); i >= 0 {
				class.Severity = finding.Severity(severityNames[i])
			}
		case "basis":
			c.basis = r.references(f.node, "basis")
			class.Basis = ids(c.basis)
		case "message":
			class.Message.JA, class.Message.EN = r.bilingual(f.node, "message")
			r.placeholders(f.node, class.Message)
		case "explanation":
			class.Explanation.JA, class.Explanation.EN = r.bilingual(f.node, "explanation")
		case "false_positives":
			class.FalsePositives = nil
			for _, e := range r.list(f.node, "false_positives") {
				ja, en := r.bilingual(e, "a false positive")
				class.FalsePositives = append(class.FalsePositives, finding.Text{JA: ja, EN: en})
			}
		case "suggest":
			c.suggest = r.references(f.node, "suggest")
			class.Suggest = ids(c.suggest)
		case "gather":
			if i := r.enum(f.node, "gather", []string{"false", "true"}); i >= 0 {
				class.Gather = i == 1
			}
		case "once":
			if i := r.enum(f.node, "once", []string{"false", "true"}); i >= 0 {
				class.Once = i == 1
			}
		case "unless":
			c.unless = r.exceptions(f.node, c.unless)
		case "default":
			c.report = r.reported(f.node, "default", []string{"data", "trigger", "collected"})
		case "patterns":
			c.patterns = r.patterns(f.node, c.patterns)
		case "tests":
			c.tests = append(c.tests, r.tests(f.node)...)
		}
	}
	return c
}

// group reads the group of a class. A user's file may lie in a group of its own;
// such classes are reported and never judged.
func (r *reader) group(n *yaml.Node, file file) finding.Group {
	folder := path.Base(path.Dir(file.path))
	if file.layer > 0 && n.Value == folder && isName(folder) {
		return finding.Group(folder)
	}
	i := r.enum(n, "group", groupNames)
	if i < 0 {
		return ""
	}
	if groupNames[i] != folder {
		r.at(n, misplaced, file.path, "group "+groupNames[i])
	}
	return finding.Group(groupNames[i])
}

func (r *reader) references(n *yaml.Node, what string) []reference {
	var refs []reference
	for _, e := range r.list(n, what) {
		if id := r.text(e, what); id != "" {
			refs = append(refs, reference{id, r.place(e)})
		}
	}
	return refs
}

func ids(refs []reference) []string {
	var ids []string
	for _, ref := range refs {
		ids = append(ids, ref.id)
	}
	return ids
}

// placeholderNames are what a message can be filled with.
var placeholderNames = []string{"bearer", "quote", "article", "data", "trigger"}

// placeholders reports names in braces that nothing fills.
func (r *reader) placeholders(n *yaml.Node, message finding.Text) {
	for _, text := range []string{message.JA, message.EN} {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, "{")
			if !ok {
				break
			}
			name, after, closed := strings.Cut(after, "}")
			if !closed || !slices.Contains(placeholderNames, name) {
				if closed {
					name += "}"
				}
				r.at(n, badValue, "a placeholder", "{"+name, "{"+strings.Join(placeholderNames, "}, {")+"}")
				break
			}
			rest = after
		}
	}
}

// patterns reads named patterns on top of older ones.
func (r *reader) patterns(n *yaml.Node, old []*writtenPattern) []*writtenPattern {
	all := slices.Clone(old)
	for _, f := range r.fields(n, "patterns", nil) {
		if !isName(f.key) {
			r.at(f.name, badValue, "a pattern name", f.key, "a-z 0-9 _ -")
			continue
		}
		p := r.pattern(f)
		if i := slices.IndexFunc(all, func(q *writtenPattern) bool { return q.name == p.name }); i >= 0 {
			all[i] = p
		} else {
			all = append(all, p)
		}
	}
	return all
}

func (r *reader) pattern(f field) *writtenPattern {
	p := &writtenPattern{name: f.key, at: r.place(f.name), confidence: "high"}
	fields := r.fields(f.node, "a pattern", patternKeys)
	for _, g := range fields {
		switch g.key {
		case "unless":
			p.unless = r.exceptions(g.node, nil)
		case "set":
			p.set = r.reported(g.node, "set", []string{"data", "trigger", "weak", "grade", "confidence"})
		case "default":
			p.report = r.reported(g.node, "default", []string{"data", "trigger", "collected"})
		case "confidence":
			if i := r.enum(g.node, "confidence", confidenceNames); i >= 0 {
				p.confidence = confidenceNames[i]
			}
		default:
			r.slot(&p.slots, g)
		}
	}
	return p
}

// exceptions reads the entries of unless: a bare phrase, or slots.
func (r *reader) exceptions(n *yaml.Node, old []writtenException) []writtenException {
	all := slices.Clone(old)
	for _, f := range r.fields(n, "unless", nil) {
		e := writtenException{name: f.key}
		if f.node.Kind == yaml.MappingNode {
			for _, g := range r.fields(f.node, "an entry of unless", slotKeys) {
				r.slot(&e.slots, g)
			}
		} else {
			e.slots.phrases[textSlot] = r.phrases(f.node, "unless "+f.key)
		}
		if i := slices.IndexFunc(all, func(q writtenException) bool { return q.name == e.name }); i >= 0 {
			all[i] = e
		} else {
			all = append(all, e)
		}
	}
	return all
}

// slot reads one slot into s.
func (r *reader) slot(s *writtenSlots, f field) {
	mask := func(allowed []string) (m uint16) {
		for _, i := range r.enums(f.node, f.key, allowed) {
			m |= 1 << i
		}
		return m
	}
	switch f.key {
	case "bearer":
		s.bearers = uint8(mask(bearerNames))
		if s.bearers&(1<<structure.Vendor|1<<structure.Customer) != 0 {
			s.bearers |= 1 << structure.Both
		}
	case "modality":
		s.modalities = mask(modalityNames)
	case "data":
		s.data = uint8(mask(dataNames[:]))
	case "trigger":
		s.triggers = uint8(mask(triggerNames[:]))
	case "with":
		s.with = features(mask(featureNames))
	case "without":
		s.without = features(mask(featureNames))
	case "kinds":
		s.kinds = uint8(mask(kindNames))
	case "all":
		s.all = r.phrases(f.node, "all")
		s.guarded = true
	default:
		k := slices.Index(slotNames[:], f.key)
		s.phrases[k] = r.phrases(f.node, f.key)
		s.guarded = s.guarded || k < int(guardedSlots)
	}
}

func (r *reader) reported(n *yaml.Node, what string, keys []string) reported {
	var s reported
	for _, f := range r.fields(n, what, keys) {
		switch f.key {
		case "data":
			if i := r.enum(f.node, "data", dataNames[:]); i >= 0 {
				s.data = new(norm.Data(i))
			}
		case "trigger":
			if i := r.enum(f.node, "trigger", triggerNames[:]); i >= 0 {
				s.trigger = new(norm.Trigger(i))
			}
		case "weak":
			s.weak = new(r.bool(f.node, "weak"))
		case "collected":
			s.collected = r.bool(f.node, "collected")
		case "grade":
			if i := r.enum(f.node, "grade", gradeNames); i >= 0 {
				s.grade = finding.Grade(gradeNames[i])
			}
		case "confidence":
			if i := r.enum(f.node, "confidence", confidenceNames); i >= 0 {
				s.confidence = confidenceNames[i]
			}
		}
	}
	return s
}
