package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// Options are the settings of Read. The zero value is the default: the format
// by content and name, the default limits. Format chooses among the formats of
// text; the others are told by their bytes alone.
type Options struct {
	Format Format
	Limits Limits
	SHA256 [sha256.Size]byte // of the file where it is known already, else zero
}

// WithDefaults returns l with every zero replaced by its default.
func (l Limits) WithDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 16 << 20
	}
	if l.Depth == 0 {
		l.Depth = 64
	}
	if l.Provisions == 0 {
		l.Provisions = 20_000
	}
	if l.Seconds == 0 {
		l.Seconds = 10
	}
	return l
}

// Read is Read in the memory of m.
func (m *Memory) Read(name string, data []byte, opt Options) *Document {
	lim := opt.Limits.WithDefaults()
	d := &Document{Name: name, Original: data, SHA256: opt.SHA256, Status: Complete, Format: opt.Format}
	if d.SHA256 == [sha256.Size]byte{} {
		d.SHA256 = sha256.Sum256(data)
	}
	if d.Format == "" {
		d.Format = detectFormat(name, data)
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return d.unreadable("empty", "the file is empty; check that it was saved or uploaded completely", nil)
	case len(data) > lim.Bytes:
		return d.unreadable("too_large", fmt.Sprintf("the file has %d bytes, the limit is %d; split it or raise the limit", len(data), lim.Bytes), map[string]string{"bytes": fmt.Sprint(len(data)), "limit": fmt.Sprint(lim.Bytes)})
	}
	if d.readPacked(lim) {
		return d
	}
	if kind, ja := binaryKind(data); kind != "" {
		return d.unreadable("binary", "the file is "+kind+", not text; export it as .docx, PDF, HTML or text", map[string]string{"kind": ja})
	}
	if d.Format.IsPacked() {
		return d.unreadable("wrong_format", fmt.Sprintf("the file is not %s, as which it was given; leave the format to the content", d.Format), map[string]string{"format": string(d.Format)})
	}
	dec := decode(data, charsetHint(data))
	d.Encoding = dec.encoding
	if dec.garbled() {
		d.Encoding = ""
		return d.unreadable("undecodable", fmt.Sprintf("%d of %d characters could not be decoded; save the file as UTF-8", dec.invalid, characters(dec.text)), share(dec))
	}
	b := &builder{src: dec.text, blocks: m.blocks[:0], pieces: m.pieces[:0]}
	switch d.Format {
	case HTML:
		readHTML(b, d, lim)
	case Markdown:
		readMarkdown(b, d, lim)
	default:
		m.lines = readPlain(b, m.lines[:0])
	}
	b.end()
	if m.index == nil {
		m.index = &lineIndex{}
	}
	m.blocks, m.pieces = b.blocks, b.pieces
	d.Text, d.Blocks = b.out.String(), b.blocks
	d.positions = positions{decoded: dec, pieces: b.pieces, index: m.index}
	// The report will ask for these, when the text has left the caches.
	d.chars = characters(d.Text)
	m.index.ready(dec.text)
	if d.Status == Unreadable {
		return d
	}
	d.judge(dec)
	return d
}

// garbled reports whether a twentieth of a text could not be decoded, or is NUL.
func (d *decoded) garbled() bool {
	worst := max(d.invalid, strings.Count(d.text, "\x00"))
	return worst > 0 && worst*20 > characters(d.text)
}

func share(dec *decoded) map[string]string {
	return map[string]string{"share": fmt.Sprintf("%.4f", float64(dec.invalid)/float64(max(1, characters(dec.text)))), "count": fmt.Sprint(dec.invalid)}
}

// judge looks at what was read: is it Japanese, is it whole, is it terms?
func (d *Document) judge(dec *decoded) {
	enough := 5 // kana and kanji
	if d.Format == HTML {
		enough = 400
	}
	if isJapanese(d.Text, enough) && dec.invalid == 0 && termsLike(d.Text) {
		return
	}
	n := countLetters(d.Text)
	switch {
	case n.all == 0:
		if d.Format == HTML && scriptRendered(dec.text) {
			d.unreadable("script_rendered", "the page builds its text with scripts; save the rendered page, or copy the terms into a text file", nil)
			return
		}
		d.unreadable("empty", "the file has no text; check that it was saved completely", nil)
		return
	case n.japanese()*20 < n.all || n.japanese() < 5 || n.japanese() >= 200 && n.foreign():
		if d.Format == HTML && scriptRendered(dec.text) {
			d.unreadable("script_rendered", "the page builds its text with scripts; save the rendered page, or copy the terms into a text file", nil)
			return
		}
		d.unreadable("no_japanese", "the text is not Japanese; only Japanese terms can be read", map[string]string{"share": fmt.Sprintf("%.4f", float64(n.japanese())/float64(n.all))})
		return
	}
	if dec.invalid > 0 {
		d.partial("undecodable", fmt.Sprintf("%d characters could not be decoded; what they said was not checked", dec.invalid), share(dec))
	}
	if d.Format == HTML && n.japanese() < 400 && scriptRendered(dec.text) {
		d.partial("script_rendered", "the page seems to build its text with scripts; what is shown in a browser may be missing here", nil)
	}
	if !termsLike(d.Text) {
		d.partial("not_terms", "the text does not look like terms, a policy or a contract; check that the right file was given", nil)
	}
}

// isJapanese reports whether a text has enough kana and kanji, one of them among twenty
// characters, and kana among them. It reads no more of the text than shows it.
func isJapanese(text string, enough int) bool {
	var n letterCount
	for at := 0; at < len(text); {
		to := min(at+512, len(text))
		for to < len(text) && !utf8.RuneStart(text[to]) {
			to++
		}
		more := countLetters(text[at:to])
		n.kana, n.kanji, n.all, at = n.kana+more.kana, n.kanji+more.kanji, n.all+more.all, to
		if rest := len(text) - at; n.japanese() >= enough && n.japanese()*20 >= n.all+rest && (n.kana+n.kanji+rest/3) <= n.kana*mostPerKana {
			return true
		}
	}
	return false
}

// letterCount counts the letters of a text: kana, kanji, and all characters but blanks and
// controls.
type letterCount struct{ kana, kanji, all int }

func (n letterCount) japanese() int { return n.kana + n.kanji }

// mostPerKana is how many kana and kanji there are for each kana at most. In Japanese
// there are two or three; Chinese, and bytes that are no text, have hardly any kana.
const mostPerKana = 50

// foreign reports whether kanji stand without kana, as in Chinese.
func (n letterCount) foreign() bool { return n.japanese() > n.kana*mostPerKana }

// countLetters counts letters. Most are told by their first bytes.
func countLetters(text string) (n letterCount) {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c >= 0xE5 && c <= 0xE9: // U+5000 to U+9FFF
			i += 3
			n.kanji++
			n.all++
		case c == 0xE3 && i+2 < len(text): // U+3000 to U+3FFF, of which U+3041 to U+30FF are kana
			if b := text[i+1]; b == 0x82 || b == 0x83 || b == 0x81 && text[i+2] > 0x80 {
				n.kana++
			}
			i += 3
			n.all++
		case c < utf8.RuneSelf:
			i++
			if c > ' ' {
				n.all++
			}
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			i += size
			n.all++
			if r >= 0x4E00 && r < 0x5000 {
				n.kanji++
			}
		}
	}
	return n
}

func (d *Document) unreadable(code, message string, args map[string]string) *Document {
	d.Status = Unreadable
	d.Problems = append(d.Problems, Problem{Code: code, Message: message, Args: args})
	return d
}

func (d *Document) partial(code, message string, args map[string]string) {
	if d.Status == Complete {
		d.Status = Partial
	}
	d.Problems = append(d.Problems, Problem{Code: code, Message: message, Args: args, Span: source.Span{}})
}

// termsWords stand in terms, policies and contracts; two different ones, or one
// with a party, make a text look like such. The first are in nearly every text.
var termsWords = []string{"情報", "サービス", "当社", "責任", "契約", "規約", "利用者", "個人情報", "条", "データ", "約款", "ポリシー", "個人データ", "契約者", "弊社", "甲", "乙", "お客様", "ユーザー", "会員", "セキュリティ", "禁止", "Cookie", "同意", "運営"}

func termsLike(text string) bool {
	n := 0
	for _, w := range termsWords {
		if !spot.Has(text, w) {
			continue
		}
		if n++; n == 2 {
			return true
		}
	}
	return false
}

// detectFormat tells the format from the content first, from the name where
// the content leaves it open.
func detectFormat(name string, data []byte) Format {
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(name, "\\", "/")))
	head := data[:min(len(data), 4096)]
	if bytes.IndexByte(head, '<') >= 0 {
		head = lowered(head)
	}
	if bytes.IndexByte(head, 0) >= 0 {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	for _, tag := range []string{"<!doctype html", "<html", "<body", "<head>", "<meta "} {
		if bytes.Contains(head, []byte(tag)) {
			return HTML
		}
	}
	switch ext {
	case ".html", ".htm", ".xhtml":
		return HTML
	case ".md", ".markdown", ".mdx":
		return Markdown
	case ".txt", ".text":
		if bytes.Count(head, []byte("\n## "))+bytes.Count(head, []byte("\n### ")) >= 2 || bytes.Count(head, []byte("**")) >= 6 || tabled(head) {
			return Markdown // saved as it was copied
		}
		return Plain
	}
	if bytes.Count(head, []byte("<p>"))+bytes.Count(head, []byte("<div"))+bytes.Count(head, []byte("<li>")) >= 2 {
		return HTML
	}
	if bytes.HasPrefix(head, []byte("# ")) || bytes.Contains(head, []byte("\n## ")) || bytes.Contains(head, []byte("\n# ")) {
		return Markdown
	}
	return Plain
}

// tabled reports whether text has a heading and a table as Markdown writes them.
func tabled(head []byte) bool {
	return (bytes.HasPrefix(head, []byte("#")) || bytes.Contains(head, []byte("\n#"))) &&
		(bytes.Contains(head, []byte("\n|--")) || bytes.Contains(head, []byte("\n| --")) || bytes.Contains(head, []byte("\n|:-")))
}

// lowered returns data with the capitals of ASCII made small, in new memory only if
// it has such.
func lowered(data []byte) []byte {
	if !slices.ContainsFunc(data, func(c byte) bool { return c >= 'A' && c <= 'Z' }) {
		return data
	}
	low := make([]byte, len(data))
	for i, c := range data {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	return low
}

// binaryKind names a file that is no text, in both languages, or returns "".
func binaryKind(data []byte) (en, ja string) {
	for _, m := range []struct{ magic, kind, ja string }{
		{"\xFF\xD8\xFF", "a JPEG image", "JPEG画像"}, {"\x89PNG", "a PNG image", "PNG画像"}, {"GIF8", "a GIF image", "GIF画像"}, {"\x1F\x8B", "a gzip archive", "gzip圧縮ファイル"},
		{"7z\xBC\xAF", "a 7z archive", "7z圧縮ファイル"}, {"RIFF", "a media file", "音声・動画等のファイル"}, {"\x7FELF", "a program", "プログラム"}, {"MZ\x90", "a program", "プログラム"},
	} {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.kind, m.ja
		}
	}
	sample := data[:min(len(data), 8192)]
	control := 0
	for i := 0; i < len(sample); {
		n := min(8, len(sample)-i)
		if n == 8 && !hasControl(binary.LittleEndian.Uint64(sample[i:])) {
			i += 8
			continue
		}
		for _, c := range sample[i : i+n] {
			if c < 0x09 || c > 0x0D && c < 0x20 && c != 0x1B {
				control++
			}
		}
		i += n
	}
	if control*10 > len(sample) {
		// UTF-16 without a mark has NULs in every ASCII character.
		d := decode(sample[:len(sample)&^1], "")
		if (d.encoding == "utf-16le" || d.encoding == "utf-16be") && d.invalid == 0 && score(d) > 0 {
			return "", ""
		}
		return "binary", "文字でないデータ"
	}
	return "", ""
}

// charsetHint reads <meta charset> and the like from the head of a page.
func charsetHint(data []byte) string {
	head := data[:min(len(data), 2048)]
	if bytes.IndexByte(head, '=') < 0 {
		return ""
	}
	_, v, ok := strings.Cut(string(lowered(head)), "charset=")
	if !ok {
		return ""
	}
	v = strings.TrimLeft(v, `"' `)
	switch {
	case strings.HasPrefix(v, "shift_jis"), strings.HasPrefix(v, "sjis"), strings.HasPrefix(v, "windows-31j"), strings.HasPrefix(v, "x-sjis"), strings.HasPrefix(v, "cp932"):
		return "shift_jis"
	case strings.HasPrefix(v, "euc-jp"), strings.HasPrefix(v, "x-euc-jp"):
		return "euc-jp"
	}
	return ""
}

// Failed returns a document of which nothing was read: for what goes wrong after
// reading. Give the reason by Fail.
func Failed(name string, data []byte, format Format) *Document {
	if format == "" {
		format = detectFormat(name, data)
	}
	return &Document{Name: name, Original: data, SHA256: sha256.Sum256(data), Format: format, Status: Unreadable}
}

// Fail marks d as unreadable for a reason.
func (d *Document) Fail(code, message string, args map[string]string) {
	d.unreadable(code, message, args)
}
