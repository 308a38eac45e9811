package token

import (
	"bufio"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"

	"github.com/yakkan/yakkan/analyzer/source"
)

var kagome = sync.OnceValue(func() *tokenizer.Tokenizer {
	k, err := tokenizer.New(ipa.Dict(), tokenizer.OmitBosEos())
	if err != nil {
		panic(err)
	}
	return k
})

// sentences returns sentences of real documents where they are there, and
// always those of this package.
func sentences(tb testing.TB) []string {
	out := []string{
		"当社は、契約者データを閲覧いたしません。", "乙は、個人データの取扱いを再委託しないものとする。", "ＡＢＣ株式会社が𠮷野家で①②③をﾊﾝｶｸにする😀。",
		"This is a test. 利用規約（Terms）", "", "。", "   ", "ーーーー〜〜", "第１２条の３第４項", "https://example.com/利用?x=1", "あああああああああああああああああああああああああああ", "\x00\x01",
	}
	for _, dir := range []string{"dev", "unlabelled"} {
		files, _ := filepath.Glob(filepath.Join("../../../shared/gold", dir, "txt", "*.txt"))
		for _, f := range files {
			h, err := os.Open(f)
			if err != nil {
				tb.Fatal(err)
			}
			sc := bufio.NewScanner(h)
			sc.Buffer(nil, 1<<20)
			for sc.Scan() {
				l := sc.Text()
				for _, s := range Split(nil, l, source.Span{End: len(l)}) {
					out = append(out, s.Of(l))
				}
			}
			h.Close()
		}
	}
	return out
}

// reference tokenizes by kagome itself; tests compare the two.
func reference(k *tokenizer.Tokenizer, text string, span source.Span) []Token {
	var dst []Token
	for _, x := range k.Tokenize(span.Of(text)) {
		if isBlank(x.Surface) {
			continue
		}
		start := span.Start + x.Position
		tok := Token{Span: source.Span{Start: start, End: start + len(x.Surface)}, Surface: x.Surface, Base: x.Surface}
		if b, ok := x.BaseForm(); ok && b != "*" && b != "" {
			tok.Base = b
		}
		var row [6]string
		for i := range row {
			row[i], _ = x.FeatureAt(i)
		}
		tok.POS, tok.Form = classify(row)
		if tok.POS == Auxiliary && negative(tok.Base) {
			tok.Base = "ない"
		}
		if x.Class == tokenizer.UNKNOWN && strings.Contains(x.Surface, "・") {
			// the words on both sides of ・ stand for themselves
			for i, part := range strings.SplitAfter(strings.ReplaceAll(x.Surface, "・", "\x00・\x00"), "\x00") {
				part = strings.TrimSuffix(part, "\x00")
				if part == "" {
					continue
				}
				p := tok
				p.Surface, p.Base, p.Span = part, part, source.Span{Start: start, End: start + len(part)}
				if i%2 == 1 {
					p.POS, p.Form = Symbol, 0
				}
				p.POS = refine(p.Surface, p.POS)
				dst = append(dst, p)
				start += len(part)
			}
			continue
		}
		if k := tail(x.Surface); k > 0 && x.Class == tokenizer.UNKNOWN {
			dst = append(dst, tok.part(0, k))
			tok = tok.part(k, len(x.Surface))
		}
		tok.POS = refine(tok.Surface, tok.POS)
		if tok.POS == Verb || tok.POS == BoundVerb {
			dst = humble(dst, tok.Base)
		}
		if tok.POS == Adjective && tok.Base == permitless {
			dst, tok = leave(dst, tok)
		}
		dst = append(dst, tok)
	}
	return dst
}

// TestHumble: a polite noun before する or くださる is お and its verb; other words are parted as well.
func TestHumble(t *testing.T) {
	tok, err := New(Options{Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, want string }{
		{"結果をお送りいたします", "結果 を お 送る いたす ます"},
		{"書類をお渡しします", "書類 を お 渡す する ます"},
		{"お控えください", "お 控える くださる"},
		{"お送りの際は", "お送り の 際 は"},
		{"エンドユーザーデータを見る", "エンドユーザー データ を 見る"},
		{"許可なく見る", "許可 ない 見る"},
		{"お願いします", "お願い する ます"},
	} {
		var bases []string
		for _, x := range tok.Tokenize(nil, tt.text, source.Span{End: len(tt.text)}) {
			if x.Surface != tt.text[x.Span.Start:x.Span.End] {
				t.Errorf("%s: %q stands at %v", tt.text, x.Surface, x.Span)
			}
			bases = append(bases, x.Base)
		}
		if got := strings.Join(bases, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestSameAsKagome compares the lattice with kagome, token for token, on whole
// sentences and on random cuts and joins of them.
func TestSameAsKagome(t *testing.T) {
	tok, err := New(Options{Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	all := sentences(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	n := len(all)
	for range 2000 {
		a, b := []rune(all[rnd.IntN(n)]), []rune(all[rnd.IntN(n)])
		all = append(all, string(a[:rnd.IntN(len(a)+1)])+string(b[rnd.IntN(len(b)+1):]))
	}
	var got []Token
	for _, s := range all {
		if len(s) > longest {
			continue
		}
		span := source.Span{End: len(s)}
		got = tok.Tokenize(got[:0], s, span)
		want := reference(kagome(), s, span)
		if len(got) != len(want) {
			t.Fatalf("%q: %d tokens, want %d", s, len(got), len(want))
		}
		for i := range got {
			got[i].ID = 0 // kagome numbers words otherwise
			if got[i] != want[i] {
				t.Fatalf("%q: token %d is %+v, want %+v", s, i, got[i], want[i])
			}
		}
	}
	t.Logf("%d sentences", len(all))
}

// TestCache opens the dictionary from the loader, from a fresh cache and from a
// damaged one: all must answer alike, and none may fail.
func TestCache(t *testing.T) {
	dir := t.TempDir()
	fresh, err := New(Options{Cache: dir})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.dict"))
	if len(files) != 1 {
		t.Fatalf("the cache has %v, want one file", files)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	const s = "当社は、データを取り扱わないものとします。"
	want := fresh.Tokenize(nil, s, source.Span{End: len(s)})
	for name, damage := range map[string]func() []byte{
		"truncated": func() []byte { return whole[:len(whole)/2] },
		"empty":     func() []byte { return nil },
		"header":    func() []byte { b := append([]byte(nil), whole...); b[9] ^= 1; return b },
		"section":   func() []byte { b := append([]byte(nil), whole...); b[len(b)-1] ^= 1; return b },
		"foreign":   func() []byte { return []byte("something else") },
	} {
		d := t.TempDir()
		path := filepath.Join(d, filepath.Base(files[0]))
		if err := os.WriteFile(path, damage(), 0o644); err != nil {
			t.Fatal(err)
		}
		tok, err := New(Options{Cache: d})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := tok.Tokenize(nil, s, source.Span{End: len(s)})
		if len(got) != len(want) {
			t.Errorf("%s: %d tokens, want %d", name, len(got), len(want))
		}
		if b, _ := os.ReadFile(path); len(b) != len(whole) {
			t.Errorf("%s: the cache was not rebuilt", name)
		}
	}
	// A folder that cannot be made: the loader serves.
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{Cache: filepath.Join(file, "sub")}); err != nil {
		t.Errorf("no cache folder: %v", err)
	}
}

// TestTwoStarts opens a missing cache from several goroutines at once.
func TestTwoStarts(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if _, err := New(Options{Cache: dir}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func FuzzTokenize(f *testing.F) {
	tok, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"当社は、データを閲覧できる。", "「あ。」い（う。）え", "\xff\xfe", "ただし、この限りでない。"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, sp := range Split(nil, s, source.Span{End: len(s)}) {
			if sp.Start < at || sp.End > len(s) || sp.Empty() {
				t.Fatalf("Split(%q) gives %v after %d", s, sp, at)
			}
			for k := at; k < sp.Start; k++ {
				if s[k] > ' ' && s[k] != 0xE3 && s[k] != 0x80 {
					t.Fatalf("Split(%q) leaves out byte %d", s, k)
				}
			}
			at = sp.End
			p := sp.Start
			for _, tk := range tok.Tokenize(nil, s, sp) {
				if tk.Span.Start < p || tk.Span.End > sp.End || tk.Span.Of(s) != tk.Surface {
					t.Fatalf("Tokenize(%q) gives %+v after %d", s, tk, p)
				}
				p = tk.Span.End
			}
		}
	})
}

func benchmarkTexts(b *testing.B) ([]string, int64) {
	all := sentences(b)
	var n int64
	for _, s := range all {
		n += int64(len(s))
	}
	return all, n
}

// BenchmarkTokenize tokenizes sentence by sentence.
func BenchmarkTokenize(b *testing.B) {
	tok, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	all, n := benchmarkTexts(b)
	b.SetBytes(n)
	b.ReportAllocs()
	var dst []Token
	for b.Loop() {
		for _, s := range all {
			dst = tok.Tokenize(dst[:0], s, source.Span{End: len(s)})
		}
	}
}

// BenchmarkKagome is kagome on the same sentences.
func BenchmarkKagome(b *testing.B) {
	all, n := benchmarkTexts(b)
	k := kagome()
	b.SetBytes(n)
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range all {
			k.Tokenize(s)
		}
	}
}
