// Package epub takes the chapters out of an EPUB book, in the order in which they
// are read.
package epub

import (
	"net/url"
	"path"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// maxChapters bounds the chapters of a book.
const maxChapters = 1000

// Chapters returns the pages of a book as they are packed. Errors are flow.Note.
func Chapters(data []byte, lim packed.Limits) ([][]byte, []flow.Note, error) {
	a, err := packed.Open(data, lim)
	if err != nil {
		return nil, nil, err
	}
	if locked, err := a.Read("META-INF/encryption.xml"); err != nil {
		return nil, nil, err
	} else if s := string(locked); strings.Contains(s, "EncryptedData") && (!strings.Contains(s, "embedding") && !strings.Contains(s, "obfuscation") || a.Find("META-INF/rights.xml") != nil) {
		return nil, nil, flow.Failed("encrypted", "the book is protected; get it without protection", nil)
	}
	broken := flow.Failed("damaged", "the book does not say where its text is; export it again", nil)
	container, err := parsed(a, "META-INF/container.xml", lim)
	if err != nil {
		return nil, nil, err
	}
	file := container.Kid("rootfiles").Kid("rootfile")
	if file == nil {
		return nil, nil, broken
	}
	opf := file.Attr("full-path")
	book, err := parsed(a, opf, lim)
	if err != nil {
		return nil, nil, err
	}
	manifest, spine := book.Kid("manifest"), book.Kid("spine")
	if manifest == nil || spine == nil {
		return nil, nil, broken
	}
	items := map[string]*packed.Node{}
	for _, n := range manifest.Kids {
		items[n.Attr("id")] = n
	}
	var out [][]byte
	var notes []flow.Note
	for _, ref := range spine.Kids {
		item := items[ref.Attr("idref")]
		if ref.Name != "itemref" || item == nil || strings.Contains(" "+item.Attr("properties")+" ", " nav ") {
			continue
		}
		if len(out) == maxChapters {
			notes = append(notes, flow.Note{Weight: flow.Partial, Code: "too_many_pages", Message: "the book has more than 1000 chapters; the others were not read", Args: map[string]string{"count": "1000+", "read": "1000"}})
			break
		}
		href := item.Attr("href")
		if plain, err := url.PathUnescape(href); err == nil {
			href = plain
		}
		data, err := a.Read(strings.TrimPrefix(path.Join("/", path.Dir(opf), href), "/"))
		if err != nil {
			return nil, nil, err
		}
		if data == nil {
			notes = append(notes, flow.Note{Weight: flow.Partial, Code: "damaged_pages", Message: "a chapter of the book is missing", Args: map[string]string{"pages": href}})
			continue
		}
		out = append(out, data)
	}
	if len(out) == 0 {
		return nil, nil, broken
	}
	return out, notes, nil
}

func parsed(a *packed.Archive, name string, lim packed.Limits) (*packed.Node, error) {
	data, err := a.Read(name)
	if err != nil || data == nil {
		return nil, err
	}
	return packed.Parse(data, lim)
}
