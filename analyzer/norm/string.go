package norm

import (
	"fmt"
	"strings"

	"github.com/yakkan/yakkan/analyzer/structure"
)

var modalityNames = [...]string{"statement", "permission", "will", "obligation", "prohibition", "denial", "exempt", "nominal"}

// String returns the name of m as patterns and reports write it.
func (m Modality) String() string { return modalityNames[m] }

var triggerNames = [...]string{"none", "legal", "consent", "request", "breach", "operation", "discretion"}

// String returns the name of t as labels and reports write it.
func (t Trigger) String() string { return triggerNames[t] }

var dataNames = [...]string{"none", "customer_data", "personal_info", "confidential", "usage_log", "account_info"}

// String returns the name of d as labels and reports write it.
func (d Data) String() string { return dataNames[d] }

var sourceNames = [...]string{"unstated", "topic", "subject", "agent", "lead", "before", "consent", "assumed"}

// String returns the name of s.
func (s BearerSource) String() string { return sourceNames[s] }

var roleNames = [...]string{"main", "condition", "exception", "purpose", "relative", "bracket", "quoted"}

// String returns the name of r.
func (r TokenRole) String() string { return roleNames[r] }

var itemNames = [...]string{"none", "acts", "conditions", "exceptions", "purposes", "objects", "terms"}

// String returns the name of r.
func (r ItemRole) String() string { return itemNames[r] }

var partyNames = map[structure.Role]string{structure.NoRole: "nobody", structure.Vendor: "vendor", structure.Customer: "customer", structure.Both: "both", structure.Third: "third"}

// String prints n on one line, for tests and for `rules explain`:
// who, modality, how the bearer was found, features, trigger, data.
func (n *Norm) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s(%s)", partyNames[n.Bearer], n.Modality, n.BearerBy)
	if n.Head >= 0 {
		fmt.Fprintf(&b, " head=%s", n.Unit.Sentence.Base(n.Head))
	}
	for _, f := range []struct {
		on   bool
		name string
	}{{n.Condition, "condition"}, {n.Purpose, "purpose"}, {n.Exception, "exception"}, {n.Consent, "consent"}, {n.Effort, "effort"}, {n.Softened, "softened"}, {n.Passive, "passive"}} {
		if f.on {
			b.WriteString(" " + f.name)
		}
	}
	fmt.Fprintf(&b, " trigger=%s data=%s", n.Trigger, n.Data)
	return b.String()
}

// RoleString prints a sentence with its roles: each run of tokens that are not main in [role …].
func (u *Unit) RoleString() string {
	var b strings.Builder
	last := Main
	for i := range u.Sentence.Tokens {
		if r := u.Roles[i]; r != last {
			if last != Main {
				b.WriteString("]")
			}
			if r != Main {
				b.WriteString("[" + r.String() + " ")
			}
			last = r
		}
		b.WriteString(u.Sentence.Surface(i))
	}
	if last != Main {
		b.WriteString("]")
	}
	return b.String()
}
