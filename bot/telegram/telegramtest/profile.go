package telegramtest

// profileKey names a text about the bot: "name", "description" or
// "short_description", in a language.
type profileKey struct{ field, language string }

// setProfile is the method that sets one of the texts; their lengths are in the
// specification.
func setProfile(field string) method {
	return func(s *Server, p params) (any, error) {
		if err := checkLanguage(p["language_code"]); err != nil {
			return nil, err
		}
		key := profileKey{field, p["language_code"]}
		if p[field] == "" {
			delete(s.profile, key)
		} else {
			s.profile[key] = p[field] // at most 3 × 26² entries
		}
		return true, nil
	}
}

func getProfile(field string) method {
	return func(s *Server, p params) (any, error) {
		if err := checkLanguage(p["language_code"]); err != nil {
			return nil, err
		}
		return map[string]string{field: s.profileText(field, p["language_code"])}, nil
	}
}

// profileText falls back to the text for all languages. s.mu is held.
func (s *Server) profileText(field, language string) string {
	if text, ok := s.profile[profileKey{field, language}]; ok {
		return text
	}
	if text, ok := s.profile[profileKey{field, ""}]; ok || field != "name" {
		return text
	}
	return s.bot.FirstName
}

// Profile is a text about the bot as a person with the language sees it: field
// is "name", "description" or "short_description".
func (s *Server) Profile(field, language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profileText(field, language)
}
