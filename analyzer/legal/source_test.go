package legal

import "testing"

func TestSourcesAddUp(t *testing.T) {
	const document = "documents: {d: {kind: qa, name: {ja: 甲, en: A}, short: {ja: 甲, en: A}, law_version: \"2026-11\"}}\n"
	source := func(id, says string) string {
		return "  - {id: " + id + ", document: d, title: {ja: 題, en: title}, says: {ja: " + says + ", en: says}, checked: text}\n"
	}
	d := &Data{}
	for _, src := range []string{document + "sources:\n" + source("a", "一") + source("b", "二"), document + "sources:\n" + source("b", "三") + source("c", "四")} {
		if err := d.Add("legal/jp/sources.yaml", []byte(src)); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[string]string{"a": "一", "b": "三", "c": "四"} {
		if got, ok := d.Sources.Source(id); !ok || got.Says.JA != want {
			t.Errorf("Source(%s) = %v, %v, want %s", id, got.Says.JA, ok, want)
		}
	}
	if len(d.Sources.IDs()) != 3 {
		t.Errorf("IDs() = %v, want three", d.Sources.IDs())
	}
}
