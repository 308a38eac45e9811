//go:build !cli

package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/corpus/store"
)

func (a *app) keysCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{Use: "keys", Short: "APIキーを作る・一覧する・失効させる",
		Long: "APIキーを作り、一覧し、失効させます。保管先は yakkan serve と同じ --data か --redis で指定します。サーバーが動いていても使え、失効は次の要求から効きます。"}
	f.addState(c.PersistentFlags())
	with := func(do func(*cobra.Command, store.Store, []string) error) func(*cobra.Command, []string) error {
		return func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			if f.data == "" && f.redis == "" {
				return fail("キーの保管先を --data か --redis で指定してください", "say where keys are kept with --data or --redis")
			}
			st, err := f.openStore()
			if err != nil {
				return err
			}
			defer st.Close()
			return do(cmd, st, args)
		}
	}
	c.AddCommand(a.keysCreate(with), a.keysList(with), a.keysRevoke(with))
	return c
}

type withStore = func(func(*cobra.Command, store.Store, []string) error) func(*cobra.Command, []string) error

func (a *app) keysCreate(with withStore) *cobra.Command {
	var tenant string
	var scopes []string
	var lasts time.Duration
	c := &cobra.Command{
		Use: "create NAME", Short: "APIキーを作る（キーはこのときだけ表示される）", Args: cobra.ExactArgs(1),
		RunE: with(func(cmd *cobra.Command, st store.Store, args []string) error {
			granted, err := scopesOf(scopes)
			if err != nil {
				return err
			}
			now := time.Now()
			var expires time.Time
			if lasts > 0 {
				expires = now.Add(lasts)
			}
			secret, k, err := api.NewKey(tenant, args[0], granted, now, expires)
			if err != nil {
				return err
			}
			if err := st.AddKey(cmd.Context(), k); err != nil {
				return fail("キーを保管できません: %v", "cannot keep the key: %v", err)
			}
			fmt.Fprintln(a.out, secret)
			fmt.Fprintf(a.err, "yakkan: %s\n", a.say(
				fmt.Sprintf("キー %s（組織 %s、権限 %s、%s）。上の文字列は再表示できません", k.ID, k.Tenant, strings.Join(k.Scopes, " "), a.until(k.Expires)),
				fmt.Sprintf("key %s (tenant %s, scopes %s, %s). The line above is not shown again", k.ID, k.Tenant, strings.Join(k.Scopes, " "), a.until(k.Expires))))
			return nil
		}),
	}
	c.Flags().StringVar(&tenant, "tenant", "default", "組織。組織が違えば互いの結果は見えない")
	c.Flags().StringSliceVar(&scopes, "scopes", []string{"analyze", "read", "delete"}, "権限: analyze, read, delete, metrics")
	c.Flags().DurationVar(&lasts, "expires", 0, "有効期間: 2160h（既定は無期限）")
	return c
}

func (a *app) until(t time.Time) string {
	if t.IsZero() {
		return a.say("無期限", "does not expire")
	}
	return a.say("期限 ", "expires ") + t.Local().Format(time.RFC3339)
}

func (a *app) keysList(with withStore) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "APIキーを一覧する", Args: cobra.NoArgs,
		RunE: with(func(cmd *cobra.Command, st store.Store, _ []string) error {
			keys, err := st.ListKeys(cmd.Context())
			if err != nil {
				return fail("キーを読めません: %v", "cannot read the keys: %v", err)
			}
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tTENANT\tNAME\tSCOPES\tCREATED\tSTATE")
			for _, k := range keys {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Tenant, k.Name, strings.Join(k.Scopes, ","), k.Created.Format(time.DateOnly), a.keyState(k))
			}
			return w.Flush()
		}),
	}
}

func (a *app) keyState(k store.Key) string {
	switch {
	case !k.Revoked.IsZero():
		return a.say("失効 ", "revoked ") + k.Revoked.Format(time.DateOnly)
	case !k.Expires.IsZero() && time.Now().After(k.Expires):
		return a.say("期限切れ ", "expired ") + k.Expires.Format(time.DateOnly)
	}
	return a.until(k.Expires)
}

func (a *app) keysRevoke(with withStore) *cobra.Command {
	return &cobra.Command{
		Use: "revoke ID", Short: "APIキーを失効させる", Args: cobra.ExactArgs(1),
		RunE: with(func(cmd *cobra.Command, st store.Store, args []string) error {
			id := strings.TrimPrefix(args[0], "yk_") // the whole key will do as well
			id, _, _ = strings.Cut(id, "_")
			switch err := st.RevokeKey(cmd.Context(), id, time.Now()); {
			case errors.Is(err, store.ErrNotFound):
				return fail("キー %s はありません。yakkan keys list で確認してください", "there is no key %s; see yakkan keys list", id)
			case err != nil:
				return fail("キーを失効できません: %v", "cannot revoke the key: %v", err)
			}
			fmt.Fprintln(a.err, a.say("yakkan: 失効しました", "yakkan: revoked"))
			return nil
		}),
	}
}
