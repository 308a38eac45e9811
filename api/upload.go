package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Upload is a document as it was sent.
type Upload struct {
	Name   string                 // as given; never opened, only shown
	Kind   structure.DocumentKind // "" means that the text decides
	Format document.Format        // "" means that name and content decide
	Media  string                 // media type as sent
	Data   []byte
	Facts  *legal.Facts // answers to the questionnaire; nil means that none were given

	sum [sha256.Size]byte // of Data where it is known, else zero
}

// digest returns the SHA-256 of the document.
func (u *Upload) digest() []byte {
	if u.sum == [sha256.Size]byte{} {
		u.sum = sha256.Sum256(u.Data)
	}
	return u.sum[:]
}

// UploadJSON is a document inside a JSON body.
type UploadJSON struct {
	Name   string `json:"name,omitempty" maxLength:"255" doc:"Name of the document, for the report."`
	Kind   string `json:"kind,omitempty" enum:"terms,privacy,dpa,security,nda,contract,other" doc:"Kind of document. Without it the text decides."`
	Format string `json:"format,omitempty" enum:"text,markdown,html" doc:"How the text is written. Without it name and content decide."`
	Text   string `json:"text,omitempty" doc:"The document. Either this or data."`
	Data   []byte `json:"data,omitempty" doc:"The bytes of a file in base64, such as a Word document. Either this or text."`

	Facts FactsJSON `json:"facts,omitempty"`
}

// AnalyzeJSON is the JSON body of POST /v1/analyses: text, data, or documents.
type AnalyzeJSON struct {
	Name      string       `json:"name,omitempty" maxLength:"255" doc:"Name of the document, for the report."`
	Kind      string       `json:"kind,omitempty" enum:"terms,privacy,dpa,security,nda,contract,other" doc:"Kind of document. Without it the text decides."`
	Format    string       `json:"format,omitempty" enum:"text,markdown,html" doc:"How the text is written. Without it name and content decide."`
	Text      string       `json:"text,omitempty" doc:"The document. Either this, data or documents."`
	Data      []byte       `json:"data,omitempty" doc:"The bytes of a file in base64."`
	Facts     FactsJSON    `json:"facts,omitempty"`
	Documents []UploadJSON `json:"documents,omitempty" maxItems:"64" doc:"Several documents."`
}

// DocumentKinds are the kinds that a caller may give.
var DocumentKinds = []structure.DocumentKind{structure.Terms, structure.Privacy, structure.DPA, structure.Security, structure.NDA, structure.Contract, structure.OtherKind}

// uploads reads the documents of a request: JSON, one raw text, or files. The
// function that it returns gives the memory back once they are not needed.
func (s *Server) uploads(ctx huma.Context, maxDocuments int) ([]Upload, func(), error) {
	req := humagin.Unwrap(ctx).Request
	media, params, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil {
		return nil, func() {}, unsupported()
	}
	b := s.body(req)
	var docs []Upload
	switch media {
	case "application/json":
		docs, err = s.jsonUploads(b, req.ContentLength)
	case "text/plain", "text/markdown", "text/html", "application/xhtml+xml", "application/octet-stream", "application/pdf", "application/rtf", "text/rtf", "application/epub+zip", "application/vnd.oasis.opendocument.text",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		var up Upload
		up, err = s.service.rawUpload(req.URL.Query(), media, b, req.ContentLength)
		docs = []Upload{up}
	case "multipart/form-data":
		docs, err = s.service.formUploads(multipart.NewReader(b, params["boundary"]), maxDocuments)
	default:
		err = unsupported()
	}
	if err == nil && (media == "application/json" || media == "multipart/form-data") && req.URL.Query().Has("facts") {
		err = newProblem("invalid", "facts は本文の中で指定してください（JSONではメンバー、フォームでは部品）。", "Give facts inside the body: as a member of the JSON, or as a part of the form.").
			with(Detail{Parameter: "facts", Messages: Text{JA: "本文が文書そのもののときだけ使えます", EN: "only where the body is the document itself"}})
	}
	if err == nil && len(docs) > maxDocuments {
		err = tooMany(maxDocuments)
	}
	if err == nil {
		err = s.countLate(req, b.read)
	}
	if err != nil {
		b.done()
		return nil, func() {}, bodyProblem(err)
	}
	return docs, b.done, nil
}

// body returns the body of a request, limited and counted.
func (s *Server) body(req *http.Request) *body {
	if held, ok := req.Body.(*readBody); ok {
		return &body{r: held, left: s.service.limits.Body}
	}
	return &body{r: req.Body, budget: &s.budget, left: s.service.limits.Body}
}

// jsonIn reads a JSON body into v, a pointer to a struct, and returns its bytes.
func (s *Server) jsonIn(r *request, req *http.Request, v any) ([]byte, error) {
	if media, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type")); media != "application/json" {
		return nil, newProblem("unsupported-media-type", "Content-Type は application/json にしてください。", "Send application/json.")
	}
	b := s.body(req)
	r.onEnd(b.done)
	data, err := b.all(req.ContentLength)
	if err != nil {
		return nil, bodyProblem(err)
	}
	if err := s.countLate(req, b.read); err != nil {
		return nil, err
	}
	return data, s.decode(data, v)
}

func unsupported() *Problem {
	return newProblem("unsupported-media-type", "Content-Type は application/json、text/plain、text/markdown、text/html、application/octet-stream（PDF、Word等のファイル）、multipart/form-data のいずれかにしてください。",
		"Send application/json, text/plain, text/markdown, text/html, application/octet-stream (PDF, Word and other files) or multipart/form-data.")
}

func tooMany(n int) *Problem {
	return problemf("invalid", "一度に送れる文書は %d 件までです。分けて送ってください。", "At most %d documents at once; send them in parts.", n)
}

// bodyProblem says why a body could not be read.
func bodyProblem(err error) error {
	var p *Problem
	var late net.Error
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &late) && late.Timeout():
		return newProblem("slow-request", "本文が時間内に届きませんでした。接続を確認して送り直してください。", "The body did not arrive in time; check the connection and send it again.")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return newProblem("bad-request", "本文が途中で終わっています。", "The body ends in the middle.")
	}
	return newProblem("bad-request", "本文を読み取れません。Content-Type と内容が合っているか確認してください。", "The body cannot be read; check that it is what Content-Type says.")
}

func (s *Server) jsonUploads(b *body, n int64) ([]Upload, error) {
	data, err := b.all(n)
	if err != nil {
		return nil, err
	}
	var in AnalyzeJSON
	if err := s.decode(data, &in); err != nil {
		return nil, err
	}
	one := in.Text != "" || len(in.Data) > 0
	if one == (len(in.Documents) > 0) {
		return nil, newProblem("invalid", "text、data、documents のいずれか一つを指定してください。", "Give one of text, data and documents.").
			with(Detail{Pointer: "/text", Messages: Text{JA: "text、data、documents のいずれか一つが必要です", EN: "one of text, data and documents is needed"}})
	}
	if one {
		in.Documents = []UploadJSON{{Name: in.Name, Kind: in.Kind, Format: in.Format, Text: in.Text, Data: in.Data, Facts: in.Facts}}
	} else if in.Name != "" || in.Kind != "" || in.Format != "" || len(in.Facts) > 0 {
		return nil, newProblem("invalid", "documents を使うときは name、kind、format、facts を各文書に書いてください。", "With documents, give name, kind, format and facts for each of them.")
	}
	docs := make([]Upload, len(in.Documents))
	for i := range in.Documents {
		at := fmt.Sprintf("/documents/%d", i)
		if one {
			at = ""
		}
		if docs[i], err = s.service.upload(&in.Documents[i], at); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// content returns the bytes of a document in a body: its text, or a file. At is
// the JSON pointer of the object that it is in.
func content(text string, data []byte, at string) ([]byte, error) {
	if (text == "") == (len(data) == 0) {
		return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Pointer: at + "/text", Messages: Text{JA: "text か data のどちらか一方が必要です", EN: "either text or data is needed"}})
	}
	if text != "" {
		return []byte(text), nil
	}
	return data, nil
}

// decode reads JSON into v, a pointer to a struct, and checks it against the
// schema of the API.
func (s *Server) decode(data []byte, v any) error {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		at := int64(0)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = syntax.Offset
		}
		return problemf("bad-request", "JSONとして読み取れません（%[1]d バイト目付近）。", "This is not JSON (near byte %[1]d).", at)
	}
	if !utf8.Valid(data) {
		return newProblem("bad-request", "JSONはUTF-8で送ってください。", "Send JSON in UTF-8.")
	}
	if wrong := validate(s.api.OpenAPI().Components.Schemas, reflect.TypeOf(v).Elem(), value); len(wrong) > 0 {
		return newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").with(wrong...)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return newProblem("bad-request", "JSONの内容を読み取れません。", "The JSON cannot be read.")
	}
	return nil
}

func (s *Service) rawUpload(q url.Values, media string, b *body, n int64) (Upload, error) {
	up := Upload{Name: cleanName(q.Get("name")), Media: media}
	var err error
	if up.Kind, err = kindOf(q.Get("kind"), "kind"); err != nil {
		return up, err
	}
	if up.Facts, err = s.readFacts(FactsJSON(q.Get("facts")), ""); err != nil {
		return up, inParameter(err, "facts")
	}
	up.Format = formatOf(media)
	if up.Data, err = b.all(n); err != nil {
		return up, err
	}
	if held, ok := b.r.(*readBody); ok {
		up.sum = held.sum
	}
	if len(up.Data) == 0 {
		return up, newProblem("bad-request", "本文が空です。文書を本文として送ってください。", "The body is empty; send the document as the body.")
	}
	return up, nil
}

// inParameter points the details of a problem to a parameter or a part of a form.
func inParameter(err error, name string) error {
	if p, ok := err.(*Problem); ok {
		for i := range p.Errors {
			p.Errors[i].Pointer, p.Errors[i].Parameter = "", name
		}
	}
	return err
}

// formatOf is the format that a media type names, or "".
func formatOf(media string) document.Format {
	switch media {
	case "text/html", "application/xhtml+xml":
		return document.HTML
	case "text/markdown":
		return document.Markdown
	}
	return ""
}

func kindOf(s, where string) (structure.DocumentKind, error) {
	k := structure.DocumentKind(s)
	if s == "" || slices.Contains(DocumentKinds, k) {
		return k, nil
	}
	names := make([]string, len(DocumentKinds))
	for i, k := range DocumentKinds {
		names[i] = string(k)
	}
	all := strings.Join(names, ", ")
	return "", newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
		with(Detail{Parameter: where, Messages: Text{JA: "使える値: " + all, EN: "use one of " + all}})
}

// formUploads reads files: each part with a file name is a document. A part
// "kind" or "facts" without one holds for the files after it, until the next; an
// empty one for none.
func (s *Service) formUploads(form *multipart.Reader, maxDocuments int) ([]Upload, error) {
	var docs []Upload
	var kind structure.DocumentKind
	var facts *legal.Facts
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch {
		case part.FormName() == "facts": // a file of facts may have a name
			src, err := io.ReadAll(io.LimitReader(part, maxFacts+1))
			if err != nil {
				return nil, err
			}
			if len(src) > maxFacts {
				return nil, problemf("too-large", "facts は %d バイトまでです。", "facts may have at most %d bytes.", maxFacts)
			}
			if facts, err = s.readFacts(src, ""); err != nil {
				return nil, inParameter(err, "facts")
			}
		case part.FileName() != "" || part.FormName() == "file" || part.FormName() == "text":
			if len(docs) == maxDocuments {
				return nil, tooMany(maxDocuments)
			}
			data, err := io.ReadAll(part)
			if err != nil {
				return nil, err
			}
			media, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
			docs = append(docs, Upload{Name: cleanName(part.FileName()), Kind: kind, Format: formatOf(media), Media: media, Data: data, Facts: facts})
		case part.FormName() == "kind":
			v, err := io.ReadAll(io.LimitReader(part, 64))
			if err != nil {
				return nil, err
			}
			if kind, err = kindOf(string(v), "kind"); err != nil {
				return nil, err
			}
		default:
			hint := ""
			if near := Nearest(part.FormName(), []string{"file", "kind", "facts", "text"}); near != "" {
				hint = near
			}
			d := Detail{Parameter: show(part.FormName()), Messages: Text{JA: "定義にない項目です。file、text、kind、facts が使えます", EN: "unknown part; there are file, text, kind and facts"}}
			if hint != "" {
				d.Messages.JA += "。" + hint + " ではありませんか"
				d.Messages.EN += "; did you mean " + hint + "?"
			}
			return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").with(d)
		}
	}
	if len(docs) == 0 {
		return nil, newProblem("invalid", "ファイルがありません。file という名前で送ってください。", "There is no file; send it as a part named file.")
	}
	return docs, nil
}

// maxFacts is how many bytes the facts of a form may have.
const maxFacts = 256 << 10

// cleanName makes a name fit to be shown: its last path element, without
// control characters, at most 255 bytes. Names are never opened as files.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 || r == '\u2028' || r == '\u2029' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, name)
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" || name == ".." {
		return ""
	}
	for len(name) > 255 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// show makes a word of the request fit for a message.
func show(s string) string { return cleanName(s[:min(len(s), 64)]) }

// duration reads "36h", "90m", "7d" or seconds.
func duration(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		h, err := time.ParseDuration(days + "h")
		return 24 * h, err
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is no duration: write 36h, 90m or 7d", show(s))
	}
	return d, nil
}
