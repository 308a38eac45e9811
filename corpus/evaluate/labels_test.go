package evaluate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder writes files, by their path, into a folder of their own.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	dir := folder(t, map[string]string{
		"txt/002.txt":      "当社は、データを閲覧しません。\n",
		"labels/002.jsonl": `{"doc":"002","verdict":"supported","overlays":["foreign"],"note":"x"}` + "\n\n" + `{"line":1,"quote":"当社は、","class":"no_handling","data":"customer_data","trigger":"none","sure":false}` + "\n",
		"txt/001.md":       "本規約\n",
		"labels/001.jsonl": `{"doc":"001","verdict":"silent","overlays":[]}`,
	})
	docs, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 || docs[0].ID != "001" || docs[1].Verdict != "supported" || docs[1].Overlays[0] != "foreign" || len(docs[0].Labels) != 0 {
		t.Fatalf("%+v", docs)
	}
	l := docs[1].Labels[0]
	if l.Line != 1 || l.Class != "no_handling" || !l.optional("support") {
		t.Errorf("%+v", l)
	}
}

var loadMistakes = []struct {
	name  string
	files map[string]string
	want  []string // parts of the message
}{
	{"no labels", map[string]string{"txt/001.txt": "x"}, []string{"labels/*.jsonl"}},
	{"no text", map[string]string{"labels/001.jsonl": `{"doc":"001"}`}, []string{"001.jsonl", "want exactly one text", "found 0"}},
	{"two texts", map[string]string{"labels/001.jsonl": `{"doc":"001"}`, "txt/001.txt": "x", "txt/001.md": "x"}, []string{"001.jsonl", "found 2"}},
	{"head is no JSON", map[string]string{"labels/001.jsonl": "{", "txt/001.txt": "x"}, []string{"001.jsonl:1:"}},
	{"label is no JSON", map[string]string{"labels/001.jsonl": `{"doc":"001"}` + "\n" + `{"line":1,`, "txt/001.txt": "x"}, []string{"001.jsonl:2:"}},
	{"label without class", map[string]string{"labels/001.jsonl": `{"doc":"001"}` + "\n\n" + `{"line":1}`, "txt/001.txt": "x"}, []string{"001.jsonl:3:", "line and class"}},
	{"label without line", map[string]string{"labels/001.jsonl": `{"doc":"001"}` + "\n" + `{"class":"use"}`, "txt/001.txt": "x"}, []string{"001.jsonl:2:", "line and class"}},
	{"line is a word", map[string]string{"labels/001.jsonl": `{"doc":"001"}` + "\n" + `{"line":"x","class":"use"}`, "txt/001.txt": "x"}, []string{"001.jsonl:2:"}},
}

func TestLoadMistakes(t *testing.T) {
	for _, tt := range loadMistakes {
		_, err := Load(folder(t, tt.files))
		if err == nil {
			t.Errorf("%s: no error", tt.name)
			continue
		}
		for _, part := range tt.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v, want %q in it", tt.name, err, part)
			}
		}
	}
}
