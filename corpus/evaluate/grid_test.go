package evaluate_test

import (
	"bufio"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/builtintest"
)

// grid says one clause in many ways: sentences are drawn from all combinations of what may
// stand for its parts. In a file a line `class delete` or `not delete` says whether the
// class is to be found in each of them or in none; `= {who}{what}{act}` is a template, in
// which \n begins a new line; `[who]` begins a list, a filler a line, `()` for none; `head `
// gives the lines that stand before in place of the usual ones; `alone` gives each sentence a
// document of its own, for what a document says once.
type grid struct {
	name      string
	class     string
	found     bool
	alone     bool
	head      string
	templates []string
	lists     map[string][]string
}

// usualHead are the parties and the data of a grid's documents.
const usualHead = "サービス利用規約\n第1条（定義）\n1. 「本サービス」とは、当社が提供するクラウドサービスをいいます。\n2. 「利用者」とは、本サービスを利用する者をいいます。\n3. 「登録データ」とは、利用者が本サービスに登録した情報をいいます。\n"

// Of each grid so many sentences are drawn, and so many stand in a document.
const (
	drawn    = 200
	together = 40
)

func readGrid(t *testing.T, path string) grid {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := grid{name: strings.TrimSuffix(filepath.Base(path), ".grid"), head: usualHead, lists: map[string][]string{}}
	list := ""
	breaks := strings.NewReplacer(`\n`, "\n")
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		line := s.Text()
		switch kind, rest, _ := strings.Cut(line, " "); {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case list == "" && (kind == "class" || kind == "not"):
			g.class, g.found = rest, kind == "class"
		case list == "" && line == "alone":
			g.alone = true
		case list == "" && kind == "head":
			g.head = breaks.Replace(rest) + "\n"
		case list == "" && kind == "=":
			g.templates = append(g.templates, breaks.Replace(rest))
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			list = strings.Trim(line, "[]")
		case list == "":
			t.Fatalf("%s:%d: a filler without a list", path, n)
		default:
			if line == "()" {
				line = ""
			}
			g.lists[list] = append(g.lists[list], line)
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(path, ": ", err)
	}
	if g.class == "" || len(g.templates) == 0 {
		t.Fatalf("%s: no class or no template", path)
	}
	return g
}

var part = regexp.MustCompile(`\{(\w+)\}`)

// draw returns sentences of g, each once and always the same.
func (g *grid) draw(t *testing.T) []string {
	t.Helper()
	seed := fnv.New64a()
	seed.Write([]byte(g.name))
	r := rand.New(rand.NewPCG(seed.Sum64(), 0))
	var out []string
	seen := map[string]bool{}
	for range 4 * drawn {
		s := part.ReplaceAllStringFunc(g.templates[r.IntN(len(g.templates))], func(p string) string {
			list := g.lists[strings.Trim(p, "{}")]
			if len(list) == 0 {
				t.Fatalf("%s: no list for %s", g.name, p)
			}
			return list[r.IntN(len(list))]
		})
		if !seen[s] {
			seen[s] = true
			if out = append(out, s); len(out) == drawn {
				break
			}
		}
	}
	return out
}

// right counts the sentences in which the class is found, or is not, as the grid says, and
// returns some of those where it is otherwise.
func (g *grid) right(t *testing.T, a *analyzer.Analyzer, sentences []string) (n int, wrong []string) {
	t.Helper()
	step := together
	if g.alone {
		step = 1
	}
	for at := 0; at < len(sentences); at += step {
		part := sentences[at:min(at+step, len(sentences))]
		var text strings.Builder
		text.WriteString(g.head)
		line := strings.Count(g.head, "\n") + 1
		first := make([]int, len(part))
		for i, s := range part {
			fmt.Fprintf(&text, "第%d条\n%s\n", i+2, s)
			first[i] = line + 1
			line += 2 + strings.Count(s, "\n")
		}
		rep, err := a.Analyze(t.Context(), "grid.txt", []byte(text.String()), analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range part {
			if g.in(rep, first[i], first[i]+strings.Count(s, "\n")) == g.found {
				n++
			} else {
				wrong = append(wrong, s)
			}
		}
	}
	return n, wrong
}

// in reports whether the class is found in some line from first to last.
func (g *grid) in(rep *report.Report, first, last int) bool {
	for _, f := range rep.Findings {
		if class, _, _ := strings.Cut(f.Rule, "/"); class == g.class && f.Line >= first && f.Line <= last {
			return true
		}
	}
	return false
}

// TestGrids measures clauses said in many ways, and what is near to them and something
// else. With -v it prints each grid's share and some sentences that are wrong.
func TestGrids(t *testing.T) {
	found, silent := grids(t, filepath.Join("testdata", "grid"), 0.8)
	floored(t, map[string]float64{"GRID_FOUND": found, "GRID_SILENT": silent})
}

// TestGridsAgain measures grids by other drafters, by which no rule was mended.
func TestGridsAgain(t *testing.T) {
	found, silent := grids(t, filepath.Join("testdata", "grid", "again"), 0)
	floored(t, map[string]float64{"GRID_AGAIN_FOUND": found, "GRID_AGAIN_SILENT": silent})
}

// grids returns the shares of sentences that are right, of those in which the class is to be
// found and of the others. A grid with a smaller share than least fails.
func grids(t *testing.T, dir string, least float64) (found, silent float64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.grid"))
	if err != nil || len(files) == 0 {
		t.Fatal("no grids: ", err)
	}
	a := builtintest.Analyzer(t)
	var right, all [2]int // of those that are to be silent, to be found
	for _, file := range files {
		g := readGrid(t, file)
		sentences := g.draw(t)
		n, wrong := g.right(t, a, sentences)
		k := 0
		if g.found {
			k = 1
		}
		right[k], all[k] = right[k]+n, all[k]+len(sentences)
		t.Logf("%-32s %d of %d right", g.name, n, len(sentences))
		for _, s := range wrong[:min(len(wrong), 3)] {
			t.Log("    ", strings.ReplaceAll(s, "\n", " / "))
		}
		if float64(n) < least*float64(len(sentences)) {
			t.Errorf("%s: %d of %d sentences are right", g.name, n, len(sentences))
		}
	}
	t.Logf("found %d of %d, silent %d of %d", right[1], all[1], right[0], all[0])
	return float64(right[1]) / float64(all[1]), float64(right[0]) / float64(all[0])
}
