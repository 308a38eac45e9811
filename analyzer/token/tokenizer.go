package token

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/lines"
	"github.com/yakkan/yakkan/analyzer/source"
)

// dictionaryName identifies the dictionary: its name and the version of the
// module that ships it. It is written into the cache and into reports.
const dictionaryName = "IPA mecab-ipadic-2.7.0-20070801 (kagome-dict/ipa v1.2.6)"

// cacheName tells caches apart: they have the numbers of words too.
const cacheName = dictionaryName + " " + wordsSum

// Version returns the name and version of the dictionary.
func Version() string { return dictionaryName }

// Options are the settings of a Tokenizer. The zero value is the default.
type Options struct {
	// Cache is the folder of the dictionary cache. "" means the value of
	// YAKKAN_CACHE, or else the folder yakkan in the user's cache folder; where
	// there is neither, or Cache is "off", the dictionary is loaded each time.
	Cache string
}

// Tokenizer cuts sentences into tokens. It is safe for concurrent use.
type Tokenizer struct {
	dict *dictionary
	used func() int // see core.count
}

// New returns a tokenizer on the IPA dictionary.
func New(opt Options) (*Tokenizer, error) {
	dir := CacheDir(opt.Cache)
	var d *dictionary
	var err error
	if dir == "" {
		d, err = embedded()
	} else {
		d, err = openFlat(dir, cacheName, embedded)
	}
	if err != nil {
		return nil, err
	}
	return &Tokenizer{dict: d, used: sync.OnceValue(d.core.count)}, nil
}

// CacheDir returns the folder that Options.Cache stands for, "" for none.
func CacheDir(dir string) string {
	if dir == "" {
		dir = os.Getenv("YAKKAN_CACHE")
	}
	if dir == "off" {
		return ""
	}
	if dir != "" {
		return dir
	}
	user, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(user, "yakkan")
}

// longest is the longest stretch, in bytes, that is put into one lattice.
const longest = 12 << 10

// Bring brings the tables that every text asks into the caches, for who has many
// sentences to cut. It returns how many words of the dictionary are used often: those
// with the lowest IDs.
func (t *Tokenizer) Bring() (used int) {
	d := t.dict
	lines.Bring(d.segments.cells)
	lines.Bring(d.core.words)
	lines.Bring(d.core.rest)
	lines.Bring(d.core.pairs)
	return t.used()
}

// Tokenize appends to dst the tokens of the part of text that span covers.
// White space is left out.
func (t *Tokenizer) Tokenize(dst []Token, text string, span source.Span) []Token {
	l := lattices.Get().(*lattice)
	defer lattices.Put(l)
	for start := span.Start; start < span.End; {
		end := span.End
		if end-start > longest {
			end = cut(text, start, start+longest)
		}
		dst = t.stretch(dst, l, text, start, end)
		start = end
	}
	return dst
}

// cut returns a place at or before end where a long stretch can be parted: after
// the last 、 or 。, or at any character.
func cut(text string, start, end int) int {
	if i := strings.LastIndexAny(text[start:end], "、。 　"); i > 0 {
		_, n := utf8.DecodeRuneInString(text[start+i:])
		return start + i + n
	}
	for end > start+1 && !utf8.RuneStart(text[end]) {
		end--
	}
	return end
}

// stretch appends the tokens of text[from:to].
func (t *Tokenizer) stretch(dst []Token, l *lattice, text string, from, to int) []Token {
	d, x := t.dict, Text{text, t.dict}
	path := l.walk(d, text[from:to])
	for i := range path {
		w := &path[i]
		tok := Token{Start: int32(from) + int32(w.start), End: int32(from) + int32(w.end)}
		// Most tokens are told by their first byte.
		if c := text[tok.Start]; (c <= ' ' || c == 0xE3 && strings.HasPrefix(text[tok.Start:], "　")) && isBlank(text[tok.Start:tok.End]) {
			continue
		}
		if w.id >= 0 {
			f := &d.facts[w.id]
			tok.ID, tok.Surface, tok.Base, tok.POS, tok.Form = w.id+1, f.surface, f.base, f.pos, f.form
			if f.pos == Verb || f.pos == BoundVerb {
				dst = x.humble(dst, tok.Base)
			}
			if f.base == permitless && f.pos == Adjective {
				dst, tok = x.leave(dst, tok)
			}
			if f.base == alike && f.pos == Adjective {
				dst, tok = x.andSo(dst, tok)
			}
			dst = append(dst, tok)
			continue
		}
		k := -1 - w.id
		surface := x.Surface(&tok)
		tok.POS, tok.Form = refine(surface, POS(d.unkClass[2*k])), Form(d.unkClass[2*k+1])
		if strings.Contains(surface, "・") {
			dst = x.apart(dst, tok)
			continue
		}
		if k := seam(surface); k > 0 {
			dst = append(dst, x.part(tok, 0, k))
			tok = x.part(tok, k, len(surface))
		} else {
			tok.Surface = WordOf(surface)
			tok.Base = tok.Surface
		}
		dst = append(dst, tok)
	}
	return dst
}

// apart appends the words of an unknown token that the dictionary joined over ・:
// エクスポート・バックアップ is two words and a mark.
func (x Text) apart(dst []Token, tok Token) []Token {
	const dot = "・"
	surface := x.Surface(&tok)
	add := func(from, to int, mark bool) {
		if from == to {
			return
		}
		part := x.part(tok, from, to)
		if mark {
			part.POS, part.Form = Symbol, 0
		}
		part.POS = refine(x.Surface(&part), part.POS)
		dst = append(dst, part)
	}
	from := 0
	for i := 0; i < len(surface); {
		if strings.HasPrefix(surface[i:], dot) {
			add(from, i, false)
			add(i, i+len(dot), true)
			i += len(dot)
			from = i
			continue
		}
		i++
	}
	add(from, len(surface), false)
	return dst
}

// permitless is one word in the dictionary, where 承諾なく is two.
var permitless = WordOf("許可ない")

// leave appends the 許可 of 許可なく to dst and returns the なく.
func (x Text) leave(dst []Token, tok Token) ([]Token, Token) {
	noun, rest := x.part(tok, 0, len("許可")), x.part(tok, len("許可"), int(tok.End-tok.Start))
	noun.POS, noun.Form, noun.ID = VerbalNoun, NoForm, 0
	rest.Base, rest.ID = nay, 0
	return append(dst, noun), rest
}

// alike is one word in the dictionary, where 譲渡等して is 等 and する.
var alike = WordOf("等しい")

// andSo appends the 等 of 譲渡等し to dst and returns the し, if a noun stands before it:
// behind に it is the adjective.
func (x Text) andSo(dst []Token, tok Token) ([]Token, Token) {
	if x.Surface(&tok) != "等し" || len(dst) == 0 {
		return dst, tok
	}
	if p := &dst[len(dst)-1]; p.End != tok.Start || p.POS != Noun && p.POS != VerbalNoun {
		return dst, tok
	}
	rest := x.part(tok, 0, len("等"))
	rest.POS, rest.Form, rest.ID = Noun, NoForm, 0
	tok = x.part(tok, len("等"), len("等し"))
	tok.POS, tok.Form, tok.Base, tok.ID = Verb, Continuative, WordOf("する"), 0
	return append(dst, rest), tok
}

// nay is the base form of all that denies.
var nay = WordOf("ない")

// The dictionary takes any run of katakana for one word: エンドユーザーデータ is data, and
// データエクスポート is what is done with data.
var (
	storedTails = [...]string{"データ", "コンテンツ", "ファイル", "メッセージ", "ドキュメント"}
	dataDeeds   = [...]string{"エクスポート", "インポート", "バックアップ", "アクセス", "ダウンロード", "アップロード", "コピー", "リストア"}
)

// seam returns where the second word of an unknown token begins, or 0.
func seam(s string) int {
	const data = "データ"
	if strings.HasPrefix(s, data) {
		for _, w := range dataDeeds {
			if s[len(data):] == w {
				return len(data)
			}
		}
	}
	for _, w := range storedTails {
		if k := len(s) - len(w); k >= 2*len("ア") && s[k:] == w {
			return k
		}
	}
	return 0
}

// part returns the bytes from to to of an unknown token as a token of its own.
func (x Text) part(t Token, from, to int) Token {
	t.Start, t.End = t.Start+int32(from), t.Start+int32(to)
	t.Surface = WordOf(x.Surface(&t))
	t.Base = t.Surface
	return t
}

func isBlank(s string) bool {
	switch s[0] {
	case ' ', '\t', '\n', '\r':
	case 0xE3: // U+3000 is E3 80 80
		if !strings.HasPrefix(s, "　") {
			return false
		}
	default:
		return false
	}
	return strings.Trim(s, " 　\t\n\r") == ""
}
