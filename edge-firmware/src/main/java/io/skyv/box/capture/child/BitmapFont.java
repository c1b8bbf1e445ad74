package io.skyv.box.capture.child;

import java.util.Map;

/** The few letters of the test picture, five dots wide and seven high. Our own: there is no AWT in a native image. */
final class BitmapFont {
    static final int WIDTH = 5;
    static final int HEIGHT = 7;

    /** A row of dots per number, the leftmost dot worth 16. */
    private static final Map<Character, int[]> GLYPHS = Map.ofEntries(
            Map.entry('0', new int[] {14, 17, 19, 21, 25, 17, 14}),
            Map.entry('1', new int[] {4, 12, 4, 4, 4, 4, 14}),
            Map.entry('2', new int[] {14, 17, 1, 2, 4, 8, 31}),
            Map.entry('3', new int[] {31, 2, 4, 2, 1, 17, 14}),
            Map.entry('4', new int[] {2, 6, 10, 18, 31, 2, 2}),
            Map.entry('5', new int[] {31, 16, 30, 1, 1, 17, 14}),
            Map.entry('6', new int[] {6, 8, 16, 30, 17, 17, 14}),
            Map.entry('7', new int[] {31, 1, 2, 4, 8, 8, 8}),
            Map.entry('8', new int[] {14, 17, 17, 14, 17, 17, 14}),
            Map.entry('9', new int[] {14, 17, 17, 15, 1, 2, 12}),
            Map.entry(':', new int[] {0, 12, 12, 0, 12, 12, 0}),
            Map.entry('.', new int[] {0, 0, 0, 0, 0, 12, 12}),
            Map.entry('C', new int[] {14, 17, 16, 16, 16, 17, 14}),
            Map.entry('K', new int[] {17, 18, 20, 24, 20, 18, 17}),
            Map.entry('S', new int[] {15, 16, 16, 14, 1, 1, 30}),
            Map.entry('T', new int[] {31, 4, 4, 4, 4, 4, 4}),
            Map.entry('U', new int[] {17, 17, 17, 17, 17, 17, 14}),
            Map.entry('V', new int[] {17, 17, 17, 17, 17, 10, 4}),
            Map.entry('Y', new int[] {17, 17, 17, 10, 4, 4, 4}));

    private static final int[] BLANK = new int[HEIGHT];

    private BitmapFont() {}

    /** Whether the dot of {@code letter} in row {@code y} at {@code x} is inked; other letters are blank. */
    static boolean inked(char letter, int x, int y) {
        return (GLYPHS.getOrDefault(letter, BLANK)[y] >> (WIDTH - 1 - x) & 1) == 1;
    }
}
