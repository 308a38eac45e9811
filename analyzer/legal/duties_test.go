package legal

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/norm"
)

func dutyIDs(duties []*Duty) []string {
	var ids []string
	for _, d := range duties {
		ids = append(ids, d.ID)
	}
	return ids
}

func TestDutiesOf(t *testing.T) {
	d := loadData(t)
	defeated := []testTerm{power("monitor", norm.Discretion)}
	for _, tt := range []struct {
		name      string
		terms     []testTerm
		facts     string
		want, not string // IDs, joined by spaces
	}{
		{"F1", c1, "technical_control=verified handling_record=never", "f1-user-own-measures f1-user-breach f1-client-ask f1-vendor-keep breach-client", "f3-user-select breach-user foreign-environment mynumber-user incident-all"},
		{"F2", []testTerm{clause("no_handling")}, "service_nature=unknown", "f2-user-ask f2-client-ask f2-vendor-explain breach-user", "f1-user-own-measures f3-user-select"},
		{"F3", defeated, "handling_record=some", "f3-user-select f3-user-contract f3-user-grasp f3-user-failures f3-user-cases f3-user-tell f3-client-supervise f3-vendor-measures f3-vendor-tell breach-user", "f4-user-stop mynumber-user amended-vendor"},
		{"F3 with My Numbers", defeated, "my_number=plain", "mynumber-user mynumber-client", "f3-user-cases foreign-28"},
		{"F4", defeated, "own_purpose_use=customer_data", "f4-user-stop f4-client-stop f4-vendor-stop f3-user-select", "f2-user-ask"},
		{"incident", defeated, "incident_open=yes", "incident-all f3-user-select", ""},
		{"no facts: provisional", defeated, "none given", "f3-user-select", "f4-user-stop"},
	} {
		j := Judge(Case{Findings: findings(tt.terms...), Classes: classes, Facts: facts(t, d, tt.facts)}, d)
		got := dutyIDs(d.DutiesOf(&j))
		for id := range strings.FieldsSeq(tt.want) {
			if !slices.Contains(got, id) {
				t.Errorf("%s: no %s in %v", tt.name, id, got)
			}
		}
		for id := range strings.FieldsSeq(tt.not) {
			if slices.Contains(got, id) {
				t.Errorf("%s: %s in %v", tt.name, id, got)
			}
		}
	}
}

func TestDutiesAbroad(t *testing.T) {
	d := loadData(t)
	f, err := d.ReadFacts("f", []byte("facts:\n  sub_vendor: [{name: A, country: 米国, handles: yes}]\n"), today)
	if err != nil {
		t.Fatal(err)
	}
	j := Judge(Case{Findings: findings(power("access", norm.Operation)), Classes: classes, Facts: f}, d)
	if got := dutyIDs(d.DutiesOf(&j)); !slices.Contains(got, "foreign-28") || slices.Contains(got, "foreign-environment") {
		t.Errorf("duties under entrustment abroad: %v", got)
	}
	j = Judge(Case{Findings: findings(clause("no_handling")), Classes: classes, Facts: f}, d)
	if got := dutyIDs(d.DutiesOf(&j)); slices.Contains(got, "foreign-28") || !slices.Contains(got, "foreign-environment") {
		t.Errorf("duties outside entrustment abroad: %v", got)
	}
}

// TestDutiesUnderTheirLaw: what belongs to a law that is not in force is not
// mixed with what is.
func TestDutiesUnderTheirLaw(t *testing.T) {
	d := *loadData(t)
	j := Judge(Case{Findings: findings(power("access", norm.Operation)), Classes: classes}, &d)
	for _, duty := range d.DutiesOf(&j) {
		if duty.LawVersion != Current {
			t.Errorf("%s is under %s", duty.ID, duty.LawVersion)
		}
	}
	d.LawVersion = "amended"
	if got := dutyIDs(d.DutiesOf(&j)); !slices.Contains(got, "amended-vendor") || slices.Contains(got, "f3-vendor-measures") {
		t.Errorf("under the amendment: %v", got)
	}
}

func TestBreachDeadlines(t *testing.T) {
	d := loadData(t)
	known := time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC)
	want := map[string]string{"preliminary": "2027-01-01 2027-01-03", "client_notice": "2027-01-01 2027-01-03", "final": "2027-01-28 2027-01-28", "final_wrongful": "2027-02-27 2027-02-27"}
	for _, b := range d.Duties.Breach.Deadlines {
		from, to := b.Days(known)
		if got := from.Format(time.DateOnly) + " " + to.Format(time.DateOnly); got != want[b.ID] {
			t.Errorf("%s: %s, want %s", b.ID, got, want[b.ID])
		}
	}
	var principals []int
	for i, item := range d.Duties.Breach.Items {
		if item.Principal {
			principals = append(principals, i+1)
		}
	}
	if len(d.Duties.Breach.Items) != 9 || !slices.Equal(principals, []int{1, 2, 4, 5, 9}) {
		t.Errorf("%d items, for principals %v", len(d.Duties.Breach.Items), principals)
	}
}

func TestNoticesOfTheChain(t *testing.T) {
	d := loadData(t)
	j := Judge(Case{Findings: findings(power("access", norm.Operation)), Classes: classes}, d)
	notices := d.NoticesOf(&j, map[string]string{"client": "株式会社A", "service": "サービスB"})
	links := map[string]bool{}
	for _, n := range notices {
		links[n.From+">"+n.To] = true
		if strings.ContainsAny(n.Body.JA+n.Body.EN, "{}") {
			t.Errorf("%s has an open placeholder:\n%s", n.ID, n.Body.JA)
		}
		if lines := strings.Count(n.Body.JA, "\n"); lines > 40 {
			t.Errorf("%s has %d lines, more than a page", n.ID, lines)
		}
	}
	for _, link := range []string{"user>client", "user>vendor", "vendor>user"} {
		if !links[link] {
			t.Errorf("no notice %s", link)
		}
	}
	if first := notices[0].Body.JA; !strings.Contains(first, "株式会社A 御中") || !strings.Contains(first, "サービスB") || !strings.Contains(first, "［所在国］") {
		t.Errorf("notice:\n%s", first)
	}
}
