package token

import (
	"bufio"
	"cmp"
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

// reference tokenizes by kagome itself; tests compare the two. It says the base forms
// apart, since a Text knows them of the words of the dictionary alone.
func reference(k *tokenizer.Tokenizer, text string, span source.Span) (dst []Token, bases []string) {
	t := Text{text: text}
	add := func(tok Token, base string) { dst, bases = append(dst, tok), append(bases, base) }
	for _, x := range k.Tokenize(span.Of(text)) {
		if isBlank(x.Surface) {
			continue
		}
		start := int32(span.Start + x.Position)
		tok := Token{Start: start, End: start + int32(len(x.Surface)), Surface: WordOf(x.Surface)}
		base := x.Surface
		if b, ok := x.BaseForm(); ok && b != "*" && b != "" {
			base = b
		}
		var row [6]string
		for i := range row {
			row[i], _ = x.FeatureAt(i)
		}
		tok.POS, tok.Form = classify(row)
		if tok.POS == Auxiliary && negative(base) {
			base = "ない"
		}
		tok.Base = WordOf(base)
		if x.Class == tokenizer.UNKNOWN && strings.Contains(x.Surface, "・") {
			// the words on both sides of ・ stand for themselves
			for i, part := range strings.SplitAfter(strings.ReplaceAll(x.Surface, "・", "\x00・\x00"), "\x00") {
				part = strings.TrimSuffix(part, "\x00")
				if part == "" {
					continue
				}
				p := tok
				p.Surface, p.Base, p.Start, p.End = WordOf(part), WordOf(part), start, start+int32(len(part))
				if i%2 == 1 {
					p.POS, p.Form = Symbol, 0
				}
				p.POS = refine(part, p.POS)
				add(p, part)
				start += int32(len(part))
			}
			continue
		}
		if k := seam(x.Surface); k > 0 && x.Class == tokenizer.UNKNOWN {
			add(t.part(tok, 0, k), x.Surface[:k])
			tok, base = t.part(tok, k, len(x.Surface)), x.Surface[k:]
		}
		tok.POS = refine(t.Surface(&tok), tok.POS)
		if kana := inKana(base, tok.POS); kana != base {
			base, tok.Base = kana, WordOf(kana)
		}
		if s := t.Surface(&tok); inKana(s, tok.POS) != s {
			tok.Surface = WordOf(inKana(s, tok.POS))
		}
		if tok.POS == Verb || tok.POS == BoundVerb {
			n := len(dst)
			if dst = t.humble(dst, tok.Base); n > 0 {
				for i := n - 1; i < len(dst); i++ {
					bases = append(bases[:i], cmp.Or(dst[i].Base.String(), bases[min(i, n-1)]))
				}
			}
		}
		if tok.POS == Adjective && tok.Base == permitless {
			dst, tok = t.leave(dst, tok)
			bases, base = append(bases, "許可"), "ない"
		}
		if tok.POS == Adjective && tok.Base == alike {
			n := len(dst)
			if dst, tok = t.andSo(dst, tok); len(dst) > n {
				bases, base = append(bases, "等"), "する"
			}
		}
		add(tok, base)
	}
	return dst, bases
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
		{"アップロードファイルとダイレクトメッセージ", "アップロード ファイル と ダイレクト メッセージ"},
		{"データエクスポートを行う", "データ エクスポート を 行う"},
		{"データポータビリティ", "データポータビリティ"},
		{"許可なく見る", "許可 ない 見る"},
		{"貸与、譲渡等してはならない", "貸与 、 譲渡 等 する て は なる ない"},
		{"その額に等しい", "その 額 に 等しい"},
		{"お願いします", "お願い する ます"},
	} {
		var bases []string
		for _, x := range tok.Tokenize(nil, tt.text, source.Span{End: len(tt.text)}) {
			if x.Surface != 0 && x.Surface.String() != tt.text[x.Start:x.End] {
				t.Errorf("%s: %s stands at %v", tt.text, x.Surface, x.Span())
			}
			bases = append(bases, tok.Text(tt.text).Base(&x))
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
		want, bases := reference(kagome(), s, span)
		if len(got) != len(want) {
			t.Fatalf("%q: %d tokens, want %d", s, len(got), len(want))
		}
		for i := range got {
			if base := tok.Text(s).Base(&got[i]); base != bases[i] {
				t.Fatalf("%q: token %d has the base %s, want %s", s, i, base, bases[i])
			}
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
				if tk.Span().Start < p || tk.Span().End > sp.End || tk.Surface != WordOf(tk.Span().Of(s)) {
					t.Fatalf("Tokenize(%q) gives %+v after %d", s, tk, p)
				}
				p = tk.Span().End
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
