package io.skyv.box.hardware.pi4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import io.skyv.hardware.profile.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles, levels and safe states on Pi4J's own mock of a board. */
class Pi4jBoardTest {
    private final BoardProfile profile = Profiles.load("simulated");
    private Context context;
    private Pi4jBoard board;

    @BeforeEach
    void open() {
        context = Pi4J.newContextBuilder()
                .noAutoDetectPlatforms()
                .noAutoDetectProviders()
                .disableShutdownHook()
                .add(MockDigitalOutputProvider.newInstance(), MockDigitalInputProvider.newInstance())
                .build();
        board = new Pi4jBoard(profile, context);
    }

    @AfterEach
    void close() {
        if (!context.isShutdown()) {
            board.close();
        }
    }

    @Test
    void shouldDriveALineByItsActiveLevel() {
        board.set(Role.STATUS_LED, true);
        assertEquals(DigitalState.HIGH, output(Role.STATUS_LED).state());
        board.set(Role.ALERT_LED, true);
        assertEquals(DigitalState.LOW, output(Role.ALERT_LED).state(), "it is active low");
        board.set(Role.ALERT_LED, false);
        assertEquals(DigitalState.HIGH, output(Role.ALERT_LED).state());
    }

    @Test
    void shouldBeginInTheSafeState() {
        assertEquals(DigitalState.LOW, output(Role.STATUS_LED).state());
        assertEquals(DigitalState.HIGH, output(Role.ALERT_LED).state());
        assertEquals(DigitalState.HIGH, output(Role.FAN).state(), "a fan runs");
    }

    @Test
    void shouldGoToTheSafeStateWhenItIsClosed() {
        DigitalOutput led = output(Role.STATUS_LED);
        DigitalOutput fan = output(Role.FAN);
        board.set(Role.STATUS_LED, true);
        board.fan(0);
        assertEquals(DigitalState.LOW, fan.state());
        board.close();
        assertEquals(DigitalState.LOW, led.state());
        assertEquals(DigitalState.HIGH, fan.state());
    }

    @Test
    void shouldRunAFanWithoutPwmAboveNothing() {
        board.fan(0);
        assertEquals(DigitalState.LOW, output(Role.FAN).state());
        board.fan(30);
        assertEquals(DigitalState.HIGH, output(Role.FAN).state());
    }

    @Test
    void shouldTellOfAButtonByItsActiveLevel() {
        List<Boolean> heard = new ArrayList<>();
        board.listen(Role.BUTTON, heard::add);
        MockDigitalInput button = context.registry().get("button");
        button.mockState(DigitalState.HIGH);
        button.mockState(DigitalState.LOW);
        assertTrue(board.active(Role.BUTTON));
        button.mockState(DigitalState.HIGH);
        assertFalse(board.active(Role.BUTTON));
        assertEquals(List.of(false, true, false), heard);
    }

    @Test
    void shouldGoWithoutWhatCannotBeOpened() {
        assertEquals(OptionalInt.empty(), board.millicelsius(), "this platform has no I²C");
    }

    @Test
    void shouldReadTemperaturesOfAnLm75() {
        assertEquals(30_500, Pi4jBoard.millicelsius((byte) 0x1E, (byte) 0x80));
        assertEquals(-25_000, Pi4jBoard.millicelsius((byte) 0xE7, (byte) 0x00));
        assertEquals(0, Pi4jBoard.millicelsius((byte) 0, (byte) 0));
    }

    private DigitalOutput output(Role role) {
        return context.registry().get(role.text());
    }
}
