package suggest

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// form is how a document writes an article: what stands before, between and after
// number and caption, before the body, and between two articles. It is read off
// an article of the document.
type form struct {
	before, between, after string
	captionFirst           bool
	number                 string // of the article that the form was read off; "" where articles have none
	caption                bool
	gap                    string // between articles
}

// form reads the form off the articles next to where new ones go.
func (e *editor) form(at *structure.Provision) form {
	usual := form{between: "", before: "（", after: "）\n", caption: true, gap: "\n"}
	if e.doc.Format == document.Markdown {
		usual = form{before: "**", after: "**\n\n", caption: true, gap: "\n\n"}
	}
	articles, _ := mainArticles(e.c.Tree, at)
	if len(articles) == 0 {
		articles = headed(e.c.Tree)
	}
	sample := e.sample(articles, at)
	if sample == nil {
		return usual
	}
	f, ok := e.read(sample)
	if !ok {
		return usual
	}
	f.gap = e.gap(articles, usual.gap)
	return f
}

// headed returns the sections that stand for articles in a document without any:
// at the top, or below the only heading, which is then the title.
func headed(tree *structure.Tree) []*structure.Provision {
	for top := tree.Root; ; {
		var all []*structure.Provision
		for _, p := range top.Children {
			if p.Kind == structure.Section && !p.Caption.Empty() && p.Number == "" {
				all = append(all, p)
			}
		}
		if len(all) != 1 {
			return all
		}
		top = all[0]
	}
}

// adornment is what stands around the caption of a heading in plain text.
var adornment = lazily(`^([#＃■●◆◇□▼◎★\s　]*(?:【|〔)?)([^【】〔〕]*?)((?:】|〕)?[\s　]*)$`)

// sample returns the article whose form is copied: with caption and words of its
// own if there is one, near the place.
func (e *editor) sample(articles []*structure.Provision, at *structure.Provision) *structure.Provision {
	var best *structure.Provision
	most := -1
	near := 0
	for i, a := range articles {
		if a == at {
			near = i
		}
	}
	for i, a := range articles {
		n := 0
		if caption := a.Caption.Of(e.doc.Text); caption != "" {
			n += 4000
			if strings.ContainsAny(caption, "（）()") {
				n -= 1000
			}
		}
		if !a.Body.Empty() {
			n += 2000
		}
		if n -= min(999, max(i-near, near-i)); n > most {
			best, most = a, n
		}
	}
	return best
}

// read cuts the head of an article into the parts of its form.
func (e *editor) read(a *structure.Provision) (form, bool) {
	text := e.doc.Decoded()
	number, caption := numberSpan(e.c.Tree, a), a.Caption
	var parts []source.Span
	f := form{caption: !caption.Empty()}
	if !number.Empty() {
		parts = append(parts, e.doc.DecodedSpan(number))
		f.number = parts[0].Of(text)
	}
	if f.caption {
		span := e.doc.DecodedSpan(caption)
		if m := adornment().FindStringSubmatchIndex(span.Of(text)); m != nil && m[4] < m[5] {
			span = source.Span{Start: span.Start + m[4], End: span.Start + m[5]}
		}
		parts = append(parts, span)
	}
	if len(parts) == 0 {
		return f, false
	}
	if len(parts) == 2 && parts[1].Start < parts[0].Start {
		parts[0], parts[1] = parts[1], parts[0]
		f.captionFirst = true
	}
	first, last := parts[0], parts[len(parts)-1]
	start := strings.LastIndexByte(text[:first.Start], '\n') + 1
	f.before = text[start:first.Start]
	if len(parts) == 2 {
		if first.End > last.Start {
			return f, false
		}
		f.between = text[first.End:last.Start]
	}
	end := len(text)
	if i := strings.IndexByte(text[last.End:], '\n'); i >= 0 {
		end = last.End + i
	}
	if body := e.doc.DecodedSpan(a.Body); !a.Body.Empty() && body.Start >= last.End {
		f.after = text[last.End:body.Start]
	} else {
		f.after = strings.TrimRight(text[last.End:end], "\r") + "\n"
		if e.doc.Format == document.Markdown {
			f.after += "\n"
		}
	}
	for _, part := range []*string{&f.before, &f.between, &f.after} {
		*part = strings.ReplaceAll(*part, "\r", "") // Edits puts them back
	}
	// A head with words of its own that are neither number nor caption is no form.
	return f, len([]rune(f.before+f.between+strings.TrimSpace(f.after))) < 24
}

// gap returns what stands between two articles.
func (e *editor) gap(articles []*structure.Provision, usual string) string {
	text := e.doc.Decoded()
	for i := len(articles) - 1; i > 0; i-- {
		end := e.doc.DecodedSpan(articles[i-1].Span).End
		head := e.doc.DecodedSpan(articles[i].Span).Start
		if head < end {
			continue
		}
		between := text[end:head]
		if j := strings.LastIndexByte(between, '\n'); j >= 0 && strings.TrimSpace(between[:j+1]) == "" {
			return strings.ReplaceAll(between[:j+1], "\r", "")
		}
	}
	return usual
}

// write writes an article in the form.
func (f *form) write(s *Suggestion) string {
	number, caption := "", s.Caption
	if f.number != "" {
		number = f.numbered(s.Place.numbers)
	}
	switch {
	case !f.caption:
		return f.before + number + f.after + s.Text
	case f.number == "":
		return f.before + caption + f.after + s.Text
	case f.captionFirst:
		return f.before + caption + f.between + number + f.after + s.Text
	}
	return f.before + number + f.between + caption + f.after + s.Text
}

var written = lazily(`[0-9０-９]+|[〇一二三四五六七八九十百千]+`)

// numbered writes the number of a new article as the sample writes its own:
// 第 １２ 条 becomes 第 １３ 条 or 第 １２ 条の２.
func (f *form) numbered(numbers []int) string {
	d := ascii
	switch first := written().FindString(f.number); {
	case strings.ContainsAny(first, "０１２３４５６７８９"):
		d = wide
	case first != "" && !strings.ContainsAny(first, "0123456789"):
		d = kanji
	}
	head := f.number
	if i := strings.Index(head, "条"); i >= 0 {
		head = head[:i+len("条")] // without the の2 of the sample
	}
	done := false
	head = written().ReplaceAllStringFunc(head, func(old string) string {
		if done {
			return old
		}
		done = true
		return d.format(numbers[0])
	})
	for _, n := range numbers[1:] {
		head += "の" + d.format(n)
	}
	return head
}

// insertArticles puts the clauses without a place of their own behind the article
// that deals with the data.
func (e *editor) insertArticles() {
	var f form
	edit := Edit{}
	for i := range e.all {
		s := &e.all[i]
		if s.Place.At != nil || s.Place.After == nil {
			continue
		}
		if len(edit.Clauses) == 0 {
			f = e.form(s.Place.After)
			at := e.end(s.Place.After)
			edit.Span = source.Span{Start: at, End: at}
		}
		edit.Text += f.gap + f.write(s)
		edit.Clauses = append(edit.Clauses, s.Clause.ID)
	}
	if len(edit.Clauses) > 0 {
		e.edits = append(e.edits, edit)
	}
}

// closing is a line that ends a document and belongs to no article: 以上, the dates
// of making and revision, whom to write to.
var closing = lazily(`^[・•\-\s（(]*(以上|附則|版|改訂履歴|改定履歴|更新履歴|履歴|制定|改定|改訂|施行|発効|最終|第.{1,3}版|連絡先|お問い合わせ|問合せ|受付時間|※)|([0-9０-９]{4}|令和|平成).{0,40}(制定|改定|改訂|施行|公開|適用|発効|策定|更新)?[・\s]*$`)

// reach returns the end of the last words below a provision.
func reach(p *structure.Provision) int {
	end := max(p.Span.End, p.Body.End)
	for _, child := range p.Children {
		end = max(end, reach(child))
	}
	return end
}

// end returns where in the decoded text a provision ends, before lines that close
// the document.
func (e *editor) end(p *structure.Provision) int {
	text := e.doc.Decoded()
	span := e.doc.DecodedSpan(source.Span{Start: p.Span.Start, End: reach(p)})
	own := max(e.doc.DecodedSpan(p.Body).End, e.doc.DecodedSpan(p.Caption).End, span.Start)
	end := span.End
	for {
		line := strings.LastIndexByte(text[:end], '\n') + 1
		if line <= own {
			return max(own, len(strings.TrimRight(text[:end], "\r")))
		}
		words := strings.TrimSpace(text[line:end])
		if words != "" && (strings.HasSuffix(words, "。") || !closing().MatchString(words)) {
			return len(strings.TrimRight(text[:end], " \t\r\n　"))
		}
		end = line - 1
	}
}
