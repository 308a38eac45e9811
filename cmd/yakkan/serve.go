package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/corpus/store"
)

func (a *app) serveCommand() *cobra.Command {
	var listen string
	c := &cobra.Command{
		Use: "serve", Short: "APIサーバーを起動する", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			log := slog.New(slog.NewJSONHandler(a.err, nil))
			st := store.NewMemory(0)
			defer st.Close()
			svc := api.NewService(api.ServiceConfig{Analyzer: e.Analyzer, Library: e.lib, Store: st, Version: version})
			defer svc.Close()
			s := api.NewServer(api.Config{Service: svc, Log: log, Open: true, Hosts: []string{"localhost", "127.0.0.1", "::1"}})
			defer s.Close()
			l, err := net.Listen("tcp", listen)
			if err != nil {
				return err
			}
			h := api.HTTP(s, log)
			stopped := make(chan error, 1)
			go func() {
				<-cmd.Context().Done()
				s.Drain()
				ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
				defer cancel()
				stopped <- h.Shutdown(ctx)
			}()
			log.Info("serving", "address", l.Addr().String(), "docs", "/docs")
			if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return <-stopped
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "待ち受けるアドレス")
	return c
}
