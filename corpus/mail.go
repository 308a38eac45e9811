package corpus

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// mailLike reports whether a text begins with the header of a mail.
func mailLike(head []byte) bool {
	known := false
	for n, line := range bytes.Split(head[:min(len(head), 8<<10)], []byte("\n")) {
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 || n > 100 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || bytes.ContainsAny(name, " \t") {
			return false
		}
		known = known || strings.EqualFold(string(name), "MIME-Version") || strings.EqualFold(string(name), "Message-ID")
	}
	return known
}

// mail goes through a mail: its text, then its attachments. Of a saved web page
// (.mhtml) the page alone is a document.
func (w *walker) mail(at string, data []byte, depth int) bool {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return w.refuse(at, problem("damaged_archive"))
	}
	before := w.index
	if !w.part(at, textproto.MIMEHeader(m.Header), m.Body, depth, 0) {
		return false
	}
	if w.index == before && w.source.filter.takes(at) {
		return w.give(&Document{Path: at, Size: 0}) // an empty document
	}
	return true
}

// decoded undoes the transfer encoding of a part.
func decoded(h textproto.MIMEHeader, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// part goes through a part of a mail, deep multiparts in.
func (w *walker) part(at string, h textproto.MIMEHeader, r io.Reader, depth, deep int) bool {
	media, args, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		media, args = "text/plain", nil
	}
	name := attachmentName(h, args)
	switch {
	case strings.HasPrefix(media, "multipart/"):
		if deep > 8 {
			return w.refuse(at, problem("nested_too_deep"))
		}
		return w.parts(at, media, args["boundary"], r, depth, deep)
	case media == "message/rfc822":
		if name == "" {
			name = "message-" + strconv.Itoa(w.index+1) + ".eml"
		}
	case name == "" && media == "text/html":
		name = "body.html"
	case name == "" && strings.HasPrefix(media, "text/"):
		name = "body.txt"
	case strings.HasPrefix(media, "image/") && h.Get("Content-Id") != "", name == "" && !strings.HasPrefix(media, "application/"):
		return true // a picture within the text
	case name == "":
		name = "attachment-" + strconv.Itoa(w.index+1)
	}
	p := at + memberMark + name
	if w.source.filter.drops(p) {
		return true
	}
	_, ok := w.member(p, decoded(h, r), depth+1)
	return ok
}

// parts goes through the parts of a part. Of alternatives the first text is taken,
// else the first page; of what belongs together, the first.
func (w *walker) parts(at, media, boundary string, r io.Reader, depth, deep int) bool {
	if boundary == "" {
		return w.refuse(at, problem("damaged_archive"))
	}
	type kept struct {
		h    textproto.MIMEHeader
		data []byte
	}
	var choice []kept
	mr := multipart.NewReader(r, boundary)
	for n := 0; ; n++ {
		p, err := mr.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil || n >= 10_000 {
			return w.refuse(at, problem("damaged_archive"))
		}
		switch media {
		case "multipart/alternative", "multipart/related":
			data, err := io.ReadAll(p) // the mail is in memory already
			if err != nil {
				return w.refuse(at, problem("damaged_archive"))
			}
			choice = append(choice, kept{p.Header, data})
		default:
			if !w.part(at, p.Header, p, depth, deep+1) {
				return false
			}
		}
	}
	if len(choice) == 0 {
		return true
	}
	if media == "multipart/related" {
		c := choice[0]
		if !w.part(at, c.h, bytes.NewReader(c.data), depth, deep+1) {
			return false
		}
		for _, c := range choice[1:] {
			if strings.HasPrefix(strings.ToLower(c.h.Get("Content-Disposition")), "attachment") && !w.part(at, c.h, bytes.NewReader(c.data), depth, deep+1) {
				return false
			}
		}
		return true
	}
	best := choice[len(choice)-1]
	for _, c := range choice {
		if t := strings.ToLower(c.h.Get("Content-Type")); strings.HasPrefix(t, "text/plain") && len(bytes.TrimSpace(c.data)) > 0 {
			best = c
			break
		}
	}
	return w.part(at, best.h, bytes.NewReader(best.data), depth, deep+1)
}

// attachmentName is the file name of an attachment, or "".
func attachmentName(h textproto.MIMEHeader, args map[string]string) string {
	name := args["name"]
	if _, d, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && d["filename"] != "" {
		name = d["filename"]
	}
	dec := mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(charset)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(in), nil
	}}
	if s, err := dec.DecodeHeader(name); err == nil {
		name = s
	}
	if name = path.Base(memberName(name, true)); name == "." || name == "/" {
		return ""
	}
	return name
}
