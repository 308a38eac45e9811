package packed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// Node is an element of XML, or a run of text where Name is "". Offsets are of
// bytes in the part that it was read from.
type Node struct {
	Space, Name string // namespace and local name
	Attrs       []xml.Attr
	Kids        []*Node
	Text        string // of a run of text, decoded
	From, To    int    // of the whole element, tags included
	Inside, End int    // of what stands between its tags
}

// Attr returns the value of an attribute by its local name, or "".
func (n *Node) Attr(name string) string {
	for i := range n.Attrs {
		if n.Attrs[i].Name.Local == name {
			return n.Attrs[i].Value
		}
	}
	return ""
}

// Kid returns the first child of a local name, or nil. A nil node has none.
func (n *Node) Kid(name string) *Node {
	if n == nil {
		return nil
	}
	for _, k := range n.Kids {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Val returns the attribute val of the first child of a name.
func (n *Node) Val(name string) string {
	if k := n.Kid(name); k != nil {
		return k.Attr("val")
	}
	return ""
}

// Words returns all text below n.
func (n *Node) Words() string {
	var b strings.Builder
	n.words(&b)
	return b.String()
}

func (n *Node) words(b *strings.Builder) {
	b.WriteString(n.Text)
	for _, k := range n.Kids {
		k.words(b)
	}
}

// XML reads a part element by element.
type XML struct {
	dec    *xml.Decoder
	limits Limits
	depth  int
	nodes  int
	tokens int
	at     int // where the token that was read last begins
}

// NewXML returns a reader of data, which must be UTF-8: a document type with
// declarations of its own is refused, and nothing outside is ever read.
func NewXML(data []byte, lim Limits) *XML {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") {
			return in, nil
		}
		return nil, errors.New("not UTF-8")
	}
	return &XML{dec: d, limits: lim.WithDefaults()}
}

var errXML = flow.Failed("damaged", "the XML of the file is not well-formed; open and save it again", nil)

// Token returns the next start, end or text, or io.EOF. Other errors are flow.Note.
func (x *XML) Token() (xml.Token, error) {
	for {
		if x.tokens++; x.tokens&0xFFF == 0 && !x.limits.Until.IsZero() && time.Now().After(x.limits.Until) {
			return nil, flow.Failed("timeout", "the file could not be read within its time; split it or raise the limit", map[string]string{"limit": x.limits.allowed()})
		}
		x.at = int(x.dec.InputOffset())
		t, err := x.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil {
			return nil, errXML
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) || bytes.ContainsRune(t, '[') {
				return nil, flow.Failed("xml_entities", "the XML of the file declares entities of its own; no office program writes such a file, so it was not read", nil)
			}
		case xml.StartElement:
			x.depth++
			if x.depth > x.limits.Depth {
				return nil, flow.Failed("too_deep", fmt.Sprintf("the XML of the file nests deeper than %d levels; it was not read", x.limits.Depth), map[string]string{"limit": fmt.Sprint(x.limits.Depth)})
			}
			return t, nil
		case xml.EndElement:
			x.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		}
	}
}

// Tree reads the element that start, the token read last, opens.
func (x *XML) Tree(start xml.StartElement) (*Node, error) {
	x.nodes = 0
	return x.tree(start)
}

func (x *XML) tree(start xml.StartElement) (*Node, error) {
	if x.nodes++; x.nodes > x.limits.Nodes {
		return nil, flow.Failed("unpacked_too_large", fmt.Sprintf("one table or paragraph of the file has more than %d elements; it was not read", x.limits.Nodes), args(x.nodes, x.limits.Nodes))
	}
	n := &Node{Space: start.Name.Space, Name: start.Name.Local, Attrs: start.Attr, From: x.at, Inside: int(x.dec.InputOffset())}
	for {
		t, err := x.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil, errXML
			}
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			k, err := x.tree(t)
			if err != nil {
				return nil, err
			}
			n.Kids = append(n.Kids, k)
		case xml.CharData:
			if x.nodes++; len(t) > 0 {
				at := int(x.dec.InputOffset())
				n.Kids = append(n.Kids, &Node{Text: string(t), From: x.at, To: at, Inside: x.at, End: at})
			}
		case xml.EndElement:
			n.End, n.To = x.at, int(x.dec.InputOffset())
			return n, nil
		}
	}
}

// Parse reads a whole part.
func Parse(data []byte, lim Limits) (*Node, error) {
	x := NewXML(data, lim)
	for {
		t, err := x.Token()
		if errors.Is(err, io.EOF) {
			return nil, errXML
		}
		if err != nil {
			return nil, err
		}
		if s, ok := t.(xml.StartElement); ok {
			return x.Tree(s)
		}
	}
}
