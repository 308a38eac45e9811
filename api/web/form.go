package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/api"
)

// form is what a page sent. Files lie in memory only.
type form struct {
	Values  url.Values
	Files   []api.Upload            // of fields called file
	Slots   map[string][]api.Upload // of fields called file1, file2, …
	Answers *api.Upload             // a file of facts
	Facts   *legal.Facts            // those of Answers, once they are read
}

// maxField is how long a field other than a text may be.
const maxField = 1 << 10

// texts are the fields that may be as long as a body.
var texts = []string{"text", "text1", "text2", "text3", "text4", "text5", "text6"}

// form reads a form within the limits of the service. The function that it
// returns gives the memory back.
func (p *pages) form(r *http.Request) (*form, func(), error) {
	body, done := p.server.RequestBody(r)
	f, err := readForm(r, body, p.service.Limits().Documents)
	if err != nil {
		done()
		return nil, func() {}, err
	}
	return f, done, nil
}

func readForm(r *http.Request, body io.Reader, most int) (*form, error) {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	f := &form{Values: url.Values{}, Slots: map[string][]api.Upload{}}
	many := 0
	switch media {
	case "application/x-www-form-urlencoded":
		b, err := io.ReadAll(body)
		if err != nil {
			return nil, api.BodyProblem(err)
		}
		if f.Values, err = url.ParseQuery(string(b)); err != nil {
			return nil, api.BodyProblem(err)
		}
		return f, nil
	case "multipart/form-data":
	default:
		return nil, api.Invalid("フォームから送信してください。", "Send it from the form.")
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return nil, api.BodyProblem(err)
		}
		name := part.FormName()
		slot := strings.TrimPrefix(name, "file")
		file := name == "file" || name == "facts" || slot != name && len(slot) == 1 && slot >= "1" && slot <= "6"
		limit := int64(maxField)
		if file || slices.Contains(texts, name) {
			limit = 1 << 62 // the body has its own
		}
		data, err := io.ReadAll(io.LimitReader(part, limit))
		if err != nil {
			return nil, api.BodyProblem(err)
		}
		if !file {
			f.Values.Add(name, string(data))
			continue
		}
		if part.FileName() == "" && len(data) == 0 {
			continue // nothing was chosen
		}
		if name == "facts" {
			f.Answers = &api.Upload{Name: api.CleanName(part.FileName()), Data: data}
			continue
		}
		if many++; many > most {
			return nil, api.TooMany(most)
		}
		up := api.Upload{Name: api.CleanName(part.FileName()), Data: data}
		up.Media, _, _ = mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch up.Media {
		case "text/html", "application/xhtml+xml":
			up.Format = document.HTML
		case "text/markdown":
			up.Format = document.Markdown
		}
		if slot != "" {
			f.Slots[name] = append(f.Slots[name], up)
			continue
		}
		f.Files = append(f.Files, up)
	}
}

// factsIn reads the file of facts of a form, if there is one.
func (p *pages) factsIn(f *form) (err error) {
	if f.Answers != nil {
		f.Facts, err = p.readFacts(f.Answers.Name, f.Answers.Data)
	}
	return err
}

// calledBy is a name as people write one: no path, so that A/B keeps its A.
func calledBy(s string) string {
	return api.CleanName(strings.NewReplacer("/", "／", "\\", "＼").Replace(s))
}

// kind is the kind of document that was chosen, "" for what the text decides.
func (f *form) kind() structure.DocumentKind {
	if k := structure.DocumentKind(f.Values.Get("kind")); slices.Contains(api.DocumentKinds, k) {
		return k
	}
	return ""
}
