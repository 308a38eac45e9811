package corpus

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/japanese"
	"pgregory.net/rapid"
)

// text is a short document of its own for a number.
func text(n int) string {
	return fmt.Sprintf("第1条（目的）\n本規約は、第%d号サービスの利用条件を定めます。\n", n)
}

// files writes files into a new folder.
func files(t testing.TB, all map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, s := range all {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

type member struct{ name, text string }

func zipOf(t testing.TB, ms ...member) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, m := range ms {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write([]byte(m.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func tarOf(t testing.TB, packed bool, ms ...member) string {
	t.Helper()
	var buf bytes.Buffer
	tw := tar.NewWriter(&buf)
	for _, m := range ms {
		if err := tw.WriteHeader(&tar.Header{Name: m.name, Mode: 0o644, Size: int64(len(m.text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(m.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if !packed {
		return buf.String()
	}
	return gz(t, buf.String())
}

func gz(t testing.TB, s string) string {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// got lists what a source has: a path, an arrow, and the text or the problem.
func got(t testing.TB, where string, opt SourceOptions) []string {
	t.Helper()
	s, err := Open(t.Context(), where, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out []string
	n := 0
	for d, err := range s.Documents(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if d.N != n {
			t.Errorf("%s has number %d, want %d", d.Path, d.N, n)
		}
		n++
		what := ""
		if d.Problem != nil {
			what = d.Problem.Code
			if d.Problem.Message.JA == "" || d.Problem.Message.EN == "" {
				t.Errorf("problem %s has no words", what)
			}
		} else if data, err := d.Read(t.Context()); err != nil {
			what = gone(err)
		} else if what = strings.TrimSpace(string(data)); len(what) > 40 {
			what = fmt.Sprintf("%d bytes", len(data))
		}
		out = append(out, d.ID+" -> "+what)
	}
	return out
}

func TestSourceKinds(t *testing.T) {
	sjis, _ := japanese.ShiftJIS.NewEncoder().String("規約/甲.txt")
	mail := "From: a@example.jp\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n--y\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n5pys5paH\r\n--y--\r\n" +
		"--x\r\nContent-Type: text/plain; name=\"=?ISO-2022-JP?B?GyRCNSxMcxsoQi50eHQ=?=\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E6=B7=BB=E4=BB=98\r\n" +
		"--x\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <1>\r\n\r\nPNG\r\n--x--\r\n"
	dir := files(t, map[string]string{
		"a.txt":          "one",
		"b/deep.md":      "two",
		".hidden":        "no",
		".git/x.txt":     "no",
		"c.zip":          zipOf(t, member{"x/1.txt", "三"}, member{"x/", ""}, member{"__MACOSX/._1.txt", "no"}, member{"../../up.txt", "四"}, member{sjis, "五"}, member{"in.zip", zipOf(t, member{"deep.txt", "六"})}),
		"d.tar":          tarOf(t, false, member{"t1.txt", "七"}, member{"/abs.txt", "八"}),
		"e.tgz":          tarOf(t, true, member{"t2.txt", "九"}),
		"f.txt.gz":       gz(t, "十"),
		"g.jsonl":        "\ufeff{\"custom_id\":\"r1\",\"text\":\"行\"}\n\n{\"custom_id\":\"r2\",\"file\":\"b/deep.md\"}\n{\"file\":\"../x\"}\n{\"file\":\"none.txt\",\"name\":\"n\"}\nnot json\n{\"custom_id\":\"r6\"}\n{\"text\":\"末\"}",
		"h.eml":          mail,
		"i.docx":         zipOf(t, member{"[Content_Types].xml", "<Types/>"}, member{"word/document.xml", "<w/>"}),
		"j.txt":          zipOf(t, member{"by-content.txt", "十一"}),
		"k.mht":          "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=z\r\n\r\n--z\r\nContent-Type: text/html\r\n\r\n<p>saved</p>\r\n--z\r\nContent-Type: image/png\r\n\r\nPNG\r\n--z--\r\n",
		"l-broken.zip":   "PK\x03\x04 and nothing more",
		"m-broken.tgz":   gz(t, strings.Repeat("x", 300))[:20],
		"n-rows.unknown": "{\"custom_id\":\"r9\",\"text\":\"内容で\"}\n",
		"o.json":         "{\"title\":\"not rows\"}",
	})
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link-out.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.txt", filepath.Join(dir, "link-in.txt")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"a.txt -> one", "b/deep.md -> two",
		"c.zip!x/1.txt -> 三", "c.zip!up.txt -> 四", "c.zip!規約/甲.txt -> 五", "c.zip!in.zip!deep.txt -> 六",
		"d.tar!t1.txt -> 七", "d.tar!abs.txt -> 八", "e.tgz!t2.txt -> 九", "f.txt.gz!f.txt -> 十",
		"r1 -> 行", "r2 -> two", "g.jsonl!3 -> unsafe_name", "g.jsonl!4 -> not_found", "g.jsonl!5 -> bad_row", "r6 -> bad_row", "g.jsonl!7 -> 末",
		"h.eml!body.txt -> 本文", "h.eml!規約.txt -> 添付",
	}
	all := got(t, dir, SourceOptions{})
	if diff := cmp.Diff(want, all[:min(len(all), len(want))]); diff != "" {
		t.Error(diff)
	}
	rest := all[min(len(all), len(want)):]
	if len(rest) > 0 && strings.HasPrefix(rest[0], "i.docx -> ") {
		rest = rest[1:] // its bytes
	}
	if diff := cmp.Diff([]string{"j.txt!by-content.txt -> 十一", "k.mht!body.html -> <p>saved</p>", "l-broken.zip -> damaged_archive", "link-in.txt -> one", "m-broken.tgz!m-broken -> damaged_archive", "r9 -> 内容で", "o.json -> {\"title\":\"not rows\"}"}, rest); diff != "" {
		t.Error(diff)
	}
	for _, one := range []string{"c.zip", "e.tgz", "h.eml", "g.jsonl"} {
		alone := got(t, filepath.Join(dir, one), SourceOptions{})
		if diff := cmp.Diff(slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !slices.Contains(alone, s) }), alone); diff != "" || len(alone) == 0 {
			t.Errorf("%s alone: %s", one, diff)
		}
	}
	filtered := got(t, dir, SourceOptions{Filter: Filter{Include: []string{"**/*.txt"}, Exclude: []string{"e.tgz", "**/x/**"}}})
	if diff := cmp.Diff([]string{"a.txt -> one", "c.zip!up.txt -> 四", "c.zip!規約/甲.txt -> 五", "c.zip!in.zip!deep.txt -> 六", "d.tar!t1.txt -> 七", "d.tar!abs.txt -> 八", "f.txt.gz!f.txt -> 十"}, filtered[:min(7, len(filtered))]); diff != "" {
		t.Error(diff)
	}
}

// TestBuckets reads the same files from a bucket.
func TestBuckets(t *testing.T) {
	want := map[string]string{"a/one.txt": "一", "a/two.zip": zipOf(t, member{"in.txt", "二"}), "a/.hidden": "no", "a/rows.jsonl": "{\"custom_id\":\"r\",\"file\":\"one.txt\"}\n", "b/other.txt": "no", "a/big.zip": zipOf(t, member{"noise.bin", noise(3 << 20)}, member{"end.txt", "終"})}
	b := Memory(t.Name())
	for k, s := range want {
		if err := b.WriteAll(t.Context(), k, []byte(s), nil); err != nil {
			t.Fatal(err)
		}
	}
	all := got(t, "mem://"+t.Name()+"/a", SourceOptions{})
	if diff := cmp.Diff([]string{"big.zip!noise.bin -> 3145728 bytes", "big.zip!end.txt -> 終", "one.txt -> 一", "r -> 一", "two.zip!in.txt -> 二"}, all); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"two.zip!in.txt -> 二"}, got(t, "mem://"+t.Name()+"/a/two.zip", SourceOptions{})); diff != "" {
		t.Error(diff)
	}
	if _, err := Open(t.Context(), "gopher://x/y", SourceOptions{}); err == nil {
		t.Error("an unknown scheme was opened")
	}
}

// noise are bytes that do not pack.
func noise(n int) string {
	b := make([]byte, n)
	x := uint64(88172645463325252)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x)
	}
	return string(b)
}

// TestHostile reads what was made to harm. Each ends with a reason or within its
// limit, and what follows is read.
func TestHostile(t *testing.T) {
	nested := zipOf(t, member{"end.txt", "x"})
	for range 6 {
		nested = zipOf(t, member{"in.zip", nested})
	}
	zeros := strings.Repeat("\x00", 17<<20)
	bomb := zipOf(t, member{"1.txt", zeros}, member{"2.txt", zeros}, member{"3.txt", zeros}, member{"4.txt", zeros}, member{"5.txt", zeros}, member{"6.txt", "after"})
	claims := []byte(zipOf(t, member{"big.txt", "small"}))
	for i := range len(claims) - 30 { // both headers claim a gigabyte
		if string(claims[i:i+4]) == "PK\x01\x02" {
			copy(claims[i+24:], "\x00\x00\x00\x40")
		}
	}
	locked := []byte(zipOf(t, member{"locked.txt", "x"}))
	for i := range len(locked) - 30 {
		switch string(locked[i : i+4]) {
		case "PK\x01\x02":
			locked[i+8] |= 1
		case "PK\x03\x04":
			locked[i+6] |= 1
		}
	}
	dir := files(t, map[string]string{
		"a-bomb.zip": bomb, "b-after.txt": "next", "c-nested.zip": nested, "d-claims.zip": string(claims), "e-locked.zip": string(locked),
		"f-gzip.gz": gz(t, zeros), "g-long.jsonl": "{\"text\":\"" + strings.Repeat("a", 3<<20) + "\"}\n{\"custom_id\":\"short\",\"text\":\"b\"}\n",
		"h-bomb.tgz": tarOf(t, true, member{"1", zeros}, member{"2", zeros}, member{"3", zeros}, member{"4", zeros}, member{"5", "never"}), "i-mail.eml": "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n", "z-last.txt": "end",
	})
	lim := Limits{Document: 1 << 20}
	all := got(t, dir, SourceOptions{Limits: lim})
	for _, want := range []string{"b-after.txt -> next", "c-nested.zip!in.zip!in.zip!in.zip -> nested_too_deep", "d-claims.zip!big.txt -> damaged_archive", "e-locked.zip!locked.txt -> encrypted",
		"f-gzip.gz!f-gzip -> 1048577 bytes", "g-long.jsonl!1 -> row_too_long", "short -> b", "i-mail.eml!body.txt -> ", "z-last.txt -> end"} {
		if !slices.Contains(all, want) {
			t.Errorf("no %q in %s", want, strings.Join(all, "\n"))
		}
	}
	for _, bad := range all {
		if strings.Contains(bad, "never") {
			t.Errorf("%s was read", bad)
		}
	}
	if !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, "h-bomb.tgz") && strings.HasSuffix(s, "archive_bomb") }) {
		t.Errorf("no bomb in %s", strings.Join(all, "\n"))
	}
	tight := got(t, filepath.Join(dir, "a-bomb.zip"), SourceOptions{})
	if last := tight[len(tight)-1]; !strings.HasSuffix(last, "archive_bomb") || slices.Contains(tight, "a-bomb.zip!6.txt -> after") {
		t.Errorf("the bomb ended with %s of %d", last, len(tight))
	}
}

// TestPieces reads a source in pieces and finds every document where it was.
func TestPieces(t *testing.T) {
	var rows, ms = "", []member{}
	for i := range 23 {
		rows += fmt.Sprintf("{\"custom_id\":\"r%d\",\"text\":\"%d\"}\n", i, i)
		ms = append(ms, member{fmt.Sprintf("m%d.txt", i), fmt.Sprint(i)})
	}
	dir := files(t, map[string]string{"a.txt": "a", "b.jsonl": rows, "c.zip": zipOf(t, ms...), "d.tgz": tarOf(t, true, ms...), "e.txt": "e"})
	s, err := Open(t.Context(), dir, SourceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := got(t, dir, SourceOptions{})
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 30).Draw(t, "size")
		var have []string
		n := 0
		for shard, err := range s.Shards(t.Context(), size) {
			if err != nil {
				t.Fatal(err)
			}
			if shard.First != n {
				t.Fatalf("a shard begins at %d, want %d", shard.First, n)
			}
			var m marker
			for d, err := range s.Shard(t.Context(), shard) {
				if err != nil {
					t.Fatal(err)
				}
				if d.N != n {
					t.Fatalf("%s has number %d, want %d", d.Path, d.N, n)
				}
				n++
				m.add(d)
				data, err := d.Read(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				have = append(have, d.ID+" -> "+string(data))
			}
			if m != (marker{shard.Mark}) {
				t.Fatalf("the marker of shard %d differs", shard.Part)
			}
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct {
		glob, path string
		want       bool
	}{
		{"*.md", "a.md", true}, {"*.md", "x/y/a.md", true}, {"*.md", "a.md.txt", false}, {"**/*.md", "a.md", true}, {"**/*.md", "x/a.md", true},
		{"x/*.md", "x/y/a.md", false}, {"x/**", "x/y/a.md", true}, {"x/**", "x", false}, {"**/y/**/a.md", "x/y/z/q/a.md", true}, {"/x/*", "x/a", true},
		{"x/*.zip/**", "x/t.zip!in/a.md", true}, {"規約*", "d/規約1.txt", true}, {"**/**/**/b", "a/a/a/a/c", false},
	} {
		if got := anyGlob([]string{tt.glob}, tt.path); got != tt.want {
			t.Errorf("%q on %q: %v, want %v", tt.glob, tt.path, got, tt.want)
		}
	}
	if err := (Filter{Include: []string{"[a"}}).Check(); err == nil {
		t.Error("a broken pattern was taken")
	}
}

func TestWithin(t *testing.T) {
	for _, tt := range []struct{ dir, name, want string }{
		{"a", "b.txt", "a/b.txt"}, {"a", "../b.txt", "b.txt"}, {".", "x/../y", "y"},
		{".", "../b", ""}, {"a", "../../b", ""}, {"", "/etc/passwd", ""}, {"a", `C:\x`, ""}, {"a", `..\..\x`, ""}, {"a", "", ""}, {"a", "..", ""},
	} {
		got, ok := within(tt.dir, tt.name)
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("within(%q, %q) = %q, %v, want %q", tt.dir, tt.name, got, ok, tt.want)
		}
	}
}

// FuzzWalk looks that no file makes the walk panic, go on without end, or give
// numbers that depend on what is needed.
func FuzzWalk(f *testing.F) {
	f.Add("a.zip", []byte(zipOf(f, member{"a", "b"})))
	f.Add("a.tgz", []byte(tarOf(f, true, member{"a", "b"})))
	f.Add("a.jsonl", []byte("{\"text\":\"x\"}\n{\"file\":\"y\"}"))
	f.Add("a.eml", []byte("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nx\n--a--"))
	s, err := Open(context.Background(), f.TempDir(), SourceOptions{Limits: Limits{Document: 1 << 16, Nested: 1 << 17}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		list := func(need bool) (out []string) {
			w := s.walker(t.Context(), name, func(int) bool { return need })
			w.emit = func(d *Document) bool {
				out = append(out, fmt.Sprint(d.Index, d.Path, d.Size))
				return len(out) < 100_000
			}
			w.file(opened{entry: entry{name, int64(len(data))}, head: data})
			return out
		}
		if diff := cmp.Diff(list(true), list(false)); diff != "" {
			t.Error(diff)
		}
	})
}
