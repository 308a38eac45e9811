package web

import (
	"testing"

	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/templatetest"
)

func TestTemplateMethods(t *testing.T) {
	templatetest.Methods(t, "templates/*.html", &ask{}, ask{}, &batchRow{BatchJSON: &api.BatchJSON{}}, &caseShown{}, &diffShown{}, &revisionData{}, &view{})
}
