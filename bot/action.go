package bot

import (
	"context"

	"newsbot/bot/taps"
)

// An action is what a verb of a button does.
type action struct {
	changes bool // for admins only, in a group
	handle  handler
}

func actions() map[taps.Verb]action {
	return map[taps.Verb]action{
		taps.Home:        {handle: (*Bot).home},
		taps.Help:        {handle: (*Bot).help},
		taps.Regions:     {handle: (*Bot).regions},
		taps.Countries:   {handle: (*Bot).countries},
		taps.Pick:        {changes: true, handle: (*Bot).pick},
		taps.Follow:      {changes: true, handle: (*Bot).followCountry},
		taps.List:        {handle: (*Bot).listPage},
		taps.Remove:      {changes: true, handle: (*Bot).remove},
		taps.MuteListed:  {changes: true, handle: (*Bot).muteListed},
		taps.RemoveAll:   {changes: true, handle: (*Bot).removeAll},
		taps.Undo:        {changes: true, handle: (*Bot).undo},
		taps.UndoSeveral: {changes: true, handle: (*Bot).undoSeveral},
		taps.Swap:        {changes: true, handle: (*Bot).swap},
		taps.Change:      {changes: true, handle: (*Bot).changeQuery},
		taps.Restore:     {changes: true, handle: (*Bot).restore},
		taps.Subscribe:   {changes: true, handle: (*Bot).subscribePending},
		taps.MuteAlert:   {changes: true, handle: (*Bot).muteAlert},
		taps.LatestOf:    {handle: (*Bot).latestOf},
		taps.LatestHere:  {handle: (*Bot).latestHere},
		taps.LatestAll:   {handle: (*Bot).latestAll},
		taps.DigestAt:    {changes: true, handle: (*Bot).digestAt},
		taps.DigestNow:   {changes: true, handle: (*Bot).digestNow},
		taps.Settings:    {handle: (*Bot).showSettings},
		taps.Languages:   {handle: (*Bot).languages},
		taps.SetLanguage: {changes: true, handle: (*Bot).tapLanguage},
		taps.Zones:       {handle: (*Bot).zones},
		taps.SetZone:     {changes: true, handle: (*Bot).tapZone},
		taps.SetAlerts:   {changes: true, handle: (*Bot).tapAlerts},
		taps.SetEmpty:    {changes: true, handle: (*Bot).tapEmpty},
		taps.SetSame:     {changes: true, handle: (*Bot).tapSame},
		taps.SetPause:    {changes: true, handle: (*Bot).tapPause},
		taps.None:        {handle: func(*Bot, context.Context, *request) ([]Reply, error) { return nil, nil }},
	}
}
