// How a document is annotated. Nothing is written anew: comments and tracked changes
// are spliced into the bytes of the main part at the places that reading kept, a run
// being cut in two where one begins or ends within it. All parts but those that must
// know of the comments are copied as they are packed.

package word

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// Comment is a comment on the bytes [From, To) of the text of a document.
type Comment struct {
	From, To   int
	Paragraphs []string
}

// Change gives Text for the bytes [From, To) of the text, as a tracked change. Lines
// of Text are paragraphs; an empty range is a place behind a paragraph.
type Change struct {
	From, To int
	Text     string
}

// Annotation is what is put into a document.
type Annotation struct {
	Author   string
	Initials string
	Date     time.Time
	Comments []Comment
	Changes  []Change
}

// Annotate returns the document with comments and tracked changes. Errors are
// flow.Note, or those of writing.
func Annotate(data []byte, lim packed.Limits, in Annotation) ([]byte, error) {
	lim = lim.WithDefaults()
	a, err := packed.Open(data, lim)
	if err != nil {
		return nil, err
	}
	d, err := read(a, lim)
	if err != nil {
		return nil, err
	}
	parts := map[string][]byte{} // the parts that change
	e := &splicer{doc: d, in: in, next: 1 + greatestID(d.text)}
	if err := e.comments(a, parts, lim); err != nil {
		return nil, err
	}
	e.place()
	parts[strings.ToLower(d.main)] = e.apply()
	return repack(a, parts)
}

var ids = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bid="(\d{1,9})"`) })

// greatestID returns the greatest number that marks a comment or a change.
func greatestID(part []byte) int {
	most := 0
	for _, m := range ids().FindAllSubmatch(part, -1) {
		if n, err := strconv.Atoi(string(m[1])); err == nil && n < 1<<30 {
			most = max(most, n)
		}
	}
	return most
}

const (
	transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	commentType  = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)

// comments writes the part of the comments, and makes it known where it is new.
func (e *splicer) comments(a *packed.Archive, parts map[string][]byte, lim packed.Limits) error {
	rels, err := relations(a, e.doc.main, lim)
	if err != nil {
		return err
	}
	name := ""
	for _, r := range rels {
		if r.kind == "comments" {
			name = r.target
		}
	}
	namespace := transitional
	if bytes.Contains(e.doc.text[:min(len(e.doc.text), 8192)], []byte("http://purl.oclc.org/ooxml/wordprocessingml/main")) {
		namespace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	}
	var old []byte
	if name != "" {
		if old, err = part(a, name); err != nil {
			return err
		}
		e.next = max(e.next, 1+greatestID(old))
	}
	e.first = e.next
	e.next += len(e.in.Comments)
	if len(e.in.Comments) == 0 {
		return nil
	}
	var b bytes.Buffer
	for i := range e.in.Comments {
		fmt.Fprintf(&b, `<y:comment xmlns:y="%s" y:id="%d" y:author="%s" y:date="%s" y:initials="%s">`, namespace, e.first+i, escaped(e.in.Author), e.date(), escaped(e.in.Initials))
		for _, p := range e.in.Comments[i].Paragraphs {
			fmt.Fprintf(&b, `<y:p><y:r><y:t xml:space="preserve">%s</y:t></y:r></y:p>`, escaped(p))
		}
		b.WriteString(`</y:comment>`)
	}
	if old != nil {
		end := bytes.LastIndex(old, []byte("</"))
		if end < 0 {
			return flow.Failed("damaged", "the comments of the document are damaged; open and save it again", nil)
		}
		parts[strings.ToLower(name)] = slices.Concat(old[:end], b.Bytes(), old[end:])
		return nil
	}
	dir, file := path.Split(e.doc.main)
	name = dir + "comments.xml"
	for i := 2; a.Find(name) != nil; i++ {
		name = fmt.Sprintf("%scomments%d.xml", dir, i)
	}
	parts[name] = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<w:comments xmlns:w="` + namespace + `">` + strings.NewReplacer(`<y:`, `<w:`, `</y:`, `</w:`, ` y:`, ` w:`, ` xmlns:y="`+namespace+`"`, ``).Replace(b.String()) + `</w:comments>`)
	kind := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
	if namespace != transitional {
		kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
	}
	relName := dir + "_rels/" + file + ".rels"
	if err := insertInto(a, parts, relName, "Relationships", fmt.Sprintf(`<Relationship Id="rIdYakkan%d" Type="%s" Target="%s"/>`, e.first, kind, strings.TrimPrefix(name, dir)), `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`); err != nil {
		return err
	}
	return insertInto(a, parts, "[Content_Types].xml", "Types", fmt.Sprintf(`<Override PartName="/%s" ContentType="%s"/>`, name, commentType), "")
}

// insertInto puts an element at the end of the root of a part.
func insertInto(a *packed.Archive, parts map[string][]byte, name, root, element, fresh string) error {
	old, err := part(a, name)
	if err != nil {
		return err
	}
	if old == nil {
		old = []byte(fresh)
	}
	end := bytes.LastIndex(old, []byte("</"+root))
	if end < 0 {
		// The root is empty, or has a prefix.
		n, err := packed.Parse(old, packed.Limits{})
		if err != nil {
			return err
		}
		if n.End > n.Inside || !bytes.HasSuffix(old[:n.Inside], []byte("/>")) {
			return flow.Failed("damaged", "the list of parts of the document has an unknown form; open and save it again", nil)
		}
		parts[strings.ToLower(name)] = slices.Concat(old[:n.Inside-2], []byte(">"+element+"</"+root+">"), old[n.Inside:])
		return nil
	}
	parts[strings.ToLower(name)] = slices.Concat(old[:end], []byte(element), old[end:])
	return nil
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(strings.ToValidUTF8(s, "\uFFFD")))
	return b.String()
}

// repack writes the archive with other parts in it, new ones at the end.
func repack(a *packed.Archive, parts map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	done := map[string]bool{}
	for _, f := range a.Files {
		key := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		text, changed := parts[key]
		if !changed {
			raw, err := f.OpenRaw()
			if err != nil {
				return nil, err
			}
			h := f.FileHeader
			to, err := w.CreateRaw(&h)
			if err != nil {
				return nil, err
			}
			if _, err := io.Copy(to, raw); err != nil {
				return nil, err
			}
			continue
		}
		done[key] = true
		if err := add(w, f.Name, f.Modified, text); err != nil {
			return nil, err
		}
	}
	var fresh []string
	for name := range parts {
		if !done[name] {
			fresh = append(fresh, name)
		}
	}
	slices.SortFunc(fresh, cmp.Compare[string])
	for _, name := range fresh {
		if err := add(w, name, time.Time{}, parts[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func add(w *zip.Writer, name string, modified time.Time, text []byte) error {
	to, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified})
	if err != nil {
		return err
	}
	_, err = to.Write(text)
	return err
}
