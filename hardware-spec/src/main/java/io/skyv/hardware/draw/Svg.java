package io.skyv.hardware.draw;

import java.util.Locale;

/** A drawing of plain shapes (SVG 1.1); the same calls make the same bytes. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    Svg box(int x, int y, int boxWidth, int boxHeight, String fill) {
        return line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"#334\"/>",
                x, y, boxWidth, boxHeight, fill);
    }

    Svg bar(int x, int y, int barWidth, int barHeight, String fill) {
        return line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>", x, y, barWidth, barHeight, fill);
    }

    Svg wire(int x1, int y1, int x2, int y2) {
        return line(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#334\" stroke-width=\"2\"/>", x1, y1, x2, y2);
    }

    Svg text(int x, int y, String text) {
        return line("<text x=\"%d\" y=\"%d\">%s</text>", x, y, escaped(text));
    }

    Svg bold(int x, int y, String text) {
        return line("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", x, y, escaped(text));
    }

    String finish() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="%d" height="%d" fill="#fff"/>
                %s</svg>
                """.formatted(width, height, width, height, width, height, body);
    }

    private Svg line(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
