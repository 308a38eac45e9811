package word

import (
	"bytes"
	"path"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// relation is a line of a .rels part.
type relation struct{ id, kind, target string }

// relations reads what a part refers to; targets are names of parts.
func relations(a *packed.Archive, part string, lim packed.Limits) ([]relation, error) {
	dir, file := path.Split(part)
	data, err := a.Read(dir + "_rels/" + file + ".rels")
	if err != nil || data == nil {
		return nil, err
	}
	root, err := packed.Parse(data, lim)
	if err != nil {
		return nil, err
	}
	var out []relation
	for _, n := range root.Kids {
		if n.Name != "Relationship" || n.Attr("TargetMode") == "External" {
			continue
		}
		target := strings.ReplaceAll(n.Attr("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		kind := n.Attr("Type")
		out = append(out, relation{n.Attr("Id"), kind[strings.LastIndex(kind, "/")+1:], strings.TrimPrefix(path.Clean(target), "/")})
	}
	return out, nil
}

// mainPart returns the name of the part with the text.
func mainPart(a *packed.Archive, lim packed.Limits) (string, error) {
	rels, err := relations(a, "", lim)
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if r.kind == "officeDocument" && a.Find(r.target) != nil {
			return r.target, nil
		}
	}
	if a.Find("word/document.xml") != nil {
		return "word/document.xml", nil
	}
	return "", flow.Failed("damaged", "the file is packed like a Word document but has no text in it; open and save it again", nil)
}

// parsed reads a part as a tree; a missing part gives nil.
func parsed(a *packed.Archive, name string, lim packed.Limits) (*packed.Node, error) {
	data, err := part(a, name)
	if err != nil || data == nil {
		return nil, err
	}
	return packed.Parse(data, lim)
}

// part reads a part that must be UTF-8.
func part(a *packed.Archive, name string) ([]byte, error) {
	data, err := a.Read(name)
	if err == nil && (bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})) {
		return nil, flow.Failed("undecodable", "the XML of the file is not in UTF-8; open and save it again", nil)
	}
	return data, err
}
