package ipc.cli;

import ipc.BadInputException;
import ipc.bench.ForkJvm;
import ipc.environment.CpuChoice;
import ipc.environment.CpuTopology;
import ipc.environment.Doctor;
import ipc.environment.Machine;
import ipc.environment.Setup;
import ipc.cleanup.PrivateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run.sh doctor}: the settings of this machine and their effect on the figures. */
@Command(name = "doctor", sortOptions = false,
        header = "Shows which settings of this machine affect the figures.",
        description = "It only reads, and changes nothing. Settings that cannot be read are unknown.",
        customSynopsis = "./run.sh doctor [--all] [--mmap-dir DIR]")
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--mmap-dir", paramLabel = "DIR",
            description = "The directory for mapped files. Default: the working directory, as for a run without --out.")
    private Path mmapDirectory;

    @Option(names = "--all", description = "Shows the values of all settings, also of those that are fine.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (mmapDirectory != null && !Files.isDirectory(mmapDirectory)) {
            throw new BadInputException(
                    "--mmap-dir " + mmapDirectory + ": there is no such directory. Name an existing one on a disk");
        }
        // Before OSHI loads a library, which it unpacks into this directory.
        PrivateDirectory.get();
        Doctor doctor = Doctor.begin();
        CpuChoice cpus = CpuChoice.resolve(CpuChoice.AUTO, CpuTopology.ofThisMachine());
        Path directory = (mmapDirectory != null ? mmapDirectory : Path.of("")).toAbsolutePath().normalize();
        Setup setup = new Setup(Machine.describe(), cpus, directory, ForkJvm.options(List.of(), false));
        spec.commandLine().getOut().print(doctor.examine(setup, Doctor.LONG_LOOK_NANOS).text(Screen.columns(), all));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
