//go:build !cli

package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
)

// healthcheckCommand asks the service on this machine whether it is ready: the
// image has no other program that could.
func (a *app) healthcheckCommand() *cobra.Command {
	var url string
	c := &cobra.Command{
		Use: "healthcheck", Short: "動いているサーバーが要求を受け付けるか確認する", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if url == "" {
				url = "http://" + localAddress(os.Getenv("YAKKAN_LISTEN")) + "/readyz"
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 3*time.Second)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
			if err != nil {
				return fail("--url %s は正しくありません", "--url %s is not right", url)
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				a.raise(exitFindings)
				a.printError(fail("サーバーが応答しません: %v", "the service does not answer: %v", err))
				return nil
			}
			defer res.Body.Close()
			_, _ = io.Copy(a.out, io.LimitReader(res.Body, 4096)) // what it said is only shown
			if res.StatusCode != http.StatusOK {
				a.raise(exitFindings)
			}
			return nil
		},
	}
	c.Flags().StringVar(&url, "url", "", "確認する先（既定は YAKKAN_LISTEN のポートの /readyz）")
	return c
}

// localAddress is where a service that listens on an address is reached from
// this machine.
func localAddress(listen string) string {
	_, port, err := net.SplitHostPort(listen)
	if err != nil || port == "" {
		port = "8080"
	}
	return net.JoinHostPort("127.0.0.1", port)
}
