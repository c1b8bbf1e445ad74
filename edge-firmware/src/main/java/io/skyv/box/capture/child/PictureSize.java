package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureSettings;

/** Width and height in square pixels, both even. */
record PictureSize(int widthPx, int heightPx) {
    private static final int LEAST_PX = 16;

    /**
     * What a picture of the source becomes: no larger than the settings say, in its own proportions, never enlarged.
     *
     * @param aspectNum width of a pixel, 0 if unknown
     * @param aspectDen height of a pixel
     */
    static PictureSize fit(int widthPx, int heightPx, int aspectNum, int aspectDen, CaptureSettings settings) {
        double aspect = aspectNum > 0 && aspectDen > 0 ? (double) aspectNum / aspectDen : 1;
        double wide = aspect >= 1 ? widthPx * aspect : widthPx;
        double high = aspect >= 1 ? heightPx : heightPx / aspect;
        double scale = Math.min(1, Math.min(settings.widthPx() / wide, settings.heightPx() / high));
        return new PictureSize(even(wide * scale), even(high * scale));
    }

    private static int even(double length) {
        return Math.max(LEAST_PX, (int) Math.round(length / 2) * 2);
    }
}
