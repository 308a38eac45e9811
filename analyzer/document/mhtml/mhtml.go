// Package mhtml takes the text out of a saved page (.mhtml) or a message.
package mhtml

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

const (
	maxParts = 2000
	maxDepth = 8
)

// Page is the text of a message.
type Page struct {
	Data    []byte
	Charset string // as its header says; "" where it does not
	HTML    bool
	Notes   []flow.Note
}

// Is reports whether data begins like a message with parts.
func Is(data []byte) bool {
	if len(data) == 0 || !(data[0] >= 'A' && data[0] <= 'Z' || data[0] >= 'a' && data[0] <= 'z') {
		return false // a header begins with a letter; most texts do not
	}
	data = data[:min(len(data), 8192)]
	if !hasVersion(data) {
		return false
	}
	head := strings.ToLower(string(data))
	if i := strings.Index(strings.ReplaceAll(head, "\r\n", "\n"), "\n\n"); i > 0 {
		head = strings.ReplaceAll(head, "\r\n", "\n")[:i]
	}
	head = "\n" + head
	if !strings.Contains(head, "\nmime-version:") {
		return false
	}
	_, rest, ok := strings.Cut(head, "\ncontent-type:")
	rest = strings.TrimSpace(rest)
	return ok && (strings.HasPrefix(rest, "multipart/") || strings.HasPrefix(rest, "text/"))
}

// hasVersion reports whether a line begins as the field that every message with
// parts has. It tells most texts before anything is copied.
func hasVersion(head []byte) bool {
	const field = "mime-version:"
	for line := range bytes.Lines(head) {
		if len(line) >= len(field) && bytes.EqualFold(line[:len(field)], []byte(field)) {
			return true
		}
	}
	return false
}

// Read finds the text of a message: the first page in it, or else its first plain
// text. Errors are flow.Note.
func Read(data []byte) (*Page, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, errDamaged
	}
	f := &finder{left: maxParts}
	if err := f.part(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return nil, err
	}
	p := f.page
	if p == nil {
		p = f.plain
	}
	if p == nil {
		return nil, flow.Failed("empty", "the message has no text; open the files that are attached to it", nil)
	}
	if f.attached > 0 {
		p.Notes = append(p.Notes, flow.Note{Weight: flow.Partial, Code: "attachments", Message: "files are attached to the message; they were not read: give it to yakkan batch, or give them alone"})
	}
	return p, nil
}

var errDamaged = flow.Failed("damaged", "the saved page or message is damaged or cut off; save it again", nil)

type finder struct {
	page, plain *Page
	left        int
	attached    int
}

func (f *finder) part(h textproto.MIMEHeader, body io.Reader, depth int) error {
	if f.left--; f.left < 0 || depth > maxDepth {
		return flow.Failed("too_deep", "the message has too many parts, or parts nested too deep; save it as a page or as text", map[string]string{"limit": "2000"})
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		media = "text/plain"
	}
	if strings.HasPrefix(media, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				if f.page != nil || f.plain != nil {
					f.cut()
					return nil
				}
				return errDamaged
			}
			if err := f.part(p.Header, p, depth+1); err != nil {
				return err
			}
		}
	}
	disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	html := media == "text/html" || media == "application/xhtml+xml"
	if disposition == "attachment" || !html && media != "text/plain" {
		if disposition == "attachment" || !strings.HasPrefix(media, "image/") && !strings.HasPrefix(media, "text/") && !strings.HasPrefix(media, "font/") && !strings.HasPrefix(media, "application/javascript") && !strings.HasPrefix(media, "application/x-javascript") && media != "application/font-woff" && media != "application/octet-stream" {
			f.attached++
		}
		return nil
	}
	if html && f.page != nil || !html && f.plain != nil {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := io.ReadAll(body)
	if err != nil && len(data) == 0 {
		return errDamaged
	}
	p := &Page{Data: data, Charset: params["charset"], HTML: html}
	if html {
		f.page = p
	} else {
		f.plain = p
	}
	if err != nil {
		f.cut()
	}
	return nil
}

// cut notes that what comes after could not be read.
func (f *finder) cut() {
	n := flow.Note{Weight: flow.Partial, Code: "cut", Message: "the message is cut off or damaged; what stands behind was not read"}
	for _, p := range []*Page{f.page, f.plain} {
		if p != nil {
			p.Notes = append(p.Notes, n)
		}
	}
}
