package telegram

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Limits of what may be said about the bot, in characters.
const (
	MaxDescription      = 512
	MaxShortDescription = 120
	maxAnswer           = 200
)

// A Bot is what Telegram knows of the bot itself.
type Bot struct {
	User
	Username string // without the "@"
}

// Me asks who the bot is, and so whether the token is good.
func (c *Client) Me(ctx context.Context) (Bot, error) {
	var u wireUser
	if err := c.call(ctx, "getMe", nil, &u); err != nil {
		return Bot{}, err
	}
	return Bot{User: u.user(), Username: u.Username}, nil
}

// Answer ends the waiting of the person who tapped, with a short text (200
// characters, cut if longer) as a toast, or as an alert to be dismissed, or with
// nothing where it is empty. A tap too old to be answered is no error.
func (c *Client) Answer(ctx context.Context, tapID, text string, alert bool) error {
	p := tgbotapi.Params{"callback_query_id": tapID}
	p.AddNonEmpty("text", cut(text, maxAnswer))
	p.AddBool("show_alert", alert && text != "")
	return unless(Gone, c.call(ctx, "answerCallbackQuery", p, nil))
}

// Typing shows for a few seconds that the bot is writing.
func (c *Client) Typing(ctx context.Context, chat int64, thread int) error {
	p := tgbotapi.Params{"action": "typing"}
	p.AddNonZero64("chat_id", chat)
	addThread(p, thread)
	return c.call(ctx, "sendChatAction", p, nil)
}

// IsAdmin asks whether the user may administer the chat. Telegram answers for
// certain only where the bot is an administrator itself. Who is not known in
// the chat is no administrator.
func (c *Client) IsAdmin(ctx context.Context, chat, user int64) (bool, error) {
	p := tgbotapi.Params{}
	p.AddNonZero64("chat_id", chat)
	p.AddNonZero64("user_id", user)
	var member struct {
		Status string `json:"status"`
	}
	err := c.call(ctx, "getChatMember", p, &member)
	if reason(err) == Refused {
		said := strings.ToLower(err.Error())
		for _, stranger := range []string{"user not found", "member not found", "participant_id_invalid", "user_not_participant", "user_id_invalid"} {
			if strings.Contains(said, stranger) {
				return false, nil
			}
		}
	}
	if err != nil {
		return false, err
	}
	return member.Status == "creator" || member.Status == "administrator", nil
}

// SetCommands sets the command menu for a scope, for people whose Telegram is in
// the language (two lower-case letters), or for everybody else where that is empty.
func (c *Client) SetCommands(ctx context.Context, scope Scope, language string, commands []Command) error {
	type command struct {
		Name        string `json:"command"`
		Description string `json:"description"`
	}
	list := make([]command, 0, len(commands)) // never null
	for _, x := range commands {
		list = append(list, command(x))
	}
	p := tgbotapi.Params{}
	addJSON(p, "commands", list)
	addJSON(p, "scope", map[string]any{"type": scope})
	p.AddNonEmpty("language_code", language)
	return c.call(ctx, "setMyCommands", p, nil)
}

// SetDescription sets what a person reads before starting the bot (up to
// MaxDescription characters), for a language as in SetCommands.
func (c *Client) SetDescription(ctx context.Context, language, text string) error {
	p := tgbotapi.Params{"description": text}
	p.AddNonEmpty("language_code", language)
	return c.call(ctx, "setMyDescription", p, nil)
}

// SetShortDescription sets what is shown on the bot's profile and with links to
// it (up to MaxShortDescription characters), for a language as in SetCommands.
func (c *Client) SetShortDescription(ctx context.Context, language, text string) error {
	p := tgbotapi.Params{"short_description": text}
	p.AddNonEmpty("language_code", language)
	return c.call(ctx, "setMyShortDescription", p, nil)
}

// Webhook returns the address that updates are pushed to, or "" where none is
// set. While one is, Poll gets nothing but Conflict.
func (c *Client) Webhook(ctx context.Context) (string, error) {
	var info struct {
		URL string `json:"url"`
	}
	err := c.call(ctx, "getWebhookInfo", nil, &info)
	return c.secret.text(info.URL), err
}

// DeleteWebhook makes Poll possible where a webhook was set. Updates that wait
// are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	return c.call(ctx, "deleteWebhook", tgbotapi.Params{"drop_pending_updates": strconv.FormatBool(false)}, nil)
}

// cut returns at most n characters of s, the last an ellipsis where it was longer.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
