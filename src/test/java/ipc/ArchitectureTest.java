package ipc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tests which package may use which. Arrows point down only. */
class ArchitectureTest {
    /**
     * Maps a package to the packages that it may use. It has some arrows that the map does not draw.
     * <ul>
     * <li>The package session uses histogram and osstats, because their results carry figures and tails. It uses transport, to
     * ask what is unavailable, posix, for the size of the terminal, and proc, for the processes that it watches.
     * <li>The package cli uses bench and transport to list them, and result to locate the table.
     * <li>The package peer uses wait, which asks it who is alive, and posix for its clock.
     * <li>The package wait uses region, which holds its words.
     * <li>The package osstats uses posix for CPU-time clocks, and bench uses posix for the calls that are baselines.
     * <li>The packages session, bench and peer use cleanup, for the private directory of the run. Packages that create what could
     * outlast a process use ledger.
     * <li>The packages session, bench and peer use profile, which merges, starts and stops profilers.
     * </ul>
     */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("cli", Set.of("session", "cleanup", "analysis", "environment", "bench", "transport", "result", "fleet")),
            Map.entry("fleet", Set.of("result")),
            Map.entry("session", Set.of("bench", "environment", "result", "histogram", "osstats", "transport", "profile",
                    "cleanup", "ledger", "posix", "proc")),
            Map.entry("bench", Set.of("peer", "transport", "histogram", "osstats", "profile", "cleanup", "posix")),
            Map.entry("peer", Set.of("transport", "wait", "profile", "cleanup", "posix")),
            Map.entry("transport", Set.of("region", "wait", "ledger", "posix", "proc")),
            Map.entry("wait", Set.of("region", "posix")),
            Map.entry("region", Set.of("ledger", "posix", "proc")),
            Map.entry("cleanup", Set.of("ledger", "posix", "proc")),
            Map.entry("posix", Set.of("ledger", "proc")),
            Map.entry("ledger", Set.of()),
            Map.entry("proc", Set.of()),
            Map.entry("histogram", Set.of("result")),
            Map.entry("osstats", Set.of("result", "posix", "proc")),
            Map.entry("profile", Set.of()),
            Map.entry("environment", Set.of("proc")),
            Map.entry("result", Set.of()),
            Map.entry("analysis", Set.of("result")));

    /** The same for the packages within analysis. */
    private static final Map<String, Set<String>> WITHIN_ANALYSIS = Map.of(
            "advise", Set.of("table", "run", "stats", "document"),
            "compare", Set.of("run", "stats", "document"),
            "report", Set.of("table", "run", "stats", "document"),
            "validate", Set.of("run", "stats", "document"),
            "table", Set.of("run", "stats", "document"),
            "run", Set.of("stats", "document"),
            "stats", Set.of(),
            "document", Set.of());

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ipc");

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            packages.add(room(each));
        }
        packages.remove("");
        assertThat(packages).isEqualTo(new TreeSet<>(ARROWS.keySet()));
    }

    @Test
    void arrowsPointDown() {
        List<String> broken = new ArrayList<>();
        for (JavaClass each : CLASSES) {
            each.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith("ipc."))
                    .filter(dependency -> !isAllowed(each, dependency.getTargetClass()))
                    .forEach(dependency -> broken.add(dependency.getDescription()));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void arrowsPointDownWithinAnalysis() {
        Set<String> packages = new TreeSet<>();
        List<String> broken = new ArrayList<>();
        for (JavaClass each : CLASSES) {
            if (room(each).equals("analysis")) {
                packages.add(part(each, 2));
                each.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> room(dependency.getTargetClass()).equals("analysis")
                                && !part(each, 2).equals(part(dependency.getTargetClass(), 2))
                                && !WITHIN_ANALYSIS.getOrDefault(part(each, 2), Set.of())
                                        .contains(part(dependency.getTargetClass(), 2)))
                        .forEach(dependency -> broken.add(dependency.getDescription()));
            }
        }
        packages.remove("");
        assertThat(packages).isEqualTo(new TreeSet<>(WITHIN_ANALYSIS.keySet()));
        assertThat(broken).isEmpty();
    }

    private static boolean isAllowed(JavaClass from, JavaClass to) {
        // JMH generates subclasses and stubs in packages below the benchmark's.
        String source = room(from);
        String target = room(to);
        return source.equals(target) || ARROWS.getOrDefault(source, Set.of()).contains(target);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().startsWith("ipc.") ? part(type, 1) : "";
    }

    /** A part of the package's name; empty if the name is shorter. */
    private static String part(JavaClass type, int index) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length <= index ? "" : parts[index];
    }

    @Test
    void onlyPosixTouchesJna() {
        noClasses().that().resideOutsideOfPackage("ipc.posix..").should().dependOnClassesThat()
                .resideInAPackage("com.sun.jna..").check(CLASSES);
    }

    @Test
    void reportersKnowNothingOfBenchmarks() {
        noClasses().that().resideInAPackage("ipc.analysis..").should().dependOnClassesThat()
                .resideInAnyPackage("ipc.bench..", "ipc.session..", "ipc.transport..", "org.openjdk.jmh..").check(CLASSES);
    }

    @Test
    void theMeasuredPathIsOneForAllTransports() {
        noClasses().that().resideInAnyPackage("ipc.bench", "ipc.peer").should().dependOnClassesThat()
                .resideInAnyPackage("ipc.region..").check(CLASSES);
        classes().that().implement("ipc.transport.Transport").should().bePackagePrivate().check(CLASSES);
    }
}
