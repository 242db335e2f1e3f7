package main

import (
	"errors"
	"fmt"

	"newsbot/feed/fetch"
)

// withHint adds to an error of a source how the operator can mend it.
func withHint(err error) error {
	if errors.Is(err, fetch.ErrPrivate) {
		return fmt.Errorf("%w; if you mean it, set poll.allow_private or NEWSBOT_POLL_ALLOW_PRIVATE=true", err)
	}
	return err
}
