package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

func healthCommand() command {
	return command{
		name:    "health",
		args:    "[--config FILE] [--ready]",
		summary: "Ask the running bot whether it is well; exit 1 where not.",
		examples: []string{
			"newsbot health --config newsbot.yaml",
			"newsbot health --ready",
		},
		run: runHealth,
	}
}

func runHealth(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	ready := flags.Bool("ready", false, "ask whether it polls and is connected, not only whether it runs")
	if err := noOperands(flags, args); err != nil {
		return err
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	if cfg.HTTP.Listen == "" {
		return fmt.Errorf("http.listen is empty, so there is nothing to ask: set it to 127.0.0.1:8080")
	}
	page := url.URL{Scheme: "http", Host: dialable(cfg.HTTP.Listen), Path: "/healthz"}
	if *ready {
		page.Path = "/readyz"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page.String(), nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("newsbot does not answer at %s: is it running with this http.listen? %w", page.Host, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err != nil {
		return fmt.Errorf("read %s: %w", page.String(), err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not well: %s", oneLine(string(body)))
	}
	_, err = s.out.Write(body)
	return err
}

// dialable returns the address at which a listener on all addresses is reached
// from its own machine.
func dialable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
