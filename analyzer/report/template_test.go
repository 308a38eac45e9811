package report

import (
	"testing"

	"github.com/yakkan/yakkan/templatetest"
)

func TestTemplateMethods(t *testing.T) {
	templatetest.Methods(t, "*.tmpl", &page{})
}
