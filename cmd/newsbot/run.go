package main

import (
	"context"
	"flag"
	"os"
)

func runCommand() command {
	return command{
		name:    "run",
		args:    "[--config FILE] [--debug]",
		summary: "Run the bot until it is asked to stop.",
		examples: []string{
			"newsbot run --config newsbot.yaml",
			"NEWSBOT_TELEGRAM_TOKEN=… NEWSBOT_FEEDS='[{url: https://example.org/rss.xml}]' newsbot run",
		},
		run: runBot,
	}
}

func runBot(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	debug := flags.Bool("debug", false, "log what is done as well")
	if err := noOperands(flags, args); err != nil {
		return err
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	log := newLog(s.err, *debug)
	if len(cfg.Feeds) == 0 {
		log.Warn("no feeds are configured: nothing will be polled; set feeds in the configuration")
	}
	a, err := openApp(ctx, cfg, log)
	if err != nil {
		return err
	}
	err = a.Run(ctx)
	if closing := a.Close(); err == nil {
		err = closing
	}
	return err
}

// configFlag defines --config; NEWSBOT_CONFIG is its default.
func configFlag(flags *flag.FlagSet, s streams) *string {
	named, _ := lookupEnv(s.env, "NEWSBOT_CONFIG")
	return flags.String("config", named,
		"read the configuration from `FILE`; NEWSBOT_CONFIG names one too, else newsbot.yaml is read where there is one")
}

// configPath returns the configuration to read: the one that was named, else
// newsbot.yaml where there is one, else none.
func configPath(named string) string {
	if named != "" {
		return named
	}
	if _, err := os.Stat("newsbot.yaml"); err == nil {
		return "newsbot.yaml"
	}
	return ""
}
