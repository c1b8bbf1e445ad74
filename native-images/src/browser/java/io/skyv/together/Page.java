package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The viewer page in headless Chromium. */
final class Page implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BOUND_MILLIS = 60_000;
    private static final double POLL_MILLIS = 250;

    private final Playwright playwright = Playwright.create();
    private final Browser browser;
    private final com.microsoft.playwright.Page page;
    private final StringBuilder console = new StringBuilder();

    Page(URI address) {
        this(address, "");
    }

    /** @param script runs in the page before anything of its own */
    Page(URI address, String script) {
        String chromium = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--autoplay-policy=no-user-gesture-required")));
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
        page.onConsoleMessage(message -> console.append(message.text()).append('\n'));
        page.addInitScript(script);
        page.navigate(address.toString());
    }

    /** What the page knows of itself. */
    JsonNode state() throws IOException {
        return JSON.readTree((String) page.evaluate("() => JSON.stringify(window.skyv ?? {})"));
    }

    Object evaluate(String function) {
        return page.evaluate(function);
    }

    /** Looks until {@code holds}, for a minute at most. */
    JsonNode await(String what, Predicate<JsonNode> holds) throws IOException {
        long until = System.nanoTime() + BOUND_MILLIS * 1_000_000;
        while (System.nanoTime() < until) {
            JsonNode state = state();
            if (holds.test(state)) {
                return state;
            }
            look();
        }
        throw new AssertionError("not in time: " + what + "\n" + state() + "\n" + text() + "\nconsole:\n" + console);
    }

    /** Lets the page go on for a moment. */
    void look() {
        page.waitForTimeout(POLL_MILLIS);
    }

    void click(String role, String name) {
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.valueOf(role),
                        new com.microsoft.playwright.Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    String text() {
        return page.innerText("body");
    }

    void screenshot(Path file) {
        page.screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                .setPath(file)
                .setFullPage(true));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
