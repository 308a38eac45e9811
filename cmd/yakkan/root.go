package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/patterns"
)

// Exit codes of every command.
const (
	exitClean      = 0
	exitFindings   = 1
	exitUsage      = 2
	exitIncomplete = 3
)

// app is what the commands share.
type app struct {
	in       io.Reader
	out, err io.Writer
	code     int
	lang     string
	library  []string
}

func run(args []string, in io.Reader, out, errw io.Writer) int {
	a := &app{in: in, out: out, err: errw}
	root := &cobra.Command{
		Use:           "yakkan",
		Short:         "利用規約等の文言をクラウド例外の考慮要素と照合する",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	root.PersistentFlags().StringVar(&a.lang, "lang", "ja", "表示言語 (ja, en)")
	root.PersistentFlags().StringArrayVar(&a.library, "library", nil, "追加の規則のフォルダ")
	root.AddCommand(a.evalCommand(), a.rulesCommand())
	if err := root.Execute(); err != nil {
		a.explain(err)
		if a.code == exitClean {
			a.code = exitUsage
		}
	}
	return a.code
}

// explain prints why a command failed: mistakes of a library one a line, in the
// language of the user.
func (a *app) explain(err error) {
	diags, ok := errors.AsType[patterns.Diagnostics](err)
	if !ok {
		fmt.Fprintln(a.err, "yakkan:", err)
		return
	}
	for _, d := range diags {
		fmt.Fprintf(a.err, "%s: %s\n", d.Position(), d.Message(a.lang))
	}
}
