package patterns

import (
	"errors"
	"testing"
	"testing/fstest"
)

func TestLetterLists(t *testing.T) {
	house := fstest.MapFS{"lexicon/ja/house.yaml": {Data: []byte("letters: {written_down: [盆栽の手入れ], gatherers: [檀那寺が]}\n")}}
	built, err := Load(FS)
	if err != nil {
		t.Fatal(err)
	}
	lib, err := Load(FS, house)
	if err != nil {
		t.Fatal(err)
	}
	for k, words := range lib.says {
		if len(words) == 0 {
			t.Errorf("the list %s is empty", letterNames[k])
		}
	}
	for _, tt := range []struct {
		line        string
		built, both bool
	}{
		{"・盆栽の手入れ", false, true},
		{"・檀那寺が登録した檀家の氏名", false, true},
		{"・日々の体重", true, true},
		{"・施設が登録した入所者の氏名", true, true},
		{"・頭痛の記録", true, true},
		{"・閲覧の記録", false, false},
		{"・次の情報が記録されます", false, false},
	} {
		for l, want := range map[*Library]bool{built: tt.built, lib: tt.both} {
			if got := l.says.writesDown(tt.line) || l.says.ofOthers(tt.line); got != want {
				t.Errorf("%s with both=%v: %v, want %v", tt.line, l == lib, got, want)
			}
		}
	}
	_, err = Load(fstest.MapFS{"lexicon/ja/house.yaml": {Data: []byte("letters: {written_dwn: [盆栽]}\n")}})
	diags, ok := errors.AsType[Diagnostics](err)
	if !ok || len(diags) != 1 || diags[0].Line != 1 || diags[0].Hint != "written_down" {
		t.Errorf("a list that does not exist: %v", err)
	}
}
