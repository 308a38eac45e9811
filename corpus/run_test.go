package corpus

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"go.uber.org/goleak"

	"github.com/yakkan/yakkan/analyzer/report"
)

// TestMain lets a test run itself as a process to kill: with YAKKAN_TEST_RUN it
// runs over a corpus slowly and ends.
func TestMain(m *testing.M) {
	if where := os.Getenv("YAKKAN_TEST_RUN"); where != "" {
		src, err := Open(context.Background(), where, SourceOptions{})
		if err != nil {
			panic(err)
		}
		r := stubRun(src, os.Getenv("YAKKAN_TEST_OUT"))
		read := r.Read
		r.Read = func(ctx context.Context, name string, data []byte) (*report.Report, error) {
			time.Sleep(200 * time.Microsecond)
			return read(ctx, name, data)
		}
		r.Resume = true
		if _, err := r.Do(context.Background()); err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	if address := os.Getenv("YAKKAN_TEST_REDIS"); address != "" {
		stubWorker(address)
	}
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream.(*Subscriber).read")) // it may sleep for half a second
}

// stub answers with a report that depends on the bytes alone. A text with BAD in
// it cannot be read, one with HALF only in part.
func stub(_ context.Context, name string, data []byte) (*report.Report, error) {
	r := &report.Report{Schema: report.Schema, Document: report.Document{Name: name, Status: "complete", Format: "text", Kind: "terms", Chars: len(data)}, Findings: []report.Finding{}}
	r.Verdict.Overlays = []string{}
	switch {
	case bytes.Contains(data, []byte("BAD")):
		r.Document.Status = "unreadable"
		r.Document.Problems = []report.Problem{{Code: "binary", Message: report.Text{JA: "だめ", EN: "bad"}}}
		return r, nil
	case bytes.Contains(data, []byte("HALF")):
		r.Document.Status = "partial"
		r.Document.Problems = []report.Problem{{Code: "too_deep", Message: report.Text{JA: "半分", EN: "half"}}}
	}
	h := 0
	for _, b := range data {
		h = (h*31 + int(b)) % 9973
	}
	r.Verdict.Terms = []string{"defeated", "silent", "supported"}[h%3]
	r.Scores.Defeat.Value, r.Scores.Division.Value = h%101, (h/101)%101
	for i := range h % 4 {
		r.Findings = append(r.Findings, report.Finding{ID: fmt.Sprintf("f%d", i+1), Class: []string{"monitor", "use", "breach_notice"}[(h+i)%3], Group: []string{"power", "power", "division"}[(h+i)%3], Quote: "=一 <引用>", Basis: []string{"b"}, Label: report.Text{JA: "類型", EN: "class"}})
	}
	return r, nil
}

func stubRun(src *Source, out string) *Run {
	return &Run{Source: src, Out: out, Read: stub, Settings: map[string]string{"library": "x"}, Workers: 3, Part: 7,
		Labels: Labels{Verdicts: []Label{{"defeated", report.Text{JA: "整合しない", EN: "inconsistent"}}}, Notices: []report.Text{{JA: "法的助言ではありません", EN: "no legal advice"}}}}
}

// mixed is a corpus of n documents in files, rows and archives, with bad ones and
// duplicates.
func mixed(t testing.TB, n int) string {
	t.Helper()
	all := map[string]string{}
	rows, ms := "", []member{}
	for i := range n {
		s := text(i)
		switch {
		case i%50 == 7:
			s = "BAD " + s
		case i%50 == 9:
			s = "HALF " + s
		case i%20 == 3:
			s = text(3)
		case i%50 == 11:
			s = "BAD"
		}
		switch i % 3 {
		case 0:
			all[fmt.Sprintf("f%04d.txt", i)] = s
		case 1:
			row, _ := json.Marshal(map[string]string{"custom_id": fmt.Sprintf("=row%d", i), "text": s})
			rows += string(row) + "\n"
		case 2:
			ms = append(ms, member{fmt.Sprintf("m%04d.txt", i), s})
		}
	}
	all["g.jsonl"], all["a.zip"], all["z.tgz"], all["h-broken.zip"] = rows, zipOf(t, ms...), tarOf(t, true, ms[:min(len(ms), 5)]...), "PK\x03\x04"
	return files(t, all)
}

// do runs over a corpus and returns the files of results.
func do(t testing.TB, r *Run) map[string]string {
	t.Helper()
	if _, err := r.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	return results(t, r.Out)
}

func results(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	es, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range es {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Errorf("%s was left behind", e.Name())
			continue
		}
		out[e.Name()] = string(data)
	}
	return out
}

func openTest(t testing.TB, where string) *Source {
	t.Helper()
	s, err := Open(t.Context(), where, SourceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestRunResults reads back every form of results and adds the counts up.
func TestRunResults(t *testing.T) {
	src := openTest(t, mixed(t, 300))
	r := stubRun(src, t.TempDir())
	last := Progress{}
	r.Progress = func(p Progress) { last = p }
	all := do(t, r)
	var sum Summary
	if err := json.Unmarshal([]byte(all["summary.json"]), &sum); err != nil {
		t.Fatal(err)
	}
	c := sum.Counts
	if c.Documents != 306 || c.Complete+c.Partial+c.Unreadable+c.Duplicate != c.Documents || last.Done != c.Documents {
		t.Errorf("counts %+v, progress %+v", c, last)
	}
	rows := readCSV(t, all["documents.csv"])
	if len(rows) != c.Documents {
		t.Errorf("%d rows of documents", len(rows))
	}
	byStatus := map[string]int{}
	firsts := map[string]string{}
	for i, row := range rows {
		byStatus[row["status"]]++
		if row["n"] != fmt.Sprint(i) {
			t.Errorf("row %d has number %s", i, row["n"])
		}
		if first, ok := firsts[row["sha256"]]; ok && row["sha256"] != "" {
			if row["status"] != Duplicate || row["duplicate_of"] != first {
				t.Errorf("row %d is %s of %s, want a duplicate of %s", i, row["status"], row["duplicate_of"], first)
			}
		} else {
			firsts[row["sha256"]] = row["n"]
			if row["status"] == Duplicate {
				t.Errorf("row %d is no duplicate", i)
			}
		}
		if (row["verdict"] == "") != (row["defeat"] == "") || row["status"] == "unreadable" && row["verdict"] != "" {
			t.Errorf("row %d: %s has verdict %q", i, row["status"], row["verdict"])
		}
	}
	if diff := cmp.Diff(map[string]int{"complete": c.Complete, "partial": c.Partial, "unreadable": c.Unreadable, "duplicate": c.Duplicate}, byStatus); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(all["documents.csv"], "\ufeff") || !strings.Contains(all["documents.csv"], ",'=row1,") {
		t.Error("documents.csv has no byte order mark or a cell that runs")
	}
	reports := strings.Split(strings.TrimSpace(all["reports.jsonl"]), "\n")
	if len(reports) != c.Complete+c.Partial {
		t.Errorf("%d reports", len(reports))
	}
	for _, l := range reports {
		var one struct {
			reportLine
			Report report.Report `json:"report"`
		}
		if err := json.Unmarshal([]byte(l), &one); err != nil || one.Report.Schema != report.Schema || one.ID == "" {
			t.Fatalf("%v in %s", err, l)
		}
	}
	unread := strings.Split(strings.TrimSpace(all["unreadable.jsonl"]), "\n")
	if len(unread) < c.Unreadable {
		t.Errorf("%d lines of unreadable documents, %d counted", len(unread), c.Unreadable)
	}
	for _, l := range unread {
		var one unreadableLine
		if err := json.Unmarshal([]byte(l), &one); err != nil || len(one.Problems) == 0 {
			t.Errorf("%v in %s", err, l)
		}
	}
	docs := readParquet[ParquetDocument](t, all["documents.parquet"])
	finds := readParquet[ParquetFinding](t, all["findings.parquet"])
	if len(docs) != c.Documents || len(finds) != sum.Findings || len(readCSV(t, all["findings.csv"])) != sum.Findings || sum.Findings == 0 {
		t.Errorf("%d documents, %d findings in Parquet, %d in the summary", len(docs), len(finds), sum.Findings)
	}
	for i, d := range docs {
		row := rows[i]
		if d.SHA256 != row["sha256"] || d.Status != row["status"] || strings.Join(d.Classes, " ") != row["classes"] || (d.Defeat == nil) != (row["defeat"] == "") || "'"+d.CustomID != row["custom_id"] && d.CustomID != row["custom_id"] {
			t.Errorf("Parquet and CSV differ in row %d: %+v, %v", i, d, row)
		}
	}
	if sum.Scored() != sum.Read() || len(sum.Worst) != bestOf || sum.Worst[0].Defeat < sum.Worst[9].Defeat || sum.Best[0].Defeat > sum.Best[9].Defeat {
		t.Errorf("%d scored of %d; worst %v; best %v", sum.Scored(), sum.Read(), sum.Worst, sum.Best)
	}
}

func readCSV(t *testing.T, s string) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(s, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, c := range r {
			m[all[0][i]] = c
		}
		rows = append(rows, m)
	}
	return rows
}

func readParquet[T any](t *testing.T, s string) []T {
	t.Helper()
	rows, err := parquet.Read[T](bytes.NewReader([]byte(s)), int64(len(s)))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestResume stops runs at random documents and in the middle of writing and goes
// on with other numbers of workers: the results are the same bytes.
func TestResume(t *testing.T) {
	src := openTest(t, mixed(t, 200))
	want := do(t, stubRun(src, t.TempDir()))
	for seed := range uint64(8) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		r := stubRun(src, t.TempDir())
		stops := 0
		for {
			ctx, cancel := context.WithCancel(t.Context())
			left := rnd.IntN(90)
			r.Workers, r.Part = 1+rnd.IntN(5), 1+rnd.IntN(20)
			r.Progress = func(Progress) {
				if left--; left == 0 {
					cancel()
				}
			}
			_, err := r.Do(ctx)
			cancel()
			r.Resume = true
			if err == nil {
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			stops++
		}
		have := results(t, r.Out)
		for _, l := range []map[string]string{have, want} {
			var led ledger
			if err := json.Unmarshal([]byte(l["batch.json"]), &led); err != nil || led.State != "complete" {
				t.Fatal(err, led)
			}
		}
		have["batch.json"] = want["batch.json"] // it has the length of a part
		if diff := cmp.Diff(want, have); diff != "" || stops == 0 {
			t.Fatalf("after %d stops: %s", stops, diff)
		}
	}
}

// TestKilled kills a process with -9 at random moments and lets another go on.
func TestKilled(t *testing.T) {
	dir := mixed(t, 900)
	want := do(t, stubRun(openTest(t, dir), t.TempDir()))
	out := t.TempDir()
	kills := 0
	for {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "YAKKAN_TEST_RUN="+dir, "YAKKAN_TEST_OUT="+out)
		var errs bytes.Buffer
		c.Stderr = &errs
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(20+rand.IntN(60+30*kills))*time.Millisecond, func() { _ = c.Process.Kill() })
		err := c.Wait()
		if timer.Stop(); err == nil {
			break
		}
		if !strings.Contains(err.Error(), "killed") {
			t.Fatal(err, errs.String())
		}
		if kills++; kills > 100 {
			t.Fatal("no end")
		}
	}
	t.Logf("killed %d times", kills)
	if diff := cmp.Diff(want, results(t, out)); diff != "" {
		t.Error(diff)
	}
}

// TestOneRun: while one run writes into a folder, another is refused, and the first
// ends as if nothing had been.
func TestOneRun(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		t.Skip("no locks on folders here")
	}
	src := openTest(t, mixed(t, 40))
	want, out := do(t, stubRun(src, t.TempDir())), t.TempDir()
	r, tried := stubRun(src, out), false
	r.Progress = func(Progress) {
		if tried {
			return
		}
		tried = true
		other := stubRun(src, out)
		other.Resume = true
		if _, err := other.Do(t.Context()); !errors.Is(err, ErrRunning) {
			t.Errorf("a second run at once: %v", err)
		}
	}
	if got := do(t, r); !tried || !cmp.Equal(want, got) {
		t.Errorf("tried %v: %s", tried, cmp.Diff(want, got))
	}
	if _, err := stubRun(src, out).Do(t.Context()); !errors.Is(err, ErrExists) {
		t.Errorf("a second run afterwards: %v", err)
	}
}

func TestRunRefuses(t *testing.T) {
	dir := mixed(t, 40)
	src := openTest(t, dir)
	out := t.TempDir()
	do(t, stubRun(src, out))
	again := stubRun(src, out)
	if _, err := again.Do(t.Context()); !errors.Is(err, ErrExists) {
		t.Errorf("a second run: %v", err)
	}
	again.Resume = true
	if s, err := again.Do(t.Context()); err != nil || s.Counts.Documents == 0 {
		t.Errorf("going on with a complete run: %v", err)
	}
	again.Settings = map[string]string{"library": "y"}
	if _, err := again.Do(t.Context()); !errors.Is(err, ErrOther) || !strings.Contains(err.Error(), "library x") {
		t.Errorf("another library: %v", err)
	}
	if _, err := stubRun(openTest(t, t.TempDir()), t.TempDir()).Do(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("no documents: %v", err)
	}

	for name, change := range map[string]func(){
		"longer": func() {
			os.WriteFile(filepath.Join(dir, "f0000.txt"), []byte("longer than it was before, by far"), 0o644)
		},
		"removed": func() { os.Remove(filepath.Join(dir, "a.zip")) },
		"added":   func() { os.WriteFile(filepath.Join(dir, "zz.txt"), []byte("x"), 0o644) },
	} {
		out := t.TempDir()
		r := stubRun(src, out)
		boom := errors.New("boom")
		r.Read = func(ctx context.Context, name string, data []byte) (*report.Report, error) {
			if strings.Contains(name, "z.tgz") && strings.Contains(name, "!m0014") {
				return nil, boom
			}
			return stub(ctx, name, data)
		}
		if _, err := r.Do(t.Context()); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		change()
		r.Read, r.Resume = stub, true
		_, err := r.Do(t.Context())
		if name != "added" && !errors.Is(err, ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "added" && err != nil && !errors.Is(err, ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBucketSink puts results into a bucket and finds the same bytes as in a folder.
func TestBucketSink(t *testing.T) {
	src := openTest(t, mixed(t, 60))
	want := do(t, stubRun(src, t.TempDir()))
	r := stubRun(src, "mem://"+t.Name()+"/deep/results")
	if _, err := r.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := Memory(t.Name())
	var names []string
	for e, err := range (&bucket{b: b}).list(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		data, err := b.ReadAll(t.Context(), e.key)
		name := strings.TrimPrefix(e.key, "deep/results/")
		if err != nil || string(data) != want[name] {
			t.Errorf("%s differs: %v", name, err)
		}
		names = append(names, name)
	}
	if len(names) != len(want) || slices.ContainsFunc(names, func(s string) bool { return strings.Contains(s, "/") }) {
		t.Errorf("the bucket has %v", names)
	}
}

func TestDigests(t *testing.T) {
	var d digests
	seen := map[string]int{}
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 20_000 {
		sha := fmt.Sprintf("%064x", rnd.IntN(9000))
		sha = sha[32:] + sha[:32]
		want, ok := seen[sha]
		if !ok {
			want, seen[sha] = n, n
		}
		if got := d.first(sha, n); got != want {
			t.Fatalf("first(%s, %d) = %d, want %d", sha, n, got, want)
		}
	}
	if d.first("", 5) != 5 || d.first("", 6) != 6 {
		t.Error("documents without bytes are the same")
	}
}
