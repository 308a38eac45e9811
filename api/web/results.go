package web

import (
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/api"
)

// resultsData is the list of what the caller keeps.
type resultsData struct {
	Analyses []keptRow
	Next     string // "" at the end
}

// keptRow is a kept analysis in the list.
type keptRow struct {
	ID, Created, Expires string
	Documents            []keptDocument
}

type keptDocument struct {
	api.DocumentSummary
	Label api.Text // of the verdict
}

// perPage is how many analyses a page of the list has.
const perPage = 50

// results lists what the caller keeps, newest first.
func (p *pages) results(c *gin.Context, v *view) error {
	d := &resultsData{}
	v.Page, v.Data = "results", d
	out, err := p.service.List(c.Request.Context(), &api.ListIn{Limit: perPage, After: c.Query("after")})
	if err != nil {
		return err
	}
	d.Next = out.Body.Next
	verdicts := p.service.Library().Legal().Verdicts
	for _, a := range out.Body.Analyses {
		row := keptRow{ID: a.ID, Created: day(a.Created), Expires: day(a.Expires)}
		for _, doc := range a.Documents {
			label := verdicts.Verdict(legal.Verdict(doc.Verdict)).Title
			if label == (api.Text{}) {
				label = messages["status.unread"]
			}
			row.Documents = append(row.Documents, keptDocument{DocumentSummary: doc, Label: label})
		}
		d.Analyses = append(d.Analyses, row)
	}
	return nil
}

// day is a time as the pages write it.
func day(t time.Time) string { return t.In(japan).Format("2006-01-02 15:04") + " JST" }
