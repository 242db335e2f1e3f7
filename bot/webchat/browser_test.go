package webchat_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser starts a Chromium that lives as long as the test. Without one the
// test says that it did not run, except in CI, where it has to.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("NEWSBOT_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		if os.Getenv("NEWSBOT_CI") == "1" {
			t.Fatal("the page was not tested: no Chromium in PATH or NEWSBOT_CHROMIUM")
		}
		t.Skip("the page was not tested: no Chromium in PATH or NEWSBOT_CHROMIUM")
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoFirstRun,
	}
	for _, name := range []string{"headless", "disable-gpu", "disable-quic", "disable-background-networking",
		"disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	if os.Geteuid() == 0 {
		flags = append(flags, chromedp.NoSandbox) // Chromium refuses to be root with one
	}
	// Not the test's context, which ends before the browser has been closed.
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, flags...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil { // waits for the browser, whose directory goes next
			t.Logf("close Chromium: %v", err)
		}
		closeTab()
	})
	// Started here, because a browser ends with the context of its first action.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return ctx
}

// tab opens a tab of the given size in the browser.
func tab(t *testing.T, ctx context.Context, width, height int64) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	watch(t, ctx)
	step(t, ctx, "open a tab", chromedp.EmulateViewport(width, height))
	return ctx
}
