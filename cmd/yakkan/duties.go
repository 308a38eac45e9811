package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
)

func (a *app) dutiesCommand() *cobra.Command {
	var in inputFlags
	var set caseFlags
	var format, known string
	var roles []string
	names := map[string]string{}
	c := &cobra.Command{
		Use:   "duties FILE",
		Short: "判定と役割に応じた確認事項、通知文、漏えい等報告の期限を示す",
		Long: `規約等と事実の回答から、利用者（社会保険労務士等）、委託元（顧問先）、事業者のそれぞれについて、
法令及び公表資料に基づく確認事項、委託の連鎖ごとの通知文、漏えい等報告の主体・期限・九項目の下書きを示します。`,
		Example: "  yakkan duties --facts facts.yaml --role user 利用規約.md\n  yakkan duties --known-on 2026-11-20 利用規約.md",
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, r := range roles {
				if !slices.Contains(legal.DutyRoles, r) {
					return fail("--role %s は使えません。%s のいずれかを指定してください", "--role %s: use one of %s", r, strings.Join(legal.DutyRoles, ", "))
				}
			}
			if !slices.Contains([]string{"text", "md", "json"}, format) {
				return fail("--format %s は使えません。text, md, json のいずれかを指定してください", "--format %s: use text, md or json", format)
			}
			opt := report.DutyOptions{Roles: roles, Names: names}
			if known != "" {
				day, err := time.Parse(time.DateOnly, known)
				if err != nil {
					return fail("--known-on %s: 日付は 2026-11-25 の形で指定してください", "--known-on %s: write the date like 2026-11-25", known)
				}
				opt.Known = day
			}
			if set.given() {
				e, got, err := a.readCase(cmd, args, &in, &set)
				if err != nil {
					return err
				}
				return a.writeDuties(report.NewDuties(got.Report.Name, &got.Judgement.Judgement, e.lib.Legal(), opt), format)
			}
			if len(args) != 1 {
				return fail("FILE を一つ指定してください（複数の文書は --case 又は --as）", "name one FILE (several documents: --case or --as)")
			}
			e, err := a.open()
			if err != nil {
				return err
			}
			settings, err := in.options()
			if err != nil {
				return err
			}
			if settings.Facts, err = in.facts.read(a, e.lib.Legal()); err != nil {
				return err
			}
			for field := range names {
				if _, ok := e.lib.Legal().Duties.Fields[field]; !ok {
					all := strings.Join(slices.Sorted(maps.Keys(e.lib.Legal().Duties.Fields)), ", ")
					return fail("--fill %s という欄はありません。%s のいずれかを指定してください", "--fill %s: use one of %s", field, all)
				}
			}
			if f := settings.Facts; f != nil && names["service"] == "" && f.Name != in.facts.file {
				names["service"] = f.Name
			}
			data, err := a.readInput(args[0], settings.Limits.Bytes)
			if err != nil {
				return err
			}
			name := a.nameOf(args[0], &in)
			got, err := e.Read(cmd.Context(), name, data, settings)
			if err != nil {
				return err
			}
			if got.Report.Document.Status != "complete" {
				a.raise(exitIncomplete)
			}
			return a.writeDuties(report.NewDuties(name, &got.Judgement, e.lib.Legal(), opt), format)
		},
	}
	in.add(c)
	in.facts.add(c)
	set.add(c)
	c.Flags().StringSliceVar(&roles, "role", nil, "役割: user（利用者）, client（委託元・顧問先）, vendor（事業者）。既定は全て")
	c.Flags().StringVar(&known, "known-on", "", "漏えい等を知った日 2026-11-20（期限を数える）")
	c.Flags().StringVar(&format, "format", "text", "出力形式: text, md, json")
	c.Flags().StringToStringVar(&names, "fill", names, "通知文に書き入れる語（例: --fill client=株式会社A,user=B事務所）")
	return c
}

func (a *app) writeDuties(sheet *report.DutySheet, format string) error {
	if format == "json" {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(sheet)
	}
	return report.WriteDuties(a.out, sheet, report.TextOptions{Lang: a.lang, Color: colored(a.out), Width: columns(a.out)}, format == "md")
}
