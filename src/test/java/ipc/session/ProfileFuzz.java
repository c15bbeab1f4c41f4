package ipc.session;

import ipc.fuzz.Outcome;
import ipc.fuzz.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A profile, from its file to the cells that it asks for. */
public final class ProfileFuzz {
    private static final String NAME = "x";
    private static final String HOME = "ipc.home";
    private static final String ASYNC = "async:";
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final Path DIRECTORY = Scratch.directory();
    private static final Path PROFILE = profile();

    private ProfileFuzz() {
    }

    /** @param bytes the file */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Files.write(PROFILE, bytes);
        String before = System.setProperty(HOME, DIRECTORY.toString());
        try {
            Outcome.of(() -> Profiles.descriptions().get(NAME));
            Outcome.of(() -> Profiles.note(NAME));
            Outcome.of(() -> {
                new Session(NAME, List.of(), "test", NOWHERE, (directory, run) -> run);
                for (String profiler : Profiles.load(NAME).jmh().values("prof")) {
                    if (profiler.startsWith(ASYNC)) {
                        AsyncOptions.parse(profiler.substring(ASYNC.length()));
                    }
                }
                return "";
            });
        } finally {
            if (before == null) {
                System.clearProperty(HOME);
            } else {
                System.setProperty(HOME, before);
            }
        }
    }

    private static Path profile() {
        try {
            return Files.createDirectory(DIRECTORY.resolve("jmh-profiles")).resolve(NAME + ".profile");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
