package ipc.environment;

import ipc.proc.SystemFiles;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Examines this machine and explains how its settings affect the measurements. It only reads, and reports unreadable values as
 * unknown. CPU use is the difference between two readings: one at construction, one at {@link #examine}.
 */
public final class Doctor {
    /** Time between the two readings for {@code ./run.sh doctor}. */
    public static final long LONG_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Time between the two readings in a run, which spends most of it on OSHI and on checks before the first fork anyway. */
    public static final long SHORT_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final SystemFiles files;
    private final Volume.Finder volumes;
    private final long ownPid;
    private final List<String> launcherOptions;
    private final Map<String, String> variables;
    private final Activity.Start start;

    /** Takes the first reading on this machine. */
    public static Doctor begin() {
        return new Doctor(Path.of("/"), Volume::ofThisMachine, ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getenv(), System::nanoTime);
    }

    /**
     * Takes the first reading.
     *
     * @param root            {@code /}, or another folder with a copy of the files
     * @param volumes         finds file systems
     * @param ownPid          id of this process
     * @param launcherOptions JVM options of this process
     * @param variables       environment of this process
     * @param nanoClock       a monotonic clock, in nanoseconds
     */
    Doctor(Path root, Volume.Finder volumes, long ownPid, List<String> launcherOptions, Map<String, String> variables,
            LongSupplier nanoClock) {
        this.files = new SystemFiles(root);
        this.volumes = volumes;
        this.ownPid = ownPid;
        this.launcherOptions = launcherOptions;
        this.variables = variables;
        this.start = Activity.begin(files, nanoClock);
    }

    /**
     * Examines the machine.
     *
     * @param setup        the parts of the machine that a run uses
     * @param atLeastNanos shortest time between the two readings; the call sleeps for the rest of it
     */
    public Report examine(Setup setup, long atLeastNanos) {
        sleep(atLeastNanos - start.ageNanos());
        Activity activity = start.end(ownPid);
        List<Report.Section> sections = new ArrayList<>();
        add(sections, "Processor", () -> new ProcessorFindings(files).list(setup.machine(), setup.cpus()));
        add(sections, "Clock speed and idle states", () -> new PowerFindings(files, setup.machine()).list());
        add(sections, "Other users of the CPUs", () -> new SchedulingFindings(files).list(setup.machine(), activity));
        add(sections, "Kernel", () -> new KernelFindings(files).list());
        add(sections, "Memory and limits", () -> new MemoryFindings(files, volumes).list());
        add(sections, "Mapped files", () -> new StorageFindings(files, volumes).list(setup.mmapDirectory()));
        add(sections, "Load", () -> new LoadFindings(files, activity, ownPid).list());
        add(sections, "Java", () -> JavaFindings.list(setup.machine(), setup.forkOptions(), launcherOptions, variables));
        return new Report(sections);
    }

    /** Adds a section. An unexpected file format makes the section unknown but never fails a run. */
    private static void add(List<Report.Section> sections, String title, Supplier<List<Finding>> examination) {
        try {
            sections.add(new Report.Section(title, examination.get()));
        } catch (RuntimeException e) {
            sections.add(new Report.Section(title, List.of(new Finding(title.toLowerCase(Locale.ROOT), "unknown: " + e,
                    Finding.Level.UNKNOWN, "this program does not know the format of a file of this machine", ""))));
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            // The time between the readings is shorter then.
            Thread.currentThread().interrupt();
        }
    }
}
