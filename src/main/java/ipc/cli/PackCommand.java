package ipc.cli;

import ipc.fleet.Pack;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh pack}: for machines without Maven. */
@Command(name = "pack", sortOptions = false,
        header = "Packs the jar, run.sh and the profiles for another machine.",
        description = {
            "The archive is " + Pack.FILE
                    + ". The other machine needs Linux with the GNU C library, Java 17 or newer (a runtime is"
                    + " enough), bash, tar and gzip:",
            "  tar xzf " + Pack.FILE + " && " + Pack.NAME + "/run.sh quick",
            "The same parts give the same bytes. sha256sum -c " + Pack.CHECKSUM + " compares them."},
        customSynopsis = "./run.sh pack [DIR]")
final class PackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = ".",
            description = "The directory for the archive. Default: the working directory.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(Pack.write(directory).normalize());
        return ExitCode.DONE;
    }
}
