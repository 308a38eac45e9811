package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/lint"
)

// baselineName is the file where none is named.
const baselineName = "yakkan.baseline.json"

func (a *app) baselineCommand() *cobra.Command {
	root := &cobra.Command{
		Use: "baseline", Short: "既存の該当を記録し、以後は新しい該当だけを扱う",
		Long: "既存の該当をベースラインに記録します。条項の文言で照合するため、条番号の変更や段落の移動では再び該当になりません。",
	}
	sub := func(use, short string, make func(old *lint.Baseline, file string, r *lint.Result) *lint.Baseline, mayReplace bool) {
		var in inputFlags
		var s settings
		var force bool
		c := &cobra.Command{
			Use: use + " [FILE...]", Short: short,
			RunE: func(cmd *cobra.Command, args []string) error {
				if err := s.load(a, cmd, "."); err != nil {
					return err
				}
				file := s.baselineFile()
				if file == "" {
					file = baselineName
				}
				old, err := readBaseline(file)
				switch {
				case use == "write" && err == nil && !force:
					return fail("%s は既にあります。baseline update 若しくは prune を使うか、--force を付けてください", "%s is already there; use baseline update or prune, or add --force", file)
				case use == "write" && (force || errors.Is(err, fs.ErrNotExist)):
					old = nil
				case err != nil:
					return err
				}
				r, err := a.lint(cmd, args, &in, &s, false, newWatch(false))
				if err != nil {
					return err
				}
				if err := a.saveBaseline(file, old, make(old, file, r)); err != nil || s.baselineFile() != "" {
					return err
				}
				fmt.Fprintf(a.out, a.say("yakkan lint で使うには、%s に baseline: %s と書くか、--baseline %s を付けてください\n", "for yakkan lint to heed it, write into %s baseline: %s, or add --baseline %s\n"), lint.ConfigName, file, file)
				return nil
			},
		}
		in.add(c)
		s.add(c)
		if mayReplace {
			c.Flags().BoolVar(&force, "force", false, "既にあるファイルを置き換える")
		}
		root.AddCommand(c)
	}
	sub("write", "今の該当をすべて記録する", func(_ *lint.Baseline, file string, r *lint.Result) *lint.Baseline { return lint.NewBaseline(file, r) }, true)
	sub("update", "新しい該当を加え、なくなった該当を除く", func(old *lint.Baseline, _ string, r *lint.Result) *lint.Baseline { return old.Update(r) }, false)
	sub("prune", "なくなった該当を除く（新しい該当は加えない）", func(old *lint.Baseline, _ string, r *lint.Result) *lint.Baseline { return old.Prune(r) }, false)
	return root
}

func readBaseline(file string) (*lint.Baseline, error) {
	src, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w (%w)", fail("ベースライン %s がありません。yakkan baseline write で作ってください", "there is no baseline %s; make one with yakkan baseline write", file), err)
	}
	if err != nil {
		return nil, fail("ベースライン %s を読めません: %v", "cannot read the baseline %s: %v", file, err)
	}
	return lint.DecodeBaseline(file, src)
}

// saveBaseline writes a baseline and says how it differs from the one before.
func (a *app) saveBaseline(file string, old, next *lint.Baseline) error {
	var buf bytes.Buffer
	if err := next.Write(&buf); err != nil {
		return err
	}
	if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
		return fail("ベースライン %s に書けません: %v", "cannot write the baseline %s: %v", file, err)
	}
	kept, added, gone := next.Against(old)
	fmt.Fprintf(a.out, a.say("%s: 既存 %d 件、追加 %d 件、削除 %d 件\n", "%s: %d old, %d new, %d gone\n"), file, kept, added, gone)
	return nil
}
