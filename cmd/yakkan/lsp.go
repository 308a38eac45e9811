package main

import (
	"context"
	"io"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/cmd/yakkan/lsp"
)

func (a *app) lspCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "lsp", Short: "編集ソフトに該当を示す言語サーバー（標準入出力）", Args: cobra.NoArgs,
		Long: "編集ソフトと標準入出力で通信し、lint と同じ該当を編集中に示します。設定、抑制及びベースラインは、文書のフォルダから上へ探した yakkan.yaml に従います。\n",
		RunE: func(cmd *cobra.Command, _ []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			s := &lsp.Server{Lang: a.lang, Version: version, Check: func(ctx context.Context, file, text string) (*lint.Result, error) {
				return a.lintText(ctx, cmd, e, file, text)
			}}
			s.Serve(cmd.Context(), stdio{a.in, a.out})
			return nil
		},
	}
	c.Flags().Bool("stdio", true, "標準入出力で通信する（既定。編集ソフトとの互換のため）")
	return c
}

// lintText lints the text of a file by the settings that hold in its folder.
func (a *app) lintText(ctx context.Context, cmd *cobra.Command, e *engine, file, text string) (*lint.Result, error) {
	here := *a // settings of one folder do not hold in another
	var s settings
	dir := filepath.Dir(file)
	if !filepath.IsAbs(file) {
		s.noConfig = true
	}
	if err := s.load(&here, cmd, dir); err != nil {
		return nil, err
	}
	opt, err := s.options(e)
	if err != nil {
		return nil, err
	}
	opt.Today = a.now()
	if b := s.baselineFile(); b != "" {
		if opt.Baseline, err = readBaseline(b); err != nil {
			return nil, err
		}
	}
	got, err := e.Read(ctx, file, []byte(text), analyzer.Options{Kind: s.cfg.Kind(file)})
	if err != nil {
		return nil, err
	}
	return lint.Check([]lint.Input{{Report: got.Report, Document: got.Document, Tree: got.Tree, Findings: got.Findings}}, opt), nil
}

// stdio is a connection over standard input and output. Closing it ends reading.
type stdio struct {
	io.Reader
	io.Writer
}

var closeOnce sync.Once

// Close closes standard input where it can be closed.
func (s stdio) Close() error {
	var err error
	closeOnce.Do(func() {
		if c, ok := s.Reader.(io.Closer); ok {
			err = c.Close()
		}
	})
	return err
}
