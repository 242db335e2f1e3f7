// Package browsertest drives Chromium in tests: of the chat page alone, and of
// the demo as a whole. Start finds and starts it, Tab opens a page in it, Step
// runs actions and says which of them failed and what the page showed.
//
// Only tests import it. It stores nothing.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const (
	life     = 4 * time.Minute  // of a browser
	patience = 30 * time.Second // with one action
)

// Start starts a Chromium that lives as long as the test. Without one the test
// says that it did not run, except in CI, where it has to.
func Start(t *testing.T) context.Context {
	t.Helper()
	path := find()
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
	ctx, cancel := context.WithTimeout(context.Background(), life)
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

// find returns the path of a Chromium, or "".
func find() string {
	if path := os.Getenv("NEWSBOT_CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Tab opens a tab of the given size in the browser. Anything its page complains
// of fails the test.
func Tab(t *testing.T, browser context.Context, width, height int64) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	watch(t, ctx)
	Step(t, ctx, "open a tab", chromedp.EmulateViewport(width, height))
	return ctx
}

func watch(t *testing.T, ctx context.Context) {
	t.Helper()
	err := chromedp.Listen(ctx, func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw %s: %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError {
				t.Errorf("the page complained: %v", e.Args)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Until waits until an expression of the page's is true.
func Until(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.PollFunction[chromedp.Void]("() => { try { return !!("+expression+") } catch { return false } }",
		chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(patience))
}

// Press waits until an expression of the page's is an element that can be seen
// and is not covered, and clicks it. Both happen at once, so an element that the
// page draws anew meanwhile is not missed.
func Press(expression string) chromedp.Action[chromedp.Void] {
	return Until(`(() => {
		const node = ` + expression + `;
		node.scrollIntoView({ block: "nearest" });
		const box = node.getBoundingClientRect();
		const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
		if (node.disabled || !node.contains(top)) return false;
		for (const name of ["pointerdown", "pointerup"]) node.dispatchEvent(new PointerEvent(name, { bubbles: true, cancelable: true }));
		node.click();
		return true;
	})()`)
}

// Step runs actions and says which step failed, and what the page showed.
func Step(t *testing.T, ctx context.Context, name string, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, action := range actions {
		limited, cancel := context.WithTimeout(ctx, patience+5*time.Second)
		err := chromedp.Do(limited, action)
		cancel()
		if err != nil {
			text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
			t.Fatalf("%s, action %d: %v; the page says:\n%s", name, i, err, text)
		}
	}
}

// Picture keeps how the page looks now, where NEWSBOT_PICTURES names a folder
// for that.
func Picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("NEWSBOT_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
