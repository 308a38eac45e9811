//go:build !nos3

package corpus

import (
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// TestS3 runs from an S3 bucket into an S3 bucket.
func TestS3(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("terms"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "x")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "y")
	query := "?region=ap-northeast-1&use_path_style=true&disable_https=true&endpoint=" + server.URL
	b, _, err := openBucket(t.Context(), "s3://terms"+query)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for k, s := range map[string]string{"in/規約 1.txt": text(1), "in/deep/2.zip": zipOf(t, member{"a.txt", text(2)}, member{"noise.txt", noise(2 << 20)}, member{"b.txt", text(3)}), "other/x.txt": "no"} {
		if err := b.WriteAll(t.Context(), k, []byte(s), nil); err != nil {
			t.Fatal(err)
		}
	}
	src := openTest(t, "s3://terms/in"+query)
	r := stubRun(src, "s3://terms/out/run1"+query)
	s, err := r.Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Counts.Documents != 4 || s.Counts.Complete != 4 {
		t.Errorf("counts %+v", s.Counts)
	}
	csv, err := b.ReadAll(t.Context(), "out/run1/documents.csv")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, row := range readCSV(t, string(csv)) {
		ids = append(ids, row["id"])
	}
	if diff := cmp.Diff([]string{"deep/2.zip!a.txt", "deep/2.zip!noise.txt", "deep/2.zip!b.txt", "規約 1.txt"}, ids); diff != "" {
		t.Error(diff)
	}
	if ok, err := b.Exists(t.Context(), "out/run1/.yakkan/parts"); ok || err != nil {
		t.Error("parts were left behind", err)
	}
}
