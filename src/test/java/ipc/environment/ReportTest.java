package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Measures EVERYTHING = new Measures(true, true, true, true);

    @Test
    void aRunSaysTheHeaviestThatTouchItInOneLine() {
        Report report = report(Subject.BOOST.warning("on", ""), Subject.C_STATES.warning("C6", "cpupower"),
                Subject.MMAP_DIRECTORY.warning("nfs", ""), Subject.QUOTA.warning("1 CPU", "echo"),
                Subject.GOVERNOR.ok("performance"), Subject.PERF.warning("3", ""), Subject.CLOCK.unknown());
        assertThat(subjects(report, EVERYTHING))
                .containsExactly("CPU quota", "C-states", "mmap directory", "boost", "perf_event_paranoid");
        assertThat(report.inBrief(EVERYTHING).orElseThrow())
                .isEqualTo("doctor: 5 warnings: CPU quota, C-states and 3 more; see ./run.sh doctor")
                .hasSizeLessThanOrEqualTo(100 - "ipc-roundtrip: ".length());
        assertThat(report(Subject.BOOST.warning("on", ""), Subject.QUOTA.warning("1 CPU", "")).inBrief(EVERYTHING))
                .contains("doctor: 2 warnings: CPU quota, boost; see ./run.sh doctor");
        assertThat(subjects(report, new Measures(true, false, false, false))).containsExactly("CPU quota", "boost");
        assertThat(subjects(report, new Measures(false, true, false, false))).containsExactly("CPU quota", "C-states", "boost");
    }

    @Test
    void withoutAWarningARunSaysNothing() {
        assertThat(report(Subject.GOVERNOR.ok("performance"), Subject.CLOCK.unknown()).inBrief(EVERYTHING)).isEmpty();
        Report other = report(Subject.C_STATES.warning("C6", ""));
        assertThat(other.inBrief(new Measures(true, false, false, false))).isEmpty();
    }

    @Test
    void everySubjectHasAReasonAndItsWeightIsInRange() {
        for (Subject subject : Subject.values()) {
            Finding finding = subject.ok("x");
            assertThat(Subject.of(finding)).isEqualTo(subject);
            assertThat(finding.why()).isNotBlank().doesNotEndWith(".");
            assertThat(subject.weight()).isBetween(0, 100);
        }
    }

    @Test
    void theVerdictIsFirstAndTheHeaviestWarningFollows() {
        String text = report(Subject.BOOST.warning("on", ""), Subject.QUOTA.warning("1 CPU", "echo"), Subject.CLOCK.unknown(),
                Subject.GOVERNOR.ok("performance")).text(80, false);
        assertThat(text).startsWith("2 warnings, the heaviest first.").doesNotContain("performance")
                .containsSubsequence("\nWarnings\n  CPU quota ", "Change: echo\n", "  boost ", "\nUnknown\n  clock source ",
                        "\nFine (./run.sh doctor --all shows the values)\n  governor\n");
        assertThat(report(Subject.GOVERNOR.ok("performance")).text(80, true)).startsWith("No warnings: ")
                .containsSubsequence("\nFine\n  governor ", "performance\n", "Why: ");
    }

    @Test
    void figuresInWords() {
        assertThat(Text.bytes(512)).isEqualTo("512 B");
        assertThat(Text.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Text.bytes(8L << 30)).isEqualTo("8 GiB");
        assertThat(Text.percent(0.00012)).isEqualTo("0.01 %");
        assertThat(Text.amount(1, "CPU")).isEqualTo("1 CPU");
        assertThat(Text.amount(0.5, "CPU")).isEqualTo("0.5 CPUs");
        assertThat(Text.count(0, "warning")).isEqualTo("0 warnings");
    }

    private static Report report(Finding... findings) {
        return new Report(List.of(new Report.Section("All", List.of(findings))));
    }

    private static List<String> subjects(Report report, Measures measures) {
        return report.warnings(measures).stream().map(Finding::subject).toList();
    }
}
