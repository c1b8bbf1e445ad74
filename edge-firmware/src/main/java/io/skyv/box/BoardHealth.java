package io.skyv.box;

import io.skyv.box.hardware.BoardState;
import io.skyv.hardware.light.BoxSign;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What the board shows, for an owner who does not see its LEDs, at {@code /q/health/well}; not well is a board that is too warm. */
@Wellness
@ApplicationScoped
class BoardHealth implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return EarlyBoard.running()
                .map(board -> of(board.profile().id(), board.metrics().state()))
                .orElseGet(() -> HealthCheckResponse.named("board")
                        .up()
                        .withData("board", "none")
                        .build());
    }

    static HealthCheckResponse of(String id, BoardState state) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("board")
                .status(!state.tooWarm())
                .withData("board", id)
                .withData("sign", name(state.sign()))
                .withData("pairing", state.pairingOpen() ? "open" : "closed");
        if (state.tooWarm()) {
            answer.withData("whatToDo", "give it air, and see whether its fan turns");
        }
        return answer.build();
    }

    private static String name(BoxSign sign) {
        return sign.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
