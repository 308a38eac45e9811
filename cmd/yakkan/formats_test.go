package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer"
)

// result is what must not depend on the format: the verdict, and the findings by
// class and article.
func result(t *testing.T, e *engine, name string, data []byte) string {
	t.Helper()
	opt := analyzer.Options{}
	opt.Limits.Seconds = 60 // the machine may be busy
	got, err := e.Read(t.Context(), name, data, opt)
	if err != nil {
		t.Fatal(err)
	}
	r := got.Report
	lines := []string{r.Document.Status + " " + r.Verdict.Terms}
	for i := range r.Findings {
		lines = append(lines, r.Findings[i].Class+" "+r.Findings[i].Article)
	}
	slices.SortFunc(lines[1:], cmp.Compare[string])
	return strings.Join(lines, "\n")
}

// differ reports lines of a that b does not have, and the reverse.
func differ(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for _, l := range x {
		if !slices.Contains(y, l) {
			out = append(out, "-"+l)
		}
	}
	for _, l := range y {
		if !slices.Contains(x, l) {
			out = append(out, "+"+l)
		}
	}
	return strings.Join(out, ", ")
}

// TestFormats writes the same terms in every format and compares what is found with
// what is found in the text file. By default a few terms are tried, without programs
// from outside; YAKKAN_FORMATS=all tries all of them, printed by Chromium and written
// by LibreOffice as well (some minutes).
func TestFormats(t *testing.T) {
	if testing.Short() && os.Getenv("YAKKAN_FORMATS") == "" {
		t.Log("five of twenty terms, without printed ones")
	}
	whole := os.Getenv("YAKKAN_FORMATS") == "all"
	all := allTerms()
	if !whole {
		all = all[:layouts]
	}
	e, err := (&app{}).open()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	want := make([]string, len(all))
	same := map[string]int{}
	check := func(i int, format string, data []byte) {
		t.Helper()
		if got := result(t, e, "規約", data); got == want[i] {
			same[format]++
		} else {
			t.Errorf("%s, layout %d, %s: %s", all[i].title, all[i].layout+1, format, differ(want[i], got))
		}
	}
	for i := range all {
		tm := &all[i]
		want[i] = result(t, e, "規約.txt", []byte(tm.asText()))
		found += strings.Count(want[i], "\n")
		if !strings.HasPrefix(want[i], "complete ") {
			t.Fatalf("%s: %s", tm.title, want[i])
		}
		check(i, "markdown", []byte(tm.asMarkdown()))
		check(i, "html", []byte(tm.asHTML("")))
		check(i, "docx typed", tm.asWord(typed))
		check(i, "docx counted", tm.asWord(counted))
	}
	for i := range all {
		// Tracked changes are a notice; everything was read.
		check(i, "docx tracked", all[i].asWord(tracked))
	}
	if found < 5*len(all) {
		t.Errorf("only %d findings in %d terms: the comparison says nothing", found, len(all))
	}
	if whole {
		byOffice(t, all, check)
		byChromium(t, all, check)
	}
	t.Logf("%d findings; same in %v of %d", found, same, len(all))
}

// byOffice has LibreOffice write the Word documents in other formats.
func byOffice(t *testing.T, all []terms, check func(int, string, []byte)) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("soffice is not installed: what LibreOffice writes was not tried")
		return
	}
	dir := t.TempDir()
	var files []string
	for i := range all {
		f := filepath.Join(dir, fmt.Sprintf("t%02d.docx", i))
		if err := os.WriteFile(f, all[i].asWord(counted), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	for _, to := range []string{"pdf", "odt", "rtf"} {
		args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", dir}, files...)
		if said, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		for i := range all {
			data, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("t%02d.%s", i, to)))
			if err != nil {
				t.Fatal(err)
			}
			check(i, to+" by LibreOffice", data)
		}
	}
}

// byChromium has Chromium print the pages.
func byChromium(t *testing.T, all []terms, check func(int, string, []byte)) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Log("chromium is not installed: what it prints was not tried")
		return
	}
	dir := t.TempDir()
	for name, style := range printed {
		for i := range all {
			in, out := filepath.Join(dir, "a.html"), filepath.Join(dir, "a.pdf")
			if err := os.WriteFile(in, []byte(all[i].asHTML(style)), 0o600); err != nil {
				t.Fatal(err)
			}
			var data []byte
			for range 3 { // it may fail to start on a busy machine
				_ = os.Remove(out)
				c := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--user-data-dir="+filepath.Join(dir, "profile"), "--print-to-pdf="+out, "file://"+in)
				c.WaitDelay = time.Minute
				_, _ = c.CombinedOutput()
				if data, err = os.ReadFile(out); err == nil {
					break
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			check(i, "pdf "+name, data)
		}
	}
}

// TestPlacesOfFormats: contradictions and changed clauses name the paragraph of a Word
// document, and the line of a text.
func TestPlacesOfFormats(t *testing.T) {
	version := func(last string) terms {
		return terms{title: "みなも利用規約", articles: []article{
			{"定義", []paragraph{one("「契約者データ」とは、契約者が本サービスに登録したデータをいいます。")}},
			{"不取扱い", []paragraph{one("当社は、契約者データを取り扱いません。")}},
			{"保守", []paragraph{one(last)}},
		}}
	}
	before, after := version("当社は、保守のため必要と判断したときは、契約者データを閲覧することができます。"), version("当社は、保守のため必要と判断したときは、契約者データを閲覧し、複製することができます。")
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	for _, tt := range []struct {
		old, new    string
		said, diffs string
	}{
		{write("1.docx", before.asWord(typed)), write("2.docx", after.asWord(typed)), "第2条 ¶5「", " ¶6\n"},
		{write("1.txt", []byte(before.asText())), write("2.txt", []byte(after.asText())), "第2条 L", " L"},
	} {
		_, out, _ := invoke(t, "analyze", tt.old)
		if !strings.Contains(out, tt.said) {
			t.Errorf("%s: no side at %s\n%.3000s", filepath.Base(tt.old), tt.said, out)
		}
		_, out, _ = invoke(t, "diff", tt.old, tt.new)
		if !strings.Contains(out, tt.diffs) {
			t.Errorf("%s: no clause at %s\n%s", filepath.Base(tt.old), tt.diffs, out)
		}
	}
}
