package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/patterns"
)

// Exit codes of every command.
const (
	exitClean      = 0 // nothing at or above the threshold
	exitFindings   = 1 // findings, failed tests, or a figure below its floor
	exitUsage      = 2 // usage, configuration or rule error, or no file matched
	exitIncomplete = 3 // some input could not be read completely; results are still written

	exitStopped    = 130 // by Ctrl-C, as shells have it
	exitTerminated = 143 // by SIGTERM, after what was done was kept
)

// app is what the commands share.
type app struct {
	in       io.Reader
	out, err io.Writer
	code     int
	lang     string
	library  []string
	now      func() time.Time
}

// raise sets the exit code unless a graver one is set: usage over incomplete
// over findings.
func (a *app) raise(code int) {
	rank := map[int]int{exitClean: 0, exitFindings: 1, exitIncomplete: 2, exitUsage: 3}
	if rank[code] > rank[a.code] {
		a.code = code
	}
}

// say picks the message in the language of the user.
func (a *app) say(ja, en string) string {
	if a.lang == "en" {
		return en
	}
	return ja
}

// failure is an error with a message in both languages.
type failure struct{ ja, en string }

func (f *failure) Error() string { return f.en }

func fail(ja, en string, args ...any) error {
	in := func(lang int) []any {
		all := slices.Clone(args)
		for i, x := range all {
			switch x := x.(type) {
			case either:
				all[i] = x[lang]
			case error:
				if lang == 0 {
					all[i] = inJapanese(x)
				}
			}
		}
		return all
	}
	return &failure{fmt.Sprintf(ja, in(0)...), fmt.Sprintf(en, in(1)...)}
}

func run(args []string, in io.Reader, out, errw io.Writer) int {
	a := &app{in: in, out: out, err: errw, lang: chosen(args), now: time.Now}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // who asks again waits for nothing: a read may never end
	return a.runIn(ctx, args)
}

// runIn runs a command until ctx ends.
func (a *app) runIn(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	if err := root.ExecuteContext(ctx); err != nil {
		a.printError(err)
		if ctx.Err() != nil {
			return exitStopped
		}
		if a.code == exitTerminated {
			return a.code
		}
		a.raise(exitUsage)
	}
	return a.code
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "yakkan",
		Short: "利用規約等の文言をクラウド例外の考慮要素と照合する",
		Long: `yakkan は、利用規約等の文言を登録された条項類型と照合し、個人情報保護法のクラウド例外
（ガイドラインQ&A 7-53）の考慮要素に関係する条項を引用とともに示します。法的助言ではありません。`,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "ja" && a.lang != "en" {
				return fail("--lang %s は使えません。ja 又は en を指定してください", "--lang %s: use ja or en", a.lang)
			}
			return nil
		},
	}
	lang := a.lang
	root.PersistentFlags().StringVar(&a.lang, "lang", "ja", "表示言語: ja, en（for English: --lang en）")
	a.lang = lang // until the flags are parsed
	root.PersistentFlags().StringArrayVar(&a.library, "library", nil, "追加の規則のフォルダ（繰返し可）")
	root.AddCommand(
		a.analyzeCommand(),
		a.lintCommand(),
		a.baselineCommand(),
		a.suggestCommand(),
		a.annotateCommand(),
		a.diffCommand(),
		a.lspCommand(),
		a.structureCommand(),
		a.rulesCommand(),
		a.factsCommand(),
		a.dutiesCommand(),
		a.evalCommand(),
		a.schemaCommand(),
		a.versionCommand(),
	)
	root.AddCommand(a.services()...)
	a.speak(root)
	return root
}

// printError writes an error in the language of the user, rule errors one a line.
func (a *app) printError(err error) {
	f := commandError(err)
	var ds patterns.Diagnostics
	var ms legal.Mistakes
	switch {
	case errors.As(err, &ds):
		for _, d := range ds {
			fmt.Fprintf(a.err, "%s: %s\n", d.Position(), d.Message(a.lang))
		}
		fmt.Fprintf(a.err, "yakkan: %s\n", a.say(fmt.Sprintf("規則に %d 件の誤りがあります。上の位置を直してください", len(ds)), fmt.Sprintf("mistakes in the rules: %d; mend the places above", len(ds))))
	case errors.As(err, &ms):
		for _, m := range ms {
			fmt.Fprintln(a.err, m.In(a.lang))
		}
	case f != nil, errors.As(err, &f):
		fmt.Fprintf(a.err, "yakkan: %s\n", a.say(f.ja, f.en))
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(a.err, "yakkan: %s\n", a.say("途中で止めました", "stopped"))
	default:
		fmt.Fprintln(a.err, "yakkan:", err)
	}
}
