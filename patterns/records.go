package patterns

// A policy of somebody whose trade is not to keep what others write — a clinic, a
// school, a shop — is about its own records: the chart of a patient, a photo that it
// took, the papers of an applicant are not what a customer stores with a service,
// though the same words mean that elsewhere.

// ownRecords reports whether nothing in the document speaks of a service on which
// those whom it is about store anything. A library without words for that does not say it.
func (m *matcher) ownRecords() bool {
	if m.records == 0 {
		m.records = -1
		if says := &m.lib.says; len(says[storingWords]) > 0 && !says.inBut(m.text, storingWords, storingNot) {
			m.records = 1
		}
	}
	return m.records > 0
}

// ofATrade reports whether the document speaks of whom such a house serves: what it
// calls personal information is then what it knows of them.
func (m *matcher) ofATrade() bool {
	if m.trade == 0 {
		m.trade = -1
		if m.lib.says.in(m.text, servedWords) {
			m.trade = 1
		}
	}
	return m.trade > 0
}

// whole reports whether the document is a policy and not a sentence or two of one:
// where a whole policy speaks of no service, what it calls personal information is its
// house's own.
func (m *matcher) whole() bool { return len(m.reader.Clauses()) >= clausesOfAPolicy }

// clausesOfAPolicy is how many clauses the shortest policies have.
const clausesOfAPolicy = 6
