package web

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/api"
)

// compareData is the page that puts vendors side by side.
type compareData struct {
	Slots []slot
	Table *api.Comparison
}

// slot is a text to paste with the name of its vendor.
type slot struct {
	N          int
	Name, Text string
}

// slots is how many texts can be pasted; files may be more.
const slots = 3

func newCompare() *compareData {
	d := &compareData{}
	for i := range slots {
		d.Slots = append(d.Slots, slot{N: i + 1})
	}
	return d
}

func (p *pages) compareForm(c *gin.Context, v *view) error {
	d := newCompare()
	v.Page, v.Data = "compare", d
	if c.Query("example") == "" {
		return nil
	}
	var cols []api.Column
	for _, e := range p.examples {
		if e.Vendor {
			if i := len(cols); i < slots {
				d.Slots[i].Name, d.Slots[i].Text = e.Title, e.Text
			}
			cols = append(cols, api.Column{Label: e.Title, Upload: api.Upload{Name: e.File, Data: []byte(e.Text)}})
		}
	}
	return p.sideBySide(c, v, d, cols)
}

func (p *pages) compare(c *gin.Context, v *view) error {
	d := newCompare()
	v.Page, v.Data = "compare", d
	f, done, err := p.form(c.Request)
	defer done()
	if err != nil {
		return err
	}
	var cols []api.Column
	for _, up := range f.Files {
		cols = append(cols, api.Column{Label: strings.TrimSuffix(up.Name, path.Ext(up.Name)), Upload: up})
	}
	for i := range d.Slots {
		s := &d.Slots[i]
		s.Name, s.Text = calledBy(f.Values.Get(fmt.Sprint("name", s.N))), f.Values.Get(fmt.Sprint("text", s.N))
		if strings.TrimSpace(s.Text) != "" {
			cols = append(cols, api.Column{Label: s.Name, Upload: api.Upload{Name: s.Name, Media: "text/plain", Data: []byte(s.Text)}})
		}
	}
	return p.sideBySide(c, v, d, cols)
}

func (p *pages) sideBySide(c *gin.Context, v *view, d *compareData, cols []api.Column) error {
	table, err := p.service.Compare(c.Request.Context(), &api.CompareIn{Columns: cols})
	if err != nil {
		return err
	}
	d.Table, v.Result = table, "comparison"
	return nil
}

// Once are quotes with each provision once: a provision may bear several classes.
func (v *view) Once(quotes []api.ShortQuote) []api.ShortQuote {
	var out []api.ShortQuote
	for _, q := range quotes {
		if !slices.ContainsFunc(out, func(o api.ShortQuote) bool { return o.Article == q.Article && o.Quote == q.Quote }) {
			out = append(out, q)
		}
	}
	return out
}
