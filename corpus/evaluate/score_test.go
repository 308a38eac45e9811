package evaluate

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// groupsOf are the groups of the classes in these tests.
func groupsOf(class string) string {
	switch class {
	case "use", "access":
		return "power"
	case "no_handling":
		return "support"
	case "security_duty":
		return "division"
	}
	return "context"
}

func labelled(line int, class, data string, sure bool) Label {
	l := Label{Line: line, Class: class, Data: data}
	if !sure {
		l.Sure = new(bool)
	}
	return l
}

func found(line int, class, data string) Found { return Found{Line: line, Class: class, Data: data} }

var matchTests = []struct {
	name   string
	labels []Label
	found  []Found
	want   string // pairs label:found by line, misses, alarms
}{
	{"same line", []Label{labelled(5, "use", "customer_data", true)}, []Found{found(5, "use", "customer_data")}, "5:5 misses - alarms -"},
	{"two lines off", []Label{labelled(5, "use", "customer_data", true)}, []Found{found(7, "use", "customer_data")}, "5:7 misses - alarms -"},
	{"three lines off", []Label{labelled(5, "use", "customer_data", true)}, []Found{found(8, "use", "customer_data")}, "misses 5 alarms 8"},
	{"another class", []Label{labelled(5, "use", "customer_data", true)}, []Found{found(5, "access", "customer_data")}, "misses 5 alarms 5"},
	{"one to one", []Label{labelled(5, "use", "customer_data", true)}, []Found{found(5, "use", "customer_data"), found(6, "use", "customer_data")}, "5:5 misses - alarms 6"},
	{"nearest first", []Label{labelled(5, "use", "customer_data", true), labelled(7, "use", "customer_data", true)}, []Found{found(6, "use", "customer_data"), found(7, "use", "customer_data")}, "5:6 7:7 misses - alarms -"},
	{"sure before optional", []Label{labelled(4, "use", "customer_data", false), labelled(6, "use", "customer_data", true)}, []Found{found(5, "use", "customer_data")}, "6:5 misses - alarms -"},
	{"optional is no miss", []Label{labelled(5, "use", "customer_data", false)}, nil, "misses - alarms -"},
	{"optional is no alarm", []Label{labelled(5, "use", "customer_data", false)}, []Found{found(5, "use", "customer_data")}, "5:5 misses - alarms -"},
	{"the vendor's own data is optional in division", []Label{labelled(5, "security_duty", "account_info", true)}, nil, "misses - alarms -"},
	{"a finding on the vendor's own data is no alarm in division", nil, []Found{found(5, "security_duty", "usage_log")}, "misses - alarms -"},
	{"the vendor's own data counts for powers", []Label{labelled(5, "use", "account_info", true)}, []Found{found(9, "use", "account_info")}, "misses 5 alarms 9"},
	{"support counts whatever the data", nil, []Found{found(5, "no_handling", "usage_log")}, "misses - alarms 5"},
}

func TestMatchDocument(t *testing.T) {
	for _, tt := range matchTests {
		pairs, misses, alarms := matchDocument(tt.labels, tt.found, groupsOf)
		byLine := map[int]string{}
		for _, p := range pairs {
			byLine[p.Label.Line] = fmt.Sprintf("%d:%d ", p.Label.Line, p.Found.Line)
		}
		var b strings.Builder
		for line := range 20 {
			b.WriteString(byLine[line])
		}
		b.WriteString("misses")
		for _, m := range misses {
			fmt.Fprintf(&b, " %d", m.Line)
		}
		if len(misses) == 0 {
			b.WriteString(" -")
		}
		b.WriteString(" alarms")
		for _, f := range alarms {
			fmt.Fprintf(&b, " %d", f.Line)
		}
		if len(alarms) == 0 {
			b.WriteString(" -")
		}
		if got := b.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestRun(t *testing.T) {
	docs := []Document{
		{ID: "a", Path: "a.txt", Text: []byte("一\n二\n三\n"), Verdict: "defeated", Overlays: []string{"beyond", "foreign"}, Labels: []Label{
			{Line: 1, Class: "use", Data: "customer_data", Trigger: "discretion"}, {Line: 2, Class: "use", Data: "customer_data", Trigger: "operation"},
		}},
		{ID: "b", Path: "b.txt", Text: []byte("四\n"), Verdict: "silent"},
	}
	answers := map[string]Answer{
		"a.txt": {Verdict: "defeated", Overlays: []string{"foreign", "beyond"}, Found: []Found{{Line: 1, Class: "use", Data: "personal_info", Trigger: "discretion", Confidence: "high"}}},
		"b.txt": {Verdict: "supported", Found: []Found{{Line: 1, Class: "no_handling", Data: "customer_data", Confidence: "low"}}},
	}
	r, err := Run(t.Context(), docs, Options{Group: groupsOf}, func(_ context.Context, name string, _ []byte) (Answer, error) { return answers[name], nil })
	if err != nil {
		t.Fatal(err)
	}
	if r.Documents != 2 || r.Verdict != (Share{1, 2}) || r.Overlays != (Share{2, 2}) || r.Trigger != (Share{1, 1}) || r.Data != (Share{0, 1}) {
		t.Errorf("documents %d, verdict %v, overlays %v, trigger %v, data %v", r.Documents, r.Verdict, r.Overlays, r.Trigger, r.Data)
	}
	if r.Confidence["high"] != (Share{1, 1}) || r.Confidence["low"] != (Share{0, 1}) {
		t.Errorf("confidence %v", r.Confidence)
	}
	if len(r.Misses) != 1 || r.Misses[0].Line != 2 || r.Misses[0].Text != "二" || len(r.Alarms) != 1 || r.Alarms[0].Doc != "b" {
		t.Errorf("misses %v, alarms %v", r.Misses, r.Alarms)
	}
	if len(r.WrongVerdicts) != 1 || r.WrongVerdicts[0] != (Verdict{"b", "silent", "supported"}) {
		t.Errorf("wrong verdicts %v", r.WrongVerdicts)
	}
}

func TestWilson(t *testing.T) {
	low, high := Share{9, 10}.Wilson()
	if low < 0.59 || low > 0.60 || high < 0.98 || high > 0.99 {
		t.Errorf("Wilson of 9/10 is %.3f to %.3f", low, high)
	}
	if low, high := (Share{}).Wilson(); low != 0 || high != 1 {
		t.Errorf("Wilson of nothing is %v to %v", low, high)
	}
}
