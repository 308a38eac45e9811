package analyzer_test

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
)

// guise is a text as another file would hold it.
type guise struct {
	name string
	file string // name of the file, for its format
	make func(text string) (data []byte, decode func([]byte) string)
}

var guises = []guise{
	{"utf-8", "a.txt", func(s string) ([]byte, func([]byte) string) {
		return []byte(s), func(b []byte) string { return string(b) }
	}},
	{"utf-8 with mark", "a.txt", func(s string) ([]byte, func([]byte) string) {
		return []byte("\ufeff" + s), func(b []byte) string { return string(b) }
	}},
	{"shift_jis", "a.txt", encoded(japanese.ShiftJIS)},
	{"euc-jp", "a.txt", encoded(japanese.EUCJP)},
	{"utf-16le", "a.txt", encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))},
	{"crlf", "a.txt", func(s string) ([]byte, func([]byte) string) {
		return []byte(strings.ReplaceAll(s, "\n", "\r\n")), func(b []byte) string { return string(b) }
	}},
	{"wrapped", "a.txt", func(s string) ([]byte, func([]byte) string) {
		return []byte(wrapped(s, 40)), func(b []byte) string { return string(b) }
	}},
	{"wrapped shift_jis", "a.txt", func(s string) ([]byte, func([]byte) string) { return encoded(japanese.ShiftJIS)(wrapped(s, 40)) }},
	{"html", "a.html", func(s string) ([]byte, func([]byte) string) {
		return page(s), func(b []byte) string { return string(b) }
	}},
	{"html euc-jp", "a.html", func(s string) ([]byte, func([]byte) string) { return encoded(japanese.EUCJP)(string(page(s))) }},
	{"html table", "a.html", func(s string) ([]byte, func([]byte) string) {
		return table(s), func(b []byte) string { return string(b) }
	}},
	{"markdown", "a.md", func(s string) ([]byte, func([]byte) string) {
		return []byte(s), func(b []byte) string { return string(b) }
	}},
}

// encoded writes a text in a character set, after replacing what it lacks.
func encoded(e encoding.Encoding) func(string) ([]byte, func([]byte) string) {
	return func(s string) ([]byte, func([]byte) string) {
		var b strings.Builder
		for _, r := range s {
			if _, err := e.NewEncoder().String(string(r)); err != nil || r == '~' || r == '\\' {
				r = '〓'
			}
			b.WriteRune(r)
		}
		data, err := e.NewEncoder().Bytes([]byte(b.String()))
		if err != nil {
			panic(err)
		}
		return data, func(raw []byte) string {
			if e == encoding.Encoding(japanese.ShiftJIS) || e == encoding.Encoding(japanese.EUCJP) {
				out, err := e.NewDecoder().Bytes(raw)
				if err != nil {
					panic(err)
				}
				return string(out)
			}
			u := make([]uint16, 0, len(raw)/2)
			for i := 0; i+1 < len(raw); i += 2 {
				u = append(u, uint16(raw[i])|uint16(raw[i+1])<<8)
			}
			return strings.TrimPrefix(string(utf16.Decode(u)), "\ufeff")
		}
	}
}

// wrapped breaks lines after n characters, as e-mail and PDF do.
func wrapped(s string, n int) string {
	var b strings.Builder
	for l := range strings.Lines(s) {
		i := 0
		for _, r := range l {
			if i == n && r != '\n' {
				b.WriteByte('\n')
				i = 0
			}
			b.WriteRune(r)
			i++
		}
	}
	return b.String()
}

// page puts a text into a page with a menu, a cookie banner, inline markup and
// entities.
func page(s string) []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>規約 &amp; 条件</title></head><body><nav><a href=\"/\">ホーム</a></nav>\n<div id=\"cookie-banner\">当社はCookieを利用します。</div><main>\n")
	for l := range strings.Lines(s) {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		l = html.EscapeString(l)
		l = strings.ReplaceAll(l, "当社", "<b>当社</b>")
		l = strings.ReplaceAll(l, "。", "&#12290;<!-- end -->")
		b.WriteString("<p>" + l + "</p>\n")
	}
	b.WriteString("</main><footer>© 会社概要</footer></body></html>")
	return []byte(b.String())
}

// table puts every line of a text into a row, its first words in a cell of their own.
func table(s string) []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><body><table>\n")
	for l := range strings.Lines(s) {
		l = html.EscapeString(strings.TrimSpace(l))
		b.WriteString("<tr>\n<td>" + strings.Replace(l, "、", "</td><td>", 1) + "</td></tr>\n")
	}
	b.WriteString("</table></body></html>")
	return []byte(b.String())
}

// TestSpans checks that every span of every report leads to its quote, in bytes
// of the file, UTF-16 units and code points of its decoded text, whatever the
// file's character set and lines. For text and Markdown the quote is the slice
// of the file itself, with the line breaks that stand in it; in HTML it is the
// slice without its tags and with its entities decoded.
func TestSpans(t *testing.T) {
	docs := own(t)
	maps.Copy(docs, gold(t))
	if testing.Short() {
		docs = own(t)
	}
	for _, g := range guises {
		t.Run(g.name, func(t *testing.T) {
			spans, findings := 0, 0
			for _, name := range slices.Sorted(maps.Keys(docs)) {
				data, decode := g.make(string(docs[name]))
				got := read(t, g.file, data, analyzer.Options{})
				if got.Report.Document.Status == "unreadable" {
					t.Errorf("%s: unreadable: %v", name, got.Report.Document.Problems)
					continue
				}
				c := checker{t: t, name: name, data: data, decode: decode, html: got.Report.Document.Format == "html", decoded: got.Document.Decoded()}
				c.runes, c.utf16 = []rune(c.decoded), utf16.Encode([]rune(c.decoded))
				for _, f := range got.Report.Findings {
					findings++
					c.check(f.Rule, f.Span, f.Quote)
					spans++
					if want := c.lineOf(f.Span); want != f.Line {
						t.Errorf("%s: %s: line %d, want %d", name, f.Rule, f.Line, want)
					}
					for _, e := range f.Evidence {
						c.check(f.Rule+" "+e.Slot, e.Span, e.Text)
						spans++
					}
				}
			}
			t.Logf("%d documents, %d findings, %d spans", len(docs), findings, spans)
			if findings < 100 {
				t.Errorf("only %d findings: too few to show anything", findings)
			}
		})
	}
}

type checker struct {
	t       *testing.T
	name    string
	data    []byte
	decode  func([]byte) string
	html    bool
	decoded string
	runes   []rune
	utf16   []uint16
}

func (c *checker) check(what string, s report.Span, quote string) {
	c.t.Helper()
	for unit, n := range map[string]int{"byte": len(c.data), "utf16": len(c.utf16), "rune": len(c.runes)} {
		x := map[string][2]int{"byte": s.Byte, "utf16": s.UTF16, "rune": s.Rune}[unit]
		if x[0] < 0 || x[0] >= x[1] || x[1] > n {
			c.t.Errorf("%s: %s: %s span %v lies not in a text of %d", c.name, what, unit, x, n)
			return
		}
	}
	if quote == "" || !utf8.ValidString(quote) {
		c.t.Errorf("%s: %s: quote %q", c.name, what, quote)
	}
	for unit, got := range map[string]string{
		"byte":  c.decode(c.data[s.Byte[0]:s.Byte[1]]),
		"utf16": string(utf16.Decode(c.utf16[s.UTF16[0]:s.UTF16[1]])),
		"rune":  string(c.runes[s.Rune[0]:s.Rune[1]]),
	} {
		if c.html {
			got = visible(got)
		}
		if got != quote {
			c.t.Errorf("%s: %s: the %s span says\n%q, the quote is\n%q", c.name, what, unit, got, quote)
		}
	}
}

// lineOf counts the line breaks before a span.
func (c *checker) lineOf(s report.Span) int {
	before := string(c.runes[:s.Rune[0]])
	return 1 + strings.Count(strings.ReplaceAll(before, "\r\n", "\n"), "\n")
}

// visible returns what a reader of a page sees of a slice of its source.
func visible(s string) string {
	s = regexp.MustCompile(`(?s)<!--.*?-->`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`</td><td>`).ReplaceAllString(s, "\u3000")
	s = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(s, "")
	return html.UnescapeString(s)
}
