package io.skyv.box.hardware;

import io.skyv.hardware.light.BoxSign;

/**
 * What the board is just showing.
 *
 * @param sign of the LEDs
 * @param pairingOpen whether the pairing window is open
 * @param tooWarm whether it is above its profile's alert temperature
 */
public record BoardState(BoxSign sign, boolean pairingOpen, boolean tooWarm) {}
