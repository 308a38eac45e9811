package web

import (
	"bytes"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/compare"
	"github.com/yakkan/yakkan/api"
)

// diffData is the page on which two versions of a document are compared.
type diffData struct {
	Slots  []slot // old, new
	Result *diffShown
}

// diffShown is what changed.
type diffShown struct {
	*compare.Comparison
	Downloads []download
}

func newDiff() *diffData { return &diffData{Slots: []slot{{N: 1}, {N: 2}}} }

func (p *pages) diffForm(c *gin.Context, v *view) error {
	d := newDiff()
	v.Page, v.Data = "diff", d
	if c.Query("example") == "" {
		return nil
	}
	docs := exampleVersions()
	for i, e := range docs {
		d.Slots[i].Name, d.Slots[i].Text = e.Name, e.Text
	}
	return p.versions(c, v, d, docs)
}

func (p *pages) diff(c *gin.Context, v *view) error {
	d := newDiff()
	v.Page, v.Data = "diff", d
	f, done, err := p.form(c.Request)
	defer done()
	if err != nil {
		return err
	}
	var docs []api.UploadJSON
	for i, key := range []string{"1", "2"} {
		s := &d.Slots[i]
		s.Name, s.Text = calledBy(f.Values.Get("name"+key)), f.Values.Get("text"+key)
		files := f.Slots["file"+key]
		switch {
		case len(files) > 1:
			return api.Invalid("版ごとに文書は一つです。", "Give one document for each version.")
		case len(files) == 1:
			docs = append(docs, api.UploadJSON{Name: files[0].Name, Format: string(files[0].Format), Text: string(files[0].Data)})
		case strings.TrimSpace(s.Text) != "":
			name := s.Name
			if name == "" {
				name, _ = v.T([]string{"diff.old", "diff.new"}[i])
			}
			docs = append(docs, api.UploadJSON{Name: name, Text: s.Text})
		}
	}
	if len(docs) != 2 {
		return api.Invalid("旧版と新版の両方を、貼り付けるか選んでください。", "Paste or choose both the old version and the new one.")
	}
	return p.versions(c, v, d, docs)
}

func (p *pages) versions(c *gin.Context, v *view, d *diffData, docs []api.UploadJSON) error {
	out, err := p.service.Diff(c.Request.Context(), &api.DiffIn{VersionsJSON: api.VersionsJSON{Old: docs[0], New: docs[1]}})
	if err != nil {
		return err
	}
	d.Result = &diffShown{Comparison: out}
	for _, form := range []struct{ key, format, media string }{{"download.md", "md", "text/markdown"}, {"download.json", "json", "application/json"}} {
		var b bytes.Buffer
		if err := out.Write(&b, form.format, compare.WriteOptions{Lang: v.Lang}); err != nil {
			return err
		}
		d.Result.Downloads = append(d.Result.Downloads, newDownload(form.key, stem(out.New.Name)+"-diff."+form.format, form.media, b.Bytes()))
	}
	v.Result = "versions"
	return nil
}

// Title names a clause.
func (d *diffShown) Title(at *compare.Place) string { return at.Title(20) }

// Apart reports whether a clause is called otherwise than before.
func (d *diffShown) Apart(c compare.Change) bool {
	return c.Old != nil && c.New != nil && d.Title(c.Old) != d.Title(c.New)
}
