package slab

import "strings"

// room is how many bytes strings are made in at once.
const room = 4 << 10

// Strings makes strings that lie side by side, which takes less than memory for each
// of them. A string holds on to those around it: they should be of one report. The zero
// Strings is ready; it must not be copied once used.
type Strings struct{ room strings.Builder }

// Of returns b as a string.
func (s *Strings) Of(b []byte) string {
	if s.room.Cap()-s.room.Len() < len(b) {
		if len(b) > room/4 {
			return string(b)
		}
		s.room.Reset()
		s.room.Grow(room)
	}
	at := s.room.Len()
	s.room.Write(b)
	return s.room.String()[at:]
}
