package ipc.environment;

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
 * Looks at this machine and says what its settings mean for this tool's numbers. It reads and never changes anything, and what it
 * cannot read is unknown. It looks at the CPUs' use twice: when it is made and when it examines.
 */
public final class Doctor {
    /** How far apart the two looks are for {@code ./run.sh doctor}. */
    public static final long LONG_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** And in a run, where OSHI's description of the machine and the checks before the first fork take much of it anyway. */
    public static final long SHORT_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final SystemFiles files;
    private final Volume.Finder volumes;
    private final long ownPid;
    private final List<String> launcherOptions;
    private final Map<String, String> variables;
    private final Activity.Start start;

    /** Takes the first look at this machine. */
    public static Doctor begin() {
        return new Doctor(Path.of("/"), Volume::ofThisMachine, ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getenv(), System::nanoTime);
    }

    /**
     * Takes the first look.
     *
     * @param root            {@code /}, or a copy of the files below another folder
     * @param volumes         knows file systems
     * @param ownPid          this process
     * @param launcherOptions this JVM's options
     * @param variables       this process's environment
     * @param nanoClock       a monotonic clock
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
     * @param setup         what a run uses, or would use, of it
     * @param atLeastNanos  the least time between the first look and the second; it waits for what is left of it
     */
    public Report examine(Setup setup, long atLeastNanos) {
        sleep(atLeastNanos - start.ageNanos());
        Activity activity = start.end(ownPid);
        List<Report.Section> sections = new ArrayList<>();
        add(sections, "Processor", () -> new ProcessorFindings(files).list(setup.machine(), setup.cpus()));
        add(sections, "Clock speed and idle states", () -> new PowerFindings(files, setup.machine()).list());
        add(sections, "Who else may use the CPUs", () -> new SchedulingFindings(files).list(setup.machine(), activity));
        add(sections, "Kernel", () -> new KernelFindings(files).list());
        add(sections, "Memory and limits", () -> new MemoryFindings(files, volumes).list());
        add(sections, "Mapped files", () -> new StorageFindings(files, volumes).list(setup.mmapDirectory()));
        add(sections, "Load", () -> new LoadFindings(files, activity, ownPid).list());
        add(sections, "Java", () -> JavaFindings.list(setup.machine(), setup.forkOptions(), launcherOptions, variables));
        return new Report(sections);
    }

    /** A file of a shape nobody thought of costs its section, never a run. */
    private static void add(List<Report.Section> sections, String title, Supplier<List<Finding>> examination) {
        try {
            sections.add(new Report.Section(title, examination.get()));
        } catch (RuntimeException e) {
            sections.add(new Report.Section(title, List.of(new Finding(title.toLowerCase(Locale.ROOT), "unknown: " + e,
                    Finding.Level.UNKNOWN, "this machine's files have a shape this program does not know", ""))));
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            // The look is shorter then.
            Thread.currentThread().interrupt();
        }
    }
}
