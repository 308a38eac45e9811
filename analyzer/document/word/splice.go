package word

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"
)

// splicer gathers what is put into the main part.
type splicer struct {
	doc    *Document
	in     Annotation
	first  int // ID of the first comment
	next   int // ID of the next change
	starts []int
	cuts   map[int][]cut // by segment
	whole  []splice      // between elements
}

// splice is text to be put in at an offset of the main part. Those of one place
// come in the order of rank.
type splice struct {
	at, rank int
	text     string
}

// cut is a place within a segment at which something begins or ends.
type cut struct {
	at   int // offset in the main part
	rank int
	text string // markup to stand there
	del  int    // +1: what follows is deleted; -1: it is not
}

// The order of what stands at one place: what ends comes before what begins.
const (
	endDeletion = iota
	insertion
	endComment
	beginComment
	beginDeletion
)

func (e *splicer) date() string { return e.in.Date.UTC().Format(time.RFC3339) }

func (e *splicer) id() int {
	e.next++
	return e.next - 1
}

// attributes of a tracked change. p is the prefix of the names, with its colon.
func (e *splicer) change(p string) string {
	return fmt.Sprintf(`%sid="%d" %sauthor="%s" %sdate="%s"`, p, e.id(), p, escaped(e.in.Author), p, e.date())
}

// place works out where everything goes.
func (e *splicer) place() {
	e.cuts = map[int][]cut{}
	at := 0
	for i := range e.doc.Lines {
		e.starts = append(e.starts, at)
		at += len(e.doc.Lines[i].Text) + 1
	}
	for i, c := range e.in.Comments {
		e.comment(e.first+i, c)
	}
	for _, c := range e.in.Changes {
		e.changed(c)
	}
}

// span returns the segments that share a byte with [from, to) of the text.
func (e *splicer) span(from, to int) (out []int) {
	for i := range e.doc.Segments {
		s := &e.doc.Segments[i]
		a := e.starts[s.Line]
		if a+s.From < to && a+s.To > from {
			out = append(out, i)
		}
	}
	return out
}

// raw returns the offset in the main part of an offset in the text, which lies in segment i.
func (e *splicer) raw(i, at int) int {
	s := &e.doc.Segments[i]
	n := at - e.starts[s.Line] - s.From
	if n <= 0 {
		return s.Raw[0]
	}
	if n >= s.To-s.From {
		return s.Raw[1]
	}
	// Step over entities, and over what reading left out or changed.
	raw := e.doc.text[s.Raw[0]:s.Raw[1]]
	k := 0
	for done := 0; k < len(raw) && done < n; {
		switch {
		case raw[k] == '&':
			end := bytes.IndexByte(raw[k:], ';')
			if end < 0 {
				return s.Raw[0] + k
			}
			done += entityLength(string(raw[k : k+end+1]))
			k += end + 1
		case raw[k] == '\r' && k+1 < len(raw) && raw[k+1] == '\n':
			k++
		default:
			_, w := utf8.DecodeRune(raw[k:])
			if raw[k] >= ' ' || raw[k] == '\n' || raw[k] == '\r' || raw[k] == '\t' {
				done += w
			}
			k += w
		}
	}
	return s.Raw[0] + k
}

func entityLength(entity string) int {
	switch entity {
	case "&amp;", "&lt;", "&gt;", "&quot;", "&apos;":
		return 1
	}
	var n rune
	if _, err := fmt.Sscanf(strings.ToLower(entity), "&#x%x;", &n); err != nil {
		_, _ = fmt.Sscanf(entity, "&#%d;", &n)
	}
	return max(0, utf8.RuneLen(n))
}

func (e *splicer) comment(id int, c Comment) {
	segments := e.span(c.From, c.To)
	segments = slices.DeleteFunc(segments, func(i int) bool { return e.doc.Segments[i].Boxed })
	if len(segments) == 0 {
		e.commentParagraph(id, c.From)
		return
	}
	first, last := segments[0], segments[len(segments)-1]
	p := e.prefix(e.doc.Segments[first].Run.From)
	e.cuts[first] = append(e.cuts[first], cut{at: e.raw(first, c.From), rank: beginComment, text: fmt.Sprintf(`<%scommentRangeStart %sid="%d"/>`, p, p, id)})
	e.cuts[last] = append(e.cuts[last], cut{at: e.raw(last, c.To), rank: endComment, text: e.commentEnd(p, id)})
}

func (e *splicer) commentEnd(p string, id int) string {
	return fmt.Sprintf(`<%[1]scommentRangeEnd %[1]sid="%[2]d"/><%[1]sr><%[1]scommentReference %[1]sid="%[2]d"/></%[1]sr>`, p, id)
}

// commentParagraph puts a comment on the whole paragraph before a place where none
// can stand: a footnote, a text box, an automatic number.
func (e *splicer) commentParagraph(id, at int) {
	place := e.paragraph(at)
	if place == nil {
		return
	}
	p := e.prefix(place.From)
	e.whole = append(e.whole,
		splice{max(place.Inside, place.PropsTo), beginComment, fmt.Sprintf(`<%scommentRangeStart %sid="%d"/>`, p, p, id)},
		splice{place.End, endComment, e.commentEnd(p, id)})
}

// paragraph returns the paragraph of the body that holds a place in the text, or the
// last one before it.
func (e *splicer) paragraph(at int) *Place {
	line := max(0, sort.SearchInts(e.starts, at+1)-1)
	var best *Place
	for i := range e.doc.Paragraphs {
		p := &e.doc.Paragraphs[i]
		if p.Boxed || p.FirstLine >= p.EndLine || p.End <= p.Inside {
			continue
		}
		if p.FirstLine <= line && (best == nil || p.FirstLine >= best.FirstLine) {
			best = p
		}
	}
	return best
}

// prefix returns the prefix of the element that begins at an offset, with its colon.
func (e *splicer) prefix(at int) string {
	name := e.doc.text[at+1 : min(len(e.doc.text), at+64)]
	if i := bytes.IndexAny(name, " />:\t\r\n"); i >= 0 && name[i] == ':' {
		return string(name[:i+1])
	}
	return ""
}

// changed puts in a tracked change.
func (e *splicer) changed(c Change) {
	var lines []string
	for l := range strings.SplitSeq(strings.ReplaceAll(c.Text, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(l) != "" {
			lines = append(lines, l)
		}
	}
	segments := e.span(c.From, c.To)
	for k, i := range segments {
		s := &e.doc.Segments[i]
		p := e.prefix(s.Run.From)
		from, to := e.raw(i, max(c.From, e.starts[s.Line]+s.From)), e.raw(i, min(c.To, e.starts[s.Line]+s.To))
		begin := cut{at: from, rank: beginDeletion, del: 1}
		if k == 0 && len(lines) > 0 {
			ins := fmt.Sprintf(`<%[1]sins %[2]s><%[1]sr>%[3]s<%[1]st xml:space="preserve">%[4]s</%[1]st></%[1]sr></%[1]sins>`, p, e.change(p), e.props(s), escaped(lines[0]))
			e.cuts[i] = append(e.cuts[i], cut{at: from, rank: insertion, text: ins})
			lines = lines[1:]
		}
		e.cuts[i] = append(e.cuts[i], begin, cut{at: to, rank: endDeletion, del: -1})
	}
	if len(lines) == 0 {
		return
	}
	at := c.To
	if c.From == c.To && c.To > 0 {
		at = c.To - 1 // behind the paragraph that ends here
	}
	place := e.paragraph(at)
	if place == nil {
		return
	}
	p := e.prefix(place.From)
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, `<%[1]sp><%[1]spPr><%[1]srPr><%[1]sins %[2]s/></%[1]srPr></%[1]spPr><%[1]sins %[3]s><%[1]sr><%[1]st xml:space="preserve">%[4]s</%[1]st></%[1]sr></%[1]sins></%[1]sp>`, p, e.change(p), e.change(p), escaped(l))
	}
	e.whole = append(e.whole, splice{place.After, insertion, b.String()})
}

// props returns the properties of the run of a segment.
func (e *splicer) props(s *Segment) string {
	return string(e.doc.text[s.Run.PropsFrom:s.Run.PropsTo])
}

// apply returns the main part with everything in it.
func (e *splicer) apply() []byte {
	all := slices.Clone(e.whole)
	for i, cs := range e.cuts {
		all = append(all, e.cutRun(i, cs)...)
	}
	slices.SortStableFunc(all, func(a, b splice) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rank, b.rank)) })
	var out bytes.Buffer
	at := 0
	for _, s := range all {
		out.Write(e.doc.text[at:s.at])
		out.WriteString(s.text)
		at = s.at
	}
	out.Write(e.doc.text[at:])
	return out.Bytes()
}

// cutRun cuts the run of a segment at each place where something begins or ends. A
// deleted stretch becomes a run of its own.
func (e *splicer) cutRun(i int, cs []cut) []splice {
	s := &e.doc.Segments[i]
	p := e.prefix(s.Run.From)
	slices.SortStableFunc(cs, func(a, b cut) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rank, b.rank)) })
	var out []splice
	deleted := 0
	for k := 0; k < len(cs); {
		j := k
		was := deleted > 0
		var marks strings.Builder
		for j < len(cs) && cs[j].at == cs[k].at {
			deleted += cs[j].del
			marks.WriteString(cs[j].text)
			j++
		}
		at := cs[k].at
		var b strings.Builder
		plain := !was && deleted == 0
		switch {
		case plain && at == s.Raw[0] && e.opens(s):
			out = append(out, splice{s.Run.From, beginComment, marks.String()})
			k = j
			continue
		case plain && at == s.Raw[1] && e.closes(s):
			out = append(out, splice{s.Run.To, endComment, marks.String()})
			k = j
			continue
		case was:
			fmt.Fprintf(&b, `</%[1]sdelText></%[1]sr></%[1]sdel>`, p)
		default:
			fmt.Fprintf(&b, `</%[1]st></%[1]sr>`, p)
		}
		b.WriteString(marks.String())
		if deleted > 0 {
			fmt.Fprintf(&b, `<%[1]sdel %[2]s><%[1]sr>%[3]s<%[1]sdelText xml:space="preserve">`, p, e.change(p), e.props(s))
		} else {
			fmt.Fprintf(&b, `<%[1]sr>%[2]s<%[1]st xml:space="preserve">`, p, e.props(s))
		}
		out = append(out, splice{at, insertion, b.String()})
		k = j
	}
	return out
}

// opens reports whether nothing but the tags of its text stands in the run of a
// segment before it.
func (e *splicer) opens(s *Segment) bool {
	from := s.Run.PropsTo
	if from == 0 {
		from = s.Run.From + 1 + bytes.IndexByte(e.doc.text[s.Run.From:], '>')
	}
	between := e.doc.text[from:s.Raw[0]]
	return bytes.Count(between, []byte("<")) == 1
}

// closes reports whether the run of a segment ends with it.
func (e *splicer) closes(s *Segment) bool {
	return bytes.Count(e.doc.text[s.Raw[1]:s.Run.To], []byte("<")) == 2
}
