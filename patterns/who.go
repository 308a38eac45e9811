package patterns

import "github.com/yakkan/yakkan/analyzer/norm"

// Of the pairs of pattern and norm that come so far more than half end with the first
// two conditions, who and how. These are asked as one number, before the pattern
// itself, which lies elsewhere in memory, is looked at.

// who is who may be bearer and which modality there may be, one bit each: bearers in
// the low eight, modalities above.
type who uint32

const anyBearer who = 1<<8 - 1

// who returns what conditions ask; conditions that ask nothing admit all.
func (c *conditions) who() who {
	w := who(c.bearers) | who(c.modalities)<<8
	if c.bearers == 0 {
		w |= anyBearer
	}
	if c.modalities == 0 {
		w |= ^anyBearer
	}
	return w
}

// whoOf returns what a norm is. An item that only names an act has two modalities.
func whoOf(n *norm.Norm) who {
	own, given := n.Modalities()
	return 1<<n.Bearer | (1<<own|1<<given)<<8
}

// admits reports whether a norm is as asked.
func (w who) admits(n who) bool { return w&n&anyBearer != 0 && w&n&^anyBearer != 0 }
