package ipc.environment;

import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel: version, mitigations, clock source, and the limits it sets for a profiler
 * ({@code Documentation/admin-guide/sysctl/kernel.rst}).
 */
final class KernelFindings {
    private static final String VULNERABILITIES = "sys/devices/system/cpu/vulnerabilities";
    private static final String CLOCK = "sys/devices/system/clocksource/clocksource0/";
    private static final String PARANOID = "proc/sys/kernel/perf_event_paranoid";
    private static final String KPTR = "proc/sys/kernel/kptr_restrict";
    /** Clocks that need a system call: they are read from a device or counted by the timer tick. */
    private static final Set<String> SLOW_CLOCKS = Set.of("hpet", "acpi_pm", "pit", "jiffies", "refined-jiffies");
    /** Bit numbers of {@code capabilities(7)}. */
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_SYSLOG = 34;
    private static final int CAP_PERFMON = 38;
    private static final int HEXADECIMAL = 16;

    private final SystemFiles files;

    KernelFindings(SystemFiles files) {
        this.files = files;
    }

    List<Finding> list() {
        return List.of(kernel(), mitigations(), clock(), paranoid(), pointers());
    }

    private Finding kernel() {
        Optional<String> release = files.read("proc/sys/kernel/osrelease");
        // Such as "#1 SMP PREEMPT_DYNAMIC Mon May ...": the third word is the preemption model.
        String preemption = files.read("proc/sys/kernel/version").stream().flatMap(text -> List.of(text.split(" ")).stream())
                .filter(word -> word.startsWith("PREEMPT")).findFirst().map(word -> ", " + word).orElse("");
        return release.map(text -> Subject.KERNEL.ok("Linux " + text + preemption)).orElseGet(Subject.KERNEL::unknown);
    }

    private Finding mitigations() {
        List<String> names = files.names(VULNERABILITIES);
        if (names.isEmpty()) {
            return files.lacks(VULNERABILITIES) ? Subject.MITIGATIONS.ok("not reported by this kernel")
                    : Subject.MITIGATIONS.unknown();
        }
        List<String> active = new ArrayList<>();
        int open = 0;
        int unreadable = 0;
        for (String name : names) {
            String state = files.read(VULNERABILITIES + "/" + name).orElse("");
            if (state.startsWith("Mitigation")) {
                active.add(name);
            } else if (state.startsWith("Vulnerable")) {
                open++;
            } else if (state.isEmpty()) {
                unreadable++;
            }
        }
        String value = (active.isEmpty() ? "none active" : active.size() + " active: " + String.join(", ", active))
                + (open > 0 ? "; " + open + " vulnerable" : "") + (unreadable > 0 ? "; " + unreadable + " unknown" : "");
        return active.isEmpty() ? Subject.MITIGATIONS.ok(value) : Subject.MITIGATIONS.ok(value,
                "mitigations=off on the kernel's command line, if the machine holds nothing to protect");
    }

    private Finding clock() {
        Optional<String> current = files.read(CLOCK + "current_clocksource");
        if (current.isEmpty()) {
            return Subject.CLOCK.unknown();
        }
        if (!SLOW_CLOCKS.contains(current.get())) {
            return Subject.CLOCK.ok(current.get());
        }
        List<String> available = List.of(files.read(CLOCK + "available_clocksource").orElse("").split(" "));
        Optional<String> faster = available.stream().filter(clock -> !clock.isBlank() && !SLOW_CLOCKS.contains(clock))
                .findFirst();
        return Subject.CLOCK.warning(current.get(),
                faster.map(clock -> "echo " + clock + " | tee /" + CLOCK + "current_clocksource").orElse(""));
    }

    private Finding paranoid() {
        Optional<Long> value = files.number(PARANOID);
        if (value.isEmpty()) {
            return files.lacks(PARANOID) ? Subject.PERF.ok("unsupported by this kernel") : Subject.PERF.unknown();
        }
        if (value.get() <= 1) {
            return Subject.PERF.ok(value.get().toString());
        }
        return may(CAP_PERFMON) || may(CAP_SYS_ADMIN) ? Subject.PERF.ok(value.get() + ", but this user is exempt")
                : Subject.PERF.warning(value.get().toString(), "sysctl kernel.perf_event_paranoid=1");
    }

    private Finding pointers() {
        Optional<Long> value = files.number(KPTR);
        if (value.isEmpty()) {
            return files.lacks(KPTR) ? Subject.KPTR.ok("unsupported by this kernel") : Subject.KPTR.unknown();
        }
        if (value.get() == 0) {
            return Subject.KPTR.ok("0");
        }
        return value.get() == 1 && may(CAP_SYSLOG) ? Subject.KPTR.ok("1, but this user is exempt")
                : Subject.KPTR.warning(value.get().toString(), "sysctl kernel.kptr_restrict=0");
    }

    private boolean may(int capability) {
        return files.field("proc/self/status", "CapEff:").map(mask -> {
            try {
                return (Long.parseUnsignedLong(mask, HEXADECIMAL) >> capability & 1) == 1;
            } catch (NumberFormatException e) {
                return false;
            }
        }).orElse(false);
    }
}
