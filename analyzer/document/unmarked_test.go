package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

// written is what is written of a Markdown text that md parsed.
func written(md goldmark.Markdown, src string) (string, []Block, []piece) {
	b := &builder{src: src, space: -1}
	w := &markdownWriter{b: b}
	w.children(md.Parser().Parse(text.NewReader([]byte(src))), 0)
	return b.out.String(), b.blocks, b.pieces
}

// sameAsMarked fails where a text comes out another way than if goldmark looked for
// marks everywhere.
func sameAsMarked(t interface{ Fatalf(string, ...any) }, src string) {
	text, blocks, pieces := written(newMarkdown(), src)
	wantText, wantBlocks, wantPieces := written(goldmark.New(goldmark.WithExtensions(extension.GFM)), src)
	if diff := cmp.Diff(wantText, text) + cmp.Diff(wantBlocks, blocks) + cmp.Diff(wantPieces, pieces, cmp.AllowUnexported(piece{})); diff != "" {
		t.Fatalf("%q: -marked +unmarked\n%s", src, diff)
	}
}

// crumbs are what Markdown is made of, and what looks like it.
var crumbs = []string{
	"\n", "\n", "\n\n", " ", "  ", "   \n", "    ", "\t", "\r\n", "\\", "# ", "## ", "##", " ##", "=", "===\n", "---\n", "-", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ", ">",
	"*", "**", "_", "`", "``", "```\n", "~~", "~~~\n", "[", "]", "](x)", "[a]: b\n", "[ ] ", "[x] ", "!", "<br>", "<div>\n", "</div>", "<a@b.jp>", "&amp;", "&lt", "&copy x;", ";",
	"|", "| - | - |\n", "| a | b |\n", "http://example.jp", "https:", "://", "www.example.jp", "www", ".", "a@example.jp", "@", "(", ")", "（", "）", "　", ":",
	"第1条（目的）", "第２条", "附則", "（定義）", "(定義)", "(1)", "①", "・", "当社は、", "契約者データ", "ﾃﾞｰﾀ", "⽤", "提供する。", "abc", "。", "、", "\u200b", "\x00", "\x01", "é",
}

func TestUnmarked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := ""
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(crumbs), 0, 40).Draw(t, "crumbs") {
			src += s
		}
		sameAsMarked(t, src)
	})
}

func FuzzUnmarked(f *testing.F) {
	f.Add("# 規約\n\n第1条（目的）\n当社は、契約者に (本サービス) を提供する。  \n2 行目\n\n1. 一\n\n   二\n2. *三*\n")
	f.Add("定義\n---\n> 引用\n続き\n\n[a]: b\n当社は\n")
	f.Fuzz(func(t *testing.T, src string) { sameAsMarked(t, strings.ToValidUTF8(src, "\uFFFD")) })
}

// TestUnmarkedIsUsed: plain terms are not parsed for marks at all.
func TestUnmarkedIsUsed(t *testing.T) {
	const src = "# 規約\n\n第1条（目的）\n当社は、契約者に本サービスを提供する。\n\n1. 一\n2. 二\n\n> 引用\n"
	var texts int
	_ = ast.Walk(newMarkdown().Parser().Parse(text.NewReader([]byte(src))), func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindText {
			texts++
		}
		return ast.WalkContinue, nil
	})
	if texts != 0 {
		t.Errorf("%d texts were looked through for marks", texts)
	}
}
