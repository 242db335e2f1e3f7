package telegramtest

import (
	"maps"
	"slices"
)

func (s *Server) getChat(p params) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	return struct {
		Chat
		Accent    int            `json:"accent_color_id"`
		Reactions int            `json:"max_reaction_count"`
		Gifts     map[string]any `json:"accepted_gift_types"`
	}{c.Chat, 0, 11, map[string]any{}}, nil
}

func (s *Server) getChatMember(p params) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	id := p.int("user_id", 0)
	m, ok := c.members[id]
	switch {
	case id <= 0:
		return nil, badRequest("invalid user_id specified")
	case id == s.bot.ID:
		m = member{s.bot, s.botStatus(c)}
	case !ok && c.Type == Private && id == c.ID:
		m = member{User{ID: c.ID, FirstName: c.FirstName, Username: c.Username}, Member}
	case !ok:
		m = member{User{ID: id, FirstName: "Somebody"}, Left}
	}
	return c.memberJSON(m), nil
}

func (s *Server) getChatAdministrators(p params) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	if c.Type == Private {
		return nil, badRequest("there are no administrators in the private chat")
	}
	list := []map[string]any{}
	for _, id := range slices.Sorted(maps.Keys(c.members)) {
		if m := c.members[id]; m.Status == Creator || m.Status == Administrator {
			list = append(list, c.memberJSON(m))
		}
	}
	return list, nil
}

func (s *Server) getChatMemberCount(p params) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	if c.Type == Private {
		return 2, nil
	}
	n := 0
	for _, m := range c.members {
		if m.Status != Left && m.Status != Kicked {
			n++
		}
	}
	return n, nil
}

func (s *Server) leaveChat(p params) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	if c.Type == Private {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	s.setBot(c, s.bot, Left, c.mute)
	return true, nil
}

// memberJSON is a ChatMember; an administrator has every right but that of
// writing where the bot may not.
func (c *chat) memberJSON(m member) map[string]any {
	w := map[string]any{"user": m.User, "status": m.Status}
	switch m.Status {
	case Creator:
		w["is_anonymous"] = false
	case Administrator:
		for _, right := range []string{"can_be_edited", "is_anonymous"} {
			w[right] = false
		}
		for _, right := range []string{"can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
			"can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"} {
			w[right] = true
		}
		if c.Type == Channel {
			w["can_post_messages"], w["can_edit_messages"] = !c.mute, !c.mute
		} else {
			w["can_pin_messages"], w["can_manage_topics"] = true, c.Forum
		}
	case Restricted:
		w["is_member"], w["until_date"] = true, 0
		for _, right := range []string{"can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
			"can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews"} {
			w[right] = !c.mute
		}
		for _, right := range []string{"can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"} {
			w[right] = false
		}
	case Kicked:
		w["until_date"] = 0
	}
	return w
}
