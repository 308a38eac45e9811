package legal

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)

func TestReadFacts(t *testing.T) {
	d := loadData(t)
	for _, tt := range []struct{ name, src string }{
		{"yaml", "schema: yakkan.facts/1\nanswered: {by: 山田, on: 2026-11-01}\nfacts:\n  maintenance_id: standing\n  handling_count_12m: 20\n  support_method: [pseudo_data, screen_share]\n  sensitive: true\n  key_custody: unknown\n  sub_vendor:\n    - {name: A社, country: 米国, handles: no}\n    - B社\n  technical_control: {value: verified, by: 佐藤, on: 2026-10-01, evidence: 報告書}\n"},
		{"json", "{\n\t\"answered\": {\"by\": \"山田\", \"on\": \"2026-11-01\"},\n\t\"facts\": {\"maintenance_id\": \"standing\", \"handling_count_12m\": 20, \"support_method\": [\"pseudo_data\", \"screen_share\"], \"sensitive\": true, \"key_custody\": null,\n\t\t\"sub_vendor\": [{\"name\": \"A\\u793e\", \"country\": \"\\u7c73\\u56fd\", \"handles\": false}, \"B社\"],\n\t\t\"marketing_claims\": \"\\ud83d\\udd12\",\n\t\t\"technical_control\": {\"value\": \"verified\", \"by\": \"佐藤\", \"on\": \"2026-10-01\", \"evidence\": \"報告書\"}}}"},
	} {
		f, err := d.ReadFacts("facts", []byte(tt.src), today)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if !f.Has("maintenance_id", "standing") || !f.Has("handling_count_12m", "10+") || !f.Has("support_method", "screen_share") || !f.Has("sensitive", "yes") || f.Known("key_custody") {
			t.Errorf("%s: answers = %+v", tt.name, f.Answers)
		}
		a := f.Answers["technical_control"]
		if a.By != "佐藤" || a.On != "2026-10-01" || a.Evidence != "報告書" || f.Answers["maintenance_id"].By != "山田" {
			t.Errorf("%s: who answered = %+v, %+v", tt.name, a, f.Answers["maintenance_id"])
		}
		vendors := f.Answers["sub_vendor"].Vendors
		if len(vendors) != 2 || vendors[0].Name != "A社" || !vendors[0].Abroad() || vendors[0].Handles != "no" || vendors[1].Name != "B社" || vendors[1].Abroad() {
			t.Errorf("%s: vendors = %+v", tt.name, vendors)
		}
		if tt.name == "json" && f.Answers["marketing_claims"].Text != "🔒" {
			t.Errorf("a pair of surrogates is %q", f.Answers["marketing_claims"].Text)
		}
	}
}

func TestReadFactsMistakes(t *testing.T) {
	d := loadData(t)
	for _, tt := range []struct{ name, src, want string }{
		{"unknown field", "facts:\n  maintenance_ids: none\n", `f.yaml:2:3: unknown field "maintenance_ids"; did you mean maintenance_id?`},
		{"unknown value", "facts:\n  technical_control: verifed\n", `f.yaml:2:22: unknown technical_control "verifed" (one of verified, stated, organisational_only, none, unknown); did you mean verified?`},
		{"value in JSON", "{\"facts\":\n\t{\"key_custody\": \"custmer\"}}", `f.yaml:2:18: unknown key_custody "custmer"`},
		{"negative count", "facts: {handling_count_12m: -1}\n", "f.yaml:1:29: handling_count_12m must be a whole number"},
		{"never and counted", "facts:\n  handling_record: never\n  handling_count_12m: 3\n", "f.yaml:3:23: handling_record is never but handling_count_12m is not 0"},
		{"never and own case", "facts:\n  handling_record: never\n  own_case_handled: yes\n", "f.yaml:3:21: handling_record is never but own_case_handled is yes"},
		{"support by an ID that is not there", "facts:\n  support_method: maintenance_id\n  maintenance_id: none\n", "f.yaml:3:19: support_method has maintenance_id but maintenance_id is none"},
		{"future date", "facts:\n  maintenance_id: {value: none, on: 2027-01-01}\n", "f.yaml:2:37: the date 2027-01-01 lies in the future"},
		{"bad date", "answered: {on: 1 Nov}\nfacts: {}\n", `f.yaml:1:16: the date "1 Nov" must be written like 2026-10-01`},
		{"unknown key of an answer", "facts:\n  maintenance_id: {value: none, evidense: x}\n", `f.yaml:2:33: unknown key "evidense"; did you mean evidence?`},
		{"no value", "facts:\n  maintenance_id: {by: x}\n", "f.yaml:2:19: lacks value"},
		{"no facts", "service: x\n", "f.yaml:1:1: facts must hold field: answer"},
		{"unknown top key", "fact: {}\n", "f.yaml:1:1: "},
		{"two fields alike", "facts:\n  maintenance_id: none\n  maintenance_id: none\n", "f.yaml:3:"},
		{"other schema", "schema: yakkan.facts/9\nfacts: {}\n", `f.yaml:1:9: unknown schema "yakkan.facts/9"; did you mean yakkan.facts/1?`},
		{"vendors", "facts:\n  sub_vendor: [{nam: x}]\n", "f.yaml:2:"},
		{"empty", "", "f.yaml: the file is empty"},
	} {
		_, err := d.ReadFacts("f.yaml", []byte(tt.src), today)
		if err == nil {
			t.Errorf("%s: no mistake", tt.name)
		} else if !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got\n%v\nwant %s", tt.name, err, tt.want)
		}
	}
	if _, err := d.ReadFacts("f.yaml", make([]byte, maxFacts+1), today); err == nil {
		t.Error("a file beyond the limit is read")
	}
}

// TestTemplates: an empty form is a file of facts in which nothing is known.
func TestTemplates(t *testing.T) {
	d := loadData(t)
	for _, lang := range []string{"ja", "en", "json"} {
		var b strings.Builder
		if lang == "json" {
			_ = d.Facts.WriteTemplateJSON(&b)
			if !json.Valid([]byte(b.String())) {
				t.Error("the template is not JSON")
			}
		} else {
			_ = d.Facts.WriteTemplate(&b, lang)
		}
		f, err := d.ReadFacts("template", []byte(b.String()), today)
		if err != nil || len(f.Answers) != 0 {
			t.Errorf("%s: %v %+v", lang, err, f)
		}
		for _, field := range d.Facts.Fields() {
			if !strings.Contains(b.String(), field) {
				t.Errorf("%s: the template lacks %s", lang, field)
			}
		}
	}
	var schema struct {
		Properties struct {
			Facts struct {
				Properties map[string]any
			}
		}
	}
	if err := json.Unmarshal(d.Facts.FactsSchema(), &schema); err != nil || len(schema.Properties.Facts.Properties) != len(d.Facts.Facts) {
		t.Errorf("schema: %v, %d fields", err, len(schema.Properties.Facts.Properties))
	}
}

func FuzzReadFacts(f *testing.F) {
	d := loadData(f)
	f.Add([]byte("facts: {maintenance_id: standing}"))
	f.Add([]byte("{\"facts\": {\"sub_vendor\": [{\"name\": 1}]}}"))
	f.Add([]byte("facts:\n  maintenance_id: {value: {a: b}}\n  handling_count_12m: [1]\n  support_method: {x: y}"))
	f.Fuzz(func(t *testing.T, src []byte) {
		got, err := d.ReadFacts("f", src, today)
		if err == nil {
			Judge(Case{Classes: classes, Facts: got}, d)
		}
	})
}
