package web

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/legal"
)

// What was read is held for a while in the memory of the process, and nowhere
// else, so that answers to the questionnaire are judged at once and edits and
// lists of duties are made without reading the document again. A page names what
// it shows by a random word that only it knows. When the hold is over, or the
// answer comes to another node, the page sends the document again by itself.

const (
	holdTime  = 15 * time.Minute // since it was last asked for
	holdBytes = 128 << 20        // of all that is held, as weigh estimates it
	holdMost  = 1024             // entries
)

// holding is a document, or a case, as it was read and as it was last judged. One
// of the two is set. It is not changed once it is held; put replaces it.
type holding struct {
	tenant string
	one    *analyzer.Analysis
	set    *analyzer.CaseAnalysis
	facts  *legal.Facts // by which it was last judged; nil for none

	weight int
	until  time.Time
}

// holder holds what pages show. It is safe for concurrent use.
type holder struct {
	mu    sync.Mutex
	all   map[string]*holding
	bytes int
	timer *time.Timer
}

func newHolder() *holder { return &holder{all: map[string]*holding{}} }

// weigh estimates what an analysis takes in memory by the length of its text: 34
// to 48 bytes a byte were measured on terms of 6 to 92 kB with many findings.
func weigh(h *holding) int {
	docs := []*analyzer.Analysis{h.one}
	if h.set != nil {
		docs = h.set.Documents
	}
	n := 64 << 10
	for _, d := range docs {
		n += 25 * (len(d.Document.Text) + len(d.Document.Decoded()))
	}
	return n
}

// put holds h under a new name, and returns it; "" where h is too large.
func (s *holder) put(h *holding) string {
	name := rand.Text()
	if !s.set(name, h) {
		return ""
	}
	return name
}

// set holds h under a name, in the place of what was there.
func (s *holder) set(name string, h *holding) bool {
	h.weight = weigh(h)
	if h.weight > holdBytes/4 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(name)
	for s.bytes+h.weight > holdBytes || len(s.all) >= holdMost {
		s.drop(s.oldest())
	}
	h.until = time.Now().Add(holdTime)
	s.all[name] = h
	s.bytes += h.weight
	if s.timer == nil {
		s.timer = time.AfterFunc(holdTime, s.sweep)
	}
	return true
}

// get returns what a caller holds under a name, or nil, and holds it on.
func (s *holder) get(tenant, name string) *holding {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.all[name]
	now := time.Now()
	if h == nil || h.tenant != tenant || now.After(h.until) {
		return nil
	}
	h.until = now.Add(holdTime)
	return h
}

// sweep drops what nobody asked for in time, and comes again when the next is
// due.
func (s *holder) sweep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for name, h := range s.all {
		if !now.Before(h.until) {
			s.drop(name)
		}
	}
	s.timer = nil
	if next := s.oldest(); next != "" {
		s.timer = time.AfterFunc(s.all[next].until.Sub(now), s.sweep)
	}
}

func (s *holder) drop(name string) {
	if h := s.all[name]; h != nil {
		s.bytes -= h.weight
		delete(s.all, name)
	}
}

// oldest is the name of what nobody asked for the longest.
func (s *holder) oldest() string {
	best := ""
	for name, h := range s.all {
		if best == "" || h.until.Before(s.all[best].until) {
			best = name
		}
	}
	return best
}
