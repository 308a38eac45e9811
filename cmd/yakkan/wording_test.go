package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"
)

// The outputs compare wording with registered types and published considerations.
// They do not decide: nothing is called unlawful or lawful, safe, a breach of
// duty, needing no consent; nobody is told who would win or what damages are;
// nothing is drafted for the single case; no degree of risk is named.

// forbidden are the kinds of statements that no message may make.
var forbidden = []struct {
	kind string
	re   *regexp.Regexp
}{
	{"says that something is unlawful or lawful", regexp.MustCompile(`違法(です|となり|である|な規約|と判断|性(が|は)(あ|高)|リスク)|適法(です|である|と判断)|合法(です|的)|法令(に|の)違反(です|し(ます|てい|た)|と)|法に違反し|無効(です|となります)`)},
	{"decides on the exception", regexp.MustCompile(`クラウド例外(は|が)適用|例外(は|が)適用され|例外に(当たります|該当します|当たりません|該当しません)|例外が(成立し|認められ)`)},
	{"finds a breach of duty", regexp.MustCompile(`義務違反(です|に|と|が)|義務に違反して`)},
	{"calls something safe", regexp.MustCompile(`安全です|安全であると|安全と(言|い)え|安心(です|して(ご|お))|問題(は|も)?(あり|ござい)ません|問題ない(です|と)`)},
	{"does away with consent", regexp.MustCompile(`同意(は|も)(不要|必要あり|要りません|いりません)|同意を得る必要(は|が)(ない|ありません)`)},
	{"foretells a dispute", regexp.MustCompile(`勝てます|勝てる|勝訴|敗訴|訴えれば|慰謝料(は|額)|損害賠償額は`)},
	{"drafts for the single case", regexp.MustCompile(`交渉経緯|修正案です|貴社(の事情|向け)に`)},
	{"names a degree of risk", regexp.MustCompile(`リスク(は|が)(高|低|大き|小さ|あり|ない)|リスク[0-9０-９]|(高|低)リスク|危険度`)},
	{"says that something is unlawful or lawful", regexp.MustCompile(`(?i)\b(is|are|be|becomes?) (illegal|unlawful|lawful|legal|compliant|void)\b|\bviolat(es?|ed|ing)\b|\bbreach(es|ed) (the )?(law|act|appi|dut)`)},
	{"decides on the exception", regexp.MustCompile(`(?i)\bexception (applies|does not apply|is established|is met)\b`)},
	{"calls something safe", regexp.MustCompile(`(?i)\b(is|are) (safe|secure|harmless)\b|\bno problem\b`)},
	{"does away with consent", regexp.MustCompile(`(?i)\bconsent is (not|un)\s?(needed|required|necessary)|\bno consent is (needed|required)`)},
	{"foretells a dispute", regexp.MustCompile(`(?i)\byou (will|would) (win|lose)\b|\bdamages (are|will be)\b`)},
	{"names a degree of risk", regexp.MustCompile(`(?i)\b(high|low|medium) risk\b|\brisk (is|of \d)`)},
}

// breaks returns what is wrong with a text. A sentence that says what the outputs
// are not (…を示すものではありません) is what has to be said.
func breaks(text string) []string {
	var found []string
	for sentence := range strings.SplitSeq(strings.ReplaceAll(text, "\n", "。"), "。") {
		if strings.HasSuffix(strings.TrimSpace(sentence), "ものではありません") || strings.Contains(sentence, "do not show") || strings.Contains(sentence, "is never") {
			continue
		}
		for _, f := range forbidden {
			if m := f.re.FindString(sentence); m != "" {
				found = append(found, fmt.Sprintf("%s: “%s” in “%s”", f.kind, m, strings.TrimSpace(sentence)))
			}
		}
	}
	return found
}

// TestForbiddenKinds makes sure that the scan can find what it looks for.
func TestForbiddenKinds(t *testing.T) {
	for _, bad := range []string{
		"この規約は違法です。", "クラウド例外は適用されません。", "御社は委託先の監督義務違反になります。", "このサービスは安全です。", "本人の同意は不要です。",
		"訴えれば勝てます。", "損害賠償額は100万円です。", "貴社の交渉経緯を踏まえた修正案です。", "違法リスク80%", "リスクが高い条項です。", "例外に該当しません。",
		"This is unlawful.", "These terms violate the APPI.", "The exception applies.", "The service is safe.", "Consent is not needed.", "You would win.", "high risk",
	} {
		if len(breaks(bad)) == 0 {
			t.Errorf("nothing is found in %q", bad)
		}
	}
	for _, good := range []string{
		"第12条に「監視、分析」の語があり、登録済み類型に一致します。", "個人情報保護委員会が令和6年3月25日に挙げた考慮要素アに関係する文言です。", "不取扱いの定めは見つかりませんでした。",
		"確認すべき事項: 保守用IDの有無", "条項のひな形（登録済み）を表示します。", "指標は文言の一致に基づく目安であり、違法性又は危険の程度を示すものではありません。",
		"The figures do not show a degree of unlawfulness or danger.", "安全管理措置を確認してください。",
	} {
		if found := breaks(good); len(found) > 0 {
			t.Errorf("found %v", found)
		}
	}
}

// TestWordingOfData scans what the library says: every text of rules, model
// clauses and legal data, apart from the wording that rules look for and are
// tested with, and from the clauses themselves.
func TestWordingOfData(t *testing.T) {
	n := 0
	skip := map[string]bool{"tests": true, "patterns": true, "unless": true, "all": true, "none": true, "words": true, "test": true, "annex": true, "body": true}
	for _, dir := range []string{"rules", "clauses", "legal"} {
		err := filepath.WalkDir(filepath.Join("../../patterns", dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".yaml" {
				return err
			}
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			var doc yaml.Node
			if err := yaml.Unmarshal(src, &doc); err != nil {
				return err
			}
			walkTexts(&doc, skip, func(node *yaml.Node) {
				n++
				for _, why := range breaks(node.Value) {
					t.Errorf("%s:%d: %s", name, node.Line, why)
				}
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 500 {
		t.Errorf("only %d texts were scanned", n)
	}
}

// walkTexts visits the texts {ja, en} of a file.
func walkTexts(n *yaml.Node, skip map[string]bool, visit func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		for _, c := range n.Content {
			walkTexts(c, skip, visit)
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case skip[key.Value]:
		case value.Kind == yaml.ScalarNode && (key.Value == "ja" || key.Value == "en"):
			visit(value)
		default:
			walkTexts(value, skip, visit)
		}
	}
}

// TestWordingOfCode scans the string literals of what speaks to users.
func TestWordingOfCode(t *testing.T) {
	n := 0
	for _, dir := range []string{"analyzer", "analyzer/legal", "analyzer/report", "analyzer/suggest", "analyzer/lint", "analyzer/compare", "patterns", "api", "api/web", "corpus", "cmd/yakkan", "cmd/yakkan/lsp"} {
		files, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				lit, ok := node.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					return true
				}
				n++
				for _, why := range breaks(text) {
					t.Errorf("%s: %s", set.Position(lit.Pos()), why)
				}
				return true
			})
		}
	}
	if n < 1000 {
		t.Errorf("only %d literals were scanned", n)
	}
}

// TestWordingOfTemplates scans the texts and attributes of all pages, and what
// their scripts say.
func TestWordingOfTemplates(t *testing.T) {
	n := 0
	for _, pattern := range []string{"api/*.html", "api/web/templates/*.html", "api/web/assets/web.js", "analyzer/report/*.tmpl"} {
		files, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts := []string{string(src)}
			if filepath.Ext(name) != ".js" {
				texts = templateTexts(string(src))
			}
			for _, text := range texts {
				n++
				for _, why := range breaks(text) {
					t.Errorf("%s: %s", name, why)
				}
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d texts were scanned", n)
	}
	// The scan sees texts, attributes, and the strings of actions.
	found := 0
	for _, text := range templateTexts(`<p title="安全です">{{if .X}}クラウド例外は適用されません{{end}}<b>{{print "勝てます"}}</b></p>`) {
		found += len(breaks(text))
	}
	if found != 3 {
		t.Errorf("%d of 3 forbidden wordings were found in a template", found)
	}
}

var (
	templateAction = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	templateString = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// templateTexts are the texts and attributes of a page, and the strings of its
// actions.
func templateTexts(src string) (texts []string) {
	for _, action := range templateAction.FindAllString(src, -1) {
		texts = append(texts, templateString.FindAllString(action, -1)...)
	}
	z := html.NewTokenizer(strings.NewReader(templateAction.ReplaceAllString(src, " ")))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return texts
		case html.TextToken:
			if text := strings.TrimSpace(html.UnescapeString(string(z.Text()))); text != "" {
				texts = append(texts, text)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range z.Token().Attr {
				texts = append(texts, a.Val)
			}
		}
	}
}

// TestEveryOutputHasTheDisclaimer runs every command that shows a result.
func TestEveryOutputHasTheDisclaimer(t *testing.T) {
	terms, facts, set := mkCase+"terms.md", mkCase+"facts.yaml", mkCase+"case.yaml"
	short := map[string]string{"ja": "法的助言、法的判断又は鑑定ではありません", "en": "no legal advice, legal decision or expert opinion"}
	plain := func(s string) string { return strings.NewReplacer("\n", "", " ", "", "　", "").Replace(s) }
	commands := [][]string{
		{"facts", "check", facts}, {"lint", "--format", "text"}, {"lint", "--format", "json"}, {"lint", "--format", "github"}, {"lint", "--format", "sarif"},
		{"suggest"}, {"diff", terms},
	}
	for _, format := range []string{"text", "md", "json", "jsonl"} {
		commands = append(commands, []string{"analyze", "--format", format}, []string{"analyze", "--facts", facts, "--format", format})
	}
	for _, format := range []string{"text", "md", "json"} {
		commands = append(commands, []string{"duties", "--format", format}, []string{"duties", "--facts", facts, "--format", format}, []string{"analyze", "--case", set, "--format", format}, []string{"duties", "--case", set, "--format", format})
	}
	commands = append(commands, []string{"analyze", "--brief"}, []string{"analyze", "--case", set, "--brief"})
	for _, command := range commands {
		args := command
		if !strings.Contains(strings.Join(command, " "), "--case") && command[0] != "facts" {
			args = append(append([]string{}, command...), terms)
		}
		for _, lang := range []string{"ja", "en"} {
			out, errs, code := yakkan(t, append([]string{"--lang", lang}, args...)...)
			if code == exitUsage {
				t.Fatalf("%v: exit %d: %s", args, code, errs)
			}
			if !strings.Contains(plain(out), plain(short[lang])) {
				t.Errorf("%v in %s has no disclaimer", args, lang)
			}
			if found := breaks(out); len(found) > 0 {
				t.Errorf("%v in %s: %v", args, lang, found)
			}
		}
	}
}
