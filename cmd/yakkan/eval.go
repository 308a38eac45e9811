package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/corpus/evaluate"
)

func (a *app) evalCommand() *cobra.Command {
	var misses, alarms, attributes bool
	var format, class, fold string
	var floorF1, floorPowers, floorVerdict float64
	c := &cobra.Command{
		Use:   "eval DIR",
		Short: "ラベル付き文書で精度を測る",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			part, err := evaluate.ParseFold(fold)
			if err != nil {
				return err
			}
			r, err := e.evaluate(cmd.Context(), args[0], part)
			if cmd.Context().Err() != nil {
				return cmd.Context().Err()
			}
			if err != nil {
				return fail("%s で測れません。txt/ID.txt と labels/ID.jsonl のあるフォルダを指定してください: %v", "cannot measure on %s: %v", args[0], err)
			}
			for _, f := range []struct {
				name       string
				got, floor float64
			}{{"macro-F1", r.MacroF1, floorF1}, {"powers and supports", r.PowersSupports, floorPowers}, {"verdict", r.Verdict.Value(), floorVerdict}} {
				if f.got < f.floor {
					fmt.Fprintf(a.err, "yakkan: %s %.3f < %.3f\n", f.name, f.got, f.floor)
					a.raise(exitFindings)
				}
			}
			if !misses {
				r.Misses = nil
			}
			if !alarms {
				r.Alarms = nil
			}
			if !attributes {
				r.WrongAttributes = nil
			}
			if class != "" {
				keep := strings.Split(class, ",")
				not := func(c evaluate.Case) bool { return !slices.Contains(keep, c.Class) }
				r.Misses, r.Alarms, r.WrongAttributes = slices.DeleteFunc(r.Misses, not), slices.DeleteFunc(r.Alarms, not), slices.DeleteFunc(r.WrongAttributes, not)
				r.Classes = slices.DeleteFunc(r.Classes, func(s evaluate.Score) bool { return !slices.Contains(keep, s.Class) })
			}
			if format == "json" {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", " ")
				return enc.Encode(r)
			}
			writeEval(a.out, r)
			return nil
		},
	}
	c.Flags().BoolVar(&misses, "misses", false, "見落としを一覧する")
	c.Flags().BoolVar(&alarms, "alarms", false, "誤検出を一覧する")
	c.Flags().BoolVar(&attributes, "attributes", false, "trigger と data の不一致を一覧する")
	c.Flags().Float64Var(&floorF1, "floor-f1", 0, "macro-F1 がこれを下回れば終了コード1")
	c.Flags().Float64Var(&floorPowers, "floor-powers", 0, "権限・支持の類型の macro-F1 がこれを下回れば終了コード1")
	c.Flags().Float64Var(&floorVerdict, "floor-verdict", 0, "判定の一致率がこれを下回れば終了コード1")
	c.Flags().StringVar(&class, "class", "", "一覧を類型で絞る（コンマ区切り）")
	c.Flags().StringVar(&fold, "fold", "", "リポジトリで分けた一部だけで測る（2/5 は5分割の2番目、!2/5 はそれ以外）")
	c.Flags().StringVar(&format, "format", "text", "text, json")
	return c
}

// evaluate scores the labelled documents of a folder, or of a fold of it.
func (e *engine) evaluate(ctx context.Context, dir string, part evaluate.Fold) (*evaluate.Result, error) {
	docs, err := evaluate.Load(dir)
	if err != nil {
		return nil, err
	}
	groups := map[string]string{}
	for _, c := range e.lib.Classes() {
		groups[c.ID] = string(c.Group)
	}
	repository, err := evaluate.Repositories(dir, docs)
	if err != nil {
		return nil, err
	}
	return evaluate.Run(ctx, docs, evaluate.Options{
		Group: func(c string) string { return groups[c] },
		Only:  func(doc string) bool { return part.Holds(repository[doc]) },
	}, e.answer)
}

// answer analyses one text for evaluation.
func (e *engine) answer(ctx context.Context, name string, text []byte) (evaluate.Answer, error) {
	r, err := e.Analyze(ctx, filepath.Base(name), text, analyzer.Options{})
	if err != nil {
		return evaluate.Answer{}, err
	}
	ans := evaluate.Answer{Verdict: r.Verdict.Terms, Overlays: r.Verdict.Overlays}
	for _, f := range r.Findings {
		ans.Found = append(ans.Found, evaluate.Found{
			Line: f.Line, Class: f.Class, Pattern: strings.TrimPrefix(f.Rule, f.Class+"/"), Data: f.Data, Trigger: f.Trigger, Weak: f.Weak, Confidence: f.Confidence, Quote: f.Quote,
		})
	}
	return ans, nil
}

func writeEval(w io.Writer, r *evaluate.Result) {
	for _, s := range r.Classes {
		fmt.Fprintf(w, "%-18s n=%-4d hits=%-4d misses=%-4d alarms=%-4d P %.2f  R %.2f  F1 %.2f\n", s.Class, s.N, s.Hits, s.Misses, s.Alarms, s.Precision, s.Recall, s.F)
	}
	fmt.Fprintf(w, "documents %d  macro-F1 %.3f  powers and supports %.3f\n", r.Documents, r.MacroF1, r.PowersSupports)
	fmt.Fprintf(w, "verdict %d/%d %.3f  overlays %d/%d  trigger %d/%d %.3f  data %d/%d %.3f\n", r.Verdict.Right, r.Verdict.Of, r.Verdict.Value(), r.Overlays.Right, r.Overlays.Of, r.Trigger.Right, r.Trigger.Of, r.Trigger.Value(), r.Data.Right, r.Data.Of, r.Data.Value())
	for _, c := range []string{"high", "medium", "low"} {
		if s := r.Confidence[c]; s.Of > 0 {
			fmt.Fprintf(w, "confidence %s: %d/%d right\n", c, s.Right, s.Of)
		}
	}
	for _, v := range r.WrongVerdicts {
		fmt.Fprintf(w, "verdict %s: want %s, got %s\n", v.Doc, v.Want, v.Got)
	}
	for _, m := range r.Misses {
		fmt.Fprintf(w, "MISS %s:%d %s %s/%s | %s\n", m.Doc, m.Line, m.Class, m.Label.Data, m.Label.Trigger, m.Text)
	}
	for _, m := range r.Alarms {
		fmt.Fprintf(w, "ALARM %s:%d %s/%s %s/%s %s | %s\n", m.Doc, m.Line, m.Class, m.Found.Pattern, m.Found.Data, m.Found.Trigger, m.Found.Confidence, m.Text)
	}
	for _, m := range r.WrongAttributes {
		fmt.Fprintf(w, "ATTR %s:%d %s/%s want %s/%s got %s/%s | %s\n", m.Doc, m.Line, m.Class, m.Found.Pattern, m.Label.Data, m.Label.Trigger, m.Found.Data, m.Found.Trigger, m.Text)
	}
}
