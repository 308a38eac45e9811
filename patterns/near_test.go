package patterns

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// nearestByOne is what Nearest answers, with every need of every clause looked at
// by itself.
func nearestByOne(lib *Library, r *norm.Reader, class string) *structure.Clause {
	f := lib.filterOf(r)
	has := literalsOf(f)
	var best *structure.Clause
	share := 0.0
	for _, p := range lib.patterns {
		for _, c := range r.Clauses() {
			met, total := 0, 0
			for _, guard := range lib.near.of(p.number) {
				total++
				if says(&lib.letters, lib.near.guards[guard], has(f.whole(c.Clause))) {
					met++
				}
			}
			if s := float64(met) / float64(total); p.class.ID == class && total > 1 && 2*met >= total && s > share {
				best, share = c.Clause, s
			}
		}
	}
	return best
}

// TestNearest asks for all classes, of more clauses than are counted at once.
func TestNearest(t *testing.T) {
	lib := mustLoad(t)
	var text strings.Builder
	for i := range 70 {
		fmt.Fprintf(&text, "第%d条（雑則）\n本サービスの名称は、品目%dとする。\n", i+1, i)
	}
	text.WriteString("第71条（通知）\n当社は、漏えいを知った日から3日以内に契約者へ通知する。\n第72条（返却）\n契約が終了したときは、当社は契約者データを返却し又は消去する。\n第73条（通知）\n当社は、漏えいのおそれを知ったときは、契約者に報告する。\n")
	r := norm.NewReader(structure.Parse(document.Read("near.txt", []byte(text.String()), document.Options{}), lib.Parties()), mustTokenizer(t), lib)
	nearest, found := lib.Nearest(r), 0
	for _, c := range lib.Classes() {
		got, want := nearest(c.ID), nearestByOne(lib, r, c.ID)
		if got != want {
			t.Errorf("%s: %v, want %v", c.ID, got, want)
		}
		if got != nil {
			found++
		}
	}
	if found < 5 {
		t.Errorf("only %d classes have a clause that comes near", found)
	}
}
