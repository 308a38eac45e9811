package document

// Memory is what a document of text lies in besides its words. A Memory serves one
// document at a time; the zero Memory is ready. It is not safe for concurrent use.
type Memory struct {
	blocks []Block
	pieces []piece
	lines  []line
	index  *lineIndex
}

// mostKept is how many blocks or lines memory has room for that is kept.
const mostKept = 1 << 14

// Reset takes back the last document: nobody may use it any more, but for its words.
func (m *Memory) Reset() {
	if cap(m.blocks) > mostKept || cap(m.pieces) > 4*mostKept || cap(m.lines) > mostKept || m.index != nil && cap(m.index.marks) > mostKept {
		*m = Memory{}
		return
	}
	clear(m.blocks)
	m.blocks, m.pieces, m.lines = m.blocks[:0], m.pieces[:0], m.lines[:0]
	if m.index != nil {
		m.index = &lineIndex{marks: m.index.marks[:0]}
	}
}

// Read reads a file. It never fails: what could not be read is in Status and
// Problems. data is kept and must not change afterwards.
func Read(name string, data []byte, opt Options) *Document {
	return new(Memory).Read(name, data, opt)
}
