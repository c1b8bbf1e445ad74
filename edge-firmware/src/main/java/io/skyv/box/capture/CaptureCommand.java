package io.skyv.box.capture;

import java.nio.file.Path;
import java.util.List;

/** The command line that runs a capture child: a Java machine of its own, or this executable with an argument. */
@FunctionalInterface
public interface CaptureCommand {
    /** Where the source stands in the arguments when it comes as the first line of standard input. */
    String SOURCE_FROM_INPUT = "-";

    /**
     * The words of the command. The source is not among them, as a camera's password may be in it and command lines are
     * public: the child reads it from its standard input.
     */
    List<String> words(CaptureSettings settings);

    /**
     * The command for what this process is itself, a Java machine or an executable.
     *
     * @param dataDirectory the box's
     */
    static CaptureCommand ofThisProcess(Path dataDirectory) {
        return Executable.ofThisProcess()
                .<CaptureCommand>map(NativeCaptureCommand::new)
                .orElseGet(() -> JvmCaptureCommand.ofThisProcess(dataDirectory));
    }
}
