package web

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/api"
)

// batchRow is a batch in the list and on its own page.
type batchRow struct {
	*api.BatchJSON
	Created, Expires string
	Names            []string      // of files of results, sorted
	Plots            template.HTML // of a batch that is completed
}

func newBatchRow(b *api.BatchJSON) batchRow {
	return batchRow{BatchJSON: b, Created: day(b.CreatedAt), Expires: day(b.ExpiresAt), Names: slices.Sorted(maps.Keys(b.Files))}
}

// batches lists the batches of the caller and offers to begin one.
func (p *pages) batches(c *gin.Context, v *view) error {
	var rows []batchRow
	v.Page = "batches"
	all, err := p.service.Batches(c.Request.Context())
	if err != nil {
		return err
	}
	for i := range all {
		rows = append(rows, newBatchRow(&all[i]))
	}
	v.Data = rows
	return nil
}

// startBatch takes a file of documents as it comes, without holding it in memory.
func (p *pages) startBatch(c *gin.Context, v *view) error {
	if err := p.batches(c, v); err != nil {
		return err
	}
	api.AllowUpload(c.Writer)
	form, err := c.Request.MultipartReader()
	if err != nil {
		return api.NoFile()
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return api.NoFile()
		}
		if err != nil {
			return err
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		b, err := p.service.StartBatch(c.Request.Context(), part.FileName(), part)
		if err != nil {
			return err
		}
		v.Written = true
		c.Redirect(http.StatusSeeOther, "/batches/"+b.ID+"?lang="+v.Lang)
		return nil
	}
}

// batch shows how a batch stands, and what it says once it is completed.
func (p *pages) batch(c *gin.Context, v *view) error {
	v.Page = "batch"
	ctx := c.Request.Context()
	b, err := p.service.Batch(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	row := newBatchRow(b)
	if b.Status == api.BatchCompleted {
		s, err := p.service.BatchSummary(ctx, b.ID)
		if err != nil {
			return err
		}
		var buf bytes.Buffer
		if err := s.WritePlots(&buf, v.Lang); err != nil {
			return err
		}
		row.Plots = template.HTML(buf.String()) //nolint:gosec // html/template made it
	}
	v.Data = &row
	if c.GetHeader("HX-Request") == "true" {
		v.Result = "batch"
	}
	return nil
}

// stopBatch cancels a batch.
func (p *pages) stopBatch(c *gin.Context, v *view) error {
	if err := p.service.CancelBatch(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	v.Written = true
	c.Redirect(http.StatusSeeOther, "/batches/"+c.Param("id")+"?lang="+v.Lang)
	return nil
}

// forgetBatch deletes a batch that has ended.
func (p *pages) forgetBatch(c *gin.Context, v *view) error {
	if err := p.service.DeleteBatch(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	v.Written = true
	c.Redirect(http.StatusSeeOther, "/batches?lang="+v.Lang)
	return nil
}

// batchWords are the words of these pages.
var batchWords = map[string]api.Text{
	"nav.batches":                 {JA: "一括", EN: "Batches"},
	"batches.title":               {JA: "多数の文書をまとめて照合する", EN: "Check many documents at once"},
	"batches.lead":                {JA: "書庫（.zip、.tar、.tar.gz）、JSONL（custom_id、name、textの行）又は電子メール（.eml）を一つ送ると、中の文書をすべて照合し、判定と指標の分布を示します。文書は照合が終わると消し、結果は期限まで保管します。", EN: "Send one archive (.zip, .tar, .tar.gz), JSON Lines file (rows of custom_id, name, text) or mail (.eml): all documents in it are checked, and you see how verdicts and scores are distributed. Documents are forgotten when that is done, results when they expire."},
	"batches.file":                {JA: "ファイル", EN: "File"},
	"batches.go":                  {JA: "照合を始める", EN: "Begin"},
	"batches.none":                {JA: "まだ実行はありません。", EN: "There are no batches yet."},
	"batches.state":               {JA: "状態", EN: "State"},
	"batches.documents":           {JA: "文書", EN: "Documents"},
	"batches.list":                {JA: "最近の実行", EN: "Newest batches"},
	"batch.progress":              {JA: "%d 件中 %d 件", EN: "%d documents, %d done"},
	"batch.counts":                {JA: "読取り %d 件（うち一部 %d 件、重複 %d 件）、読取り不能 %d 件", EN: "read: %d (in part: %d, duplicates: %d); could not be read: %d"},
	"batch.cancel":                {JA: "取り消す", EN: "Cancel"},
	"batch.delete":                {JA: "結果を削除する", EN: "Delete the results"},
	"batch.reload":                {JA: "最新の状態を表示する", EN: "Show how it stands now"},
	"batch.files":                 {JA: "結果のファイル", EN: "Files of results"},
	"batchstate.validating":       {JA: "確認中又は順番待ち", EN: "being looked through, or waiting"},
	"batchstate.in_progress":      {JA: "照合中", EN: "in progress"},
	"batchstate.finalizing":       {JA: "結果を整理中", EN: "putting results together"},
	"batchstate.completed":        {JA: "完了", EN: "completed"},
	"batchstate.failed":           {JA: "失敗", EN: "failed"},
	"batchstate.expired":          {JA: "期限切れ", EN: "expired"},
	"batchstate.cancelling":       {JA: "取消中", EN: "being cancelled"},
	"batchstate.cancelled":        {JA: "取消済み", EN: "cancelled"},
	"batchfile.reports.jsonl":     {JA: "報告（JSON Lines）", EN: "reports (JSON Lines)"},
	"batchfile.unreadable.jsonl":  {JA: "読み取れなかった文書と理由", EN: "what could not be read, and why"},
	"batchfile.documents.csv":     {JA: "文書の表（CSV、Excel可）", EN: "table of documents (CSV, for Excel)"},
	"batchfile.findings.csv":      {JA: "該当条項の表（CSV、Excel可）", EN: "table of findings (CSV, for Excel)"},
	"batchfile.documents.parquet": {JA: "文書の表（Parquet）", EN: "table of documents (Parquet)"},
	"batchfile.findings.parquet":  {JA: "該当条項の表（Parquet）", EN: "table of findings (Parquet)"},
	"batchfile.summary.json":      {JA: "集計（JSON）", EN: "summary (JSON)"},
	"batchfile.summary.html":      {JA: "集計（印刷用のページ）", EN: "summary (a page to print)"},
}
